"""A customer's view as lines of a tree, and each line in full: what portal and preview draw.

Built from the values of `services/sharing/shown.py` and from nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from successtui.domain.lifecycle import Glyph, glyph
from successtui.domain.numbers import format_decimal
from successtui.services.sharing.shown import (
    CustomerObjective,
    CustomerOutcome,
    CustomerPlan,
    CustomerPlay,
    CustomerTask,
    CustomerView,
    behind,
    own_tasks,
)
from successtui.widgets.bars import progress_bar, sparkline
from successtui.widgets.columns import Cell, Column
from successtui.widgets.tree_table import Node

COLUMNS = (
    Column("title", "Your success plan", None, min_width=26, weight=5),
    Column("who", "Who", None, min_width=9, weight=1, priority=3),
    Column("due", "Due", 10, priority=7),
    Column("progress", "Progress", 17, priority=8),
)
NOTHING_YET = (
    "Nothing is shared with you yet. As soon as your contact person shares a plan, it stands here."
)
TODOS = "To-Do's"
_BAR, _TREND = 5, 6
_TONES = {"On-Track": "good", "Completed": "good", "At Risk": "warn", "Overdue": "bad"}


@dataclass(slots=True)
class CustomerLines:
    """The tree of a view.

    Attributes:
        details: the whole of each line, by its key.
        tasks: the task behind a line, by its key.
    """

    nodes: list[Node] = field(default_factory=list)
    details: dict[str, str] = field(default_factory=dict)
    tasks: dict[str, CustomerTask] = field(default_factory=dict)


def lines_of(view: CustomerView) -> CustomerLines:
    """Every plan with what is shared of it, then the bucket of To-Do's (R001-42)."""
    builder = _Builder(view.today)
    for place, plan in enumerate(view.plans):
        builder.plan(f"plan{place}", plan)
    if view.todos:
        builder.todos(view.todos)
    return builder.lines


def heading(view: CustomerView) -> str:
    """One sentence above the tree: what waits for the contact."""
    if view.is_empty:
        return NOTHING_YET if view.contact else f"Nothing of {view.account} is shared yet."
    waiting = [task for task in own_tasks(view) if not task.done]
    if not view.contact:
        return f"What all contacts of {view.account} see, as of {view.today}"
    if not waiting:
        return "Nothing waits for you right now."
    due = min((task.due for task in waiting if task.due is not None), default=None)
    overdue = sum(task.due is not None and task.due < view.today for task in waiting)
    told = f"{len(waiting)} task{'s' * (len(waiting) != 1)} for you"
    if overdue:
        return f"{told}, {overdue} overdue"
    return f"{told}, the next due {due}" if due else told


class _Builder:
    def __init__(self, today: date) -> None:
        self.lines = CustomerLines()
        self._today = today

    def plan(self, key: str, plan: CustomerPlan) -> None:
        """A plan, its objectives, and its plays without one."""
        review = f"next review {plan.review_on}" if plan.review_on else ""
        detail = _told(plan.name, (plan.owner, _span(plan.start, plan.end), review))
        cells = (Cell(plan.name, "accent"), plan.owner, Cell(_day(plan.end)), Cell(""))
        self._add(key, None, 0, cells, detail, bool(plan.objectives or plan.plays))
        for place, goal in enumerate(plan.objectives):
            self._objective(f"{key}.goal{place}", key, goal)
        for place, play in enumerate(plan.plays):
            self._play(f"{key}.play{place}", key, 1, play)

    def todos(self, tasks: Iterable[CustomerTask]) -> None:
        """Tasks of contacts that stand outside of shared plays."""
        cells = (Cell(TODOS, "accent"), Cell(""), Cell(""), Cell(""))
        self._add("todos", None, 0, cells, "Tasks that belong to no play above", True)
        for task in tasks:
            self._task("todos", 1, task)

    def _objective(self, key: str, parent: str, goal: CustomerObjective) -> None:
        facts = (goal.owner, _span(goal.start, goal.end), goal.progress)
        detail = _told(goal.name, facts, goal.description)
        cells = (Cell(f"⚑ {goal.name}"), goal.owner, Cell(_day(goal.end)), _status(goal.progress))
        self._add(key, parent, 1, cells, detail, bool(goal.outcomes or goal.plays))
        for place, kpi in enumerate(goal.outcomes):
            self._outcome(f"{key}.kpi{place}", key, kpi)
        for place, play in enumerate(goal.plays):
            self._play(f"{key}.play{place}", key, 2, play)

    def _outcome(self, key: str, parent: str, kpi: CustomerOutcome) -> None:
        measured = f"as of {kpi.as_of}" if kpi.as_of else ""
        wanted = f"to be reached by {kpi.target_date}" if kpi.target_date else ""
        facts = (_values(kpi), measured, wanted, kpi.status)
        tone = _TONES.get(kpi.status, "")
        cells = (
            Cell(f"◎ {kpi.title}"),
            Cell(_values(kpi), tone),
            Cell(_day(kpi.target_date)),
            Cell(_way(kpi), "bar"),
        )
        self._add(key, parent, 2, cells, _told(kpi.title, facts, kpi.description))

    def _play(self, key: str, parent: str, depth: int, play: CustomerPlay) -> None:
        people = " and ".join(name for name in (play.owner, play.co_owner) if name)
        facts = (people, _span(play.start, play.end), play.progress)
        detail = _told(play.name, facts, play.description)
        cells = (Cell(f"▷ {play.name}"), people, Cell(_day(play.end)), _status(play.progress))
        self._add(key, parent, depth, cells, detail, bool(play.tasks))
        for task in play.tasks:
            self._task(key, depth + 1, task)

    def _task(self, parent: str, depth: int, task: CustomerTask) -> None:
        key = f"task{task.id}"
        late = not task.done and task.due is not None and task.due < self._today
        state = "done" if task.done else "overdue" if late else "open"
        mark = Glyph.DONE if task.done else Glyph.NEW
        who = "you" if task.mine else task.owner
        due = f"due {task.due}" if task.due else ""
        facts = ("your task" if task.mine else task.owner, due, state)
        tone = "good" if task.done else "bad" if late else ""
        cells = (
            Cell(f"{mark} {task.title}"),
            Cell(who, "accent" if task.mine and not task.done else ""),
            Cell(_day(task.due), "bad" if late else ""),
            Cell(f"{mark} {state}", tone),
        )
        self.lines.tasks[key] = task
        detail = _told(task.title, facts, task.description)
        self._add(key, parent, depth, cells, detail, dim=task.done)

    def _add(
        self,
        key: str,
        parent: str | None,
        depth: int,
        cells: tuple[Cell | str, ...],
        detail: str,
        has_children: bool = False,
        *,
        dim: bool = False,
    ) -> None:
        self.lines.nodes.append(Node(key, depth, cells, has_children, parent, dim))
        self.lines.details[key] = detail


def _told(title: str, facts: Iterable[str], description: str = "") -> str:
    """Title, facts on one line, and the text people wrote."""
    line = " · ".join(fact for fact in facts if fact)
    return "\n".join(part for part in (title, line, description.strip()) if part)


def _values(kpi: CustomerOutcome) -> str:
    """`25 of 100`, in its unit; a dash for what was not measured."""
    if kpi.current is None and kpi.target is None:
        return "not measured"
    now = "–" if kpi.current is None else format_decimal(kpi.current, True)
    goal = "" if kpi.target is None else f" of {format_decimal(kpi.target, True)}"
    return f"{now}{goal}{behind(kpi.unit)}"


def _way(kpi: CustomerOutcome) -> str:
    """How far the KPI came, and its course so far."""
    if kpi.progress is None:
        return ""
    trend = sparkline([float(value) for _, value in kpi.points], _TREND)
    shown = f" {trend}" if len(kpi.points) > 1 else ""
    return f"{progress_bar(kpi.progress, _BAR)}{kpi.progress:>4}%{shown}"


def _status(progress: str) -> Cell:
    return Cell(f"{glyph(progress)} {progress}", _TONES.get(progress, ""))


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _span(start: date | None, end: date | None) -> str:
    if start is None and end is None:
        return ""
    return f"{start or '…'} – {end or 'open'}"
