"""What customers read, as plain frozen values: portal, preview and documents show nothing else.

Fields are named one by one, so a new field of a record stays in the house until somebody lets it
out here. Summaries, notes, internal plays and numbers of records are not among them (R001-07).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

_UNITS = {"": "", "Quantity": "", "Percent": " %"}


@dataclass(frozen=True, slots=True)
class CustomerTask:
    """A task as the customer reads it.

    Attributes:
        id: for completing it; never shown.
        mine: it belongs to the contact who looks.
    """

    id: int
    title: str
    description: str
    owner: str
    due: date | None
    done: bool
    mine: bool


@dataclass(frozen=True, slots=True)
class CustomerPlay:
    """A shared play with the tasks that are visible to the customer."""

    name: str
    description: str
    owner: str
    co_owner: str
    progress: str
    start: date | None
    end: date | None
    tasks: tuple[CustomerTask, ...]


@dataclass(frozen=True, slots=True)
class CustomerOutcome:
    """A KPI of a shareable objective; `points` are its values over time, oldest first."""

    title: str
    description: str
    unit: str
    base: Decimal | None
    current: Decimal | None
    target: Decimal | None
    as_of: date | None
    target_date: date | None
    progress: int | None
    status: str
    points: tuple[tuple[date, Decimal], ...]


@dataclass(frozen=True, slots=True)
class CustomerObjective:
    """A shareable objective."""

    name: str
    description: str
    owner: str
    progress: str
    start: date | None
    end: date | None
    outcomes: tuple[CustomerOutcome, ...]
    plays: tuple[CustomerPlay, ...]


@dataclass(frozen=True, slots=True)
class CustomerPlan:
    """A shared plan; `plays` are the shared ones that belong to no objective."""

    name: str
    owner: str
    start: date | None
    end: date | None
    review_on: date | None
    objectives: tuple[CustomerObjective, ...]
    plays: tuple[CustomerPlay, ...]


@dataclass(frozen=True, slots=True)
class CustomerView:
    """All that a customer sees.

    Attributes:
        contact: name of who looks, empty for a document meant for all contacts.
        todos: tasks of contacts that stand outside of shared plays (R001-42).
    """

    account: str
    contact: str
    today: date
    plans: tuple[CustomerPlan, ...]
    todos: tuple[CustomerTask, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is shared."""
        return not self.plans


def own_tasks(view: CustomerView) -> tuple[CustomerTask, ...]:
    """The tasks of the contact who looks, those of shared plays first."""
    plays = [p for plan in view.plans for p in plan.plays]
    plays += [p for plan in view.plans for goal in plan.objectives for p in goal.plays]
    tasks = [task for play in plays for task in play.tasks]
    return tuple(task for task in (*tasks, *view.todos) if task.mine)


def behind(unit: str) -> str:
    """A unit as it is written behind a number."""
    return _UNITS.get(unit, f" {unit}")
