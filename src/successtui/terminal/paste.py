"""What a bracketed paste may do: become one block of text, and nothing else.

Owns cutting pastes out of the stream of typed characters before Textual's parser sees them. Knows
no Textual. Without it an ESC inside a paste turns the rest of it into key presses, and a paste
whose end never comes swallows every key for ever.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

PASTE_START = "\x1b[200~"
PASTE_END = "\x1b[201~"
PASTE_PATIENCE = 2.0
"""Seconds of silence after which a paste counts as finished although its end was not seen."""

_DROPPED = re.compile("[\x00\x1b]")


@dataclass(frozen=True)
class Pasted:
    """One finished paste; the text holds no ESC and no NUL."""

    text: str


class PasteGuard:
    """Splits typed characters into keys and finished pastes.

    The start mark goes on to the key parser, followed by the end mark at once, so that the parser
    never waits inside a paste; the text between comes out as one `Pasted`.
    """

    def __init__(self) -> None:
        self._tail = ""
        self._parts: list[str] | None = None
        self._last_heard = 0.0

    def feed(self, characters: str, now: float) -> Iterator[str | Pasted]:
        """What came out of the terminal, cut into keys and pastes, in order.

        Args:
            characters: decoded input.
            now: a monotonic clock, in seconds.
        """
        self._last_heard = now
        while characters:
            if self._parts is None:
                keys, characters = self._up_to_start(characters)
                yield keys
            else:
                paste, characters = self._up_to_end(self._parts, characters)
                if paste is not None:
                    yield paste

    def tick(self, now: float) -> Iterator[Pasted]:
        """The paste that has waited too long for its end, if there is one."""
        if self._parts is not None and now - self._last_heard >= PASTE_PATIENCE:
            yield self._finish([*self._parts, self._tail])

    def _up_to_start(self, characters: str) -> tuple[str, str]:
        known = self._tail + characters
        start = known.find(PASTE_START)
        if start < 0:
            self._tail = _longest_beginning(known, PASTE_START)
            return characters, ""
        cut = start + len(PASTE_START) - len(self._tail)
        self._tail, self._parts = "", []
        return characters[:cut] + PASTE_END, characters[cut:]

    def _up_to_end(self, parts: list[str], characters: str) -> tuple[Pasted | None, str]:
        known = self._tail + characters
        end = known.find(PASTE_END)
        if end < 0:
            self._tail = _longest_beginning(known, PASTE_END)
            parts.append(known[: len(known) - len(self._tail)])
            return None, ""
        return self._finish([*parts, known[:end]]), known[end + len(PASTE_END) :]

    def _finish(self, parts: list[str]) -> Pasted:
        self._tail, self._parts = "", None
        return Pasted(_DROPPED.sub("", "".join(parts)))


def _longest_beginning(text: str, mark: str) -> str:
    for size in range(min(len(text), len(mark) - 1), 0, -1):
        if text.endswith(mark[:size]):
            return mark[:size]
    return ""
