"""The records behind a number of the report: exactly those that were counted (R004-13, R004-41).

Owns no counting: it shows the ids it is given, in their order, and asks anew when something
changed. What can be done with a record is the same as in every list.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from successtui.actions import Scope, bindings
from successtui.records import REGISTRY, Record
from successtui.screens.base import host
from successtui.screens.cells import columns_of
from successtui.screens.list_jobs import rows_of
from successtui.screens.list_trail import Trail
from successtui.screens.record_actions import RecordActions
from successtui.screens.report_jobs import records_behind
from successtui.screens.report_words import filter_words
from successtui.services.report.catalogue import BY_KEY
from successtui.services.report.scope import Filters
from successtui.text import ui_text
from successtui.widgets.columns import Cell, Column
from successtui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from successtui.services.report.numbers import Drilled

_REMARK = Column("remark", "Why", None, min_width=14, weight=2, priority=90)
_GONE = "(no longer there)"


class DrilledPlace(RecordActions):
    """The list behind a number.

    Args:
        filters: those the number was counted with.
        key: of the indicator.
        group: of its groups, as `services.report.drill` names them; `None` for all of it.
        cursor: the record to begin with; the first one without it.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(Scope.RECORD),
        *bindings(Scope.LIST, prefix="list.first"),
        *bindings(Scope.LIST, prefix="list.last"),
    ]

    def __init__(
        self, filters: Filters, key: str, group: str | None = None, *, cursor: int | None = None
    ) -> None:
        super().__init__()
        self.record_type: type[Record] = REGISTRY[BY_KEY[key].record]
        self._filters = filters
        self._key = key
        self._group = group
        self._cursor = cursor
        self._drilled: Drilled | None = None

    def breadcrumb(self) -> str:
        """The report, and what of it is listed."""
        title = self._drilled.title if self._drilled else BY_KEY[self._key].title
        return f"Success report › {title}"

    def body(self) -> ComposeResult:
        """The rule in words, the records, how many there are."""
        yield Static("", classes="drilled-rule")
        yield RecordTable(self._columns(), empty="reading …", id="rows")
        yield Static("", id="status")

    @property
    def table(self) -> RecordTable:
        """The table of rows."""
        return self.query_one("#rows", RecordTable)

    def current(self) -> tuple[type[Record], int] | None:
        """The record the actions are about."""
        record_id = self.table.cursor_id
        return None if record_id is None else (self.record_type, record_id)

    def trail(self) -> Trail | None:
        """The list, for those who walk along it from inside a record."""
        return Trail(self.record_type, self.table)

    # Loading

    async def reload(self) -> None:
        """Asks for the records anew; the cursor stays on its own."""
        job = partial(records_behind, self._key, self._group, self._filters)
        drilled = await host(self).desk.read(job)
        self._drilled = drilled
        table = self.table
        table.empty = "Nothing is counted here. esc goes back to the report."
        if tuple(self._columns()) != table.columns:
            table.set_columns(self._columns())
        table.set_rows(drilled.ids)
        table.refresh_rows()
        if self._cursor is not None:
            table.move_to(self._cursor)
            self._cursor = None
        self.show_breadcrumb()
        self._say(drilled)

    def _columns(self) -> list[Column]:
        """Those of the indicator, with what is said of single records behind the name."""
        columns = [_wider(column) for column in columns_of(self.record_type, self._names)]
        if self._drilled is not None and self._drilled.remarks:
            columns.insert(min(2, len(columns)), _REMARK)
        return columns

    @property
    def _names(self) -> tuple[str, ...]:
        return BY_KEY[self._key].columns

    def _say(self, drilled: Drilled) -> None:
        filtered = filter_words(self._filters)
        rule = f"{drilled.rule} Filtered: {filtered}." if filtered else drilled.rule
        self.query_one(".drilled-rule", Static).update(ui_text(rule))
        declaration = self.record_type.declaration
        count = len(drilled.ids)
        name = declaration.label if count == 1 else declaration.plural
        left_out = self.table.left_out
        more = f" · → {left_out} more column{'s' * (left_out != 1)}" if left_out else ""
        order = f" · by {drilled.indicator.order}" if count > 1 else ""
        self.query_one("#status", Static).update(ui_text(f"{count:,} {name.lower()}{more}{order}"))

    def on_resize(self) -> None:
        """Other columns may have found room."""
        if self._drilled is not None:
            self.call_after_refresh(self._say, self._drilled)

    @on(RecordTable.RowsWanted)
    def _fetch(self, event: RecordTable.RowsWanted) -> None:
        event.stop()
        self.start(partial(self._fill, event.ids), group="rows")

    async def _fill(self, ids: Sequence[int]) -> None:
        job = partial(rows_of, self.record_type, tuple(ids), self._names)
        rows = await host(self).desk.read(job)
        self.table.provide({i: self._cells(i, rows.get(i)) for i in ids})

    def _cells(self, record_id: int, cells: tuple[Cell, ...] | None) -> tuple[Cell, ...]:
        """A row with its remark; a record that went meanwhile says so."""
        row = [Cell(_GONE, "muted")] if cells is None else list(cells)
        remarks = self._drilled.remarks if self._drilled else {}
        if remarks:
            row.insert(min(2, len(row)), Cell(remarks.get(record_id, ""), "accent"))
        return tuple(row)

    # Opening

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        event.stop()
        self.open_in_place(self.record_type, event.record_id)

    def action_first(self) -> None:
        """To the first row."""
        self.table.action_first()

    def action_last(self) -> None:
        """To the last row."""
        self.table.action_last()


def _wider(column: Column) -> Column:
    """Whose record it is matters as much as what it is called."""
    return replace(column, min_width=18, weight=3) if column.key == "account" else column
