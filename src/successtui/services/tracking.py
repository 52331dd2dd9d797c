"""What the Success Tracker shows: plans with objectives, KPIs, plays and tasks, and when.

Owns the tree beside the timeline and the activities of an account. Changes stand in
`tracking_changes`, the KPIs in `tracking_kpis`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeVar

from successtui.domain.clock import Clock
from successtui.domain.lifecycle import is_open, state_field
from successtui.domain.progress import is_measurable
from successtui.records import Account, Objective, Outcome, Plan, Play, Record, Task, Touchpoint
from successtui.services.derived import completion, outcome_values
from successtui.services.planning import current_plan, is_running
from successtui.services.session import Session
from successtui.services.showing import OVERDUE, Shower, Shown
from successtui.store.reader import Reader

T = TypeVar("T", bound=Record)

END_FIELD = {
    "plan": "end_date",
    "objective": "end_date",
    "outcome": "target_date",
    "play": "end_date",
    "task": "due_date",
    "touchpoint": "due_date",
}
"""The date a bar of each type ends with."""
START_FIELD = {
    "plan": "start_date",
    "objective": "start_date",
    "outcome": "planned_start",
    "play": "start_date",
    "task": "start_date",
}
WITHOUT_PLAN = "Without a plan"
TOUCHPOINTS, OBJECTIVES = "Touchpoints", "Objectives"
_NOTHING = Shown("")


@dataclass(frozen=True, slots=True)
class Tracked:
    """One row of the tracker.

    Attributes:
        key: `type:id`, or the name of a group.
        record: `None` for a group.
        owner: who has it, in words.
        due: the date it ends with, with its sign when it has passed.
        progress: 0 to 100; `None` when nothing is measured.
        assumed: it has no end of its own, `end` is that of what lies below it.
    """

    key: str
    parent: str | None
    depth: int
    title: str
    record: Record | None
    owner: str = ""
    status: Shown = _NOTHING
    due: Shown = _NOTHING
    start: date | None = None
    end: date | None = None
    progress: int | None = None
    late: bool = False
    ended: bool = False
    assumed: bool = False
    has_children: bool = False


@dataclass(frozen=True, slots=True)
class TrackerPage:
    """The tracker of an account or of one of its plans.

    Attributes:
        plan: the plan that was asked for; `None` for all of the account's.
        current: id of the plan new objectives go to; `None` when there is none yet.
    """

    account: Account
    plan: Plan | None
    current: int | None
    rows: tuple[Tracked, ...]
    today: date


@dataclass(frozen=True, slots=True)
class Subject:
    """Something the tracker can be opened for: an account, or one of its plans."""

    account: int
    plan: int | None
    title: str
    hint: str


def subjects(session: Session, text: str = "", limit: int = 60) -> list[Subject]:
    """Accounts and plans whose name holds the text, accounts first."""
    with session.read() as reader:
        accounts = reader.choices("account", text, limit=limit)
        plans = [p for p in reader.choices("plan", text, limit=limit) if p["account"]]
        names = reader.labels("account", [plan["account"] for plan in plans])
    found = [Subject(a.id, None, a.caption, f"{a.number} · all its plans") for a in accounts]
    found += [
        Subject(p["account"], p.id, p.caption, f"{p.number} · {names[p['account']]}") for p in plans
    ]
    return found


def tracker_page(session: Session, account_id: int, plan_id: int | None = None) -> TrackerPage:
    """Plan, objective, play and task of an account as rows in display order.

    Args:
        plan_id: only this plan of the account.

    Raises:
        NotFound: missing or hidden.
    """
    with session.read() as reader:
        account = reader.require(Account, account_id)
        plan = None if plan_id is None else reader.require(Plan, plan_id)
        where = {"account": account_id} if plan is None else {"id": plan.id}
        plans = reader.all(Plan, where, order=("-start_date", "-id"))
        running = current_plan(reader, account_id)
        plans.sort(key=lambda p: running is None or p.id != running.id)
        tree = _Tree(reader, account, plans, whole=plan is None, today=session.clock.today())
        rows = tuple(tree.rows())
    current = running.id if running else None
    return TrackerPage(account, plan, current, rows, session.clock.today())


def activity_page(session: Session, account_id: int) -> tuple[Tracked, ...]:
    """The account's touchpoints, then its objectives, each in the order of time (R003-38).

    Raises:
        NotFound: missing or hidden.
    """
    with session.read() as reader:
        reader.require(Account, account_id)
        today = session.clock.today()
        of_account = {"account": account_id}
        touches = reader.all(Touchpoint, of_account)
        objectives = reader.all(Objective, of_account, order=("start_date", "id"))
        found: list[Tracked] = []
        for title, records in ((TOUCHPOINTS, touches), (OBJECTIVES, objectives)):
            if not records:
                continue
            shower = Shower(reader, records, today)
            rows = [
                _tracked(shower, r, title, 1, today, session.clock, completion_of(shower, r))
                for r in records
            ]
            rows.sort(key=lambda row: (row.end or row.start or date.max, row.key))
            found.append(Tracked(title, None, 0, title, None, has_children=True))
            found += rows
    return tuple(found)


def completion_of(shower: Shower, record: Record) -> int | None:
    """How far an objective has come; `None` for other records."""
    if not isinstance(record, Objective):
        return None
    shown = shower.json_value(record, "completion_pct")
    return shown if isinstance(shown, int) else None


class _Tree:
    """Reads everything the plans are made of, then lays it out."""

    def __init__(
        self, reader: Reader, account: Account, plans: list[Plan], *, whole: bool, today: date
    ) -> None:
        self._today = today
        self._plans = plans
        kept = {plan.id for plan in plans} | ({None} if whole else set())
        of_account = {"account": account.id}
        by_start = ("start_date", "id")
        objectives = [
            o for o in reader.all(Objective, of_account, order=by_start) if o.plan in kept
        ]
        known = [objective.id for objective in objectives]
        plays = [
            p
            for p in reader.all(Play, of_account, order=by_start)
            if p.objective in set(known) or (p.objective is None and p.plan in kept)
        ]
        outcomes = reader.all(Outcome, {"objective": known}, order=("target_date", "id"))
        parents = {
            "play": [play.id for play in plays],
            "objective": known,
            "plan": [plan.id for plan in plans],
            "account": [account.id] if whole else [],
        }
        self._tasks: dict[tuple[str, int], list[Task]] = defaultdict(list)
        tasks: list[Task] = []
        for kind, ids in parents.items():
            where = {"parent_type": kind, "parent": ids}
            tasks += reader.all(Task, where, order=("due_date", "id")) if ids else []
        for task in tasks:
            self._tasks[str(task.parent_type), task.parent].append(task)
        groups: tuple[Sequence[Record], ...] = (plans, objectives, outcomes, plays, tasks)
        self._showers = {
            group[0].declaration.name: Shower(reader, group, today) for group in groups if group
        }
        self._objectives = _grouped(objectives, "plan")
        self._outcomes = _grouped(outcomes, "objective")
        self._plays = _grouped((p for p in plays if p.objective), "objective")
        self._loose_plays = _grouped((p for p in plays if not p.objective), "plan")
        self._loose_tasks = self._tasks["account", account.id]

    def rows(self) -> Iterator[Tracked]:
        """The tree in display order."""
        for plan in self._plans:
            key = f"plan:{plan.id}"
            below = list(self._of_plan(plan.id, key, self._tasks["plan", plan.id]))
            yield from self._with(self._row(plan, None, 0), below)
        loose = list(self._of_plan(None, WITHOUT_PLAN, self._loose_tasks))
        if loose:
            yield Tracked(WITHOUT_PLAN, None, 0, WITHOUT_PLAN, None, has_children=True)
            yield from loose

    def _of_plan(self, plan_id: int | None, key: str, tasks: Sequence[Task]) -> Iterator[Tracked]:
        for objective in self._objectives.get(plan_id, ()):
            yield from self._objective(objective, key)
        for play in self._loose_plays.get(plan_id, ()):
            yield from self._play(play, key, 1)
        for task in tasks:
            yield self._row(task, key, 1)

    def _objective(self, objective: Objective, parent: str) -> Iterator[Tracked]:
        key = f"objective:{objective.id}"
        outcomes = self._outcomes.get(objective.id, [])
        plays = self._plays.get(objective.id, [])
        tasks = self._tasks["objective", objective.id]
        todo = [*tasks, *(t for play in plays for t in self._tasks["play", play.id])]
        measured = completion(outcomes, plays, todo) if outcomes or plays or todo else None
        below: list[Tracked] = []
        for outcome in outcomes:
            path = (outcome.base_value, outcome.current_value, outcome.target_value)
            known = is_measurable(*path, outcome.direction)
            share = outcome_values(outcome, self._today)["progress_pct"] if known else None
            below.append(self._row(outcome, key, 2, share))
        for play in plays:
            below += self._play(play, key, 2)
        below += [self._row(task, key, 2) for task in tasks]
        yield from self._with(self._row(objective, parent, 1, measured), below)

    def _play(self, play: Play, parent: str, depth: int) -> Iterator[Tracked]:
        tasks = self._tasks["play", play.id]
        below = [self._row(task, f"play:{play.id}", depth + 1) for task in tasks]
        share = completion([], [], tasks) if tasks else None
        yield from self._with(self._row(play, parent, depth, share), below)

    def _with(self, row: Tracked, below: Sequence[Tracked]) -> Iterator[Tracked]:
        """A row and what hangs from it, which also says how long it lasts when it does not."""
        if row.end is None:
            ends = [other.end for other in below if other.end is not None]
            starts = [d for other in below for d in (other.start, other.end) if d is not None]
            start = row.start or min(starts, default=None)
            row = replace(row, start=start, end=max(ends, default=None), assumed=bool(ends))
        yield replace(row, has_children=bool(below))
        yield from below

    def _row(
        self, record: Record, parent: str | None, depth: int, progress: int | None = None
    ) -> Tracked:
        shower = self._showers[record.declaration.name]
        return _tracked(shower, record, parent, depth, self._today, None, progress)


def _tracked(
    shower: Shower,
    record: Record,
    parent: str | None,
    depth: int,
    today: date,
    clock: Clock | None,
    progress: int | None,
) -> Tracked:
    name = record.declaration.name
    stands = state_field(name)
    ended = not (is_running(record) if isinstance(record, Plan) else is_open(record[stands]))
    start = record[START_FIELD[name]] if name in START_FIELD else None
    end = record[END_FIELD[name]]
    meeting: datetime | None = record.values().get("meeting_at")
    if meeting is not None and clock is not None:
        end = clock.local(meeting).date()
    owner_field = next((f for f in ("owner", "assigned_to") if f in record.values()), "")
    reached = isinstance(record, Outcome) and progress == 100
    late = end is not None and end < today and not ended and not reached
    sign = OVERDUE if late else ""
    shown = stands if ended or "progress" not in record.values() else "progress"
    return Tracked(
        key=f"{name}:{record.id}",
        parent=parent,
        depth=depth,
        title=record.caption,
        record=record,
        owner=shower.cell(record, owner_field).text if owner_field else "",
        status=shower.cell(record, shown),
        due=Shown(f"{end}{sign}" if end else "", "bad" if late else ""),
        start=start,
        end=end,
        progress=progress,
        late=late,
        ended=ended,
    )


def _grouped(records: Iterable[T], field: str) -> dict[int | None, list[T]]:
    found: dict[int | None, list[T]] = defaultdict(list)
    for record in records:
        found[record[field]].append(record)
    return found
