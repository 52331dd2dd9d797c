"""A person at a terminal: types keys, and reads the screen as it is drawn."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyte

from tests.ui.pty_session import PtySession, pty_session

START = Path(__file__).with_name("start.py")
KEYS = {
    "enter": b"\r",
    "tab": b"\t",
    "escape": b"\x1b",
    "up": b"\x1b[A",
    "down": b"\x1b[B",
    "right": b"\x1b[C",
    "left": b"\x1b[D",
    "home": b"\x1b[H",
    "end": b"\x1b[F",
    "space": b" ",
    **{f"ctrl+{letter}": bytes([ord(letter) - 96]) for letter in "klpqrs"},
}
# What pyte does not know: private queries, kitty keys, device control strings.
_UNKNOWN = re.compile(rb"\x1b\[[<>=][0-9;]*[a-zA-Z]|\x1b\[\?[0-9;]*\$p|\x1bP.*?\x1b\\", re.DOTALL)
_WHOLE = re.compile(rb"\x1b(\[[0-9;:?<=>]*[ -/]*[@-~]|P.*?\x1b\\\\|[^\[P])", re.DOTALL)


class Terminal:
    """successtui in a pseudo-terminal of 80×24, read through a terminal emulator."""

    def __init__(self, session: PtySession) -> None:
        self._session = session
        self._screen = pyte.Screen(80, 24)
        self._stream = pyte.ByteStream(self._screen)
        self._fed = 0

    def text(self) -> str:
        """What stands on the screen now."""
        fresh = self._session.output[self._fed :]
        # A sequence cut in two would be drawn as text: leave its beginning for the next time.
        cut = fresh.rfind(b"\x1b")
        whole = fresh if cut < 0 or _WHOLE.match(fresh, cut) else fresh[:cut]
        self._fed += len(whole)
        self._stream.feed(_UNKNOWN.sub(b"", whole))
        return "\n".join(self._screen.display)

    def wait(self, *texts: str, seconds: float = 20.0) -> str:
        """Waits until all texts stand on the screen; returns the screen."""
        self._until(lambda: all(text in self.text() for text in texts), str(texts), seconds)
        return self.text()

    def wait_gone(self, text: str, seconds: float = 20.0) -> None:
        """Waits until a text has left the screen."""
        self._until(lambda: text not in self.text(), f"no {text}", seconds)

    def press(self, *keys: str) -> None:
        """Presses keys by name, or types the characters given."""
        for key in keys:
            self._session.type(KEYS.get(key, key.encode()))

    def quit(self) -> int:
        """Leaves by ctrl+q; returns the exit status."""
        self.press("ctrl+q")
        return self._session.exit_code(10)

    def _until(self, condition: Callable[[], bool], what: str, seconds: float) -> None:
        try:
            self._session.until(condition, seconds)
        except AssertionError:
            raise AssertionError(f"never saw {what}; the screen:\n{self.text()}") from None


@contextmanager
def terminal(*arguments: str) -> Iterator[Terminal]:
    """The program started at a terminal; ended with the block, whatever it does."""
    with pty_session(START, *arguments) as session:
        yield Terminal(session)
