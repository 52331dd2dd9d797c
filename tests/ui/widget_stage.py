"""A stage for one widget: the app around it, what it said, what it shows.

Owns nothing of the product; every `test_widgets_*.py` uses it.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.message import Message
from textual.pilot import Pilot
from textual.widget import Widget

from successtui.paths import styles_dir

HOSTILE = "[/x] [red] [@click=app.quit] [EMEA] 日本 👩‍👩‍👧 a\nb"
ENDLESS = HOSTILE + "x" * 4_000

Said = TypeVar("Said", bound=Message)


class StageApp(App[None]):
    """Shows the widgets one below the other."""

    CSS_PATH = [styles_dir() / "widgets.tcss"]

    def __init__(self, *widgets: Widget) -> None:
        super().__init__()
        self._widgets = widgets

    def compose(self) -> ComposeResult:
        yield from self._widgets


class Stage:
    """One running app, its keyboard and everything that was said in it."""

    def __init__(self, app: StageApp) -> None:
        self.app = app
        self.pilot: Pilot[None]
        self._heard: list[Message] = []
        self.answer: Callable[[Message], None] = lambda message: None
        """Called once for each message of a widget of ours, as an owner would answer it."""

    def hear(self, message: Message) -> None:
        """Remember each message once, however far it bubbles."""
        ours = type(message).__module__.startswith("successtui.")
        if ours and not any(message is each for each in self._heard):
            self._heard.append(message)
            self.answer(message)

    def said(self, kind: type[Said]) -> list[Said]:
        """All messages of this kind since the last `forget`."""
        return [message for message in self._heard if isinstance(message, kind)]

    def forget(self) -> None:
        """Forget what was said."""
        self._heard.clear()

    async def show(self, *widgets: Widget) -> None:
        """Mount widgets that can only be made inside a running app, and focus the first."""
        await self.app.screen.mount(*widgets)
        widgets[0].focus()
        await self.settle()

    async def settle(self) -> None:
        """Wait until nothing is under way."""
        await self.app.workers.wait_for_complete()
        await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        """Press keys, then settle."""
        await self.pilot.press(*keys)
        await self.settle()


@asynccontextmanager
async def stage(*widgets: Widget, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Stage]:
    """Run an app of these widgets; the first that can has the focus."""
    app = StageApp(*widgets)
    running = Stage(app)
    async with app.run_test(size=size, message_hook=running.hear) as pilot:
        running.pilot = pilot
        await running.settle()
        yield running


def lines_of(widget: Widget) -> list[str]:
    """The text of each line the widget shows."""
    strips = widget.render_lines(Region(0, 0, widget.size.width, widget.size.height))
    return [strip.text.rstrip() for strip in strips]


def screen_text(app: App[None]) -> str:
    """The text of the whole screen, lines joined."""
    width, height = app.size
    lines = app.screen._compositor.render_strips(app.size)
    assert len(lines) == height
    assert all(strip.cell_length == width for strip in lines)
    return "\n".join(strip.text for strip in lines)
