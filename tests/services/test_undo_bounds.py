"""Undo keeps to the rights of now and leaves nothing behind that no form would have saved."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from successtui.domain.errors import Forbidden, Refused
from successtui.records import Account, PicklistValues, Plan, WorkNote
from successtui.services import records, undoing
from successtui.services.draft import Mode
from successtui.services.saver import Saver
from successtui.services.undoing import Later
from tests.worlds import Book, picked, row

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC).replace(tzinfo=None)


def test_a_former_admin_takes_no_picklist_back(book: Book) -> None:
    """Lists are an admin's; having been one once is not enough."""
    dora = book.user("dora", "admin")
    made = records.create(
        book.as_(dora), PicklistValues, {"name": "regions", "entries": ("North",)}
    )
    book.change(dora, roles=("customer_success_agent",))
    with pytest.raises(Forbidden, match="admin"):
        undoing.undo(book.as_(dora), made.batch)


def test_an_import_that_extended_a_list_is_taken_back_by_whoever_made_it(book: Book) -> None:
    """The list follows its records: an agent may not edit it, and takes it back with them."""
    dora = book.user("dora")
    with book.as_(dora).change("Import") as unit:
        saver = Saver(unit, book.session.clock.today(), Mode.IMPORT)
        saver.add(Account, {"name": "Acme", "industry": "Whaling", "csm": dora.id})
    undoing.undo(book.as_(dora))
    with book.session.read() as reader:
        assert reader.count(Account) == 0


def test_a_viewer_takes_no_note_back(book: Book) -> None:
    """Who may write no notes any more cannot remove those written before either."""
    dora = book.user("dora")
    objective = book.objective(book.account(csm=dora.id))
    note = {"record_type": picked(WorkNote, "record_type", "objective"), "record": objective.id}
    note |= {"at": NOW, "author": dora.id, "text": "Called."}
    records.create(book.as_(dora), WorkNote, note)
    book.change(dora, roles=("viewer",))
    with pytest.raises(Forbidden, match="work note"):
        undoing.undo(book.as_(dora))
    with book.session.read() as reader:
        assert reader.count(WorkNote) == 1


def test_a_note_of_ones_own_is_taken_back(book: Book) -> None:
    """Nobody edits notes, yet who wrote one may take it back."""
    dora = book.user("dora")
    objective = book.objective(book.account(csm=dora.id))
    records.update(book.as_(dora), objective, {}, note="Called.")
    undoing.undo(book.as_(dora))
    with book.session.read() as reader:
        assert reader.count(WorkNote) == 0


@pytest.mark.parametrize("later", Later)
def test_undo_closes_no_circle(book: Book, later: Later) -> None:
    """What was above may stand below by now: no field clashes, and still it cannot come back."""
    above = book.account()
    below = book.account(parent_account=above.id)
    parted = records.update(book.session, below, {"parent_account": None})
    book.change(above, parent_account=below.id)
    with pytest.raises(Refused, match="circle"):
        undoing.undo(book.session, parted.batch, later=later)
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
    """A record that only this step mended goes back to what it was, right or wrong."""
    account = book.account()
    with book.session.change("Written by an older version") as unit:
        values = {"name": "P", "account": account.id, "owner": 1, "start_date": date(2026, 5, 1)}
        plan = unit.insert(Plan, row(Plan, **values, end_date=date(2026, 1, 1), status="Draft"))
    mended = records.update(book.session, plan, {"end_date": date(2026, 12, 1)})
    undoing.undo(book.session, mended.batch)
    assert book.again(plan).end_date == date(2026, 1, 1)
    undoing.redo(book.session)
    assert book.again(plan).end_date == date(2026, 12, 1)
