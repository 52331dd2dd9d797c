"""History: every change leaves its rows, in the same transaction, for good."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from successtui.domain.errors import Invalid, NotFound
from successtui.records import (
    Objective,
    Outcome,
    Record,
)
from successtui.services import records
from successtui.services.histories import history_of
from successtui.services.saver import Saver
from successtui.services.session import Session
from successtui.store import journal
from successtui.store.tables import BatchKind, ChangeKind
from tests.pg import TODAY
from tests.services.office import dump, journal_size
from tests.worlds import Book


def history(session: Session, record: Record) -> list[tuple[str, str, object, object]]:
    """What history says of a record: kind, field, from, to."""
    with session.read() as reader:
        name = record.declaration.name
        changes = journal.changes_of_record(reader.connection, name, record.id)
    return [(c.kind.value, c.field, c.old, c.new) for c in changes]


def test_every_change_leaves_its_rows(book: Book) -> None:
    """Who, when, field, from, to, and the batch that joins what was done in one go."""
    dora = book.user("dora")
    account = book.account(csm=dora.id)
    objective = book.objective(account, end_date=TODAY)
    before = book.session.clock.now()
    saved = records.update(
        book.as_("dora"), objective, {"name": "Other", "end_date": None, "products": ()}
    )
    assert saved.changed == ("name", "end_date")
    assert history(book.session, objective)[1:] == [
        ("update", "name", objective.name, "Other"),
        ("update", "end_date", TODAY, None),
    ]
    with book.session.read() as reader:
        (first, *rest) = journal.changes_of_record(reader.connection, "objective", objective.id)
        assert first.kind is ChangeKind.CREATE
        assert first.new["name"] == objective.name
        assert first.new["end_date"] == TODAY
        assert {change.batch for change in rest} == {saved.batch}
        (batch,) = journal.batches(reader.connection, [rest[0].batch]).values()
    assert (batch.by, batch.kind, batch.undoes) == (dora.id, BatchKind.DO, None)
    assert batch.title == f"Edit objective {objective.number}"
    assert before <= batch.at <= book.session.clock.now()


def test_nothing_changed_leaves_nothing(book: Book) -> None:
    """Saving equal values is no change: no version, no batch, no history."""
    account = book.account(notes="x")
    size = journal_size(book.session)
    saved = records.update(book.session, account, {"notes": "x", "name": account.name})
    assert (saved.batch, saved.changed, saved.touched) == (None, (), frozenset())
    assert journal_size(book.session) == size
    assert book.again(account).version == account.version


def test_a_failing_unit_leaves_nothing(book: Book) -> None:
    """All of a use case or nothing: neither records nor history nor numbers."""
    account = book.account()
    before, size = dump(book.session), journal_size(book.session)

    def half_a_job(fail: Callable[[Saver, Record], object]) -> None:
        with book.session.change("Half a job") as unit:
            saver = Saver(unit, TODAY)
            values = {"name": "Goal", "description": "Why", "account": account.id}
            objective = saver.add(Objective, values)
            saver.change(account, {"notes": "changed"})
            unit.prepare()
            fail(saver, objective)

    def invalid(saver: Saver, objective: Record) -> object:
        return saver.add(Outcome, {"objective": objective.id})

    def broken(_saver: Saver, _objective: Record) -> object:
        raise RuntimeError("the plug was pulled")

    with pytest.raises(Invalid):
        half_a_job(invalid)
    with pytest.raises(RuntimeError):
        half_a_job(broken)
    assert dump(book.session) == before
    assert journal_size(book.session) == size
    assert book.objective(account).number == "OBJ0000001"


@pytest.mark.parametrize("table", ["history", "batch"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET {} = 1", "DELETE FROM {}"])
def test_history_is_append_only(book: Book, table: str, verb: str) -> None:
    """The database itself refuses to change or remove what was written."""
    book.account()
    size = journal_size(book.session)
    column = "record_id" if table == "history" else "by"
    statement = verb.format(table, f'"{column}"')
    with (
        pytest.raises(Exception, match="append-only"),
        book.session.workspace.write_engine.begin() as connection,
    ):
        connection.exec_driver_sql(statement)
    assert journal_size(book.session) == size


def test_history_hides_what_the_record_would_hide(book: Book) -> None:
    """Reading history needs the record; hidden records in it are not named."""
    dora = book.user("dora")
    mine, secret = book.account(csm=dora.id), book.account(name="Secret")
    account = book.change(mine, parent_account=secret.id)
    told = history_of(book.as_("dora"), account.number)[1]
    assert [(c.field, c.before, c.after) for c in told if c.field == "parent_account"] == [
        ("parent_account", None, "(hidden)")
    ]
    assert secret.number not in str(told)
    with pytest.raises(NotFound):
        history_of(book.as_("dora"), secret.number)
    full = history_of(book.session, account.number)[1]
    assert full[-1].after == secret.number
    assert full[-1].by == "root"


def test_acting_for_somebody_is_recorded(book: Book) -> None:
    """An admin who acts as another is named beside them."""
    book.user("dora")
    acting = Session(book.session.workspace, "dora", book.session.clock, acting_for="root")
    account = book.account(csm=book.session.actor().id)
    book.change(account, csm=2)
    records.update(acting, account, {"notes": "as dora"})
    last = history_of(book.session, account.number)[1][-1]
    assert (last.by, last.acting_as) == ("root", "dora")
