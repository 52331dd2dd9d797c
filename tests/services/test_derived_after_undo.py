"""What follows from other records follows from those that are there after an undo or a restore."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from successtui.records import Contract, Engagement, EngagementContract
from successtui.services import records, undoing
from successtui.services.draft import Mode
from successtui.services.restoring import restore_record
from successtui.services.saver import Saver
from tests.worlds import Book, picked

FIRST, SECOND, LAST = date(2026, 9, 1), date(2026, 10, 1), date(2026, 12, 1)


@pytest.fixture
def engagement(book: Book) -> Engagement:
    """An engagement without contracts."""
    return book.engagement(book.account(csm=book.user("dora").id))


def contract(book: Book, engagement: Engagement, end: date) -> Contract:
    """An active contract that serves the engagement."""
    values: dict[str, Any] = {"name": f"Until {end}", "account": engagement.account}
    values |= {"value": Decimal(1), "start_date": date(2026, 1, 1), "end_date": end}
    made = book.brought(Contract, state=picked(Contract, "state", "Active"), **values)
    book.add(EngagementContract, engagement=engagement.id, contract=made.id)
    return made


def shorten(book: Book, made: Contract) -> int:
    """Ends the contract first of all; the step that did it."""
    with book.session.change("Import") as unit:
        saver = Saver(unit, book.session.clock.today(), Mode.IMPORT)
        saver.change(made, {"end_date": FIRST})
        assert unit.batch_id is not None
    return unit.batch_id


def test_undo_renews_with_the_contracts_of_now(book: Book, engagement: Engagement) -> None:
    """A contract linked since ends earlier than what undo remembers (C5)."""
    step = shorten(book, contract(book, engagement, LAST))
    contract(book, engagement, SECOND)
    assert book.again(engagement).renewal_date == FIRST
    undoing.undo(book.session, step)
    assert book.again(engagement).renewal_date == SECOND


def test_a_contract_that_comes_back_counts_again(book: Book, engagement: Engagement) -> None:
    """Restored, it renews the engagement as before it was deleted (C5)."""
    made = contract(book, engagement, LAST)
    records.delete(book.session, made, confirmed=True)
    assert book.again(engagement).renewal_date is None
    restore_record(book.session, ("contract", made.id))
    assert book.again(engagement).renewal_date == LAST


def test_a_date_set_by_hand_comes_back_with_undo(book: Book, engagement: Engagement) -> None:
    """Without contracts the date is a person's, and undo of the link brings it back."""
    book.change(engagement, renewal_date=SECOND)
    contract(book, engagement, LAST)
    assert book.again(engagement).renewal_date == LAST
    undoing.undo(book.session)
    assert book.again(engagement).renewal_date == SECOND


@pytest.mark.parametrize("way", ["undo", "restore"])
def test_what_comes_back_belongs_to_the_account_of_now(book: Book, way: str) -> None:
    """The objective moved to another account while its play was deleted (R003-27)."""
    old, new = book.account(), book.account()
    objective = book.objective(old)
    play = book.play(objective)
    task = book.task(play)
    gone = records.delete(book.session, play, confirmed=True)
    book.change(objective, account=new.id)
    if way == "undo":
        undoing.undo(book.session, gone.batch)
    else:
        restore_record(book.session, ("play", play.id))
    assert (book.again(play).account, book.again(task).account) == (new.id, new.id)


def test_what_was_added_since_moves_along(book: Book) -> None:
    """A play made after the move goes back with its objective, so that who sees one sees both."""
    old, new = book.account(), book.account()
    objective = book.objective(old)
    moved = records.update(book.session, objective, {"account": new.id})
    play = book.play(book.again(objective))
    task = book.task(play)
    undoing.undo(book.session, moved.batch)
    assert (book.again(play).account, book.again(task).account) == (old.id, old.id)
