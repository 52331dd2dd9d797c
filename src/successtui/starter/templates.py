"""The starter library's content: five SuccessBLOCs of objective and play templates, and a plan.

Owns the reading of the files in `content/` into dataclasses, for whoever copies a template (the
demo does). Writes no rows.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

TEMPLATE_START = date(2024, 1, 1)
"""Day 0 of every template; copies shift all dates by their own start minus this (R003-53)."""

WORKING_DAYS = 5
"""Days before its due date that a template task starts, but never before its play."""

_FILES = ("onboarding", "adoption", "value_review", "renewal", "risk_recovery")
_PLANS = ("first_year_plan",)


@dataclass(frozen=True, slots=True)
class TaskTemplate:
    """A task of a play template; `start` and `due` are days from day 0.

    A task that is the customer's to do is always visible to the customer. The template names the
    role that follows it up; a contact is chosen when the play is run (R001-23).
    """

    number: str
    title: str
    description: str
    owner: str
    start: int
    due: int
    category: str = ""
    priority: str = "Medium"
    launch: str = ""
    visible: bool = False
    customer: bool = False


@dataclass(frozen=True, slots=True)
class PlayTemplate:
    """A play with its tasks; `start` and `end` are days from day 0."""

    number: str
    library: str
    name: str
    description: str
    category: str
    priority: str
    start: int
    end: int
    shared: bool = False
    kpi: str = ""
    tasks: tuple[TaskTemplate, ...] = ()


@dataclass(frozen=True, slots=True)
class KpiTemplate:
    """A KPI of an objective template; values are decimals as text, empty when open."""

    number: str
    title: str
    description: str
    category: str
    unit: str
    target_day: int
    base: str = ""
    target: str = ""
    direction: str = "Increase"


@dataclass(frozen=True, slots=True)
class ObjectiveTemplate:
    """An objective with its KPIs and plays; it lasts `days` from day `start`.

    One that stands in no library comes with the plan it belongs to.
    """

    number: str
    library: str
    name: str
    description: str
    category: str
    priority: str
    days: int
    kpis: tuple[KpiTemplate, ...] = ()
    plays: tuple[PlayTemplate, ...] = ()
    start: int = 0


@dataclass(frozen=True, slots=True)
class Library:
    """One SuccessBLOC: objective templates, and play templates that stand alone."""

    name: str
    description: str
    objectives: tuple[ObjectiveTemplate, ...] = field(default=())
    plays: tuple[PlayTemplate, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class PlanTemplate:
    """A success plan with its objectives; it lasts `days` from day 0."""

    number: str
    library: str
    name: str
    summary: str
    days: int
    objectives: tuple[ObjectiveTemplate, ...]


@cache
def libraries() -> tuple[Library, ...]:
    """The five SuccessBLOCs in the order of a customer's life.

    Raises:
        KeyError: a content file lacks something a template needs.
    """
    return tuple(_library(content) for content in _contents(_FILES))


@cache
def plans() -> tuple[PlanTemplate, ...]:
    """The plan templates.

    Raises:
        KeyError: a content file lacks something a template needs.
    """
    return tuple(_plan(content) for content in _contents(_PLANS))


def _contents(names: Iterable[str]) -> Iterator[dict[str, Any]]:
    folder = resources.files("successtui.starter") / "content"
    for name in names:
        yield tomllib.loads(folder.joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def _library(content: Mapping[str, Any]) -> Library:
    name = content["name"]
    return Library(
        name=name,
        description=content["description"],
        objectives=tuple(_objective(name, each) for each in content.get("objective", ())),
        plays=tuple(_play(name, each) for each in content.get("play", ())),
    )


def _objective(library: str, content: Mapping[str, Any]) -> ObjectiveTemplate:
    return ObjectiveTemplate(
        number=content["number"],
        library=library,
        name=content["name"],
        description=content["description"],
        category=content["category"],
        priority=content.get("priority", "Medium"),
        days=content["days"],
        kpis=tuple(KpiTemplate(**each) for each in content.get("kpi", ())),
        plays=tuple(_play(library, each) for each in content.get("play", ())),
        start=content.get("start_day", 0),
    )


def _plan(content: Mapping[str, Any]) -> PlanTemplate:
    """What belongs to the plan stands in no library of its own."""
    return PlanTemplate(
        number=content["number"],
        library=content["library"],
        name=content["name"],
        summary=content["summary"],
        days=content["days"],
        objectives=tuple(_objective("", each) for each in content["objective"]),
    )


def _play(library: str, content: Mapping[str, Any]) -> PlayTemplate:
    start = content.get("start_day", 0)
    return PlayTemplate(
        number=content["number"],
        library=library,
        name=content["name"],
        description=content["description"],
        category=content["category"],
        priority=content.get("priority", "Medium"),
        start=start,
        end=start + content["days"],
        shared=content.get("shared", False),
        kpi=content.get("kpi", ""),
        tasks=tuple(
            _task(content["number"], start, place, each)
            for place, each in enumerate(content["task"], 1)
        ),
    )


def _task(play: str, play_start: int, place: int, content: Mapping[str, Any]) -> TaskTemplate:
    due = content["due"]
    return TaskTemplate(
        number=f"{play.replace('PLY', 'TSK')}-{place}",
        start=max(play_start, due - WORKING_DAYS),
        **content,
    )
