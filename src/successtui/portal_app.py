"""The customer's full-screen program: one screen, no palette, no menu, no way to anything else.

A program of its own, so that nothing of the house's app is even loaded behind it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual.binding import BindingType

from successtui import paths
from successtui.screens.portal import PortalScreen
from successtui.terminal.calm import CalmApp, run_calmly
from successtui.terminal.crash import report_crash
from successtui.terminal.signals import SafetyNet
from successtui.themes import OWN_THEMES, fitting_theme

if TYPE_CHECKING:
    from successtui.services.sharing.portal import PortalSession

T = TypeVar("T")


class PortalApp(CalmApp[None], inherit_bindings=False):
    """The portal of one contact."""

    TITLE = "Success plan"
    ENABLE_COMMAND_PALETTE = False
    COMMANDS: ClassVar[set[Any]] = set()
    CSS_PATH: ClassVar[list[Any]] = sorted(paths.styles_dir().glob("*.tcss"))
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, portal: PortalSession) -> None:
        super().__init__()
        for theme in OWN_THEMES:
            self.register_theme(theme)
        self.theme = fitting_theme()
        self.stylesheet.set_variables(self.get_css_variables())
        self.animation_level = "none"
        self._portal = portal
        # One thread: what is asked later sees what was done before.
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="portal")
        self._net = SafetyNet(self, lambda: None)

    def on_mount(self) -> None:
        """The one screen."""
        self._net.install()
        self.push_screen(PortalScreen())

    async def ask(self, job: Callable[[PortalSession], T]) -> T:
        """The result of a job, off the screen's thread; it is finished even if nobody waits."""
        loop = asyncio.get_running_loop()
        return await asyncio.shield(loop.run_in_executor(self._worker, job, self._portal))

    def failed(self, error: Exception) -> None:
        """Writes a report where the house finds it; without a folder for it there is none."""
        try:
            report_crash(error, paths.state_dir())
        except OSError:
            return

    async def on_unmount(self) -> None:
        """Lets the last change end."""
        self._net.arm_watchdog(self.return_code or 0)
        self._worker.shutdown(wait=True)


def run(portal: PortalSession) -> int:
    """Runs the portal to its end; returns the exit status."""
    return run_calmly(PortalApp(portal))
