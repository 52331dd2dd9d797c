"""Which records of an account changed last: the account, all that belongs to it, notes included.

Rows the reader may not see are left out here, so that they neither show nor use up the limit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, union_all

from successtui.records import REGISTRY, Record
from successtui.records.kinds import AnyReference, Reference
from successtui.store.reader import Reader
from successtui.store.tables import TABLES, history
from successtui.store.visibility import visible


@dataclass(frozen=True, slots=True)
class Event:
    """One record changed in one batch."""

    batch: int
    record_type: str
    record_id: int


def newest_events(reader: Reader, account_id: int, limit: int) -> list[Event]:
    """What changed last on the account and on everything that belongs to it, newest first."""
    last = func.max(history.c.seq).label("last")
    key = (history.c.batch, history.c.record_type, history.c.record_id)
    parts = [
        select(*key, last)
        .where(history.c.record_type == name, history.c.record_id.in_(ids))
        .group_by(*key)
        for name, cls in REGISTRY.items()
        if (ids := _ids(reader, cls, account_id)) is not None
    ]
    every = union_all(*parts).subquery()
    query = select(every).order_by(every.c.last.desc()).limit(limit)
    reader.prepare()
    rows = reader.connection.execute(query)
    return [Event(row.batch, row.record_type, row.record_id) for row in rows]


def _ids(reader: Reader, cls: type[Record], account_id: int) -> Select[Any] | None:
    """Ids of the account's rows of a type that the reader sees, deleted ones included."""
    belongs = _belongs(cls, account_id)
    if belongs is None:
        return None
    query = select(TABLES[cls.declaration.name].c.id).where(belongs)
    condition = visible(cls, reader.actor)
    return query if condition is None else query.where(condition)


def _belongs(cls: type[Record], account_id: int) -> ColumnElement[bool] | None:
    """The condition under which a row belongs to the account; `None` for types that never do."""
    declaration = cls.declaration
    table = TABLES[declaration.name]
    if declaration.name == "account":
        return table.c.id == account_id
    if "account" in declaration.fields:
        return table.c.account == account_id
    if not declaration.through:
        return None
    kind = declaration.fields[declaration.through].kind
    column = table.c[declaration.through]
    if isinstance(kind, Reference):
        return column.in_(_of_account(kind.target, account_id))
    assert isinstance(kind, AnyReference)
    told = table.c[kind.discriminator]
    return or_(
        *(
            and_(told == value, column.in_(_of_account(target, account_id)))
            for value, target in kind.targets
        )
    )


def _of_account(name: str, account_id: int) -> Select[Any]:
    table = TABLES[name]
    return select(table.c.id).where(table.c.account == account_id)
