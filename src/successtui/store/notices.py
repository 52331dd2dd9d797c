"""Who is told of a change: written with it in the same transaction, read and ticked off later.

Watch lists hear of every change and of notes; work-notes lists hear of notes only (R000-18,
R000-19). Nobody is told of what they did themselves. What changed stands in the history alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    Connection,
    Insert,
    bindparam,
    func,
    insert,
    literal,
    select,
    union,
    update,
)

from successtui.domain.permissions import Actor
from successtui.records import REGISTRY
from successtui.store.tables import LINKS, TABLES, ChangeKind, NoticeKind, batch, history, notice
from successtui.store.types import Choice
from successtui.store.visibility import visible

WATCH_LIST, NOTES_LIST, NOTE = "watch_list", "work_notes_list", "work_note"
WATCHED = frozenset(name for name, field in LINKS if field == WATCH_LIST)
"""Record types that have a watch list."""
NOTED = frozenset(name for name, field in LINKS if field == NOTES_LIST)
"""Record types that have a work-notes list."""
_COLUMNS = ("user", "batch", "record_type", "record_id", "kind")


@dataclass(frozen=True, slots=True)
class StoredNotice:
    """One notice; `read_at` is `None` until the person ticked it off."""

    id: int
    batch: int
    record_type: str
    record_id: int
    kind: NoticeKind
    read_at: datetime | None


def tell(connection: Connection, batch_id: int, writer: int, touched: Iterable[str]) -> None:
    """Writes the notices of one batch.

    Args:
        touched: names of the record types the batch changed.
    """
    about = {"told_batch": batch_id, "told_writer": writer}
    for name in sorted(set(touched) & WATCHED):
        connection.execute(_of_updates(name), about)
    if NOTE in touched:
        for name in sorted(NOTED):
            connection.execute(_of_notes(name), about)


def tell_people(
    connection: Connection, batch_id: int, users: Iterable[int], about: tuple[str, int]
) -> None:
    """Tells these users of an update of one record, unless a list told them of it already.

    Args:
        about: name of the record type, and the record's id.
    """
    name, record_id = about
    known = select(notice.c.user).where(
        notice.c.batch == batch_id,
        notice.c.record_type == name,
        notice.c.record_id == record_id,
        notice.c.kind == NoticeKind.UPDATE,
    )
    told = set(connection.scalars(known))
    rows = [
        dict(zip(_COLUMNS, (user, batch_id, name, record_id, NoticeKind.UPDATE), strict=True))
        for user in sorted(set(users) - told)
    ]
    if rows:
        connection.execute(insert(notice), rows)


def notices_of(
    connection: Connection, actor: Actor, *, unread_only: bool, limit: int
) -> list[StoredNotice]:
    """The person's notices of records they may see now, newest first."""
    query = select(notice).where(_seen(connection, actor), notice.c.user == actor.id)
    if unread_only:
        query = query.where(notice.c.read_at.is_(None))
    newest = query.order_by(notice.c.batch.desc(), notice.c.id.desc()).limit(limit)
    return [
        StoredNotice(row.id, row.batch, row.record_type, row.record_id, row.kind, row.read_at)
        for row in connection.execute(newest)
    ]


def unread(connection: Connection, actor: Actor) -> int:
    """How many notices of records they may see the person has not ticked off."""
    waiting = (notice.c.user == actor.id, notice.c.read_at.is_(None))
    query = select(func.count()).select_from(notice).where(*waiting)
    return connection.scalar(query.where(_seen(connection, actor))) or 0


def tick(connection: Connection, user: int, ids: Sequence[int], at: datetime | None) -> None:
    """Marks the person's own notices as read, or with `None` as unread again."""
    mine = (notice.c.user == user, notice.c.id.in_(ids))
    connection.execute(update(notice).where(*mine).values(read_at=at))


@cache
def _of_updates(name: str) -> Insert:
    """Tells the watchers of records that were changed, not of those that were made."""
    link = LINKS[(name, WATCH_LIST)]
    changed = select(history.c.record_id).where(
        history.c.batch == bindparam("told_batch"),
        history.c.record_type == name,
        history.c.action != ChangeKind.CREATE,
    )
    told = select(link.c.target_id, link.c.record_id).where(link.c.record_id.in_(changed))
    return _telling(name, told, NoticeKind.UPDATE)


@cache
def _of_notes(name: str) -> Insert:
    """Tells both lists of records that got a note."""
    note = TABLES[NOTE]
    fresh = select(history.c.record_id).where(
        history.c.batch == bindparam("told_batch"),
        history.c.record_type == NOTE,
        history.c.action == ChangeKind.CREATE,
    )
    noted = select(note.c.record).where(note.c.record_type == name, note.c.id.in_(fresh))
    lists = [LINKS[(name, field)] for field in (WATCH_LIST, NOTES_LIST) if (name, field) in LINKS]
    told = union(
        *(select(k.c.target_id, k.c.record_id).where(k.c.record_id.in_(noted)) for k in lists)
    )
    return _telling(name, told, NoticeKind.NOTE)


def _telling(name: str, told: Any, kind: NoticeKind) -> Insert:
    people = told.subquery()
    rows = select(
        people.c.target_id,
        bindparam("told_batch", type_=batch.c.id.type),
        literal(name),
        people.c.record_id,
        literal(kind, Choice(NoticeKind)),
    ).where(people.c.target_id != bindparam("told_writer"))
    return insert(notice).from_select(_COLUMNS, rows)


def _seen(connection: Connection, actor: Actor) -> Any:
    """The condition that the notice is about a record the person sees, deleted ones included."""
    mine = select(notice.c.record_type).where(notice.c.user == actor.id).distinct()
    found = []
    for name in sorted(set(connection.scalars(mine)) & set(REGISTRY)):
        condition = visible(REGISTRY[name], actor)
        ids = select(TABLES[name].c.id).correlate(None)
        ids = ids if condition is None else ids.where(condition)
        found.append((notice.c.record_type == name) & notice.c.record_id.in_(ids))
    seen: Any = literal(False)
    for one in found:
        seen = seen | one
    return seen
