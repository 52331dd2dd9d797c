"""The history of a record as people and programs read it: who changed what, when and how.

Values are spelled as in bundles. What refers to a record the reader may not see is shown as hidden,
so history tells nobody more than the record itself would.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as attribute
from datetime import datetime
from typing import Any

from successtui.domain.codec import REFERENCE_KINDS, to_json
from successtui.domain.errors import NotFound
from successtui.records import REGISTRY, Record, record_type
from successtui.records.kinds import AnyReference, Field, Reference, References
from successtui.records.record import fields_of_kind
from successtui.services.session import Session
from successtui.store import journal
from successtui.store.changes import Batch, Change
from successtui.store.reader import HIDDEN, Reader
from successtui.store.tables import ChangeKind

_PROGRAM = "successtui"
"""Who made a workspace's first records, before it had any user."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One line of history.

    Attributes:
        at: the real time, UTC.
        by: username of who did it; `acting_as` is whom they acted as, if anybody.
        field: `None` when the whole record was deleted or brought back.
        before, after: JSON values spelled as in bundles.
    """

    batch: int
    at: datetime
    by: str
    acting_as: str | None
    action: str
    field: str | None
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class Step:
    """A field's change with the record types its references point to.

    Attributes:
        field: `None` when the whole record was deleted or brought back.
        restores: the values that bring the old one back, which may be more than its own: what a
            reference means depends on the field that says where it points. Empty where there is
            nothing to bring back.
    """

    change: Change
    field: Field | None
    old: Any = None
    new: Any = None
    old_target: str | None = None
    new_target: str | None = None
    restores: Mapping[str, Any] = attribute(default_factory=dict)


def history_of(session: Session, address: str) -> tuple[Record, list[FieldChange]]:
    """The record somebody names, even a deleted one, and its changes, oldest first.

    Raises:
        NotFound: missing or hidden.
        BadCall: the type in front of the colon is unknown.
    """
    with session.read() as reader:
        record = _find(reader, address)
        cls = type(record)
        changes = journal.changes_of_record(reader.connection, cls.declaration.name, record.id)
        steps = list(steps_of(cls, changes))
        keys = _keys(reader, steps)
        batches = journal.batches(reader.connection, {change.batch for change in changes})
        people = reader.keys("user", {batch.by for batch in batches.values()})
    return record, [_told(step, batches[step.change.batch], people, keys) for step in steps]


def _find(reader: Reader, address: str) -> Record:
    """As `Reader.find`, with deleted records behind the living ones."""
    try:
        return reader.find(address)
    except NotFound:
        kind, colon, key = address.partition(":")
        types = [record_type(kind)] if colon else [c for c in REGISTRY.values() if _numbered(c)]
        for cls in types:
            if (record := reader.by_key(cls, key if colon else address, deleted=True)) is not None:
                return record
        raise


def _numbered(cls: type[Record]) -> bool:
    return cls.declaration.numbered


def steps_of(cls: type[Record], changes: list[Change]) -> Iterator[Step]:
    """One step for each field; the types of references follow from the values of their time.

    Args:
        changes: all changes of one record, oldest first.
    """
    values: dict[str, Any] = {}
    start = 0
    while start < len(changes):
        end = start
        while end < len(changes) and changes[end].batch == changes[start].batch:
            end += 1
        before = dict(values)
        for change in changes[start:end]:
            if change.kind is ChangeKind.CREATE:
                values.update(change.new)
            elif change.kind is ChangeKind.UPDATE:
                values[change.field] = change.new
        for change in changes[start:end]:
            yield from _split(cls, change, before, values)
        start = end


def _split(
    cls: type[Record], change: Change, before: dict[str, Any], after: dict[str, Any]
) -> Iterator[Step]:
    if change.kind in (ChangeKind.DELETE, ChangeKind.RESTORE):
        yield Step(change, None)
        return
    created = change.kind is ChangeKind.CREATE
    pairs = change.new.items() if created else [(change.field, change.new)]
    for name, new in pairs:
        field = cls.declaration.fields.get(name)
        if field is not None:
            targets = _target(field, before), _target(field, after)
            old = None if created else change.old
            restores = {} if created else _restores(cls, change, before)
            yield Step(change, field, old, new, *targets, restores)


def _restores(cls: type[Record], change: Change, before: dict[str, Any]) -> dict[str, Any]:
    values = {change.field: change.old}
    for other in fields_of_kind(cls, AnyReference):
        assert isinstance(other.kind, AnyReference)
        pair = (other.name, other.kind.discriminator)
        if change.field in pair:
            values = {**{name: before.get(name) for name in pair}, **values}
    return values


def _target(field: Field, values: dict[str, Any]) -> str | None:
    kind = field.kind
    if isinstance(kind, Reference | References):
        return kind.target
    if isinstance(kind, AnyReference):
        return kind.target(values.get(kind.discriminator))
    return None


def _keys(reader: Reader, steps: list[Step]) -> dict[tuple[str, int], str]:
    """Natural keys of everything the steps refer to, as far as the reader sees it."""
    wanted: dict[str, set[int]] = {}
    for step in steps:
        for target, value in ((step.old_target, step.old), (step.new_target, step.new)):
            if target is not None and value is not None:
                ids = value if isinstance(value, tuple) else (value,)
                wanted.setdefault(target, set()).update(ids)
    return {
        (target, record_id): key
        for target, ids in wanted.items()
        for record_id, key in reader.keys(target, ids).items()
    }


def _told(
    step: Step, batch: Batch, people: dict[int, str], keys: dict[tuple[str, int], str]
) -> FieldChange:
    author = people.get(batch.by, _PROGRAM)
    return FieldChange(
        batch=batch.id,
        at=batch.at,
        by=batch.acting_for or author,
        acting_as=author if batch.acting_for and not batch.by_customer else None,
        action=str(step.change.kind),
        field=step.field.name if step.field else None,
        before=_value(step.field, step.old, step.old_target, keys),
        after=_value(step.field, step.new, step.new_target, keys),
    )


def _value(
    field: Field | None, value: Any, target: str | None, keys: dict[tuple[str, int], str]
) -> object:
    if field is None or value is None:
        return None
    if isinstance(field.kind, REFERENCE_KINDS) and target is None:
        return HIDDEN

    def key(kind: str, record_id: int) -> str:
        return keys.get((kind, record_id), HIDDEN)

    return to_json(field.kind, value, key, target=target)
