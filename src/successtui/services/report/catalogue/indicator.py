"""What an indicator of the success report is, and the words several of them share.

Declares no indicator; those stand in the module of their tab.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from successtui.records.picklists import Health, Progress

NONE = "(none)"
"""The label of records whose grouping field is empty, and of accounts without an industry."""
UNCATEGORISED = "Uncategorised"
UNASSIGNED = "Unassigned"


class Tab(StrEnum):
    """The four tabs of the report (R004-12)."""

    OVERVIEW = "overview"
    RISK = "risk"
    ADOPTION = "adoption"
    RENEWAL = "renewal"

    @property
    def label(self) -> str:
        """The tab's name on screen."""
        return self.value.capitalize()


TABS: tuple[Tab, ...] = tuple(Tab)
"""The tabs in their order."""


class Shape(StrEnum):
    """What an indicator looks like.

    TILE: one number. AVERAGE: one decimal, or none. MONEY: an amount in the base currency.
    LIST: a number whose records matter more than itself. MATRIX: groups with a number for each
    series. BARS: a number for each group. TOP: bars, the longest first. MONTHS: groups are months.
    """

    TILE = "tile"
    AVERAGE = "average"
    MONEY = "money"
    LIST = "list"
    MATRIX = "matrix"
    BARS = "bars"
    TOP = "top"
    MONTHS = "months"


@dataclass(frozen=True, slots=True)
class Indicator:
    """One number of the report.

    Attributes:
        key: its name in JSON, such as `overview.total_engagements`.
        rule: how it is counted, in words.
        window: the days it looks at, in words; empty when it looks at no dates.
        excludes: what is left out, in words.
        record: the type of the records it counts, and of the rows of its drill-down.
        counted: the condition in the store that says which records count.
        columns: what its drill-down shows of each record (as in lists).
        order: in words, how the drill-down is sorted.
        groups: labels of its groups in order, when they are always the same.
        series: names of the numbers each group holds, when these are several.
        grouped: the columns its groups, and then its series, are the values of; tasks stand in
            groups of their own (`task_group`).
        dated: the column its drill-down is sorted by first; empty for none.
    """

    key: str
    title: str
    shape: Shape
    record: str
    counted: str
    rule: str
    window: str
    excludes: str
    columns: tuple[str, ...]
    order: str
    groups: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    grouped: tuple[str, ...] = ()
    dated: str = ""

    @property
    def tab(self) -> Tab:
        """The tab it stands on."""
        return Tab(self.key.partition(".")[0])

    @property
    def name(self) -> str:
        """Its key without the tab."""
        return self.key.partition(".")[2]

    @property
    def listed(self) -> bool:
        """Whether programs are given its records along with the number."""
        return self.shape in (Shape.TILE, Shape.LIST, Shape.MONEY)


HEALTH_ORDER = (Health.GREEN, Health.YELLOW, Health.RED, Health.UNKNOWN)
TASK_BUCKETS = ("Overdue", "Due today", "In progress", "New", "Paused", "Closed", "Canceled")
PROGRESS_LABELS = {p: "New" if p is Progress.NOT_STARTED else p.value for p in Progress}
"""How objectives' progress is called in the report."""
RENEWAL_STAGES = ("Awaiting review", "Renewal approved", "Renewal rejected", "Under review")

ENDED = "Closed and canceled engagements."
BIG_FIRST = "contract value, largest first, then number"
ENGAGEMENT_COLUMNS = ("number", "title", "account", "csm")
CONTRACT_COLUMNS = ("number", "name", "account", "state", "substate", "value", "currency")
RISK_COLUMNS = (
    "number",
    "short_description",
    "account",
    "probability",
    "priority",
    "state",
    "due_date",
)
OVERVIEW_COLUMNS = (*ENGAGEMENT_COLUMNS, "stage", "perceived_health", "state", "contract_value")
ONBOARDING_COLUMNS = (*ENGAGEMENT_COLUMNS, "initial_go_live", "perceived_health", "contract_value")
