"""The app class that fails calmly: one line, a private report, exit code 70.

Owns replacing Textual's crash printer, which shows local variables (customer data, passwords) in
the terminal, and turning a finished run into an exit code. Screens and keys belong to the subclass.

Touches these private names of Textual, each pinned by a test: `App._handle_exception`,
`App._fatal_error`, `App._print_error_renderables`, `App._close_messages_no_wait`,
`App._exception`, `App._return_code`, `App._exit_renderables`.
"""

import logging
import sys
from pathlib import Path
from typing import Generic

from rich.console import RenderableType
from textual.app import App, ReturnType

from successtui import paths
from successtui.domain.plaintext import for_terminal
from successtui.terminal.crash import CRASHED, crash_line, report_crash
from successtui.terminal.driver import safe_driver_class
from successtui.terminal.filter import install_filter

INTERRUPTED = 130
"""Exit code of a start that was interrupted from the keyboard."""


class CalmApp(App[ReturnType], Generic[ReturnType]):
    """An app with the safe driver, the safe filter and a quiet death."""

    def __init__(self) -> None:
        super().__init__(driver_class=safe_driver_class())
        install_filter(self)
        self._crash_shown = False

    def crash_folder(self) -> Path:
        """The private folder crash reports go to.

        Raises:
            FolderError: the folder cannot be made.
        """
        return paths.state_dir()

    def panic(self, *renderables: RenderableType) -> None:
        """End the app after a failure; what Textual would show of it is left out on purpose."""
        self._fatal_error()

    def _handle_exception(self, error: Exception) -> None:
        super()._handle_exception(error)
        self._return_code = CRASHED

    def _fatal_error(self) -> None:
        if not self._crash_shown and self._exception is not None:
            self._crash_shown = True
            self._exit_renderables.append(line_for(self._exception, self))
        self._close_messages_no_wait()

    def _print_error_renderables(self) -> None:
        # Textual's own prints the first only, and advice for developers.
        for renderable in self._exit_renderables:
            self.error_console.print(renderable, soft_wrap=True)
        self._exit_renderables.clear()


def line_for(error: BaseException, app: CalmApp[ReturnType]) -> str:
    """Write the report of an error if that is possible; the line for the person either way."""
    try:
        report = report_crash(error, app.crash_folder())
    except OSError:
        report = None
    return crash_line(error, report)


def run_calmly(app: CalmApp[ReturnType]) -> int:
    """Run the app to its end.

    Returns:
        The code for `sys.exit`: 0 only if the app was asked to end.
    """
    # Tasks cut short by the end of the loop report themselves through this logger.
    logging.getLogger("asyncio").addHandler(logging.NullHandler())
    try:
        app.run()
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:
        sys.stderr.write(for_terminal(line_for(error, app)) + "\n")
        return CRASHED
    if app._exception is not None or app.return_code is None:
        return CRASHED
    return app.return_code
