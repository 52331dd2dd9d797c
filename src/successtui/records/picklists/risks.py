"""Lists about risk signals and escalations."""

from enum import StrEnum


class RiskClosureCode(StrEnum):
    """How a risk signal ended."""

    MITIGATED = "Mitigated"
    ACCEPTED = "Accepted"
    OCCURRED = "Occurred"
    CANCELED = "Canceled"


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
