"""Plays and tasks of the demo: copies of library plays at the point their story has reached.

Owns plays, their tasks, and the one-off tasks on objectives, plans and accounts. A play with an
open task is never closed, and whatever is canceled takes its open tasks along (`lifecycles.md`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from random import Random

from successtui.starter.demo import people, texts_plans
from successtui.starter.demo.scenarios import Goal
from successtui.starter.demo.texts_plans import CustomObjective
from successtui.starter.demo.world import Engagement, World
from successtui.starter.rows import several
from successtui.starter.templates import PlayTemplate, TaskTemplate

_LONE_DUE = (-12, -5, -3, -1, 0, 0, 0, 0, 1, 2, 3, 4, 6, 9, 14)
_POOLS = {"Support Lead": people.SUPPORT_POOL, "Solution Consultant": people.CONSULTING_POOL}
_PROGRESS = {
    "New": "Not Started",
    "Paused": "Paused",
    "Closed": "Completed",
    "Canceled": "Canceled",
}
_OPEN = ("New", "In progress", "Paused")
_AT_ONCE = 2
_STUCK = 20
"""Days for which nothing has been finished where the work is stuck."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a play belongs.

    Attributes:
        start: day 0 of the template's offsets, in days from today.
        shared: whether the plan is shared with the customer.
        outcomes: the objective's outcomes by the number of their template.
        days: how long the objective lasts; 0 without one.
    """

    engagement: Engagement
    goal: Goal
    start: int
    plan: str
    shared: bool
    objective: str = ""
    outcomes: Mapping[str, str] = field(default_factory=dict)
    days: int = 0


@dataclass(frozen=True, slots=True)
class _Standing:
    """Where a task stands; `closed` is the day it ended."""

    state: str
    progress: str
    closed: int | None = None


class WorkMaker:
    """Adds plays and tasks one by one from one source of chance."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._rng = world.chance("work")

    @staticmethod
    def custom_play(wish: CustomObjective) -> PlayTemplate:
        """A customer's own play in the shape of a template, so that it is copied alike."""
        tasks = tuple(
            TaskTemplate("", title, "", role, max(0, due - 6), due)
            for title, role, due in wish.tasks
        )
        return PlayTemplate(
            number="",
            library="",
            name=wish.play,
            description=wish.play_description,
            category="General",
            priority="Medium",
            start=0,
            end=tasks[-1].due + 5,
            shared=True,
            kpi="kpi",
            tasks=tasks,
        )

    def play(self, template: PlayTemplate, frame: Frame) -> None:
        """A copy of a play template with its tasks."""
        world, rng = self._world, self._rng
        engagement, goal, start = frame.engagement, frame.goal, frame.start
        account = engagement.account
        limit = min(-2, start + (frame.days or template.end))
        tasks = [task for task in template.tasks if not task.launch or rng.random() < 0.75]
        standings = _in_order(_standing(rng, goal, start + task.due, limit) for task in tasks)
        state, progress = _play_standing(rng, goal, standings)
        shared = frame.shared and template.shared
        contact = account.portal_contact()
        by_role = rng.random() < 0.7 or not engagement.csm
        ends = [standing.closed for standing in standings if standing.closed is not None]
        number = world.add(
            "plays",
            name=template.name,
            description=template.description,
            account=account.number,
            objective=frame.objective,
            plan=frame.plan,
            primary_outcome=frame.outcomes.get(template.kpi, ""),
            owner_kind="role" if by_role else "user",
            owner="Success Manager" if by_role else engagement.csm,
            owner_user=account.team.get("Success Manager", "") if by_role else "",
            co_owner=contact.number if shared and contact and rng.random() < 0.4 else "",
            shared=shared,
            category=template.category,
            state=state,
            progress=progress,
            priority=template.priority,
            start_date=world.day(start + template.start),
            end_date=world.day(start + template.end),
            is_custom=not template.library,
            template_origin=template.number,
            library=template.library,
            **self._closing(state, max(ends, default=limit)),
        )
        for task, standing in zip(tasks, standings, strict=True):
            self._play_task(engagement, number, task, standing, start)

    def goal_tasks(self, engagement: Engagement, objective: str) -> None:
        """One-off tasks on an objective: some ours, some the customer's (R001-40)."""
        rng = self._rng
        if rng.random() < 0.35:
            title, text = rng.choice(texts_plans.LONE_TASKS)
            self._lone(engagement, "objective", objective, title, text)
        contact = engagement.account.portal_contact()
        if contact and rng.random() < 0.3:
            title, text = rng.choice(texts_plans.CUSTOMER_TASKS)
            self._lone(engagement, "objective", objective, title, text, contact.number)

    def lone_tasks(self, engagement: Engagement, plan: str) -> None:
        """One-off tasks on the plan or straight on the account."""
        rng = self._rng
        if not engagement.active or not engagement.csm:
            return
        if plan and rng.random() < 0.25:
            title, text = rng.choice(texts_plans.LONE_TASKS)
            self._lone(engagement, "plan", plan, title, text)
        if rng.random() < 0.3:
            title, text = rng.choice(texts_plans.LONE_TASKS)
            self._lone(engagement, "account", engagement.account.number, title, text)

    def _lone(
        self,
        engagement: Engagement,
        parent_type: str,
        parent: str,
        title: str,
        text: str,
        contact: str = "",
    ) -> None:
        rng, world = self._rng, self._world
        due = rng.choice(_LONE_DUE)
        state = rng.choice(("New", "New", "In progress"))
        role = not engagement.csm and not contact
        world.add(
            "tasks",
            account=engagement.account.number,
            parent_type=parent_type,
            parent=parent,
            title=title,
            description=text,
            owner_kind="contact" if contact else "role" if role else "user",
            owner=contact or ("Account Manager" if role else engagement.csm),
            owner_user=engagement.account.account_manager if role else "",
            state=state,
            progress="On-Track" if state == "In progress" else "Not Started",
            priority=rng.choice(("High", "Medium", "Medium", "Medium", "Low")),
            start_date=world.day(due - rng.randint(1, 6)),
            due_date=world.day(due),
            visible_to_customer=bool(contact),
        )

    def _play_task(
        self, engagement: Engagement, play: str, task: TaskTemplate, standing: _Standing, start: int
    ) -> None:
        world, rng = self._world, self._rng
        kind, owner, owner_user = self._owner(engagement, task, standing)
        end = standing.closed if standing.closed is not None else -2
        world.add(
            "tasks",
            account=engagement.account.number,
            parent_type="play",
            parent=play,
            title=task.title,
            description=task.description,
            owner_kind=kind,
            owner=owner,
            owner_user=owner_user,
            resources=several(sorted(rng.sample(_HELPERS, rng.choice((1, 2)))))
            if rng.random() < 0.12
            else "",
            category=task.category,
            state=standing.state,
            progress=standing.progress,
            priority=task.priority,
            start_date=world.day(start + task.start),
            due_date=world.day(start + task.due),
            visible_to_customer=task.visible or task.customer,
            template_origin=task.number,
            **self._closing(
                standing.state, end, texts_plans.TASK_NOTES, texts_plans.TASK_CANCELED_NOTES
            ),
        )

    def _owner(
        self, engagement: Engagement, task: TaskTemplate, standing: _Standing
    ) -> tuple[str, str, str]:
        """Kind, owner and, for a role, the person it resolved to (R001-17, R001-27)."""
        account, rng = engagement.account, self._rng
        contact = account.portal_contact()
        if task.customer and contact and rng.random() < 0.85:
            return "contact", contact.number, ""
        if task.category == "Product training" and rng.random() < 0.4:
            return "pool", people.TRAINING_POOL, ""
        if task.owner in _POOLS and rng.random() < 0.35:
            return "pool", _POOLS[task.owner], ""
        person = account.team.get(task.owner, "")
        if person and person != people.FORMER_CSM and rng.random() < 0.35:
            return "user", person, ""
        if standing.state == "New" and rng.random() < 0.04:
            return "", "", ""
        return "role", task.owner, person

    def _closing(
        self,
        state: str,
        closed: int,
        notes: tuple[str, ...] = texts_plans.CLOSED_GOAL_NOTES,
        canceled_notes: tuple[str, ...] = texts_plans.CANCELED_NOTES,
    ) -> dict[str, str]:
        """Closure fields, empty while the work is open."""
        if state in _OPEN:
            return {}
        rng = self._rng
        canceled = state == "Canceled"
        code = rng.choices(("Achieved", "Partially achieved", "Missed"), weights=(90, 8, 2))[0]
        return {
            "closure_code": "Canceled" if canceled else code,
            "close_notes": rng.choice(canceled_notes if canceled else notes),
            "closed_at": self._world.instant(closed, rng.randint(8, 15), rng.choice((5, 20, 45))),
        }


_HELPERS = (*people.SUPPORT_LEADS, people.CONSULTANT, *people.ACCOUNT_MANAGERS)


def _standing(rng: Random, goal: Goal, due: int, limit: int) -> _Standing:
    """Where a task due on day `due` stands; nothing ended later than day `limit`."""
    done = min(due + rng.randint(-3, 3), limit)
    if goal.state in ("New", "Define"):
        return _Standing("New", "Not Started")
    if goal.state == "Closed":
        state = "Closed" if rng.random() < 0.94 else "Canceled"
        return _Standing(state, _PROGRESS[state], done)
    if goal.state == "Canceled":
        state = "Closed" if due < -60 and rng.random() < 0.6 else "Canceled"
        return _Standing(state, _PROGRESS[state], done if state == "Closed" else min(limit, -40))
    if goal.state == "Paused":
        state = "Closed" if due < -25 else "Paused" if due < 20 else "New"
    else:
        state = _running_state(rng, goal.pace, due)
    if state in ("Closed", "Canceled"):
        return _Standing(state, _PROGRESS[state], done)
    if state == "In progress":
        late = due < -3 or (goal.pace == "stuck" and rng.random() < 0.5)
        return _Standing(state, "At Risk" if late else "On-Track")
    return _Standing(state, _PROGRESS[state])


def _running_state(rng: Random, pace: str, due: int) -> str:
    """The state of a task of running work, by how long it has been due."""
    if due < -30:
        return "Closed" if rng.random() < 0.95 else "Canceled"
    if due < 0:
        done = {"good": 0.94, "slow": 0.72, "stuck": 0.5}[pace]
        if rng.random() < done and (pace != "stuck" or due < -_STUCK):
            return "Closed"
        return rng.choices(("New", "In progress", "Paused"), weights=(30, 60, 10))[0]
    if due <= 10 and pace != "stuck":
        return rng.choices(("New", "In progress", "Closed"), weights=(32, 58, 10))[0]
    return "In progress" if rng.random() < 0.08 else "New"


def _in_order(standings: Iterable[_Standing]) -> list[_Standing]:
    """Nobody works on more than two steps of a play at once: the later ones have not begun."""
    kept: list[_Standing] = []
    for standing in standings:
        running = sum(each.state == "In progress" for each in kept)
        waits = standing.state == "In progress" and running >= _AT_ONCE
        kept.append(_Standing("New", "Not Started") if waits else standing)
    return kept


def _play_standing(rng: Random, goal: Goal, tasks: list[_Standing]) -> tuple[str, str]:
    """State and progress of a play, from its tasks and its goal."""
    states = {task.state for task in tasks}
    is_open = bool(states & set(_OPEN))
    if goal.state == "Canceled" or states == {"Canceled"}:
        state = "Closed" if states == {"Closed"} else "Canceled"
        return state, _PROGRESS[state]
    if not is_open and (goal.state == "Closed" or rng.random() < 0.8):
        return "Closed", "Completed"
    if states <= {"New"}:
        return "New", "Not Started"
    if goal.state == "Paused":
        return "Paused", "Paused"
    late = sum(task.progress == "At Risk" for task in tasks)
    return "In progress", "At Risk" if late > 1 or goal.pace == "stuck" else "On-Track"
