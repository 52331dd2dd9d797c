"""Every indicator of the success report, declared once: name, wording, rule, counting, drill-down.

The screen, the explanation behind `i`, drill-downs, JSON, Markdown, HTML and the documentation all
follow from `INDICATORS`. Loads no database layer: what is counted is named here and stands as one
condition in `store/report/measures.py`. Texts may hold the names of settings in braces, such as
`{renewal_window_days}`; `explaining.py` fills them in.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from successtui.records.picklists import Health, Probability, Progress, RiskScope, Stage

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

_ENDED = "Closed and canceled engagements."
_BIG_FIRST = "contract value, largest first, then number"
_ENGAGEMENT = ("number", "title", "account", "csm")
_CONTRACT = ("number", "name", "account", "state", "substate", "value", "currency")
_RISK = ("number", "short_description", "account", "probability", "priority", "state", "due_date")
_OVERVIEW_COLUMNS = (*_ENGAGEMENT, "stage", "perceived_health", "state", "contract_value")
_ONBOARDING = (*_ENGAGEMENT, "initial_go_live", "perceived_health", "contract_value")


INDICATORS: tuple[Indicator, ...] = (
    # Overview
    Indicator(
        key="overview.total_engagements",
        title="Total engagements",
        shape=Shape.TILE,
        record="engagement",
        counted="active",
        rule="Engagements in your scope that are still worked on.",
        window="",
        excludes="Closed and canceled engagements; how many there are stands beside the number.",
        columns=_OVERVIEW_COLUMNS,
        order=_BIG_FIRST,
    ),
    Indicator(
        key="overview.ytd_new_engagements",
        title="YTD new engagements",
        shape=Shape.TILE,
        record="engagement",
        counted="new_this_year",
        rule="Engagements whose start date lies in the current year, finished ones included.",
        window="{year_to_date}",
        excludes="Canceled engagements.",
        columns=(*_ENGAGEMENT, "started_on", "stage", "state", "contract_value"),
        order=f"start date, then {_BIG_FIRST}",
        dated="started_on",
    ),
    Indicator(
        key="overview.average_engagements_per_csm",
        title="Average engagements per CSM",
        shape=Shape.AVERAGE,
        record="engagement",
        counted="owned",
        rule="Active engagements that have a CSM, divided by the number of those CSMs.",
        window="",
        excludes=f"{_ENDED} Engagements without a CSM; CSMs without an engagement.",
        columns=_OVERVIEW_COLUMNS,
        order=_BIG_FIRST,
        grouped=("csm",),
    ),
    Indicator(
        key="overview.engagements_with_escalations",
        title="Engagements with escalations",
        shape=Shape.LIST,
        record="engagement",
        counted="escalated",
        rule="Active engagements whose account has an escalation in state Escalated.",
        window="",
        excludes=f"{_ENDED} Escalations that are requested, declined or closed, and those of "
        "other accounts of the same group.",
        columns=_OVERVIEW_COLUMNS,
        order=_BIG_FIRST,
    ),
    Indicator(
        key="overview.engagements_with_upcoming_qbrs",
        title="Engagements with upcoming QBRs",
        shape=Shape.LIST,
        record="engagement",
        counted="upcoming_qbr",
        rule="Active engagements with a QBR that lies ahead, or was earlier today.",
        window="{today} and any day after",
        excludes=f"{_ENDED} QBRs that are closed or canceled.",
        columns=_OVERVIEW_COLUMNS,
        order=f"day of the next QBR, then {_BIG_FIRST}",
    ),
    Indicator(
        key="overview.engagement_health_by_stage",
        title="Engagement health by stage",
        shape=Shape.MATRIX,
        record="engagement",
        counted="active",
        rule="Active engagements by stage and by the health people perceive.",
        window="",
        excludes=_ENDED,
        columns=_OVERVIEW_COLUMNS,
        order=_BIG_FIRST,
        groups=tuple(Stage),
        series=HEALTH_ORDER,
        grouped=("stage", "perceived_health"),
    ),
    Indicator(
        key="overview.success_manager_tasks",
        title="Success manager tasks",
        shape=Shape.BARS,
        record="task",
        counted="managers_tasks",
        rule="Tasks that people in your scope own, at accounts with an engagement in your scope. "
        "Each stands in the first group that fits: open and past its due date, open and due "
        "today, then by state.",
        window="Overdue: due before {today}. Closed and canceled ones: ended {year_to_date}.",
        excludes="Tasks of templates, of contacts, of pools and of nobody; tasks that ended "
        "before this year or at an unknown time.",
        columns=("number", "title", "account", "owner", "state", "priority", "due_date"),
        order="due date, then number",
        groups=TASK_BUCKETS,
        grouped=("task_group",),
        dated="due_date",
    ),
    # Risk
    Indicator(
        key="risk.total_contract_value_at_risk",
        title="Total contract value at risk",
        shape=Shape.MONEY,
        record="contract",
        counted="at_risk",
        rule="Value of the contracts that new and active risk signals name, each contract once.",
        window="",
        excludes="Closed and canceled signals; canceled contracts; the amount of contracts whose "
        "currency has no rate.",
        columns=(*_CONTRACT, "end_date"),
        order="end date, then value, largest first, then number",
        dated="end_date",
    ),
    Indicator(
        key="risk.red_yellow_engagements",
        title="Red, yellow engagements",
        shape=Shape.TILE,
        record="engagement",
        counted="red_or_yellow",
        rule="Active engagements whose perceived health is Red or Yellow.",
        window="",
        excludes=f"{_ENDED} Green and unknown health.",
        columns=_OVERVIEW_COLUMNS,
        order=_BIG_FIRST,
        groups=(Health.RED, Health.YELLOW),
        grouped=("perceived_health",),
    ),
    Indicator(
        key="risk.renewals_due_soon_in_poor_health",
        title="Renewals due soon in poor health",
        shape=Shape.TILE,
        record="engagement",
        counted="poor_before_renewal",
        rule="Active engagements that renew soon and are in poor health: a health score below "
        "{health_red_below}, or perceived as Red when there is no score.",
        window="Renewal date {renewal_window}",
        excludes=_ENDED,
        columns=(*_ENGAGEMENT, "renewal_date", "health_score", "perceived_health"),
        order=f"renewal date, then {_BIG_FIRST}",
        dated="renewal_date",
    ),
    Indicator(
        key="risk.no_touchpoints_in_90_days",
        title="Engagements with no touchpoints in 90 days",
        shape=Shape.LIST,
        record="engagement",
        counted="no_touchpoint_ahead",
        rule="Active engagements with no touchpoint planned in the next {touchpoint_window_days} "
        "days; what happened before does not matter.",
        window="{touchpoint_window}",
        excludes=f"{_ENDED} Closed, canceled and undated touchpoints do not count as planned.",
        columns=(*_ENGAGEMENT, "last_touchpoint_on", "perceived_health", "contract_value"),
        order=_BIG_FIRST,
    ),
    Indicator(
        key="risk.active_risk_signals",
        title="Active risk signals",
        shape=Shape.TILE,
        record="risk_signal",
        counted="active_risk",
        rule="Risks and issues of engagements in your scope that are new or active.",
        window="",
        excludes="Closed and canceled signals.",
        columns=_RISK,
        order="due date, then number",
        dated="due_date",
    ),
    Indicator(
        key="risk.top_5_indicators",
        title="Top 5 risk signal indicators",
        shape=Shape.TOP,
        record="risk_signal",
        counted="active_risk",
        rule="New and active risk signals by category: the five with most signals; among equals "
        "the one with more contract value at risk, then by name.",
        window="",
        excludes="Closed and canceled signals.",
        columns=_RISK,
        order="due date, then number",
        grouped=("category",),
        dated="due_date",
    ),
    Indicator(
        key="risk.by_scope",
        title="Risk signals by scope",
        shape=Shape.BARS,
        record="risk_signal",
        counted="active_risk",
        rule="New and active risk signals by the scope that was given to the signal.",
        window="",
        excludes="Closed and canceled signals.",
        columns=_RISK,
        order="due date, then number",
        groups=(*RiskScope, NONE),
        grouped=("scope",),
        dated="due_date",
    ),
    Indicator(
        key="risk.by_probability",
        title="Risk signals by probability",
        shape=Shape.BARS,
        record="risk_signal",
        counted="active_risk",
        rule="New and active risk signals by how likely they are.",
        window="",
        excludes="Closed and canceled signals.",
        columns=_RISK,
        order="due date, then number",
        groups=tuple(Probability),
        grouped=("probability",),
        dated="due_date",
    ),
    # Adoption
    Indicator(
        key="adoption.overdue_go_live",
        title="Engagements with overdue go-live date",
        shape=Shape.LIST,
        record="engagement",
        counted="overdue_go_live",
        rule="Active engagements in initial onboarding that should have gone live and have not.",
        window="Initial go-live before {today}",
        excludes=f"{_ENDED} Engagements that went live or have left initial onboarding.",
        columns=_ONBOARDING,
        order=f"initial go-live, then {_BIG_FIRST}",
        dated="initial_go_live",
    ),
    Indicator(
        key="adoption.active_onboarding",
        title="Engagements with active onboarding",
        shape=Shape.LIST,
        record="engagement",
        counted="onboarding",
        rule="Active engagements in the stage Initial onboarding.",
        window="",
        excludes=_ENDED,
        columns=_ONBOARDING,
        order=f"initial go-live, then {_BIG_FIRST}",
        dated="initial_go_live",
    ),
    Indicator(
        key="adoption.go_live_due_in_30_days",
        title="Engagements due to go-live in 30 days",
        shape=Shape.LIST,
        record="engagement",
        counted="go_live_soon",
        rule="Active engagements of any stage that are to go live within {go_live_window_days} "
        "days and have not yet.",
        window="Initial go-live {go_live_window}",
        excludes=f"{_ENDED} Engagements that went live.",
        columns=_ONBOARDING,
        order=f"initial go-live, then {_BIG_FIRST}",
        dated="initial_go_live",
    ),
    Indicator(
        key="adoption.no_success_objectives",
        title="Engagements with no success objectives",
        shape=Shape.LIST,
        record="engagement",
        counted="without_objectives",
        rule="Active engagements for which no success objective was ever set.",
        window="",
        excludes=f"{_ENDED} Engagements with an objective in any state; templates are none.",
        columns=_OVERVIEW_COLUMNS,
        order=_BIG_FIRST,
    ),
    Indicator(
        key="adoption.over_80_percent_objective_completion",
        title="Engagements with >80% objective completion",
        shape=Shape.LIST,
        record="engagement",
        counted="mostly_completed",
        rule="Active engagements that completed more than {objective_completion_percent} % of "
        "their objectives, each objective counting the same.",
        window="",
        excludes=f"{_ENDED} Canceled objectives and templates; engagements without objectives.",
        columns=_OVERVIEW_COLUMNS,
        order=_BIG_FIRST,
    ),
    Indicator(
        key="adoption.success_objective_progress",
        title="Success objective progress",
        shape=Shape.BARS,
        record="objective",
        counted="objectives",
        rule="Objectives of active engagements by progress; New means not started.",
        window="",
        excludes=f"Templates, objectives without an engagement. {_ENDED}",
        columns=("number", "name", "account", "owner", "state", "progress", "end_date"),
        order="end date, then number",
        groups=tuple(PROGRESS_LABELS.values()),
        grouped=("progress",),
        dated="end_date",
    ),
    Indicator(
        key="adoption.low_adoption_products",
        title="Engagements with low adoption score products",
        shape=Shape.LIST,
        record="product_usage",
        counted="low_adoption",
        rule="Products of active engagements with an adoption score below {low_adoption_below}; "
        "the number counts products, the engagements stand beside it.",
        window="",
        excludes=f"{_ENDED} Products without a score, and deactivated ones.",
        columns=(
            "product",
            "engagement",
            "account",
            "adoption_score",
            "customer_priority",
            "business_criticality",
        ),
        order="customer priority, Critical first, then score, lowest first",
    ),
    # Renewal
    Indicator(
        key="renewal.due_in_90_days",
        title="Engagements with renewals due in 90 days",
        shape=Shape.LIST,
        record="engagement",
        counted="renewal_due",
        rule="Engagements with an active contract that is due: at its end or at the start of its "
        "renewal, whichever comes first. Contracts whose renewal is approved stay in.",
        window="{renewal_window}",
        excludes="Drafts, expired and canceled contracts, and contracts without an end.",
        columns=(*_ENGAGEMENT, "renewal_date", "perceived_health", "contract_value"),
        order=f"day the contract is due, then {_BIG_FIRST}",
    ),
    Indicator(
        key="renewal.opened_renewals",
        title="Opened renewals",
        shape=Shape.TILE,
        record="contract",
        counted="opened_renewal",
        rule="Contracts of your engagements that await review or are under review while active "
        "or expired, and active ones on an approved extension.",
        window="",
        excludes="Drafts and canceled contracts.",
        columns=(*_CONTRACT, "end_date"),
        order="end date, then value, largest first, then number",
        dated="end_date",
    ),
    Indicator(
        key="renewal.contracts_on_extension",
        title="Contracts on extension",
        shape=Shape.TILE,
        record="contract",
        counted="on_extension",
        rule="Active contracts of your engagements whose extension was approved.",
        window="",
        excludes="Expired contracts, drafts and canceled ones.",
        columns=(*_CONTRACT, "end_date"),
        order="end date, then value, largest first, then number",
        dated="end_date",
    ),
    Indicator(
        key="renewal.by_stage",
        title="Renewals by stages",
        shape=Shape.BARS,
        record="contract",
        counted="in_renewal",
        rule="Active and expired contracts of your engagements by where their renewal stands, "
        "with their value.",
        window="",
        excludes="Drafts, canceled contracts, and contracts in any other substate.",
        columns=(*_CONTRACT, "end_date"),
        order="end date, then value, largest first, then number",
        groups=RENEWAL_STAGES,
        grouped=("substate",),
        dated="end_date",
    ),
    Indicator(
        key="renewal.renewals_and_losses_by_month",
        title="YTD renewals and losses by month",
        shape=Shape.MONTHS,
        record="contract",
        counted="renewal_verdicts",
        rule="Contracts of your engagements that were renewed or lost, by month: the day the "
        "latest closed renewal opportunity was closed; without one, the day the renewal was "
        "approved or rejected. Value is that of the contract.",
        window="{year_to_date}",
        excludes="Drafts; opportunities that are no renewals; losses that were turned into a "
        "renewal in the same year.",
        columns=(*_CONTRACT, "renewal_finalized_on"),
        order="day of the verdict, then value, largest first, then number",
        series=("won", "lost", "won_value", "lost_value"),
    ),
    Indicator(
        key="renewal.lost_contracts",
        title="Engagements with lost contracts",
        shape=Shape.LIST,
        record="engagement",
        counted="lost",
        rule="Engagements with a contract that was lost: its latest closed renewal opportunity "
        "was lost; without one, its renewal was rejected, or it expired with nothing pending.",
        window="All time",
        excludes="Drafts and canceled contracts; expired ones still under or awaiting review.",
        columns=(*_ENGAGEMENT, "stage", "state", "closed_at"),
        order=f"day of the loss, newest first, then {_BIG_FIRST}",
    ),
    Indicator(
        key="renewal.total_contract_value_by_month",
        title="YTD total contract value by month",
        shape=Shape.MONTHS,
        record="contract",
        counted="in_force",
        rule="Value of the contracts of your engagements in force on the last day of each month "
        "(of the current month: today), as it stood on that day, all at today's rates.",
        window="{year_to_date}",
        excludes="Drafts; contracts canceled before that day; the amount of contracts whose "
        "currency has no rate.",
        columns=(*_CONTRACT, "start_date", "end_date"),
        order="start date, then value, largest first, then number",
        dated="start_date",
    ),
)
"""The 29 indicators, tab by tab, in the order they stand in."""

BY_KEY: dict[str, Indicator] = {indicator.key: indicator for indicator in INDICATORS}
"""Each indicator by its key."""


def of_tab(tab: Tab) -> tuple[Indicator, ...]:
    """The indicators of a tab in their order."""
    return tuple(indicator for indicator in INDICATORS if indicator.tab is tab)
