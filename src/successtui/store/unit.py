"""A unit of work: every change of one use case, its history rows, and the batch that joins them.

Nothing is stored unless the whole unit ends well. Inserts are held back and written many at a
time; reading writes them out first, so a unit always reads what it wrote.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, Update, bindparam, delete, insert, select, update

from successtui.domain.errors import Conflict
from successtui.domain.permissions import Actor
from successtui.records import Record
from successtui.records.kinds import AnyReference, Boolean, Reference, References
from successtui.records.record import fields_of_kind
from successtui.store.changes import dump, dump_record
from successtui.store.memory import HouseReader
from successtui.store.reader import Reader
from successtui.store.search_index import refresh, row_of
from successtui.store.tables import (
    COLUMNS,
    LINKS,
    TABLES,
    BatchKind,
    ChangeKind,
    batch,
    counter,
    history,
    search_text,
    table_of,
)
from successtui.store.visibility import depends_on

R = TypeVar("R", bound=Record)
_SAME_ID, _SAME_VERSION = "same_id", "same_version"
"""Parameters that tell the row to change; columns have other names."""


class UnitOfWork(Reader):
    """Reads and writes in one transaction, as one person.

    Attributes:
        title: what the person did, in words; shown in history and undo.
        batch_id: the batch of this unit once something changed, else `None`.
        touched: names of the record types that changed.
        written: how many changes were made so far.
        house: a reader on the same transaction that sees everything, for the program's checks.
    """

    def __init__(
        self,
        connection: Connection,
        actor: Actor,
        *,
        now: datetime,
        title: str,
        kind: BatchKind = BatchKind.DO,
        undoes: int | None = None,
    ) -> None:
        super().__init__(connection, actor)
        self.title = title
        self.now = now
        self.batch_id: int | None = None
        self.touched: set[str] = set()
        self.written = 0
        self.house = HouseReader(connection, self.prepare)
        self._writer = actor
        self._kind = kind
        self._undoes = undoes
        self._rows: dict[Table, list[dict[str, Any]]] = {}
        self._history: list[dict[str, Any]] = []
        self._counters: dict[str, int] = {}
        self._seen: dict[str, set[int]] = {}

    @property
    def writer(self) -> Actor:
        """Who makes the changes."""
        return self._writer

    def insert(self, cls: type[R], values: Mapping[str, Any]) -> R:
        """Adds a record; `values` may give its number. Returns it with id and version."""
        declaration = cls.declaration
        number = str(values.get("number") or "")
        if declaration.numbered:
            number = self._number(declaration.prefix, number)
        known = {name: values[name] for name in declaration.fields if name in values}
        record = cls(
            **known,
            id=self._take(f"id:{declaration.name}"),
            number=number,
            version=1,
            created_at=self.now,
            created_by=self._writer.id,
            updated_at=self.now,
            updated_by=self._writer.id,
            deleted_at=None,
        )
        row = {name: record.__dict__[name] for name in COLUMNS[declaration.name]}
        row["number"] = number or None
        self._rows.setdefault(table_of(cls), []).append(row)
        self._add_links(record)
        if (words := row_of(record)) is not None:
            self._rows.setdefault(search_text, []).append(words)
        snapshot = dump_record({"number": number, **record.values()})
        self._log(record, ChangeKind.CREATE, "", None, snapshot)
        self.house.remember(record)
        return record

    def update(self, record: R, changes: Mapping[str, Any]) -> R:
        """Changes fields of a record as it was read in this unit; equal values are no change.

        Raises:
            Conflict: the stored version is another than the record's.
        """
        real = {n: v for n, v in changes.items() if record.__dict__.get(n) != v}
        if not real:
            return record
        if any(_may_hide(type(record), name) for name in real):
            self._doubt(record)
        self._store(record, {n: v for n, v in real.items() if n in table_of(type(record)).c})
        for name, value in real.items():
            if (record.declaration.name, name) in LINKS:
                self._replace_links(record, name, value)
            self._log(record, ChangeKind.UPDATE, name, dump(record[name]), dump(value))
        stored = self._kept(record, **real)
        refresh(self.connection, stored, real)
        return stored

    def delete(self, record: Record) -> None:
        """Marks a record as deleted; it stays restorable."""
        self._doubt(record)
        self._store(record, {"deleted_at": self.now})
        self._log(record, ChangeKind.DELETE, "", None, None)
        self._kept(record, deleted_at=self.now)

    def restore(self, record: R) -> R:
        """Brings a deleted record back; returns it as it is stored now."""
        self._store(record, {"deleted_at": None})
        self._log(record, ChangeKind.RESTORE, "", None, None)
        return self._kept(record, deleted_at=None)

    def rows(self, cls: type[R], ids: Sequence[int], *, deleted: bool = False) -> dict[int, R]:
        """As `Reader.rows`; what the person is known to see is answered from the house's memory."""
        if self._writer.people is None:
            return self.house.rows(cls, ids, deleted=deleted)
        if deleted:
            return super().rows(cls, ids, deleted=True)
        seen = self._seen.setdefault(cls.declaration.name, set())
        if fresh := [i for i in ids if i not in seen]:
            seen.update(super().rows(cls, fresh))
        return self.house.rows(cls, [i for i in ids if i in seen])

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """A part that may fail alone: what it changed is taken back, the rest of the unit stays.

        The error goes on to whoever made the attempt.
        """
        self.prepare()
        kept = (self.batch_id, set(self.touched), self.written, dict(self._counters))
        point = self.connection.begin_nested()
        try:
            yield
            self.prepare()
        except BaseException:
            self._rows, self._history = {}, []
            point.rollback()
            self.batch_id, self.touched, self.written, self._counters = kept
            self.house.forget()
            self._seen.clear()
            raise
        point.commit()

    def reserve(self, cls: type[Record], numbers: Iterable[str]) -> None:
        """Keeps numbers that are still to be given from being handed out to other records."""
        for number in numbers:
            self._number(cls.declaration.prefix, number)

    def mark(self) -> None:
        """Makes the batch even if nothing changed, so that what it undoes counts as undone."""
        if self.batch_id is None:
            self.batch_id = self._open_batch()

    def prepare(self) -> None:
        """Writes out what was held back, many rows of a table at a time."""
        rows, self._rows = self._rows, {}
        for table, many in rows.items():
            self.connection.execute(insert(table), many)
        if self._history:
            log, self._history = self._history, []
            self.connection.execute(insert(history), log)

    def finish(self) -> None:
        """Writes out everything before the transaction ends."""
        self.prepare()
        for name, last in self._counters.items():
            held = counter.c.prefix == name
            self.connection.execute(update(counter).where(held).values(last=last))
        self._counters = {}

    def _doubt(self, record: Record) -> None:
        """Forgets what is known to be seen of all whose sight may hang from the record."""
        name = record.declaration.name
        for other, seen in self._seen.items():
            if other == name:
                seen.discard(record.id)
            if depends_on(other, name):
                seen.clear()

    def _kept(self, record: R, **changes: Any) -> R:
        """The record as it is stored now."""
        stamp = {"updated_at": self.now, "updated_by": self._writer.id}
        stored = record.changed(**changes, **stamp, version=record.version + 1)
        self.house.remember(stored)
        return stored

    def _store(self, record: Record, values: Mapping[str, Any]) -> None:
        self.prepare()
        stamped = {
            **values,
            "version": record.version + 1,
            "updated_at": self.now,
            "updated_by": self._writer.id,
            _SAME_ID: record.id,
            _SAME_VERSION: record.version,
        }
        done = self.connection.execute(_update_of(record.declaration.name), stamped)
        if done.rowcount != 1:
            name = record.caption or record.number
            raise Conflict(f"{name} was changed by somebody else meanwhile", {}, 0)

    def _add_links(self, record: Record) -> None:
        for field in fields_of_kind(type(record), References):
            link = LINKS[(record.declaration.name, field.name)]
            for target in sorted(set(record[field.name])):
                row = {"record_id": record.id, "target_id": target}
                self._rows.setdefault(link, []).append(row)

    def _replace_links(self, record: Record, name: str, targets: tuple[int, ...]) -> None:
        link = LINKS[(record.declaration.name, name)]
        self.connection.execute(delete(link).where(link.c.record_id == record.id))
        rows = [{"record_id": record.id, "target_id": t} for t in sorted(set(targets))]
        if rows:
            self.connection.execute(insert(link), rows)

    def _log(
        self, record: Record, kind: ChangeKind, field: str, old: str | None, new: str | None
    ) -> None:
        if self.batch_id is None:
            self.batch_id = self._open_batch()
        self.touched.add(record.declaration.name)
        self.written += 1
        row = {
            "batch": self.batch_id,
            "record_type": record.declaration.name,
            "record_id": record.id,
            "action": kind,
            "field": field,
            "old": old,
            "new": new,
        }
        self._history.append(row)

    def _open_batch(self) -> int:
        row = {
            "at": self.now,
            "by": self._writer.id,
            "acting_for": self._writer.acting_for,
            "title": self.title,
            "kind": self._kind,
            "undoes": self._undoes,
        }
        done = self.connection.execute(insert(batch).values(row))
        assert done.inserted_primary_key is not None
        return int(done.inserted_primary_key[0])

    def _take(self, name: str) -> int:
        """The next value of a counter; the row stays locked until the unit ends."""
        if name not in self._counters:
            self._counters[name] = self._lock_counter(name)
        self._counters[name] += 1
        return self._counters[name]

    def _lock_counter(self, name: str) -> int:
        held = counter.c.prefix == name
        done = self.connection.execute(update(counter).where(held).values(last=counter.c.last))
        if done.rowcount == 0:
            self.connection.execute(insert(counter).values(prefix=name, last=0))
            return 0
        return int(self.connection.scalar(select(counter.c.last).where(held)) or 0)

    def _number(self, prefix: str, given: str) -> str:
        """A given number, or the next one: the prefix and seven digits above the highest."""
        if not given:
            return f"{prefix}{self._take(prefix):07d}"
        digits = given.removeprefix(prefix)
        if given.startswith(prefix) and digits.isascii() and digits.isdigit() and len(digits) < 16:
            if prefix not in self._counters:
                self._counters[prefix] = self._lock_counter(prefix)
            self._counters[prefix] = max(self._counters[prefix], int(digits))
        return given


@cache
def _update_of(name: str) -> Update:
    """Changes one row, if it still is of the version that was read. Kept, because making the
    statement takes longer than carrying it out."""
    table = TABLES[name]
    same = (table.c.id == bindparam(_SAME_ID), table.c.version == bindparam(_SAME_VERSION))
    return update(table).where(*same)


def _may_hide(cls: type[Record], name: str) -> bool:
    """Whether a change of that field can take the sight of records: it points, says where another
    field points, or is a mark."""
    field = cls.declaration.fields.get(name)
    if field is None or isinstance(field.kind, Reference | References | AnyReference | Boolean):
        return True
    told = (f.kind for f in fields_of_kind(cls, AnyReference))
    return any(isinstance(kind, AnyReference) and kind.discriminator == name for kind in told)
