"""A wizard in front of the app, its keyboard, and what it answered."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Footer

from successtui.app import SuccessApp
from successtui.desk import Desk
from successtui.records import Account, Record
from successtui.services.records import Saved
from successtui.services.session import Session
from tests.ui.office import TODAY, office, screen_text, settle

R = TypeVar("R", bound=Record)

__all__ = ["TODAY", "Stage", "wizard"]


class _Watched:
    """Counts the jobs of a desk that are under way."""

    def __init__(self, desk: Desk) -> None:
        self.under_way = 0
        for name in ("read", "write", "run"):
            setattr(desk, name, self._counting(getattr(desk, name)))

    def _counting(self, ask: Callable[..., Any]) -> Callable[..., Any]:
        async def counted(job: Callable[..., Any]) -> Any:
            self.under_way += 1
            try:
                return await ask(job)
            finally:
                self.under_way -= 1

        return counted


class Stage:
    """One wizard in the running app."""

    def __init__(self, pilot: Pilot[None], app: SuccessApp, session: Session) -> None:
        self.pilot = pilot
        self.app = app
        self.session = session
        self.answers: list[Saved | None] = []
        self._watched = _Watched(app.desk)

    async def settle(self) -> None:
        """Waits until nothing is read, written or drawn any more."""
        for _ in range(3):
            await settle(self.pilot)
            while self._watched.under_way:
                await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        """Presses keys one after another, each when the last has done its work.

        What is longer than a key's name (`=text`) is typed.
        """
        for key in keys:
            if key.startswith("="):
                await self.pilot.press(*("space" if c == " " else c for c in key[1:]))
            else:
                await self.pilot.press(key)
            await self.settle()

    async def show(self, screen: Screen[Saved | None]) -> None:
        """Puts a wizard in front."""
        self.app.push_screen(screen, self.answers.append)
        await self.settle()

    def front(self, cls: type[Screen[Any]]) -> bool:
        """Whether such a screen is in front."""
        return isinstance(self.app.screen, cls)

    def text(self) -> str:
        """What a person sees now."""
        return screen_text(self.app)

    def sees(self, *texts: str) -> bool:
        """Whether all of these are on the screen."""
        shown = self.text()
        return all(text in shown for text in texts)

    def all(self, cls: type[R], **where: object) -> list[R]:
        """The records of a type that the person sees, templates left out."""
        with self.session.read() as reader:
            return reader.all(cls, where, order=("id",))

    def only(self, cls: type[R], **where: object) -> R:
        """The one record with these values."""
        [found] = self.all(cls, **where)
        return found

    def account(self, name: str = "Acme") -> Account:
        """An account by its name."""
        return self.only(Account, name=name)

    @property
    def saved(self) -> Saved:
        """What the wizard made; it is closed by now."""
        [answer] = self.answers
        assert answer is not None, self.text()
        return answer

    def assert_tidy(self) -> None:
        """Nothing sticks out: the keys fit their line, and every line the screen."""
        footer = self.app.screen.query_one(Footer)
        assert footer.virtual_size.width <= self.app.size.width
        assert all(len(line) <= self.app.size.width for line in self.text().splitlines())


@asynccontextmanager
async def wizard(
    folder: Path, username: str = "dora", size: tuple[int, int] = (80, 24)
) -> AsyncIterator[Stage]:
    """The app as one of the people, ready to show a wizard."""
    async with office(folder, username, size) as (pilot, app, session):
        yield Stage(pilot, app, session)
