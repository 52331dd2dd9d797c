"""Stores the plain rows of a world in a workspace, past the guards, with the history they name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from typing import Any

from sqlalchemy import delete, text

from successtui.records import REGISTRY, Record, Setting, User
from successtui.records.kinds import AnyReference, Number, Reference, References
from successtui.store.tables import whole_schema
from successtui.store.unit import UnitOfWork
from successtui.store.workspace import Workspace
from tests.random_worlds import FOUNDER
from tests.report.days import BORN
from tests.report.oracle_scope import Oracle
from tests.report.world import Row, World

ORDER = (
    "role",
    "user",
    "product",
    "team_pool",
    "exchange_rate",
    "account",
    "contact",
    "engagement",
    "contract",
    "engagement_contract",
    "renewal_event",
    "opportunity",
    "plan",
    "objective",
    "play",
    "touchpoint",
    "success_case",
    "internal_play",
    "risk_signal",
    "escalation",
    "product_usage",
    "task",
)
"""Record types, each after those its rows refer to."""


def store_world(workspace: Workspace, world: World) -> None:
    """Stores the world beside what a fresh workspace holds."""
    with workspace.change(lambda _: FOUNDER, now=BORN, title="World") as unit:
        loader = _Loader(unit, world)
        loader.load()
    for at, changes in groupby(world.changes, key=lambda change: change.at):
        with workspace.change(lambda _: FOUNDER, now=at, title="Change") as unit:
            for change in changes:
                loader.change(unit, change.contract, change.field, change.new)


def clear(workspace: Workspace) -> None:
    """Takes a world out again: a workspace that stays open is quicker than a new one.

    History cannot be deleted; ids are never used twice, so it belongs to nobody any more.
    """
    keep = {"user": "username <> 'root'", "setting": "name <> 'base_currency'"}
    with workspace.write_engine.begin() as connection:
        for table in reversed(whole_schema().sorted_tables):
            if table.name not in ("counter", "history", "batch"):
                connection.execute(delete(table).where(text(keep.get(table.name, "1 = 1"))))


class _Loader:
    def __init__(self, unit: UnitOfWork, world: World) -> None:
        self._unit = unit
        self._world = world
        self._ids: dict[tuple[str, str], int] = {}
        self._gone: list[Record] = []
        self._managers = {user["username"]: user["manager"] for user in world.every("user")}
        for user in unit.house.all(User):
            self._ids["user", user.username] = user.id

    def load(self) -> None:
        for name in ORDER:
            for row in self._world.every(name):
                self._insert(name, row)
        self._close_circles()
        for record in self._gone:
            self._unit.delete(record)
        if self._world.fiscal_start != 1:
            named = {"name": "fiscal_year_start_month", "value": str(self._world.fiscal_start)}
            self._unit.insert(Setting, named)

    def _close_circles(self) -> None:
        """Gives people the managers that were stored after them."""
        for user in self._unit.house.all(User):
            named = self._managers.get(user.username)
            if named is not None and user.manager is None:
                self._unit.update(user, {"manager": self._ids["user", named]})

    def change(self, unit: UnitOfWork, number: str, name: str, value: Any) -> None:
        cls = REGISTRY["contract"]
        record = unit.house.rows(cls, [self._ids["contract", number]])[
            self._ids["contract", number]
        ]
        unit.update(record, {name: self._value(cls, name, value, {})})

    def _insert(self, name: str, row: Row) -> None:
        cls = REGISTRY[name]
        key = cls.declaration.key[0]
        if name == "user" and ("user", row["username"]) in self._ids:
            return
        values = {n: f.default for n, f in cls.declaration.fields.items() if _plain(f.default)}
        for field, value in self._first(name, row).items():
            if field in cls.declaration.fields:
                values[field] = self._value(cls, field, value, row)
        values["number"] = row.get("number", "")
        record = self._unit.insert(cls, values)
        if len(cls.declaration.key) == 1:
            self._ids[name, row[key]] = record.id
        if row["deleted"]:
            self._gone.append(record)

    def _first(self, name: str, row: Row) -> Row:
        """The row as it was before its first change; its renewal date as the program keeps it."""
        if name == "engagement":
            return {**row, "renewal_date": Oracle(self._world, "root").renewal_date(row)}
        first = dict(row)
        for change in reversed(self._world.changes):
            if name == "contract" and change.contract == row["number"]:
                first[change.field] = change.old
        return first

    def _value(self, cls: type[Record], name: str, value: Any, row: Row) -> Any:
        kind = cls.declaration.fields[name].kind
        if value is None:
            return None
        if isinstance(kind, Reference):
            return (
                self._ids.get((kind.target, value))
                if name == "manager"
                else self._ids[kind.target, value]
            )
        if isinstance(kind, References):
            return tuple(sorted(self._ids[kind.target, key] for key in value))
        if isinstance(kind, AnyReference):
            target = kind.target(row[kind.discriminator])
            assert target is not None
            return self._ids[target, value]
        if isinstance(kind, Number):
            return Decimal(value)
        choices: Callable[[str], Any] | None = getattr(kind, "choices", None)
        if choices is not None and isinstance(value, str):
            return choices(value)
        return value


def _plain(default: object) -> bool:
    return isinstance(default, str | bool | tuple) and not isinstance(default, date | datetime)
