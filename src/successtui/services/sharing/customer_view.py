"""The one place that says what a customer sees of a plan (R001-02, -03, -07, -41, -42).

Builds the values of `shown.py` from records. Whoever calls has asked whether the person may look.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from successtui.domain.progress import kpi_status, progress_pct
from successtui.records import (
    Account,
    Contact,
    Objective,
    Outcome,
    OutcomePoint,
    Plan,
    Play,
    Record,
    Role,
    Task,
    TeamPool,
    Touchpoint,
    User,
)
from successtui.records.picklists import PlanStatus, TaskParentType
from successtui.services.sharing.shown import (
    CustomerObjective,
    CustomerOutcome,
    CustomerPlan,
    CustomerPlay,
    CustomerTask,
    CustomerView,
)
from successtui.store.reader import Reader

_ONE_OFF = (TaskParentType.OBJECTIVE, TaskParentType.PLAN, TaskParentType.ACCOUNT)
_NEVER = (TaskParentType.INTERNAL_PLAY,)
"""Parents whose tasks stay in the house whoever owns them."""
_GONE = "Canceled"


def customer_view(
    house: Reader, account: Account, today: date, contact: Contact | None = None
) -> CustomerView:
    """What the contact sees of the account; without one, what every contact may see.

    Args:
        house: a reader that sees everything; whoever calls has asked whether the person may look.
    """
    shown = [plan for plan in _shared_plans(house, account) if _meant_for(plan, contact)]
    names = _Names(house)
    seen: set[int] = set()
    plans = tuple(_plan(house, plan, names, contact, today, seen) for plan in shown)
    todos = _todos(house, account, shown, names, contact, seen) if shown else ()
    name = contact.caption if contact else ""
    return CustomerView(account.name, name, today, plans, todos)


def why_not_shareable(house: Reader, objective: Objective) -> str:
    """Why customers do not see the objective; empty when they do (R001-02, R001-41)."""
    plan = house.get(Plan, objective.plan)
    if plan is None:
        return "it belongs to no plan, and plans are what is shared"
    if not plan.shared_with_customer:
        return "its plan is not shared with the customer"
    plays = house.all(Play, {"objective": objective.id})
    if any(play.shared and play.state != _GONE for play in plays):
        return ""
    if plays:
        return "none of its plays is shared"
    return "it holds one-off tasks only; add a play and share that"


def _shared_plans(house: Reader, account: Account) -> list[Plan]:
    shared = {"account": account.id, "shared_with_customer": True}
    plans = house.all(Plan, shared, order=("-id",))
    return [plan for plan in plans if plan.status is not PlanStatus.CANCELED]


def _meant_for(plan: Plan, contact: Contact | None) -> bool:
    """A plan for some contacts is for nobody else, and in no document meant for all."""
    named = plan.shared_contacts
    return not named or (contact is not None and contact.id in named)


def _plan(
    house: Reader,
    plan: Plan,
    names: _Names,
    contact: Contact | None,
    today: date,
    seen: set[int],
) -> CustomerPlan:
    shared = [p for p in house.all(Play, {"plan": plan.id, "shared": True}) if p.state != _GONE]
    tasks = _tasks_of(house, shared)
    seen.update(task.id for many in tasks.values() for task in many)
    plays = {p.id: _play(p, tasks.get(p.id, ()), names, contact) for p in shared}
    of_goal: dict[int | None, list[CustomerPlay]] = {}
    for play in shared:
        of_goal.setdefault(play.objective, []).append(plays[play.id])
    wanted = [goal for goal in of_goal if goal is not None]
    goals = [
        goal for goal in house.rows(Objective, wanted).values()
        if goal.plan == plan.id and goal.state != _GONE
    ]  # fmt: skip
    goals.sort(key=lambda goal: (goal.start_date or date.max, goal.id))
    return CustomerPlan(
        name=plan.name,
        owner=names.user(plan.owner),
        start=plan.start_date,
        end=plan.end_date,
        review_on=plan.business_review_date,
        objectives=tuple(_objective(house, goal, of_goal[goal.id], names, today) for goal in goals),
        plays=tuple(of_goal.get(None, ())),
    )


def _objective(
    house: Reader, goal: Objective, plays: Iterable[CustomerPlay], names: _Names, today: date
) -> CustomerObjective:
    outcomes = house.all(Outcome, {"objective": goal.id}, order=("id",))
    return CustomerObjective(
        name=goal.name,
        description=goal.description,
        owner=names.owner(goal),
        progress=str(goal.progress),
        start=goal.start_date,
        end=goal.end_date,
        outcomes=tuple(_outcome(house, one, today) for one in outcomes if one.state != _GONE),
        plays=tuple(plays),
    )


def _outcome(house: Reader, outcome: Outcome, today: date) -> CustomerOutcome:
    path = (outcome.base_value, outcome.current_value, outcome.target_value, outcome.direction)
    points = house.all(OutcomePoint, {"outcome": outcome.id}, order=("date",))
    return CustomerOutcome(
        title=outcome.title,
        description=outcome.description,
        unit=outcome.unit or "",
        base=outcome.base_value,
        current=outcome.current_value,
        target=outcome.target_value,
        as_of=outcome.current_as_of,
        target_date=outcome.target_date,
        progress=progress_pct(*path),
        status=str(kpi_status(*path, outcome.target_date, today)),
        points=tuple((point.date, point.value) for point in points),
    )


def _play(
    play: Play, tasks: Iterable[Task], names: _Names, contact: Contact | None
) -> CustomerPlay:
    return CustomerPlay(
        name=play.name,
        description=play.description or "",
        owner=names.owner(play),
        co_owner=names.contact(play.co_owner),
        progress=str(play.progress),
        start=play.start_date,
        end=play.end_date,
        tasks=tuple(_task(task, names, contact) for task in tasks),
    )


def _task(task: Task, names: _Names, contact: Contact | None) -> CustomerTask:
    return CustomerTask(
        id=task.id,
        title=task.title,
        description=task.description or "",
        owner=names.owner(task),
        due=task.due_date,
        done=task.state == "Closed",
        mine=contact is not None and _belongs_to(task, contact),
    )


def _tasks_of(house: Reader, plays: Sequence[Play]) -> dict[int, list[Task]]:
    """The visible tasks of shared plays by play, in order of their due dates."""
    where = {"parent_type": TaskParentType.PLAY, "parent": [play.id for play in plays]}
    found: dict[int, list[Task]] = {}
    for task in _in_order(house.all(Task, {**where, "visible_to_customer": True})):
        found.setdefault(task.parent, []).append(task)
    return found


def _todos(
    house: Reader,
    account: Account,
    plans: Sequence[Plan],
    names: _Names,
    contact: Contact | None,
    seen: set[int],
) -> tuple[CustomerTask, ...]:
    """Tasks of contacts outside of shared plays: the contact's own, or with nobody in particular
    looking the one-off tasks of all contacts; none of a plan that is not shared with them."""
    where = {"account": account.id, "owner_kind": "contact", "visible_to_customer": True}
    shared = {None, *(plan.id for plan in plans)}
    found = []
    for task in _in_order(house.all(Task, where)):
        if task.id in seen or task.plan not in shared or _stays_in_the_house(house, task):
            continue
        is_for_all = task.parent_type in _ONE_OFF
        if is_for_all if contact is None else _belongs_to(task, contact):
            found.append(_task(task, names, contact))
    return tuple(found)


def _stays_in_the_house(house: Reader, task: Task) -> bool:
    """Whether what the task hangs from is internal."""
    if task.parent_type is TaskParentType.TOUCHPOINT:
        meeting = house.get(Touchpoint, task.parent)
        return meeting is None or meeting.internal_only
    return task.parent_type in _NEVER


def _in_order(tasks: Iterable[Task]) -> list[Task]:
    going = [task for task in tasks if task.state != _GONE]
    return sorted(going, key=lambda task: (task.due_date or date.max, task.id))


def _belongs_to(task: Task, contact: Contact) -> bool:
    return task.owner_kind == "contact" and task.owner == contact.id


class _Names:
    """Names of people, looked up once."""

    def __init__(self, house: Reader) -> None:
        self._house = house
        self._known: dict[tuple[type[Record], int], str] = {}

    def user(self, user_id: int | None) -> str:
        return self._name(User, user_id)

    def contact(self, contact_id: int | None) -> str:
        return self._name(Contact, contact_id)

    def owner(self, record: Objective | Play | Task) -> str:
        """The person, or the role or pool where no person is named."""
        if record.owner_user is not None:
            return self.user(record.owner_user)
        kinds: dict[str, type[Record]] = {
            "user": User, "contact": Contact, "role": Role, "pool": TeamPool,
        }  # fmt: skip
        kind = kinds.get(str(record.owner_kind))
        return "" if kind is None else self._name(kind, record.owner)

    def _name(self, kind: type[Record], record_id: int | None) -> str:
        if record_id is None:
            return ""
        if (kind, record_id) not in self._known:
            record = self._house.get(kind, record_id, deleted=True)
            self._known[(kind, record_id)] = "" if record is None else record.caption
        return self._known[(kind, record_id)]
