"""What customers see of a plan: what is shared, and nothing that is not."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from successtui.records import Account, Contact, Objective, Plan
from successtui.services.sharing.customer_view import customer_view, why_not_shareable
from successtui.services.sharing.shown import CustomerView, own_tasks
from successtui.store.reader import Reader
from tests.pg import TODAY
from tests.worlds import Book

SECRET = "Zephyr secret"


def _view(book: Book, account: Account, contact: Contact | None = None) -> CustomerView:
    with book.session.read() as reader:
        return customer_view(Reader(reader.connection, None), account, TODAY, contact)


def _reason(book: Book, objective: Objective) -> str:
    with book.session.read() as reader:
        return why_not_shareable(Reader(reader.connection, None), book.again(objective))


def _shared(book: Book, **values: Any) -> tuple[Account, Plan, Objective]:
    """A shared plan with one objective and nothing in it."""
    account = book.account()
    plan = book.plan(account, shared_with_customer=True, summary=SECRET, **values)
    return account, plan, book.objective(account, plan=plan.id, name="Go live")


def test_nothing_is_shared_at_first(book: Book) -> None:
    """R001-02: a plan with everything in it is off until somebody switches it on, play by play."""
    account = book.account()
    plan = book.plan(account)
    goal = book.objective(account, plan=plan.id)
    play = book.play(goal)
    assert _view(book, account).is_empty
    assert _reason(book, goal) == "its plan is not shared with the customer"
    book.change(plan, shared_with_customer=True)
    assert _view(book, account).plans[0].objectives == ()
    assert _reason(book, goal) == "none of its plays is shared"
    book.change(play, shared=True)
    assert [one.name for one in _view(book, account).plans[0].objectives] == [goal.name]
    assert _reason(book, goal) == ""


def test_an_objective_of_one_off_tasks_is_not_shareable(book: Book) -> None:
    """R001-41 and R001-42: it stays away and says why; the contact's task is a To-Do."""
    account, _plan, goal = _shared(book)
    jane = book.contact(account, first_name="Jane")
    book.task(goal, title="Send the data", owner_kind="contact", owner=jane.id)
    book.task(goal, title=SECRET, visible_to_customer=True)
    assert _reason(book, goal) == "it holds one-off tasks only; add a play and share that"
    view = _view(book, account, jane)
    assert view.plans[0].objectives == ()
    assert [(task.title, task.mine) for task in view.todos] == [("Send the data", True)]
    assert [task.title for task in _view(book, account).todos] == ["Send the data"]


def test_a_shared_play_shows_its_visible_tasks(book: Book) -> None:
    """R001-03: visible tasks are read, one's own are to complete; the rest is not there."""
    account, _, goal = _shared(book)
    jane, jim = book.contact(account), book.contact(account)
    play = book.play(goal, name="Roll-out", shared=True)
    hidden = book.play(goal, name=SECRET)
    book.task(play, title="Ours, shown", visible_to_customer=True)
    book.task(play, title=SECRET)
    book.task(play, title="Hers", owner_kind="contact", owner=jane.id)
    book.task(hidden, title="Hers elsewhere", owner_kind="contact", owner=jane.id)
    book.task(hidden, title=SECRET, visible_to_customer=True)
    view = _view(book, account, jane)
    (shown,) = view.plans[0].objectives[0].plays
    assert [(t.title, t.mine) for t in shown.tasks] == [("Ours, shown", False), ("Hers", True)]
    assert [task.title for task in own_tasks(view)] == ["Hers", "Hers elsewhere"]
    assert own_tasks(_view(book, account, jim)) == ()
    assert SECRET not in str(asdict(view))


def test_a_plan_may_be_meant_for_some_contacts(book: Book) -> None:
    """R001-02: whom the plan does not name sees nothing of it."""
    account, plan, goal = _shared(book)
    jane, jim = book.contact(account), book.contact(account)
    book.play(goal, shared=True)
    book.change(plan, shared_contacts=(jane.id,))
    assert not _view(book, account, jane).is_empty
    assert _view(book, account, jim).is_empty
    assert _view(book, account).is_empty, "a document for all is not for Jane alone"
    assert _view(book, account, jim).todos == ()


def test_internal_plays_and_canceled_work_stay_in_the_house(book: Book) -> None:
    """R001-07: summary, internal play and its tasks, canceled plays and outcomes never appear."""
    account, _plan, goal = _shared(book)
    jane = book.contact(account)
    engagement = book.engagement(account)
    book.play(goal, name="Roll-out", shared=True)
    gone = book.play(goal, name=SECRET, shared=True)
    book.move(gone, "Canceled")
    outcome = book.outcome(goal, title=SECRET)
    book.move(outcome, "Canceled", "Canceled")
    book.outcome(goal, title="Seats in use")
    book.task(_internal_play(book, engagement), title=SECRET, visible_to_customer=True)
    view = _view(book, account, jane)
    assert SECRET not in str(asdict(view))
    (shown,) = view.plans[0].objectives
    assert [one.title for one in shown.outcomes] == ["Seats in use"]


def _internal_play(book: Book, engagement: Any) -> Any:
    """An internal play."""
    from successtui.records import InternalPlay

    described = {"short_description": SECRET, "description": SECRET}
    return book.add(InternalPlay, engagement=engagement.id, **described)
