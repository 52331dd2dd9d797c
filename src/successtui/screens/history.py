"""The history of one record: who changed what, when, from what to what, in which step."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from successtui.records import Record
from successtui.screens.base import read
from successtui.text import ui_text
from successtui.widgets.columns import Cell, Column
from successtui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from successtui.services.retelling import HistoryLine
    from successtui.services.session import Session

_WHOLE_RECORD = "(record)"
_NOTHING = "–"
_COLUMNS = (
    Column("when", "When (UTC)", 16, priority=10),
    Column("who", "Who", None, min_width=10, weight=2, priority=9),
    Column("field", "Field", None, min_width=12, weight=2, priority=8),
    Column("was", "Was", None, min_width=10, weight=3, priority=6),
    Column("now", "Now", None, min_width=10, weight=3, priority=7),
    Column("step", "Step", None, min_width=16, weight=2, priority=3),
)


class HistoryScreen(ModalScreen[None]):
    """Everything that changed on a record, newest first; below it the line under the cursor whole.

    Nothing of what the person may not see is shown.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,H", "dismiss(None)", "Close", show=False),
    ]

    def __init__(self, record: Record) -> None:
        super().__init__()
        self._record = record
        self._lines: dict[int, HistoryLine] = {}

    def compose(self) -> ComposeResult:
        """Title, table, the chosen line, keys."""
        record = self._record
        number = "" if record.number == record.caption else record.number
        with Vertical(classes="dialog"):
            title = f"History of {record.declaration.label} {number} {record.caption}"
            yield Static(ui_text(title), classes="dialog--title")
            yield RecordTable(_COLUMNS, empty="Reading …")
            with VerticalScroll(classes="history--detail", can_focus=False):
                yield Static("")
            yield Static(ui_text("↑ ↓ move, esc closes"), classes="dialog--hint")

    def on_mount(self) -> None:
        """Asks for the history."""
        self.run_worker(self._fill(), group="load", exclusive=True, exit_on_error=False)

    async def _fill(self) -> None:
        lines = await read(self, partial(_history, self._record))
        table = self.query_one(RecordTable)
        table.empty = "Nothing was recorded of it yet."
        if lines is None:
            self.dismiss(None)
            return
        self._lines = dict(enumerate(lines, start=1))
        table.set_rows(tuple(self._lines))
        table.focus()

    @on(RecordTable.RowsWanted)
    def _fetch(self, event: RecordTable.RowsWanted) -> None:
        event.stop()
        event.table.provide({place: _cells(self._lines[place]) for place in event.ids})

    @on(RecordTable.Highlighted)
    def _chosen(self, event: RecordTable.Highlighted) -> None:
        event.stop()
        line = self._lines.get(event.record_id or 0)
        self.query_one(".history--detail Static", Static).update(
            ui_text("" if line is None else _whole(line))
        )


def _history(record: Record, session: Session) -> list[HistoryLine]:
    from successtui.services.retelling import record_history

    return record_history(session, record)


def _cells(line: HistoryLine) -> tuple[Cell, ...]:
    return (
        Cell(f"{line.at:%Y-%m-%d %H:%M}"),
        Cell(line.who),
        Cell(line.field or _WHOLE_RECORD),
        Cell(line.was, "muted"),
        Cell(line.now),
        Cell(line.step, "muted"),
    )


def _whole(line: HistoryLine) -> str:
    head = f"{line.step} – {line.who}, {line.at:%Y-%m-%d %H:%M:%S} UTC"
    if not line.field:
        return f"{head}\nThe record was {line.now}."
    return f"{head}\n{line.field} was: {line.was or _NOTHING}\nnow: {line.now or _NOTHING}"
