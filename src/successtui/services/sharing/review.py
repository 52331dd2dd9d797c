"""The business-review pack: what changed since the last review, and what comes next.

Both are told from customers' views alone (`shown.py`), so nothing internal can slip in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from successtui.domain.numbers import format_decimal
from successtui.services.sharing.shown import (
    CustomerObjective,
    CustomerOutcome,
    CustomerTask,
    CustomerView,
    behind,
)

NEXT_DAYS = 90
"""How far next steps look ahead."""
_STEPS = 12
"""Next steps named at most, the nearest first."""


@dataclass(frozen=True, slots=True)
class NextStep:
    """Something that comes; `on` is the day, `who` whoever does it."""

    on: date
    text: str
    who: str


@dataclass(frozen=True, slots=True)
class BusinessReview:
    """What a business review talks about besides the plan itself.

    Attributes:
        since: the day the changes are counted from.
        changes: one sentence each, in the order of the plan.
        steps: what comes within `NEXT_DAYS`, the nearest first; overdue ones come first of all.
    """

    since: date
    changes: tuple[str, ...]
    steps: tuple[NextStep, ...]


def business_review(then: CustomerView, now: CustomerView, since: date) -> BusinessReview:
    """The pack of an account.

    Args:
        then: what customers saw at the end of the day `since`.
        now: what they see today.
    """
    return BusinessReview(since, tuple(_changes(then, now)), tuple(_steps(now)))


def _objectives(view: CustomerView) -> dict[str, CustomerObjective]:
    return {goal.name: goal for plan in view.plans for goal in plan.objectives}


def _changes(then: CustomerView, now: CustomerView) -> Iterator[str]:
    before, after = _objectives(then), _objectives(now)
    for name, goal in after.items():
        known = before.get(name)
        if known is None:
            yield f"New objective: {name}"
            yield from _of_outcomes({}, goal, name)
            continue
        if known.progress != goal.progress:
            yield f"{name}: {known.progress} → {goal.progress}"
        if known.end != goal.end:
            yield f"{name}: end moved from {known.end or 'open'} to {goal.end or 'open'}"
        yield from _of_outcomes({one.title: one for one in known.outcomes}, goal, name)
    for name in before.keys() - after.keys():
        yield f"No longer part of the plan: {name}"
    done_then = {task.id for task in _tasks(then) if task.done}
    for task in _tasks(now):
        if task.done and task.id not in done_then:
            yield f"Done: {task.title}"


def _of_outcomes(
    known: dict[str, CustomerOutcome], goal: CustomerObjective, name: str
) -> Iterator[str]:
    for one in goal.outcomes:
        old = known.get(one.title)
        if old is None:
            if known:
                yield f"New measure for {name}: {one.title}"
        elif old.current != one.current and one.current is not None:
            was = "not measured" if old.current is None else format_decimal(old.current, True)
            value = f"{format_decimal(one.current, True)}{behind(one.unit)}"
            share = "" if one.progress is None else f" ({one.progress} % of the way)"
            yield f"{one.title}: {was} → {value}{share}"


def _tasks(view: CustomerView) -> Iterator[CustomerTask]:
    for plan in view.plans:
        plays = [*plan.plays, *(play for goal in plan.objectives for play in goal.plays)]
        for play in plays:
            yield from play.tasks
    yield from view.todos


def _steps(view: CustomerView) -> list[NextStep]:
    found = [
        NextStep(task.due, task.title, task.owner)
        for task in _tasks(view)
        if task.due is not None and not task.done
    ]
    for plan in view.plans:
        if plan.review_on is not None and plan.review_on >= view.today:
            found.append(NextStep(plan.review_on, "Business review", plan.owner))
        for goal in plan.objectives:
            for one in goal.outcomes:
                due, target = one.target_date, one.target
                if due is not None and target is not None and due >= view.today:
                    wanted = f"{format_decimal(target, True)}{behind(one.unit)}"
                    text = f"{one.title} to reach {wanted}"
                    found.append(NextStep(due, text, goal.owner))
    limit = view.today + timedelta(days=NEXT_DAYS)
    near = [step for step in found if step.on <= limit]
    return sorted(near, key=lambda step: (step.on, step.text))[:_STEPS]
