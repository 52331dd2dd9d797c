"""The starter library as bundle rows for the importer.

Owns how templates are written down as rows. Changes no dates but the templates' own.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from successtui.starter.rows import Row, Rows, make_row
from successtui.starter.templates import (
    TEMPLATE_START,
    KpiTemplate,
    Library,
    ObjectiveTemplate,
    PlanTemplate,
    PlayTemplate,
    libraries,
    plans,
)


def library_rows(owner: str = "") -> Rows:
    """The starter library as bundle rows; importing it again changes nothing (R001-13, R001-19).

    Args:
        owner: username that owns the five libraries and the plan; empty for nobody.
    """
    shelf = libraries()
    rows: Rows = {
        "roles": [make_row("roles", name=role) for role in _roles(shelf)],
        "libraries": [
            make_row("libraries", name=each.name, description=each.description, owner=owner)
            for each in shelf
        ],
        "plans": [_plan_row(plan, owner) for plan in plans()],
        "objectives": [],
        "outcomes": [],
        "plays": [],
        "tasks": [],
    }
    for each in shelf:
        for objective in each.objectives:
            _add_objective(rows, objective, "")
        for play in each.plays:
            _add_play(rows, play, "")
    for plan in plans():
        for objective in plan.objectives:
            _add_objective(rows, objective, plan.number)
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
    for plan in plans():
        for objective in plan.objectives:
            yield from objective.plays


def _day(offset: int) -> date:
    return TEMPLATE_START + timedelta(days=offset)


def _plan_row(plan: PlanTemplate, owner: str) -> Row:
    return make_row(
        "plans",
        number=plan.number,
        name=plan.name,
        owner=owner,
        status="Draft",
        summary=plan.summary,
        start_date=TEMPLATE_START,
        end_date=_day(plan.days),
        is_template=True,
        library=plan.library,
    )


def _add_objective(rows: Rows, objective: ObjectiveTemplate, plan: str) -> None:
    rows["objectives"].append(_objective_row(objective, plan))
    rows["outcomes"] += [_kpi_row(objective, kpi) for kpi in objective.kpis]
    for play in objective.plays:
        _add_play(rows, play, objective.number)


def _objective_row(objective: ObjectiveTemplate, plan: str) -> Row:
    return make_row(
        "objectives",
        plan=plan,
        number=objective.number,
        name=objective.name,
        description=objective.description,
        owner_kind="role",
        owner="Success Manager",
        category=objective.category,
        priority=objective.priority,
        start_date=_day(objective.start),
        end_date=_day(objective.start + objective.days),
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
        planned_start=_day(objective.start),
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
