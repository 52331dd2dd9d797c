"""Drives a program in a real pseudo-terminal and measures what its user would notice.

A thread reads what the program writes and stamps it at once; the text is drawn into a screen in
memory later, so that drawing takes nothing from the times. No query of the program is answered:
Textual asks some, and waits for none.
"""

from __future__ import annotations

import contextlib
import os
import queue
import re
import select
import signal
import termios
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import pyte

COLUMNS, ROWS = 120, 40
QUIET = 0.12
"""Seconds without output after which a program counts as done with what it was told."""
PATIENCE = 30.0
"""Seconds a program may take for anything."""

KEYS = {
    "enter": "\r",
    "escape": "\x1b",
    "backspace": "\x7f",
    "tab": "\t",
    "down": "\x1b[B",
    "up": "\x1b[A",
    "home": "\x1b[H",
    "pagedown": "\x1b[6~",
    "ctrl+q": "\x11",
    "ctrl+pagedown": "\x1b[6;5~",
}

# What pyte would draw as text: keyboard protocol and other sequences with a private first sign.
_UNKNOWN = re.compile(rb"\x1b\[[<=>][0-9;]*[a-zA-Z]")


class Trouble(Exception):
    """The program did not do what it should; says what was on its screen instead."""


@dataclass(frozen=True, slots=True)
class Sample:
    """What one key, or the start, cost.

    Attributes:
        first: seconds to the first byte, at the start to the first sign on the screen.
        last: seconds to the last byte.
        shown: seconds to the bytes that showed the text waited for, else as `last`.
        cpu: seconds of processor time of the program, all its threads.
    """

    first: float
    last: float
    shown: float
    cpu: float
    bytes: int


@dataclass(frozen=True, slots=True)
class Ending:
    """How a program ended; processor time and peak memory (MB) are of its life until then."""

    seconds: float
    status: int
    cpu: float
    memory: float


class Terminal:
    """A program with a terminal of its own; use it in a `with` block, which ends it."""

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str] | None = None
    ) -> None:
        self._screen = pyte.Screen(COLUMNS, ROWS)
        self._stream = pyte.ByteStream(self._screen)
        self._lines = [""] * ROWS
        self._arrived: queue.SimpleQueue[tuple[float, bytes]] = queue.SimpleQueue()
        self._ending: Ending | None = None
        self._master, slave = os.openpty()
        termios.tcsetwinsize(slave, (ROWS, COLUMNS))
        self._born = time.perf_counter()
        self.pid = _spawn(command, {**_environment(), **(environment or {})}, self._master, slave)
        self._clock = _cpu_clock(self.pid)
        os.close(slave)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        if self._ending is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        self._reader.join()
        os.close(self._master)

    def start(self, text: str) -> Sample:
        """What it takes until that text stands on the screen, counted from the birth."""
        return self._measure(self._born, 0.0, text, blank=True)

    def press(self, key: str, until: str = "") -> Sample:
        """What a key costs; it is done when the text is shown and nothing more comes."""
        self._catch_up()
        cpu = self.cpu()
        began = time.perf_counter()
        os.write(self._master, KEYS.get(key, key).encode())
        return self._measure(began, cpu, until)

    def presses(self, key: str, times: int) -> list[Sample]:
        """What the key costs each time."""
        return [self.press(key) for _ in range(times)]

    def idle(self, seconds: float) -> Sample:
        """What leaving it alone costs."""
        self._catch_up()
        cpu, began = self.cpu(), time.perf_counter()
        got = 0
        while (left := began + seconds - time.perf_counter()) > 0:
            got += self._draw(left)[1]
        return Sample(0, 0, 0, self.cpu() - cpu, got)

    def end(self, key: str) -> Ending:
        """Presses a key that ends the program; what that took.

        Raises:
            Trouble: it goes on.
        """
        handle, memory = os.pidfd_open(self.pid), self._memory()
        try:
            began = time.perf_counter()
            os.write(self._master, KEYS.get(key, key).encode())
            if not select.select([handle], [], [], PATIENCE)[0]:
                raise Trouble(f"it goes on after {key}; it shows:\n{self.text()}")
            seconds = time.perf_counter() - began
        finally:
            os.close(handle)
        _, status, usage = os.wait4(self.pid, 0)
        cpu = usage.ru_utime + usage.ru_stime
        code = os.waitstatus_to_exitcode(status)
        self._ending = Ending(seconds, code, cpu, memory)
        return self._ending

    def cpu(self) -> float:
        """Seconds of processor time so far."""
        return time.clock_gettime(self._clock)

    def text(self) -> str:
        """The screen."""
        self._catch_up()
        return "\n".join(self._lines)

    def _memory(self) -> float:
        """The peak so far. What the kernel reports at the end would count ours before the fork."""
        for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
        return 0.0

    def _measure(self, began: float, cpu: float, text: str, *, blank: bool = False) -> Sample:
        first = last = shown = None
        got = 0
        while True:
            waiting = last is None or (text and shown is None)
            now = time.perf_counter()
            end = began + PATIENCE if waiting or last is None else last + QUIET
            if now >= end and self._arrived.empty():
                break
            stamp, size = self._draw(end - now)
            if size:
                got += size
                last = stamp
                if first is None and not (blank and not any(self._lines)):
                    first = stamp
            if text and shown is None and size and any(text in line for line in self._lines):
                shown = stamp
        if last is None or first is None or (text and shown is None):
            wanted = f"'{text}'" if text else "any answer"
            raise Trouble(f"no {wanted} within {PATIENCE:.0f} s; it shows:\n{self.text()}")
        spent = self.cpu() - cpu
        return Sample(first - began, last - began, (shown or last) - began, spent, got)

    def _catch_up(self) -> None:
        """Draws what came meanwhile."""
        while self._draw(0.0)[1]:
            pass

    def _draw(self, seconds: float) -> tuple[float, int]:
        """Draws the next piece that came, waiting so long at most; when it came, and its size."""
        try:
            stamp, data = self._arrived.get(timeout=max(0.0, seconds))
        except queue.Empty:
            return 0.0, 0
        # A half sequence at the end of a piece is kept by the stream, a half unknown one is not
        # worth the care: it puts a letter on the screen, in the place of nothing waited for.
        self._stream.feed(_UNKNOWN.sub(b"", data))
        for y in self._screen.dirty:
            row = self._screen.buffer[y]
            self._lines[y] = "".join(row[x].data for x in range(COLUMNS)).rstrip()
        self._screen.dirty.clear()
        return stamp, len(data)

    def _read(self) -> None:
        # The end of the program shows as an error on its terminal.
        with contextlib.suppress(OSError):
            while data := os.read(self._master, 65536):
                self._arrived.put((time.perf_counter(), data))


def run(
    command: Sequence[str], environment: Mapping[str, str] | None = None
) -> tuple[float, float]:
    """Runs a program that needs no terminal to its end; seconds it took, and of processor time.

    Raises:
        Trouble: it fails.
    """
    nowhere = [(os.POSIX_SPAWN_OPEN, handle, os.devnull, os.O_WRONLY, 0) for handle in (1, 2)]
    began = time.perf_counter()
    pid = os.posix_spawn(
        command[0], list(command), {**_environment(), **(environment or {})}, file_actions=nowhere
    )
    _, status, usage = os.wait4(pid, 0)
    seconds = time.perf_counter() - began
    if status:
        raise Trouble(f"{' '.join(command)} ended with {os.waitstatus_to_exitcode(status)}")
    return seconds, usage.ru_utime + usage.ru_stime


def _spawn(command: Sequence[str], environment: Mapping[str, str], master: int, slave: int) -> int:
    pid = os.fork()
    if pid:
        return pid
    try:
        os.close(master)
        os.login_tty(slave)
        os.execvpe(command[0], list(command), environment)
    finally:
        os._exit(127)


def _environment() -> dict[str, str]:
    unwanted = ("LINES", "COLUMNS", "NO_COLOR", "TMUX", "TERM_PROGRAM", "PYTHONDONTWRITEBYTECODE")
    own = {name: value for name, value in os.environ.items() if name not in unwanted}
    return {**own, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8"}


def _cpu_clock(pid: int) -> int:
    """The kernel's number for the processor clock of a process: its id inverted, then the kind (2:
    time scheduled, of the whole process)."""
    return (~pid << 3) | 2
