"""Columns and cells of every line table, and how columns share the width there is.

Owns the plain data a screen hands to a table. Knows no widget: the layout is pure arithmetic, so it
is tested without a terminal.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Literal

GAP = 1

Align = Literal["left", "right"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a row: the text as people wrote it and what it means."""

    text: str
    style: str = ""
    """Semantic name: `good`, `warn`, `bad`, `muted`, `accent`, `bar`, or empty for plain."""


Row = tuple[Cell | str, ...]
"""The cells of one row, in the order of the columns that were set, dropped ones included."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table. Widths are terminal cells."""

    key: str
    title: str
    width: int | None = None
    """Fixed width; None shares the spare width by `weight`."""
    align: Align = "left"
    min_width: int = 6
    """What a sharing column needs at least; a fixed one always takes its `width`."""
    weight: int = 1
    priority: int = 5
    """Where columns do not fit, the lowest priority is left out first, the right one of equals."""
    editable: bool = False
    """Whether a pick grid lets the cell cursor stop here."""

    @property
    def needed(self) -> int:
        """Cells below which this column is left out."""
        return self.min_width if self.width is None else self.width


@dataclass(frozen=True, slots=True)
class PlacedColumn:
    """A column that found room."""

    index: int
    """Position among the columns that were set, and so in each row's cells."""
    column: Column
    x: int
    width: int


def place(
    columns: Sequence[Column], width: int, *, pinned: int | None = None
) -> tuple[PlacedColumn, ...]:
    """Lay columns out so that they never exceed `width`.

    Args:
        columns: The columns in display order.
        width: Cells there are.
        pinned: Index of a column that is never left out (the tree column).
    """
    kept = _fitting(columns, width, pinned)
    if not kept or width < 1:
        return ()
    widths = _shared([columns[index] for index in kept], width - GAP * (len(kept) - 1))
    placed = []
    x = 0
    for index, cells in zip(kept, widths, strict=True):
        placed.append(PlacedColumn(index, columns[index], x, cells))
        x += cells + GAP
    return tuple(placed)


def place_pages(
    columns: Sequence[Column], width: int, *, pinned: int | None = None
) -> tuple[tuple[PlacedColumn, ...], ...]:
    """Lay columns out in pages: first as `place` does, then those left out, as many as fit.

    The column of the highest priority leads every page, so that one knows whose values they are.
    """
    pages = [place(columns, width, pinned=pinned)]
    shown = {placed.index for placed in pages[0]}
    left = [index for index in range(len(columns)) if index not in shown]
    while left:
        lead = max(shown, key=lambda index: (columns[index].priority, -index), default=None)
        kept = _one_page(columns, width, lead, left)
        left = [index for index in left if index not in kept]
        picked = place([columns[index] for index in kept], width)
        pages.append(tuple(replace(each, index=kept[each.index]) for each in picked))
        if not picked:
            break
    return tuple(pages)


def _one_page(
    columns: Sequence[Column], width: int, lead: int | None, left: Sequence[int]
) -> list[int]:
    """The lead and the first ones left that fit beside it; at least one of those."""
    room = width if lead is None else width - columns[lead].needed - GAP
    kept = [] if lead is None or columns[left[0]].needed > room else [lead]
    room = room if kept else width
    for count, index in enumerate(left):
        if count and columns[index].needed > room:
            break
        kept.append(index)
        room -= columns[index].needed + GAP
    return kept


def _fitting(columns: Sequence[Column], width: int, pinned: int | None) -> list[int]:
    kept = list(range(len(columns)))

    def needed() -> int:
        return sum(columns[index].needed for index in kept) + GAP * (len(kept) - 1)

    while len(kept) > 1 and needed() > width:
        droppable = [index for index in kept if index != pinned]
        kept.remove(min(droppable, key=lambda index: (columns[index].priority, -index)))
    return kept


def _shared(columns: Sequence[Column], width: int) -> list[int]:
    spare = width - sum(column.needed for column in columns)
    if spare < 0:
        return [width]
    weights = [column.weight if column.width is None else 0 for column in columns]
    total = sum(weights)
    if not total:
        return [column.needed for column in columns]
    edges = [spare * upto // total for upto in accumulate(weights, initial=0)]
    return [
        column.needed + right - left
        for column, left, right in zip(columns, edges, edges[1:], strict=False)
    ]
