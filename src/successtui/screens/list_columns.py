"""Which columns a list shows, and in which order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input, Static

from successtui.actions import Scope, bindings
from successtui.records import Derived, Record
from successtui.screens.list_look import declared, possible_columns
from successtui.text import ui_text
from successtui.widgets.columns import Cell, Column
from successtui.widgets.pick_grid import PickGrid, PickItem
from successtui.widgets.question import Question

_COLUMNS = (
    Column("label", "Column", None, min_width=20, weight=2, priority=10),
    Column("name", "In a query", None, min_width=12, priority=8),
    Column("help", "What it is", None, min_width=16, weight=2, priority=5),
)
_HINT = "space shows or hides · J K move it down or up · / finds · D the usual ones · enter takes"
_NONE = "one column at least must be shown"


class ColumnGrid(PickGrid):
    """The columns; enter takes all of it, whatever the cursor is on."""

    class Taken(Message):
        """Enter was pressed."""

    def open_row(self, row: int) -> None:
        """Tell the owner."""
        self.post_message(self.Taken())


class ColumnPicker(Question["tuple[str, ...] | None"]):
    """Asks for the columns; `None` when it was left with escape."""

    AUTO_FOCUS = "ColumnGrid"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(Scope.COLUMNS),
        Binding("escape", "leave", "Close", show=False),
    ]

    def __init__(self, record_type: type[Record], shown: Sequence[str]) -> None:
        super().__init__()
        self._type = record_type
        self._chosen = set(shown)
        possible = possible_columns(record_type)
        self._order = [*shown, *(name for name in possible if name not in self._chosen)]
        self._words = ""

    def compose(self) -> ComposeResult:
        """Title, line to find by, columns, how to use it."""
        plural = self._type.declaration.plural.lower()
        with Vertical(classes="dialog"):
            yield Static(ui_text(f"Columns of {plural}"), classes="dialog--title")
            line = Input(placeholder="part of a name", compact=True, classes="-hidden")
            line.cursor_blink = False
            yield line
            yield ColumnGrid(_COLUMNS, empty="No column is called that. esc shows all.")
            yield Static(ui_text(_HINT), classes="dialog--hint")

    def on_mount(self) -> None:
        """All columns, those that are shown first."""
        self._show()

    @property
    def grid(self) -> ColumnGrid:
        """The columns."""
        return self.query_one(ColumnGrid)

    @property
    def chosen(self) -> tuple[str, ...]:
        """What will be shown, from the left."""
        return tuple(name for name in self._order if name in self._chosen)

    def _show(self) -> None:
        words = self._words.lower().split()
        items = [self._item(name) for name in self._order]
        found = [i for i in items if all(w in _text(i) for w in words)]
        self.grid.set_items(found)

    def _item(self, name: str) -> PickItem:
        field = declared(self._type, name)
        told = "computed" if isinstance(field, Derived) else field.help
        cells = (Cell(field.label), Cell(name, "muted"), Cell(told, "muted"))
        return PickItem(name, 0, None, cells, name in self._chosen)

    @on(ColumnGrid.CheckedChanged)
    def _ticked(self, event: ColumnGrid.CheckedChanged) -> None:
        event.stop()
        listed = {name for name in self._order if self.grid.has_item(name)}
        self._chosen = (self._chosen - listed) | event.checked

    # Keys

    def action_move(self, by: int) -> None:
        """Moves the column under the cursor; only those that are shown have an order."""
        name = self.grid.cursor_key
        if name is None or self._words:
            return
        row = self._order.index(name)
        if 0 <= row + by < len(self._order):
            self._order[row], self._order[row + by] = self._order[row + by], name
            self._show()
            self.grid.move_to(name)

    def action_down(self) -> None:
        """Further right in the list."""
        self.action_move(1)

    def action_up(self) -> None:
        """Further left in the list."""
        self.action_move(-1)

    def action_usual(self) -> None:
        """The columns such a list has when nobody chose any."""
        usual = self._type.declaration.columns
        self._chosen = set(usual)
        self._order = [*usual, *(n for n in possible_columns(self._type) if n not in self._chosen)]
        self._show()

    def action_find(self) -> None:
        """Opens the line to find by."""
        line = self.query_one(Input)
        line.remove_class("-hidden")
        line.focus()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._words = event.value
        self._show()

    @on(Input.Submitted)
    def _found(self, event: Input.Submitted) -> None:
        event.stop()
        self.grid.focus()

    def action_leave(self) -> None:
        """Leaves the line to find by, then the question."""
        line = self.query_one(Input)
        if line.has_focus or self._words:
            line.value = ""
            line.add_class("-hidden")
            self.grid.focus()
        else:
            self.dismiss(None)

    @on(ColumnGrid.Taken)
    def _taken(self) -> None:
        if self.chosen:
            self.dismiss(self.chosen)
            return
        hint = self.query_one(".dialog--hint", Static)
        hint.add_class("-wrong")
        hint.update(ui_text(f"✗ {_NONE}"))


def _text(item: PickItem) -> str:
    return " ".join(c if isinstance(c, str) else c.text for c in item.cells).lower()
