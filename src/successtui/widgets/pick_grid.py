"""A grid of rows with check boxes and editable cells: 'Select Records' of the wizards.

Owns which rows are checked and where the cell cursor is. Changes no cell itself: enter asks the
owner to edit, and the owner answers with `update_item`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from successtui.widgets.columns import Cell, Column, Row
from successtui.widgets.line_painter import Line
from successtui.widgets.line_table import LineTable

__all__ = ["Cell", "Column", "PickGrid", "PickItem"]

INDENT = 2
CHECKED_MARK = "[x] "
UNCHECKED_MARK = "[ ] "


@dataclass(frozen=True, slots=True)
class PickItem:
    """One row of the grid."""

    key: str
    depth: int
    parent: str | None
    cells: Row
    checked: bool = True


class PickGrid(LineTable):
    """A table of items to choose among and to adjust; see the module."""

    PINNED_COLUMN = 0

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "toggle_item", "Select", show=False, id="grid.toggle"),
        Binding("a", "toggle_all", "Select all or none", show=False, id="grid.toggle_all"),
        Binding("left,h", "previous_cell", "Previous cell", show=False, id="grid.left"),
        Binding("right,l", "next_cell", "Next cell", show=False, id="grid.right"),
    ]

    @dataclass
    class EditWanted(Message):
        """Enter, or a second click, on a row: the cell of this column is to be edited."""

        table: "PickGrid"
        key: str
        column_key: str

        @property
        def control(self) -> "PickGrid":
            """The grid, for `@on` selectors."""
            return self.table

    @dataclass
    class CheckedChanged(Message):
        """The set of checked items changed."""

        table: "PickGrid"
        checked: frozenset[str]

        @property
        def control(self) -> "PickGrid":
            """The grid, for `@on` selectors."""
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
        self._items: list[PickItem] = []
        self._row_of: dict[str, int] = {}
        self._checked: set[str] = set()
        self._column_key = ""

    # What the owner says

    def set_items(self, items: Sequence[PickItem]) -> None:
        """Show these items, each followed by its descendants; `checked` starts with theirs."""
        key = self.cursor_key
        self._items = list(items)
        self._row_of = {item.key: row for row, item in enumerate(self._items)}
        self._checked = {item.key for item in self._items if item.checked}
        row = max(0, self._cursor_row) if key is None else self._row_of.get(key, self._cursor_row)
        self._show_rows(row, self.top_row)
        if self._cursor_row >= 0:
            self._bring_into_sight(self._cursor_row)

    def update_item(self, key: str, cells: Row) -> None:
        """Show other cells for one item.

        Raises:
            KeyError: There is no such item.
        """
        row = self._row_of[key]
        self._items[row] = replace(self._items[row], cells=cells)
        self._refresh_rows((row,))

    @property
    def checked(self) -> frozenset[str]:
        """Keys of the checked items."""
        return frozenset(self._checked)

    def has_item(self, key: str) -> bool:
        """Whether there is an item of this key."""
        return key in self._row_of

    @property
    def cursor_key(self) -> str | None:
        """The item of the cursor, None where the grid is empty."""
        return self._items[self._cursor_row].key if self._cursor_row >= 0 else None

    @property
    def column_key(self) -> str:
        """The column of the cell cursor, empty where no column in sight is editable."""
        keys = self._editable_keys()
        if self._column_key in keys:
            return self._column_key
        return keys[0] if keys else ""

    def move_to(self, key: str, column_key: str | None = None) -> bool:
        """Put the cursor on this item and, if it is in sight, on that column."""
        row = self._row_of.get(key)
        if row is None:
            return False
        self._go(row)
        if column_key is not None:
            self._column_key = column_key
            self._refresh_rows((row,))
        return True

    # Keys

    def action_toggle_item(self) -> None:
        """Check or uncheck the item; its descendants follow it, its parent does not."""
        if self._cursor_row >= 0:
            self.lead_pressed(self._cursor_row)

    def action_toggle_all(self) -> None:
        """Check all items, or uncheck all where all are checked."""
        every = set(self._row_of)
        self._change(every, checked=self._checked != every)

    def action_next_cell(self) -> None:
        """Move the cell cursor to the next editable column."""
        self._move_cell(1)

    def action_previous_cell(self) -> None:
        """Move the cell cursor to the previous editable column."""
        self._move_cell(-1)

    # What the base asks

    @property
    def row_count(self) -> int:
        """How many items there are."""
        return len(self._items)

    def line(self, row: int) -> Line:
        """The item, indented, with its check box; unchecked ones are dim."""
        item = self._items[row]
        checked = item.key in self._checked
        room = self._painter.placed[0].width // 2 if self._painter.placed else 0
        lead = " " * min(item.depth * INDENT, room) + (CHECKED_MARK if checked else UNCHECKED_MARK)
        return Line(item.cells, lead=lead, dim=not checked)

    def cell_at_cursor(self) -> int | None:
        """The column the cell cursor is on."""
        key = self.column_key
        return next((each.index for each in self._painter.placed if each.column.key == key), None)

    def open_row(self, row: int) -> None:
        """Ask the owner to edit the cell of the cursor."""
        if self.column_key:
            self.post_message(self.EditWanted(self, self._items[row].key, self.column_key))

    def lead_pressed(self, row: int) -> bool:
        """Check or uncheck the item of the row and its descendants."""
        item = self._items[row]
        family = {item.key}
        for below in self._items[row + 1 :]:
            if below.depth <= item.depth:
                break
            family.add(below.key)
        self._change(family, checked=item.key not in self._checked)
        return True

    def column_pressed(self, column_key: str) -> None:
        """Move the cell cursor to a column that was clicked."""
        if column_key in self._editable_keys():
            self._column_key = column_key
            self._refresh_rows((self._cursor_row,))

    def _change(self, keys: set[str], *, checked: bool) -> None:
        after = self._checked | keys if checked else self._checked - keys
        if after != self._checked:
            self._checked = after
            self.refresh()
            self.post_message(self.CheckedChanged(self, self.checked))

    def _editable_keys(self) -> list[str]:
        return [each.column.key for each in self._painter.placed if each.column.editable]

    def _move_cell(self, direction: int) -> None:
        keys = self._editable_keys()
        if keys:
            place = keys.index(self.column_key) + direction
            self._column_key = keys[min(max(place, 0), len(keys) - 1)]
            self._refresh_rows((self._cursor_row,))
