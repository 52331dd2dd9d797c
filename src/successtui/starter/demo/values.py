"""KPIs of the demo: base, target and values over time that fit the story of their objective.

Owns the outcomes and their points. The newest point always equals the current value.
"""

from dataclasses import dataclass
from decimal import Decimal
from random import Random

from successtui.starter.demo.people import RATES
from successtui.starter.demo.scenarios import Goal
from successtui.starter.demo.texts_plans import (
    CANCELED_NOTES,
    CLOSED_GOAL_NOTES,
    MISSED_GOAL_NOTES,
    PARTIAL_GOAL_NOTES,
)
from successtui.starter.demo.world import World
from successtui.starter.templates import KpiTemplate

_PACE = {"good": 1.0, "slow": 0.55, "stuck": 0.12}
_REACHED = {"Achieved": 1.0, "Partially achieved": 0.7, "Missed": 0.0, "Canceled": 0.3}
_NOTES = {
    "Achieved": CLOSED_GOAL_NOTES,
    "Partially achieved": PARTIAL_GOAL_NOTES,
    "Missed": MISSED_GOAL_NOTES,
    "Canceled": CANCELED_NOTES,
}
_STATES = {"New": "New", "Define": "New"}
_MONEY_UNITS = ("EUR", "GBP", "JPY", "USD")


@dataclass(frozen=True, slots=True)
class KpiStory:
    """What happens to an objective, as far as its KPIs care; days are offsets from today."""

    goal: Goal
    start: int
    end: int
    closure: str
    currency: str


def add_kpi(
    world: World,
    rng: Random,
    objective: str,
    kpi: KpiTemplate,
    story: KpiStory,
    owner: str,
) -> str:
    """Adds the outcome and its monthly points; returns its number."""
    unit = kpi.unit
    if unit in _MONEY_UNITS:
        unit = story.currency if story.currency in _MONEY_UNITS else "USD"
    base, target = _scaled(rng, kpi, unit)
    state, closure = _state(rng, story)
    points = _points(rng, base, target, story, closure, state)
    current = points[-1] if points else None
    number = world.add(
        "outcomes",
        objective=objective,
        title=kpi.title,
        description=kpi.description,
        owner=owner,
        state=state,
        progress=_progress(state, story.goal.pace),
        priority="High" if rng.random() < 0.25 else "Medium",
        planned_start=world.day(story.start),
        planned_stop=world.day(story.end),
        category=kpi.category,
        unit=unit,
        base_value=base,
        target_value=target,
        current_value=current[1] if current else None,
        current_as_of=world.day(current[0]) if current else None,
        target_date=world.day(min(story.start + kpi.target_day, story.end)),
        direction=kpi.direction,
        closure_code=closure,
        close_notes=rng.choice(_NOTES[closure]) if closure else "",
        closed_at=world.instant(min(story.end, -2), 13, 40) if closure else "",
    )
    for day, value in points:
        world.add("outcome_points", outcome=number, date=world.day(day), value=value, by=owner)
    return number


def _scaled(rng: Random, kpi: KpiTemplate, unit: str) -> tuple[Decimal | None, Decimal | None]:
    """Base and target fitted to the customer: larger sums, other starting points."""
    if not kpi.base or not kpi.target:
        return None, None
    base, target = Decimal(kpi.base), Decimal(kpi.target)
    if unit in _MONEY_UNITS:
        share = rng.randint(3, 30) / 10 / RATES.get(unit, (1.0,))[-1]
        return base, Decimal(round(float(target) * share / 5000) * 5000)
    if unit == "Percent" and base >= 30:
        return base + rng.randint(-12, 6), target
    if unit == "Hours":
        factor = Decimal(rng.randint(6, 20)) / 10
        return (base * factor).quantize(Decimal(1)), (target * factor).quantize(Decimal(1))
    return base, target


def _state(rng: Random, story: KpiStory) -> tuple[str, str]:
    """State and closure code; a KPI may close before its objective does."""
    state = _STATES.get(story.goal.state, story.goal.state)
    if state == "In progress" and story.goal.pace == "good" and rng.random() < 0.06:
        return "Closed", "Achieved"
    if state != "Closed":
        return state, story.closure
    if story.closure == "Partially achieved":
        return state, rng.choice(("Achieved", "Partially achieved", "Partially achieved"))
    return state, story.closure


def _progress(state: str, pace: str) -> str:
    if state == "In progress":
        return "On-Track" if pace == "good" else "At Risk"
    return {"New": "Not Started", "Closed": "Completed"}.get(state, state)


def _points(
    rng: Random,
    base: Decimal | None,
    target: Decimal | None,
    story: KpiStory,
    closure: str,
    state: str,
) -> list[tuple[int, Decimal]]:
    """(day, value) about once a month, from the start to yesterday or the end."""
    if base is None or target is None or state == "New":
        return []
    last = min(story.end - 3, -1 - rng.randint(0, 6))
    days = list(range(last, story.start, -rng.choice((26, 30, 31))))[::-1]
    if not days:
        return []
    if closure:
        reached = _REACHED[closure]
    else:
        elapsed = (last - story.start) / (story.end - story.start)
        reached = min(0.97, elapsed * _PACE[story.goal.pace] + rng.uniform(-0.08, 0.12))
    span = target - base
    grain = _grain(span)
    points = []
    for place, day in enumerate(days, 1):
        share = reached * place / len(days)
        if place < len(days):
            share += rng.uniform(-0.06, 0.06)
        steps = (span * Decimal(str(round(share, 3))) / grain).quantize(Decimal(1))
        points.append((day, _trimmed(max(base + steps * grain, Decimal(0)))))
    return points


def _grain(span: Decimal) -> Decimal:
    """The step values move in: nobody reports savings to the cent."""
    for limit, grain in ((5, "1"), (100, "0.5"), (2000, "1")):
        if abs(span) <= limit:
            return Decimal(grain)
    return Decimal(500)


def _trimmed(value: Decimal) -> Decimal:
    """Without trailing zeros and without an exponent."""
    return Decimal(f"{value.normalize():f}")
