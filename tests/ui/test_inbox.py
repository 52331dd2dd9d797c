"""`g n`: who watches a record reads there what colleagues changed, and ticks it off."""

from __future__ import annotations

from pathlib import Path

from successtui.records import Outcome
from successtui.records.picklists import Progress
from successtui.screens.form import RecordForm
from successtui.screens.inbox import InboxPlace
from successtui.services import records
from tests.ui.office import HOSTILE, office, screen_text, session_of, settle


def _change_as_max(folder: Path, note: str) -> None:
    """Max puts Dora on both lists of the outcome, then writes a note and changes it."""
    other = session_of(folder / "office.db", "max")
    with other.read() as reader:
        outcome = reader.all(Outcome, {"title": "Active users"})[0]
        dora = outcome.created_by and reader.find("user:dora").id
    watching = {"watch_list": (dora,), "work_notes_list": (dora,)}
    outcome_now = records.update(other, outcome, watching).record
    records.update(other, outcome_now, {"progress": Progress.AT_RISK}, note=note)
    other.workspace.close()


async def test_the_inbox_tells_and_is_ticked_off(tmp_path: Path) -> None:
    """R000-18 and R000-19 on screen: three notices wait, enter opens, m and M tick off."""
    async with office(tmp_path, size=(120, 30)) as (pilot, app, _session):
        _change_as_max(tmp_path, HOSTILE)
        await pilot.press("g", "n")
        await settle(pilot)
        assert isinstance(app.screen, InboxPlace)
        text = screen_text(app)
        assert "3 unread" in text
        assert "note: [/x] [red] [@click=app.quit]" in text
        assert "State: New → In progress" in text
        assert "Max Berg" in text

        await pilot.press("enter")
        await settle(pilot)
        front: object = app.screen
        assert isinstance(front, RecordForm)
        await pilot.press("escape")
        await settle(pilot)
        assert "2 unread" in screen_text(app)
        await pilot.press("v")
        await settle(pilot)
        assert "Inbox (all)" in screen_text(app)
        assert len(app.screen.query_one("#rows").ids) == 3  # type: ignore[attr-defined]
        await pilot.press("v", "M")
        await settle(pilot)
        assert "0 unread" in screen_text(app)
        assert "Nothing new on the records you watch" in screen_text(app)


async def test_the_first_line_says_that_something_waits(tmp_path: Path) -> None:
    """Waiting notices are counted at the start, wherever one is."""
    async with office(tmp_path):
        pass
    _change_as_max(tmp_path, "one note")
    async with office(tmp_path, keep=True) as (pilot, app, _session):
        await settle(pilot)
        assert "✉ 3 (g n)" in screen_text(app)
