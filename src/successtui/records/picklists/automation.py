"""Lists about definitions, launches, metrics and their sources."""

from enum import StrEnum


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
