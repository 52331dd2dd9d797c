"""A list found by typing part of its name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from successtui.screens.places import Entry, ListChoice, matching, shown
from successtui.text import ui_text
from successtui.widgets.question import Question


class RecordMenu(Question[ListChoice | None]):
    """Asks for a list, found by typing part of its name; `None` when it was left with escape."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Close", show=False),
        Binding("down", "move('cursor_down')", "Next", show=False),
        Binding("up", "move('cursor_up')", "Previous", show=False),
        Binding("pagedown", "move('page_down')", "Next page", show=False),
        Binding("pageup", "move('page_up')", "Previous page", show=False),
    ]

    def __init__(self, title: str, entries: Sequence[Entry]) -> None:
        super().__init__()
        self._title = title
        self._entries = tuple(entries)
        self._found: list[Entry] = list(entries)

    def compose(self) -> ComposeResult:
        """Search line and names."""
        with Vertical(classes="dialog"):
            yield Static(ui_text(self._title), classes="dialog--title")
            line = Input(placeholder="type a part of the name, enter opens", compact=True)
            line.cursor_blink = False
            yield line
            names = OptionList(markup=False, compact=True)
            names.can_focus = False
            yield names

    def on_mount(self) -> None:
        """All names at first."""
        self._show("")

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._show(event.value)

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        place = self.query_one(OptionList).highlighted
        if place is not None:
            self.dismiss(self._found[place].choice)

    @on(OptionList.OptionSelected)
    def _picked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self._found[event.option_index].choice)

    def put_first(self, entries: Sequence[Entry]) -> None:
        """Further lists, which stand before the others."""
        self._entries = (*entries, *self._entries)
        if self.is_mounted:
            self._show(self.query_one(Input).value)

    def action_move(self, how: str) -> None:
        """Moves among the names while the search line keeps the focus."""
        getattr(self.query_one(OptionList), f"action_{how}")()

    def _show(self, text: str) -> None:
        self._found = matching(self._entries, text)
        names = self.query_one(OptionList)
        names.clear_options()
        names.add_options([Option(ui_text(shown(entry))) for entry in self._found])
        names.highlighted = 0 if self._found else None
