"""What people see and feel: start, keys, forms, memory; the app beside stock Textual programs."""

from __future__ import annotations

import statistics
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from benchmarks.book import Book
from benchmarks.figures import BYTES, MEGABYTES, MS, Figure
from benchmarks.terminal import Ending, Sample, Terminal, run

STARTS, SESSIONS, CALLS = 5, 3, 7
"""Rounds of starts, of whole sessions and of calls without a terminal."""
IDLE, REST = 1.5, 0.3
"""Seconds of doing nothing: measured, and before typing into what was just opened."""
FIRST_ROW, FIRST_TASK = "ACC00000", "TSK00000"
FORM_READY, STOCK_FORM_READY = "Direction", "Field 9"
"""Fields near the end of what is in sight of the two forms."""
BEHIND, STOCK_BEHIND = "Cut ticket volume", "Ready to work"
"""What the forms hide."""
CSM = "csm2"

Values = dict[str, float]


class Rounds:
    """Values by program and name, one for each round."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], list[float]] = defaultdict(list)

    def play(
        self, times: int, programs: dict[str, Callable[[], Values]], *, warm_up: bool = True
    ) -> None:
        """Runs all programs in turn, so many times, and once more before without counting."""
        for turn in range(not warm_up, times + 1):
            for program, script in programs.items():
                for name, value in script().items():
                    if turn:
                        self._found[program, name].append(value)

    def of(self, program: str, name: str) -> tuple[float, ...]:
        """The values of one program."""
        return tuple(self._found[program, name])


def measure(small: Book, big: Book) -> list[Figure]:
    """All figures of the screen, and of the command line."""
    return [*_starts(small, big), *_sessions(big), *_calls(big)]


def _starts(small: Book, big: Book) -> list[Figure]:
    rounds = Rounds()
    rounds.play(
        STARTS,
        {
            "app": lambda: _start(app(big), FIRST_ROW),
            "small": lambda: _start(app(small), FIRST_ROW),
            "csm": lambda: _start(app(big, CSM), FIRST_ROW),
            "bare": lambda: _start(_stock("bare"), "Ready"),
        },
    )

    def figure(mark: str, what: str, name: str, goal: float | None, **other: str) -> Figure:
        ours, theirs = other.get("ours", "app"), other.get("theirs", "bare")
        unit = other.get("unit", MS)
        against = {"bare": "bare", "small": "the same at 1k"}[theirs]
        pair = rounds.of(ours, name), rounds.of(theirs, name)
        return Figure(mark, what, against, unit, *pair, goal)

    size = f"{big.engagements // 1000}k"
    idle_bytes = rounds.of("app", "idle bytes")
    return [
        figure("S1", f"start to first rows, {size}, CPU", "cpu", 1.5),
        figure("S1", f"start to first rows, {size}, wall", "shown", 1.5),
        figure("S1", f"start to first rows as a CSM, {size}, CPU", "cpu", 1.5, ours="csm"),
        figure("S1", "start to the first sign on the screen, wall", "first", None),
        figure("S2", f"start at {size}, CPU", "cpu", 1.15, theirs="small"),
        figure("S3", "bytes until the first rows stand", "bytes", 0.6, unit=BYTES),
        figure("S11", "quit", "quit", 0.2),
        Figure("S12", "idle, bytes a second", "", BYTES, idle_bytes, (), 0.0),
        figure("S12", "idle, CPU a second", "idle", 1.2),
        figure("S13", "peak memory after the start", "memory", None, unit=MEGABYTES),
    ]


def _sessions(big: Book) -> list[Figure]:
    rounds = Rounds()
    rounds.play(
        SESSIONS,
        {
            "app": lambda: _session(big),
            "many": lambda: _tasks(big, ""),
            "few": lambda: _tasks(big, CSM),
            "bare": lambda: _start(_stock("bare"), "Ready"),
            "table": _table,
            "tabs": _tabs,
            "form": _form,
        },
        warm_up=False,
    )

    def figure(mark: str, what: str, name: str, theirs: str, goal: float, unit: str = MS) -> Figure:
        pair = rounds.of("app", name), rounds.of(theirs, name)
        return Figure(mark, what, theirs, unit, *pair, goal)

    def plain(mark: str, what: str, name: str, goal: float) -> Figure:
        return Figure(mark, what, "", BYTES, rounds.of("app", name), (), goal)

    few = rounds.of("few", "down cpu")
    many = rounds.of("many", "down cpu")
    tasks = f"cursor among {big.engagements * 20:,} tasks, CPU"
    return [
        figure("S4", "cursor down, CPU", "down cpu", "table", 0.5),
        plain("S4", "cursor down, bytes", "down bytes", 400),
        Figure("S5", tasks, "among a CSM's", MS, many, few, 1.1),
        figure("S6", "page down with its query, time", "page last", "table", 0.2),
        figure("S6", "page down with its query, CPU", "page cpu", "table", 0.2),
        plain("S6", "page down, bytes", "page bytes", 5_000),
        figure("S7", "open the outcome form, time", "form shown", "form", 0.5),
        figure("S7", "open the outcome form again, time", "again shown", "form", 0.5),
        figure("S7", "open the outcome form again, CPU", "again cpu", "form", 0.5),
        plain("S7", "open the outcome form, bytes", "form bytes", 16_000),
        figure("S8", "switch an account's tab and read it, time", "tab last", "tabs", 0.2),
        plain("S8", "switch an account's tab, bytes", "tab bytes", 1_500),
        figure("S9", "type a character, CPU", "type cpu", "form", 1.0),
        plain("S9", "type a character, bytes", "type bytes", 120),
        figure(
            "S10", "escape closes the form, time to the first byte", "close first", "form", 0.25
        ),
        figure("S13", "peak memory of a session of 70 keys", "memory", "bare", 1.6, MEGABYTES),
    ]


def _calls(big: Book) -> list[Figure]:
    rounds = Rounds()
    python = sys.executable
    program = str(Path(python).with_name("successtui"))
    listing = [program, "--db", str(big.path), "list", "account", "--limit", "20"]
    select = [python, "-m", "benchmarks.reference.one_select", str(big.path)]
    rounds.play(
        CALLS,
        {
            "version": lambda: _call([program, "--version"]),
            "pass": lambda: _call([python, "-c", "pass"]),
            "list": lambda: _call(listing),
            "select": lambda: _call(select),
        },
    )

    def figure(what: str, ours: str, theirs: str, against: str, goal: float) -> Figure:
        return Figure(
            "S15", what, against, MS, rounds.of(ours, "cpu"), rounds.of(theirs, "cpu"), goal
        )

    list_call = "`successtui list account --limit 20`, CPU"
    return [
        figure("`successtui --version`, CPU", "version", "pass", "`python -c pass`", 5),
        figure(list_call, "list", "select", "a script with one select", 1.5),
    ]


# What is done in each program


def _start(command: Sequence[str], text: str) -> Values:
    with tempfile.TemporaryDirectory() as home, on_terminal(command, home) as terminal:
        start = terminal.start(text)
        idle = terminal.idle(IDLE)
        end = ended(terminal)
        return {
            "cpu": start.cpu * 1000,
            "shown": start.shown * 1000,
            "first": start.first * 1000,
            "bytes": start.bytes,
            "quit": end.seconds * 1000,
            "idle": idle.cpu * 1000 / IDLE,
            "idle bytes": idle.bytes / IDLE,
            "memory": end.memory,
        }


def _session(book: Book) -> Values:
    """From the list to an account, its form twice, its tabs, and back."""
    with tempfile.TemporaryDirectory() as home, on_terminal(app(book), home) as terminal:
        terminal.start(FIRST_ROW)
        found = _moves(terminal)
        terminal.press("home")
        terminal.press("enter", "Kick-off")
        found |= named("form", [terminal.press("K", FORM_READY)])
        terminal.idle(REST)
        found |= named("close", [terminal.press("escape", BEHIND)])
        found |= named("again", [terminal.press("K", FORM_READY)])
        terminal.idle(REST)
        found |= named("type", terminal.presses("x", 10))
        terminal.presses("backspace", 10)
        terminal.press("escape", BEHIND)
        for tab in "343":  # their bodies are made at the first visit
            terminal.press(tab)
        found |= named("tab", [terminal.press(tab) for tab in "434343"])
        found["memory"] = ended(terminal).memory
        return found


def _tasks(book: Book, as_user: str) -> Values:
    """The list of all tasks one sees, reached with the keyboard."""
    with tempfile.TemporaryDirectory() as home, on_terminal(app(book, as_user), home) as terminal:
        terminal.start(FIRST_ROW)
        terminal.press("g", "Lists")
        terminal.press("l", "Accounts")
        terminal.press("tasks")
        terminal.press("enter", FIRST_TASK)
        return named("down", terminal.presses("down", 20))


def _table() -> Values:
    with tempfile.TemporaryDirectory() as home, on_terminal(_stock("table"), home) as terminal:
        terminal.start(FIRST_ROW)
        return _moves(terminal)


def _tabs() -> Values:
    with tempfile.TemporaryDirectory() as home, on_terminal(_stock("tabs"), home) as terminal:
        terminal.start("Tile 1.12")
        terminal.presses("tab", 4)
        return named("tab", terminal.presses("tab", 6))


def _form() -> Values:
    with tempfile.TemporaryDirectory() as home, on_terminal(_stock("form"), home) as terminal:
        terminal.start("Ready")
        found = named("form", [terminal.press("n", STOCK_FORM_READY)])
        terminal.idle(REST)
        found |= named("close", [terminal.press("escape", STOCK_BEHIND)])
        found |= named("again", [terminal.press("n", STOCK_FORM_READY)])
        terminal.idle(REST)
        return found | named("type", terminal.presses("x", 10))


def _moves(terminal: Terminal) -> Values:
    found = named("down", terminal.presses("down", 20))
    return found | named("page", terminal.presses("pagedown", 8))


def _call(command: Sequence[str]) -> Values:
    _, cpu = run(command)
    return {"cpu": cpu * 1000}


def named(name: str, samples: Iterable[Sample]) -> Values:
    """The medians of some samples, times in milliseconds."""
    some = list(samples)
    return {
        f"{name} first": statistics.median(s.first for s in some) * 1000,
        f"{name} last": statistics.median(s.last for s in some) * 1000,
        f"{name} shown": statistics.median(s.shown for s in some) * 1000,
        f"{name} cpu": statistics.median(s.cpu for s in some) * 1000,
        f"{name} bytes": statistics.median(s.bytes for s in some),
    }


def ended(terminal: Terminal) -> Ending:
    """Leaves the program, which must go well."""
    end = terminal.end("ctrl+q")
    if end.status:
        raise RuntimeError(f"the program ended with {end.status}:\n{terminal.text()}")
    return end


def app(book: Book, as_user: str = "") -> list[str]:
    """The command that opens a book."""
    acting = ["--as", as_user] if as_user else []
    return [sys.executable, "-m", "successtui", "--db", str(book.path), *acting]


def _stock(name: str) -> list[str]:
    return [sys.executable, "-m", f"benchmarks.reference.{name}"]


def on_terminal(command: Sequence[str], home: str) -> Terminal:
    """Animations are off in the stock programs, too, as in the app."""
    return Terminal(command, {"SUCCESSTUI_HOME": home, "TEXTUAL_ANIMATIONS": "none"})
