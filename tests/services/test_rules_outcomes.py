"""Rules of source 000: primary success outcomes (KPIs), tracked by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from successtui.domain.errors import Forbidden, Invalid, Refused
from successtui.records import Objective, Outcome, OutcomePoint, WorkNote, record_type
from successtui.records.picklists import PointSource, Priority, Progress, Tracking, WorkState
from successtui.services import records
from successtui.services.derived import derive
from successtui.services.draft import Mode
from successtui.services.reading import read_values
from successtui.services.saver import Saver
from successtui.services.showing import Shower
from tests.pg import TODAY
from tests.worlds import Book, move_state, picked


@pytest.fixture
def objective(book: Book) -> Objective:
    return book.objective(book.account())


def problem_fields(values: dict[str, Any], book: Book) -> list[str]:
    """Fields that stand in the way of saving a new outcome."""
    with pytest.raises(Invalid) as refused:
        records.create(book.session, Outcome, values)
    with book.session.read() as reader:
        assert reader.count(Outcome) == 0
    return [problem.field for problem in refused.value.problems]


@pytest.mark.parametrize("missing", ["objective", "title", "description"])
def test_required_fields(book: Book, objective: Objective, missing: str) -> None:
    """R000-01, R000-09, R000-16, R000-17: objective, title and description; R000-31: no row."""
    values = {"objective": objective.id, "title": "Adoption", "description": "Logins"}
    assert problem_fields({n: v for n, v in values.items() if n != missing}, book) == [missing]
    if missing != "objective":
        assert problem_fields({**values, missing: " \t\u200b\n"}, book) == [missing]
    assert records.create(book.session, Outcome, values).batch is not None


def test_who_may_create(book: Book) -> None:
    """R000-02: whoever may create outcomes; others are told the missing role."""
    book.user("helper", "participant")
    viewer = book.user("looker", "viewer")
    objective = book.objective(book.account(csm=viewer.id))
    values = {"objective": objective.id, "title": "KPI", "description": "How"}
    with pytest.raises(Forbidden, match="customer_success_agent or participant; you hold viewer"):
        records.create(book.as_("looker"), Outcome, values)


def test_measurable_and_manual(book: Book, objective: Objective) -> None:
    """R000-03, R000-05, R000-21, R000-23, R000-28 to -30: values with a unit, typed by hand."""
    outcome = book.outcome(
        objective,
        unit="EUR",
        base_value=Decimal(1_000_000),
        current_value=Decimal(1_100_000),
        target_value=Decimal(1_250_000),
    )
    again = book.again(outcome)
    assert again.tracking_method is Tracking.MANUAL
    assert (again.base_value, again.current_value, again.target_value, again.unit) == (
        Decimal(1_000_000),
        Decimal(1_100_000),
        Decimal(1_250_000),
        "EUR",
    )
    assert again.current_as_of == TODAY
    with book.session.read() as reader:
        assert derive(reader, [again], TODAY)[again.id]["progress_pct"] == 40


@pytest.mark.parametrize("name", ["base_value", "current_value", "target_value"])
def test_a_value_needs_a_unit(book: Book, objective: Objective, name: str) -> None:
    """R000-21 and R003-47: one unit for the three values, required as soon as one is set."""
    values = {"objective": objective.id, "title": "KPI", "description": "How", name: Decimal(1)}
    assert problem_fields(values, book) == ["unit"]


def test_tracked_by_a_metric(book: Book, objective: Objective) -> None:
    """R000-04, R000-24: a metric is chosen from the list; its values come from the program."""
    metric = book.add(record_type("metric"), name="Logins")
    values: dict[str, Any] = {
        "objective": objective.id,
        "title": "KPI",
        "description": "How",
        "tracking_method": Tracking.METRIC,
        "unit": "Quantity",
    }
    assert problem_fields(values, book) == ["metric"]
    values["metric"] = metric.id
    assert problem_fields({**values, "current_value": Decimal(5)}, book) == ["current_value"]
    outcome = book.add(Outcome, **values)
    with pytest.raises(Invalid, match="filled by the metric"):
        records.update(book.session, outcome, {"current_value": Decimal(6)})
    with book.session.change("Collect") as unit:
        saver = Saver(unit, TODAY, Mode.PROGRAM)
        saver.change(outcome, {"current_value": Decimal(7)})
    assert book.again(outcome).current_value == 7
    by_hand = {"tracking_method": Tracking.MANUAL, "current_value": Decimal(8)}
    records.update(book.session, book.again(outcome), by_hand)


def test_all_outcomes(book: Book, objective: Objective) -> None:
    """R000-06: the list of all outcomes is a record type of its own, and New adds to it."""
    assert record_type("outcomes (kpis)") is record_type("primary success outcome") is Outcome
    made = {book.outcome(objective).id for _ in range(3)}
    with book.session.read() as reader:
        assert set(reader.ids(Outcome)) == made


def test_number(book: Book, objective: Objective) -> None:
    """R000-07: generated, unique, and never changed afterwards."""
    numbers = [book.outcome(objective).number for _ in range(3)]
    assert numbers == ["OUT0000001", "OUT0000002", "OUT0000003"]
    outcome = book.outcome(objective)
    with book.session.read() as reader, pytest.raises(Invalid, match="no such field"):
        read_values(reader, Outcome, {"number": "OUT9"}, TODAY)
    records.update(book.session, outcome, {"number": "OUT9", "title": "Other"})
    assert book.again(outcome).number == outcome.number
    given = book.outcome(objective, number="OUT0000010")
    assert given.number == "OUT0000010"
    assert book.outcome(objective).number == "OUT0000011"
    with pytest.raises(Invalid, match="'OUT0000010' is taken"):
        book.outcome(objective, number="OUT0000010")
    records.delete(book.session, given)
    with pytest.raises(Invalid, match="'OUT0000010' is taken"):
        book.outcome(objective, number="OUT0000010")
    assert book.outcome(objective, number="KPI-A").number == "KPI-A"


def test_the_account_is_that_of_the_objective(book: Book, objective: Objective) -> None:
    """R000-08: derived, and not to be chosen."""
    outcome = book.outcome(objective)
    assert outcome.account == objective.account
    elsewhere = book.account()
    with pytest.raises(Invalid, match="Account: must be that of its objective"):
        book.outcome(objective, account=elsewhere.id)
    with pytest.raises(Invalid, match="Account: must be that of its objective"):
        records.update(book.session, outcome, {"account": elsewhere.id})


def test_the_owner_is_a_colleague(book: Book, objective: Objective) -> None:
    """R000-10: a contact cannot be chosen."""
    contact = book.contact(book.account(), last_name="Smith")
    colleague = book.user("dora")
    with book.session.read() as reader:
        for text in (contact.number, "Smith", f"contact:{contact.number}"):
            with pytest.raises(Invalid, match="there is no user"):
                read_values(reader, Outcome, {"owner": text}, TODAY)
        assert read_values(reader, Outcome, {"owner": "Dora"}, TODAY) == {"owner": colleague.id}


def test_picklists() -> None:
    """R000-11, R000-12, R000-14, R000-22: exactly these values, in this order."""
    assert list(WorkState) == ["New", "In progress", "Paused", "Canceled", "Closed"]
    assert list(Progress) == [
        "Not Started",
        "On-Track",
        "At Risk",
        "Paused",
        "Completed",
        "Canceled",
    ]
    assert list(Priority) == ["Critical", "High", "Medium", "Low", "Very Low"]
    assert list(Tracking) == ["Manual", "Metric"]


@pytest.mark.parametrize(
    ("field", "value"),
    [("state", "Open"), ("progress", "Fine"), ("priority", "Urgent"), ("tracking_method", "Auto")],
)
def test_nothing_else_is_accepted(book: Book, objective: Objective, field: str, value: str) -> None:
    """R000-11, R000-12, R000-14, R000-22: other values are refused, typed or not."""
    with book.session.read() as reader, pytest.raises(Invalid, match="is not in the list"):
        read_values(reader, Outcome, {field: value}, TODAY)
    values = {"objective": objective.id, "title": "KPI", "description": "How", field: value}
    if field not in ("state", "progress"):
        assert problem_fields(values, book) == [field]


def test_state_and_progress_are_two_fields(book: Book, objective: Objective) -> None:
    """R000-13: At Risk and On-Track are both In progress."""
    outcome = book.outcome(objective)
    assert (outcome.state, outcome.progress) == ("New", "Not Started")
    started = move_state(book.session, outcome, "In progress").record
    assert (started["state"], started["progress"]) == ("In progress", "On-Track")
    at_risk = records.update(book.session, started, {"progress": Progress.AT_RISK}).record
    assert (at_risk["state"], at_risk["progress"]) == ("In progress", "At Risk")


def test_priority_sorts_in_its_own_order(book: Book, objective: Objective) -> None:
    """R000-14: Critical first, Very Low last, not by the alphabet; nothing at all at the end."""
    for priority in (None, Priority.LOW, Priority.CRITICAL, Priority.VERY_LOW, Priority.HIGH):
        book.outcome(objective, priority=priority)
    with book.session.read() as reader:
        rising = [o.priority for o in reader.all(Outcome, order=("priority",))]
        falling = [o.priority for o in reader.all(Outcome, order=("-priority",))]
    assert rising == ["Critical", "High", "Low", "Very Low", None]
    assert falling == ["Very Low", "Low", "High", "Critical", None]


def test_planned_dates(book: Book, objective: Objective) -> None:
    """R000-15: dates, the stop not before the start."""
    values = {"objective": objective.id, "title": "KPI", "description": "How"}
    start, stop = date(2026, 5, 2), date(2026, 5, 1)
    wrong = {**values, "planned_start": start, "planned_stop": stop}
    assert problem_fields(wrong, book) == ["planned_stop"]
    book.add(Outcome, **{**wrong, "planned_stop": start})
    with book.session.read() as reader, pytest.raises(Invalid, match="Planned stop"):
        read_values(reader, Outcome, {"planned_stop": "2026-02-30"}, TODAY)


def test_watch_lists(book: Book, objective: Objective) -> None:
    """R000-18 and R000-19: both lists hold colleagues, one beside the other."""
    dora, otto = book.user("dora"), book.user("otto")
    outcome = book.outcome(objective, watch_list=(dora.id, otto.id), work_notes_list=(otto.id,))
    again = book.again(outcome)
    assert again.watch_list == (dora.id, otto.id)
    assert again.work_notes_list == (otto.id,)
    records.update(book.session, again, {"watch_list": (otto.id,)})
    assert book.again(outcome).watch_list == (otto.id,)
    assert book.again(outcome).work_notes_list == (otto.id,)
    with book.session.read() as reader:
        assert reader.ids(Outcome, {"watch_list": otto.id}) == [outcome.id]
        assert reader.ids(Outcome, {"watch_list": dora.id}) == []


def test_work_notes_are_internal_and_only_added(book: Book, objective: Objective) -> None:
    """R000-20: kept apart from the record, marked internal, never edited by those who add them."""
    agent = book.user("dora")
    outcome = book.outcome(book.objective(book.account(csm=agent.id)))
    mine = book.as_("dora")
    records.update(mine, outcome, {"title": "Other"}, note="They hesitate.\nAsk again.")
    with mine.read() as reader:
        (note,) = reader.all(WorkNote)
    assert (note.record_type, note.record, note.text, note.author) == (
        "outcome",
        outcome.id,
        "They hesitate.\nAsk again.",
        agent.id,
    )
    assert WorkNote.declaration.fields["text"].internal
    with pytest.raises(Forbidden):
        records.update(mine, note, {"text": "They agree."})
    with pytest.raises(Forbidden):
        records.delete(mine, note)


def test_the_trend_is_kept(book: Book, objective: Objective) -> None:
    """A typed value leaves a point of the day; another one on the same day replaces it."""
    outcome = book.outcome(objective, unit="Percent", current_value=Decimal(5))
    records.update(book.session, outcome, {"current_value": Decimal("7.5")})
    records.update(book.session, book.again(outcome), {"current_value": None})
    with book.session.read() as reader:
        points = reader.all(OutcomePoint)
    assert [(p.outcome, p.date, p.value, p.by, p.source) for p in points] == [
        (outcome.id, TODAY, Decimal("7.5"), 1, PointSource.MANUAL)
    ]


def test_a_target_below_the_base_offers_a_decrease(book: Book, objective: Objective) -> None:
    """Setting target below base with Increase says how it becomes measurable."""
    values = {"unit": "Quantity", "base_value": Decimal(200), "target_value": Decimal(100)}
    saved = records.create(
        book.session,
        Outcome,
        {"objective": objective.id, "title": "Tickets", "description": "Fewer", **values},
    )
    assert saved.notices == ("the target lies below the base: set direction to Decrease",)
    down = {"direction": picked(Outcome, "direction", "Decrease"), "current_value": Decimal(150)}
    changed = records.update(book.session, saved.record, down)
    assert changed.notices == ()
    with book.session.read() as reader:
        shown = Shower(reader, [changed.record], TODAY)
        assert shown.cell(changed.record, "progress_pct").text == "50"


def test_no_outcome_under_a_closed_objective(book: Book, objective: Objective) -> None:
    """Parent objective Closed or Canceled: no new outcome, and none is reopened."""
    outcome = book.move(book.outcome(objective), "Closed", "Missed")
    book.move(objective, "Closed", "Achieved")
    with pytest.raises(Invalid, match="is Closed; reopen it first"):
        book.outcome(objective)
    with pytest.raises(Refused, match=f"reopen the objective {objective.number}"):
        book.move(outcome, "In progress")
