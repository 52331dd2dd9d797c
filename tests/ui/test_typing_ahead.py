"""Keys come faster than screens are drawn: none is lost, none is heard twice, nothing breaks."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from successtui.app import SuccessApp
from successtui.screens.going import GoMenu
from successtui.screens.inbox import InboxPlace
from successtui.screens.record_list import RecordList
from tests.ui.office import office, settle


def _type_at_once(app: SuccessApp, *keys: str) -> None:
    """Keys as a fast hand, a paste or a slow line bring them: all before anything is drawn."""
    for key in keys:
        app.post_message(events.Key(key, key if len(key) == 1 else None))


async def _typed(pilot: Pilot[None], app: SuccessApp, *keys: str) -> None:
    _type_at_once(app, *keys)
    for _ in range(12):
        await settle(pilot)


@pytest.mark.parametrize(
    ("keys", "record_type"),
    [("gltasks", "task"), ("glcontacts", "contact"), ("ga", "account"), ("gbplay templ", "play")],
)
async def test_a_place_and_a_list_are_reached_in_one_go(
    tmp_path: Path, keys: str, record_type: str
) -> None:
    async with office(tmp_path) as (pilot, app, _session):
        enter = () if keys == "ga" else ("enter",)
        await _typed(pilot, app, *keys, *enter)
        assert isinstance(app.screen, RecordList)
        assert app.screen.record_type.declaration.name == record_type
        assert len(app.screen_stack) == 2


async def test_places_one_after_another(tmp_path: Path) -> None:
    """The last one typed is the one that stands there."""
    async with office(tmp_path) as (pilot, app, _session):
        await _typed(pilot, app, *"gltask", "enter")
        await _typed(pilot, app, *"ga", *"gn", *"ga", *"gn")
        assert isinstance(app.screen, InboxPlace)
        assert len(app.screen_stack) == 2


async def test_a_menu_is_answered_once(tmp_path: Path) -> None:
    """A letter typed twice does not close what lies below the menu."""
    async with office(tmp_path) as (pilot, app, _session):
        menu = GoMenu()
        app.push_screen(menu)
        await settle(pilot)
        before = len(app.screen_stack)
        menu.dismiss(None)
        menu.dismiss(None)
        menu.dismiss("a")
        await settle(pilot)
        assert len(app.screen_stack) == before - 1
