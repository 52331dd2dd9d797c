"""Saved views of a list, driven by keys."""

from __future__ import annotations

from pathlib import Path

from successtui.app import SuccessApp
from successtui.records import Account
from successtui.screens.list_views import ViewsScreen
from successtui.screens.record_list import RecordList
from successtui.services.session import Session
from successtui.services.views import View, save_view, views
from tests.ui.office import HOSTILE, copy_of_office, office, screen_text, session_of, settle
from tests.ui.test_record_list import front, keys, place_of


def names(session: Session) -> list[str]:
    return [view.name for view in views(session, Account)]


def breadcrumb(app: SuccessApp) -> str:
    return screen_text(app).splitlines()[0]


async def test_what_is_shown_is_kept_as_a_view_and_comes_back(tmp_path: Path) -> None:
    """Query, order and columns are kept; the name is in the first line, a star when changed."""
    async with office(tmp_path) as (pilot, app, session):
        await keys(pilot, "slash", *"North", "enter", "s", *"name", "enter")
        await keys(pilot, "V", "s", *"Far north", "enter", "m", "escape")
        assert "Accounts › Far north " in breadcrumb(app)
        assert names(session) == ["Far north"]

        await keys(pilot, "s", *"name", "enter")
        assert "Far north*" in breadcrumb(app)
        await keys(pilot, "V", "up", "enter")
        assert isinstance(front(app), RecordList)
        assert "3 accounts" in screen_text(app)
        assert "Far north" not in breadcrumb(app)
        await keys(pilot, "V", "down", "enter")
        assert "1 account " in screen_text(app)
        assert place_of(app).look.order == ("name",)


async def test_the_default_view_opens_with_the_list(tmp_path: Path) -> None:
    path = copy_of_office(tmp_path)
    session = session_of(path, "dora")
    save_view(session, View("account", "Mine", query="name:North", is_default=True))
    session.workspace.close()
    async with office(tmp_path, keep=True) as (pilot, app, _session):
        assert "Accounts › Mine " in breadcrumb(app)
        assert "1 account " in screen_text(app)
        await keys(pilot, "escape")
        assert "1 account " in screen_text(app)

        app.open_list("account", query="tier:Growth")
        await settle(pilot)
        assert "Mine" not in breadcrumb(app)
        app.open_list("account")
        await settle(pilot)
        assert "Accounts › Mine " in breadcrumb(app)


async def test_a_view_is_pinned_shared_renamed_changed_and_deleted(tmp_path: Path) -> None:
    async with office(tmp_path) as (pilot, app, session):
        await keys(pilot, "V", "s", *"One", "enter", "m", "p", "t", "f")
        (view,) = views(session, Account)
        assert (view.pinned, view.team, view.is_default) == (True, True, True)
        await keys(pilot, "e", *"Two", "enter", "escape")
        assert names(session) == ["Two"]
        assert "Accounts › Two " in breadcrumb(app)

        await keys(pilot, "slash", *"North", "enter", "V", "w", "y", "escape")
        assert "Two*" not in breadcrumb(app)
        assert views(session, Account)[0].query == "North"

        await keys(pilot, "g", "l")
        assert "★ Two  → Accounts" in screen_text(app)
        await keys(pilot, "enter")
        assert "Accounts › Two " in breadcrumb(app)

        await keys(pilot, "V", "d", "enter")
        assert names(session) == ["Two"]
        await keys(pilot, "d", "y", "escape")
        assert names(session) == []
        assert "Two" not in breadcrumb(app)


async def test_a_view_of_the_team_is_used_but_not_changed(tmp_path: Path) -> None:
    path = copy_of_office(tmp_path)
    manager = session_of(path, "max")
    save_view(manager, View("account", f"Team {HOSTILE}", query="name:North", team=True))
    manager.workspace.close()
    async with office(tmp_path, keep=True) as (pilot, app, session):
        await keys(pilot, "V", "down")
        assert "[/x] [red]" in screen_text(app)
        await keys(pilot, "d")
        assert isinstance(front(app), ViewsScreen)
        assert "belongs to Max Berg" in screen_text(app)
        await keys(pilot, "enter")
        assert "1 account " in screen_text(app)
        assert "[/x]" in breadcrumb(app)
        assert len(views(session, Account)) == 1


async def test_a_name_that_is_taken_is_said_in_the_dialog(tmp_path: Path) -> None:
    async with office(tmp_path) as (pilot, app, session):
        await keys(pilot, "V", "s", *"One", "enter", "m", "s", *"One", "enter", "m")
        assert isinstance(front(app), ViewsScreen)
        assert "✗" in screen_text(app)
        assert names(session) == ["One"]
        await keys(pilot, "up", "d")
        assert "this is the list itself" in screen_text(app)
