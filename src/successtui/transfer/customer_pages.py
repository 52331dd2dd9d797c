"""Documents for customers: one page each as HTML, Markdown or PDF, that needs nothing else.

Owns how they look. What stands in them is decided by `services/sharing/`; here everything people
wrote is text, never markup, in whichever form it is printed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from successtui.domain.errors import Refused
from successtui.domain.numbers import format_decimal
from successtui.domain.plaintext import for_terminal, one_line
from successtui.services.sharing.review import BusinessReview, NextStep
from successtui.services.sharing.shown import (
    CustomerObjective,
    CustomerOutcome,
    CustomerPlan,
    CustomerPlay,
    CustomerTask,
    CustomerView,
    behind,
)

FORMATS = ("html", "md", "pdf")
_PAGES = Path(__file__).resolve().parents[1] / "pages"
_MARKUP = re.compile(r"([\\`*_{}\[\]<>|#~&])")
_TONES = {
    "On-Track": ("good", "▶"),
    "Completed": ("good", "✓"),
    "At Risk": ("warn", "!"),
    "Paused": ("", "‖"),
    "Canceled": ("bad", "✗"),
}
_WIDTH, _HEIGHT = 190, 60


@dataclass(frozen=True, slots=True)
class Trend:
    """A KPI's values as a line in a picture of `_WIDTH` by `_HEIGHT`; `target` is a height."""

    points: str
    target: float
    x: float
    y: float


def render(view: CustomerView, form: str, review: BusinessReview | None = None) -> bytes:
    """The document; with a review it is the business-review pack.

    Raises:
        Refused: PDF is asked for and its part of the program is not installed.
    """
    title = _title(view, review)
    if form == "pdf":
        return _pdf(_document(view, review, title))
    name = f"plan.{form}.j2"
    text = _pages().get_template(name).render(view=view, review=review, title=title)
    return for_terminal(text).encode() if form == "md" else _quiet(text).encode()


def _title(view: CustomerView, review: BusinessReview | None) -> str:
    return f"{'Business review' if review else 'Success plan'} – {view.account}"


@cache
def _pages() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_PAGES),
        autoescape=lambda name: bool(name and ".html" in name),
        undefined=StrictUndefined,
    )
    environment.filters.update(
        tone=lambda progress: _TONES.get(progress, ("", ""))[0],
        sign=lambda progress: _TONES.get(progress, ("", "○"))[1],
        values=_values,
        trend=_trend,
        md=_markdown,
    )
    return environment


def _quiet(text: str) -> str:
    """Without the signs that would turn the direction of a page or steer a terminal."""
    return "\n".join(for_terminal(line) for line in text.split("\n"))


def _markdown(text: object) -> str:
    """Text of one line in which nothing is markup."""
    return _MARKUP.sub(r"\\\1", one_line(str(text)))


def _values(kpi: CustomerOutcome) -> str:
    """`25 of 100 Percent, from 0`: where a KPI is on its way."""
    if kpi.current is None and kpi.target is None:
        return "not measured yet"
    told = "–" if kpi.current is None else format_decimal(kpi.current, True)
    if kpi.target is not None:
        told += f" of {format_decimal(kpi.target, True)}"
    told += behind(kpi.unit)
    return told if kpi.base is None else f"{told}, from {format_decimal(kpi.base, True)}"


def _trend(kpi: CustomerOutcome) -> Trend | None:
    """The line of a KPI with at least two values and a target."""
    if len(kpi.points) < 2 or kpi.target is None:
        return None
    values = [float(value) for _, value in kpi.points]
    days = [(day - kpi.points[0][0]).days for day, _ in kpi.points]
    low, high = min(*values, float(kpi.target)), max(*values, float(kpi.target))
    room, last = (high - low) or 1.0, days[-1] or 1

    def height(value: float) -> float:
        return round(_HEIGHT - 8 - (value - low) / room * (_HEIGHT - 22), 1)

    places = [
        (round(4 + day / last * (_WIDTH - 8), 1), height(value))
        for day, value in zip(days, values, strict=True)
    ]
    points = " ".join(f"{x},{y}" for x, y in places)
    return Trend(points, height(float(kpi.target)), *places[-1])


def _pdf(document: dict[str, Any]) -> bytes:
    try:
        import typst
    except ImportError:
        raise Refused("PDF needs the extra part 'pdf': install successtui[pdf]") from None
    inputs = {"document": json.dumps(document)}
    made = typst.compile(str(_PAGES / "plan.typ"), sys_inputs=inputs, ignore_system_fonts=True)
    assert isinstance(made, bytes)
    return made


def _document(view: CustomerView, review: BusinessReview | None, title: str) -> dict[str, Any]:
    """Everything a PDF shows, as texts and numbers."""
    told = None
    if review is not None:
        told = {
            "heading": f"Since {review.since.isoformat()}",
            "changes": [for_terminal(line) for line in review.changes],
            "steps": [_step(step) for step in review.steps],
        }
    return {
        "title": for_terminal(title),
        "subtitle": f"{for_terminal(view.account)} · as of {view.today.isoformat()}",
        "review": told,
        "plans": [_plan(plan) for plan in view.plans],
        "todos": [_task(task) for task in view.todos],
    }


def _plan(plan: CustomerPlan) -> dict[str, Any]:
    review = f"next review {plan.review_on.isoformat()}" if plan.review_on else ""
    return {
        "name": for_terminal(plan.name),
        "meta": _joined((plan.owner, _span(plan.start, plan.end), review)),
        "objectives": [_objective(goal) for goal in plan.objectives],
        "plays": [_play(play) for play in plan.plays],
    }


def _objective(goal: CustomerObjective) -> dict[str, Any]:
    return {
        "name": for_terminal(goal.name),
        "description": for_terminal(goal.description),
        "meta": _joined((goal.owner, _span(goal.start, goal.end))),
        **_progress(goal.progress),
        "outcomes": [
            {
                "title": for_terminal(kpi.title),
                "values": for_terminal(_values(kpi)),
                "progress": kpi.progress or 0,
            }
            for kpi in goal.outcomes
        ],
        "plays": [_play(play) for play in goal.plays],
    }


def _play(play: CustomerPlay) -> dict[str, Any]:
    return {
        "name": for_terminal(play.name),
        "description": for_terminal(play.description),
        "meta": _joined((play.owner, play.co_owner, _span(play.start, play.end))),
        **_progress(play.progress),
        "tasks": [_task(task) for task in play.tasks],
    }


def _task(task: CustomerTask) -> dict[str, Any]:
    due = task.due.isoformat() if task.due else ""
    title, owner = for_terminal(task.title), for_terminal(task.owner)
    return {"title": title, "owner": owner, "due": due, "done": task.done}


def _step(step: NextStep) -> dict[str, Any]:
    on, who = step.on.isoformat(), for_terminal(step.who)
    return {"title": for_terminal(step.text), "owner": who, "due": on, "done": False}


def _progress(progress: str) -> dict[str, str]:
    return {"progress": progress, "tone": _TONES.get(progress, ("", ""))[0]}


def _span(start: date | None, end: date | None) -> str:
    if start is None and end is None:
        return ""
    return f"{start or ''} – {end or 'open'}"


def _joined(parts: Iterable[str]) -> str:
    return for_terminal(" · ".join(part for part in parts if part))
