"""When a contract counts as lost: its latest closed renewal opportunity says so, else its state."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, case, func, or_, select

from successtui.records.picklists import (
    ContractState,
    ContractSubstate,
    OpportunityStage,
    OpportunityType,
)
from successtui.store.report.scope import Condition
from successtui.store.tables import TABLES

_LOST_DEAL = OpportunityStage.CLOSED_LOST.value


def lost_contract() -> Condition:
    """The condition that a row of the contract table was lost, whenever that was."""
    contract = TABLES["contract"]
    expired = and_(contract.c.state == ContractState.EXPIRED.value, contract.c.substate.is_(None))
    rejected = contract.c.substate == ContractSubstate.RENEWAL_REJECTED.value
    without_deal = case((or_(expired, rejected), _LOST_DEAL))
    return and_(
        contract.c.deleted_at.is_(None),
        contract.c.state != ContractState.DRAFT.value,
        contract.c.state != ContractState.CANCELED.value,
        func.coalesce(_latest("stage"), without_deal) == _LOST_DEAL,
    )


def loss_day() -> ColumnElement[Any]:
    """The day on which a contract in that condition was lost, as far as it is known."""
    contract = TABLES["contract"]
    dates = (_latest("actual_closed_date"), contract.c.renewal_finalized_on, contract.c.end_date)
    return func.coalesce(*dates)


def closed_renewal(deal: FromClause) -> Condition:
    """The condition that an opportunity is a renewal that was won or lost."""
    return and_(
        deal.c.deleted_at.is_(None),
        deal.c.type == OpportunityType.RENEW.value,
        or_(
            deal.c.stage == OpportunityStage.CLOSED_WON.value,
            deal.c.stage == OpportunityStage.CLOSED_LOST.value,
        ),
    )


def _latest(column: str) -> ColumnElement[Any]:
    """A column of the contract's latest closed renewal opportunity; undated ones are the oldest."""
    contract, deal = TABLES["contract"], TABLES["opportunity"]
    query = select(deal.c[column]).where(deal.c.contract == contract.c.id, closed_renewal(deal))
    newest = query.order_by(deal.c.actual_closed_date.desc().nulls_last(), deal.c.id.desc())
    return newest.limit(1).correlate(contract).scalar_subquery()
