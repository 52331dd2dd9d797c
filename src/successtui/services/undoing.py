"""Undo and redo: every batch of one's own can be taken back, and brought back again."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from successtui.domain.errors import Forbidden, NotFound, Refused
from successtui.domain.permissions import Action, decide
from successtui.records import REGISTRY, Record
from successtui.services.saver import Saver
from successtui.services.session import Session
from successtui.services.wholeness import refuse_loose_ends
from successtui.store import journal
from successtui.store.changes import Batch, Change
from successtui.store.reader import Reader
from successtui.store.tables import BatchKind, ChangeKind
from successtui.store.unit import UnitOfWork

_WORTH_LOADING = 50
"""Changes of records of one type from which on the type is read whole."""


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo or redo did: the batch it took back, the batch it made, what it touched."""

    title: str
    undone: int
    batch: int
    touched: frozenset[str]
    records: tuple[Record, ...]


def undo(session: Session, batch_id: int | None = None, *, force: bool = False) -> Undone:
    """Takes back a batch: one's own newest by default.

    Args:
        force: overwrite what was changed again since.

    Raises:
        NotFound: nothing to undo, or no such batch.
        Forbidden: it is somebody else's, and the person is no admin.
        Refused: records were changed again since; they are listed.
    """
    with session.read() as reader:
        batch = _batch_to_undo(reader, batch_id)
    return _reverse(session, batch, BatchKind.UNDO, f"Undo: {_plain(batch)}", force=force)


def redo(session: Session, *, force: bool = False) -> Undone:
    """Brings back what one's own newest undo took away; errors as in `undo`."""
    with session.read() as reader:
        assert reader.actor is not None
        batch = journal.newest_to_redo(reader.connection, reader.actor.id)
        if batch is None:
            raise NotFound("there is nothing to redo")
    return _reverse(session, batch, BatchKind.REDO, f"Redo: {_plain(batch)}", force=force)


def _plain(batch: Batch) -> str:
    """The title of what was done first, without undo and redo in front."""
    return batch.title if batch.kind is BatchKind.DO else batch.title.split(": ", 1)[-1]


def _batch_to_undo(reader: Reader, batch_id: int | None) -> Batch:
    actor = reader.actor
    assert actor is not None
    if batch_id is None:
        newest = journal.newest_to_undo(reader.connection, actor.id)
        if newest is None:
            raise NotFound("there is nothing to undo")
        return newest
    found = journal.batches(reader.connection, [batch_id]).get(batch_id)
    if found is None or (found.by != actor.id and not actor.is_admin):
        raise NotFound(f"you have no batch {batch_id}")
    if journal.was_undone(reader.connection, batch_id):
        raise Refused(f"batch {batch_id} was taken back already")
    return found


def _reverse(session: Session, batch: Batch, kind: BatchKind, title: str, *, force: bool) -> Undone:
    with session.change(title, kind=kind, undoes=batch.id) as unit:
        changes = journal.changes_of_batch(unit.connection, batch.id)
        _recall(unit, changes)
        _check_rights(unit, changes)
        if not force and (later := _changed_since(unit, changes)):
            message = f"changed again since: {'; '.join(later[:5])}"
            raise Refused(f"{message}. Undo the later change first, or force it", tuple(later))
        touched: dict[tuple[str, int], Record] = {}
        for change in reversed(changes):
            record = _take_back(unit, change)
            touched[(change.record_type, change.record_id)] = record
        if unit.batch_id is None:
            raise Refused("nothing of it is left to take back")
        refuse_loose_ends(unit.house, list(touched))
        made, types = unit.batch_id, frozenset(unit.touched)
    return Undone(title, batch.id, made, types, tuple(touched.values()))


def _recall(unit: UnitOfWork, changes: list[Change]) -> None:
    """Reads types whole of which many records changed, as in an import, instead of one by one."""
    for name, times in Counter(change.record_type for change in changes).items():
        if times >= _WORTH_LOADING:
            unit.house.load(REGISTRY[name])


def _check_rights(unit: UnitOfWork, changes: list[Change]) -> None:
    """Who has lost the right to change such records cannot undo changes of them either."""
    saver = Saver(unit, unit.now.date())
    for change in changes:
        cls = REGISTRY[change.record_type]
        record = unit.house.get(cls, change.record_id, deleted=True)
        if record is None or cls.declaration.family in ("picklist", "work_note"):
            continue
        decision = decide(unit.writer, Action.EDIT, saver.subject(cls, record.values()))
        if not decision.allowed and _mirrors_only(change):
            continue
        if not decision.allowed:
            raise Forbidden(decision.reason)


def _mirrors_only(change: Change) -> bool:
    """Whether the change followed from another one, such as a point of an outcome's trend."""
    declaration = REGISTRY[change.record_type].declaration
    field = declaration.fields.get(change.field)
    return field is not None and (field.automatic or bool(field.mirrors))


def _changed_since(unit: UnitOfWork, changes: list[Change]) -> list[str]:
    """One line for each record whose values are no longer what the batch made them."""
    final: dict[tuple[str, int], dict[str, object]] = {}
    gone: dict[tuple[str, int], bool] = {}
    for change in changes:
        where = (change.record_type, change.record_id)
        gone[where] = change.kind is ChangeKind.DELETE
        if change.kind is ChangeKind.CREATE:
            final[where] = dict(change.new)
        elif change.kind is ChangeKind.UPDATE:
            final.setdefault(where, {})[change.field] = change.new
    found = []
    for (name, record_id), deleted in gone.items():
        cls = REGISTRY[name]
        record = unit.house.get(cls, record_id, deleted=True)
        if record is None:
            continue
        same = (record.deleted_at is not None) == deleted and all(
            record[field] == value for field, value in final.get((name, record_id), {}).items()
        )
        if not same:
            found.append(f"{record.number} {record.caption}".strip())
    return found


def _take_back(unit: UnitOfWork, change: Change) -> Record:
    cls = REGISTRY[change.record_type]
    record = unit.house.get(cls, change.record_id, deleted=True)
    if record is None:
        raise NotFound("a record of this batch no longer exists")
    match change.kind:
        case ChangeKind.CREATE | ChangeKind.RESTORE:
            if record.deleted_at is None:
                unit.delete(record)
        case ChangeKind.DELETE:
            if record.deleted_at is not None:
                unit.restore(record)
        case ChangeKind.UPDATE:
            return unit.update(record, {change.field: change.old})
    return record
