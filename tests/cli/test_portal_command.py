"""The command `portal` where no terminal is: what is refused, and with which exit status."""

from __future__ import annotations

from pathlib import Path

import pytest

from successtui.cli import portal as command
from successtui.cli.main import main
from successtui.domain.clock import Clock
from successtui.services.sharing.portal import PortalSession
from successtui.services.workspaces import create_workspace
from tests.pg import TODAY
from tests.worlds import Book


def test_it_wants_to_know_whose_portal(capsys: pytest.CaptureFixture[str]) -> None:
    """R001-03: nobody becomes a contact by leaving the number out."""
    assert main(("portal",)) == 2
    assert "--contact NUMBER (admins only)" in capsys.readouterr().err
    assert main(("portal", "--demo", "--db", "x.db")) == 2


def test_it_needs_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """Without one it says so, and opens nothing."""
    assert main(("portal", "--contact", "CNT0000001")) == 64
    assert "terminal" in capsys.readouterr().err


def test_an_admin_opens_the_portal_of_a_contact(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """R001-03: who is no admin is refused, as is a contact without access."""
    path = tmp_path / "own.db"
    book = Book(create_workspace(path, Clock(TODAY), currency="EUR", admin=""))
    account = book.account(name="Acme")
    jane = book.contact(account, first_name="Jane", last_name="Doe", portal_access=True)
    shut = book.contact(account, last_name="Doe")
    book.user("dora")
    opened: list[PortalSession] = []

    def run(portal: PortalSession) -> int:
        opened.append(portal)
        return 0

    monkeypatch.setattr(command, "refuse_unusable_terminal", lambda: None)
    monkeypatch.setattr("successtui.portal_app.run", run)
    asked = ("portal", "--db", str(path), "--contact")
    assert main((*asked, jane.number)) == 0
    assert [(portal.contact_id, portal.admin) for portal in opened] == [
        (jane.id, book.session.username)
    ]
    assert main((*asked, shut.number)) == 77
    assert main((*asked, jane.number, "--as", "dora")) == 77
    assert main((*asked, account.number)) == 2
    assert main((*asked, "CNT9999999")) == 66
    assert len(opened) == 1
    assert "only an admin looks into a contact's portal" in capsys.readouterr().err
