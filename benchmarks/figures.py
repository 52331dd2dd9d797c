"""What was measured, and how it is written down: medians, ratios pair by pair, goals."""

from __future__ import annotations

import os
import platform
import sqlite3
import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

MS, BYTES, MEGABYTES = "ms", "B", "MB"
_SHARPER_BELOW = 10


@dataclass(frozen=True, slots=True)
class Figure:
    """One thing measured, once a round.

    Attributes:
        mark: the goal it belongs to, such as `S1`.
        ours: a value for each round, in `unit`.
        theirs: what it is divided by, round by round; empty where the value itself counts.
        goal: the most the median may be; `None` where none was set.
    """

    mark: str
    what: str
    against: str
    unit: str
    ours: tuple[float, ...]
    theirs: tuple[float, ...] = ()
    goal: float | None = None

    @property
    def results(self) -> tuple[float, ...]:
        """What counts, round by round."""
        if not self.theirs:
            return self.ours
        return tuple(a / b for a, b in zip(self.ours, self.theirs, strict=True))

    @property
    def result(self) -> float:
        """The median of what counts."""
        return statistics.median(self.results)

    @property
    def met(self) -> bool | None:
        """Whether the goal is reached; `None` without one."""
        return None if self.goal is None else self.result <= self.goal


def table(figures: Iterable[Figure]) -> str:
    """The figures as Markdown."""
    head = "| # | what | divided by | result | goal | met | lowest–highest | ours | theirs |"
    return "\n".join([head, "|---|---|---|--:|--:|---|--:|--:|--:|", *map(_row, figures)])


def machine() -> str:
    """What it was measured on, in one line."""
    model = "unknown processor"
    for line in Path("/proc/cpuinfo").read_text(errors="replace").splitlines():
        if line.startswith("model name"):
            model = line.partition(":")[2].strip()
            break
    versions = [f"{name} {version(name)}" for name in ("textual", "sqlalchemy")]
    load = " ".join(f"{value:.1f}" for value in os.getloadavg())
    parts = [f"{os.cpu_count()} × {model}", platform.platform(terse=True)]
    parts += [f"Python {platform.python_version()}", *versions, f"SQLite {sqlite3.sqlite_version}"]
    return ", ".join([*parts, f"load {load}"])


def now() -> str:
    """The date and time, in UTC."""
    return datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")


def summary(figures: Sequence[Figure]) -> str:
    """How many goals are met, and how many of which mark are not."""
    judged = [figure for figure in figures if figure.met is not None]
    missed = Counter(figure.mark for figure in judged if not figure.met)
    met = f"{len(judged) - missed.total()} of {len(judged)} goals met."
    listed = ", ".join(f"{mark} ({n})" if n > 1 else mark for mark, n in missed.items())
    return f"{met} Not met: {listed}." if missed else met


def _row(figure: Figure) -> str:
    sign = {None: "", True: "yes", False: "**no**"}[figure.met]
    goal = "" if figure.goal is None else f"≤ {_value(figure, figure.goal)}"
    spread = f"{_value(figure, min(figure.results))}–{_value(figure, max(figure.results))}"
    sides = [_amount(figure.ours, figure.unit), _amount(figure.theirs, figure.unit)]
    against = figure.against or "–"
    cells = [figure.mark, figure.what, against, f"**{_value(figure, figure.result)}**", goal, sign]
    return f"| {' | '.join([*cells, spread, *sides])} |"


def _value(figure: Figure, value: float) -> str:
    if figure.theirs:
        return f"{value:.2f}" if value < _SHARPER_BELOW else f"{value:.0f}"
    return _number(value, figure.unit)


def _amount(values: Sequence[float], unit: str) -> str:
    return _number(statistics.median(values), unit) if values else ""


def _number(value: float, unit: str) -> str:
    sharp = value < _SHARPER_BELOW and unit != BYTES
    return f"{value:,.2f} {unit}" if sharp else f"{value:,.0f} {unit}"
