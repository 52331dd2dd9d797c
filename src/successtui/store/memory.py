"""The house's own reader inside a unit of work: sees everything, and remembers.

What the unit read or wrote, and types that were loaded whole, it answers from memory, so that
saving thousands of records neither asks the database row by row nor writes out row by row. Every
write of the unit passes through `remember`; nothing else may change rows within a unit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection, select

from successtui.records import Record
from successtui.store.reader import Reader
from successtui.store.selecting import equals
from successtui.store.tables import table_of

R = TypeVar("R", bound=Record)
Index = dict[tuple[object, ...], dict[int, None]]


class HouseReader(Reader):
    """Reads without restriction on a unit's connection.

    Args:
        write_out: writes what the unit still holds back; called before every statement.
    """

    def __init__(self, connection: Connection, write_out: Callable[[], None]) -> None:
        super().__init__(connection, None)
        self._write_out = write_out
        self._known: dict[str, dict[int, Record]] = {}
        self._whole: set[str] = set()
        self._indexes: dict[str, dict[tuple[str, ...], Index]] = {}

    def prepare(self) -> None:
        """Writes out what the unit holds back."""
        self._write_out()

    def load(self, cls: type[Record]) -> None:
        """Reads every record of a type, deleted ones too, to answer for the type from memory."""
        name = cls.declaration.name
        if name in self._whole:
            return
        known = self._known.setdefault(name, {})
        query = self._visible(cls, select(table_of(cls)), deleted=True)
        known.update((r.id, r) for r in self._records(cls, query))
        self._whole.add(name)

    def remember(self, record: Record) -> None:
        """Keeps a record as the unit just stored it."""
        name = record.declaration.name
        known = self._known.setdefault(name, {})
        old = known.get(record.id)
        known[record.id] = record
        for names, index in self._indexes.get(name, {}).items():
            key = _key(record, names)
            if old is not None and (before := _key(old, names)) != key:
                index[before].pop(record.id, None)
            index.setdefault(key, {})[record.id] = None

    def forget(self) -> None:
        """Reads everything anew from now on: a part of the unit was taken back."""
        self._known.clear()
        self._whole.clear()
        self._indexes.clear()

    def rows(self, cls: type[R], ids: Sequence[int], *, deleted: bool = False) -> dict[int, R]:
        """The records with those ids, in the order asked for."""
        name = cls.declaration.name
        known: dict[int, Any] = self._known.get(name, {})
        unknown = [] if name in self._whole else [i for i in ids if i not in known]
        if unknown:
            read = super().rows(cls, unknown, deleted=deleted)
            known = self._known.setdefault(name, {})
            known.update(read)
        found = {i: known.get(i) for i in ids}
        return {i: r for i, r in found.items() if r is not None and (deleted or not r.deleted_at)}

    def by_key(self, cls: type[R], key: str, *, deleted: bool = False) -> R | None:
        """The record with that natural key; a living one before a deleted one."""
        names = cls.declaration.key
        if cls.declaration.name not in self._whole or len(names) != 1:
            return super().by_key(cls, key, deleted=deleted)
        found = self.rows(cls, self.holders(cls, {names[0]: key}, deleted=True), deleted=deleted)
        return min(found.values(), key=lambda r: r.deleted_at is not None, default=None)

    def holders(
        self, cls: type[Record], values: Mapping[str, object], *, deleted: bool = False
    ) -> list[int]:
        """Ids of the records that hold exactly these values (numbers included), lowest first."""
        name = cls.declaration.name
        if name not in self._whole:
            table = table_of(cls)
            query = self._visible(cls, select(table.c.id), deleted=deleted)
            query = query.where(*(equals(cls, table, n, v) for n, v in values.items()))
            self.prepare()
            return list(self.connection.scalars(query.order_by(table.c.id)))
        found = self._index(name, tuple(values)).get(tuple(values.values()), {})
        known = self._known[name]
        return sorted(i for i in found if deleted or not known[i].deleted_at)

    def _index(self, name: str, names: tuple[str, ...]) -> Index:
        indexes = self._indexes.setdefault(name, {})
        if names not in indexes:
            index: Index = {}
            for record in self._known[name].values():
                index.setdefault(_key(record, names), {})[record.id] = None
            indexes[names] = index
        return indexes[names]


def _key(record: Record, names: tuple[str, ...]) -> tuple[object, ...]:
    return tuple(record.__dict__[name] for name in names)
