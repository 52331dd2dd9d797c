"""Undo and redo: every batch of one's own can be taken back, and brought back again.

What was changed again since is never overwritten silently: it is listed, field by field, and the
person says whether the later values stay. Undo reaches no further than the person: it needs the
right to change such records, brings back nothing they may not see, and leaves alone what they can
no longer see once anybody touched it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from successtui.domain.errors import Forbidden, NotFound, Refused
from successtui.domain.permissions import Action, decide
from successtui.records import REGISTRY, Record
from successtui.services.clashes import Clash, clashes_of, in_words
from successtui.services.following import follow_again
from successtui.services.saver import Saver
from successtui.services.session import Session
from successtui.services.wholeness import refuse_loose_ends, refuse_misfits
from successtui.store import journal
from successtui.store.changes import Batch, Change
from successtui.store.reader import Reader
from successtui.store.tables import BatchKind, ChangeKind
from successtui.store.unit import UnitOfWork

Where = tuple[str, int]
"""Name of a record type, and an id."""

_WORTH_LOADING = 50
"""Changes of records of one type from which on the type is read whole."""
_GONE = "a record of this batch no longer exists"


class Later(StrEnum):
    """What becomes of values that were changed again since."""

    ASK = "ask"
    KEEP = "keep"
    OVERWRITE = "overwrite"


class ChangedSince(Refused):
    """Values were changed again since; `clashes` says which, and by whom."""

    def __init__(self, clashes: tuple[Clash, ...]) -> None:
        told = in_words(clashes)
        message = f"changed again since: {'; '.join(told[:5])}"
        super().__init__(f"{message}. Undo the later change first, or force it", told)
        self.clashes = clashes


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo or redo did: the batch it took back, the batch it made, what it touched."""

    title: str
    undone: int
    batch: int
    touched: frozenset[str]
    records: tuple[Record, ...]


def undo(session: Session, batch_id: int | None = None, *, later: Later = Later.ASK) -> Undone:
    """Takes back a batch: one's own newest by default.

    Raises:
        NotFound: nothing to undo, no such batch, or what it changed is out of reach.
        Forbidden: the person may not change such records any more, or not see them.
        ChangedSince: values were changed again since, and `later` does not say what to do.
        Refused: it was taken back already, would leave loose ends, or does not fit what was
            changed since.
    """
    with session.read() as reader:
        batch = _batch_to_undo(reader, batch_id)
    return _reverse(session, batch, BatchKind.UNDO, f"Undo: {_plain(batch)}", later)


def redo(session: Session, *, later: Later = Later.ASK) -> Undone:
    """Brings back what one's own newest undo took away; errors as in `undo`."""
    with session.read() as reader:
        assert reader.actor is not None
        batch = journal.newest_to_redo(reader.connection, reader.actor.id)
        if batch is None:
            raise NotFound("there is nothing to redo")
    return _reverse(session, batch, BatchKind.REDO, f"Redo: {_plain(batch)}", later)


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
    return found


def _reverse(session: Session, batch: Batch, kind: BatchKind, title: str, later: Later) -> Undone:
    with session.change(title, kind=kind, undoes=batch.id) as unit:
        # Asked inside the unit: somebody else may have been quicker.
        if journal.was_undone(unit.connection, batch.id):
            raise Refused(f"batch {batch.id} was taken back already")
        changes = journal.changes_of_batch(unit.connection, batch.id)
        _recall(unit, changes)
        touched = _living(unit, changes)
        _check_rights(unit, changes, touched.values())
        _refuse_out_of_sight(unit, batch.id, touched.values())
        kept = _settled(unit, batch, changes, later)
        for change in reversed(changes):
            where = (change.record_type, change.record_id)
            if (where, "") not in kept and (where, change.field) not in kept:
                _take_back(unit, change)
        unit.mark()
        follow_again(unit, touched, _living(unit, changes).values())
        after = _living(unit, changes)
        refuse_loose_ends(unit.house, list(after))
        refuse_misfits(unit, batch.id, touched, after)
        _refuse_bringing_back_hidden(unit, touched, after)
        _check_rights(unit, changes, after.values())
        assert unit.batch_id is not None
        made, types = unit.batch_id, frozenset(unit.touched)
    changed = tuple(r for where, r in after.items() if r.version != touched[where].version)
    return Undone(title, batch.id, made, types, changed)


def _recall(unit: UnitOfWork, changes: list[Change]) -> None:
    """Reads types whole of which many records changed, as in an import, instead of one by one."""
    for name, times in Counter(change.record_type for change in changes).items():
        if times >= _WORTH_LOADING:
            unit.house.load(REGISTRY[name])


def _living(unit: UnitOfWork, changes: Iterable[Change]) -> dict[Where, Record]:
    """The records of a batch as they are stored now, deleted ones too, last changed first.

    Raises:
        NotFound: one of them is not there at all.
    """
    found: dict[Where, Record] = {}
    for change in reversed(list(changes)):
        where = (change.record_type, change.record_id)
        if where not in found:
            record = unit.house.get(REGISTRY[change.record_type], change.record_id, deleted=True)
            if record is None:
                raise NotFound(_GONE)
            found[where] = record
    return found


def _check_rights(unit: UnitOfWork, changes: list[Change], records: Iterable[Record]) -> None:
    """Who has lost the right to change such records cannot undo changes of them either."""
    if unit.writer.is_admin:
        return
    saver = Saver(unit, unit.now.date())
    deliberate = _deliberate(changes)
    for record in records:
        name, family = record.declaration.name, record.declaration.family
        # Nobody edits a note; who may write them may take their own back.
        action = Action.CREATE if family == "work_note" else Action.EDIT
        decision = decide(unit.writer, action, saver.subject(type(record), record.values()))
        if not decision.allowed and (name, record.id) in deliberate:
            raise Forbidden(decision.reason)


def _deliberate(changes: list[Change]) -> set[Where]:
    """The records somebody meant to change. Not those that followed, nor lists that an import of
    other records had to extend."""
    meant = [change for change in changes if not _mirrors_only(change)]
    others = [change for change in meant if _family(change) != "picklist"]
    return {(change.record_type, change.record_id) for change in others or meant}


def _family(change: Change) -> str:
    return REGISTRY[change.record_type].declaration.family


def _mirrors_only(change: Change) -> bool:
    """Whether the change followed from another one, such as a point of an outcome's trend."""
    declaration = REGISTRY[change.record_type].declaration
    field = declaration.fields.get(change.field)
    return field is not None and (field.automatic or bool(field.mirrors))


def _seen(unit: UnitOfWork, records: Iterable[Record]) -> set[Where]:
    """Which of the records the person sees as things stand in the unit."""
    ids: dict[str, list[int]] = {}
    for record in records:
        ids.setdefault(record.declaration.name, []).append(record.id)
    return {(name, i) for name, some in ids.items() for i in unit.rows(REGISTRY[name], some)}


def _refuse_out_of_sight(unit: UnitOfWork, batch_id: int, records: Iterable[Record]) -> None:
    """A record that was handed over comes back only while nobody has touched it since."""
    if unit.writer.people is None:
        return
    living = [record for record in records if record.deleted_at is None]
    seen = _seen(unit, living)
    for record in living:
        where = (record.declaration.name, record.id)
        if where not in seen and journal.newest_batch(unit.connection, *where) != batch_id:
            raise NotFound(_GONE)


def _refuse_bringing_back_hidden(
    unit: UnitOfWork, before: dict[Where, Record], after: dict[Where, Record]
) -> None:
    if unit.writer.people is None:
        return
    back = {w: r for w, r in after.items() if r.deleted_at is None and before[w].deleted_at}
    if back.keys() - _seen(unit, back.values()):
        raise Forbidden("it would bring back records that you may no longer see")


def _settled(
    unit: UnitOfWork, batch: Batch, changes: list[Change], later: Later
) -> set[tuple[Where, str]]:
    """What is left as it is now: records (no field named) and fields.

    Raises:
        ChangedSince: it was not said what to do with them.
    """
    if later is Later.OVERWRITE:
        return set()
    clashes = clashes_of(unit, batch, changes)
    if clashes and later is Later.ASK:
        raise ChangedSince(clashes)
    return {(clash.where, "" if clash.whole else clash.field) for clash in clashes}


def _take_back(unit: UnitOfWork, change: Change) -> None:
    record = unit.house.get(REGISTRY[change.record_type], change.record_id, deleted=True)
    assert record is not None
    match change.kind:
        case ChangeKind.CREATE | ChangeKind.RESTORE:
            if record.deleted_at is None:
                unit.delete(record)
        case ChangeKind.DELETE:
            if record.deleted_at is not None:
                unit.restore(record)
        case ChangeKind.UPDATE:
            unit.update(record, {change.field: change.old})
