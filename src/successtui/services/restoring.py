"""Bringing back single things: a field's old value, or a deleted record.

A value comes back through the saver, with every guard. A record comes back with what its deletion
took along and the references it emptied, as far as nobody changed them since; it needs the right to
delete such records, must be seen by the person afterwards, and leaves no loose ends.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from successtui.domain.errors import Forbidden, NotFound, Refused
from successtui.domain.permissions import Action, decide
from successtui.records import REGISTRY, Record
from successtui.records.kinds import AnyReference, Reference, References
from successtui.records.record import fields_of_kind
from successtui.services import records
from successtui.services.following import follow_again
from successtui.services.records import Saved
from successtui.services.retelling import Teller
from successtui.services.saver import Saver
from successtui.services.session import Session
from successtui.services.wholeness import refuse_loose_ends
from successtui.store import journal
from successtui.store.changes import Change
from successtui.store.reader import Reader
from successtui.store.tables import ChangeKind
from successtui.store.unit import UnitOfWork

Where = tuple[str, int]
"""Name of a record type, and an id."""

MOST = 500
"""So many deleted records of a type are offered, the newest."""


@dataclass(frozen=True, slots=True)
class DeletedRecord:
    """A record that can be brought back.

    Attributes:
        at: when it was deleted, in the person's zone.
        who: who deleted it; empty when that is not known.
        label: of the record's type.
        name: number and caption.
    """

    where: Where
    at: datetime
    who: str
    label: str
    name: str


def restore_value(
    session: Session,
    record: Record,
    values: Mapping[str, Any],
    label: str,
    *,
    confirmed: bool = False,
) -> Saved:
    """Sets a field back to what it held; one undo step.

    Args:
        values: as `Step.restores` says them.
        label: of the field.

    Raises:
        Conflict, Invalid, Forbidden, NotFound, Refused, NeedsConfirmation: as `records.update`.
    """
    title = f"Restore {label} of {record.number or record.caption}"
    current = records.get(session, type(record), record.id)
    return records.update(session, current, values, confirmed=confirmed, title=title)


def deleted_records(session: Session, name: str = "") -> list[DeletedRecord]:
    """Deleted records that the person may see, the latest first; of one type, or of all."""
    types = [REGISTRY[name]] if name else list(REGISTRY.values())
    with session.read() as reader:
        found = [record for cls in types for record in reader.deleted(cls, limit=MOST)]
        found.sort(key=lambda record: record.deleted_at or datetime.min, reverse=True)
        newest = [(record, _batch(reader, record)) for record in found[:MOST]]
        teller = Teller(reader, (), {batch for _, batch in newest if batch})
        told = []
        for record, batch in newest:
            assert record.deleted_at is not None
            at = session.clock.local(record.deleted_at)
            who = teller.who(batch) if batch else ""
            where, label = (record.declaration.name, record.id), record.declaration.label
            told.append(DeletedRecord(where, at, who, label, _name(record)))
        return told


def restore_record(session: Session, where: Where) -> Saved:
    """Brings a deleted record back with what went along; one undo step.

    Raises:
        NotFound: there is none, or it is hidden.
        Forbidden: the person may not delete such records, or would not see what comes back.
        Refused: it is there already, or would leave loose ends.
    """
    name, record_id = where
    cls = REGISTRY[name]
    with session.read() as reader:
        gone = reader.get(cls, record_id, deleted=True)
        if gone is None:
            raise NotFound(f"there is no such {cls.declaration.label.lower()}")
    title = f"Restore {cls.declaration.label.lower()} {gone.number or gone.caption}"
    with session.change(title) as unit:
        record = unit.get(cls, record_id, deleted=True)
        if record is None:
            raise NotFound(f"there is no such {cls.declaration.label.lower()}")
        if record.deleted_at is None:
            raise Refused(f"the {cls.declaration.label.lower()} {record.caption} is not deleted")
        changes = journal.changes_of_batch(unit.connection, _batch(unit.house, record))
        back = _with_it(unit, record, changes)
        _permit(unit, back.values())
        for other in back.values():
            unit.restore(other)
        _link_again(unit, set(back), changes)
        follow_again(unit, back, _stored(unit, back))
        refuse_loose_ends(unit.house, list(back))
        _refuse_hidden(unit, back)
        stored = unit.house.get(cls, record_id)
        assert stored is not None
    return Saved(stored, unit.batch_id, (), frozenset(unit.touched), ())


def _batch(reader: Reader, record: Record) -> int:
    """The batch that deleted the record; 0 when history does not know it."""
    name = record.declaration.name
    found = journal.newest_change(reader.connection, name, record.id, 0, kind=ChangeKind.DELETE)
    return 0 if found is None else found.batch


def _with_it(unit: UnitOfWork, record: Record, changes: list[Change]) -> dict[Where, Record]:
    """The record and all that its batch deleted because it hung from it, directly or not."""
    doomed: dict[Where, Record] = {}
    for change in changes:
        if change.kind is ChangeKind.DELETE:
            cls = REGISTRY[change.record_type]
            other = unit.house.get(cls, change.record_id, deleted=True)
            if other is not None and other.deleted_at == record.deleted_at:
                doomed[change.record_type, change.record_id] = other
    back: dict[Where, Record] = {(record.declaration.name, record.id): record}
    while True:
        more = {w: o for w, o in doomed.items() if w not in back and _points(o) & back.keys()}
        if not more:
            return back
        back.update(more)


def _points(record: Record) -> set[Where]:
    """What a record refers to by a single reference."""
    found: set[Where] = set()
    for field in fields_of_kind(type(record), Reference, AnyReference):
        kind, value = field.kind, record[field.name]
        target = kind.target if isinstance(kind, Reference) else None
        if isinstance(kind, AnyReference):
            target = kind.target(record[kind.discriminator])
        if target is not None and value is not None:
            found.add((target, value))
    return found


def _link_again(unit: UnitOfWork, back: set[Where], changes: list[Change]) -> None:
    """Fills references again that were emptied because a record went, unless changed since."""
    for change in changes:
        if change.kind is not ChangeKind.UPDATE:
            continue
        cls = REGISTRY[change.record_type]
        field = cls.declaration.fields.get(change.field)
        record = unit.house.get(cls, change.record_id)
        if field is None or record is None or record[change.field] != change.new:
            continue
        if not isinstance(field.kind, Reference | References):
            continue
        old = change.old if isinstance(change.old, tuple) else (change.old,)
        new = change.new if isinstance(change.new, tuple) else (change.new,)
        if {(field.kind.target, i) for i in old if i not in new} & back:
            unit.update(record, {change.field: change.old})


def _stored(unit: UnitOfWork, back: dict[Where, Record]) -> list[Record]:
    found = (unit.house.get(REGISTRY[name], record_id) for name, record_id in back)
    return [record for record in found if record is not None]


def _permit(unit: UnitOfWork, back: Any) -> None:
    saver = Saver(unit, unit.now.date())
    for record in back:
        subject = saver.subject(type(record), record.values())
        decide(unit.writer, Action.DELETE, subject).enforce()


def _refuse_hidden(unit: UnitOfWork, back: dict[Where, Record]) -> None:
    for name, record_id in back:
        if unit.get(REGISTRY[name], record_id) is None:
            raise Forbidden("it would bring back records that you may not see")


def _name(record: Record) -> str:
    number = "" if record.number == record.caption else record.number
    return f"{number} {record.caption}".strip() or record.declaration.label
