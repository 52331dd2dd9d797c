"""What a copy takes over from its template, on both engines."""

from dataclasses import replace
from datetime import date

import pytest

from successtui.domain.errors import Conflict
from successtui.records import Objective, Outcome, Plan, Play, Task
from successtui.services.library import Order, add_from_library, review
from successtui.services.planning import save_summary
from successtui.services.plays import PlayOrder, review_tasks, run_play
from successtui.services.review import ItemRefused
from tests.worlds import Book, picked

TEMPLATE_START = date(2024, 1, 1)
START = date(2026, 5, 1)


def make_template(book: Book, **values: object) -> Objective:
    """An objective template with a KPI, a shared play toward it and a task customers see."""
    dated = {"start_date": TEMPLATE_START, "end_date": date(2024, 3, 1), **values}
    objective = book.objective(None, name="Go live", is_template=True, **dated)
    kpi = book.outcome(
        objective,
        title="Seats",
        target_date=date(2024, 2, 1),
        planned_start=date(2024, 1, 15),
        planned_stop=date(2024, 2, 1),
    )
    play = book.play(
        objective,
        name="Set up",
        shared=True,
        primary_outcome=kpi.id,
        start_date=date(2024, 1, 11),
        end_date=date(2024, 1, 31),
    )
    book.task(play, title="Invite", due_date=date(2024, 1, 12), visible_to_customer=True)
    book.task(play, title="Train", due_offset_days=5)
    return objective


def order_of(book: Book, template: Objective, account: int) -> Order:
    items = review(book.session, template.id, START)
    return Order(template.id, account, START, tuple(items))


def test_copy_takes_sharing_and_goal_along(book: Book) -> None:
    """R003-07, R003-12: the play serves the copied KPI, is shared, and shows the same task."""
    account = book.account()
    template = make_template(book)
    saved = add_from_library(book.session, order_of(book, template, account.id))
    with book.session.read() as reader:
        [kpi] = reader.all(Outcome, {"objective": saved.record.id})
        [play] = reader.all(Play, {"objective": saved.record.id})
        tasks = {t.title: t for t in reader.all(Task, {"parent_type": "play", "parent": play.id})}
    assert play.shared
    assert play.primary_outcome == kpi.id
    assert tasks["Invite"].visible_to_customer
    assert not tasks["Train"].visible_to_customer
    assert kpi.target_date is not None
    assert kpi.planned_stop == kpi.target_date
    assert kpi.planned_start is not None
    assert (kpi.target_date - kpi.planned_start).days == 17


def test_play_without_its_kpi_stands_alone(book: Book) -> None:
    """R003-16: a KPI that was left out is not worked toward."""
    account = book.account()
    order = order_of(book, make_template(book), account.id)
    items = tuple(replace(i, included=i.kind != "outcome") for i in order.items)
    saved = add_from_library(book.session, replace(order, items=items))
    with book.session.read() as reader:
        [play] = reader.all(Play, {"objective": saved.record.id})
        assert not reader.all(Outcome, {"objective": saved.record.id})
    assert play.primary_outcome is None


def test_offsets_count_from_the_play(book: Book) -> None:
    """A task dated by its offset alone is due that long after its play starts."""
    template = make_template(book)
    items = {item.title: item for item in review(book.session, template.id, START)}
    assert items["Set up"].start == date(2026, 5, 11)
    assert items["Train"].due == date(2026, 5, 16)
    assert items["Invite"].due == date(2026, 5, 12)


def test_template_without_a_start_says_so(book: Book) -> None:
    """R003-21: dates that have nothing to be counted from are copied as they are."""
    account = book.account()
    template = make_template(book, start_date=None, end_date=None)
    saved = add_from_library(book.session, order_of(book, template, account.id))
    assert any("no start" in notice for notice in saved.notices)
    with book.session.read() as reader:
        [task] = reader.all(Task, {"title": "Invite", "account": account.id})
    assert task.due_date == date(2024, 1, 12)


def test_run_keeps_the_length_of_the_play(book: Book) -> None:
    """R001-36: a play lasts as long as its template, or until its last task is due."""
    account = book.account()
    make_template(book)
    with book.session.read() as reader:
        [template] = reader.all(Play, templates=True)
    items = tuple(review_tasks(book.session, template.id, START))
    order = PlayOrder(template.id, account.id, None, "Set up", "", START, items)
    saved = run_play(book.session, order)
    assert saved.record["end_date"] == date(2026, 5, 21)


def test_refused_child_is_named(book: Book) -> None:
    """An error about a child says which one, and nothing is stored."""
    account, other = book.account(), book.account()
    stranger = book.contact(other)
    template = make_template(book)
    order = order_of(book, template, account.id)
    items = tuple(
        replace(i, owner_kind="contact", owner=stranger.id) if i.title == "Invite" else i
        for i in order.items
    )
    with pytest.raises(ItemRefused, match=r"Invite: Owner: .* another account") as refused:
        add_from_library(book.session, replace(order, items=items))
    assert refused.value.key == next(i.key for i in items if i.title == "Invite")
    with book.session.read() as reader:
        assert not reader.all(Objective, {"account": account.id})
        assert not reader.all(Plan, {"account": account.id})


def test_summary_is_kept_and_never_overwritten_silently(book: Book) -> None:
    """R001-08, R001-10, R001-11: a plan is made when there is none; two writers are a conflict."""
    account = book.account()
    saved = save_summary(book.session, account.id, "First", None)
    assert saved.record["summary"] == "First"
    assert saved.record["summary_updated_by"] is not None
    assert saved.record["summary_updated_at"] is not None
    with pytest.raises(Conflict) as conflict:
        save_summary(book.session, account.id, "Second", None)
    assert conflict.value.theirs == {"summary": "First"}
    again = save_summary(book.session, account.id, "Second", "First")
    assert again.record.id == saved.record.id
    assert again.record["summary"] == "Second"
    assert picked(Plan, "status", "Draft") == again.record["status"]
