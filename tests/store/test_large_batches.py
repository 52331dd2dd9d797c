"""History of many records at once: an import of any size can be looked at and taken back."""

from __future__ import annotations

from successtui.services.session import Session
from successtui.store import journal
from tests.worlds import Book

MORE_THAN_ONE_STATEMENT_TAKES = range(1, 70_000)


def test_history_of_more_records_than_a_statement_takes(session: Session, book: Book) -> None:
    """Engines limit how much one statement may name; the question is asked in portions."""
    account = book.account()
    with session.read() as reader:
        about = {"account": MORE_THAN_ONE_STATEMENT_TAKES}
        found = journal.changes_of_records(reader.connection, about)
        batches = journal.batches(reader.connection, MORE_THAN_ONE_STATEMENT_TAKES)
    assert list(found) == [("account", account.id)]
    assert found["account", account.id][0].batch in batches
