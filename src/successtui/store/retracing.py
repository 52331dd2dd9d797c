"""Taking history back in a copy of a workspace: every record as it was after a certain batch.

Works on net effects, type by type: what a field held is the old value of its first later change,
so a record that changed a hundred times is written once. Stamps and versions follow from history
too. Runs on SQLite copies only (see `asof.py`), never on a workspace people work in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)

from successtui.records import REGISTRY
from successtui.records.kinds import Boolean, Field
from successtui.store.changes import load
from successtui.store.reader import Reader
from successtui.store.search_index import naming_fields, row_of, telling_fields
from successtui.store.tables import (
    COLUMNS,
    LINKS,
    TABLES,
    ChangeKind,
    batch,
    history,
    search_text,
)

Values = dict[str, Any]
_PORTION = 5000


def take_back(connection: Connection, last: int) -> None:
    """Makes every record what it was after the batch `last`; the history rows stay."""
    later = select(history.c.record_type).where(history.c.batch > last).distinct()
    for name in sorted(set(connection.scalars(later)) & set(REGISTRY)):
        _Retracing(connection, name, last).run()


class _Retracing:
    """One record type on its way back."""

    def __init__(self, connection: Connection, name: str, last: int) -> None:
        self._connection = connection
        self._name = name
        self._table = TABLES[name]
        self._fields = REGISTRY[name].declaration.fields
        self._last = last
        self._mine = history.c.record_type == name
        self._later = and_(self._mine, history.c.batch > last)

    def run(self) -> None:
        """Removes what did not exist yet, then sets back what did."""
        self._remove_unborn()
        back: defaultdict[int, Values] = defaultdict(dict)
        for record_id, values in self._stamps().items():
            back[record_id].update(values)
        for record_id, bumps in self._bumps().items():
            back[record_id]["bumps"] = bumps
        for record_id, values in self._deletions().items():
            back[record_id].update(values)
        links: list[tuple[int, str, tuple[int, ...]]] = []
        for record_id, name, old in self._old_values():
            if (self._name, name) in LINKS:
                links.append((record_id, name, old))
            else:
                back[record_id][name] = old
        self._write(back)
        for record_id, name, targets in links:
            self._relink(record_id, name, targets)
        self._find_by_old_words(back)

    def _remove_unborn(self) -> None:
        unborn = self._unborn()
        for link in (LINKS[key] for key in LINKS if key[0] == self._name):
            self._connection.execute(delete(link).where(link.c.record_id.in_(unborn)))
        words = (search_text.c.record_type == self._name, search_text.c.record_id.in_(unborn))
        self._connection.execute(delete(search_text).where(*words))
        self._connection.execute(delete(self._table).where(self._table.c.id.in_(unborn)))

    def _unborn(self) -> Select[Any]:
        return self._ids(history.c.action == ChangeKind.CREATE)

    def _ids(self, *conditions: ColumnElement[bool]) -> Select[Any]:
        return select(history.c.record_id).where(self._later, *conditions)

    def _old_values(self) -> Iterable[tuple[int, str, Any]]:
        """Record, field and what the field held then, for every field that changed later."""
        first = (
            select(func.min(history.c.seq))
            .where(self._later, history.c.action == ChangeKind.UPDATE)
            .group_by(history.c.record_id, history.c.field)
        )
        query = select(history.c.record_id, history.c.field, history.c.old).where(
            history.c.seq.in_(first), history.c.record_id.not_in(self._unborn())
        )
        for record_id, name, old in self._connection.execute(query):
            if (field := self._fields.get(name)) is not None:
                yield record_id, name, _value(field, old)

    def _stamps(self) -> dict[int, Values]:
        """Who touched each record last, and when, as of then."""
        newest = (
            select(history.c.record_id, func.max(history.c.batch).label("batch"))
            .where(self._mine, history.c.batch <= self._last)
            .where(history.c.record_id.in_(self._ids()))
            .group_by(history.c.record_id)
            .subquery()
        )
        query = select(newest.c.record_id, batch.c.at, batch.c.by).join(
            batch, batch.c.id == newest.c.batch
        )
        rows = self._connection.execute(query)
        return {i: {"updated_at": at, "updated_by": by} for i, at, by in rows}

    def _bumps(self) -> dict[int, int]:
        """How often each record was stored later: rows that follow each other are one time."""
        before = history.alias("before")
        together = and_(
            before.c.seq == history.c.seq - 1,
            before.c.batch == history.c.batch,
            before.c.record_type == history.c.record_type,
            before.c.record_id == history.c.record_id,
            before.c.action == ChangeKind.UPDATE,
            history.c.action == ChangeKind.UPDATE,
        )
        query = (
            select(history.c.record_id, func.count())
            .where(self._later, ~select(before.c.seq).where(together).exists())
            .group_by(history.c.record_id)
        )
        return {row[0]: row[1] for row in self._connection.execute(query)}

    def _deletions(self) -> dict[int, Values]:
        """Since when each record that was deleted or restored later had been deleted then."""
        whole = (ChangeKind.DELETE, ChangeKind.RESTORE)
        first = (
            select(func.min(history.c.seq))
            .where(self._later, history.c.action.in_(whole))
            .group_by(history.c.record_id)
        )
        query = select(history.c.record_id, history.c.action).where(history.c.seq.in_(first))
        found: dict[int, Values] = {}
        for record_id, action in self._connection.execute(query).all():
            gone = action == ChangeKind.RESTORE
            found[record_id] = {"deleted_at": self._deleted_at(record_id) if gone else None}
        return found

    def _deleted_at(self, record_id: int) -> datetime | None:
        query = select(func.max(batch.c.at)).join(history, history.c.batch == batch.c.id)
        mine = (self._mine, history.c.record_id == record_id, history.c.batch <= self._last)
        deleted = query.where(*mine, history.c.action == ChangeKind.DELETE)
        at: datetime | None = self._connection.scalar(deleted)
        return at

    def _write(self, back: Mapping[int, Values]) -> None:
        """Writes the rows back, those with the same columns together."""
        alike: defaultdict[tuple[str, ...], list[Values]] = defaultdict(list)
        for record_id, values in back.items():
            known = {f"to_{n}": v for n, v in values.items() if n in COLUMNS[self._name]}
            row = {"of": record_id, "bumps": values.get("bumps", 0), **known}
            alike[tuple(sorted(known))].append(row)
        table = self._table
        for names, rows in alike.items():
            columns = [name.removeprefix("to_") for name in names]
            values = {c: bindparam(f"to_{c}", type_=table.c[c].type) for c in columns}
            version = func.max(table.c.version - bindparam("bumps"), 1)
            statement = update(table).where(table.c.id == bindparam("of"))
            statement = statement.values({**values, "version": version})
            for start in range(0, len(rows), _PORTION):
                self._connection.execute(statement, rows[start : start + _PORTION])

    def _relink(self, record_id: int, name: str, targets: tuple[int, ...]) -> None:
        link = LINKS[(self._name, name)]
        self._connection.execute(delete(link).where(link.c.record_id == record_id))
        # A record that was left out of the copy takes no links with it.
        there = select(self._table.c.id).where(self._table.c.id == record_id)
        if targets and self._connection.scalar(there) is not None:
            rows = [{"record_id": record_id, "target_id": t} for t in sorted(set(targets))]
            self._connection.execute(insert(link), rows)

    def _find_by_old_words(self, back: Mapping[int, Values]) -> None:
        """Makes search find the records by what they said then."""
        searched = {*naming_fields(self._name), *telling_fields(self._name)}
        changed = [i for i, values in back.items() if searched & values.keys()]
        reader = Reader(self._connection, None)
        records = reader.rows(REGISTRY[self._name], changed, deleted=True).values()
        rows = [row for record in records if (row := row_of(record)) is not None]
        words = [{"of": r["record_id"], "named": r["name"], "told": r["body"]} for r in rows]
        mine = (search_text.c.record_type == self._name, search_text.c.record_id == bindparam("of"))
        statement = update(search_text).where(*mine)
        statement = statement.values(name=bindparam("named"), body=bindparam("told"))
        if words:
            self._connection.execute(statement, words)


def _value(field: Field, old: str | None) -> Any:
    value = load(field, old)
    return bool(value) if isinstance(field.kind, Boolean) else value
