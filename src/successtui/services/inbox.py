"""The inbox: what changed on records whose watch list or work-notes list names the person.

R000-18 and R000-19. A notice shows nothing the person may not see at the moment of reading.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from successtui.records import REGISTRY, Record, WorkNote
from successtui.services.histories import Step, steps_of
from successtui.services.retelling import Teller, tells_something
from successtui.services.session import Session
from successtui.store import journal, notices
from successtui.store.notices import StoredNotice
from successtui.store.reader import Reader
from successtui.store.tables import ChangeKind, NoticeKind


@dataclass(frozen=True, slots=True)
class Notice:
    """One line of the inbox.

    Attributes:
        at: when it happened, UTC.
        who: who did it.
        kind: an update or a work note.
        lines: what changed, one line a field; for a note its text.
    """

    id: int
    at: datetime
    who: str
    kind: NoticeKind
    record: Record
    lines: tuple[str, ...]
    read: bool


@dataclass(frozen=True, slots=True)
class Inbox:
    """The newest notices, and how many are unread in all."""

    notices: tuple[Notice, ...]
    unread: int


def inbox(session: Session, *, unread_only: bool = True, limit: int = 200) -> Inbox:
    """The person's notices, newest first."""
    with session.read() as reader:
        assert reader.actor is not None
        stored = notices.notices_of(
            reader.connection, reader.actor, unread_only=unread_only, limit=limit
        )
        waiting = notices.unread(reader.connection, reader.actor)
        return Inbox(tuple(_told(reader, stored)), waiting)


def unread_count(session: Session) -> int:
    """How many notices the person has not read."""
    with session.read() as reader:
        assert reader.actor is not None
        return notices.unread(reader.connection, reader.actor)


def mark(session: Session, ids: Sequence[int], *, read: bool = True) -> None:
    """Marks notices of one's own as read, or as unread again; other people's are left alone."""
    with session.change("Inbox") as unit:
        at = unit.now if read else None
        notices.tick(unit.connection, unit.writer.id, list(ids), at)


def _told(reader: Reader, stored: Sequence[StoredNotice]) -> list[Notice]:
    records = _records(reader, stored)
    steps = _steps(reader, stored)
    notes = _notes(reader, stored)
    every = [step for many in steps.values() for step in many]
    teller = Teller(reader, every, (one.batch for one in stored))
    found = []
    for one in stored:
        about = (one.batch, one.record_type, one.record_id)
        record = records.get(about[1:])
        if record is None:
            continue
        if one.kind is NoticeKind.NOTE:
            lines = tuple(notes.get(about, ()))
        else:
            lines = tuple(_line(teller, step) for step in steps.get(about, ()))
        at, who, read = teller.at(one.batch), teller.who(one.batch), one.read_at is not None
        found.append(Notice(one.id, at, who, one.kind, record, lines, read))
    return found


def _records(reader: Reader, stored: Sequence[StoredNotice]) -> dict[tuple[str, int], Record]:
    found: dict[tuple[str, int], Record] = {}
    for name in {one.record_type for one in stored}:
        ids = sorted({one.record_id for one in stored if one.record_type == name})
        for record in reader.rows(REGISTRY[name], ids, deleted=True).values():
            found[(name, record.id)] = record
    return found


def _steps(
    reader: Reader, stored: Sequence[StoredNotice]
) -> dict[tuple[int, str, int], list[Step]]:
    """What each batch did to each record, by (batch, record type, record id)."""
    ids: dict[str, set[int]] = {}
    for one in stored:
        if one.kind is NoticeKind.UPDATE:
            ids.setdefault(one.record_type, set()).add(one.record_id)
    wanted = {(one.batch, one.record_type, one.record_id) for one in stored}
    found: dict[tuple[int, str, int], list[Step]] = {}
    for (name, record_id), changes in journal.changes_of_records(reader.connection, ids).items():
        for step in steps_of(REGISTRY[name], changes):
            about = (step.change.batch, name, record_id)
            if about in wanted and tells_something(step):
                found.setdefault(about, []).append(step)
    return found


def _notes(reader: Reader, stored: Sequence[StoredNotice]) -> dict[tuple[int, str, int], list[str]]:
    """The notes each batch added, by (batch, record type, record id)."""
    found: dict[tuple[int, str, int], list[str]] = {}
    for batch in {one.batch for one in stored if one.kind is NoticeKind.NOTE}:
        changes = journal.changes_of_batch(reader.connection, batch, notices.NOTE)
        made = [c.record_id for c in changes if c.kind is ChangeKind.CREATE]
        for note in reader.rows(WorkNote, made).values():
            found.setdefault((batch, note.record_type, note.record), []).append(note.text)
    return found


def _line(teller: Teller, step: Step) -> str:
    if step.field is None:
        return teller.now(step)
    was, now = teller.was(step) or "–", teller.now(step) or "–"
    return f"{step.field.label}: {was} → {now}"
