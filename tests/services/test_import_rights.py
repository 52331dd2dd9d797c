"""Imports by people who are no admins: the rules of the screen, and no word of what is hidden."""

from __future__ import annotations

from pathlib import Path

import pytest

from successtui.domain.errors import Forbidden
from successtui.records import Account
from successtui.services import records
from successtui.services.session import Session
from successtui.transfer.bundle import write_bundle
from tests.services.importing import Files, counts, told
from tests.worlds import Book


@pytest.fixture
def files(tmp_path: Path) -> Files:
    """A bundle to write."""
    return Files(tmp_path / "bundle")


@pytest.fixture
def agent(book: Book) -> Session:
    """Dora, an agent with the account ACC1; ACC2 is somebody else's."""
    boss = book.user("max", "success_manager")
    dora = book.user("dora", "customer_success_agent", manager=boss.id)
    other = book.user("otto", "customer_success_agent")
    book.account(number="ACC1", name="Hers", csm=dora.id)
    book.account(number="ACC2", name="His", csm=other.id)
    return book.as_("dora")


@pytest.mark.parametrize("role", ["participant", "viewer"])
def test_participants_and_viewers_import_nothing(book: Book, files: Files, role: str) -> None:
    book.user("pat", role)
    files.write("accounts", "number,name", "ACC9,New")
    with pytest.raises(Forbidden, match="to import you need the role"):
        files.into(book.as_("pat"))


def test_an_agent_imports_what_is_theirs(agent: Session, files: Files) -> None:
    files.write("accounts", "number,name", "ACC1,Hers now").write(
        "contacts", "number,account,last_name", "CNT1,ACC1,Abel"
    )
    assert counts(files.into(agent)) == {
        "accounts.csv": (0, 1, 0, 0),
        "contacts.csv": (1, 0, 0, 0),
    }


def test_hidden_and_missing_records_are_refused_in_the_same_words(
    agent: Session, files: Files
) -> None:
    """AUT-15: neither as a parent nor as the row itself does a file tell what is hidden."""
    files.write("contacts", "number,account,last_name", "CNT1,ACC2,Abel", "CNT2,ACC404,Bell")
    hidden, missing = told(files.into(agent))
    assert hidden[2:] == missing[2:] == ("account", "there is no such account")

    files.write("accounts", "number,name", "ACC2,Taken over")
    for on_conflict in ("update", "skip", "replace", "fail"):
        report = files.into(agent, on_conflict=on_conflict)
        (refused, *_) = told(report)
        assert refused[3] == "there is no such account, or you may not change it"
    assert not report.committed


def test_an_agent_brings_no_users_and_no_settings(agent: Session, files: Files) -> None:
    files.write("users", "username,name,roles", "eve,Eve,admin").write(
        "settings", "name,value", "base_currency,EUR"
    )
    reasons = [reason for *_, reason in told(files.into(agent))]
    assert len(reasons) == 2
    assert all("you need the role admin" in reason for reason in reasons)


def test_a_file_does_not_go_round_approvals(agent: Session, book: Book, files: Files) -> None:
    header = "number,name,account,start_date,value,state,substate"
    files.write("contracts", header, "CON1,C,ACC1,2025-01-01,1,Active,Renewal approved").write(
        "escalations", "number,account,state", "ESC1,ACC1,Escalated"
    )
    places = [(f, column) for f, _, column, _ in told(files.into(agent))]
    assert places == [("contracts.csv", "substate"), ("escalations.csv", "state")]
    assert files.into(book.as_("max")).committed
    files.write("renewal_events", "contract,finalized_on,outcome", "CON1,2026-01-01,won")
    (refused,) = told(files.into(agent))
    assert "you need the role success_manager" in refused[3]


def test_notes_come_under_ones_own_name_only(agent: Session, book: Book, files: Files) -> None:
    dora = records.find(book.session, "user:dora")
    account = records.find(book.session, "ACC1")
    assert isinstance(account, Account)
    book.engagement(account, number="ENG1", csm=dora.id)
    files.write(
        "work_notes",
        "record_type,record,at,author,text",
        "engagement,ENG1,2026-01-01T10:00:00Z,dora,mine",
        "engagement,ENG1,2026-01-01T11:00:00Z,max,not his",
    )
    ((_, line, column, _),) = told(files.into(agent))
    assert (line, column) == (3, "author")


def test_what_an_agent_exports_they_can_import_again_unchanged(
    agent: Session, book: Book, tmp_path: Path
) -> None:
    """What is hidden stays as it is: the parent account they cannot see is not lost."""
    hers, his = records.find(book.session, "ACC1"), records.find(book.session, "ACC2")
    book.change(hers, parent_account=his.id)
    folder = Files(tmp_path / "out")
    written = write_bundle(agent, folder.folder)
    assert written["accounts.csv"] == 1
    report = folder.into(agent)
    assert report.rejected == ()
    assert report.batch is None
    assert book.again(hers)["parent_account"] == his.id


def test_an_agent_does_not_restore_what_was_not_theirs(
    agent: Session, book: Book, files: Files
) -> None:
    records.delete(book.session, records.find(book.session, "ACC2"))
    files.write("accounts", "number,name", "ACC2,Mine")
    (refused,) = told(files.into(agent))
    assert refused[3] == "there is no such account, or you may not change it"
    with book.session.read() as reader:
        assert reader.by_key(Account, "ACC2") is None
