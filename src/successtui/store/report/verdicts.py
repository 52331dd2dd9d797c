"""Renewals won and lost: by closed renewal opportunities, else by the log of renewal events.

A contract's latest closed renewal opportunity alone speaks for it; only contracts without one are
looked up in the log, so no renewal is counted twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, Connection, Select, and_, or_, select, type_coerce

from successtui.records.picklists import ContractState, OpportunityStage, RenewalOutcome
from successtui.store.report import measures
from successtui.store.report.losses import closed_renewal
from successtui.store.report.scope import Scope, Shape, day
from successtui.store.tables import TABLES

_OUTCOMES = {
    OpportunityStage.CLOSED_WON.value: RenewalOutcome.WON,
    OpportunityStage.CLOSED_LOST.value: RenewalOutcome.LOST,
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """A contract that was renewed or lost on a day; `units` are hundredths of its value."""

    contract: int
    outcome: str
    on: date
    units: int
    currency: str


def verdicts(connection: Connection, scope: Scope) -> list[Verdict]:
    """Verdicts of the year up to now on contracts in scope, each contract once a month and way.

    A loss gives way to a win of the same contract that came later in the year.
    """
    by_deal, by_log = _statements(scope.shape)
    found = [
        Verdict(row[0], _OUTCOMES[row[1]], *row[2:])
        for row in connection.execute(by_deal, scope.params)
    ]
    logged = [Verdict(*row) for row in connection.execute(by_log, scope.params)]
    last_win: dict[int, date] = {}
    for verdict in logged:
        if verdict.outcome == RenewalOutcome.WON:
            last_win[verdict.contract] = max(verdict.on, last_win.get(verdict.contract, date.min))
    found += [v for v in logged if v.outcome == RenewalOutcome.WON or not _turned(v, last_win)]
    first: dict[tuple[int, str, int, int], Verdict] = {}
    for verdict in sorted(found, key=lambda v: v.on):
        key = (verdict.contract, verdict.outcome, verdict.on.year, verdict.on.month)
        first.setdefault(key, verdict)
    return list(first.values())


def _turned(loss: Verdict, last_win: Mapping[int, date]) -> bool:
    win = last_win.get(loss.contract)
    return win is not None and win >= loss.on


@lru_cache(maxsize=64)
def _statements(shape: Shape) -> tuple[Select[Any], Select[Any]]:
    contract, deal, event = (TABLES[n] for n in ("contract", "opportunity", "renewal_event"))
    newer = deal.alias("newer")
    counted = (
        measures.rows("contract", shape),
        contract.c.state != ContractState.DRAFT.value,
    )
    value = (type_coerce(contract.c.value, BigInteger), contract.c.currency)
    dated = and_(newer.c.contract == contract.c.id, newer.c.actual_closed_date.is_not(None))
    closed = and_(dated, closed_renewal(newer))
    later = or_(
        newer.c.actual_closed_date > deal.c.actual_closed_date,
        and_(newer.c.actual_closed_date == deal.c.actual_closed_date, newer.c.id > deal.c.id),
    )
    overtaken = select(newer.c.id).where(closed, later).correlate(contract, deal).exists()
    by_deal = select(contract.c.id, deal.c.stage, deal.c.actual_closed_date, *value).where(
        deal.c.contract == contract.c.id,
        closed_renewal(deal),
        deal.c.actual_closed_date >= day("year_start"),
        deal.c.actual_closed_date <= day("today"),
        ~overtaken,
        *counted,
    )
    decided = select(newer.c.id).where(closed).correlate(contract).exists()
    by_log = select(contract.c.id, event.c.outcome, event.c.finalized_on, *value).where(
        event.c.contract == contract.c.id,
        event.c.deleted_at.is_(None),
        event.c.finalized_on >= day("year_start"),
        event.c.finalized_on <= day("today"),
        ~decided,
        *counted,
    )
    return by_deal, by_log
