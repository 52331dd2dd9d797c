"""How a line of a table is drawn: columns side by side, meaning as colour, never markup.

Owns the column layout of one width, the sort arrows and the lines drawn already. Knows no rows and
no cursor: the table says which line looks how and gets a strip.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style
from textual.cache import LRUCache
from textual.strip import Strip

from successtui.text import fit, width
from successtui.widgets.columns import GAP, Align, Column, PlacedColumn, Row, place_pages

GUTTER = 2
"""Cells left of the first column: the mark and a space."""

CELL_STYLES = frozenset({"good", "warn", "bad", "muted", "accent", "bar"})

_PENDING = "…"
_CURSOR_MARK = "›"
_LINES_KEPT = 400


@dataclass(frozen=True, slots=True)
class Line:
    """One row as a table draws it; equal lines are drawn once."""

    cells: Row | None
    """None while the row has not been provided."""
    lead: str = ""
    """Put before the text of the first column: indentation, marker, check box."""
    mark: str = " "
    """One cell in the gutter."""
    dim: bool = False
    strong: bool = False


class LinePainter:
    """Draws the lines of one table; `style_of` gives the style of `row`, `cursor`, `good`…"""

    def __init__(
        self, columns: Sequence[Column], pinned: int | None, style_of: Callable[[str], Style]
    ) -> None:
        self.columns = tuple(columns)
        self.placed: tuple[PlacedColumn, ...] = ()
        self.sorts: tuple[tuple[str, bool], ...] = ()
        """Keys of the columns with an arrow, most important first, and whether it points down."""
        self._page = 0
        self._pages: tuple[tuple[PlacedColumn, ...], ...] = ((),)
        self._pinned = pinned
        self._style_of = style_of
        self._cells = -1
        self._drawn: LRUCache[tuple[Line, str, int | None], Strip] = LRUCache(_LINES_KEPT)

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Take other columns; they find their places with the next `lay_out`."""
        self.columns = tuple(columns)
        self._cells = -1

    def lay_out(self, cells: int) -> None:
        """Place the columns on lines of so many cells; without a change this costs nothing."""
        if cells != self._cells:
            self._cells = cells
            self._pages = place_pages(self.columns, cells - GUTTER, pinned=self._pinned)
            self._show_page(self._page)

    def turn_page(self, by: int) -> bool:
        """Show the columns that found no room before; False where there are no others."""
        before = self._page
        self._show_page(self._page + by)
        return self._page != before

    @property
    def page(self) -> tuple[int, int]:
        """Which page of columns is shown, from 0, and how many there are."""
        return self._page, len(self._pages)

    def _show_page(self, page: int) -> None:
        self._page = min(max(page, 0), len(self._pages) - 1)
        self.placed = self._pages[self._page]
        self._drawn.clear()

    def forget(self) -> None:
        """Draw every line anew, for the styles changed."""
        self._drawn.clear()

    def column_at(self, x: int) -> str | None:
        """Key of the column at this cell of a line."""
        for placed in self.placed:
            if placed.x <= x - GUTTER < placed.x + placed.width + GAP:
                return placed.column.key
        return None

    def blank(self) -> Strip:
        """A line with nothing on it."""
        return Strip.blank(self._cells, self._style_of("row"))

    def sentence(self, sentence: str) -> Strip:
        """A line of running text."""
        pen = Pen(self._style_of("row"))
        pen.write(" " * GUTTER)
        pen.write(fit(sentence, self._cells - GUTTER), self._style_of("empty"))
        return pen.strip(self._cells)

    def header(self) -> Strip:
        """The titles of the columns, with sort arrows; the gutter says where other columns are."""
        pen = Pen(self._style_of("header"))
        before, after = self._page > 0, self._page < len(self._pages) - 1
        pen.write(("«" if before else " ") + ("»" if after else " "))
        for placed in self.placed:
            arrow = self._arrow(placed.column.key)
            title = fit(placed.column.title, placed.width - len(arrow)).rstrip() + arrow
            pen.write(aligned(title, placed.width, placed.column.align) + " " * GAP)
        return pen.strip(self._cells)

    def row(self, line: Line, cursor: str = "", cell: int | None = None) -> Strip:
        """One row.

        Args:
            line: What is on it.
            cursor: Style of the cursor, empty where it stands elsewhere.
            cell: Index of the column the cursor is on; None where it takes the whole row.
        """
        key = (line, cursor, cell)
        strip = self._drawn.get(key)
        if strip is None:
            strip = self._draw(line, cursor, cell)
            self._drawn[key] = strip
        return strip

    def _arrow(self, key: str) -> str:
        for rank, (sorted_key, descending) in enumerate(self.sorts, start=1):
            if sorted_key == key:
                which = str(rank) if len(self.sorts) > 1 else ""
                return f" {'▼' if descending else '▲'}{which}"
        return ""

    def _draw(self, line: Line, cursor: str, cell: int | None) -> Strip:
        ground = _ground_of(line)
        if cursor:
            ground = cursor if cell is None else "cursor-row"
        pen = Pen(self._style_of(ground))
        pen.write((_CURSOR_MARK if cursor and not line.mark.strip() else line.mark) + " ")
        for placed in self.placed:
            text, style = self._cell(line, placed)
            if cursor and placed.index == cell:
                pen.write(text, self._style_of(cursor))
            elif style in CELL_STYLES and ground in ("row", "strong"):
                pen.write(text, self._style_of(style))
            else:
                pen.write(text)
            pen.write(" " * GAP)
        return pen.strip(self._cells)

    def _cell(self, line: Line, placed: PlacedColumn) -> tuple[str, str]:
        text, style = _PENDING, ""
        if line.cells is not None:
            value = line.cells[placed.index] if placed.index < len(line.cells) else ""
            text, style = (value, "") if isinstance(value, str) else (value.text, value.style)
        lead = line.lead if placed.index == 0 else ""
        room = placed.width - width(lead)
        if room < 1:
            return fit(lead, placed.width), style
        return lead + aligned(text, room, placed.column.align), style


class Pen:
    """Collects runs of text of one style, so that a plain line is one segment."""

    def __init__(self, ground: Style) -> None:
        self._ground = ground
        self._runs: list[tuple[str, Style]] = []

    def write(self, text: str, style: Style | None = None) -> None:
        """Add text in `style`, by default in the style of the line."""
        style = style or self._ground
        if self._runs and self._runs[-1][1] == style:
            self._runs[-1] = (self._runs[-1][0] + text, style)
        else:
            self._runs.append((text, style))

    def strip(self, cells: int) -> Strip:
        """The line, exactly `cells` wide."""
        segments = [Segment(text, style) for text, style in self._runs]
        return Strip(segments).adjust_cell_length(cells, self._ground)


def aligned(text: str, cells: int, align: Align = "left") -> str:
    """The text on one line of exactly `cells`, at the left or the right of them."""
    shown = fit(text, cells)
    if align == "left":
        return shown
    bare = shown.rstrip(" ")
    return " " * (cells - width(bare)) + bare


def _ground_of(line: Line) -> str:
    if line.dim or line.cells is None:
        return "muted"
    return "strong" if line.strong else "row"
