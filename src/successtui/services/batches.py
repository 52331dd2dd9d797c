"""What one batch did, in people's words: every change of it that the reader may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from successtui.domain.errors import NotFound
from successtui.records import REGISTRY
from successtui.services.histories import Step, steps_of
from successtui.services.retelling import Teller, tells_something
from successtui.services.session import Session
from successtui.store import journal


@dataclass(frozen=True, slots=True)
class BatchLine:
    """One change.

    Attributes:
        field: the field's label; empty when the whole record was deleted or restored.
    """

    record: str
    field: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class BatchStory:
    """A batch and its changes, oldest first.

    Attributes:
        at: when, in the person's zone.
        undone: whether it was taken back.
        hidden: how many changes are of records the reader may not see; told to who did it, and 0
            for everybody else.
    """

    title: str
    who: str
    at: datetime
    undone: bool
    lines: tuple[BatchLine, ...]
    hidden: int


def batch_story(session: Session, batch: int) -> BatchStory:
    """The story of a batch.

    Raises:
        NotFound: there is no such batch, or nothing of it may be seen.
    """
    with session.read() as reader:
        changes = journal.changes_of_batch(reader.connection, batch)
        ids: dict[str, set[int]] = {}
        for change in changes:
            ids.setdefault(change.record_type, set()).add(change.record_id)
        seen = {
            (name, record.id): record
            for name, some in ids.items()
            for record in reader.rows(REGISTRY[name], sorted(some), deleted=True).values()
        }
        if not seen:
            raise NotFound(f"there is no batch {batch}")
        steps: list[Step] = []
        whole = {name: {i for of, i in seen if of == name} for name in ids}
        for (name, _), made in journal.changes_of_records(reader.connection, whole).items():
            of_record = steps_of(REGISTRY[name], made)
            steps += [s for s in of_record if s.change.batch == batch and tells_something(s)]
        steps.sort(key=lambda step: step.change.seq)
        teller = Teller(reader, steps, [batch])
        lines = []
        for step in steps:
            record = seen[step.change.record_type, step.change.record_id]
            number = "" if record.number == record.caption else record.number
            name = f"{number} {record.caption}".strip() or record.declaration.label
            label = step.field.label if step.field else ""
            lines.append(BatchLine(name, label, teller.was(step), teller.now(step)))
        hidden = 0
        if reader.actor is None or teller.by(batch) == reader.actor.id:
            hidden = sum((c.record_type, c.record_id) not in seen for c in changes)
        undone = journal.was_undone(reader.connection, batch)
        at = session.clock.local(teller.at(batch))
        return BatchStory(teller.title(batch), teller.who(batch), at, undone, tuple(lines), hidden)
