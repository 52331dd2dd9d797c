"""The Success Tracker's services, on both engines."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial

import pytest

from successtui.domain.errors import Forbidden, NotFound, Refused
from successtui.records import Account, Objective, Outcome, Task, Touchpoint
from successtui.records.picklists import Role
from successtui.services import tracking_changes as changing
from successtui.services.tracking import (
    OBJECTIVES,
    TOUCHPOINTS,
    WITHOUT_PLAN,
    activity_page,
    subjects,
    tracker_page,
)
from successtui.services.tracking_kpis import details, plan_kpis
from successtui.services.undoing import undo
from tests.pg import TODAY
from tests.worlds import Book

PATH = {"unit": "Percent", "base_value": Decimal(0), "target_value": Decimal(100)}


def days(count: int) -> date:
    return TODAY + timedelta(days=count)


def test_plan_objective_play_and_task_are_a_tree_in_time(book: Book) -> None:
    account = book.account()
    plan = book.plan(account, start_date=days(-30))
    goal = book.objective(account, plan=plan.id, start_date=days(-20), end_date=days(50))
    kpi = book.outcome(goal, target_date=days(-1), current_value=Decimal(25), **PATH)
    play = book.play(goal, start_date=days(-10))
    task = book.task(play, due_date=days(-2))
    done = book.task(play, due_date=days(9))
    book.move(done, "Closed")
    loose = book.task(account, due_date=days(3))

    page = tracker_page(book.session, account.id)
    rows = {row.key: row for row in page.rows}

    assert [(row.key, row.depth) for row in page.rows] == [
        (f"plan:{plan.id}", 0),
        (f"objective:{goal.id}", 1),
        (f"outcome:{kpi.id}", 2),
        (f"play:{play.id}", 2),
        (f"task:{task.id}", 3),
        (f"task:{done.id}", 3),
        (WITHOUT_PLAN, 0),
        (f"task:{loose.id}", 1),
    ]
    assert rows[f"task:{task.id}"].late
    assert rows[f"task:{task.id}"].due.text.endswith("!")
    assert rows[f"outcome:{kpi.id}"].late
    assert rows[f"outcome:{kpi.id}"].progress == 25
    assert rows[f"task:{done.id}"].ended
    assert not rows[f"task:{done.id}"].late
    assert rows[f"play:{play.id}"].progress == 50
    # What has no end of its own lasts as long as what lies below it.
    assert (rows[f"play:{play.id}"].end, rows[f"play:{play.id}"].assumed) == (days(9), True)
    assert rows[f"plan:{plan.id}"].end == days(50)


def test_one_plan_of_an_account_is_shown_alone(book: Book) -> None:
    account = book.account()
    one, other = book.plan(account), book.plan(account)
    book.objective(account, plan=one.id)
    goal = book.objective(account, plan=other.id)
    book.objective(account)
    page = tracker_page(book.session, account.id, other.id)
    assert {row.key for row in page.rows} == {f"plan:{other.id}", f"objective:{goal.id}"}


def test_what_one_may_not_see_cannot_be_tracked(book: Book) -> None:
    """Another agent's account is neither offered nor opened, and nothing of it is changed."""
    dora, otto = book.user("dora"), book.user("otto")
    account = book.account(name="Secret Corp", csm=otto.id)
    plan = book.plan(account, name="Secret plan", owner=otto.id)
    goal = book.objective(account, plan=plan.id)
    kpi = book.outcome(goal)
    task = book.task(goal, due_date=TODAY)
    session = book.as_(dora)
    assert subjects(session, "Secret") == []
    for call in (
        lambda: tracker_page(session, account.id),
        lambda: activity_page(session, account.id),
        lambda: details(session, Objective, goal.id),
        lambda: changing.move_end(session, Task, task.id, 7),
        lambda: changing.set_field(session, Outcome, kpi.id, {"title": "x"}),
        lambda: changing.remove(session, Objective, goal.id),
    ):
        with pytest.raises(NotFound):
            call()
    assert plan_kpis(session, account.id) == ()
    assert {s.plan for s in subjects(book.as_(otto), "Secret")} == {None, plan.id}


def test_a_date_is_moved_from_what_is_stored_and_undone_in_one_step(book: Book) -> None:
    account = book.account()
    task = book.task(book.objective(account), due_date=TODAY)
    for count in (7, 7, -1):
        changing.move_end(book.session, Task, task.id, count)
    assert book.again(task).due_date == days(13)
    undo(book.session)
    assert book.again(task).due_date == days(14)


def test_a_meeting_keeps_its_hour_when_it_is_moved(book: Book) -> None:
    at = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    touch = book.add(
        Touchpoint, engagement=book.engagement(book.account()).id, subject="Call", meeting_at=at
    )
    changing.move_end(book.session, Touchpoint, touch.id, 7)
    assert book.again(touch).meeting_at == at + timedelta(days=7)


def test_what_has_no_date_says_how_to_set_one(book: Book) -> None:
    account = book.account()
    task = book.task(book.objective(account))
    with pytest.raises(Refused, match="no due date to move yet"):
        changing.move_end(book.session, Task, task.id, 7)
    with pytest.raises(Refused, match="has no date to move"):
        changing.move_end(book.session, Account, account.id, 7)


def test_viewers_move_and_change_nothing(book: Book) -> None:
    vic = book.user("vic", Role.VIEWER.value)
    account = book.account(csm=vic.id)
    task = book.task(book.objective(account), due_date=TODAY)
    with pytest.raises(Forbidden):
        changing.move_end(book.as_(vic), Task, task.id, 7)
    with pytest.raises(Forbidden):
        changing.set_field(book.as_(vic), Task, task.id, {"title": "Mine"})
    assert book.again(task).due_date == TODAY


def test_objectives_are_edited_and_deleted_from_the_tracker(book: Book) -> None:
    """R003-33, R003-38, R003-39: edited in place; deleted once they have no KPIs."""
    account = book.account()
    goal = book.objective(account, plan=book.plan(account).id)
    changing.set_field(book.session, Objective, goal.id, {"name": "Renamed", "priority": "High"})
    assert (book.again(goal).name, book.again(goal).priority) == ("Renamed", "High")
    kpi = book.outcome(goal)
    with pytest.raises(Refused, match="cannot be deleted while it has"):
        changing.remove(book.session, Objective, goal.id)
    changing.remove(book.session, Outcome, kpi.id)
    changing.remove(book.session, Objective, goal.id)
    with pytest.raises(NotFound):
        book.again(goal)


@pytest.mark.parametrize("in_plan", [True, False])
def test_kpis_change_in_the_tracker_only_in_a_plan(book: Book, in_plan: bool) -> None:
    """R003-57, R003-58: without a plan, neither editing, moving nor deleting here."""
    account = book.account()
    plan = book.plan(account).id if in_plan else None
    kpi = book.outcome(book.objective(account, plan=plan), target_date=TODAY, **PATH)
    steps: tuple[Callable[..., object], ...] = (
        partial(changing.set_field, texts={"current_value": "40"}),
        partial(changing.move_end, days=7),
        partial(changing.remove, confirmed=True),
    )
    for step in steps:
        if in_plan:
            step(book.session, Outcome, kpi.id)
        else:
            with pytest.raises(Refused, match="in no plan"):
                step(book.session, Outcome, kpi.id)
    assert bool(changing.refusal(book.session, Account, account.id)) is False
    if not in_plan:
        assert changing.refusal(book.session, Outcome, kpi.id)
        assert book.again(kpi).current_value is None


def test_the_kpi_overview_holds_every_kpi_of_the_plan(book: Book) -> None:
    """R003-56: base, current, target, progress, target date, age; open ones first."""
    account = book.account()
    plan = book.plan(account)
    goal = book.objective(account, plan=plan.id)
    other = book.objective(account)
    closed = book.outcome(goal)
    kpi = book.outcome(goal, target_date=days(30), current_value=Decimal(40), **PATH)
    elsewhere = book.outcome(other)
    book.move(closed, "Closed", "Achieved")

    of_plan = plan_kpis(book.session, account.id, plan.id)
    assert [found.record.id for found in of_plan] == [kpi.id, closed.id]
    first = of_plan[0]
    shown = {name: cell.text for name, cell in first.cells.items()}
    assert (shown["base_value"], shown["current_value"], shown["target_value"]) == (
        "0",
        "40",
        "100",
    )
    assert (first.progress, first.age, first.values, first.in_plan) == (40, "today", (40.0,), True)
    everywhere = {found.record.id: found.in_plan for found in plan_kpis(book.session, account.id)}
    assert everywhere == {kpi.id: True, closed.id: True, elsewhere.id: False}


def test_the_details_bring_the_kpis_of_what_the_record_serves(book: Book) -> None:
    """R003-56: the panel of a task shows the KPIs of its objective, a KPI's its own."""
    account = book.account()
    plan = book.plan(account)
    goal = book.objective(account, plan=plan.id)
    kpi, second = book.outcome(goal), book.outcome(goal)
    play = book.play(goal)
    task = book.task(play, due_date=TODAY)
    for record in (plan, goal, play, task, book.task(goal)):
        found = details(book.session, type(record), record.id)
        assert {each.record.id for each in found.kpis} == {kpi.id, second.id}
    alone = details(book.session, Outcome, kpi.id)
    assert [each.record.id for each in alone.kpis] == [kpi.id]
    assert ("Due date", f"{TODAY}") in details(book.session, Task, task.id).facts
    assert details(book.session, Account, account.id).kpis == ()


def test_activities_are_touchpoints_and_objectives_in_the_order_of_time(book: Book) -> None:
    """R003-38: what the Activity Tracker lists, so that objectives can be deleted from it."""
    account = book.account()
    engagement = book.engagement(account)
    late = book.add(Touchpoint, engagement=engagement.id, subject="Late", due_date=days(5))
    early = book.add(Touchpoint, engagement=engagement.id, subject="Early", due_date=days(-5))
    goal = book.objective(account)
    assert [row.key for row in activity_page(book.session, account.id)] == [
        TOUCHPOINTS,
        f"touchpoint:{early.id}",
        f"touchpoint:{late.id}",
        OBJECTIVES,
        f"objective:{goal.id}",
    ]
