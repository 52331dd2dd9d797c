"""What the calendar does to contracts, and what a renewal changes in them (C5).

Pure functions over a contract's values; who may, and when, is decided elsewhere.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from successtui.records import Contract
from successtui.records.picklists import ContractState, ContractSubstate, CostAdjustment

_CENT = Decimal("0.01")


def due_by(contract: Contract, today: date) -> dict[str, Any]:
    """The changes the date brings a contract, all steps at once; none when it stands as it should.

    An approved contract becomes Active on its start, an approved renewal rolls dates and value, and
    an Active contract expires after its end date: it is in force through that day.
    """
    changes: dict[str, Any] = {}
    while step := _next_step(contract, today):
        changes |= step
        contract = contract.changed(**step)
    return changes


def activated(contract: Contract, today: date) -> dict[str, Any]:
    """What approving a new contract makes of it: Active at once when its start has come."""
    if contract.start_date <= today:
        return {"state": ContractState.ACTIVE, "substate": None}
    return {"substate": ContractSubstate.APPROVED}


def renewed_value(contract: Contract) -> Decimal:
    """The value of the renewed contract: by an amount, or by a percentage, or as before."""
    value = contract.value
    if contract.cost_adjustment_type == CostAdjustment.NONE:
        return value
    if contract.adjustment_amount is not None:
        value += contract.adjustment_amount
    elif contract.adjustment_percentage is not None:
        value += value * contract.adjustment_percentage / 100
    return max(Decimal(0), value.quantize(_CENT, ROUND_HALF_UP))


def suggested_term(contract: Contract) -> dict[str, date]:
    """Start and end of a renewal that follows the present term and lasts as long."""
    if contract.end_date is None:
        return {}
    start = contract.end_date + timedelta(days=1)
    end = start + (contract.end_date - contract.start_date)
    return {"renewal_start": start, "renewal_end": end}


def _next_step(contract: Contract, today: date) -> dict[str, Any]:
    state, substate = contract.state, contract.substate
    if state == ContractState.DRAFT and substate == ContractSubstate.APPROVED:
        return activated(contract, today) if contract.start_date <= today else {}
    if state not in (ContractState.ACTIVE, ContractState.EXPIRED):
        return {}
    if substate == ContractSubstate.RENEWAL_APPROVED and contract.renewal_start is not None:
        if contract.renewal_start <= today:
            return _rolled(contract)
    if state == ContractState.ACTIVE and contract.end_date is not None:
        if contract.end_date < today:
            return {"state": ContractState.EXPIRED}
    return {}


def _rolled(contract: Contract) -> dict[str, Any]:
    """The same contract in its new term; what the renewal was agreed on is used up."""
    return {
        "state": ContractState.ACTIVE,
        "substate": None,
        "start_date": contract.renewal_start,
        "end_date": contract.renewal_end,
        "value": renewed_value(contract),
        "renewal_start": None,
        "renewal_end": None,
        "adjustment_amount": None,
        "adjustment_percentage": None,
    }
