"""Lists about accounts, engagements, conversations and the people who look after them."""

from enum import StrEnum


class AccountStatus(StrEnum):
    """Whether the account is a customer."""

    PROSPECT = "Prospect"
    ACTIVE = "Active"
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
