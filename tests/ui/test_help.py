"""`?`: the keys of the screen in front, found by typing."""

from __future__ import annotations

from pathlib import Path

from textual.widgets import Input

from successtui.actions import Scope, specs
from successtui.screens.account import AccountPlace
from successtui.screens.help import HelpScreen, help_lines
from successtui.screens.record_list import RecordList
from successtui.widgets.record_table import RecordTable
from tests.ui.office import office, screen_text, settle


async def test_the_keys_of_the_list_and_of_everywhere_are_shown(tmp_path: Path) -> None:
    async with office(tmp_path, size=(120, 58)) as (pilot, app, _session):
        await pilot.press("question_mark")
        await settle(pilot)

        assert isinstance(app.screen, HelpScreen)
        text = screen_text(app)
        for spec in specs(Scope.LIST, Scope.RECORD, Scope.APP):
            assert not spec.keys or spec.help in text, spec.id
        for spec in specs(Scope.PLAN):
            assert spec.help not in text
        assert "due_date<today" in text
        assert "hold Shift (Option on macOS)" in text

        await pilot.press("escape")
        assert isinstance(app.screen, RecordList)


async def test_only_actions_that_the_place_binds_are_shown(tmp_path: Path) -> None:
    """An account page has New of the lists, but neither Filter nor Sort."""
    async with office(tmp_path, size=(120, 50)) as (pilot, app, _session):
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, AccountPlace)
        await pilot.press("question_mark")
        await settle(pilot)

        text = screen_text(app)
        assert "Make a new record" in text
        assert "Narrow the list by a query" not in text
        assert "due_date<today" not in text
        assert "Add a KPI to the objective" in text
        assert "The tab of that number" in text


async def test_typing_narrows_the_keys_and_arrows_move_in_them(tmp_path: Path) -> None:
    async with office(tmp_path) as (pilot, app, _session):
        await pilot.press("question_mark")
        await settle(pilot)
        table = app.screen.query_one(RecordTable)
        everything = table.row_count

        await pilot.press(*"take back")
        await settle(pilot)
        assert app.screen.query_one(Input).value == "take back"
        assert 0 < table.row_count < everything
        assert "Undo" in screen_text(app)
        assert "Narrow the list" not in screen_text(app)

        await pilot.press(*"xyz")
        await settle(pilot)
        assert table.row_count == 0
        assert "No key does that" in screen_text(app)

        await pilot.press(*["backspace"] * 12, "down", "down", "up")
        await settle(pilot)
        assert table.row_count == everything
        assert table.cursor_row == 1
        await pilot.press("pagedown")
        assert table.cursor_row > 1


def test_a_form_is_told_its_own_keys() -> None:
    keys = [line.key for line in help_lines([Scope.FORM])]

    assert keys[:2] == ["ctrl+s", "esc"]
    assert "F4" in keys
    assert "space" not in keys
