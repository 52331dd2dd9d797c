"""A look at many lines in a dialog: a table, and below it the line under the cursor whole.

Owns the layout and the loading; what the lines are is the business of the screens built on it.
"""

from __future__ import annotations

from typing import ClassVar, Generic, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from successtui.actions import Scope, key_name, specs
from successtui.palette import bound_ids
from successtui.text import ui_text
from successtui.widgets.columns import Cell, Column
from successtui.widgets.question import Question
from successtui.widgets.record_table import RecordTable

L = TypeVar("L")


class LinesScreen(Question[None], Generic[L]):
    """Lines to look at and to do something with."""

    COLUMNS: ClassVar[tuple[Column, ...]] = ()
    EMPTY: ClassVar[str] = ""

    def __init__(self) -> None:
        super().__init__()
        self._lines: dict[int, L] = {}

    def heading(self) -> str:
        """What is looked at."""
        raise NotImplementedError

    async def lines(self) -> list[L] | None:
        """All lines; `None` when they cannot be had, which closes the screen."""
        raise NotImplementedError

    def cells(self, line: L) -> tuple[Cell, ...]:
        """What the table shows of a line."""
        raise NotImplementedError

    def whole(self, line: L) -> str:
        """All of a line, for below the table."""
        raise NotImplementedError

    @property
    def chosen(self) -> L | None:
        """The line under the cursor."""
        return self._lines.get(self.query_one(RecordTable).cursor_id or 0)

    def compose(self) -> ComposeResult:
        """Title, table, the chosen line, keys."""
        with Vertical(classes="dialog"):
            yield Static(ui_text(self.heading()), classes="dialog--title")
            yield RecordTable(self.COLUMNS, empty="Reading …")
            with VerticalScroll(classes="history--detail", can_focus=False):
                yield Static("")
            yield Static(ui_text(self._keys()), classes="dialog--hint")

    def on_mount(self) -> None:
        """Asks for the lines."""
        self.read_again()

    def read_again(self) -> None:
        """Reads the lines anew; the cursor stays in its row."""
        self.run_worker(self._fill(), group="load", exclusive=True, exit_on_error=False)

    async def _fill(self) -> None:
        lines = await self.lines()
        if lines is None:
            self.dismiss(None)
            return
        table = self.query_one(RecordTable)
        table.empty = self.EMPTY
        self._lines = dict(enumerate(lines, start=1))
        self.query_one(".dialog--title", Static).update(ui_text(self.heading()))
        table.set_rows(tuple(self._lines))
        table.refresh_rows()
        self._show(self.chosen)
        table.focus()

    @on(RecordTable.RowsWanted)
    def _fetch(self, event: RecordTable.RowsWanted) -> None:
        event.stop()
        event.table.provide({i: self.cells(self._lines[i]) for i in event.ids if i in self._lines})

    @on(RecordTable.Highlighted)
    def _highlighted(self, event: RecordTable.Highlighted) -> None:
        event.stop()
        self._show(self._lines.get(event.record_id or 0))

    def _show(self, line: L | None) -> None:
        detail = self.query_one(".history--detail Static", Static)
        detail.update(ui_text("" if line is None else self.whole(line)))

    def _keys(self) -> str:
        mine = bound_ids(type(self))
        found = [spec for spec in specs(Scope.HISTORY) if spec.id in mine]
        return "  ".join(f"{key_name(s.keys).split()[0]} {s.title.lower()}" for s in found)
