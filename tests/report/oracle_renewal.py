"""The Renewal tab of the oracle: contracts, renewal events, and what was in force when."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from tests.report.oracle_scope import Oracle, cents, counted
from tests.report.world import Row

REVIEWED = ("Awaiting review", "Under review")
STAGES_OF_RENEWAL = ("Awaiting review", "Renewal approved", "Renewal rejected", "Under review")


def renewal_tab(o: Oracle) -> dict[str, dict[str, Any]]:
    """W1 to W7."""
    in_renewal = [c for c in o.linked if c["state"] in ("Active", "Expired")]
    extended = [
        c for c in o.linked if (c["state"], c["substate"]) == ("Active", "Extension approved")
    ]
    due = {c["number"] for c in o.linked if c["state"] == "Active" and o.ahead(_due(c), 90)}
    lost = {c["number"] for c in o.linked if _is_lost(o, c)}
    return {
        "due_in_90_days": counted(_holding(o, due)),
        "opened_renewals": counted([c for c in in_renewal if c["substate"] in REVIEWED] + extended),
        "contracts_on_extension": counted(extended),
        "by_stage": {
            "groups": [
                [stage, len([c for c in in_renewal if c["substate"] == stage])]
                for stage in STAGES_OF_RENEWAL
            ]
        },
        "renewals_and_losses_by_month": _won_and_lost(o),
        "lost_contracts": counted(_holding(o, lost)),
        "total_contract_value_by_month": _in_force_by_month(o),
    }


def _holding(o: Oracle, contracts: set[str]) -> list[Row]:
    """The engagements that at least one of the contracts is linked to."""
    found = {e for e, c in o.links if c in contracts}
    return [e for e in o.engagements if e["number"] in found]


def _due(contract: Row) -> date | None:
    dates = [d for d in (contract["end_date"], contract["renewal_start"]) if d is not None]
    return min(dates, default=None)


def _closed_renewal(o: Oracle, contract: Row) -> Row | None:
    """The latest closed opportunity of type Renew, if any."""
    closed = [
        row
        for row in o.world.living("opportunity")
        if row["contract"] == contract["number"]
        and row["type"] == "Renew"
        and row["stage"] in ("Closed won", "Closed lost")
    ]
    return max(closed, key=lambda row: row["actual_closed_date"], default=None)


def _is_lost(o: Oracle, contract: Row) -> bool:
    if contract["state"] == "Canceled":
        return False
    opportunity = _closed_renewal(o, contract)
    if opportunity is not None:
        return bool(opportunity["stage"] == "Closed lost")
    if contract["substate"] == "Renewal rejected":
        return True
    return bool(contract["state"] == "Expired" and contract["substate"] is None)


def _won_and_lost(o: Oracle) -> dict[str, Any]:
    """Renewals won and lost in the year to date, by month."""
    empty = {"won": 0, "lost": 0, "won_value": Decimal(0), "lost_value": Decimal(0)}
    found: dict[tuple[int, int], dict[str, Any]] = {month: dict(empty) for month in o.months()}
    without = 0
    for contract in o.linked:
        worth = o.worth(contract)
        for outcome, day in _verdicts(o, contract):
            if o.this_year(day):
                bucket = found[day.year, day.month]
                bucket[outcome] += 1
                bucket[outcome + "_value"] += worth or 0
                without += worth is None
    groups = [
        [
            f"{year}-{month:02}",
            {name: cents(v) if name.endswith("_value") else v for name, v in held.items()},
        ]
        for (year, month), held in found.items()
    ]
    return {"groups": groups, "without_rate": without}


def _verdicts(o: Oracle, contract: Row) -> list[tuple[str, date]]:
    """How and when a contract's renewals ended: as its latest closed renewal opportunity says, and
    without one, as the log does.

    The stage of a closed opportunity says whether the contract was renewed: then no event is
    needed, and none counts besides. A decision reversed later in the year does not count.
    """
    opportunity = _closed_renewal(o, contract)
    if opportunity is not None:
        outcome = "won" if opportunity["stage"] == "Closed won" else "lost"
        return [(outcome, opportunity["actual_closed_date"])]
    events = [
        (str(row["outcome"]), row["finalized_on"])
        for row in o.world.living("renewal_event")
        if row["contract"] == contract["number"] and row["finalized_on"] <= o.today
    ]
    return [
        (outcome, day)
        for outcome, day in events
        if not any(
            other != outcome and later > day and later.year == day.year for other, later in events
        )
    ]


def _in_force_by_month(o: Oracle) -> dict[str, Any]:
    groups = []
    without: set[str] = set()
    for year, month in o.months():
        next_month = (date(year, month, 1) + timedelta(31)).replace(day=1)
        day = min(next_month - timedelta(1), o.today)
        total = Decimal(0)
        for contract in o.linked:
            if _in_force(o, contract, day):
                worth = o.worth(contract, _value_on(o, contract, day))
                if worth is None:
                    without.add(contract["number"])
                total += worth or 0
        groups.append([f"{year}-{month:02}", cents(total)])
    return {"groups": groups, "without_rate": len(without)}


def _in_force(o: Oracle, contract: Row, day: date) -> bool:
    if contract["start_date"] > day or (contract["end_date"] or day) < day:
        return False
    if contract["state"] != "Canceled":
        return True
    canceled = [
        o.day_of(change.at)
        for change in o.world.changes
        if (change.contract, change.field) == (contract["number"], "state")
    ]
    return bool(canceled and canceled[-1] is not None and canceled[-1] >= day)


def _value_on(o: Oracle, contract: Row, day: date) -> str:
    """What the contract was worth at the end of that day."""
    value = str(contract["value"])
    for change in reversed(o.world.changes):
        on = o.day_of(change.at)
        if (change.contract, change.field) == (contract["number"], "value") and on and on > day:
            value = str(change.old)
    return value
