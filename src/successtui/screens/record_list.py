"""A list of records of one type: filter, sort, open. The place behind Accounts and all lists."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Input, Static

from successtui.actions import Scope, bindings
from successtui.domain.errors import SuccessError
from successtui.records import Record
from successtui.screens.base import dialog, host
from successtui.screens.cells import cell, columns_of
from successtui.screens.record_actions import RecordActions
from successtui.text import ui_text
from successtui.widgets.columns import Cell
from successtui.widgets.menu import Menu, MenuItem
from successtui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from successtui.services.session import Session

Rows = dict[int, tuple[Cell, ...]]


class RecordList(RecordActions):
    """All records of a type that the person sees, or those a query finds."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.LIST, Scope.RECORD)]

    def __init__(
        self, record_type: type[Record], *, query: str = "", templates: bool = False
    ) -> None:
        super().__init__()
        self.record_type = record_type
        self._templates = templates
        self._query = query
        self._order: tuple[str, ...] = ()
        self._found = 0
        self._names = record_type.declaration.columns

    def breadcrumb(self) -> str:
        """The record type's name."""
        plural = self.record_type.declaration.plural
        return f"{plural} (templates)" if self._templates else plural

    def body(self) -> ComposeResult:
        """Filter line, table, and how many there are."""
        yield Input(
            placeholder="words, or field:value – enter filters, esc leaves",
            id="filter",
            compact=True,
            classes="-hidden",
        )
        label = self.record_type.declaration.label.lower()
        yield RecordTable(
            columns_of(self.record_type, self._names),
            empty=f"Nothing here yet. Press n for a new {label}, / to filter, r to read again.",
            id="rows",
        )
        yield Static("", id="status")

    @property
    def table(self) -> RecordTable:
        """The table of rows."""
        return self.query_one("#rows", RecordTable)

    async def reload(self) -> None:
        """Asks for the ids; the table then asks for the rows in sight."""
        job = partial(_ids, self.record_type, self._query, self._order, self._templates)
        try:
            ids = await host(self).desk.read(job)
        except SuccessError as error:
            self._say(str(error), wrong=True)
            return
        self._found = len(ids)
        table = self.table
        table.set_rows(ids)
        table.refresh_rows()
        self._say(f"{len(ids):,} {self.record_type.declaration.plural.lower()}{self._described()}")

    @on(RecordTable.RowsWanted)
    def _fetch(self, event: RecordTable.RowsWanted) -> None:
        event.stop()
        self.start(partial(self._fill, event.ids), group="rows")

    async def _fill(self, ids: Sequence[int]) -> None:
        job = partial(_rows, self.record_type, tuple(ids), self._names)
        self.table.provide(await host(self).desk.read(job))

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        event.stop()
        self.open_record(event.record_id)

    def open_record(self, record_id: int) -> None:
        """Opens the record under the cursor: an account's page, or a form."""
        self.open_in_place(self.record_type, record_id)

    def current(self) -> tuple[type[Record], int] | None:
        """The record the actions are about."""
        record_id = self.table.cursor_id
        return None if record_id is None else (self.record_type, record_id)

    # Filter and sort

    def action_filter(self) -> None:
        """Opens the filter line."""
        line = self.query_one("#filter", Input)
        line.remove_class("-hidden")
        line.focus()

    @on(Input.Submitted, "#filter")
    def _filtered(self, event: Input.Submitted) -> None:
        event.stop()
        self._query = event.value.strip()
        if not self._query:
            self._hide_filter()
        self.table.focus()
        self.load()

    def action_back(self) -> None:
        """Leaves the filter line first, then the filter, then the place."""
        line = self.query_one("#filter", Input)
        if line.has_focus or (self._query and not line.has_class("-hidden")):
            self._query = "" if not line.has_focus else self._query
            if not self._query:
                line.value = ""
                self._hide_filter()
            self.table.focus()
            self.load()
        else:
            super().action_back()

    def _hide_filter(self) -> None:
        self.query_one("#filter", Input).add_class("-hidden")

    @dialog
    async def action_sort(self) -> None:
        """Asks for a column; the same one again turns the order round."""
        declaration = self.record_type.declaration
        fields = [n for n in ("number", *self._names) if n not in declaration.derived]
        items = [
            MenuItem(name, "Number" if name == "number" else declaration.fields[name].label)
            for name in dict.fromkeys(fields)
            if name != "number" or declaration.numbered
        ]
        chosen = await self.app.push_screen_wait(Menu("Sort by", items))
        if chosen is not None:
            self._order = (f"-{chosen}",) if self._order == (chosen,) else (chosen,)
            self.table.set_sort(chosen, descending=self._order[0].startswith("-"))
            self.load()

    def action_first(self) -> None:
        """To the first row."""
        self.table.action_first()

    def action_last(self) -> None:
        """To the last row."""
        self.table.action_last()

    @dialog
    async def action_new(self) -> None:
        """A form for a new record."""
        from successtui.screens.form import RecordForm

        saved = await self.app.push_screen_wait(RecordForm(self.record_type))
        if saved is not None:
            self.table.move_to(saved.record.id)

    def _described(self) -> str:
        return f" found by: {self._query}" if self._query else ""

    def _say(self, sentence: str, *, wrong: bool = False) -> None:
        status = self.query_one("#status", Static)
        status.set_class(wrong, "-wrong")
        status.update(ui_text(sentence))


def _ids(
    record_type: type[Record],
    query: str,
    order: tuple[str, ...],
    templates: bool,
    session: Session,
) -> list[int]:
    from successtui.services.listing import ListRequest, list_ids

    return list_ids(session, ListRequest(record_type, query, order, templates))


def _rows(
    record_type: type[Record], ids: tuple[int, ...], names: tuple[str, ...], session: Session
) -> Rows:
    from successtui.services.listing import page

    found = page(session, record_type, ids, names)
    return {i: tuple(cell(shown) for shown in shown_row) for i, shown_row in found.items()}
