"""Who sits at the screen while a picture is taken, and on what."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import cast

from textual.pilot import Pilot

from successtui.app import SuccessApp
from successtui.themes import DARK
from successtui.transfer.demo import build_demo
from tests.ui.office import TODAY, settle

SMALL, LARGE = (80, 24), (120, 40)


def person(*keys: str, theme: str = DARK.name) -> Callable[[Pilot[None]], Awaitable[None]]:
    """Somebody who presses keys, each after the last one's effect is seen."""

    async def work(pilot: Pilot[None]) -> None:
        while cast(SuccessApp, pilot.app).desk.session is None:
            await settle(pilot)
        await settle(pilot)
        # The terminal of the machine that runs the tests chooses no colours here.
        pilot.app.theme = theme
        for key in keys:
            await pilot.press(key)
            await settle(pilot)

    return work


@cache
def demo_of_that_day() -> Path:
    """The demo as it is built on `TODAY`; copy it, never open it."""
    place = Path(mkdtemp(prefix="demo-")) / "demo.db"
    build_demo(place, TODAY)
    return place
