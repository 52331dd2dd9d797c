"""From record to record of a list, from inside a form and from inside an account's page."""

from __future__ import annotations

from pathlib import Path

from successtui.app import SuccessApp
from successtui.screens.account import AccountPlace
from successtui.screens.form import RecordForm
from successtui.screens.list_trail import Trail
from successtui.screens.record_list import RecordList
from successtui.widgets.confirm import Confirm
from tests.ui.office import add, office, screen_text, settle
from tests.ui.test_record_list import front, keys, place_of


def form_of(app: SuccessApp) -> RecordForm:
    form = front(app)
    assert isinstance(form, RecordForm)
    return form


def number(app: SuccessApp) -> str:
    record = form_of(app).record
    assert record is not None
    return record.number


async def test_f8_and_f7_walk_along_the_list_and_the_cursor_follows(tmp_path: Path) -> None:
    async with office(tmp_path) as (pilot, app, _session):
        app.open_list("task")
        await settle(pilot)
        place = place_of(app)
        await keys(pilot, "enter")
        first = number(app)
        assert "1 of 2" in screen_text(app)
        await keys(pilot, "f8")
        assert number(app) != first
        assert "2 of 2" in screen_text(app)
        await keys(pilot, "f8")
        assert "2 of 2" in screen_text(app)
        await keys(pilot, "f7", "f8", "escape")

        assert front(app) is place
        assert place.table.cursor_row == 1


async def test_a_bracket_is_typed_where_text_is_written_and_walks_elsewhere(
    tmp_path: Path,
) -> None:
    async with office(tmp_path) as (pilot, app, _session):
        app.open_list("task")
        await settle(pilot)
        await keys(pilot, "enter")
        first = number(app)
        rows = {row.field.name: row for row in form_of(app).rows}
        rows["title"].editor.focus()
        await settle(pilot)
        await keys(pilot, "end", "right_square_bracket")
        assert rows["title"].text().endswith("]")
        assert number(app) == first
        await keys(pilot, "backspace")
        rows["due_date"].editor.focus()
        await settle(pilot)
        await keys(pilot, "right_square_bracket")
        assert number(app) != first


async def test_walking_on_asks_when_something_was_typed(tmp_path: Path) -> None:
    async with office(tmp_path) as (pilot, app, _session):
        app.open_list("task")
        await settle(pilot)
        await keys(pilot, "enter")
        first = number(app)
        rows = {row.field.name: row for row in form_of(app).rows}
        rows["title"].editor.focus()
        await settle(pilot)
        await keys(pilot, "x", "f8")
        assert isinstance(front(app), Confirm)
        await keys(pilot, "enter")
        assert number(app) == first
        assert form_of(app).is_dirty
        await keys(pilot, "f8", "y")
        assert number(app) != first
        assert not form_of(app).is_dirty


async def test_what_was_saved_after_walking_is_the_record_shown(tmp_path: Path) -> None:
    async with office(tmp_path) as (pilot, app, session):
        app.open_list("task")
        await settle(pilot)
        await keys(pilot, "enter", "f8")
        shown = form_of(app).record
        assert shown is not None
        rows = {row.field.name: row for row in form_of(app).rows}
        rows["title"].editor.focus()
        await settle(pilot)
        await keys(pilot, "end", "x", "ctrl+s")
        assert isinstance(front(app), RecordList)
        with session.read() as reader:
            stored = reader.require(type(shown), shown.id)
        assert stored["title"] == f"{shown['title']}x"


async def test_brackets_go_to_the_next_account_and_keep_the_tab(tmp_path: Path) -> None:
    async with office(tmp_path) as (pilot, app, _session):
        await keys(pilot, "enter", "9")
        assert "Accounts › Acme · 1 of 3" in screen_text(app)
        assert "CNT0000001" in screen_text(app)
        await keys(pilot, "right_square_bracket")
        text = screen_text(app)
        assert "Acme North · 2 of 3" in text
        assert "No contacts yet" in text
        await keys(pilot, "left_square_bracket", "left_square_bracket")
        assert isinstance(front(app), AccountPlace)
        assert "No further account" in screen_text(app)
        await keys(pilot, "escape")
        assert place_of(app).table.cursor_row == 0


async def test_a_form_opened_from_a_tab_walks_along_that_tab(tmp_path: Path) -> None:
    async with office(tmp_path) as (pilot, app, session):
        add(session, "contact", account="Acme", first_name="John", last_name="Roe")
        await keys(pilot, "enter", "9", "enter")
        first = number(app)
        assert "1 of 2" in screen_text(app)
        await keys(pilot, "f8")
        assert number(app) != first


async def test_a_record_that_left_the_list_goes_on_from_where_it_stood(tmp_path: Path) -> None:
    async with office(tmp_path) as (pilot, app, _session):
        place = place_of(app)
        ids = place.table.ids
        trail = Trail(place.record_type, place.table)
        await keys(pilot, "down")
        place.table.set_rows([ids[0], ids[2]])
        await settle(pilot)

        assert trail.position(ids[1]) == ""
        assert trail.step(ids[1], 1) == ids[2]
        assert trail.step(ids[2], 1) is None
        place.table.set_rows(ids)
        assert trail.step(ids[2], -1) == ids[1]


async def test_a_new_record_has_no_neighbours(tmp_path: Path) -> None:
    async with office(tmp_path) as (pilot, app, _session):
        await keys(pilot, "n")
        form = form_of(app)
        assert form.trail() is None
        assert not form.check_action("next_record", ())
