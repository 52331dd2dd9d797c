"""The starter library: five SuccessBLOCs of objective and play templates, read from `content/`.

Owns the reading of the content files: dataclasses for whoever copies a template (the demo does),
and bundle rows for the importer. Changes no dates but the templates' own.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import Any

from successtui.starter.rows import Row, Rows, make_row

TEMPLATE_START = date(2024, 1, 1)
"""Day 0 of every template; copies shift all dates by their own start minus this (R003-53)."""

WORKING_DAYS = 5
"""Days before its due date that a template task starts, but never before its play."""

_FILES = ("onboarding", "adoption", "value_review", "renewal", "risk_recovery")


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
    """An objective with its KPIs and plays; it lasts `days` from day 0."""

    number: str
    library: str
    name: str
    description: str
    category: str
    priority: str
    days: int
    kpis: tuple[KpiTemplate, ...] = ()
    plays: tuple[PlayTemplate, ...] = ()


@dataclass(frozen=True, slots=True)
class Library:
    """One SuccessBLOC: objective templates, and play templates that stand alone."""

    name: str
    description: str
    objectives: tuple[ObjectiveTemplate, ...] = field(default=())
    plays: tuple[PlayTemplate, ...] = field(default=())


@cache
def libraries() -> tuple[Library, ...]:
    """The five SuccessBLOCs in the order of a customer's life.

    Raises:
        KeyError: a content file lacks something a template needs.
    """
    folder = resources.files("successtui.starter") / "content"
    texts = (folder.joinpath(f"{name}.toml").read_text(encoding="utf-8") for name in _FILES)
    return tuple(_library(tomllib.loads(text)) for text in texts)


def library_rows(owner: str = "") -> Rows:
    """The starter library as bundle rows; importing it again changes nothing (R001-13, R001-19).

    Args:
        owner: username that owns the five libraries; empty for nobody.
    """
    shelf = libraries()
    rows: Rows = {
        "roles": [make_row("roles", name=role) for role in _roles(shelf)],
        "libraries": [
            make_row("libraries", name=each.name, description=each.description, owner=owner)
            for each in shelf
        ],
        "objectives": [],
        "outcomes": [],
        "plays": [],
        "tasks": [],
    }
    for each in shelf:
        for objective in each.objectives:
            rows["objectives"].append(_objective_row(objective))
            rows["outcomes"] += [_kpi_row(objective, kpi) for kpi in objective.kpis]
            for play in objective.plays:
                _add_play(rows, play, objective.number)
        for play in each.plays:
            _add_play(rows, play, "")
    return rows


def _roles(shelf: tuple[Library, ...]) -> list[str]:
    """Every role that owns a template task, most responsible first."""
    owners = (task.owner for play in _all_plays(shelf) for task in play.tasks)
    return sorted(set(owners), key=lambda role: (role != "Success Manager", role))


def _all_plays(shelf: tuple[Library, ...]) -> Iterator[PlayTemplate]:
    for each in shelf:
        for objective in each.objectives:
            yield from objective.plays
        yield from each.plays


def _day(offset: int) -> date:
    return TEMPLATE_START + timedelta(days=offset)


def _objective_row(objective: ObjectiveTemplate) -> Row:
    return make_row(
        "objectives",
        number=objective.number,
        name=objective.name,
        description=objective.description,
        owner_kind="role",
        owner="Success Manager",
        category=objective.category,
        priority=objective.priority,
        start_date=TEMPLATE_START,
        end_date=_day(objective.days),
        is_template=True,
        library=objective.library,
        source="library",
    )


def _kpi_row(objective: ObjectiveTemplate, kpi: KpiTemplate) -> Row:
    return make_row(
        "outcomes",
        number=kpi.number,
        objective=objective.number,
        title=kpi.title,
        description=kpi.description,
        planned_start=TEMPLATE_START,
        planned_stop=_day(kpi.target_day),
        category=kpi.category,
        unit=kpi.unit,
        base_value=kpi.base,
        target_value=kpi.target,
        target_date=_day(kpi.target_day),
        direction=kpi.direction,
    )


def _add_play(rows: Rows, play: PlayTemplate, objective: str) -> None:
    rows["plays"].append(
        make_row(
            "plays",
            number=play.number,
            name=play.name,
            description=play.description,
            objective=objective,
            primary_outcome=play.kpi,
            owner_kind="role",
            owner="Success Manager",
            shared=play.shared,
            category=play.category,
            priority=play.priority,
            start_date=_day(play.start),
            end_date=_day(play.end),
            is_template=True,
            library=play.library,
        )
    )
    rows["tasks"] += [
        make_row(
            "tasks",
            number=task.number,
            parent_type="play",
            parent=play.number,
            title=task.title,
            description=task.description,
            owner_kind="role",
            owner=task.owner,
            category=task.category,
            priority=task.priority,
            start_date=_day(task.start),
            due_date=_day(task.due),
            due_offset_days=task.due,
            visible_to_customer=task.visible or task.customer,
            launch_mode=task.launch,
        )
        for task in play.tasks
    ]


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
