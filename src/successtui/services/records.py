"""Creating, changing, deleting and finding any record: what form and command line share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from successtui.domain.errors import NotFound, Refused
from successtui.domain.permissions import Action, Decision, Subject, decide
from successtui.records import Record, WorkNote
from successtui.records.house import takes_notes
from successtui.services.deleting import remove
from successtui.services.draft import Mode
from successtui.services.saver import Saver
from successtui.services.session import Session
from successtui.services.subjects import subject_of
from successtui.store.reader import Reader

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save did.

    Attributes:
        record: as it is stored now (a deleted one: as it was).
        batch: the undo step; `None` when nothing changed.
        changed: names of the fields that changed.
        touched: names of all record types the batch changed.
        notices: one line each about what was filled in or decided.
    """

    record: Record
    batch: int | None
    changed: tuple[str, ...]
    touched: frozenset[str]
    notices: tuple[str, ...]


def create(
    session: Session, cls: type[Record], values: Mapping[str, Any], *, note: str = ""
) -> Saved:
    """Saves a new record, with a work note when one is given.

    Raises:
        Invalid, Forbidden, NotFound, Refused: as `Saver.add`.
    """
    with session.change(f"New {cls.declaration.label.lower()}") as unit:
        saver = Saver(unit, session.clock.today())
        record = saver.add(cls, values)
        add_note(saver, record, note)
        notices = tuple(saver.notices)
        fields = tuple(n for n, v in record.values().items() if v not in (None, ()))
    return Saved(record, unit.batch_id, fields, frozenset(unit.touched), notices)


def update(
    session: Session,
    record: Record,
    changes: Mapping[str, Any],
    *,
    base: Mapping[str, Any] | None = None,
    note: str = "",
    confirmed: bool = False,
    title: str = "",
) -> Saved:
    """Saves changes of a record, and a work note when one is given.

    Raises:
        Conflict, Invalid, Forbidden, NotFound, Refused, NeedsConfirmation: as `Saver.change`.
    """
    label = record.declaration.label.lower()
    with session.change(title or f"Edit {label} {record.number or record.caption}") as unit:
        saver = Saver(unit, session.clock.today(), confirmed=confirmed)
        saved = saver.change(record, changes, base=base)
        add_note(saver, saved, note)
        notices = tuple(saver.notices)
        fields = tuple(n for n, v in saved.values().items() if record[n] != v)
    return Saved(saved, unit.batch_id, fields, frozenset(unit.touched), notices)


def delete(session: Session, record: Record, *, confirmed: bool = False) -> Saved:
    """Deletes a record; undo brings it back.

    Raises:
        Forbidden, NotFound, Refused, NeedsConfirmation: as `deleting.remove`.
    """
    label = record.declaration.label.lower()
    with session.change(f"Delete {label} {record.number or record.caption}") as unit:
        remove(Saver(unit, session.clock.today(), confirmed=confirmed), record)
    return Saved(record, unit.batch_id, (), frozenset(unit.touched), ())


def add_note(saver: Saver, record: Record, note: str) -> None:
    """Adds a work note; notes are only ever added."""
    if not note.strip():
        return
    if not takes_notes(type(record)):
        raise Refused(f"{record.declaration.plural.lower()} take no work notes")
    values = {
        "record_type": record.declaration.name,
        "record": record.id,
        "at": saver.unit.now,
        "author": saver.unit.writer.id,
        "text": note,
    }
    kind = WorkNote.declaration.fields["record_type"].kind
    values["record_type"] = kind.choices(record.declaration.name)  # type: ignore[attr-defined]
    saver.add(WorkNote, values, mode=Mode.PERSON)


def get(session: Session, cls: type[R], record_id: int) -> R:
    """The record with that id.

    Raises:
        NotFound: missing or hidden.
    """
    with session.read() as reader:
        return reader.require(cls, record_id)


def find(session: Session, address: str) -> Record:
    """The record a person names: its number, or `type:key`.

    Raises:
        NotFound: missing or hidden.
    """
    with session.read() as reader:
        return reader.find(address)


def may(session: Session, action: Action, subject: Record | type[Record]) -> Decision:
    """Whether the person may do that; a screen greys the key and says the reason."""
    with session.read() as reader:
        assert reader.actor is not None
        if isinstance(subject, Record):
            record = reader.get(type(subject), subject.id)
            if record is None:
                raise NotFound("the record is gone")
            house = Reader(reader.connection, None)
            about = subject_of(house, reader.actor, type(record), record.values())
        else:
            about = Subject(subject.declaration.family, own=True)
        return decide(reader.actor, action, about)
