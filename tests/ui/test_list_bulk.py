"""Bulk work on a list: what is marked, what is shown first, what happens, what undo brings back."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from textual.pilot import Pilot

from successtui.app import SuccessApp
from successtui.records import Account, Task
from successtui.screens import bulk as bulk_room
from successtui.screens.bulk import Bulk
from successtui.screens.bulk_diff import BulkDiff, Working
from successtui.screens.bulk_value import ValueQuestion
from successtui.screens.form import RecordForm
from successtui.screens.record_list import RecordList
from successtui.services.session import Session
from successtui.widgets.menu import Menu
from tests.ui.office import add, office, screen_text, settle
from tests.ui.test_record_list import front, keys, place_of


def tasks(session: Session) -> dict[str, Task]:
    with session.read() as reader:
        return {task.title: task for task in reader.all(Task)}


async def with_tasks(pilot: Pilot[None], app: SuccessApp, session: Session) -> RecordList:
    """A list of three open tasks, the first two marked."""
    with session.read() as reader:
        acme = reader.all(Account, {"name": "Acme"})[0]
    add(session, "task", title="A third one", parent=f"account:{acme.number}")
    app.open_list("task")
    await settle(pilot)
    place = place_of(app)
    found = tasks(session)
    place.table.set_marks([found["Invite the team"].id, found["Hold the kick-off"].id])
    await settle(pilot)
    return place


async def test_a_field_of_exactly_the_marked_records_is_changed_and_taken_back(
    tmp_path: Path,
) -> None:
    """The diff comes first; marked records that are not shown change as well, no others do
    (espocrm#2598, netbox#345, SuiteCRM#3330)."""
    async with office(tmp_path) as (pilot, app, session):
        place = await with_tasks(pilot, app, session)
        before = tasks(session)
        await keys(pilot, "slash", *"third", "enter")
        assert "2 marked, 2 of them not in this list" in screen_text(app)

        await keys(pilot, "e", *"priority", "enter")
        assert isinstance(front(app), ValueQuestion)
        await keys(pilot, *"high", "enter")
        assert isinstance(front(app), BulkDiff)
        text = screen_text(app)
        assert "Edit 2 tasks" in text
        assert "Medium" in text
        assert "High" in text
        assert tasks(session) == before

        await keys(pilot, "enter")
        assert front(app) is place
        assert "2 tasks changed. u takes it back" in screen_text(app)
        priorities = {title: str(task.priority) for title, task in tasks(session).items()}
        assert priorities == {
            "Invite the team": "High",
            "Hold the kick-off": "High",
            "A third one": str(before["A third one"].priority),
        }
        assert place.table.mark_count == 2

        await keys(pilot, "u")
        assert {t.title: t.priority for t in tasks(session).values()} == {
            t.title: t.priority for t in before.values()
        }


async def test_escape_at_any_question_changes_nothing(tmp_path: Path) -> None:
    async with office(tmp_path) as (pilot, app, session):
        place = await with_tasks(pilot, app, session)
        before = tasks(session)
        for way in (
            ("B", "escape"),
            ("B", "e", "escape"),
            ("e", *"priority", "enter", "escape", "escape"),
            ("e", *"priority", "enter", *"high", "enter", "escape"),
            ("d", "escape"),
            ("c", "escape"),
        ):
            await keys(pilot, *way)
            assert front(app) is place, way
        assert tasks(session) == before
        assert place.table.mark_count == 2


async def test_deleting_takes_y_and_not_one_more_enter(tmp_path: Path) -> None:
    """An enter pressed once too often deletes nothing; undo brings back what y deleted."""
    async with office(tmp_path) as (pilot, app, session):
        place = await with_tasks(pilot, app, session)
        await keys(pilot, "full_stop")
        assert isinstance(front(app), Menu)
        await keys(pilot, "d", "enter")
        assert isinstance(front(app), BulkDiff)
        assert "Delete 2 tasks" in screen_text(app)
        assert len(tasks(session)) == 3

        await keys(pilot, "y")
        assert list(tasks(session)) == ["A third one"]
        assert place.table.mark_count == 0
        await keys(pilot, "u")
        assert len(tasks(session)) == 3


async def test_refused_records_are_named_and_left_out(tmp_path: Path) -> None:
    """What cannot be changed says why; the others change."""
    async with office(tmp_path) as (pilot, app, session):
        await with_tasks(pilot, app, session)
        invite = tasks(session)["Invite the team"]
        place = place_of(app)
        place.table.set_marks([*place.table.marked, 99_999])
        await keys(pilot, "c")
        if isinstance(front(app), Menu):
            await keys(pilot, "enter")
        await keys(pilot, *"Done", "enter")

        text = screen_text(app)
        assert "Close 2 of 3 tasks · 1 refused" in text
        assert "(gone or hidden)" in text
        await keys(pilot, "enter")
        assert "2 tasks closed, 1 left out" in screen_text(app)
        assert tasks(session)[invite.title].state == "Closed"


async def test_a_viewer_changes_no_marked_record(tmp_path: Path) -> None:
    """permissions.md: the keys of bulk work are greyed and name the missing role."""
    async with office(tmp_path, "vic") as (pilot, app, session):
        app.open_list("task")
        await settle(pilot)
        before = tasks(session)
        place = app.screen
        await keys(pilot, "asterisk")
        for key in ("e", "a", "c", "d"):
            await keys(pilot, key)
            assert app.screen is place
            assert "you need the role" in screen_text(app)
        assert tasks(session) == before


async def test_assigning_goes_by_name(tmp_path: Path) -> None:
    async with office(tmp_path, "max") as (pilot, app, session):
        with session.read() as reader:
            acme = reader.all(Account, {"name": "Acme"})[0]
        place_of(app).table.move_to(acme.id)
        await keys(pilot, "a", *"Max", "enter")
        assert isinstance(front(app), BulkDiff)
        assert "Max Berg" in screen_text(app)
        await keys(pilot, "enter")
        with session.read() as reader:
            assert reader.require(Account, acme.id).csm != acme.csm


async def test_a_field_is_emptied_only_on_purpose(tmp_path: Path) -> None:
    """netbox#345: an empty line blanks nothing; ctrl+n does, where the field may be empty."""
    async with office(tmp_path) as (pilot, app, session):
        await with_tasks(pilot, app, session)
        await keys(pilot, "e", *"start date", "enter", *"fri", "enter", "enter")
        assert {str(task.start_date) for task in tasks(session).values()} == {"2026-03-06", "None"}
        await keys(pilot, "e", *"start date", "enter", "enter")
        assert isinstance(front(app), ValueQuestion)
        assert "nothing was typed; ctrl+n empties" in screen_text(app)
        await keys(pilot, "ctrl+n")
        assert "(empty)" in screen_text(app)
        await keys(pilot, "enter")
        found = tasks(session)
        assert {task.start_date for task in found.values()} == {None}

        await keys(pilot, "e", *"title", "enter", "ctrl+n", "enter")
        assert isinstance(front(app), ValueQuestion)
        assert tasks(session).keys() == found.keys()


async def test_a_value_that_cannot_be_understood_is_asked_for_again(tmp_path: Path) -> None:
    async with office(tmp_path) as (pilot, app, session):
        await with_tasks(pilot, app, session)
        await keys(pilot, "e", *"due date", "enter", *"someday", "enter")
        assert isinstance(front(app), ValueQuestion)
        assert "✗" in screen_text(app)
        await keys(pilot, "home", *["delete"] * 7, *"2026-05-01", "enter")
        assert "2026-05-01" in screen_text(app)


async def test_tags_are_added_and_taken_away(tmp_path: Path) -> None:
    async with office(tmp_path) as (pilot, app, session):
        await keys(pilot, "space", "space", "B", "m")
        await keys(pilot, *"tags", "enter", "a", *"pilot", "enter")
        assert isinstance(front(app), BulkDiff)
        await keys(pilot, "enter")
        with session.read() as reader:
            tagged = [account.tags for account in reader.all(Account) if account.tags]
        assert tagged == [("pilot",), ("pilot",)]

        await keys(pilot, "B", "m", *"tags", "enter", "t", *"pilot", "enter", "enter")
        with session.read() as reader:
            assert not any(account.tags for account in reader.all(Account))


async def test_what_a_type_does_not_know_is_greyed_with_its_reason(tmp_path: Path) -> None:
    async with office(tmp_path, "root") as (pilot, app, _session):
        app.open_list("contact")
        await settle(pilot)
        await keys(pilot, "B")
        text = screen_text(app)
        assert "contacts have no such state" in text
        await keys(pilot, "escape", "a")
        assert "contacts have no owner" in screen_text(app)


async def test_without_marks_the_keys_are_about_the_record_under_the_cursor(
    tmp_path: Path,
) -> None:
    async with office(tmp_path) as (pilot, app, _session):
        await keys(pilot, "e")
        assert isinstance(front(app), RecordForm)


async def test_long_work_shows_how_far_it_is_and_can_be_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Escape while it is tried out stores nothing."""
    monkeypatch.setattr(bulk_room, "MANY", 2)
    from successtui.services import bulk

    seen, go_on = threading.Event(), threading.Event()
    original = bulk.preview

    def slow(*args: object, **told: object) -> object:
        told["progress"](1, 2)  # type: ignore[operator]
        seen.set()
        go_on.wait(20)
        return original(*args, **told)  # type: ignore[arg-type]

    monkeypatch.setattr(bulk, "preview", slow)
    async with office(tmp_path) as (pilot, app, session):
        place = await with_tasks(pilot, app, session)
        before = tasks(session)
        await pilot.press("d")
        while not isinstance(front(app), Working):
            await pilot.pause()
        assert seen.wait(20)
        working = front(app)
        assert isinstance(working, Working)
        working._look()
        await pilot.pause()
        assert "1 of 2" in screen_text(app)
        await pilot.press("escape")
        assert working.stop.is_set()
        go_on.set()
        while isinstance(front(app), Working):
            await pilot.pause()
        await settle(pilot)

        assert front(app) is place
        assert tasks(session) == before
        assert Bulk(place, Task, [1]).subject == "1 task"
