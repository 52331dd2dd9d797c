"""The plan of an account as one picture: summary, objectives, outcomes, plays, tasks in a tree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from successtui.domain.lifecycle import is_open
from successtui.domain.progress import is_measurable
from successtui.records import Account, Objective, Outcome, Plan, Play, Record, Task, User
from successtui.services.derived import completion, outcome_values
from successtui.services.records import Saved
from successtui.services.saver import Saver
from successtui.services.session import Session
from successtui.services.showing import Shower, Shown
from successtui.store.reader import Reader

T = TypeVar("T", bound=Record)

NOTHING = Shown("")
_ENDED_PLANS = ("Completed", "Canceled")
_DATE_FIELD = {
    "objective": "end_date",
    "outcome": "target_date",
    "play": "end_date",
    "task": "due_date",
}


@dataclass(frozen=True, slots=True)
class PlanNode:
    """One line of the tree.

    Attributes:
        key: `type:id`, or the name of a group.
        record: `None` for a group or an account's heading.
        progress: 0 to 100, `None` when nothing can be measured.
    """

    key: str
    parent: str | None
    depth: int
    title: str
    record: Record | None
    owner: str = ""
    status: Shown = NOTHING
    date: Shown = NOTHING
    progress: int | None = None
    has_children: bool = False
    ended: bool = False


@dataclass(frozen=True, slots=True)
class PlanPage:
    """What the plan tab shows of one account, or of it and all accounts below it.

    Attributes:
        plan: the current plan; `None` when the account has none yet.
        summary_by: name of who edited the summary last, empty if nobody did.
        summary_at: when, in the person's zone.
        accounts: how many accounts the tree covers.
    """

    account: Account
    plan: Plan | None
    summary_by: str
    summary_at: datetime | None
    nodes: tuple[PlanNode, ...]
    accounts: int


def current_plan(reader: Reader, account_id: int) -> Plan | None:
    """The account's newest plan that has not ended; else its newest."""
    plans = reader.all(Plan, {"account": account_id}, order=("-id",))
    running = [plan for plan in plans if is_running(plan)]
    return next(iter([*running, *plans]), None)


def is_running(plan: Plan) -> bool:
    """Whether the plan has not ended."""
    return plan.status not in _ENDED_PLANS


def plan_for(saver: Saver, account: Account) -> Plan:
    """The account's current plan; a new one when it has none."""
    found = current_plan(saver.unit, account.id)
    if found is not None:
        return found
    name = f"{account.name[:200]} success plan"
    return saver.add(Plan, {"name": name, "account": account.id})


def save_summary(session: Session, account_id: int, text: str, base: str | None) -> Saved:
    """Keeps the summary of the account's plan (R001-10); an account without a plan gets one.

    Args:
        base: the summary the person began with.

    Raises:
        Conflict: somebody else changed it since; `theirs["summary"]` is what is stored now.
        Forbidden, NotFound: as saving any record.
    """
    with session.change("Edit plan summary") as unit:
        saver = Saver(unit, session.clock.today())
        plan = plan_for(saver, unit.require(Account, account_id))
        summary = text if text.strip() else None
        saved = saver.change(plan, {"summary": summary}, base={"summary": base})
    return Saved(saved, unit.batch_id, ("summary",), frozenset(unit.touched), ())


def plan_page(session: Session, account_id: int, *, with_children: bool = False) -> PlanPage:
    """The plan of an account (R001-45), with all accounts below it on demand (R001-44).

    Raises:
        NotFound: the account is missing or hidden.
    """
    with session.read() as reader:
        account = reader.require(Account, account_id)
        plan = current_plan(reader, account_id)
        accounts = [account, *(_below(reader, account) if with_children else ())]
        builder = _TreeBuilder(reader, accounts, session.clock.today())
        nodes = tuple(builder.nodes(headings=with_children))
        author = reader.get(User, plan.summary_updated_by) if plan else None
    by = author.name if author else ""
    edited = plan.summary_updated_at if plan else None
    at = session.clock.local(edited) if edited else None
    return PlanPage(account, plan, by, at, nodes, len(accounts))


def _below(reader: Reader, account: Account) -> Iterator[Account]:
    """All visible accounts below one, level by level; a circle ends where it closes."""
    seen, level = {account.id}, [account.id]
    while level:
        found = reader.all(Account, {"parent_account": level}, order=("name",))
        fresh = [child for child in found if child.id not in seen]
        yield from fresh
        level = [child.id for child in fresh]
        seen.update(level)


class _TreeBuilder:
    """Reads everything the accounts' plans are made of, then lays it out."""

    def __init__(self, reader: Reader, accounts: list[Account], today: date) -> None:
        self._accounts = accounts
        self._today = today
        ids = [account.id for account in accounts]
        plans = [current_plan(reader, i) for i in ids]
        current = {plan.id for plan in plans if plan}
        objectives = [
            o
            for o in reader.all(Objective, {"account": ids}, order=("start_date", "id"))
            if o.plan is None or o.plan in current
        ]
        kept = {objective.id for objective in objectives}
        outcomes = reader.all(Outcome, {"objective": list(kept)}, order=("id",))
        plays = [
            p
            for p in reader.all(Play, {"account": ids}, order=("start_date", "id"))
            if p.objective in kept or (p.objective is None and p.plan in (None, *current))
        ]
        of_plays = {"parent_type": "play", "parent": [p.id for p in plays]}
        tasks = reader.all(Task, of_plays, order=("due_date", "id"))
        for kind, parents in (("objective", kept), ("plan", current), ("account", set(ids))):
            where = {"parent_type": kind, "parent": list(parents)}
            tasks += reader.all(Task, where, order=("due_date", "id"))
        groups: tuple[list[Record], ...] = ([*objectives], [*outcomes], [*plays], [*tasks])
        self._showers = {
            group[0].declaration.name: Shower(reader, group, today) for group in groups if group
        }
        self._objectives = _grouped(objectives, "account")
        self._outcomes = _grouped(outcomes, "objective")
        self._plays = _grouped((p for p in plays if p.objective), "objective")
        self._loose_plays = _grouped((p for p in plays if not p.objective), "account")
        self._tasks: dict[tuple[str, int], list[Task]] = defaultdict(list)
        self._loose_tasks: dict[int, list[Task]] = defaultdict(list)
        for task in tasks:
            self._tasks[str(task.parent_type), task.parent].append(task)
            if task.parent_type in ("plan", "account") and task.account is not None:
                self._loose_tasks[task.account].append(task)

    def nodes(self, *, headings: bool) -> Iterator[PlanNode]:
        """The tree in display order; with a heading for each account on demand."""
        for account in self._accounts:
            key, depth = (f"account:{account.id}", 1) if headings else (None, 0)
            below = list(self._of_account(account, key, depth))
            if headings and (below or account is self._accounts[0]):
                yield PlanNode(
                    f"account:{account.id}", None, 0, account.name, account, has_children=True
                )
            yield from below

    def _of_account(self, account: Account, parent: str | None, depth: int) -> Iterator[PlanNode]:
        for objective in self._objectives.get(account.id, ()):
            yield from self._objective(objective, parent, depth)
        plays, tasks = self._loose_plays.get(account.id, ()), self._loose_tasks[account.id]
        if plays or tasks:
            key = f"loose:{account.id}"
            yield PlanNode(key, parent, depth, "Without an objective", None, has_children=True)
            for play in plays:
                yield from self._play(play, key, depth + 1)
            for task in tasks:
                yield self._node(task, key, depth + 1)

    def _objective(
        self, objective: Objective, parent: str | None, depth: int
    ) -> Iterator[PlanNode]:
        key = f"objective:{objective.id}"
        outcomes = self._outcomes.get(objective.id, [])
        plays = self._plays.get(objective.id, [])
        tasks = self._tasks["objective", objective.id]
        below = [*tasks, *(t for play in plays for t in self._tasks["play", play.id])]
        yield self._node(
            objective,
            parent,
            depth,
            progress=completion(outcomes, plays, below) if outcomes or plays or tasks else None,
            has_children=bool(outcomes or plays or tasks),
        )
        for outcome in outcomes:
            values = outcome_values(outcome, self._today)
            path = (outcome.base_value, outcome.current_value, outcome.target_value)
            known = is_measurable(*path, outcome.direction)
            yield self._node(
                outcome, key, depth + 1, progress=values["progress_pct"] if known else None
            )
        for play in plays:
            yield from self._play(play, key, depth + 1)
        for task in tasks:
            yield self._node(task, key, depth + 1)

    def _play(self, play: Play, parent: str, depth: int) -> Iterator[PlanNode]:
        tasks = self._tasks["play", play.id]
        share = completion([], [], tasks) if tasks else None
        yield self._node(play, parent, depth, progress=share, has_children=bool(tasks))
        for task in tasks:
            yield self._node(task, f"play:{play.id}", depth + 1)

    def _node(
        self,
        record: Record,
        parent: str | None,
        depth: int,
        *,
        progress: int | None = None,
        has_children: bool = False,
    ) -> PlanNode:
        name = record.declaration.name
        shower = self._showers[name]
        ended = not is_open(record["state"])
        return PlanNode(
            key=f"{name}:{record.id}",
            parent=parent,
            depth=depth,
            title=record.caption,
            record=record,
            owner=_owner(shower, record),
            status=shower.cell(record, "state" if ended else "progress"),
            date=shower.cell(record, _DATE_FIELD[name]),
            progress=progress,
            has_children=has_children,
            ended=ended,
        )


def _owner(shower: Shower, record: Record) -> str:
    """The person first; behind them the role they stand in for."""
    owner = shower.cell(record, "owner").text
    person = record.values().get("owner_user") and shower.cell(record, "owner_user").text
    return f"{person} · {owner}" if person else owner


def _grouped(records: Iterable[T], field: str) -> dict[int, list[T]]:
    found: dict[int, list[T]] = defaultdict(list)
    for record in records:
        found[record[field]].append(record)
    return found
