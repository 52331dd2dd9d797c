"""What the demo's people did since the book was brought in, so that history and inbox have a story.

The book arrives four months before today; afterwards dates slip, objectives run into trouble and
recover, and notes are written. Everything goes through the services, as if typed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from successtui.domain.clock import Clock
from successtui.records import Objective, Record, Task, User
from successtui.records.picklists import Progress, WorkState
from successtui.services import records
from successtui.services.inbox import inbox, mark
from successtui.services.session import Session
from successtui.starter.demo.people import HERO, MANAGER_OF
from successtui.store.workspace import Workspace

ARRIVED = 120
"""Days before today on which the book was brought in."""
_SLIPS = (
    ("Customer asked for more time: their release is frozen this week.", 7),
    ("Waiting for the security review on their side.", 10),
    ("Sponsor is travelling; moved by agreement.", 5),
    ("Training room was not free, new date confirmed.", 4),
)
_TROUBLE = (
    ("Two teams still work around us in spreadsheets.", "Both teams moved over; usage is back."),
    ("Sponsor left, no successor named yet.", "New sponsor met and on board."),
    ("Data quality holds the reports up.", "Clean-up done, reports trusted again."),
)
_UNREAD_DAYS = 3
"""Days the hero has not looked into the inbox."""
_SINCE_YESTERDAY = 3
"""So many things happened to the hero's objectives so lately that nobody has read of them."""


@dataclass(frozen=True, slots=True)
class DemoClock(Clock):
    """A clock that stands at a moment of the story."""

    moment: datetime = datetime.min

    def now(self) -> datetime:
        """The moment of the story."""
        return self.moment


@dataclass(frozen=True, slots=True)
class _Event:
    days_ago: int
    who: str
    record: Record
    changes: dict[str, Any]
    note: str = ""


def clock_at(today: date, days_ago: int, minute: int = 0) -> DemoClock:
    """The clock of a working morning so many days before today."""
    day = today - timedelta(days=days_ago)
    began = datetime.combine(day, time(8, 30), UTC)
    return DemoClock(pinned=day, moment=began + timedelta(minutes=minute))


def live_through(workspace: Workspace, today: date) -> None:
    """Makes everything happen that happened since the book came in, in order of time."""
    with Session(workspace, HERO, Clock(today)).read() as reader:
        hero = reader.require(User, reader.actor.id if reader.actor else None)
        open_work = {"state": WorkState.IN_PROGRESS}
        objectives = reader.all(Objective, {**open_work, "progress": Progress.ON_TRACK})
        tasks = reader.all(Task, {"state": [WorkState.NEW, WorkState.IN_PROGRESS]})
    slipping = [task for task in tasks if task.due_date is not None and task.due_date > today]
    story = [*_slips(slipping), *_troubles(objectives, hero)]
    story.sort(key=lambda event: -event.days_ago)
    for minute, event in enumerate(story):
        session = Session(workspace, event.who, clock_at(today, event.days_ago, minute))
        now = records.get(session, type(event.record), event.record.id)
        records.update(session, now, event.changes, note=event.note)
    _read_what_is_old(Session(workspace, HERO, clock_at(today, _UNREAD_DAYS)))


def _read_what_is_old(session: Session) -> None:
    old = [one.id for one in inbox(session).notices if one.at < session.clock.now()]
    mark(session, old)


def _slips(tasks: Sequence[Task]) -> Iterator[_Event]:
    for place, task in enumerate(tasks[:24]):
        note, days = _SLIPS[place % len(_SLIPS)]
        assert task.due_date is not None
        changes = {"due_date": task.due_date + timedelta(days=days)}
        yield _Event(100 - 4 * place, HERO, task, changes, note)


def _troubles(objectives: Sequence[Objective], hero: User) -> Iterator[_Event]:
    manager = MANAGER_OF[HERO]
    watching = {"watch_list": (hero.id,), "work_notes_list": (hero.id,)}
    for place, objective in enumerate(objectives[:9]):
        bad, good = _TROUBLE[place % len(_TROUBLE)]
        lately = place < _SINCE_YESTERDAY
        began = 1 if lately else 80 - 6 * place
        yield _Event(ARRIVED - 1, HERO, objective, watching)
        yield _Event(began, manager, objective, {"progress": Progress.AT_RISK}, bad)
        if not lately:
            yield _Event(began - 12, HERO, objective, {"progress": Progress.ON_TRACK}, good)
