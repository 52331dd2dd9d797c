"""`H`: what changed on a record, newest first, with nothing in it the person may not see."""

from __future__ import annotations

from pathlib import Path

from textual.widgets import Static

from successtui.records import Account
from successtui.records.picklists import AccountStatus
from successtui.screens.history import HistoryScreen
from successtui.screens.record_list import RecordList
from successtui.services import records
from successtui.services.session import Session
from successtui.widgets.record_table import RecordTable
from tests.ui.office import HOSTILE, office, screen_text, session_of, settle


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
