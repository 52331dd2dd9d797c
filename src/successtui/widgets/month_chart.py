"""Months side by side: a column for each series above, the numbers as a small table below.

A pure function of plain data and a width, as in `charts`.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from successtui.text import width
from successtui.widgets.bars import LEVELS
from successtui.widgets.charts import GAP, heading
from successtui.widgets.pictures import Box, Key, Line, Picture, Span, Spot, picture, span

_WIDEST_MONTH = 14
_WIDEST_COLUMN = 3
_HALF = 4


@dataclass(frozen=True, slots=True)
class Series:
    """What one of the columns of each month stands for."""

    label: str
    tone: str = ""
    fill: str = "█"
    """The character of a full cell; another one tells series apart without colour."""


@dataclass(frozen=True, slots=True)
class Figures:
    """A row of numbers below the months, one for each of them.

    Attributes:
        keys: what the numbers stand for, where the cursor can stop at each; else empty.
    """

    label: str
    shown: tuple[str, ...]
    tone: str = ""
    keys: tuple[Key, ...] = ()


@dataclass(frozen=True, slots=True)
class Month:
    """One month: its name and how high each series stands in it."""

    key: Key
    label: str
    sizes: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class Months:
    """A chart of months; `height` is that of its columns in lines."""

    titles: tuple[str, ...]
    series: tuple[Series, ...]
    months: tuple[Month, ...]
    figures: tuple[Figures, ...]
    note: str = ""
    height: int = 4

    def draw(self, cells: int) -> Picture:
        """Title, columns, names of the months, figures; a month's spot ends above its figures."""
        label = max((width(row.label) for row in self.figures), default=0) + 2 * GAP
        month = max(1, min(_WIDEST_MONTH, (cells - label) // max(1, len(self.months))))
        most = max((size for each in self.months for size in each.sizes), default=Decimal(0))
        lines = [heading(self.titles, self.note, cells)]
        for level in reversed(range(self.height)):
            lines.append(self._level(level, most, label, month, cells))
        names = [span(each.label, month, "", "right") for each in self.months]
        named = len(lines)
        lines.append(_padded([Span(" " * label), *names], label + month * len(names), cells))
        spots = [
            Spot(each.key, Box(x, 1, month, named), Box(x + GAP, named, max(1, month - GAP)))
            for x, each in zip(range(label, cells, month), self.months, strict=False)
        ]
        for row in self.figures:
            spots += [
                Spot(key, Box(x, len(lines), month), Box(x + GAP, len(lines), max(1, month - GAP)))
                for x, key in zip(range(label, cells, month), row.keys, strict=False)
            ]
            shown = [span(text, month, _toned(text, row.tone), "right") for text in row.shown]
            head = span(f" {row.label}", label, row.tone or "muted")
            lines.append(_padded([head, *shown], label + month * len(shown), cells))
        return picture(lines, spots, cells)

    def _level(self, level: int, most: Decimal, label: int, month: int, cells: int) -> Line:
        """The line `level` lines above the names of the months."""
        count = max(1, len(self.series))
        column = max(1, min(_WIDEST_COLUMN, (month - GAP) // count))
        lead = max(0, month - column * count)
        spans = [Span(" " * label)]
        for each in self.months:
            spans.append(Span(" " * lead))
            for series, size in zip(self.series, each.sizes, strict=True):
                text = _cell(size, most, level, self.height, series.fill) * column
                spans.append(Span(text, f"bar-{series.tone}" if series.tone else "bar"))
        taken = label + (lead + column * count) * len(self.months)
        return _padded(spans, taken, cells)


def _cell(size: Decimal, most: Decimal, level: int, height: int, fill: str) -> str:
    """The character of a column at one level, in eighths where the fill is solid."""
    if size <= 0 or most <= 0:
        return " "
    eighths = max(1, int(size * height * 8 / most)) - level * 8
    if eighths <= 0:
        return " "
    if fill == LEVELS[-1]:
        return LEVELS[min(eighths, 8) - 1]
    return fill if level == 0 or eighths >= _HALF else " "


def _toned(text: str, tone: str) -> str:
    return "muted" if text.strip() in ("", "0", "–", "…") else tone


def _padded(spans: list[Span], taken: int, cells: int) -> Line:
    return (*spans, Span(" " * max(0, cells - taken)))
