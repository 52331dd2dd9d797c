"""The one error of the query language: what is wrong, and where in the text."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from successtui.domain.errors import BadCall
from successtui.domain.plaintext import ELLIPSIS, display_width, for_terminal

_WIDTH = 76
_BEFORE = 48
_LISTED = 12
_LINE_SIGNS = str.maketrans("\t\n\u2028\u2029", "    ")


class QueryError(BadCall):
    """A query that cannot be understood.

    Attributes:
        message: one line: what is wrong and what was expected.
        column: index into the query's text, 0 to its length.
        text: the query, empty when it is not known.

    `str()` is the text, a caret under the column, and the message, each on a line of its own.
    """

    def __init__(self, message: str, column: int, text: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.column = column
        self.text = text

    def __str__(self) -> str:
        if not self.text:
            return self.message
        start = max(0, self.column - _BEFORE)
        lead = ELLIPSIS if start else ""
        before = lead + _plain(self.text[start : self.column])
        rest = self.text[self.column :]
        room = max(1, _WIDTH - (self.column - start))
        after = _plain(rest[:room]) + (ELLIPSIS if len(rest) > room else "")
        return f"{before}{after}\n{' ' * display_width(before)}^\n{self.message}"


def expected_one_of(wanted: str, known: Iterable[str]) -> str:
    """Words that follow "there is no …": the nearest known names, or what there is."""
    names = list(known)
    folded = {name.casefold(): name for name in reversed(names)}
    near = get_close_matches(wanted.casefold(), folded, n=3, cutoff=0.6)
    if near:
        return f"did you mean {_either([folded[name] for name in near])}?"
    listed = ", ".join(names[:_LISTED])
    return f"expected one of: {listed}{', ' + ELLIPSIS if len(names) > _LISTED else ''}"


def _either(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"


def _plain(text: str) -> str:
    return for_terminal(text.translate(_LINE_SIGNS))
