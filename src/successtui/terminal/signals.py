"""How the app ends when something outside ends it, and that it always does.

Owns the hang-up and termination signals, the watch over the terminal, and the watchdog that ends
the process when the app cannot. Saves nothing itself: drafts are journalled while people type,
because a frozen terminal can keep everything that should run "at the end" from running.

Touches no private name of Textual.
"""

import asyncio
import contextlib
import os
import select
import signal
import sys
import termios
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import Any

from textual.app import App

ENDING_SIGNALS = (signal.SIGHUP, signal.SIGINT, signal.SIGTERM)
GRACE = 2.0
"""Seconds the app has to end by itself before the watchdog ends the process."""

# Leave paste, focus, mouse and keyboard modes and the alternate screen; wrap lines, show cursor.
_RESET = (
    b"\x1b[?2004l\x1b[?1004l\x1b[?1000l\x1b[?1003l\x1b[?1006l\x1b[?1015l\x1b[?1016l\x1b[?2048l"
    b"\x1b[<u\x1b[?7h\x1b[?1049l\x1b[?25h"
)
_ARM, _RELEASE = b"!", b"."


class SafetyNet:
    """Ends the app on HUP, INT, TERM or a vanished terminal, with exit code 128 + signal.

    Make it before the app runs, for it remembers how the terminal was. Call `install` when the app
    loads or mounts, in the main thread with the event loop running.
    """

    def __init__(self, app: App[Any], on_end: Callable[[], None]) -> None:
        """Prepare the net.

        Args:
            app: the app to end.
            on_end: called once in the event loop before the app exits, if the loop still answers.
        """
        self._app = app
        self._on_end = on_end
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ending = False
        self._armed = False
        self._code = 0
        self._former: dict[signal.Signals, Any] = {}
        self._thread: threading.Thread | None = None
        self._orders_in = self._orders_out = -1
        self._settings = _terminal_settings()

    def install(self) -> None:
        """Take over the signals and start watching the terminal.

        A headless app has no terminal to lose and shares its process with a test: nothing is done.
        """
        if self._app.is_headless:
            return
        self._loop = asyncio.get_running_loop()
        self._orders_out, self._orders_in = os.pipe()
        self._thread = threading.Thread(target=self._watch, name="safety-net", daemon=True)
        self._thread.start()
        # Not the loop's handlers: those wait for a loop that may be stuck in writing to a
        # terminal nobody reads. This also replaces "ignore", which `nohup` leaves behind.
        for number in ENDING_SIGNALS:
            self._former[number] = signal.signal(number, self._on_signal)

    def end(self, number: int) -> None:
        """End the app as if the signal had come. Safe in any thread and in a signal handler."""
        if self._ending:
            return
        self._ending = True
        self.arm_watchdog(128 + number)
        loop = self._loop
        with contextlib.suppress(RuntimeError):  # the loop is closed: the app has just ended
            if loop is not None:
                loop.call_soon_threadsafe(self._exit, 128 + number)

    def arm_watchdog(self, code: int) -> None:
        """End the process with this exit code in `GRACE` seconds unless it ends before.

        For a normal quit too: a worker stuck in the database must not keep the process. The first
        call counts.
        """
        # A handler may run in the middle of anything, so no lock and no new thread here: one byte
        # to a thread that waits for it.
        if not self._armed and self._orders_in >= 0:
            self._armed = True
            self._code = code
            os.write(self._orders_in, _ARM)

    def release(self) -> None:
        """Call off the watchdog, stop watching and give the signals back."""
        if self._thread is None:
            return
        for number, former in self._former.items():
            signal.signal(number, former)
        os.write(self._orders_in, _RELEASE)
        self._thread.join()
        self._thread = None
        os.close(self._orders_in)
        os.close(self._orders_out)
        self._orders_in = self._orders_out = -1

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        self.end(number)

    def _exit(self, code: int) -> None:
        try:
            self._on_end()
        finally:
            self._app.exit(return_code=code)

    def _watch(self) -> None:
        poller = select.poll()
        poller.register(self._orders_out, select.POLLIN)
        terminal = _terminal()
        if terminal >= 0:
            poller.register(terminal, 0)  # a hang-up is reported unasked
        deadline: float | None = None
        while events := poller.poll(_milliseconds_until(deadline)):
            for descriptor, event in events:
                if descriptor == terminal:
                    poller.unregister(terminal)
                    if event & (select.POLLHUP | select.POLLERR):
                        self.end(signal.SIGHUP)
                elif os.read(self._orders_out, 1) == _RELEASE:
                    return
                else:
                    deadline = time.monotonic() + GRACE
        self._end_process()

    def _end_process(self) -> None:
        if self._app.is_running:
            self._reset_terminal()
        os._exit(self._code)

    def _reset_terminal(self) -> None:
        # In the background the kernel would stop us for touching the terminal.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTTOU})
        # A description of our own, so that "do not wait" does not outlive us in the shell.
        with contextlib.suppress(OSError, termios.error):
            descriptor = os.open("/dev/tty", os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY)
            if self._settings is not None:
                termios.tcsetattr(descriptor, termios.TCSANOW, self._settings)
            os.write(descriptor, _RESET)


def _terminal() -> int:
    return sys.__stdin__.fileno() if sys.__stdin__ is not None else -1


def _terminal_settings() -> list[Any] | None:
    try:
        return termios.tcgetattr(_terminal())
    except (termios.error, ValueError):  # no terminal: a test, or input from a file
        return None


def _milliseconds_until(deadline: float | None) -> float | None:
    return None if deadline is None else max(0.0, deadline - time.monotonic()) * 1000
