"""What charts are made of: lines of styled text, and the spots on them a cursor can stand on.

Owns the shapes only, and how a text is fitted into a given number of cells. Knows no chart, no
record and no widget.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Protocol

from successtui.text import fit, width
from successtui.widgets.columns import Align

Key = tuple[str, ...]
"""What a spot stands for: an indicator, and below it one of its groups, if any."""


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text of one meaning."""

    text: str
    style: str = ""
    """Semantic name, such as `title`, `figure`, `good`, `warn`, `bad`, `muted` or `bar`."""


Line = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of cells."""

    x: int
    y: int
    width: int
    height: int = 1

    @property
    def right(self) -> int:
        """The first column beyond it."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """The first line below it."""
        return self.y + self.height

    def moved(self, x: int, y: int) -> Box:
        """The same rectangle, so many cells to the right and down."""
        return replace(self, x=self.x + x, y=self.y + y)

    def holds(self, x: int, y: int) -> bool:
        """Whether the cell lies in it."""
        return self.x <= x < self.right and self.y <= y < self.bottom


@dataclass(frozen=True, slots=True)
class Spot:
    """A place for the cursor: all it stands for, and the part that is turned round for it."""

    key: Key
    area: Box
    mark: Box

    def moved(self, x: int, y: int) -> Spot:
        """The same spot, so many cells to the right and down."""
        return replace(self, area=self.area.moved(x, y), mark=self.mark.moved(x, y))


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn block; every line has exactly the width it was drawn for."""

    lines: tuple[Line, ...]
    spots: tuple[Spot, ...] = ()


class Block(Protocol):
    """Something that can be drawn at any width."""

    def draw(self, cells: int) -> Picture:
        """The block on lines of exactly so many cells."""


def span(text: str, cells: int, style: str = "", align: Align = "left") -> Span:
    """The text in exactly so many cells, cut with an ellipsis where it is longer."""
    shown = fit(text, cells)
    if align == "right":
        bare = shown.rstrip(" ")
        shown = " " * (max(0, cells) - width(bare)) + bare
    return Span(shown, style)


def best_fitting(wordings: tuple[str, ...], cells: int) -> str:
    """The first wording that fits without being cut, else the last, the shortest one."""
    return next((text for text in wordings if width(text) <= cells), wordings[-1])


def picture(lines: Iterable[Line], spots: Iterable[Spot], cells: int) -> Picture:
    """The lines at exactly so many cells, whatever was drawn; spots beyond them are left out."""
    kept = (spot for spot in spots if spot.mark.right <= cells and spot.area.right <= cells)
    return Picture(tuple(_cut(line, cells) for line in lines), tuple(kept))


def _cut(line: Line, cells: int) -> Line:
    shown: list[Span] = []
    left = max(0, cells)
    for each in line:
        taken = width(each.text)
        shown.append(each if taken <= left else span(each.text, left, each.style))
        left -= min(taken, left)
    return (*shown, Span(" " * left)) if left else tuple(shown)
