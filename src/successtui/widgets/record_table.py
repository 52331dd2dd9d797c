"""A list of records of any length, of which only the rows in sight have their cells.

Owns the ids in order, the cells that were provided, the cursor by record and the marks. Loads
nothing: it asks with `RowsWanted` and shows `…` until the owner calls `provide`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from successtui.widgets.columns import Cell, Column, Row
from successtui.widgets.line_painter import Line
from successtui.widgets.line_table import LineTable

__all__ = ["Cell", "Column", "RecordTable"]

CELLS_KEPT = 20 * 200
MARK = "●"
NEIGHBOURS_SEARCHED = 200


class RecordTable(LineTable):
    """A virtual table over record ids; see the module."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "toggle_mark", "Mark", show=False, id="table.mark"),
        Binding("right,l", "turn_columns(1)", "Further columns", show=False, id="table.right"),
        Binding("left,h", "turn_columns(-1)", "Columns before", show=False, id="table.left"),
    ]

    @dataclass
    class RowsWanted(Message):
        """These rows are in sight or near it and have no fresh cells; answer with `provide`.

        Never posted twice in a row for the same ids; ids left unanswered are asked for again as
        soon as the view moves.
        """

        table: "RecordTable"
        ids: tuple[int, ...]

        @property
        def control(self) -> "RecordTable":
            """The table, for `@on` selectors."""
            return self.table

    @dataclass
    class Highlighted(Message):
        """The cursor came to stand on another record; None when the list became empty."""

        table: "RecordTable"
        record_id: int | None

        @property
        def control(self) -> "RecordTable":
            """The table, for `@on` selectors."""
            return self.table

    @dataclass
    class Opened(Message):
        """Enter, or a second click, on a record."""

        table: "RecordTable"
        record_id: int

        @property
        def control(self) -> "RecordTable":
            """The table, for `@on` selectors."""
            return self.table

    @dataclass
    class MarksChanged(Message):
        """The set of marked records changed; the table says which they are."""

        table: "RecordTable"

        @property
        def control(self) -> "RecordTable":
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
        super().__init__(columns, empty=empty, name=name, id=id, classes=classes, disabled=disabled)
        self._ids: tuple[int, ...] = ()
        self._cells: dict[int, Row] = {}
        self._stale: set[int] = set()
        self._asked: tuple[int, ...] = ()
        self._marked: set[int] = set()
        self._elsewhere: int | None = 0

    # What the owner says

    def set_rows(self, ids: Sequence[int], *, keep_cursor: bool = True) -> None:
        """Show these records in this order.

        With `keep_cursor` the cursor stays on its record and that record on its line of the
        screen; where the record is gone, the nearest one that is left takes over. Cells already
        provided and marks stay.
        """
        before = self.cursor_id
        old_ids, old_row, old_top = self._ids, self._cursor_row, self.top_row
        self._ids = tuple(ids)
        self._asked = ()
        self._elsewhere = None if self._marked else 0
        row = 0
        if keep_cursor and before is not None:
            row = min(nearest_row(old_ids, old_row, self._ids), max(0, len(self._ids) - 1))
            self._show_rows(row, row - (old_row - old_top))
        else:
            self._show_rows(row, 0)
        if self.cursor_id != before:
            self.cursor_moved()

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Show these columns, and ask for the cells of all rows in sight anew."""
        super().set_columns(columns)
        self._cells.clear()
        self._stale.clear()
        self._asked = ()
        self.view_moved()

    def provide(self, rows: Mapping[int, Row]) -> None:
        """Fill in the cells of these records; only rows that changed are repainted."""
        changed = {
            record_id for record_id, cells in rows.items() if self._cells.get(record_id) != cells
        }
        for record_id, cells in rows.items():
            self._cells.pop(record_id, None)
            self._cells[record_id] = cells
        self._stale.difference_update(rows)
        self._forget_oldest()
        first, last = self._rows_near(0)
        self._refresh_rows(row for row in range(first, last) if self._ids[row] in changed)

    def refresh_rows(self, ids: Iterable[int] | None = None) -> None:
        """Ask anew for these records (None: for all) as they come into sight.

        Their old cells stay on the screen until `provide` brings new ones.
        """
        self._stale.update(self._cells if ids is None else ids)
        self._asked = ()
        self.view_moved()

    @property
    def ids(self) -> tuple[int, ...]:
        """The records shown, in order."""
        return self._ids

    @property
    def visible_ids(self) -> tuple[int, ...]:
        """The records in sight."""
        first, last = self._rows_near(0)
        return self._ids[first:last]

    @property
    def cursor_id(self) -> int | None:
        """The record of the cursor, None where the list is empty."""
        return self._ids[self._cursor_row] if self._cursor_row >= 0 else None

    def move_to(self, record_id: int) -> bool:
        """Put the cursor on this record; False where the list does not hold it."""
        try:
            row = self._ids.index(record_id)
        except ValueError:
            return False
        self._go(row)
        return True

    @property
    def marked(self) -> frozenset[int]:
        """The marked records, also those the list does not show at the moment."""
        return frozenset(self._marked)

    @property
    def mark_count(self) -> int:
        """How many records are marked."""
        return len(self._marked)

    @property
    def marked_elsewhere(self) -> int:
        """How many marked records the list does not show at the moment."""
        if self._elsewhere is None:
            self._elsewhere = len(self._marked.difference(self._ids)) if self._marked else 0
        return self._elsewhere

    def set_marks(self, ids: Iterable[int]) -> None:
        """Mark exactly these records."""
        marked = set(ids)
        if marked != self._marked:
            self._marked = marked
            self._elsewhere = None
            self.refresh()
            self.post_message(self.MarksChanged(self))

    def action_toggle_mark(self) -> None:
        """Mark the record of the cursor, or take its mark away, and go on to the next one."""
        if self._cursor_row >= 0:
            self.lead_pressed(self._cursor_row)
            self.action_cursor_down()

    def action_turn_columns(self, by: int) -> None:
        """Show the columns that found no room, or those before."""
        if self._painter.turn_page(by):
            self.refresh()

    @property
    def left_out(self) -> int:
        """How many columns are not in sight for want of room."""
        return len(self.columns) - len(self._painter.placed)

    # What the base asks

    @property
    def row_count(self) -> int:
        """How many records there are."""
        return len(self._ids)

    def line(self, row: int) -> Line:
        """The record's cells, if they have been provided."""
        record_id = self._ids[row]
        marked = record_id in self._marked
        return Line(self._cells.get(record_id), mark=MARK if marked else " ", strong=marked)

    def cursor_moved(self) -> None:
        """Tell the owner which record it is."""
        self.post_message(self.Highlighted(self, self.cursor_id))

    def open_row(self, row: int) -> None:
        """Tell the owner to open the record."""
        self.post_message(self.Opened(self, self._ids[row]))

    def lead_pressed(self, row: int) -> bool:
        """Toggle the mark of the row."""
        self._marked ^= {self._ids[row]}
        self._refresh_rows((row,))
        self.post_message(self.MarksChanged(self))
        return True

    def view_moved(self) -> None:
        """Ask for a page on either side once rows within half a page have no fresh cells."""
        if not self.view_rows or not self._missing(*self._rows_near(self.view_rows // 2)):
            return
        wanted = self._missing(*self._rows_near(self.view_rows))
        if wanted != self._asked:
            self._asked = wanted
            self.post_message(self.RowsWanted(self, wanted))

    def _rows_near(self, margin: int) -> tuple[int, int]:
        first = max(0, self.top_row - margin)
        last = min(len(self._ids), self.top_row + self.view_rows + margin)
        return first, max(first, last)

    def _missing(self, first: int, last: int) -> tuple[int, ...]:
        return tuple(
            record_id
            for record_id in self._ids[first:last]
            if record_id not in self._cells or record_id in self._stale
        )

    def _forget_oldest(self) -> None:
        surplus = len(self._cells) - CELLS_KEPT
        if surplus <= 0:
            return
        first, last = self._rows_near(self.view_rows)
        near = set(self._ids[first:last])
        oldest = [record_id for record_id in self._cells if record_id not in near][:surplus]
        for record_id in oldest:
            del self._cells[record_id]
        self._stale.difference_update(oldest)


def nearest_row(old_ids: Sequence[int], old_row: int, new_ids: Sequence[int]) -> int:
    """Where the record of `old_row` is now, or else its nearest neighbour that is left.

    Of two neighbours equally near the later one takes over, as when a row is deleted from a list.
    Where none of them is left, the row keeps its number.
    """
    if old_row < len(new_ids) and new_ids[old_row] == old_ids[old_row]:
        return old_row
    try:
        return new_ids.index(old_ids[old_row])
    except ValueError:
        pass
    left = set(new_ids)
    for distance in range(1, NEIGHBOURS_SEARCHED):
        for row in (old_row + distance, old_row - distance):
            if 0 <= row < len(old_ids) and old_ids[row] in left:
                return new_ids.index(old_ids[row])
    return old_row
