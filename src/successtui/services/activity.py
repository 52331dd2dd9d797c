"""What happened lately on an account and on everything in it, one sentence a change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from successtui.domain.errors import NotFound
from successtui.domain.plaintext import one_line
from successtui.records import REGISTRY, Account, Record, WorkNote
from successtui.records.record import is_long_text
from successtui.services.histories import Step, steps_of
from successtui.services.retelling import Teller, tells_something
from successtui.services.session import Session
from successtui.services.showing import Shower
from successtui.store import journal
from successtui.store.account_history import Event, newest_events
from successtui.store.reader import Reader
from successtui.store.tables import ChangeKind

_FIELDS = 4
_VALUE = 40
_NOTE = 120
_NOTHING = "–"
_LEFT_OUT = ("account", "record_type", "at", "author")
"""Parts of a key that the line says otherwise."""


@dataclass(frozen=True, slots=True)
class ActivityLine:
    """One change.

    Attributes:
        at: the real time, in the person's zone.
        who: the person's name; `root as Dora` when an admin acted as them.
        what: a sentence such as `Task TSK0000012 Kick-off call: state New → Closed`.
    """

    at: datetime
    who: str
    what: str


def account_activity(session: Session, account_id: int, limit: int = 200) -> list[ActivityLine]:
    """The newest changes of the account and of all its records the person sees, newest first.

    Raises:
        NotFound: the account is missing or hidden.
    """
    with session.read() as reader:
        if reader.get(Account, account_id, deleted=True) is None:
            raise NotFound("there is no such account")
        events = newest_events(reader, account_id, limit)
        steps = _steps(reader, events)
        names = _names(reader, events, session)
        teller = Teller(reader, [step for some in steps.values() for step in some])
        found = []
        for event in events:
            record, name = names[event.record_type, event.record_id]
            what = _sentence(record, name, steps.get(event, []), teller)
            if what:
                at = session.clock.local(teller.at(event.batch))
                found.append(ActivityLine(at, teller.who(event.batch), what))
        return found


def _steps(reader: Reader, events: Iterable[Event]) -> dict[Event, list[Step]]:
    """What the events consist of; fields the program fills by itself are left out."""
    wanted = set(events)
    ids = {
        e.record_type: [o.record_id for o in wanted if o.record_type == e.record_type]
        for e in wanted
    }
    found: dict[Event, list[Step]] = {}
    for (name, record_id), changes in journal.changes_of_records(reader.connection, ids).items():
        for step in steps_of(REGISTRY[name], changes):
            event = Event(step.change.batch, name, record_id)
            if event in wanted and tells_something(step) and not _by_itself(step):
                found.setdefault(event, []).append(step)
    return found


def _by_itself(step: Step) -> bool:
    return step.field is not None and (step.field.automatic or bool(step.field.mirrors))


def _names(
    reader: Reader, events: Iterable[Event], session: Session
) -> dict[tuple[str, int], tuple[Record, str]]:
    """The changed records and what people know them by."""
    ids: dict[str, set[int]] = {}
    for event in events:
        ids.setdefault(event.record_type, set()).add(event.record_id)
    found = {}
    for name, wanted in ids.items():
        records = reader.rows(REGISTRY[name], sorted(wanted), deleted=True)
        unnamed = [record for record in records.values() if not record.caption]
        shower = Shower(reader, unnamed, session.clock.today()) if unnamed else None
        for record in records.values():
            called = _called(record, shower)
            found[name, record.id] = record, called
    return found


def _called(record: Record, shower: Shower | None) -> str:
    """Number and caption; where it has neither, what it connects."""
    if record.caption or shower is None:
        number = "" if record.caption == record.number else record.number
        return f"{number} {record.caption}".strip()
    parts = [name for name in record.declaration.key if name not in _LEFT_OUT]
    return ", ".join(text for name in parts if (text := shower.cell(record, name).text))


def _sentence(record: Record, name: str, steps: list[Step], teller: Teller) -> str:
    """The event in words; empty when nothing a person did is left of it."""
    if not steps:
        return ""
    label = record.declaration.label
    kinds = {step.change.kind for step in steps}
    if isinstance(record, WorkNote) and ChangeKind.CREATE in kinds:
        return f"{label} on {name}: {one_line(record.text, _NOTE)}"
    for kind, verb in _VERBS:
        if kind in kinds:
            return f"{verb} {_inside(label)} {name}".rstrip()
    told = [_field(step, teller) for step in steps[:_FIELDS]]
    more = f" and {len(steps) - _FIELDS} more fields" if len(steps) > _FIELDS else ""
    return f"{label} {name}: {', '.join(told)}{more}"


_VERBS = (
    (ChangeKind.DELETE, "Deleted"),
    (ChangeKind.CREATE, "New"),
    (ChangeKind.RESTORE, "Restored"),
)


def _field(step: Step, teller: Teller) -> str:
    assert step.field is not None
    label = _inside(step.field.label)
    if is_long_text(step.field):
        return f"{label} changed"
    was, now = one_line(teller.was(step), _VALUE), one_line(teller.now(step), _VALUE)
    return f"{label} {was or _NOTHING} → {now or _NOTHING}"


def _inside(label: str) -> str:
    """A label in the middle of a sentence: `outcome (KPI)`, but `SuccessPlay` and `CSM` as is."""
    first = label.split(" ", 1)[0]
    return label if first[1:] != first[1:].lower() else label[:1].lower() + label[1:]
