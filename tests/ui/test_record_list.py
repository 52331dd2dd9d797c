"""The list of records, driven by keys: opening, sorting, columns, marks, what escape leaves."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Static

from successtui.app import SuccessApp
from successtui.palette import SuccessCommands
from successtui.records import Contact
from successtui.screens import list_jobs, list_place
from successtui.screens.form import RecordForm
from successtui.screens.list_columns import ColumnPicker
from successtui.screens.record_list import RecordList
from successtui.widgets.finder import Finder
from tests.ui.office import add, office, screen_text, settle


def front(app: SuccessApp) -> Screen[Any]:
    return app.screen


def query_of(app: SuccessApp) -> str:
    return place_of(app).look.query


async def keys(pilot: Pilot[None], *pressed: str) -> None:
    for key in pressed:
        await pilot.press(key)
        await settle(pilot)


def place_of(app: SuccessApp) -> RecordList:
    place = front(app)
    assert isinstance(place, RecordList)
    return place


def names_shown(app: SuccessApp) -> list[str]:
    table = place_of(app).table
    place = [column.key for column in table.columns].index("name")
    cells = [table._cells[record_id][place] for record_id in table.ids]
    return [each if isinstance(each, str) else each.text for each in cells]


async def test_first_rows_come_before_all_ids_and_the_place_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first page is on the screen while the ids are still read; the cursor stays."""
    go_on = threading.Event()
    original = list_jobs.all_ids

    def slow(*args: object) -> tuple[int, ...]:
        go_on.wait(20)
        return original(*args)  # type: ignore[arg-type]

    async with office(tmp_path, size=(80, 12)) as (pilot, app, session):
        for number in range(40):
            add(session, "account", name=f"Many {number:02}", csm="dora")
        monkeypatch.setattr(list_place, "all_ids", slow)
        app.open_list("account", query="name:Many")
        while not (isinstance(front(app), RecordList) and app.screen.query("#rows")):
            await pilot.pause()
        while not place_of(app).table.ids:
            await pilot.pause()

        assert len(place_of(app).table.ids) == 24
        assert "… accounts" in screen_text(app)
        assert "Many 03" in screen_text(app)
        await pilot.press("j", "j", "asterisk")
        assert place_of(app).table.mark_count == 0
        here = place_of(app).table.cursor_id

        go_on.set()
        await settle(pilot)
        assert "40 accounts" in str(place_of(app).query_one("#status", Static).render())
        assert place_of(app).table.cursor_id == here


async def test_reading_again_keeps_cursor_and_scroll_by_record(tmp_path: Path) -> None:
    async with office(tmp_path, size=(80, 12)) as (pilot, app, session):
        for number in range(40):
            add(session, "account", name=f"Many {number:02}", csm="dora")
        await keys(pilot, "s", *"name", "enter", "end", "k", "k")
        table = place_of(app).table
        here, line = table.cursor_id, table.cursor_row - table.top_row

        add(session, "account", name="Aaa first", csm="dora")
        await keys(pilot, "r")
        assert table.ids.index(here or 0) == 41

        assert table.cursor_id == here
        assert table.cursor_row - table.top_row == line


async def test_sorting_by_several_columns(tmp_path: Path) -> None:
    """`s` sorts, again turns round; `S` adds a key; the header says which is which."""
    async with office(tmp_path) as (pilot, app, session):
        add(session, "account", name="Beta", csm="dora", tier="Strategic")
        await keys(pilot, "r", "s")
        assert isinstance(front(app), Finder)
        await keys(pilot, *"tier", "enter")
        assert place_of(app).look.order == ("tier",)
        assert names_shown(app)[:2] == ["Beta", "Acme"]

        await keys(pilot, "s", *"tier", "enter", "S", *"name", "enter")
        assert place_of(app).look.order == ("-tier", "name")
        assert "Tier ▼1" in screen_text(app)
        assert "Name ▲2" in screen_text(app)
        assert names_shown(app)[:2] == ["Acme", "Beta"]


async def test_columns_are_chosen_ordered_and_remembered(tmp_path: Path) -> None:
    async with office(tmp_path) as (pilot, app, _session):
        await keys(pilot, "C")
        picker = app.screen
        assert isinstance(picker, ColumnPicker)
        await keys(pilot, "slash", *"created at", "enter", "space", "escape")
        picker.grid.move_to("number")
        await keys(pilot, "space", "down", "J", "enter")

        table = place_of(app).table
        shown = [column.key for column in table.columns]
        assert shown[:2] == ["industry", "name"]
        assert shown[-1] == "created_at"
        assert "number" not in shown
        assert "Acme North" in screen_text(app)

        app.open_list("account")
        await settle(pilot)
        assert [column.key for column in place_of(app).table.columns] == shown


async def test_the_last_column_cannot_be_taken_away(tmp_path: Path) -> None:
    async with office(tmp_path) as (pilot, app, _session):
        await keys(pilot, "C")
        picker = app.screen
        assert isinstance(picker, ColumnPicker)
        await keys(pilot, *["space", "down"] * len(picker.chosen), "enter")

        assert front(app) is picker
        assert "one column at least" in screen_text(app)
        await keys(pilot, "D", "enter")
        assert place_of(app).look.columns == ()


async def test_columns_without_room_come_with_the_right_arrow(tmp_path: Path) -> None:
    async with office(tmp_path) as (pilot, app, _session):
        assert "→ 1 more column" in screen_text(app)
        assert "Parent account" not in screen_text(app)
        await keys(pilot, "right")
        text = screen_text(app)
        assert "Parent account" in text
        assert "Acme North" in text
        await keys(pilot, "left")
        assert "Industry" in screen_text(app)


async def test_marks_survive_sorting_filtering_and_reading_again(tmp_path: Path) -> None:
    """Marks belong to records: the count says how many of them are not shown."""
    async with office(tmp_path) as (pilot, app, session):
        await keys(pilot, "space", "space")
        place = place_of(app)
        marked = place.table.marked
        assert "2 marked" in screen_text(app)

        await keys(pilot, "s", *"name", "enter", "r")
        assert place.table.marked == marked
        await keys(pilot, "slash", *"tier", "tab", "tab", "escape", "escape")
        await keys(pilot, "slash", *"tier", "tab", *"growth", "escape", "enter")
        assert place.look.query == "tier:growth"
        assert "2 marked, 1 of them not in this list" in screen_text(app)

        await keys(pilot, "escape", "escape", "escape")
        assert place.look.query == ""
        assert place.table.marked == marked
        assert session.username == "dora"


async def test_all_of_the_shown_filter_is_marked_and_unmarked(tmp_path: Path) -> None:
    async with office(tmp_path) as (pilot, app, _session):
        place = place_of(app)
        await keys(pilot, "space", "slash", *"North", "enter", "asterisk")
        north = set(place.table.ids)
        assert len(north) == 1
        assert place.table.mark_count == 2

        await keys(pilot, "asterisk")
        assert place.table.mark_count == 1
        assert not north & place.table.marked
        await keys(pilot, "escape", "asterisk", "asterisk")
        assert place.table.mark_count == 0


async def test_escape_leaves_one_thing_at_a_time(tmp_path: Path) -> None:
    """The drop-down, the filter line, the filter; the first place stays, and so do marks."""
    async with office(tmp_path) as (pilot, app, _session):
        place = place_of(app)
        await keys(pilot, "space", "slash", *"North", "enter", "slash", *" ti")
        assert (place.line.expanded, place.line.active) == (True, True)
        await keys(pilot, "escape")
        assert (place.line.expanded, place.line.active) == (False, True)
        await keys(pilot, "escape")
        assert (place.line.expanded, place.line.active) == (False, False)
        assert (place.line.value, place.look.query) == ("North", "North")
        await keys(pilot, "escape")
        assert query_of(app) == ""
        await keys(pilot, "escape", "q")
        assert front(app) is place
        assert place.table.mark_count == 1


async def test_a_mistake_keeps_the_list_and_shows_a_caret(tmp_path: Path) -> None:
    """A malformed query never matches everything: what was shown before stays, and says so."""
    async with office(tmp_path) as (pilot, app, _session):
        place = place_of(app)
        await keys(pilot, "slash", *"North", "enter", "slash")
        place.line.value = "teir:growth"
        await keys(pilot, "enter")

        text = screen_text(app)
        assert "^" in text
        assert "did you mean tier" in text
        assert "1 account · filtered as before: the query has a mistake" in text
        assert place.look.query == "North"
        assert place.line.active


async def test_a_list_that_opens_with_a_mistake_shows_nothing(tmp_path: Path) -> None:
    async with office(tmp_path) as (pilot, app, _session):
        app.open_list("account", query="teir:growth")
        await settle(pilot)

        assert place_of(app).table.ids == ()
        assert "the query has a mistake" in screen_text(app)
        await keys(pilot, "escape")
        assert "3 accounts" in screen_text(app)


async def test_empty_lists_say_which_key_to_press(tmp_path: Path) -> None:
    async with office(tmp_path) as (pilot, app, _session):
        app.open_list("escalation")
        await settle(pilot)
        assert "Press n for a new escalation" in screen_text(app)
        app.open_list("account", query="nowhere-to-be-found")
        await settle(pilot)
        assert "esc shows all" in screen_text(app)


async def test_the_palette_says_why_something_is_not_possible(tmp_path: Path) -> None:
    async with office(tmp_path) as (pilot, app, _session):
        app.open_list("escalation")
        await settle(pilot)
        commands = SuccessCommands(app.screen)
        reasons = {each.title: each.reason for each in commands._actions()}

        assert reasons["Bulk work"] == "the list is empty"
        assert reasons["No marks"] == "nothing is marked"
        assert reasons["Columns"] == ""


async def test_a_click_on_a_title_sorts(tmp_path: Path) -> None:
    async with office(tmp_path) as (pilot, app, _session):
        place = place_of(app)
        table = place.table
        placed = {each.column.key: each.x for each in table._painter.placed}
        await pilot.click(table, offset=(placed["name"] + 3, 0))
        await settle(pilot)
        assert place.look.order == ("name",)


async def test_new_records_are_under_the_cursor(tmp_path: Path) -> None:
    async with office(tmp_path) as (pilot, app, session):
        app.open_list("contact")
        await settle(pilot)
        await keys(pilot, "n")
        form = app.screen
        assert isinstance(form, RecordForm)
        typed = {"last_name": "Zebra", "first_name": "Zoe"}
        for row in form.rows:
            if row.field.name in typed:
                row.editor.focus()
                await keys(pilot, *typed[row.field.name])
            if row.field.name == "account":
                row.editor.focus()
                await keys(pilot, *"North", "enter")
        await keys(pilot, "ctrl+s")

        with session.read() as reader:
            made = reader.all(Contact, {"last_name": "Zebra"})[0]
        assert place_of(app).table.cursor_id == made.id
