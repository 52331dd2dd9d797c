"""Counts and sums of the rows in scope: few grouped statements, each built once and kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, Connection, Select, case, func, select, type_coerce

from successtui.records.picklists import ContractState
from successtui.store.report import engagements, losses, measures
from successtui.store.report.measures import MEASURES, active_risk
from successtui.store.report.scope import Condition, Scope, Shape, of_engagements
from successtui.store.tables import LINKS, TABLES

_HALF = 10**9
"""Sums of hundredths are added up in two halves, so that no engine's whole numbers overflow."""


@dataclass(frozen=True, slots=True)
class Amount:
    """Hundredths of a currency, and of how many contracts."""

    units: int
    currency: str
    contracts: int


def tally(
    connection: Connection,
    scope: Scope,
    record: str,
    counted: Sequence[str],
    by: Sequence[str] = (),
) -> Sequence[Any]:
    """How many rows in scope meet each condition.

    Args:
        counted: names of `MEASURES`.
        by: columns whose values to count apart.

    Returns:
        Rows of the values grouped by, followed by a number for each condition.
    """
    statement = _tally(record, tuple(counted), tuple(by), scope.shape)
    return connection.execute(statement, scope.params).all()


@lru_cache(maxsize=256)
def _tally(record: str, counted: tuple[str, ...], by: tuple[str, ...], shape: Shape) -> Select[Any]:
    groups = [TABLES[record].c[name].label(f"by_{name}") for name in by]
    conditions = [MEASURES[name](shape) for name in counted]
    if len(conditions) == 1:
        query = select(*groups, func.count()).select_from(TABLES[record])
        query = query.where(measures.rows(record, shape), conditions[0])
    else:
        counts = [func.count(case((condition, 1))) for condition in conditions]
        query = select(*groups, *counts).select_from(TABLES[record])
        query = query.where(measures.rows(record, shape))
    return query.group_by(*groups) if groups else query


def task_tally(connection: Connection, scope: Scope) -> dict[str, int]:
    """How many tasks stand in each of the groups of `measures.task_groups`."""
    row = connection.execute(_task_tally(scope.shape), scope.params).one()
    return dict(zip(measures.task_groups(), row, strict=True))


@lru_cache(maxsize=64)
def _task_tally(shape: Shape) -> Select[Any]:
    groups = measures.task_groups().values()
    counts: list[Any] = [func.count(case((group, 1))) for group in groups]
    query = select(*counts).select_from(TABLES["task"])
    return query.where(measures.rows("task", shape), measures.managers_tasks(shape))


def products(connection: Connection, scope: Scope) -> tuple[int, int]:
    """How many products are used little, and in how many engagements."""
    row = connection.execute(_products(scope.shape), scope.params).one()
    return int(row[0]), int(row[1])


@lru_cache(maxsize=64)
def _products(shape: Shape) -> Select[Any]:
    usage = TABLES["product_usage"]
    counts: tuple[Any, ...] = (func.count(), func.count(usage.c.engagement.distinct()))
    return select(*counts).where(
        measures.rows("product_usage", shape), measures.low_adoption(shape)
    )


def amounts_at_risk(connection: Connection, scope: Scope) -> list[Amount]:
    """Value of the distinct contracts that active risk signals name, by currency."""
    return [Amount(*row) for row in _sums(connection, _at_risk(scope.shape), scope)]


def amounts_at_risk_by_category(
    connection: Connection, scope: Scope
) -> list[tuple[str | None, Amount]]:
    """The same for each category of signals: a contract counts once in each."""
    rows = _sums(connection, _at_risk_by_category(scope.shape), scope)
    return [(row[-1], Amount(*row[:-1])) for row in rows]


def amounts_in_renewal(connection: Connection, scope: Scope) -> list[tuple[str, Amount]]:
    """Value of the contracts in renewal, by substate."""
    rows = _sums(connection, _in_renewal(scope.shape), scope)
    return [(row[-1], Amount(*row[:-1])) for row in rows]


def contract_amounts(connection: Connection, scope: Scope) -> Iterable[tuple[int, int, str]]:
    """Engagement, hundredths and currency of the active contracts of each engagement in scope."""
    rows = connection.execute(_by_engagement(scope.shape), scope.params)
    return ((row[0], row[1] * _HALF + row[2], row[3]) for row in rows)


def at_risk(shape: Shape) -> Condition:
    """The condition that a row of the contract table is named by an active signal in scope."""
    contract, risk, link = TABLES["contract"], TABLES["risk_signal"], _impacted()
    named = select(link.c.target_id).where(
        link.c.record_id == risk.c.id,
        risk.c.deleted_at.is_(None),
        active_risk(shape),
        of_engagements(risk.c.engagement, shape),
    )
    return contract.c.id.in_(named.correlate(None)) & _worth_something()


def _impacted() -> Any:
    return LINKS["risk_signal", "contracts_impacted"]


def _worth_something() -> Condition:
    contract = TABLES["contract"]
    return contract.c.deleted_at.is_(None) & (contract.c.state != ContractState.CANCELED.value)


def _sums(
    connection: Connection, statement: Select[Any], scope: Scope
) -> Iterable[tuple[Any, ...]]:
    """Rows that begin with both halves of a sum, with the halves put together."""
    for row in connection.execute(statement, scope.params):
        yield int(row[0]) * _HALF + int(row[1]), *row[2:]


def _halves() -> tuple[Any, Any]:
    units = type_coerce(TABLES["contract"].c.value, BigInteger)
    # `//` would be written as a division of decimals on SQLite.
    high = units.op("/")(_HALF)
    return func.sum(high), func.sum(units % _HALF)


@lru_cache(maxsize=64)
def _at_risk(shape: Shape) -> Select[Any]:
    contract = TABLES["contract"]
    query = select(*_halves(), contract.c.currency, func.count()).where(at_risk(shape))
    return query.group_by(contract.c.currency)


@lru_cache(maxsize=64)
def _at_risk_by_category(shape: Shape) -> Select[Any]:
    contract, risk, link = TABLES["contract"], TABLES["risk_signal"], _impacted()
    named = (
        select(risk.c.category, link.c.target_id)
        .where(
            link.c.record_id == risk.c.id, measures.rows("risk_signal", shape), active_risk(shape)
        )
        .distinct()
        .subquery("named")
    )
    query = select(*_halves(), contract.c.currency, func.count(), named.c.category)
    query = query.where(named.c.target_id == contract.c.id, _worth_something())
    return query.group_by(contract.c.currency, named.c.category)


@lru_cache(maxsize=64)
def _in_renewal(shape: Shape) -> Select[Any]:
    contract = TABLES["contract"]
    query = select(*_halves(), contract.c.currency, func.count(), contract.c.substate)
    query = query.where(measures.rows("contract", shape), measures.in_renewal(shape))
    return query.group_by(contract.c.currency, contract.c.substate)


@lru_cache(maxsize=64)
def _by_engagement(shape: Shape) -> Select[Any]:
    contract, link = TABLES["contract"], TABLES["engagement_contract"]
    query = select(link.c.engagement, *_halves(), contract.c.currency).where(
        link.c.deleted_at.is_(None),
        link.c.contract == contract.c.id,
        contract.c.deleted_at.is_(None),
        contract.c.state == ContractState.ACTIVE.value,
        of_engagements(link.c.engagement, shape),
    )
    return query.group_by(link.c.engagement, contract.c.currency)


@lru_cache(maxsize=64)
def renewal_dates(shape: Shape) -> Select[Any]:
    """Engagement, the day its next contract is due, and that contract's substate."""
    contract, link = TABLES["contract"], TABLES["engagement_contract"]
    return (
        select(link.c.engagement, engagements.due_day(), contract.c.substate)
        .where(
            link.c.deleted_at.is_(None),
            link.c.contract == contract.c.id,
            of_engagements(link.c.engagement, shape),
            *engagements.due_contract(),
        )
        .order_by(engagements.due_day(), contract.c.id)
    )


@lru_cache(maxsize=64)
def loss_dates(shape: Shape) -> Select[Any]:
    """Engagement and the day on which each contract it lost was lost."""
    contract, link = TABLES["contract"], TABLES["engagement_contract"]
    return select(link.c.engagement, losses.loss_day()).where(
        link.c.deleted_at.is_(None),
        link.c.contract == contract.c.id,
        of_engagements(link.c.engagement, shape),
        losses.lost_contract(),
    )


@lru_cache(maxsize=64)
def meeting_dates(shape: Shape) -> Select[Any]:
    """Engagement, moment and due day of each QBR that lies ahead."""
    touchpoint = TABLES["touchpoint"]
    columns = (touchpoint.c.engagement, touchpoint.c.meeting_at, touchpoint.c.due_date)
    return select(*columns).where(
        of_engagements(touchpoint.c.engagement, shape), *engagements.qbr_ahead()
    )
