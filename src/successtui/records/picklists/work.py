"""States, progress, ownership and categories of the work in a plan."""

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


class InternalPlayCategory(StrEnum):
    """Category of an internal play."""

    GENERAL = "General"
    ACCOUNT_HEALTH = "Account health"
    ADOPTION_SUPPORT = "Adoption support"
    EXPANSION_AND_RENEWAL = "Expansion and renewal support"
    GOVERNANCE = "Governance and audits"
    PARTNER_REVIEWS = "Partner reviews"


class PointSource(StrEnum):
    """How a recorded value came in."""

    MANUAL = "Manual"
    METRIC = "Metric"
    IMPORT = "Import"
