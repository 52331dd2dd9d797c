"""What stands in the way of an undo: values that are no longer what the batch made them.

Told field by field, with who changed them and when, as far as the person who asks may see it.
Decides nothing; `undoing.py` does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from successtui.records import REGISTRY, Record
from successtui.records.kinds import AnyReference, Field, Reference, References
from successtui.services.histories import Step
from successtui.services.retelling import Teller
from successtui.store import journal
from successtui.store.changes import Batch, Change
from successtui.store.reader import HIDDEN
from successtui.store.tables import ChangeKind
from successtui.store.unit import UnitOfWork

_NOTHING = "nothing"
_SHORT = 40
_THERE = {True: "deleted", False: "there"}


@dataclass(frozen=True, slots=True)
class Clash:
    """One value that was changed again since.

    Attributes:
        where: record type and id.
        name: number and caption of the record; says that it is hidden where it is.
        field, label: of the value; empty when the record was deleted or brought back.
        whole: whether taking back would delete or restore the record as a whole.
        was: what undo would bring back.
        now: what is stored now.
        who, at: who changed it last, and when (UTC).
    """

    where: tuple[str, int]
    name: str
    field: str
    label: str
    whole: bool
    was: str
    now: str
    who: str
    at: datetime | None


@dataclass(slots=True)
class _Effect:
    """What a batch did to one record."""

    created: bool = False
    deleted: bool | None = None
    first: dict[str, Any] | None = None
    final: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    record: Record
    field: str
    whole: bool
    was: Any
    later: Change | None


def clashes_of(unit: UnitOfWork, batch: Batch, changes: list[Change]) -> tuple[Clash, ...]:
    """Everything of the batch that is no longer as the batch left it, in its order.

    Args:
        changes: those of the batch, oldest first; their records are all there.
    """
    found = list(_found(unit, batch, _effects(changes)))
    steps = [step for one in found if (step := _step(one)) is not None]
    batches = {one.later.batch for one in found if one.later is not None}
    teller = Teller(unit, steps, batches)
    return tuple(_told(unit, one, teller) for one in found)


def in_words(clashes: tuple[Clash, ...]) -> tuple[str, ...]:
    """One line for each record, with its values as they are now."""
    lines: dict[str, list[str]] = {}
    for clash in clashes:
        by = f" (by {clash.who})" if clash.who else ""
        what = f"{clash.label} is now {_short(clash.now)}{by}" if clash.label else clash.now + by
        lines.setdefault(clash.name, []).append(what)
    return tuple(f"{name}: {', '.join(parts)}" for name, parts in lines.items())


def _short(text: str) -> str:
    line = " ".join(text.split()) or _NOTHING
    return line if len(line) <= _SHORT else f"{line[: _SHORT - 1]}…"


def _effects(changes: list[Change]) -> dict[tuple[str, int], _Effect]:
    effects: dict[tuple[str, int], _Effect] = {}
    for change in changes:
        effect = effects.setdefault((change.record_type, change.record_id), _Effect())
        if effect.first is None or effect.final is None:
            effect.first, effect.final = {}, {}
        match change.kind:
            case ChangeKind.CREATE:
                effect.created, effect.deleted = True, False
                effect.final.update(change.new)
            case ChangeKind.UPDATE:
                effect.first.setdefault(change.field, change.old)
                effect.final[change.field] = change.new
            case ChangeKind.DELETE:
                effect.deleted = True
            case ChangeKind.RESTORE:
                effect.deleted = False
    return effects


def _found(
    unit: UnitOfWork, batch: Batch, effects: dict[tuple[str, int], _Effect]
) -> Iterator[_Found]:
    for (name, record_id), effect in effects.items():
        record = unit.house.get(REGISTRY[name], record_id, deleted=True)
        assert record is not None
        is_deleted = record.deleted_at is not None
        if is_deleted != bool(effect.deleted):
            later = journal.newest_change(unit.connection, name, record_id, batch.id)
            yield _Found(record, "", True, None, later)
            continue
        for field, value in (effect.final or {}).items():
            if field in record.declaration.fields and record[field] != value:
                later = journal.newest_change(unit.connection, name, record_id, batch.id, field)
                was = None if effect.created else (effect.first or {}).get(field)
                yield _Found(record, field, effect.created, was, later)


def _step(found: _Found) -> Step | None:
    """The clash as a step of history, which can be put into words."""
    if not found.field or found.later is None:
        return None
    field = found.record.declaration.fields[found.field]
    target = _target(field, found.record)
    return Step(found.later, field, found.was, found.record[found.field], target, target)


def _target(field: Field, record: Record) -> str | None:
    kind = field.kind
    if isinstance(kind, Reference | References):
        return kind.target
    return kind.target(record[kind.discriminator]) if isinstance(kind, AnyReference) else None


def _told(unit: UnitOfWork, found: _Found, teller: Teller) -> Clash:
    record, step, later = found.record, _step(found), found.later
    seen = unit.get(type(record), record.id, deleted=True) is not None
    number = "" if record.number == record.caption else record.number
    label = record.declaration.fields[found.field].label if found.field else ""
    was = _THERE[record.deleted_at is None] if not found.field else ""
    now = _THERE[record.deleted_at is not None] if not found.field else ""
    if step is not None:
        was = _THERE[True] if found.whole else teller.was(step)
        now = teller.now(step)
    return Clash(
        where=(record.declaration.name, record.id),
        name=f"{number} {record.caption}".strip() if seen else HIDDEN,
        field=found.field,
        label=label,
        whole=found.whole,
        was=was if seen else HIDDEN,
        now=now if seen else HIDDEN,
        who="" if later is None else teller.who(later.batch),
        at=None if later is None else teller.at(later.batch),
    )
