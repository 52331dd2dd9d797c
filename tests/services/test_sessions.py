"""Who is at work: the system's user, somebody they act as, and what making a workspace leaves."""

from __future__ import annotations

import os
import pwd
from pathlib import Path

import pytest

from successtui.domain.clock import Clock
from successtui.domain.errors import Forbidden
from successtui.records import Setting, User
from successtui.records.picklists import Role
from successtui.services import house
from successtui.services.session import Session, open_session, operating_system_user, own_name
from successtui.services.workspaces import create_workspace
from successtui.store.people import usernames
from tests.pg import TODAY
from tests.worlds import Book

ME = pwd.getpwuid(os.getuid()).pw_name


def test_the_environment_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    """LOGNAME and USER may say what they like."""
    for name in ("LOGNAME", "USER", "USERNAME"):
        monkeypatch.setenv(name, "admin")
    assert operating_system_user() == ME


def test_a_user_without_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """A system user that the system cannot name is known by number."""
    monkeypatch.setattr(os, "getuid", lambda: 4_000_000_000)
    assert operating_system_user() == "uid4000000000"


def test_a_stranger_gets_in_nowhere(book: Book) -> None:
    """No user of the workspace, or a dismissed one: the same words, and what to do."""
    gone = book.user("gone", active=False)
    for name in ("nobody-here", gone.username):
        with pytest.raises(Forbidden) as refused:
            Session(book.session.workspace, name, Clock(TODAY)).actor()
        assert str(refused.value) == (
            f"'{name}' is no active user of this workspace; ask an admin to add you"
        )


def test_opening_as_oneself(tmp_path: Path) -> None:
    """By default one is the system's user, who is the first admin of what they made."""
    made = create_workspace(tmp_path / "x.db", Clock(TODAY), currency="EUR")
    assert made.username == ME
    session = open_session(made.workspace, Clock(TODAY))
    assert session.actor().username == ME
    assert session.actor().roles == {Role.ADMIN}
    with session.read() as reader:
        assert house.base_currency(reader) == "EUR"
        assert house.setting(reader, "colour", "blue") == "blue"
        assert [s.name for s in reader.all(Setting)] == ["base_currency"]
    assert open_session(made.workspace, Clock(TODAY), as_user=ME) == session


def test_acting_as_another(tmp_path: Path) -> None:
    """Admins only; the rights are the other's, the name of the admin stays beside."""
    made = create_workspace(tmp_path / "x.db", Clock(TODAY))
    book = Book(made)
    dora = book.user("dora")
    acting = open_session(made.workspace, Clock(TODAY), as_user="dora")
    assert (acting.username, acting.acting_for) == ("dora", ME)
    assert acting.actor().id == dora.id
    assert not acting.actor().is_admin
    with pytest.raises(Forbidden, match="'nobody' is no active user"):
        open_session(made.workspace, Clock(TODAY), as_user="nobody")
    book.user("second", "admin")
    with made.read() as reader:
        me = reader.by_key(User, ME)
    assert me is not None
    book.change(me, roles=("customer_success_agent",))
    with pytest.raises(Forbidden, match="acting as another user needs the role admin"):
        acting.actor()
    with pytest.raises(Forbidden, match=f"only an admin may act as another user; you are {ME}"):
        open_session(made.workspace, Clock(TODAY), as_user="dora")


def test_the_demo_lets_everyone_be_anyone(book: Book) -> None:
    """In the demo `--as` needs no admin, only a user that exists."""
    book.user("dora")
    workspace = book.session.workspace
    assert open_session(workspace, Clock(TODAY), demo_user="root").username == "root"
    assert (
        open_session(workspace, Clock(TODAY), demo_user="root", as_user="dora").username == "dora"
    )
    with pytest.raises(Forbidden):
        open_session(workspace, Clock(TODAY), demo_user="root", as_user="nobody")


def test_a_server_knows_its_login(book: Book) -> None:
    """On a server one is the login role, whatever the system says."""
    name = own_name(book.session.workspace)
    assert name == (ME if book.session.workspace.file is not None else "tester")


def test_the_whole_team(book: Book) -> None:
    """A manager's people are all below them, inactive ones included as links, oneself too."""
    top = book.user("top", "success_manager")
    middle = book.user("middle", active=False, manager=top.id)
    low = book.user("low", manager=middle.id)
    book.user("beside")
    assert book.as_("top").actor().people == frozenset({top.id, middle.id, low.id})
    assert book.as_("low").actor().people == frozenset({low.id})
    assert book.session.actor().people is None
    with book.session.read() as reader:
        assert usernames(reader.connection) == ["beside", "low", "root", "top"]
