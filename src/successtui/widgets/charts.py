"""Tiles, bars, a matrix and short lists as lines of text (see `pictures`).

Pure functions of plain data and a width. Nothing here knows what a number means: the caller gives
words and glyphs, for a colour alone says nothing to many people and terminals.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from successtui.domain.plaintext import ELLIPSIS
from successtui.text import width
from successtui.widgets.bars import EIGHTHS
from successtui.widgets.pictures import (
    Box,
    Key,
    Line,
    Picture,
    Span,
    Spot,
    best_fitting,
    picture,
    span,
)

EDGE = "▌"
GAP = 1
_EDGED = len(EDGE) + GAP


def heading(titles: tuple[str, ...], note: str, cells: int) -> Line:
    """The name of a block, and what is to be known of it in a weaker colour behind it.

    The name is as long as it can be beside the note; where both find no room, the note is cut.
    """
    beside = cells - width(note) - 2 * GAP if note else cells
    fitting = next((text for text in titles if width(text) <= beside), "")
    title = fitting or best_fitting(titles, cells)
    room = cells - width(title) - 2 * GAP
    if not note or room < 1:
        return (span(title, cells, "title"),)
    return (Span(title, "title"), Span(" " * GAP * 2), span(note, room, "muted"))


@dataclass(frozen=True, slots=True)
class Sentence:
    """A line of running text."""

    text: str
    tone: str = "accent"

    def draw(self, cells: int) -> Picture:
        """One line."""
        return Picture(((span(self.text, cells, self.tone),),))


@dataclass(frozen=True, slots=True)
class Tile:
    """One number with its name above and a remark below.

    Attributes:
        titles: wordings of the name, the longest first.
        notes: wordings of the remark, said in a weaker colour below the number.
    """

    key: Key
    titles: tuple[str, ...]
    figure: str
    notes: tuple[str, ...] = ("",)
    tone: str = ""

    def draw(self, cells: int) -> Picture:
        """Three lines, each behind an edge in the colour of the tone."""
        room = cells - _EDGED
        edge = Span(EDGE + " " * GAP, self.tone or "accent")
        lines = (
            (edge, span(best_fitting(self.titles, room), room, "title")),
            (edge, span(self.figure, room, self.tone or "figure")),
            (edge, span(best_fitting(self.notes, room), room, "muted")),
        )
        area = Box(0, 0, cells, len(lines))
        return picture(lines, (Spot(self.key, area, Box(_EDGED, 0, max(0, room))),), cells)


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a bar chart: how long, the number in words, and a second number behind it."""

    key: Key
    label: str
    size: Decimal
    shown: str
    tone: str = ""
    more: str = ""


@dataclass(frozen=True, slots=True)
class Bars:
    """Horizontal bars, all of one measure; `empty` stands where there are none."""

    titles: tuple[str, ...]
    bars: tuple[Bar, ...]
    note: str = ""
    empty: str = ""

    def draw(self, cells: int) -> Picture:
        """The title, then a line for each bar."""
        lines = [heading(self.titles, self.note, cells)]
        if not self.bars and self.empty:
            lines.append((span(f" {self.empty}", cells, "muted"),))
        shown = max((width(bar.shown) for bar in self.bars), default=0)
        more = max((width(bar.more) for bar in self.bars), default=0)
        taken = shown + 2 * GAP + (more + GAP if more else 0)
        longest = max((width(bar.label) for bar in self.bars), default=0)
        label = max(0, min(longest, (cells - taken) * 2 // 3))
        room = max(0, cells - label - taken - GAP)
        most = max((bar.size for bar in self.bars), default=Decimal(0))
        spots = []
        for bar in self.bars:
            style = f"bar-{bar.tone}" if bar.tone else "bar"
            line = [
                span(f" {bar.label}", label + GAP, "" if bar.size else "muted"),
                Span(" " * GAP),
                Span(bar_of(bar.size, most, room), style),
                Span(" " * GAP),
                span(bar.shown, shown, "figure" if bar.size else "muted", "right"),
            ]
            if more:
                line += [Span(" " * GAP), span(bar.more, more, "muted", "right")]
            spots.append(_row_spot(bar.key, len(lines), cells, label + GAP))
            lines.append(tuple(line))
        return picture(lines, spots, cells)


def _row_spot(key: Key, y: int, cells: int, marked: int) -> Spot:
    return Spot(key, Box(0, y, cells), Box(0, y, min(marked, cells)))


def bar_of(size: Decimal, most: Decimal, cells: int) -> str:
    """A bar of exactly `cells` cells in eighths; what is more than nothing shows a sliver."""
    if cells < 1:
        return ""
    eighths = int(size * cells * 8 / most) if most > 0 and size > 0 else 0
    if size > 0:
        eighths = max(1, eighths)
    full, rest = divmod(eighths, 8)
    return ("█" * full + (EIGHTHS[rest] if rest else "")).ljust(cells)


@dataclass(frozen=True, slots=True)
class Heading:
    """The name of a column of a matrix, in the wordings it may be cut to, and its colour."""

    titles: tuple[str, ...]
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Number:
    """A cell of a matrix; None while it is being counted."""

    key: Key
    value: int | None


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A row of a matrix; `total` marks the one below the line."""

    label: str
    numbers: tuple[Number, ...]
    total: bool = False


@dataclass(frozen=True, slots=True)
class Matrix:
    """Numbers by row and column; the last column holds totals."""

    titles: tuple[str, ...]
    columns: tuple[Heading, ...]
    rows: tuple[MatrixRow, ...]
    note: str = ""

    WIDEST = 10

    def draw(self, cells: int) -> Picture:
        """The title, the names of the columns, then the rows."""
        count = max(1, len(self.columns))
        longest = max((width(row.label) for row in self.rows), default=0) + GAP
        cell = max(1, min(self.WIDEST, (cells - longest) // count))
        label = max(0, cells - cell * count)
        names = [
            span(best_fitting(each.titles, cell - GAP), cell, each.tone or "muted", "right")
            for each in self.columns
        ]
        lines: list[Line] = [
            heading(self.titles, self.note, cells),
            (Span(" " * label), *names),
        ]
        spots = []
        for row in self.rows:
            y = len(lines)
            line = [span(f" {row.label}", label, "title" if row.total else "")]
            for place, (number, column) in enumerate(zip(row.numbers, self.columns, strict=True)):
                style = _style_of(number.value, column.tone, row.total)
                line.append(span(_counted(number.value), cell, style, "right"))
                area = Box(label + place * cell, y, cell)
                spots.append(Spot(number.key, area, area))
            lines.append(tuple(line))
        return picture(lines, spots, cells)


def _counted(value: int | None) -> str:
    return ELLIPSIS if value is None else f"{value:,}"


def _style_of(value: int | None, tone: str, total: bool) -> str:
    if not value:
        return "muted"
    return tone or ("figure" if total else "")


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a short list: who or what, and what one wants to know of it."""

    key: Key
    text: str
    fact: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """The first rows of a list; `note` says how many there are in all."""

    titles: tuple[str, ...]
    entries: tuple[Entry, ...]
    note: str = ""
    empty: str = ""

    def draw(self, cells: int) -> Picture:
        """The title, then a line for each entry."""
        lines = [heading(self.titles, self.note, cells)]
        if not self.entries and self.empty:
            lines.append((span(f" {self.empty}", cells, "muted"),))
        fact = min(max((width(each.fact) for each in self.entries), default=0), cells // 2)
        text = max(0, cells - fact - (GAP if fact else 0))
        spots = []
        for entry in self.entries:
            line = [span(f" {entry.text}", text)]
            if fact:
                line += [Span(" " * GAP), span(entry.fact, fact, entry.tone or "muted", "right")]
            spots.append(_row_spot(entry.key, len(lines), cells, cells))
            lines.append(tuple(line))
        return picture(lines, spots, cells)
