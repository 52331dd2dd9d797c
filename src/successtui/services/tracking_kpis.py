"""KPIs as the tracker shows them: the grid of a plan, the panel of a record (R003-56).

Reads only. Where KPIs may be changed from stands in `tracking_changes`.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from successtui.domain.dates import human_age
from successtui.domain.lifecycle import is_open
from successtui.domain.progress import is_measurable
from successtui.records import Objective, Outcome, OutcomePoint, Play, Record, Task
from successtui.records.kinds import Derived, Field
from successtui.services.derived import outcome_values
from successtui.services.session import Session
from successtui.services.showing import Shower, Shown
from successtui.store.reader import Reader

POINTS = 60
"""How many of its latest values a KPI brings along."""
_HIDDEN_FACTS = frozenset(
    {"is_template", "template_origin", "library", "account", "owner_kind", "parent_type", "source"}
)
_SAYS_NOTHING = ("", "no")
_FIRST_FACTS = ("state", "status", "progress", "kpi_status", "priority", "owner", "owner_user")
_DATES = ("start_date", "planned_start", "meeting_at", "due_date", "end_date", "target_date")
_LONG = 400


@dataclass(frozen=True, slots=True)
class Kpi:
    """One KPI.

    Attributes:
        cells: field or derived value to how it is shown.
        progress: 0 to 100; `None` when its values make no path.
        age: how old the current value is, in words; empty when nobody knows.
        values: its values over time, oldest first.
        in_plan: whether its objective belongs to a plan, so that it may be changed here.
    """

    record: Outcome
    objective: str
    cells: dict[str, Shown]
    progress: int | None
    age: str
    values: tuple[float, ...]
    in_plan: bool


@dataclass(frozen=True, slots=True)
class Details:
    """The Record Details panel: facts of a record, and the KPIs it is about.

    Attributes:
        facts: label and value of every field that has one.
        about: whose KPIs they are, in words.
    """

    record: Record
    title: str
    facts: tuple[tuple[str, str], ...]
    about: str
    kpis: tuple[Kpi, ...]


_SHOWN = (
    "title",
    "unit",
    "base_value",
    "current_value",
    "target_value",
    "kpi_status",
    "target_date",
    "state",
    "owner",
)


def plan_kpis(session: Session, account_id: int, plan_id: int | None = None) -> tuple[Kpi, ...]:
    """All KPIs of a plan, or of all objectives of the account: open ones first, by objective and
    target date."""
    with session.read() as reader:
        where: dict[str, object] = {"account": account_id}
        if plan_id is not None:
            where["plan"] = plan_id
        objectives = reader.all(Objective, where, order=("start_date", "id"))
        return _kpis(reader, objectives, session.clock.today())


def details(session: Session, record_type: type[Record], record_id: int) -> Details:
    """What the panel says about one record.

    Raises:
        NotFound: missing or hidden.
    """
    with session.read() as reader:
        record = reader.require(record_type, record_id)
        today = session.clock.today()
        objectives, about = _goals(reader, record)
        kpis = _kpis(reader, objectives, today)
        if isinstance(record, Outcome):
            kpis = tuple(kpi for kpi in kpis if kpi.record.id == record.id)
        shower = Shower(reader, [record], today)
        declared: dict[str, Field | Derived] = {**record.declaration.fields}
        declared |= record.declaration.derived
        names = dict.fromkeys(n for n in (*_FIRST_FACTS, *_DATES, *declared) if n in declared)
        hidden = {*_HIDDEN_FACTS, *record.declaration.caption}
        shown = ((name, shower.cell(record, name).text) for name in names if name not in hidden)
        facts = [
            (declared[name].label, text[:_LONG])
            for name, text in shown
            if text not in _SAYS_NOTHING
        ]
    title = f"{record.declaration.label} {record.number}  {record.caption}"
    return Details(record, title, tuple(facts), about, kpis)


def _goals(reader: Reader, record: Record) -> tuple[list[Objective], str]:
    """The objectives whose KPIs a record is about, and what to call that."""
    name = record.declaration.name
    if name == "plan":
        return reader.all(Objective, {"plan": record.id}, order=("start_date", "id")), "the plan"
    goal: int | None = None
    if isinstance(record, Objective):
        goal = record.id
    elif isinstance(record, Outcome | Play):
        goal = record.objective
    elif isinstance(record, Task) and record.parent_type == "objective":
        goal = record.parent
    elif isinstance(record, Task) and record.parent_type == "play":
        play = reader.get(Play, record.parent)
        goal = play.objective if play else None
    found = reader.get(Objective, goal)
    return ([found], found.name) if found else ([], "")


def _kpis(reader: Reader, objectives: list[Objective], today: date) -> tuple[Kpi, ...]:
    goals = {objective.id: objective for objective in objectives}
    order = {objective_id: place for place, objective_id in enumerate(goals)}
    outcomes = reader.all(Outcome, {"objective": list(goals)}, order=("target_date", "id"))
    if not outcomes:
        return ()
    outcomes.sort(key=lambda outcome: (not is_open(outcome.state), order[outcome.objective]))
    shower = Shower(reader, outcomes, today)
    points: dict[int, list[float]] = defaultdict(list)
    ids = [outcome.id for outcome in outcomes]
    for point in reader.all(OutcomePoint, {"outcome": ids}, order=("date",)):
        points[point.outcome].append(float(point.value))
    found = []
    for outcome in outcomes:
        goal = goals[outcome.objective]
        path = (outcome.base_value, outcome.current_value, outcome.target_value)
        known = is_measurable(*path, outcome.direction)
        as_of = outcome.current_as_of
        found.append(
            Kpi(
                record=outcome,
                objective=goal.name,
                cells={name: shower.cell(outcome, name) for name in _SHOWN},
                progress=outcome_values(outcome, today)["progress_pct"] if known else None,
                age=human_age(as_of, today) if as_of else "",
                values=tuple(points[outcome.id][-POINTS:]),
                in_plan=goal.plan is not None,
            )
        )
    return tuple(found)
