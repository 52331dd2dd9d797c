"""The arithmetic of a timeline: which day lies in which cell, the ruler above, the bars below.

Pure functions and plain data, tested without a terminal. Owns no widget and no colour: a cell is
one character and the name of what it means.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

Mark = tuple[str, str]
"""One cell: a character, and `grid`, `today`, `bar`, `late`, `ended`, `label` or nothing."""

LATE_SIGN = "!"
"""Stands behind what is overdue, so that colour is not all."""
_DONE, _TODO, _ASSUMED, _ENDED = "█", "░", "┄", "▬"
_OPEN_DAY, _ENDED_DAY, _BEGINNING = "◆", "◇", "▷"
_BEFORE, _AFTER = "◂", "▸"
_TODAY, _TODAY_IN_BAR, _GRID, _NOW = "│", "┃", "┊", "▼"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_FIRST_DAY = date(1900, 1, 1).toordinal()
_LAST_DAY = date(2200, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Zoom:
    """How long a cell is: `cells` cells show `days` days."""

    name: str
    cells: int
    days: int
    major: str
    minor: str


ZOOMS = (
    Zoom("days", 3, 1, "month", "day"),
    Zoom("weeks", 1, 1, "month", "week"),
    Zoom("months", 1, 3, "year", "month"),
    Zoom("quarters", 1, 9, "year", "quarter"),
    Zoom("years", 1, 36, "decade", "year"),
)
"""From near to far."""


@dataclass(frozen=True, slots=True)
class Span:
    """What one row has to show.

    Attributes:
        start, end: both make a bar, the end alone a milestone, the start alone a beginning.
        progress: 0 to 100; `None` where nothing is measured.
        late: it should be done by now.
        ended: it is closed or was canceled.
        assumed: it has no end of its own; the end is that of what lies below it.
    """

    start: date | None = None
    end: date | None = None
    progress: int | None = None
    late: bool = False
    ended: bool = False
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """The stretch of time that is in sight: from its first day on, as far as there are cells."""

    zoom: Zoom
    first: int
    """Ordinal of the day at the left edge."""

    def cell_of(self, day: int) -> int:
        """The cell a day (an ordinal) begins in; negative left of the edge."""
        return (day - self.first) * self.zoom.cells // self.zoom.days

    def day_at(self, cell: int) -> int:
        """The day (an ordinal) that a cell shows the beginning of."""
        return self.first + cell * self.zoom.days // self.zoom.cells

    def zoomed(self, by: int, cells: int, around: date) -> View:
        """Nearer (negative) or farther; a day that is in sight stays where it is."""
        place = ZOOMS.index(self.zoom) + by
        zoom = ZOOMS[min(max(place, 0), len(ZOOMS) - 1)]
        at = self.cell_of(around.toordinal())
        if not 0 <= at < cells:
            at = cells // 3
        return View(zoom, _within(around.toordinal() - at * zoom.days // zoom.cells))

    def scrolled(self, cells: int) -> View:
        """So many cells later, or earlier when negative."""
        return View(self.zoom, _within(self.day_at(cells)))

    def showing(self, day: date, cells: int) -> View:
        """With that day a third from the left."""
        return View(self.zoom, day.toordinal()).scrolled(-(cells // 3))


def ruler(view: View, cells: int, today: date) -> tuple[list[Mark], list[Mark]]:
    """Two header lines: the larger unit, and the smaller one with a mark at today."""
    upper = _labels(view, cells, view.zoom.major)
    lower = _labels(view, cells, view.zoom.minor)
    now = view.cell_of(today.toordinal())
    if 0 <= now < cells:
        shown = lower[now][0]
        lower[now] = (_NOW if shown == " " else shown, "today")
    return upper, lower


def row(span: Span | None, view: View, cells: int, today: date) -> list[Mark]:
    """The cells of one row: grid, today's line, and what the span looks like."""
    found: list[Mark] = [(" ", "")] * cells
    for day, _ in _units(view, cells, view.zoom.major):
        _put(found, view.cell_of(day), _GRID, "grid")
    now = view.cell_of(today.toordinal())
    _put(found, now, _TODAY, "today")
    if span is None or (span.start is None and span.end is None):
        return found
    tone = "ended" if span.ended else "late" if span.late else "bar"
    first, last = _extent(span, view)
    if last < 0:
        _put(found, 0, _BEFORE, tone)
    elif first >= cells:
        _put(found, cells - 1, _AFTER, tone)
    else:
        for cell in range(max(first, 0), min(last + 1, cells)):
            found[cell] = (_piece(span, cell - first, last - first + 1), tone)
        if first <= now <= last and last > first:
            _put(found, now, _TODAY_IN_BAR, tone)
        if span.late:
            _put(found, last + 1, LATE_SIGN, "late")
    return found


def _extent(span: Span, view: View) -> tuple[int, int]:
    """First and last cell, both of them part of it."""
    if span.start is None or span.end is None or span.end < span.start:
        day = span.end or span.start
        assert day is not None
        cell = view.cell_of(day.toordinal())
        return cell, cell
    first = view.cell_of(span.start.toordinal())
    return first, max(first, view.cell_of(span.end.toordinal() + 1) - 1)


def _piece(span: Span, cell: int, length: int) -> str:
    if span.end is None:
        return _BEGINNING
    if span.start is None:
        return _ENDED_DAY if span.ended else _OPEN_DAY
    if span.ended:
        return _ENDED
    done = length * (span.progress or 0) // 100
    if span.progress and not done:
        done = 1
    return _DONE if cell < done else _ASSUMED if span.assumed else _TODO


def _put(cells: list[Mark], at: int, character: str, meaning: str) -> None:
    if 0 <= at < len(cells):
        cells[at] = (character, meaning)


def _labels(view: View, cells: int, unit: str) -> list[Mark]:
    found: list[Mark] = [(" ", "")] * cells
    starts = [(max(0, view.cell_of(day)), name) for day, name in _units(view, cells, unit)]
    edges = [start for start, _ in starts[1:]] + [cells]
    for (start, name), edge in zip(starts, edges, strict=True):
        if len(name) <= max(0, edge - start - (edge < cells)):
            found[start : start + len(name)] = [(character, "label") for character in name]
    return found


def _units(view: View, cells: int, unit: str) -> Iterator[tuple[int, str]]:
    """Units that are in sight with the ordinal of their first day and their name."""
    day = _unit_start(date.fromordinal(view.first), unit)
    last = view.day_at(cells - 1)
    while day.toordinal() <= last:
        yield day.toordinal(), _unit_name(day, unit)
        day = _next_unit(day, unit)


def _unit_start(day: date, unit: str) -> date:
    match unit:
        case "day":
            return day
        case "week":
            return date.fromordinal(day.toordinal() - day.weekday())
        case "month":
            return day.replace(day=1)
        case "quarter":
            return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
        case "year":
            return date(day.year, 1, 1)
    return date(day.year // 10 * 10, 1, 1)


_LONGEST = {"day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366, "decade": 3653}


def _next_unit(start: date, unit: str) -> date:
    return _unit_start(date.fromordinal(start.toordinal() + _LONGEST[unit]), unit)


def _unit_name(start: date, unit: str) -> str:
    match unit:
        case "day" | "week":
            return str(start.day)
        case "month":
            return f"{_MONTHS[start.month - 1]} {start.year}"
        case "quarter":
            return f"Q{(start.month + 2) // 3}"
        case "year":
            return str(start.year)
    return f"{start.year}s"


def _within(day: int) -> int:
    return min(max(day, _FIRST_DAY), _LAST_DAY)
