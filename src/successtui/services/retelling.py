"""History in people's words: names instead of keys, texts instead of stored values.

What refers to a record the reader may not see is shown as hidden.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as attribute
from datetime import datetime
from decimal import Decimal
from typing import Any

from successtui.domain.clock import Clock
from successtui.domain.codec import REFERENCE_KINDS
from successtui.domain.errors import NotFound
from successtui.domain.numbers import format_decimal
from successtui.records import REGISTRY, Record, User, WorkNote
from successtui.records.house import takes_notes
from successtui.records.kinds import Field
from successtui.services.histories import Step, steps_of
from successtui.services.session import Session
from successtui.store import journal
from successtui.store.changes import Batch
from successtui.store.reader import HIDDEN, Reader
from successtui.store.tables import ChangeKind

PROGRAM = "successtui"
"""Who made a workspace's first records, before it had any user."""
_NUMBERED = {c.declaration.prefix: c for c in REGISTRY.values() if c.declaration.numbered}
_NUMBER = re.compile(rf"\b({'|'.join(map(re.escape, _NUMBERED))})[0-9]+\b")
_WHOLE = {ChangeKind.DELETE: "deleted", ChangeKind.RESTORE: "restored"}


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One line of a record's history as people read it: a change, or a work note.

    Attributes:
        at: the real time, in the person's zone.
        who: the person's name; `root as Dora` when an admin acted as them.
        field: the field's label; empty when the whole record was deleted or restored.
        step: what the person did, in words: the undo step the change was part of.
        batch: that undo step; 0 for work notes.
        name: the field's name; empty where `field` is, and for work notes.
        restores: values that bring the old one back; empty where people cannot.
    """

    at: datetime
    who: str
    field: str
    was: str
    now: str
    step: str
    batch: int = 0
    name: str = ""
    restores: Mapping[str, Any] = attribute(default_factory=dict)


NOTE = "Work note"
"""Stands in place of the field where somebody wrote a note."""


def record_history(session: Session, record: Record) -> list[HistoryLine]:
    """Everything that changed on a record and every work note on it, newest first.

    Fields left empty at first are left out.

    Raises:
        NotFound: missing or hidden.
    """
    cls = type(record)
    with session.read() as reader:
        if reader.get(cls, record.id, deleted=True) is None:
            raise NotFound(f"there is no such {cls.declaration.label.lower()}")
        changes = journal.changes_of_record(reader.connection, cls.declaration.name, record.id)
        steps = [step for step in steps_of(cls, changes) if tells_something(step)]
        teller = Teller(reader, steps)
        steps.sort(key=lambda step: -step.change.batch)
        lines = [_line(teller, step, session.clock) for step in steps]
        return _woven(lines, _notes(reader, record, session.clock))


def _notes(reader: Reader, record: Record, clock: Clock) -> list[HistoryLine]:
    """The work notes on a record as lines, newest first."""
    if not takes_notes(type(record)):
        return []
    about = {"record_type": record.declaration.name, "record": record.id}
    notes = reader.all(WorkNote, about, order=("-at",))
    people = reader.labels("user", [note.author for note in notes if note.author])
    return [
        HistoryLine(clock.local(note.at), people.get(note.author or 0, ""), NOTE, "", note.text, "")
        for note in notes
    ]


def _woven(lines: list[HistoryLine], notes: list[HistoryLine]) -> list[HistoryLine]:
    """Both by time; a note that came with a change stands above it. The order of changes stays
    that of their batches, whatever the clock said."""
    woven: list[HistoryLine] = []
    for line in lines:
        while notes and notes[0].at >= line.at:
            woven.append(notes.pop(0))
        woven.append(line)
    return woven + notes


def tells_something(step: Step) -> bool:
    """Whether a step is more than a field that a new record left empty."""
    return step.change.kind is not ChangeKind.CREATE or step.new not in (None, (), False)


class Teller:
    """Puts steps of history into words, looking up everything they name in few queries."""

    def __init__(
        self, reader: Reader, steps: Sequence[Step], further_batches: Iterable[int] = ()
    ) -> None:
        self._labels = _labels(reader, steps)
        batches = {step.change.batch for step in steps} | set(further_batches)
        self._batches = journal.batches(reader.connection, batches)
        by = sorted({batch.by for batch in self._batches.values()})
        people = reader.rows(User, by, deleted=True)
        self._people = {user.id: user.caption or user.username for user in people.values()}
        self._titles = _titles(reader, self._batches.values())

    def at(self, batch: int) -> datetime:
        """When the batch was stored, UTC."""
        return self._batches[batch].at

    def who(self, batch: int) -> str:
        """Who did it, and as whom."""
        done = self._batches[batch]
        if done.by_customer:
            return done.acting_for
        name = self._people.get(done.by, PROGRAM)
        return f"{done.acting_for} as {name}" if done.acting_for else name

    def by(self, batch: int) -> int:
        """Id of the user it counts as."""
        return self._batches[batch].by

    def title(self, batch: int) -> str:
        """What the person did; a record that is hidden from the reader is not named."""
        return self._titles[batch]

    def was(self, step: Step) -> str:
        """The value before."""
        return self._text(step.field, step.old, step.old_target)

    def now(self, step: Step) -> str:
        """The value after; for a whole record what became of it."""
        if step.field is None:
            return _WHOLE.get(step.change.kind, "")
        return self._text(step.field, step.new, step.new_target)

    def _text(self, field: Field | None, value: Any, target: str | None) -> str:
        if field is None or value is None or value == ():
            return ""
        if isinstance(field.kind, REFERENCE_KINDS):
            ids = value if isinstance(value, tuple) else (value,)
            return ", ".join(self._labels.get((target or "", i), HIDDEN) for i in ids)
        return plain_text(value)


def plain_text(value: object) -> str:
    """A value that refers to nothing, as people read it."""
    match value:
        case bool():
            return "yes" if value else "no"
        case Decimal():
            return format_decimal(value, grouped=True)
        case datetime():
            return value.strftime("%Y-%m-%d %H:%M")
        case tuple():
            return ", ".join(str(item) for item in value)
        case _:
            return str(value)


def _line(teller: Teller, step: Step, clock: Clock) -> HistoryLine:
    batch, field = step.change.batch, step.field
    by_hand = field is not None and not (field.automatic or field.mirrors or field.locked)
    return HistoryLine(
        at=clock.local(teller.at(batch)),
        who=teller.who(batch),
        field=field.label if field else "",
        was=teller.was(step),
        now=teller.now(step),
        step=teller.title(batch),
        batch=batch,
        name=field.name if field else "",
        restores=step.restores if by_hand else {},
    )


def _titles(reader: Reader, batches: Iterable[Batch]) -> dict[int, str]:
    """Titles of batches by id. A title names the record somebody worked on, whose step may have
    reached records of people who do not see that one."""
    known: dict[str, str] = {}

    def named(found: re.Match[str]) -> str:
        number = found.group()
        if number not in known:
            cls = _NUMBERED[found.group(1)]
            seen = reader.by_key(cls, number, deleted=True)
            known[number] = HIDDEN if seen is None else number
        return known[number]

    return {batch.id: _NUMBER.sub(named, batch.title) for batch in batches}


def _labels(reader: Reader, steps: Iterable[Step]) -> dict[tuple[str, int], str]:
    """What people know the referred records by, as far as the reader sees them."""
    wanted: dict[str, set[int]] = {}
    for step in steps:
        for target, value in ((step.old_target, step.old), (step.new_target, step.new)):
            if target is not None and value is not None:
                wanted.setdefault(target, set()).update(
                    value if isinstance(value, tuple) else (value,)
                )
    return {
        (target, record_id): label
        for target, ids in wanted.items()
        for record_id, label in reader.labels(target, ids).items()
    }
