"""Reading history: what changed on a record, and what a batch did."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select

from successtui.records import REGISTRY
from successtui.store.changes import Batch, Change, load, load_record
from successtui.store.selecting import chunks
from successtui.store.tables import BatchKind, ChangeKind, batch, history


def changes_of_record(connection: Connection, record_type: str, record_id: int) -> list[Change]:
    """Every change of one record, oldest first."""
    mine = (history.c.record_type == record_type, history.c.record_id == record_id)
    return _changes(connection.execute(select(history).where(*mine).order_by(history.c.seq)))


def changes_of_records(
    connection: Connection, ids: Mapping[str, Iterable[int]]
) -> dict[tuple[str, int], list[Change]]:
    """Every change of some records, by record type and id, oldest first.

    Args:
        ids: record ids by record type.
    """
    found: dict[tuple[str, int], list[Change]] = {}
    for name, wanted in ids.items():
        for some in chunks(sorted(wanted)):
            theirs = (history.c.record_type == name, history.c.record_id.in_(some))
            query = select(history).where(*theirs).order_by(history.c.seq)
            for change in _changes(connection.execute(query)):
                found.setdefault((name, change.record_id), []).append(change)
    return found


def changes_of_batch(connection: Connection, batch_id: int, record_type: str = "") -> list[Change]:
    """Every change of one batch, oldest first; with a type, only those of its records."""
    query = select(history).where(history.c.batch == batch_id).order_by(history.c.seq)
    if record_type:
        query = query.where(history.c.record_type == record_type)
    return _changes(connection.execute(query))


def batches(connection: Connection, ids: Iterable[int]) -> dict[int, Batch]:
    """The batches with those ids."""
    found: dict[int, Batch] = {}
    for some in chunks(sorted(set(ids))):
        query = select(batch).where(batch.c.id.in_(some))
        found.update((row.id, _batch(row)) for row in connection.execute(query))
    return found


def newest_to_undo(connection: Connection, by: int) -> Batch | None:
    """The person's newest batch that was not taken back yet."""
    query = _open_batches(by).where(batch.c.kind != BatchKind.UNDO)
    row = connection.execute(query.limit(1)).first()
    return None if row is None else _batch(row)


def newest_to_redo(connection: Connection, by: int) -> Batch | None:
    """The person's newest undo that was not redone, unless they did something new since."""
    row = connection.execute(
        _open_batches(by).where(batch.c.kind == BatchKind.UNDO).limit(1)
    ).first()
    if row is None:
        return None
    newer = select(batch.c.id).where(
        batch.c.by == by, batch.c.kind == BatchKind.DO, batch.c.id > row.id
    )
    return None if connection.execute(newer.limit(1)).first() else _batch(row)


def began(connection: Connection) -> datetime | None:
    """When the first thing was done, UTC."""
    row = connection.execute(select(batch.c.at).order_by(batch.c.id).limit(1)).first()
    return None if row is None else row.at


def was_undone(connection: Connection, batch_id: int) -> bool:
    """Whether the batch was taken back."""
    return (
        connection.execute(select(batch.c.id).where(batch.c.undoes == batch_id)).first() is not None
    )


def newest_batch(connection: Connection, record_type: str, record_id: int) -> int:
    """The batch that changed a record last; 0 when none did."""
    mine = (history.c.record_type == record_type, history.c.record_id == record_id)
    return connection.scalar(select(func.max(history.c.batch)).where(*mine)) or 0


def batches_of_record(
    connection: Connection, record_type: str, record_id: int, *, after: int
) -> set[int]:
    """The batches after `after` that changed a record."""
    mine = (history.c.record_type == record_type, history.c.record_id == record_id)
    query = select(history.c.batch).where(*mine, history.c.batch > after).distinct()
    return set(connection.scalars(query))


def newest_change(
    connection: Connection,
    record_type: str,
    record_id: int,
    after: int,
    field: str = "",
    *,
    kind: ChangeKind | None = None,
) -> Change | None:
    """The last change that batches after `after` made to a record: to a field, or as a whole.

    Args:
        kind: the last one of this kind.
    """
    query = select(history).where(
        history.c.record_type == record_type,
        history.c.record_id == record_id,
        history.c.batch > after,
        history.c.field == field,
    )
    if kind is not None:
        query = query.where(history.c.action == kind)
    found = _changes(connection.execute(query.order_by(history.c.seq.desc()).limit(1)))
    return found[0] if found else None


def _open_batches(by: int) -> Select[Any]:
    """The person's batches that were not taken back, newest first."""
    undone = select(batch.c.undoes).where(batch.c.undoes.is_not(None))
    mine = select(batch).where(batch.c.by == by, batch.c.id.not_in(undone))
    return mine.order_by(batch.c.id.desc())


def counts(connection: Connection) -> tuple[int, int]:
    """Numbers of batches and of history rows."""
    query = select(
        select(func.count()).select_from(batch).scalar_subquery(),
        select(func.count()).select_from(history).scalar_subquery(),
    )
    row = connection.execute(query).one()
    return int(row[0]), int(row[1])


def _batch(row: Row[Any]) -> Batch:
    return Batch(row.id, row.at, row.by, row.acting_for, row.title, row.kind, row.undoes)


def _changes(rows: Iterable[Row[Any]]) -> list[Change]:
    return [_change(row) for row in rows if row.record_type in REGISTRY]


def _change(row: Row[Any]) -> Change:
    record_type = REGISTRY[row.record_type]
    old, new = row.old, row.new
    field = record_type.declaration.fields.get(row.field)
    if row.action == ChangeKind.CREATE:
        new = load_record(record_type, row.new)
    elif field is not None:
        old, new = load(field, row.old), load(field, row.new)
    return Change(
        row.seq, row.batch, row.record_type, row.record_id, row.action, row.field, old, new
    )
