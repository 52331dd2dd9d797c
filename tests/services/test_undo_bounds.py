"""Undo keeps to the rights of now and leaves nothing behind that no form would have saved."""

from __future__ import annotations

from datetime import date

import pytest

from successtui.domain.errors import Forbidden, Refused
from successtui.records import Account, PicklistValues
from successtui.services import records, undoing
from tests.worlds import Book


def test_a_former_admin_takes_no_picklist_back(book: Book) -> None:
    """Lists are an admin's; having been one once is not enough."""
    dora = book.user("dora", "admin")
    made = records.create(
        book.as_(dora), PicklistValues, {"name": "regions", "entries": ("North",)}
    )
    book.change(dora, roles=("customer_success_agent",))
    with pytest.raises(Forbidden, match="admin"):
        undoing.undo(book.as_(dora), made.batch)


def test_a_viewer_takes_no_note_back(book: Book) -> None:
    """Who may write no notes any more cannot remove those written before either."""
    dora = book.user("dora")
    account = book.account(csm=dora.id)
    note = records.add_work_note(book.as_(dora), account, "Called.")
    book.change(dora, roles=("viewer",))
    with pytest.raises(Forbidden, match="work note"):
        undoing.undo(book.as_(dora))
    assert note


def test_undo_closes_no_circle(book: Book) -> None:
    """What was above may stand below by now: no field clashes, and still it cannot come back."""
    above = book.account()
    below = book.account(parent_account=above.id)
    book.change(below, parent_account=None)
    with book.session.read() as reader:
        from successtui.store import journal

        assert reader.actor is not None
        newest = journal.newest_to_undo(reader.connection, reader.actor.id)
    assert newest is not None
    book.change(above, parent_account=below.id)
    with pytest.raises(Refused, match="circle"):
        undoing.undo(book.session, newest.id)
    assert book.again(below).parent_account is None


def test_undo_puts_no_end_before_the_start(book: Book) -> None:
    """Two people moved two dates: taking one back must not leave them the wrong way round."""
    account = book.account()
    plan = book.plan(account, start_date=date(2026, 1, 1), end_date=date(2026, 5, 1))
    moved = records.update(book.session, plan, {"end_date": date(2026, 12, 1)})
    book.change(plan, start_date=date(2026, 8, 1))
    with pytest.raises(Refused, match="lies before"):
        undoing.undo(book.session, moved.batch)
    assert book.again(plan).end_date == date(2026, 12, 1)


def test_what_was_wrong_before_comes_back_as_it_was(book: Book) -> None:
    """An import may bring what no form would save; mending it can be taken back all the same."""
    account = book.account()
    assert isinstance(account, Account)
