"""The fixed picklists, spelled as they appear on screen, in files and in JSON.

Order of declaration is the order of display and of sorting (R000-14). Lists that an administrator
may change are not here: their starting values stand in `OPEN_PICKLISTS`.
"""

from enum import StrEnum


class WorkState(StrEnum):
    """State of outcomes, plays, tasks, cases, internal plays and touchpoints (R000-11)."""

    NEW = "New"
    IN_PROGRESS = "In progress"
    PAUSED = "Paused"
    CANCELED = "Canceled"
    CLOSED = "Closed"


class GoalState(StrEnum):
    """State of engagements and objectives."""

    NEW = "New"
    DEFINE = "Define"
    IN_PROGRESS = "In progress"
    CANCELED = "Canceled"
    CLOSED = "Closed"


class Progress(StrEnum):
    """How the work is going, apart from its state (R000-12, R000-13)."""

    NOT_STARTED = "Not Started"
    ON_TRACK = "On-Track"
    AT_RISK = "At Risk"
    PAUSED = "Paused"
    COMPLETED = "Completed"
    CANCELED = "Canceled"


class Priority(StrEnum):
    """Priority in its own order, not the alphabet's (R000-14)."""

    CRITICAL = "Critical"
    HIGH = "High"
    MEDIUM = "Medium"
    LOW = "Low"
    VERY_LOW = "Very Low"


class ClosureCode(StrEnum):
    """How a piece of work ended."""

    ACHIEVED = "Achieved"
    PARTIALLY_ACHIEVED = "Partially achieved"
    MISSED = "Missed"
    CANCELED = "Canceled"


class RiskClosureCode(StrEnum):
    """How a risk signal ended."""

    MITIGATED = "Mitigated"
    ACCEPTED = "Accepted"
    OCCURRED = "Occurred"
    CANCELED = "Canceled"


class Stage(StrEnum):
    """Stage of an engagement in the customer's life."""

    INITIAL_ONBOARDING = "Initial onboarding"
    ADOPTION = "Adoption"
    EXPAND = "Expand"
    RENEW = "Renew"
    LOST = "Lost"


class Health(StrEnum):
    """Perceived health of an engagement."""

    UNKNOWN = "Unknown"
    RED = "Red"
    YELLOW = "Yellow"
    GREEN = "Green"


class AccountStatus(StrEnum):
    """Whether the account is a customer."""

    PROSPECT = "Prospect"
    ACTIVE = "Active"
    CANCELED = "Canceled"


class PlanStatus(StrEnum):
    """Status of a success plan."""

    DRAFT = "Draft"
    ACTIVE = "Active"
    ON_HOLD = "On hold"
    COMPLETED = "Completed"
    CANCELED = "Canceled"


class ObjectiveSource(StrEnum):
    """Where an objective came from."""

    LIBRARY = "library"
    CUSTOM = "custom"
    TEMPLATE = "template"


class GoalOwnerKind(StrEnum):
    """Who may own an objective: never a pool (R001-15)."""

    ROLE = "role"
    USER = "user"
    CONTACT = "contact"


class PlayOwnerKind(StrEnum):
    """Who may own a SuccessPlay: a contact only as co-owner, never a pool (R001-16)."""

    ROLE = "role"
    USER = "user"


class TaskOwnerKind(StrEnum):
    """Who may own a task (R001-17)."""

    ROLE = "role"
    POOL = "pool"
    USER = "user"
    CONTACT = "contact"


class TaskParentType(StrEnum):
    """What a task can hang from."""

    PLAY = "play"
    SUCCESS_CASE = "success_case"
    INTERNAL_PLAY = "internal_play"
    TOUCHPOINT = "touchpoint"
    OBJECTIVE = "objective"
    PLAN = "plan"
    ACCOUNT = "account"


class LaunchMode(StrEnum):
    """How a template's task comes into being when its play runs."""

    AUTOMATIC = "automatic"
    OPTIONAL = "optional"
    CONDITIONAL = "conditional"


class Tracking(StrEnum):
    """How an outcome's values come in (R000-22)."""

    MANUAL = "Manual"
    METRIC = "Metric"


class Direction(StrEnum):
    """Which way an outcome's value should move."""

    INCREASE = "Increase"
    DECREASE = "Decrease"


class KpiStatus(StrEnum):
    """Badge of an outcome, derived from values and target date."""

    COMPLETED = "Completed"
    OVERDUE = "Overdue"
    IN_PROGRESS = "In progress"
    NOT_AVAILABLE = "Not available"


class PlayCategory(StrEnum):
    """Category of a SuccessPlay."""

    GENERAL = "General"
    STRATEGIC_PLANNING = "Strategic planning"
    ARCHITECTURE_AND_DESIGN = "Architecture and design"
    ADOPTION = "Adoption"
    TECHNICAL_GUIDANCE = "Technical guidance"


class CaseCategory(StrEnum):
    """Category of a success case."""

    GUIDANCE = "Guidance"
    ARCHITECTURE_REVIEW = "Architecture review"
    DEMOS_AND_POCS = "Demos and POCs"
    TRAINING = "Training"


class TaskCategory(StrEnum):
    """Category of a task."""

    WORKSHOPS = "Workshops and meetings"
    DESIGN_REVIEWS = "Design reviews"
    TRAINING = "Product training"
    SERVICES = "Professional services"


class TouchpointCategory(StrEnum):
    """What a conversation was about."""

    GENERAL = "General conversation"
    VALUE = "Value and adoption"
    EXPANSION = "Expansion opportunities"
    RENEWAL = "Renewal support"


class Channel(StrEnum):
    """How a conversation took place."""

    WEB = "Web"
    PHONE = "Phone"
    EMAIL = "Email"
    CHAT = "Chat"
    SOCIAL = "Social"
    COMMUNITY = "Community"
    ALERT = "Alert"
    VIRTUAL_AGENT = "Virtual Agent"


class MeetingType(StrEnum):
    """Kind of meeting; a QBR is a touchpoint of this type."""

    AD_HOC = "Ad-hoc"
    WEEKLY = "Weekly status"
    QBR = "QBR"
    RENEWAL = "Renewal"


class Cadence(StrEnum):
    """How often a meeting repeats."""

    DAILY = "Daily"
    TWICE_A_WEEK = "Twice a week"
    WEEKLY = "Weekly"
    MONTHLY = "Monthly"
    QUARTERLY = "Quarterly"


class NextStepState(StrEnum):
    """What became of a next step of a touchpoint."""

    PENDING = "Pending"
    CONVERTED = "Converted"
    DROPPED = "Dropped"


class InternalPlayCategory(StrEnum):
    """Category of an internal play."""

    GENERAL = "General"
    ACCOUNT_HEALTH = "Account health"
    ADOPTION_SUPPORT = "Adoption support"
    EXPANSION_AND_RENEWAL = "Expansion and renewal support"
    GOVERNANCE = "Governance and audits"
    PARTNER_REVIEWS = "Partner reviews"


class RiskState(StrEnum):
    """State of a risk signal."""

    NEW = "New"
    ACTIVE = "Active"
    CANCELED = "Canceled"
    CLOSED = "Closed"


class RiskOrIssue(StrEnum):
    """Whether it may happen or has happened."""

    RISK = "Risk"
    ISSUE = "Issue"


class Probability(StrEnum):
    """How likely a risk is."""

    VERY_HIGH = "Very high"
    HIGH = "High"
    MODERATE = "Moderate"
    LOW = "Low"
    VERY_LOW = "Very low"


class RiskScope(StrEnum):
    """Which part of the customer's life a risk touches."""

    ONBOARDING = "Onboarding"
    ADOPTION = "Adoption"
    EXPANSION = "Expansion"
    RENEWAL = "Renewal"


class RiskTracking(StrEnum):
    """Where a risk signal came from."""

    MANUAL = "Manual"
    AUTOMATED = "Automated"
    INTEGRATION = "Integration"


class SolutionType(StrEnum):
    """What can be linked to a risk signal as its solution."""

    INTERNAL_PLAY = "internal_play"
    SUCCESS_CASE = "success_case"
    TASK = "task"


class ContractState(StrEnum):
    """State of a contract."""

    DRAFT = "Draft"
    ACTIVE = "Active"
    EXPIRED = "Expired"
    CANCELED = "Canceled"


class ContractSubstate(StrEnum):
    """Where a contract stands in review, renewal or extension."""

    AWAITING_REVIEW = "Awaiting review"
    UNDER_REVIEW = "Under review"
    APPROVED = "Approved"
    REJECTED = "Rejected"
    RENEWAL_APPROVED = "Renewal approved"
    RENEWAL_REJECTED = "Renewal rejected"
    RENEWAL_IN_PROCESS = "Renewal in process"
    RENEWED = "Renewed"
    EXTENSION_APPROVED = "Extension approved"
    EXTENSION_REJECTED = "Extension rejected"


class ReviewKind(StrEnum):
    """What a contract under review is reviewed for."""

    NEW = "new"
    RENEWAL = "renewal"
    EXTENSION = "extension"


class CostAdjustment(StrEnum):
    """How the price changes on renewal."""

    NONE = "None"
    FIXED = "Fixed"
    MANUAL = "Manual"
    CPI = "CPI"


class RenewalOutcome(StrEnum):
    """How a renewal ended."""

    WON = "won"
    LOST = "lost"


class OpportunityType(StrEnum):
    """Kind of opportunity."""

    NEW = "New"
    RENEW = "Renew"
    UPSELL = "Upsell"


class OpportunityStage(StrEnum):
    """Stage of an opportunity."""

    OPEN = "Open"
    PROSPECTING = "Prospecting"
    ENGAGING = "Engaging"
    CLOSED_WON = "Closed won"
    CLOSED_LOST = "Closed lost"


class EscalationState(StrEnum):
    """State of an account escalation."""

    REQUESTED = "Requested"
    ESCALATED = "Escalated"
    DECLINED = "Declined"
    CLOSED = "Closed"


class EscalationSeverity(StrEnum):
    """Severity of an escalation."""

    HIGH = "High"
    MEDIUM = "Medium"


class EscalationReason(StrEnum):
    """Why an account was escalated."""

    INACTIVITY = "Inactivity"
    LACK_OF_PROGRESS = "Lack of Progress"
    DEADLINE = "Customer Imposed Deadline"


class EscalationSource(StrEnum):
    """Who asked for the escalation."""

    CUSTOMER = "Customer requested"
    INTERNAL = "Internally requested"


class Trend(StrEnum):
    """Where an escalation is heading."""

    IMPROVING = "Improving"
    SAME = "Same"
    DECLINING = "Declining"


class UsagePlan(StrEnum):
    """Plan for a product's usage."""

    NO_PLAN = "No plan"
    PLANNED = "Planned"
    ACTIVATED = "Activated"
    DEACTIVATED = "Deactivated"


class Criticality(StrEnum):
    """How much a product matters to customer or business."""

    CRITICAL = "Critical"
    HIGH = "High"
    MODERATE = "Moderate"
    NICE_TO_HAVE = "Nice to have"
    NOT_REQUIRED = "Not required"


class DefinitionState(StrEnum):
    """State of a definition record; only published ones can be launched."""

    DRAFT = "Draft"
    PUBLISHED = "Published"
    CLOSED = "Closed"
    CANCELED = "Canceled"


class DefinitionCategory(StrEnum):
    """What a definition record is for."""

    ONBOARDING = "Onboarding"
    RISK_MANAGEMENT = "Risk Management"
    SUCCESS_PLANNING = "Success Planning"
    SUCCESS_SUPPORT = "Success Support"


class LaunchStatus(StrEnum):
    """Status of a launched play."""

    PENDING = "Pending"
    RUNNING = "Running"
    SUCCEEDED = "Succeeded"
    FAILED = "Failed"
    CANCELED = "Canceled"


class TriggerKind(StrEnum):
    """How a play template starts."""

    MANUAL = "manual"
    EVENT = "event"
    BOTH = "both"


class TriggerEvent(StrEnum):
    """Which change of a filter starts a play."""

    ENTERS = "enters"
    EXITS = "exits"


class PoolStrategy(StrEnum):
    """How a pool hands out its tasks."""

    MANUAL = "manual"
    NEXT_AVAILABLE = "next available"


class Role(StrEnum):
    """What a user may do; several add up."""

    ADMIN = "admin"
    MANAGER = "success_manager"
    AGENT = "customer_success_agent"
    PARTICIPANT = "participant"
    VIEWER = "viewer"


class MetricSource(StrEnum):
    """Where a metric's values come from."""

    MANUAL = "Manual"
    CSV = "CSV"
    CALCULATED = "Calculated"


class Frequency(StrEnum):
    """How often a metric is collected."""

    DAILY = "Daily"
    WEEKLY = "Weekly"
    MONTHLY = "Monthly"
    QUARTERLY = "Quarterly"


class Aggregate(StrEnum):
    """How several values become one."""

    AVERAGE = "Average"
    SUM = "Sum"
    MAX = "Max"
    MIN = "Min"
    COUNT = "Count"


class MetricState(StrEnum):
    """Whether a metric may be used."""

    DRAFT = "Draft"
    PUBLISHED = "Published"


class SourceKind(StrEnum):
    """How a data source is read."""

    SQL = "sql"
    FILE = "file"
    HTTP = "http"


class PointSource(StrEnum):
    """How a recorded value came in."""

    MANUAL = "Manual"
    METRIC = "Metric"
    IMPORT = "Import"


OPEN_PICKLISTS: dict[str, tuple[str, ...]] = {
    "industry": (
        "Agriculture",
        "Education",
        "Energy",
        "Finance",
        "Government",
        "Healthcare",
        "Manufacturing",
        "Media",
        "Retail",
        "Services",
        "Technology",
        "Telecommunications",
        "Transport",
    ),
    "tier": ("Strategic", "Enterprise", "Mid-market", "Growth"),
    "unit": (
        "EUR",
        "GBP",
        "JPY",
        "USD",
        "Hours",
        "Days",
        "Weeks",
        "Months",
        "Percent",
        "Quantity",
    ),
    "objective_category": (
        "Onboarding",
        "Adoption",
        "Value",
        "Expansion",
        "Renewal",
        "Risk recovery",
    ),
    "outcome_category": (
        "Approval on Time",
        "Budget Variance",
        "Completion on Time",
        "Customer Satisfaction",
        "Project Margin",
        "Reduced Timecard Errors and Time to Bill",
        "Resource Management Margin",
        "Skill Capacity",
        "Time to Staff",
        "Timecards Submitted on Time",
        "Utilization",
    ),
    "risk_category": (
        "Low adoption",
        "Poor health",
        "Missed outcome deadline",
        "Support volume",
        "Stakeholder change",
        "Missing renewal date",
        "Pricing/commercial",
        "Other",
    ),
    "responsibility": (
        "Relationship Manager",
        "Escalation Manager",
        "Service Delivery Manager",
        "Implementation Specialist",
        "Product Specialist",
        "Customer Enablement Specialist",
        "Solution Consultant",
        "Platform Architect",
        "Process Owner",
        "Customer Executive",
        "Customer Information Officer (CIO)",
        "Customer On-Boarding Point of Contact",
    ),
}
"""Starting values of the lists an administrator may change (R003-46, R003-48, R001-18)."""
