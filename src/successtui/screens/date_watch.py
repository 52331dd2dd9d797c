"""Carries out what the date brings while the program is open: at its start and on a new day.

Only for people who may change contracts, and never while the date is pinned or the past is looked
at. The work is done on the desk's threads; nobody waits for it.
"""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.timer import Timer

from successtui.domain.clock import Clock
from successtui.screens.base import beside, host

if TYPE_CHECKING:
    from successtui.services.nightly import Nightly
    from successtui.services.session import Session

LOOK_SECONDS = 60
"""How often the date is looked at."""


class DateWatch:
    """Watches the date for one app.

    Attributes:
        day: the day whose changes were carried out last; `None` before the first time.
    """

    def __init__(self, app: App[Any], clock: Clock | None = None) -> None:
        self._app = app
        self._clock = clock or Clock()
        self.day: date | None = None
        self._timer: Timer | None = None

    def start(self) -> None:
        """Looks after the workspace that was just opened, unless the date is pinned."""
        options = host(self._app).desk.options
        if options.today is not None:
            return
        self.day = None
        if options.as_of is None:
            self.look()
        if self._timer is None:
            self._timer = self._app.set_interval(LOOK_SECONDS, self.look)

    def look(self) -> None:
        """Carries out what is due when the day is another than before."""
        today, desk = self._clock.today(), host(self._app).desk
        if today != self.day and desk.session is not None and desk.past is None:
            self.day = today
            beside(self._app, partial(self._run), group="nightly")

    async def _run(self) -> None:
        done = await host(self._app).desk.write(_nightly)
        if done is not None and done.lines:
            host(self._app).announce(done.touched)
            count = f"{len(done.lines)} contract{'' if len(done.lines) == 1 else 's'}"
            host(self._app).tell(f"The date moved {count} on: {done.lines[0]}. u takes it back")


def _nightly(session: Session) -> Nightly | None:
    from successtui.services.nightly import may_run, run_nightly

    return run_nightly(session) if may_run(session).allowed else None
