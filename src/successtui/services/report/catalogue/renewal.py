"""The indicators of the tab Renewal, in their order (R004-12)."""

from __future__ import annotations

from successtui.services.report.catalogue.indicator import (
    BIG_FIRST,
    CONTRACT_COLUMNS,
    ENGAGEMENT_COLUMNS,
    RENEWAL_STAGES,
    Indicator,
    Shape,
)

RENEWAL: tuple[Indicator, ...] = (
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
        columns=(*ENGAGEMENT_COLUMNS, "renewal_date", "perceived_health", "contract_value"),
        order=f"day the contract is due, then {BIG_FIRST}",
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
        columns=(*CONTRACT_COLUMNS, "end_date"),
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
        columns=(*CONTRACT_COLUMNS, "end_date"),
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
        columns=(*CONTRACT_COLUMNS, "end_date"),
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
        columns=(*CONTRACT_COLUMNS, "renewal_finalized_on"),
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
        columns=(*ENGAGEMENT_COLUMNS, "stage", "state", "closed_at"),
        order=f"day of the loss, newest first, then {BIG_FIRST}",
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
        columns=(*CONTRACT_COLUMNS, "start_date", "end_date"),
        order="start date, then value, largest first, then number",
        dated="start_date",
    ),
)
"""What the tab shows, top to bottom."""
