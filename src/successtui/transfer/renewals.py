"""Renewal events that follow from imported contracts whose renewal was decided elsewhere (W5)."""

from __future__ import annotations

from collections.abc import Iterable

from successtui.records import Contract, RenewalEvent
from successtui.records.picklists import ContractSubstate, RenewalOutcome
from successtui.services.draft import Mode
from successtui.services.saver import Saver

_OUTCOMES = {
    ContractSubstate.RENEWAL_APPROVED: RenewalOutcome.WON,
    ContractSubstate.RENEWAL_REJECTED: RenewalOutcome.LOST,
}


def make_missing_events(saver: Saver, contracts: Iterable[Contract]) -> None:
    """Adds the event of each decided renewal, unless the files brought one for that day."""
    made = 0
    for contract in contracts:
        outcome = _OUTCOMES.get(contract.substate) if contract.substate else None
        if outcome is None or contract.renewal_finalized_on is None:
            continue
        key = {
            "contract": contract.id,
            "finalized_on": contract.renewal_finalized_on,
            "outcome": outcome,
        }
        if saver.unit.house.holders(RenewalEvent, key):
            continue
        about = {"value": contract.value, "currency": contract.currency, "source": "substate"}
        saver.add(RenewalEvent, {**key, **about}, mode=Mode.PROGRAM)
        made += 1
    if made:
        events = "renewal event was" if made == 1 else "renewal events were"
        saver.notices.append(f"{made} {events} recorded from contracts")
