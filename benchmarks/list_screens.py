"""Keys in a list of the real app as it grows: cursor, page, and while 500,000 ids stream in."""

from __future__ import annotations

import tempfile

from benchmarks.book import Book
from benchmarks.figures import MS, Figure
from benchmarks.screens import FIRST_ROW, FIRST_TASK, Rounds, Values, app, ended, named, on_terminal
from benchmarks.terminal import Terminal

SESSIONS = 3
_KEYS = 12
"""Keys pressed while the ids come in."""


def measure(small: Book, big: Book) -> list[Figure]:
    """All figures of keys, in the biggest list and in the smallest."""
    rounds = Rounds()
    rounds.play(SESSIONS, {"big": lambda: _list(big), "small": lambda: _list(small)}, warm_up=False)
    rows = f"{big.engagements * 20:,}"

    def ratio(mark: str, what: str, name: str, goal: float | None) -> Figure:
        pair = rounds.of("big", name), rounds.of("small", name)
        return Figure(mark, f"{what} among {rows} tasks", "among 1,000", MS, *pair, goal)

    def plain(what: str, name: str) -> Figure:
        return Figure("list", f"{what}, {rows} tasks", "", MS, rounds.of("big", name))

    return [
        ratio("S5", "cursor down, CPU", "down cpu", 1.1),
        ratio("S5", "cursor down, key to paint", "down last", 1.1),
        ratio("S6", "page down with its query, CPU", "page cpu", 1.1),
        ratio("S6", "page down with its query, key to paint", "page last", 1.1),
        ratio("list", "from enter to the first page", "open shown", 1.5),
        plain("from enter until the number of all is told", "total shown"),
        plain("a key while the ids come in, median", "stream first"),
        plain("a key while the ids come in, longest", "stream longest"),
    ]


def _list(book: Book) -> Values:
    """The list of all tasks, opened twice: for its first page and its keys, and for its number."""
    total = f"{book.engagements * 20:,} tasks"
    with tempfile.TemporaryDirectory() as home, on_terminal(app(book), home) as screen:
        _go(screen)
        found = named("open", [screen.press("enter", FIRST_TASK)])
        pressed = screen.presses("down", _KEYS)
        found |= named("stream", pressed)
        found["stream longest"] = max(sample.first for sample in pressed) * 1000
        screen.idle(3.0)
        found |= named("down", screen.presses("down", 20))
        found |= named("page", screen.presses("pagedown", 8))
        ended(screen)
    with tempfile.TemporaryDirectory() as home, on_terminal(app(book), home) as screen:
        _go(screen)
        found |= named("total", [screen.press("enter", total)])
        ended(screen)
    return found


def _go(screen: Terminal) -> None:
    """To where one more key opens the list."""
    screen.start(FIRST_ROW)
    screen.press("g", "Lists")
    screen.press("l", "Accounts")
    screen.press("tasks")
