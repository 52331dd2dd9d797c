"""What every table of the app shares: a fixed header, rows drawn line by line, one cursor.

Owns scrolling, cursor keys and mouse. Knows neither where rows come from nor what they mean: a
subclass says how many rows there are (`row_count`) and how one looks (`line`). No widget per row
and no animation: moving the cursor repaints two lines, whatever the number of rows.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size, clamp
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from successtui.text import width
from successtui.widgets.columns import Column, Row
from successtui.widgets.line_painter import CELL_STYLES, GUTTER, Line, LinePainter

HEADER = 1


class LineTable(ScrollView, can_focus=True, inherit_bindings=False):
    """Base of the tables; see the module. Subclasses call `_show_rows` whenever rows changed."""

    ALLOW_SELECT = False

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "cursor_down", "Next row", show=False, id="table.down"),
        Binding("up,k", "cursor_up", "Previous row", show=False, id="table.up"),
        Binding("pagedown", "page_down", "Next page", show=False, id="table.page_down"),
        Binding("pageup", "page_up", "Previous page", show=False, id="table.page_up"),
        Binding("home", "first", "First row", show=False, id="table.first"),
        Binding("end", "last", "Last row", show=False, id="table.last"),
        Binding("enter", "open", "Open", show=False, id="table.open"),
    ]

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "line-table--header",
        "line-table--row",
        "line-table--strong",
        "line-table--cursor",
        "line-table--cursor-row",
        "line-table--cursor-blurred",
        "line-table--empty",
        *(f"line-table--{name}" for name in CELL_STYLES),
    }

    PINNED_COLUMN: ClassVar[int | None] = None
    """Index of a column that is shown however narrow the table is."""

    HEADER_LINES: ClassVar[int] = HEADER
    """Lines above the rows that do not scroll."""

    @dataclass
    class HeaderPressed(Message):
        """A column title was clicked; the owner decides what to sort by."""

        table: "LineTable"
        column_key: str

        @property
        def control(self) -> "LineTable":
            """The table, for `@on` selectors."""
            return self.table

    def __init__(
        self,
        columns: Sequence[Column] = (),
        *,
        empty: str = "",
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
        disabled: bool = False,
    ) -> None:
        """Make a table.

        Args:
            columns: As for `set_columns`.
            empty: The sentence shown where there are no rows; it should name the key to press.
        """
        super().__init__(name=name, id=id, classes=classes, disabled=disabled)
        self._painter = LinePainter(columns, self.PINNED_COLUMN, self._style_of)
        self._empty = empty
        self._cursor_row = -1
        self._clicked_row = -1

    # What a subclass says about its rows

    @property
    def row_count(self) -> int:
        """How many rows there are to scroll through."""
        raise NotImplementedError

    def line(self, row: int) -> Line:
        """How the row looks; `row` is always within `row_count`."""
        raise NotImplementedError

    def cursor_moved(self) -> None:
        """Called after the cursor came to stand on another row."""

    def view_moved(self) -> None:
        """Called after other rows may have come into sight."""

    def open_row(self, row: int) -> None:
        """Called for enter and for a second click on the row."""

    def lead_pressed(self, row: int) -> bool:
        """Called for a click on the gutter or the row's lead; True when nothing else is to do."""
        return False

    def column_pressed(self, column_key: str) -> None:
        """Called for a click on a cell of this column."""

    def cell_at_cursor(self) -> int | None:
        """Index of the column the cell cursor is on, None where the whole row is the cursor."""
        return None

    def columns_width(self, cells: int) -> int:
        """How many of the cells of a line the columns may take."""
        return cells

    def header_line(self, _y: int) -> Strip:
        """One of the `HEADER_LINES`, counted from 0."""
        return self._painter.header()

    # What the owner says

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns that were set, those without room included."""
        return self._painter.columns

    @property
    def shown_columns(self) -> tuple[str, ...]:
        """Keys of the columns that found room."""
        return tuple(placed.column.key for placed in self._painter.placed)

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Show these columns; the cells of rows must be in their order from now on."""
        self._painter.set_columns(columns)
        self.refresh()

    def set_sorts(self, sorts: Sequence[tuple[str, bool]]) -> None:
        """Put sort arrows at these columns, down where the flag is set; several are numbered.

        The rows stay as they are.
        """
        self._painter.sorts = tuple(sorts)
        self.refresh(self._screen_line(0))

    @property
    def empty(self) -> str:
        """The sentence shown where there are no rows."""
        return self._empty

    @empty.setter
    def empty(self, sentence: str) -> None:
        self._empty = sentence
        if not self.row_count:
            self.refresh()

    @property
    def cursor_row(self) -> int:
        """Row of the cursor, -1 where there are no rows."""
        return self._cursor_row

    @property
    def cursor_cells(self) -> Row | None:
        """The cells of the cursor's row, for copying; None without a row or before its cells."""
        return self.line(self._cursor_row).cells if self._cursor_row >= 0 else None

    # Moving

    def action_cursor_down(self) -> None:
        """Move the cursor to the next row."""
        self._go(self._cursor_row + 1)

    def action_cursor_up(self) -> None:
        """Move the cursor to the previous row."""
        self._go(self._cursor_row - 1)

    def action_page_down(self) -> None:
        """Move the cursor and the view by a page, one row kept in sight."""
        self._go_by_page(1)

    def action_page_up(self) -> None:
        """Move the cursor and the view back by a page, one row kept in sight."""
        self._go_by_page(-1)

    def action_first(self) -> None:
        """Move the cursor to the first row."""
        self._go(0)

    def action_last(self) -> None:
        """Move the cursor to the last row."""
        self._go(self.row_count - 1)

    def action_open(self) -> None:
        """Open the row of the cursor."""
        if self._cursor_row >= 0:
            self.open_row(self._cursor_row)

    @property
    def view_rows(self) -> int:
        """Rows in sight, 0 before the first layout."""
        return max(0, self.size.height - self.HEADER_LINES)

    @property
    def top_row(self) -> int:
        """The first row in sight."""
        return self.scroll_offset.y

    def _go(self, row: int) -> None:
        count = self.row_count
        if not count:
            return
        before, self._cursor_row = self._cursor_row, clamp(row, 0, count - 1)
        self._bring_into_sight(self._cursor_row)
        if before != self._cursor_row:
            self._clicked_row = -1
            self._refresh_rows((before, self._cursor_row))
            self.cursor_moved()

    def _go_by_page(self, direction: int) -> None:
        step = direction * max(1, self.view_rows - 1)
        self._scroll_to_row(self.top_row + step)
        self._go(self._cursor_row + step)

    def _bring_into_sight(self, row: int) -> None:
        rows = self.view_rows
        if not rows:
            return
        if row < self.top_row:
            self._scroll_to_row(row)
        elif row >= self.top_row + rows:
            self._scroll_to_row(row - rows + 1)

    def _scroll_to_row(self, row: int) -> None:
        if self.is_attached:
            self.scroll_to(y=row, animate=False, force=True)

    def _show_rows(self, cursor_row: int, top_row: int) -> None:
        """Take over a changed set of rows.

        Args:
            cursor_row: Where the cursor stands now; brought into the range of the rows.
            top_row: The row to scroll to; brought into range, too.
        """
        count = self.row_count
        self._cursor_row = clamp(cursor_row, 0, count - 1) if count else -1
        self._clicked_row = -1
        self.virtual_size = Size(0, count + self.HEADER_LINES)
        self._scroll_to_row(top_row)
        self.refresh()
        self.view_moved()

    # Events

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Repaint the rows and tell the subclass that others are in sight."""
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value):
            self.view_moved()

    def on_resize(self) -> None:
        """Keep the cursor in sight and tell the subclass which rows are."""
        if self._cursor_row >= 0:
            self._bring_into_sight(self._cursor_row)
        self.view_moved()

    def on_click(self, event: events.Click) -> None:
        """Select the row; a second click on it opens it, one on a title asks for the sort."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        event.stop()
        column_key = self._painter.column_at(offset.x)
        row = self.top_row + offset.y - self.HEADER_LINES
        if offset.y >= self.HEADER_LINES:
            if row < self.row_count:
                self._press_row(row, offset.x, column_key)
        elif column_key is not None:
            self.post_message(self.HeaderPressed(self, column_key))

    def _press_row(self, row: int, x: int, column_key: str | None) -> None:
        if x < GUTTER + width(self.line(row).lead) and self.lead_pressed(row):
            return
        if column_key is not None:
            self.column_pressed(column_key)
        if row == self._clicked_row == self._cursor_row:
            self.open_row(row)
        else:
            self._go(row)
            self._clicked_row = row

    # Drawing

    def notify_style_update(self) -> None:
        """Forget lines drawn in the colours of another theme."""
        self._painter.forget()
        super().notify_style_update()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Lay the columns out once per paint, then draw the lines asked for."""
        self._painter.lay_out(self.columns_width(self.scrollable_content_region.width))
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """Draw one line of the widget: the header, a row, the empty state, or nothing."""
        row = self.top_row + y - self.HEADER_LINES
        if y < self.HEADER_LINES:
            return self.header_line(y)
        if row < self.row_count:
            return self._row(row)
        if y == self.HEADER_LINES and not self.row_count:
            return self._painter.sentence(self._empty)
        return self._painter.blank()

    def _row(self, row: int) -> Strip:
        if row != self._cursor_row:
            return self._painter.row(self.line(row))
        cursor = "cursor" if self.has_focus else "cursor-blurred"
        return self._painter.row(self.line(row), cursor, self.cell_at_cursor())

    def _style_of(self, name: str) -> Style:
        return self.get_component_rich_style(f"line-table--{name}")

    def _screen_line(self, y: int) -> Region:
        return Region(0, y, self.size.width, 1)

    def _refresh_rows(self, rows: Iterable[int]) -> None:
        """Repaint these rows where they are in sight."""
        first, last = self.top_row, self.top_row + self.view_rows
        top = self.HEADER_LINES - first
        regions = [self._screen_line(row + top) for row in rows if first <= row < last]
        if regions:
            self.refresh(*regions)
