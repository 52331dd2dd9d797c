"""What contracts were worth at the ends of months: value and cancellation as history has them.

Contracts that did not change since the first of those days are summed up by the database; the few
others are gone through one by one with their history.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Connection,
    Select,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
    type_coerce,
)

from successtui.records import Contract
from successtui.records.picklists import ContractState
from successtui.store.changes import load
from successtui.store.report import measures
from successtui.store.report.lists import among
from successtui.store.report.scope import Condition, Scope, Shape
from successtui.store.tables import TABLES, ChangeKind, batch, history
from successtui.store.types import Day, Moment

_HALF = 10**9
_CHANGING = ("value", "currency", "state")


@dataclass(frozen=True, slots=True)
class MonthEnd:
    """The day a month is looked at: the last one, or today; its first and last moments in UTC."""

    day: date
    starts: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Worth:
    """What contracts in force came to: hundredths of a currency, and of how many contracts."""

    units: int
    currency: str
    contracts: int


@dataclass(slots=True)
class _Mover:
    """A contract that changed since the first day, and what its fields held before."""

    id: int
    state: str
    start: date
    end: date | None
    units: int
    currency: str
    created_at: datetime | None
    earlier: defaultdict[str, list[tuple[datetime, Any]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def is_in_force(self, at: MonthEnd) -> bool:
        """Whether it ran on that day and was not canceled before it."""
        if self.start > at.day or (self.end is not None and self.end < at.day):
            return False
        if self.state != ContractState.CANCELED:
            return True
        changes = self.earlier["state"]
        return bool(changes) and changes[-1][0] >= at.starts

    def worth(self, at: MonthEnd) -> Worth:
        """Its value at the end of that day; as it is now where history does not reach so far."""
        value = self._as_of(at, "value", None)
        units = self.units if value is None else int(value.scaleb(2))
        return Worth(units, self._as_of(at, "currency", self.currency), 1)

    def _as_of(self, at: MonthEnd, name: str, now: Any) -> Any:
        if self.created_at is not None and self.created_at >= at.ends:
            return now
        return next((old for when, old in self.earlier[name] if when >= at.ends), now)


def worth_at(connection: Connection, scope: Scope, ends: Sequence[MonthEnd]) -> list[list[Worth]]:
    """The contracts in scope that were in force on each of the days, summed up by currency."""
    params = {**scope.params, **_params(ends)}
    found: list[list[Worth]] = [[] for _ in ends]
    for row in connection.execute(_sums(scope.shape, len(ends)), params):
        for place in range(len(ends)):
            high, low, contracts = row[1 + 3 * place : 4 + 3 * place]
            if contracts:
                found[place].append(Worth(int(high) * _HALF + int(low), row[0], contracts))
    movers = _movers(connection, scope, params)
    for place, end in enumerate(ends):
        found[place] += [mover.worth(end) for mover in movers if mover.is_in_force(end)]
    return found


def ids_in_force(connection: Connection, scope: Scope, ends: Sequence[MonthEnd]) -> list[int]:
    """Ids of the contracts in scope that were in force on one of the days at least."""
    params = {**scope.params, **_params(ends)}
    found = set(connection.scalars(_ids(scope.shape, len(ends)), params))
    for mover in _movers(connection, scope, params):
        if any(mover.is_in_force(end) for end in ends):
            found.add(mover.id)
    return sorted(found)


def _params(ends: Sequence[MonthEnd]) -> dict[str, Any]:
    days = {f"end_{place}": end.day for place, end in enumerate(ends)}
    return {**days, "since": ends[0].starts}


def _moved() -> Condition:
    """Contracts that may not have been then what they are now."""
    contract = TABLES["contract"]
    return and_(contract.c.version > 1, contract.c.updated_at >= bindparam("since", type_=Moment()))


def _running(place: int) -> Condition:
    contract, end = TABLES["contract"], bindparam(f"end_{place}", type_=Day())
    return and_(
        contract.c.start_date <= end,
        or_(contract.c.end_date.is_(None), contract.c.end_date >= end),
    )


def _settled(shape: Shape) -> Condition:
    contract = TABLES["contract"]
    return and_(
        measures.rows("contract", shape),
        contract.c.state != ContractState.DRAFT.value,
        contract.c.state != ContractState.CANCELED.value,
        ~func.coalesce(_moved(), False),
    )


@lru_cache(maxsize=128)
def _sums(shape: Shape, months: int) -> Select[Any]:
    contract = TABLES["contract"]
    units = type_coerce(contract.c.value, BigInteger)
    columns: list[Any] = []
    for place in range(months):
        running = _running(place)
        columns += [
            func.sum(case((running, units.op("/")(_HALF)), else_=0)),
            func.sum(case((running, units % _HALF), else_=0)),
            func.count(case((running, 1))),
        ]
    query = select(contract.c.currency, *columns).where(_settled(shape))
    return query.group_by(contract.c.currency)


@lru_cache(maxsize=128)
def _ids(shape: Shape, months: int) -> Select[Any]:
    running = or_(*(_running(place) for place in range(months)))
    return select(TABLES["contract"].c.id).where(_settled(shape), running)


@lru_cache(maxsize=64)
def _moving(shape: Shape) -> Select[Any]:
    contract = TABLES["contract"]
    return select(
        contract.c.id,
        contract.c.state,
        contract.c.start_date,
        contract.c.end_date,
        type_coerce(contract.c.value, BigInteger),
        contract.c.currency,
        contract.c.created_at,
    ).where(
        measures.rows("contract", shape), contract.c.state != ContractState.DRAFT.value, _moved()
    )


@lru_cache(maxsize=4)
def _changes(sqlite: bool) -> Select[Any]:
    return (
        select(history.c.record_id, history.c.field, history.c.old, batch.c.at)
        .join(batch, batch.c.id == history.c.batch)
        .where(
            history.c.record_type == Contract.declaration.name,
            history.c.action == ChangeKind.UPDATE,
            or_(*(history.c.field == name for name in _CHANGING)),
            among(history.c.record_id, "moving", sqlite=sqlite),
        )
        .order_by(history.c.seq)
    )


def _movers(connection: Connection, scope: Scope, params: dict[str, Any]) -> Iterable[_Mover]:
    rows = connection.execute(_moving(scope.shape), params)
    movers = {row[0]: _Mover(*row) for row in rows}
    if movers:
        fields = Contract.declaration.fields
        asked = {"moving": list(movers)}
        for record_id, name, old, at in connection.execute(_changes(scope.shape.sqlite), asked):
            movers[record_id].earlier[name].append((at, load(fields[name], old)))
    return movers.values()
