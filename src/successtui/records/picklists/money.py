"""Lists about contracts, renewals and opportunities."""

from enum import StrEnum


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
