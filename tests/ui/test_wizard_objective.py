"""A custom objective and the plays it takes over, driven by keys on a real workspace."""

from datetime import date
from pathlib import Path

import pytest

from successtui.records import Objective, Play
from successtui.screens.custom_objective import CustomObjective
from successtui.widgets.confirm import Confirm
from tests.ui.office import add, session_of
from tests.ui.wizard_stage import Stage, wizard
from tests.worlds import move_state

TO_PLAYS = ["tab"] * 7


async def open_form(stage: Stage, account: str = "Acme") -> CustomObjective:
    found = stage.account(account)
    screen = CustomObjective(found.id, found.name)
    await stage.show(screen)
    return screen


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
async def test_form_warns_and_asks(tmp_path: Path, size: tuple[int, int]) -> None:
    """R001-24, R001-25, R001-26: name, description, status, category, dates; customers may read."""
    async with wizard(tmp_path, size=size) as stage:
        screen = await open_form(stage)
        assert stage.sees("New objective for Acme", "Objectives can be shared with customers")
        assert {"name", "description", "state", "category", "start_date", "end_date"} <= (
            screen.record_type_rows()
        )
        assert not {"account", "plan", "library", "is_template"} & screen.record_type_rows()
        stage.assert_tidy()


async def test_saved_into_the_accounts_plan(tmp_path: Path) -> None:
    """R001-13, R001-31, R003-10: what was typed stands in the account's plan."""
    async with wizard(tmp_path) as stage:
        await open_form(stage)
        await stage.press("=Halve the queue", "tab", "=For their service team", "ctrl+s")
        objective = stage.only(Objective, name="Halve the queue")
        assert stage.saved.record.id == objective.id
        assert objective.source == "custom"
        assert objective.plan == stage.only(Objective, name="Go live in spring").plan


async def test_plays_are_grouped_under_it(tmp_path: Path) -> None:
    """R001-28, R001-29: an open play says which objective it leaves, and moves when chosen."""
    async with wizard(tmp_path) as stage:
        await open_form(stage)
        await stage.press("=Halve the queue", "tab", "=Why", *TO_PLAYS, "down")
        assert stage.sees("1 open", "Kick-off", "now under Go live in spring, moves")
        await stage.press("enter", "ctrl+s")
        objective = stage.only(Objective, name="Halve the queue")
        assert stage.only(Play, name="Kick-off").objective == objective.id


async def test_play_chosen_and_saved_in_one_breath(tmp_path: Path) -> None:
    async with wizard(tmp_path) as stage:
        await open_form(stage)
        await stage.press("=Halve the queue", "tab", "=Why", *TO_PLAYS, "=kick")
        await stage.pilot.press("enter", "ctrl+s")
        await stage.settle()
        objective = stage.only(Objective, name="Halve the queue")
        assert stage.only(Play, name="Kick-off").objective == objective.id


async def test_closed_and_foreign_plays_are_not_offered(tmp_path: Path) -> None:
    """R001-29: only plays of this account that have not ended."""
    async with wizard(tmp_path) as stage:
        admin = session_of(tmp_path / "office.db", "root")
        add(admin, "play", name="Elsewhere", account="Acme North", owner="user:dora")
        done = add(admin, "play", name="Long done", account="Acme", owner="user:dora")
        move_state(admin, done, "Closed", code="Achieved", notes="done")
        admin.workspace.close()
        await open_form(stage)
        await stage.press("tab", *TO_PLAYS, "down")
        assert stage.sees("(1 open)", "Kick-off")
        assert not stage.sees("Elsewhere")
        assert not stage.sees("Long done")


async def test_no_open_plays_says_so(tmp_path: Path) -> None:
    """R001-30."""
    async with wizard(tmp_path) as stage:
        await open_form(stage, "Acme North")
        assert stage.sees("No open SuccessPlays exist on this account.")


async def test_missing_description_and_wrong_dates_are_named(tmp_path: Path) -> None:
    """R001-24, R001-26: both are required; an end before the start is refused."""
    async with wizard(tmp_path) as stage:
        screen = await open_form(stage)
        await stage.press("=Halve the queue", "ctrl+s")
        assert stage.sees("✗ is required", "1 to mend; nothing was saved")
        end = next(row for row in screen.rows if row.field.name == "end_date")
        await stage.press("=Why")
        end.editor.focus()
        await stage.press("=2026-01-01", "ctrl+s")
        assert stage.sees("to mend; nothing was saved")
        await stage.press("ctrl+u", "=2026-12-31", "ctrl+s")
        assert stage.only(Objective, name="Halve the queue").end_date == date(2026, 12, 31)


async def test_chosen_plays_are_not_left_without_asking(tmp_path: Path) -> None:
    async with wizard(tmp_path) as stage:
        await open_form(stage)
        await stage.press("tab", *TO_PLAYS, "down", "enter", "escape", "escape")
        assert stage.front(Confirm)
        await stage.press("y")
        assert stage.answers == [None]
        assert stage.only(Play, name="Kick-off").objective is not None


async def test_viewer_is_told_why_not(tmp_path: Path) -> None:
    async with wizard(tmp_path, "vic") as stage:
        await open_form(stage)
        await stage.press("=Halve the queue", "tab", "=Why", "ctrl+s")
        assert stage.sees("to create objective you need the role")
        assert not stage.all(Objective, name="Halve the queue")
