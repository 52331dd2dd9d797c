"""The success report, tab by tab, as a manager sees it on the demo."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from datetime import time as time_of_day
from pathlib import Path
from typing import Any

import pytest
import time_machine

from successtui.app import SuccessApp
from successtui.options import AppOptions
from successtui.themes import DARK, LIGHT, SIXTEEN
from tests.snapshots.people import LARGE, SMALL, demo_of_that_day, person
from tests.ui.office import TODAY

NINE = time_of_day(9, 0)
TABS = {"overview": "1", "risk": "2", "adoption": "3", "renewal": "4"}


@pytest.fixture(autouse=True)
def _that_morning(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The report says when it was counted."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    with time_machine.travel(datetime.combine(TODAY, NINE, UTC), tick=False):
        yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def app(tmp_path: Path) -> SuccessApp:
    """The app on the demo of that day, as a director."""
    path = tmp_path / "demo.db"
    shutil.copyfile(demo_of_that_day(), path)
    path.chmod(0o600)
    return SuccessApp(AppOptions(str(path), "dana", TODAY, demo=True))


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])
@pytest.mark.parametrize("tab", TABS)
def test_tab(app: SuccessApp, snap_compare: Any, tab: str, size: tuple[int, int]) -> None:
    """R004-12: every tab reads well in both sizes."""
    work = person("g", "r", TABS[tab])
    assert snap_compare(app, terminal_size=size, run_before=work)


@pytest.mark.parametrize("theme", [LIGHT.name, SIXTEEN, DARK.name])
def test_renewal_in_every_theme(app: SuccessApp, snap_compare: Any, theme: str) -> None:
    """Bars and months are told apart without truecolor."""
    work = person("g", "r", "4", "down", theme=theme)
    assert snap_compare(app, terminal_size=SMALL, run_before=work)


def test_explanation(app: SuccessApp, snap_compare: Any) -> None:
    """What stands behind a number, in words."""
    work = person("g", "r", "2", "i")
    assert snap_compare(app, terminal_size=SMALL, run_before=work)


def test_drill_down(app: SuccessApp, snap_compare: Any) -> None:
    """Exactly the counted records."""
    work = person("g", "r", "4", "enter")
    assert snap_compare(app, terminal_size=LARGE, run_before=work)
