"""Blocks in rows on one long page: where each is drawn, and which spot is next in a direction.

Pure arithmetic, so that it is tested without a terminal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Literal

from successtui.widgets.pictures import Block, Key, Line, Picture, Span, Spot

GUTTER = 1
"""Cells left of everything."""
BETWEEN = 2
"""Cells between two blocks of a row."""

Direction = Literal["up", "down", "left", "right"]

BoardRow = tuple[tuple[Block | None, int], ...]
"""Blocks side by side, each with its share of the width; `None` leaves the room empty."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A way to lay a page out that needs at least so many cells."""

    least: int
    rows: tuple[BoardRow, ...]


def chosen(layouts: Sequence[Layout], cells: int) -> tuple[BoardRow, ...]:
    """The rows of the first layout there is room for; else those of the last, one block a row.

    `layouts` begins with the one that needs most.
    """
    for layout in layouts:
        if layout.least <= cells:
            return layout.rows
    blocks = [block for row in layouts[-1].rows for block, _ in row if block is not None]
    return tuple(((block, 1),) for block in blocks)


def draw(rows: Sequence[BoardRow], cells: int) -> Picture:
    """All rows one below the other, a blank line between them; spots in page coordinates."""
    lines: list[Line] = []
    spots: list[Spot] = []
    for row in rows:
        if lines:
            lines.append(_blank(cells))
        drawn = _row(row, cells - 2 * GUTTER)
        top = len(lines)
        lines += [(Span(" " * GUTTER), *line, Span(" " * GUTTER)) for line in drawn.lines]
        spots += [spot.moved(GUTTER, top) for spot in drawn.spots]
    return Picture(tuple(lines), tuple(spots))


def _row(row: BoardRow, cells: int) -> Picture:
    widths = _shares([share for _, share in row], cells - BETWEEN * (len(row) - 1))
    pictures = [
        Picture(()) if block is None else block.draw(width)
        for (block, _), width in zip(row, widths, strict=True)
    ]
    height = max((len(picture.lines) for picture in pictures), default=0)
    lines: list[Line] = []
    for y in range(height):
        line: list[Span] = []
        for place, (picture, width) in enumerate(zip(pictures, widths, strict=True)):
            if place:
                line.append(Span(" " * BETWEEN))
            line += picture.lines[y] if y < len(picture.lines) else _blank(width)
        lines.append(tuple(line))
    lefts = accumulate((width + BETWEEN for width in widths), initial=0)
    spots = [
        spot.moved(left, 0)
        for picture, left in zip(pictures, lefts, strict=False)
        for spot in picture.spots
    ]
    return Picture(tuple(lines), tuple(spots))


def _shares(shares: Sequence[int], cells: int) -> list[int]:
    total = max(1, sum(shares))
    edges = [max(0, cells) * upto // total for upto in accumulate(shares, initial=0)]
    return [right - left for left, right in pairwise(edges)]


def _blank(cells: int) -> Line:
    return (Span(" " * max(0, cells)),)


def next_spot(spots: Sequence[Spot], here: Spot, direction: Direction) -> Spot | None:
    """The spot one comes to from `here`; `None` where there is none that way.

    Spots straight ahead come before those that one reaches only by turning aside, near ones before
    far ones.
    """
    ahead = [(cost, spot) for spot in spots if (cost := _cost(here, spot, direction)) is not None]
    return min(ahead, key=lambda each: each[0])[1] if ahead else None


def _cost(here: Spot, there: Spot, direction: Direction) -> tuple[bool, int, int] | None:
    """How far it is, those straight ahead first; `None` for what lies behind or around `here`."""
    a, b = here.area, there.area
    beside = max(b.x - a.right, a.x - b.right) + 1
    below = max(b.y - a.bottom, a.y - b.bottom) + 1
    match direction:
        case "right":
            on, apart, aside = b.x - a.right, below, abs(b.y - a.y)
        case "left":
            on, apart, aside = a.x - b.right, below, abs(b.y - a.y)
        case "down":
            on, apart, aside = b.y - a.bottom, beside, abs(b.x - a.x)
        case _:
            on, apart, aside = a.y - b.bottom, beside, abs(b.x - a.x)
    if on < 0:
        return None
    if apart <= 0:
        return False, on, aside
    sideways = direction in ("left", "right")
    return True, apart if sideways else on, on if sideways else apart


def spot_of(spots: Sequence[Spot], key: Key) -> Spot | None:
    """The spot of this key, or of the nearest whole it is part of."""
    for length in range(len(key), 0, -1):
        for spot in spots:
            if spot.key[:length] == key[:length]:
                return spot
    return None
