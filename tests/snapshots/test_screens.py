"""Pictures of what was looked at and found good; tests of the state stand elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from successtui.app import SuccessApp
from successtui.options import AppOptions
from successtui.themes import LIGHT, SIXTEEN
from tests.snapshots.people import LARGE, SMALL, person
from tests.ui.office import TODAY, copy_of_office


@pytest.fixture
def app(tmp_path: Path) -> SuccessApp:
    """The app on the office, as a CSM."""
    return SuccessApp(AppOptions(str(copy_of_office(tmp_path)), "dora", TODAY, demo=True))


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])
def test_accounts(app: SuccessApp, snap_compare: Any, size: tuple[int, int]) -> None:
    """The list of accounts, a hostile name among them."""
    assert snap_compare(app, terminal_size=size, run_before=person())


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])
def test_plan(app: SuccessApp, snap_compare: Any, size: tuple[int, int]) -> None:
    """The plan tab: summary, bar, tree, overdue date with its sign."""
    assert snap_compare(app, terminal_size=size, run_before=person("enter"))


@pytest.mark.parametrize("theme", [LIGHT.name, SIXTEEN])
def test_plan_in_other_themes(app: SuccessApp, snap_compare: Any, theme: str) -> None:
    """Status is a glyph and a word in every theme."""
    assert snap_compare(app, terminal_size=SMALL, run_before=person("enter", theme=theme))


def test_outcome_form(app: SuccessApp, snap_compare: Any) -> None:
    """The form after a refused save."""
    assert snap_compare(app, terminal_size=SMALL, run_before=person("enter", "K", "ctrl+s"))


def test_library_picker(app: SuccessApp, snap_compare: Any) -> None:
    """The library, one objective looked into."""
    assert snap_compare(app, terminal_size=SMALL, run_before=person("enter", "o", "right"))


def test_record_menu(app: SuccessApp, snap_compare: Any) -> None:
    """What can be done with an objective."""
    assert snap_compare(app, terminal_size=SMALL, run_before=person("enter", "full_stop"))


def test_list_with_marks_and_two_keys(app: SuccessApp, snap_compare: Any) -> None:
    """Three tasks marked, sorted by state and then by due date."""
    keys = (*"gltasks", "enter", "s", "down", "enter", "S", "down", "enter", "space", "space")
    assert snap_compare(app, terminal_size=SMALL, run_before=person(*keys))


def test_group_counts(app: SuccessApp, snap_compare: Any) -> None:
    """How many tasks there are of each state."""
    keys = (*"gltasks", "enter", "number_sign", *"state", "enter")
    assert snap_compare(app, terminal_size=LARGE, run_before=person(*keys))


def test_mistake_in_a_query(app: SuccessApp, snap_compare: Any) -> None:
    """The caret stands under what was not understood; the rows stay."""
    keys = (*"gltasks", "enter", "slash", *"stat:New", "enter")
    assert snap_compare(app, terminal_size=SMALL, run_before=person(*keys))


def test_search_everywhere(app: SuccessApp, snap_compare: Any) -> None:
    """What is found while one types."""
    assert snap_compare(app, terminal_size=SMALL, run_before=person("ctrl+k", *"kick"))
