"""Guards and effects of the lifecycles, type by type; and what binds people but not history."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from successtui.domain.errors import Invalid, NeedsConfirmation, Refused
from successtui.records import (
    REGISTRY,
    InternalPlay,
    Objective,
    Outcome,
    Play,
    Record,
    RiskSignal,
    SuccessCase,
    Task,
    Touchpoint,
)
from successtui.records.picklists import ClosureCode, Progress, WorkState
from successtui.services import records
from successtui.services.draft import Mode
from successtui.services.saver import Saver
from tests.pg import TODAY
from tests.worlds import Book, move_state, picked

DESCRIBED = {"short_description": "It", "description": "It is so"}
WITH_TASKS = ("play", "success_case", "internal_play", "touchpoint")


def work(book: Book, name: str) -> Record:
    """A new piece of work of that type, in an engagement where it needs one."""
    account = book.account()
    engagement = book.engagement(account)
    objective = book.objective(account, engagement=engagement.id)
    made: dict[str, Any] = {
        "objective": lambda: objective,
        "outcome": lambda: book.outcome(objective),
        "play": lambda: book.play(objective),
        "task": lambda: book.task(objective),
        "engagement": lambda: engagement,
        "success_case": lambda: book.add(SuccessCase, engagement=engagement.id, **DESCRIBED),
        "internal_play": lambda: book.add(InternalPlay, engagement=engagement.id, **DESCRIBED),
        "touchpoint": lambda: book.add(Touchpoint, engagement=engagement.id, subject="Call"),
        "risk_signal": lambda: book.add(
            RiskSignal,
            engagement=engagement.id,
            probability=picked(RiskSignal, "probability", "Low"),
            **DESCRIBED,
        ),
    }
    record: Record = made[name]()
    return record


def in_progress(book: Book, record: Record) -> Record:
    """The record at work, whatever that takes."""
    if record.declaration.name == "engagement":
        record = book.move(record, "Define")
    running = "Active" if record.declaration.name == "risk_signal" else "In progress"
    return book.move(record, running)


@pytest.mark.parametrize(
    "name",
    ["objective", "outcome", "play", "success_case", "internal_play", "engagement", "risk_signal"],
)
def test_closing_needs_code_and_notes(book: Book, name: str) -> None:
    """G1: each missing piece is named at its field; reopening clears them (E2)."""
    record = in_progress(book, work(book, name))
    code = "Mitigated" if name == "risk_signal" else "Partially achieved"
    with pytest.raises(Invalid, match="Closure code: closing needs a closure code"):
        move_state(book.session, record, "Closed", notes="Done")
    with pytest.raises(Invalid, match="Close notes: closing needs close notes"):
        move_state(book.session, record, "Closed", code=code)
    closed = book.move(record, "Closed", code)
    assert closed["closure_code"] == code
    assert closed["close_notes"] == "Agreed"
    assert closed["closed_at"] is not None
    if "closed_by" in closed.declaration.fields:
        assert closed["closed_by"] == 1
    running = "Active" if name == "risk_signal" else "In progress"
    again = book.move(closed, running)
    assert {again[field] for field in ("closure_code", "close_notes", "closed_at")} == {None}


@pytest.mark.parametrize("name", ["task", "touchpoint"])
def test_closing_on_one_key(book: Book, name: str) -> None:
    """G1: a task or touchpoint closes as Achieved without notes, and cancels as Canceled."""
    closed = move_state(book.session, work(book, name), "Closed").record
    assert (closed["closure_code"], closed["close_notes"]) == ("Achieved", None)
    canceled = move_state(book.session, work(book, name), "Canceled").record
    assert (canceled["closure_code"], canceled["progress"]) == ("Canceled", "Canceled")


def test_what_was_said_on_closing_can_be_corrected(book: Book) -> None:
    """Another code and other notes, but nothing that would not have been let through."""
    closed = book.move(work(book, "play"), "Closed", "Achieved")
    assert book.change(closed, closure_code=ClosureCode.MISSED)["closure_code"] == "Missed"
    for change, complaint in (
        ({"closure_code": ClosureCode.CANCELED}, "another closure code than Canceled"),
        ({"close_notes": " "}, "closing needs close notes"),
        ({"closure_code": None}, "closing needs a closure code"),
    ):
        with pytest.raises(Invalid, match=complaint):
            book.change(closed, **change)
    canceled = book.move(work(book, "play"), "Canceled")
    with pytest.raises(Invalid, match="has the closure code Canceled"):
        book.change(canceled, closure_code=ClosureCode.ACHIEVED)


@pytest.mark.parametrize("name", WITH_TASKS)
def test_open_tasks_stand_in_the_way(book: Book, name: str) -> None:
    """G2: closing is refused and lists them; canceling takes them along once confirmed (G3)."""
    record = work(book, name)
    done = book.move(book.task(record), "Closed")
    tasks = [book.task(record, title=f"Step {i}") for i in range(2)]
    started = book.move(tasks[1], "In progress")
    with pytest.raises(Refused, match="still has 2 open") as refused:
        book.move(record, "Closed", "Achieved")
    assert refused.value.obstacles == (
        f"{tasks[0].number} Step 0 is New",
        f"{tasks[1].number} Step 1 is In progress",
    )
    with pytest.raises(NeedsConfirmation, match="takes 2 open records along") as asked:
        book.move(record, "Canceled")
    assert asked.value.effects[0] == f"{tasks[0].number} Step 0 will be canceled"
    book.move(record, "Canceled", confirmed=True)
    for task in (tasks[0], started):
        again = book.again(task)
        assert (again.state, again.progress, again.closure_code) == ("Canceled",) * 3
        assert again.close_notes == "Agreed"
    assert book.again(done).state == "Closed"


def test_an_objective_waits_for_everything_below(book: Book) -> None:
    """G4 and G5: outcomes, plays and tasks, those of its plays too."""
    objective = work(book, "objective")
    assert isinstance(objective, Objective)
    kpi, play = book.outcome(objective), book.play(objective)
    below, beside = book.task(play), book.task(objective)
    with pytest.raises(Refused, match="still has 4 open"):
        book.move(objective, "Closed", "Achieved")
    book.move(objective, "Canceled", confirmed=True)
    children: list[Record] = [kpi, play, below, beside]
    assert {book.again(child)["state"] for child in children} == {"Canceled"}


def test_tasks_under_a_closed_play_are_found(book: Book) -> None:
    """History may bring a closed play with an open task: the objective still waits for it."""
    objective = book.objective(book.account())
    play = book.play(objective)
    task = book.task(play)
    with book.session.change("Import") as unit:
        Saver(unit, TODAY, Mode.IMPORT).change(play, {"state": WorkState.CLOSED})
    with pytest.raises(Refused, match=f"{task.number} {task.title} is New"):
        book.move(objective, "Closed", "Achieved")


def test_an_outcome_closes_while_plays_go_on(book: Book) -> None:
    """G2 does not name outcomes: a target reached is reached. Canceling takes the plays along."""
    objective = book.objective(book.account())
    kpis = [book.outcome(objective) for _ in range(2)]
    plays = [book.play(objective, primary_outcome=kpi.id) for kpi in kpis]
    task = book.task(plays[1])
    book.move(kpis[0], "Closed", "Achieved")
    assert book.again(plays[0]).state == "New"
    with pytest.raises(NeedsConfirmation) as asked:
        book.move(kpis[1], "Canceled")
    assert len(asked.value.effects) == 2
    book.move(kpis[1], "Canceled", confirmed=True)
    assert (book.again(plays[1]).state, book.again(task).state) == ("Canceled", "Canceled")


@pytest.mark.parametrize(
    "name", ["objective", "success_case", "internal_play", "touchpoint", "risk_signal"]
)
def test_reopening_needs_an_active_engagement(book: Book, name: str) -> None:
    """E2: the parent must be at work, or is to be reopened first."""
    record = work(book, name)
    code = "Accepted" if name == "risk_signal" else "Missed"
    record = book.move(record, "Closed", code)
    with book.session.read() as reader:
        engagement = reader.require(REGISTRY["engagement"], record["engagement"])
        objectives = reader.all(Objective, {"engagement": engagement.id, "state": "New"})
    for objective in objectives:
        book.move(objective, "Canceled")
    book.move(engagement, "Canceled")
    running = "Active" if name == "risk_signal" else "In progress"
    with pytest.raises(Refused, match=f"reopen the engagement {engagement.number}"):
        book.move(record, running)
    book.move(engagement, "In progress")
    assert book.move(record, running)["state"] == running


def test_nothing_new_under_what_has_ended(book: Book) -> None:
    """Tasks and plays are not begun where work is over."""
    case = book.move(work(book, "success_case"), "Closed", "Achieved")
    with pytest.raises(Invalid, match="Parent: It is Closed; reopen it first"):
        book.task(case)
    objective = book.move(book.objective(book.account()), "Canceled")
    for make in (book.play, book.task):
        with pytest.raises(Invalid, match="is Canceled; reopen it first"):
            make(objective)
    plan = book.move(book.plan(book.account()), "Canceled")
    assert book.task(plan).parent == plan.id


def test_contradictions(book: Book) -> None:
    """State and progress that do not fit are refused at the field progress."""
    task = book.task(book.objective(book.account()))
    with pytest.raises(Invalid, match="Progress: progress At Risk does not fit state Closed"):
        book.change(task, state=WorkState.CLOSED, progress=Progress.AT_RISK)
    with pytest.raises(Invalid, match="Progress: progress Completed does not fit state New"):
        book.task(book.objective(book.account()), state=WorkState.NEW, progress=Progress.COMPLETED)
    born_running = book.task(book.objective(book.account()), progress=Progress.AT_RISK)
    assert (born_running.state, born_running.progress) == ("In progress", "At Risk")
    born_done = book.task(book.objective(book.account()), state=WorkState.CLOSED)
    assert (born_done.progress, born_done.closure_code) == ("Completed", "Achieved")
    assert born_done.closed_at is not None


@pytest.mark.parametrize(
    ("name", "state", "code"),
    [
        ("play", "Closed", "Achieved"),
        ("play", "Canceled", "Canceled"),
        ("risk_signal", "Closed", "Mitigated"),
        ("risk_signal", "Canceled", "Canceled"),
    ],
)
def test_history_is_not_bound_by_guards(book: Book, name: str, state: str, code: str) -> None:
    """Imports: any state from any state; a missing closure code is filled in, notes stay empty."""
    record = work(book, name)
    with book.session.change("Import") as unit:
        saver = Saver(unit, TODAY, Mode.IMPORT)
        ended = saver.change(record, {"state": picked(type(record), "state", state)})
        assert (ended["closure_code"], ended["close_notes"], ended["closed_at"]) == (
            code,
            None,
            None,
        )
        given = datetime(2020, 1, 1, tzinfo=UTC)
        ended = saver.change(ended, {"closed_at": given})
        assert ended["closed_at"] == given
        back = saver.change(ended, {"state": picked(type(record), "state", "New")})
        assert back["closure_code"] is None


def test_imported_progress_stands(book: Book) -> None:
    """An import may bring a progress of its own; without one it follows the state."""
    objective = book.objective(book.account())
    values = {"objective": objective.id, "title": "KPI", "description": "How"}
    with book.session.change("Import") as unit:
        saver = Saver(unit, TODAY, Mode.IMPORT)
        odd = {"state": WorkState.CLOSED, "progress": Progress.AT_RISK}
        assert saver.add(Outcome, {**values, **odd}).progress == "At Risk"
        assert saver.add(Outcome, {**values, "state": WorkState.PAUSED}).progress == "Paused"


def test_imported_owners_in_person(book: Book) -> None:
    """R001-27: whom a role had resolved to comes with the file, and is not resolved anew."""
    account, dora = book.account(), book.user("dora")
    lead = book.add(REGISTRY["role"], name="Lead")
    book.add(REGISTRY["account_team"], account=account.id, role=lead.id, user=1)
    values = {
        "name": "Goal",
        "description": "Why",
        "account": account.id,
        "owner_kind": picked(Objective, "owner_kind", "role"),
        "owner": lead.id,
    }
    with book.session.change("Import") as unit:
        saver = Saver(unit, TODAY, Mode.IMPORT)
        assert saver.add(Objective, {**values, "owner_user": dora.id}).owner_user == dora.id
        assert saver.add(Objective, values).owner_user == 1


def test_plans_have_states_too(book: Book) -> None:
    """C6: Draft, Active, On hold, Completed, Canceled; their field is called status."""
    plan = book.plan(book.account())
    plan = book.move(plan, "Active")
    plan = book.move(plan, "On hold")
    with pytest.raises(Invalid, match="Status: cannot go from On hold to Draft"):
        book.move(plan, "Draft")
    plan = move_state(book.session, plan, "Completed").record  # type: ignore[assignment]
    assert book.move(plan, "Active").status == "Active"


def test_a_play_that_moves_lets_go_of_its_outcomes(book: Book) -> None:
    """What it worked toward belongs to the former objective."""
    account = book.account()
    objective, other = book.objective(account), book.objective(account)
    kpi = book.outcome(objective)
    play = book.play(objective, primary_outcome=kpi.id, applicable_outcomes=(kpi.id,))
    moved = book.change(play, objective=other.id)
    assert (moved.primary_outcome, moved.applicable_outcomes) == (None, ())
    new_kpi = book.outcome(objective)
    back = book.change(moved, objective=objective.id, primary_outcome=new_kpi.id)
    assert back.primary_outcome == new_kpi.id


def test_notes_only_where_there_are_lists(book: Book) -> None:
    """Types without work notes say so; a blank note is none."""
    account = book.account()
    with pytest.raises(Refused, match="accounts take no work notes"):
        records.update(book.session, account, {"tier": "Growth"}, note="x")
    assert book.again(account).tier is None
    records.update(book.session, account, {"tier": "Growth"}, note="  ")
    assert book.again(account).tier == "Growth"
    assert Task.declaration.fields["work_notes_list"].internal
    assert Play.declaration.fields["watch_list"].internal
