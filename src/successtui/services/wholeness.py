"""Whether records that were taken back or brought back still fit what stands around them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from successtui.domain.errors import Problem, Refused
from successtui.domain.validation import problems
from successtui.records import REGISTRY, Record
from successtui.records.kinds import AnyReference, Field, Reference, References
from successtui.records.record import fields_of_kind, referring
from successtui.store import journal
from successtui.store.reader import Reader
from successtui.store.selecting import chunks
from successtui.store.unit import UnitOfWork

Where = tuple[str, int]
"""Name of a record type, and an id."""


def refuse_loose_ends(house: Reader, touched: Iterable[Where]) -> None:
    """Refuses when a living record now refers to a deleted one.

    Args:
        house: a reader that sees everything, after the records were taken or brought back.
        touched: the records that were.

    Raises:
        Refused: with one line for each of the first few loose ends.
    """
    by_type: dict[str, set[int]] = {}
    for name, record_id in touched:
        by_type.setdefault(name, set()).add(record_id)
    found: list[str] = []
    for name, ids in by_type.items():
        living = house.rows(REGISTRY[name], sorted(ids))
        found += _into_nothing(house, living.values())
        found += _still_used(house, name, ids - living.keys())
    if found:
        raise Refused(f"that would leave loose ends: {'; '.join(found[:5])}", tuple(found))


def refuse_misfits(
    unit: UnitOfWork, batch: int, before: Mapping[Where, Record], after: Mapping[Where, Record]
) -> None:
    """Refuses when old values contradict what was changed beside them since.

    What was wrong already before the batch, as an import may bring it, comes back as it was.

    Args:
        batch: what was taken back.
        before, after: the records it touched, as they stood until now and as they stand then.

    Raises:
        Refused: with one line for each of the first few contradictions.
    """
    found: list[str] = []
    for where, record in after.items():
        old = before[where]
        if record.deleted_at is not None or record.version == old.version:
            continue
        told = [f"{p.label} {p.message}" for p in _new_problems(old, record)]
        if told and not _touched_since(unit, batch, where):
            told = []
        told += _circles(unit.house, old, record)
        found += [f"{_name(record)}: {text}" for text in told]
    if found:
        raise Refused(f"that does not fit any more: {'; '.join(found[:5])}", tuple(found))


def _new_problems(old: Record, record: Record) -> list[Problem]:
    known = set(problems(type(record), old.values()))
    return [p for p in problems(type(record), record.values()) if p not in known]


def _touched_since(unit: UnitOfWork, batch: int, where: Where) -> bool:
    """Whether any batch but the one taken back, and this unit's own, changed the record later."""
    later = journal.batches_of_record(unit.connection, *where, after=batch)
    return bool(later - {unit.batch_id})


def _circles(house: Reader, old: Record, record: Record) -> Iterator[str]:
    """What a record stands below, by a reference to its own type, that leads back to it now."""
    cls = type(record)
    for field in fields_of_kind(cls, Reference):
        kind = field.kind
        assert isinstance(kind, Reference)
        if kind.target != record.declaration.name or old[field.name] == record[field.name]:
            continue
        if field.automatic:  # where a copy came from orders nothing
            continue
        seen: set[int] = set()
        above = record[field.name]
        while above is not None and above not in seen:
            if above == record.id:
                yield f"{field.label} would run in a circle"
                break
            seen.add(above)
            parent = house.get(cls, above)
            above = None if parent is None else parent[field.name]


def _into_nothing(house: Reader, living: Iterable[Record]) -> Iterator[str]:
    """References of living records to deleted ones."""
    wanted: dict[str, dict[int, Record]] = {}
    for record in living:
        for field in fields_of_kind(type(record), Reference, References, AnyReference):
            target = _target(field, record)
            for record_id in _ids(record[field.name]):
                wanted.setdefault(target, {})[record_id] = record
    for target, users in wanted.items():
        there = house.rows(REGISTRY[target], sorted(users))
        for record_id, record in users.items():
            if record_id not in there:
                label = REGISTRY[target].declaration.label.lower()
                yield f"{_name(record)} refers to a deleted {label}"


def _still_used(house: Reader, name: str, deleted: set[int]) -> Iterator[str]:
    """Living records that refer to deleted ones."""
    for cls, field in referring(name):
        where: dict[str, object] = {}
        if isinstance(field.kind, AnyReference):
            told = [value for value, target in field.kind.targets if target == name]
            where[field.kind.discriminator] = told
        for some in chunks(sorted(deleted)):
            for record in house.all(cls, {**where, field.name: some}, templates=None):
                yield f"{_name(record)} was linked to it since"


def _target(field: Field, record: Record) -> str:
    kind = field.kind
    if isinstance(kind, AnyReference):
        return kind.target(record[kind.discriminator]) or ""
    assert isinstance(kind, Reference | References)
    return kind.target


def _ids(value: int | tuple[int, ...] | None) -> tuple[int, ...]:
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)


def _name(record: Record) -> str:
    label = record.declaration.label.lower()
    return f"{label} {record.number} {record.caption}".replace("  ", " ").strip()
