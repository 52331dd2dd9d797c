"""`H`: what changed on a record, newest first, with nothing in it the person may not see."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from textual.widgets import Static

from successtui import paths
from successtui.app import SuccessApp
from successtui.domain.as_of import PointInTime
from successtui.options import AppOptions
from successtui.records import Account, Play, Task
from successtui.records.picklists import AccountStatus
from successtui.screens.batch import BatchScreen
from successtui.screens.deleted import DeletedScreen
from successtui.screens.history import HistoryScreen
from successtui.screens.record_list import RecordList
from successtui.screens.undo_question import UndoQuestion
from successtui.services import records
from successtui.services.session import Session
from successtui.widgets.menu import Menu
from successtui.widgets.record_table import RecordTable
from tests.ui.office import (
    HOSTILE,
    TODAY,
    copy_of_office,
    office,
    screen_text,
    session_of,
    settle,
)


def _acme(session: Session) -> Account:
    with session.read() as reader:
        return reader.all(Account, {"name": "Acme"})[0]


async def test_history_shows_who_changed_what_newest_first(tmp_path: Path) -> None:
    async with office(tmp_path, size=(120, 40)) as (pilot, app, session):
        acme = _acme(session)
        records.update(session, acme, {"tier": "Enterprise"})
        records.update(session, records.get(session, Account, acme.id), {"notes": HOSTILE})
        await pilot.press("H")
        await settle(pilot)

        history: object = app.screen
        assert isinstance(history, HistoryScreen)
        text = screen_text(app)
        assert "History of Account ACC0000001 Acme" in text
        lines = [line for line in text.splitlines() if "Dora Lind" in line]
        assert "Notes" in lines[0]
        assert "[/x] [red] [@cl" in lines[0]
        assert any("Tier" in line and "Growth" in line and "Enterprise" in line for line in lines)
        detail = str(app.screen.query_one(".history--detail Static", Static).render())
        assert "Edit account ACC0000001 – Dora Lind" in detail
        assert "Notes was: –\nnow: [/x] [red] [@click=app.quit] [EMEA]" in detail

        await pilot.press("down")
        await settle(pilot)
        detail = str(app.screen.query_one(".history--detail Static", Static).render())
        assert "Tier was: Growth" in detail

        await pilot.press("escape")
        await settle(pilot)
        front: object = app.screen
        assert isinstance(front, RecordList)


async def test_history_redacts_references_to_hidden_records(tmp_path: Path) -> None:
    async with office(tmp_path) as (pilot, app, _session):
        root = session_of(tmp_path / "office.db", "root")
        with root.read() as reader:
            hidden = reader.all(Account, {"name": "Hidden Corp"})[0]
        records.update(root, _acme(root), {"parent_account": hidden.id})
        root.workspace.close()
        await pilot.press("r", "H")
        await settle(pilot)

        assert isinstance(app.screen, HistoryScreen)
        text = screen_text(app)
        assert "(hidden)" in text
        assert "Hidden Corp" not in text


async def test_a_long_history_scrolls(tmp_path: Path) -> None:
    async with office(tmp_path) as (pilot, app, session):
        acme = _acme(session)
        for status in (AccountStatus.PROSPECT, AccountStatus.ACTIVE) * 15:
            records.update(session, records.get(session, Account, acme.id), {"status": status})
        await pilot.press("H")
        await settle(pilot)
        table = app.screen.query_one(RecordTable)

        await pilot.press("end")
        await settle(pilot)

        assert table.cursor_row == table.row_count - 1
        assert table.row_count > 30
        assert "…" not in {str(cell) for cell in table.cursor_cells or ()}
        assert table.cursor_cells is not None


async def test_escape_before_the_history_came_leaves_the_app_well(tmp_path: Path) -> None:
    async with office(tmp_path) as (pilot, app, _session):
        await pilot.press("H", "escape")
        await settle(pilot)
        await pilot.press("j")
        await settle(pilot)

        assert isinstance(app.screen, RecordList)
        assert app.is_running


async def test_one_field_and_its_old_value(tmp_path: Path) -> None:
    """`/` narrows to a field, `r` sets its old value back, `u` takes that back again."""
    async with office(tmp_path, size=(120, 40)) as (pilot, app, session):
        acme = _acme(session)
        records.update(session, acme, {"tier": "Enterprise", "notes": "x"})
        await pilot.press("r", "H")
        await settle(pilot)
        await pilot.press("slash")
        await settle(pilot)
        assert isinstance(app.screen, Menu)
        await pilot.press("end", "enter")
        await settle(pilot)
        text = screen_text(app)
        assert "Acme – Tier only" in text
        assert "Notes" not in text
        await pilot.press("r")
        await settle(pilot)
        assert "Set Tier back?" in screen_text(app)
        await pilot.press("y")
        await settle(pilot)
        assert _acme(session).tier == "Growth"
        assert _acme(session).notes == "x"
        await pilot.press("escape", "escape")
        await settle(pilot)
        await pilot.press("u")
        await settle(pilot)
        assert _acme(session).tier == "Enterprise"


async def test_a_step_is_taken_back_whole_from_the_history(tmp_path: Path) -> None:
    """`b` shows what was done together; what was changed since is asked about field by field."""
    async with office(tmp_path, size=(120, 40)) as (pilot, app, session):
        records.update(session, _acme(session), {"tier": "Enterprise", "notes": "mine"})
        root = session_of(tmp_path / "office.db", "root")
        records.update(root, _acme(root), {"notes": f"theirs {HOSTILE}"})
        root.workspace.close()
        await pilot.press("r", "H")
        await settle(pilot)
        await pilot.press("down", "b")
        await settle(pilot)
        story: object = app.screen
        assert isinstance(story, BatchScreen)
        assert "Edit account ACC0000001 – Dora Lind" in screen_text(app)
        await pilot.press("u")
        await settle(pilot)
        assert isinstance(app.screen, UndoQuestion)
        text = screen_text(app)
        assert "ACC0000001 Acme · Notes" in text
        assert "now  theirs [/x]" in text
        assert "(root, 20" in text
        await pilot.press("escape")
        await settle(pilot)
        assert _acme(session).tier == "Enterprise"
        await pilot.press("u")
        await settle(pilot)
        await pilot.press("k")
        await settle(pilot)
        assert "taken back" in screen_text(app)
        again = _acme(session)
        assert again.tier == "Growth"
        assert str(again.notes).startswith("theirs")


async def test_undo_asks_before_it_overwrites(tmp_path: Path) -> None:
    """`u`, then `t` for taking it back all the same."""
    async with office(tmp_path) as (pilot, app, session):
        records.update(session, _acme(session), {"notes": "mine"})
        root = session_of(tmp_path / "office.db", "root")
        records.update(root, _acme(root), {"notes": "theirs"})
        root.workspace.close()
        await pilot.press("u")
        await settle(pilot)
        assert isinstance(app.screen, UndoQuestion)
        await pilot.press("t")
        await settle(pilot)
        assert _acme(session).notes is None
        front: object = app.screen
        assert isinstance(front, RecordList)


async def test_deleted_records_are_found_and_brought_back(tmp_path: Path) -> None:
    """With the plays and tasks that went along."""
    async with office(tmp_path, username="max", size=(120, 40)) as (pilot, app, session):
        with session.read() as reader:
            play = reader.all(Play)[0]
            tasks = reader.count(Task)
        records.delete(session, play, confirmed=True)
        app.action_deleted()
        await pilot.pause()
        await pilot.pause()
        await settle(pilot)
        assert isinstance(app.screen, DeletedScreen)
        assert "Accounts that were deleted" in screen_text(app)
        await pilot.press("slash")
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        text = screen_text(app)
        assert f"{play.number} Kick-off" in text
        assert "Max Berg" in text
        await pilot.press("r")
        await settle(pilot)
        assert app.screen.query_one(RecordTable).row_count == 0
        with session.read() as reader:
            assert reader.count(Task) == tasks
            assert reader.get(Play, play.id) is not None


async def test_a_form_tells_the_history_of_its_field(tmp_path: Path) -> None:
    async with office(tmp_path, size=(120, 40)) as (pilot, app, session):
        records.update(session, _acme(session), {"name": "Acme Corp"})
        await pilot.press("r", "e")
        await settle(pilot)
        await pilot.press("f6")
        await settle(pilot)
        assert isinstance(app.screen, HistoryScreen)
        text = screen_text(app)
        assert "– Name only" in text
        assert "Acme Corp" in text


async def test_as_of_shows_the_past_and_changes_nothing(tmp_path: Path) -> None:
    """A banner says so, writing is refused with the reason, escape leads back to now."""
    async with office(tmp_path) as (pilot, app, session):
        acme = _acme(session)
        app.action_as_of()
        await pilot.pause()
        await pilot.pause()
        await settle(pilot)
        await pilot.press(*"soon", "enter")
        await settle(pilot)
        assert "is not a date" in screen_text(app)
        await pilot.press("ctrl+u", *"2026-01-15", "enter")
        await settle(pilot)
        text = screen_text(app)
        assert "AS OF 2026-01-15, read only (esc: now)" in text
        assert app.screen.query_one(".breadcrumb").has_class("-past")
        await pilot.press("u")
        await settle(pilot)
        assert "the past cannot be changed" in screen_text(app)
        await pilot.press("escape")
        await settle(pilot)
        text = screen_text(app)
        assert "AS OF" not in text
        assert "Acme North" in text
        assert not app.screen.query_one(".breadcrumb").has_class("-past")
        assert list((paths.state_dir() / "past").iterdir()) == []
        assert _acme(session) == acme


async def test_the_past_can_be_what_one_starts_with(tmp_path: Path) -> None:
    """`successtui --as-of`; the copy is gone when the app is."""
    path = copy_of_office(tmp_path)
    point = PointInTime(moment=datetime.now(UTC))
    session = session_of(path, "dora")
    records.update(session, _acme(session), {"name": "Renamed since"})
    session.workspace.close()
    options = AppOptions(str(path), as_user="dora", today=TODAY, demo=True, as_of=point)
    app = SuccessApp(options)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        text = screen_text(app)
        assert "AS OF 20" in text
        assert "Acme North" in text
        assert "Renamed since" not in text
    assert list((paths.state_dir() / "past").iterdir()) == []
