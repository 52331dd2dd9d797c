"""The command palette and the `g` menus: everything by name, and the reason where it cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.command import CommandPalette, Hit
from textual.content import Content
from textual.pilot import Pilot
from textual.style import Style

from successtui.actions import ACTIONS
from successtui.app import SuccessApp
from successtui.palette import SuccessCommands
from successtui.records import REGISTRY
from successtui.screens.account import AccountPlace
from successtui.screens.form import RecordForm
from successtui.screens.going import GoMenu
from successtui.screens.places import (
    ListChoice,
    admin_entries,
    library_entries,
    list_entries,
    matching,
)
from successtui.screens.record_list import RecordList
from successtui.screens.record_menu import RecordMenu
from tests.ui.office import office, screen_text, settle

TWELVE = {
    "Engagements": ListChoice("engagement"),
    "Success objectives": ListChoice("objective"),
    "Success outcomes": ListChoice("outcome"),
    "Success initiatives": ListChoice("play"),
    "Success cases": ListChoice("success_case"),
    "Success tasks": ListChoice("task"),
    "Touchpoints": ListChoice("touchpoint"),
    "Internal plays": ListChoice("internal_play"),
    "Internal play tasks": ListChoice("task", "parent_type:internal_play"),
    "Risk signals and issues": ListChoice("risk_signal"),
    "Definition records": ListChoice("definition_record"),
    "Success launcher notifiers": ListChoice("launcher_notifier"),
}


async def _found(app: SuccessApp, query: str) -> list[Hit]:
    provider = SuccessCommands(app.screen, Style(bold=True))
    hits = [hit async for hit in provider.search(query) if isinstance(hit, Hit)]
    return sorted(hits, key=lambda hit: hit.score, reverse=True)


def _front(app: SuccessApp) -> object:
    """The screen in front now; a type checker would take it for the one of a line before."""
    return app.screen


async def _choose(pilot: Pilot[None], text: str) -> None:
    """Opens the palette, types, and takes the first command."""
    await pilot.press("ctrl+p")
    await settle(pilot)
    assert isinstance(pilot.app.screen, CommandPalette)
    await pilot.press(*text)
    await settle(pilot)
    await pilot.press("enter")
    await settle(pilot)


async def test_an_action_of_the_screen_is_carried_out(tmp_path: Path) -> None:
    async with office(tmp_path) as (pilot, app, _session):
        await _choose(pilot, "change the record")

        assert isinstance(app.screen, RecordForm)


async def test_a_list_is_opened_under_its_servicenow_name(tmp_path: Path) -> None:
    """R002-01: the twelve tables are reachable by their ServiceNow name."""
    async with office(tmp_path) as (pilot, app, _session):
        await _choose(pilot, "success initiatives")

        assert isinstance(app.screen, RecordList)
        assert app.screen.record_type is REGISTRY["play"]


def test_all_twelve_tables_have_their_name_in_the_lists() -> None:
    """R002-01."""
    entries = {entry.title: entry.choice for entry in list_entries()}

    assert {name: entries.get(name) for name in TWELVE} == TWELVE
    assert {choice.record_type for choice in entries.values()} == set(REGISTRY)


async def test_internal_play_tasks_are_the_tasks_of_internal_plays(tmp_path: Path) -> None:
    """R002-01, R002-12: the query behind the name is one the lists understand."""
    async with office(tmp_path) as (pilot, app, _session):
        app.open_list("task", query=TWELVE["Internal play tasks"].query)
        await settle(pilot)

        assert "0 tasks" in screen_text(app)
        assert "Invite the team" not in screen_text(app)


async def test_the_palette_holds_no_command_of_textual(tmp_path: Path) -> None:
    async with office(tmp_path) as (_pilot, app, _session):
        for query in ("screenshot", "maximize", "show keys and help panel"):
            assert [str(hit.text) for hit in await _found(app, query)] == []
        assert list(app.COMMANDS) == [SuccessCommands]


async def test_every_action_is_found_and_says_why_it_cannot_be_done(tmp_path: Path) -> None:
    async with office(tmp_path) as (_pilot, app, _session):
        for spec in ACTIONS:
            if spec.id == "app.command_palette":
                continue
            hits = [hit for hit in await _found(app, spec.title) if hit.text == spec.title]
            assert hits, spec.id
        (summary,) = (hit for hit in await _found(app, "summary") if hit.text == "Summary")
        assert "only in a plan" in str(summary.match_display)
        (theme,) = (hit for hit in await _found(app, "Theme: Light") if hit.score > 0.5)
        assert "only" not in str(theme.match_display)


async def test_an_action_the_screen_refuses_now_says_so_when_chosen(tmp_path: Path) -> None:
    async with office(tmp_path) as (pilot, app, _session):
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("1")
        await settle(pilot)
        assert isinstance(app.screen, AccountPlace)

        await _choose(pilot, "custom successplay")

        assert isinstance(app.screen, AccountPlace)
        assert "only while the Plan tab is shown" in screen_text(app)


async def test_prompts_are_never_read_as_markup(tmp_path: Path) -> None:
    """What the palette is given is content; text that looks like markup stays text."""
    async with office(tmp_path) as (pilot, app, _session):
        for hit in await _found(app, "a"):
            assert isinstance(hit.match_display, Content)
            assert isinstance(hit.help, Content)
        await pilot.press("ctrl+p")
        await settle(pilot)
        await pilot.press(*"[/x] [red]")
        await settle(pilot)
        assert app.is_running


async def test_a_theme_is_put_on(tmp_path: Path) -> None:
    async with office(tmp_path) as (pilot, app, _session):
        await _choose(pilot, "theme: light")

        assert app.theme == "success-light"


# The g menus


async def test_g_and_a_letter_go_to_a_place(tmp_path: Path) -> None:
    async with office(tmp_path) as (pilot, app, _session):
        await pilot.press("g")
        await settle(pilot)
        assert isinstance(_front(app), GoMenu)
        await pilot.press("l")
        await settle(pilot)
        assert isinstance(_front(app), RecordMenu)
        await pilot.press(*"outco", "enter")
        await settle(pilot)

        assert isinstance(app.screen, RecordList)
        assert app.screen.record_type is REGISTRY["outcome"]
        assert "Active users" in screen_text(app)

        await pilot.press("g", "a")
        await settle(pilot)
        assert isinstance(app.screen, RecordList)
        assert app.screen.record_type is REGISTRY["account"]


async def test_g_g_is_the_top_however_fast(tmp_path: Path) -> None:
    async with office(tmp_path) as (pilot, app, _session):
        await pilot.press("end")
        assert isinstance(app.screen, RecordList)
        assert app.screen.table.cursor_row == 2

        await pilot.press("g", "g")
        await settle(pilot)

        assert isinstance(app.screen, RecordList)
        assert app.screen.table.cursor_row == 0


async def test_the_library_opens_templates(tmp_path: Path) -> None:
    async with office(tmp_path) as (pilot, app, _session):
        await pilot.press("g", "b")
        await settle(pilot)
        await pilot.press(*"objective", "enter")
        await settle(pilot)

        assert isinstance(app.screen, RecordList)
        text = screen_text(app)
        assert "Launch in 90 days" in text
        assert "Go live in spring" not in text


async def test_arrows_choose_among_the_found_names(tmp_path: Path) -> None:
    async with office(tmp_path) as (pilot, app, _session):
        await pilot.press("g", "s")
        await settle(pilot)
        await pilot.press("down", "down", "up", "enter")
        await settle(pilot)

        assert isinstance(app.screen, RecordList)
        assert app.screen.record_type is REGISTRY["role"]


async def test_escape_and_a_name_nobody_has_go_nowhere(tmp_path: Path) -> None:
    async with office(tmp_path) as (pilot, app, _session):
        await pilot.press("g", "l")
        await settle(pilot)
        await pilot.press(*"xyz", "enter")
        await settle(pilot)
        assert isinstance(_front(app), RecordMenu)
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, RecordList)


@pytest.mark.parametrize("entries", [list_entries, library_entries, admin_entries])
def test_every_entry_names_a_record_type(entries: object) -> None:
    assert callable(entries)
    for entry in entries():
        assert entry.choice.record_type in REGISTRY


def test_what_begins_with_the_text_comes_first() -> None:
    titles = [entry.title for entry in matching(list_entries(), "task")]

    assert titles[0] == "Tasks"
    assert "Internal play tasks" in titles
