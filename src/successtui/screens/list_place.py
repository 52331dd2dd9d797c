"""The body of every list: filter line, table, status; loads what is looked at and no more.

Owns loading. The first rows come at once, the other ids behind them, the cells of rows as they come
into sight. What can be done with a list stands in `record_list.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from threading import Event
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from successtui.domain.errors import SuccessError
from successtui.query.errors import QueryError
from successtui.records import Record
from successtui.screens.base import host
from successtui.screens.cells import columns_of
from successtui.screens.list_jobs import all_ids, default_view_of, first_rows, rows_of, suggestions
from successtui.screens.list_look import Look, differs, kept_columns, look_of
from successtui.screens.list_trail import Trail
from successtui.screens.record_actions import RecordActions
from successtui.text import ui_text
from successtui.widgets.query_line import QueryLine
from successtui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from successtui.services.views import View

_PLACEHOLDER = "words, or field:value – enter filters, ↓ what can follow, esc leaves"


class ListPlace(RecordActions):
    """All records of a type that the person sees, or those a query finds.

    Args:
        view: the saved view to look with; without one, a list without a query of its own opens
            with the person's default view.
    """

    def __init__(
        self,
        record_type: type[Record],
        *,
        query: str = "",
        templates: bool = False,
        view: View | None = None,
    ) -> None:
        super().__init__()
        self.record_type = record_type
        self.view = view
        columns = kept_columns(record_type)
        self.look = look_of(view) if view else Look(query, (), columns, templates=templates)
        self._wants_default = view is None and not query and not templates
        self._shown: Look | None = None
        self._before: list[str] = []
        self._total: int | None = None
        self._stop = Event()
        self._problem = ""
        self._awaited: int | None = None

    # What is drawn

    def breadcrumb(self) -> str:
        """The record type, the view, and a star where the list is looked at in another way."""
        plural = self.record_type.declaration.plural
        named = f"{plural} (templates)" if self.look.templates else plural
        if self.view is None:
            return named
        return f"{named} › {self.view.name}{'*' if differs(self.look, self.view) else ''}"

    def body(self) -> ComposeResult:
        """Filter line, table, and how many there are."""
        line = QueryLine(self.look.query, placeholder=_PLACEHOLDER, id="filter")
        line.set_class(not self.look.query, "-hidden")
        yield line
        yield RecordTable(
            columns_of(self.record_type, self.look.names(self.record_type)),
            empty="reading …",
            id="rows",
        )
        yield Static("", id="status")

    @property
    def table(self) -> RecordTable:
        """The table of rows."""
        return self.query_one("#rows", RecordTable)

    @property
    def line(self) -> QueryLine:
        """The filter line."""
        return self.query_one("#filter", QueryLine)

    @property
    def is_whole(self) -> bool:
        """Whether all ids of the list have come."""
        return self._total is not None

    def current(self) -> tuple[type[Record], int] | None:
        """The record the actions are about."""
        record_id = self.table.cursor_id
        return None if record_id is None else (self.record_type, record_id)

    def type_at(self, action: str) -> type[Record] | None:
        """All actions are about records of the list's type."""
        return self.record_type

    def trail(self) -> Trail | None:
        """The list, for those who walk along it from inside a record."""
        return Trail(self.record_type, self.table, self.is_whole)

    # Loading

    async def reload(self) -> None:
        """Shows the first rows at once where other ones are wanted, then asks for all ids."""
        self._stop.set()
        stop = self._stop = Event()
        try:
            await self._default()
            anew = self._shown != self.look
            if anew:
                await self._begin()
            if not (anew and self.is_whole):
                await self._read_all(stop, refresh=not anew)
        except SuccessError as error:
            self._refuse(error)
        else:
            self._settle()

    async def _default(self) -> None:
        """Takes the person's default view over, once."""
        if not self._wants_default:
            return
        self.view = await host(self).desk.read(partial(default_view_of, self.record_type))
        self._wants_default = False
        if self.view is not None:
            self.look = look_of(self.view)
            self._show_look()

    async def _begin(self) -> None:
        """The first rows, with their cells."""
        look, names = self.look, self.look.names(self.record_type)
        limit = 2 * self.app.size.height
        rows = await host(self).desk.read(partial(first_rows, self.record_type, look, names, limit))
        self._shown = look
        self._problem = ""
        self._total = len(rows) if len(rows) < limit else None
        table = self.table
        before = table.cursor_id
        table.set_rows(tuple(rows), keep_cursor=False)
        table.provide(rows)
        if before is not None:
            table.move_to(before)
        self._settle()

    async def _read_all(self, stop: Event, *, refresh: bool) -> None:
        """All ids; the table then asks for the rows in sight."""
        look = self.look
        ids = await host(self).desk.read(partial(all_ids, self.record_type, look, stop))
        if stop.is_set():
            return
        self._problem = ""
        self._total = len(ids)
        self.table.set_rows(ids)
        if refresh:
            self.table.refresh_rows()
        if self._awaited is not None:
            self.table.move_to(self._awaited)
            self._awaited = None

    def show_record(self, record_id: int) -> None:
        """Puts the cursor on a record, now or as soon as the list holds it."""
        if not self.table.move_to(record_id):
            self._awaited = record_id

    def _refuse(self, error: SuccessError) -> None:
        """Says what is wrong and goes on showing what was shown before."""
        refused, self.look = self.look, self._shown or replace(self.look, query="")
        if isinstance(error, QueryError):
            line = self.line
            line.remove_class("-hidden")
            line.value = refused.query
            line.focus()
            line.show_error(error.column, error.message)
            shown = "filtered as before" if self.look.query else "not filtered"
            self._problem = f"{shown}: the query has a mistake"
        else:
            self._problem = str(error)
        if self._shown is None:
            self.table.empty = "Nothing is shown, for the query has a mistake. / to mend it."
        self._show_columns()
        self.show_breadcrumb()
        self.show_status()

    def _settle(self) -> None:
        self.table.empty = self._empty_sentence()
        self.show_breadcrumb()
        self.show_status()

    def _empty_sentence(self) -> str:
        label = self.record_type.declaration.label.lower()
        if self.look.query:
            way = "V shows other views" if self.look.query == self._own_query() else "esc shows all"
            return f"Nothing fits this filter. {way}, / changes it."
        return f"Nothing here yet. Press n for a new {label}, / to filter, r to read again."

    # Cells

    @on(RecordTable.RowsWanted)
    def _fetch(self, event: RecordTable.RowsWanted) -> None:
        event.stop()
        self.start(partial(self._fill, event.ids), group="rows")

    async def _fill(self, ids: Sequence[int]) -> None:
        names = self.look.names(self.record_type)
        rows = await host(self).desk.read(partial(rows_of, self.record_type, tuple(ids), names))
        # Other columns may have been chosen meanwhile.
        if names == self.look.names(self.record_type):
            self.table.provide(rows)

    # Looking another way

    def look_at(self, look: Look, *, back_to: str | None = None, keep_way: bool = False) -> None:
        """Shows the list in another way.

        Args:
            back_to: the query that esc brings back first.
            keep_way: the query stays, and so does what esc brings back; otherwise, and without
                `back_to`, the way here is forgotten.
        """
        if back_to is not None:
            self._before.append(back_to)
        elif not keep_way:
            self._before.clear()
        self._turn_to(look)

    def use_view(self, view: View | None, *, turn: bool) -> None:
        """Compares the list with another view from now on, and looks as it says if asked to."""
        self.view = view
        if turn:
            usual = Look(columns=kept_columns(self.record_type), templates=self.look.templates)
            self.look_at(look_of(view) if view else usual)
        else:
            self.show_breadcrumb()

    def _turn_to(self, look: Look) -> None:
        self.look = look
        self._show_look()
        self.load()

    def _show_look(self) -> None:
        """Brings filter line, columns and arrows up to what is wanted."""
        line = self.line
        line.value = self.look.query
        line.set_class(not self.look.query, "-hidden")
        self._show_columns()

    def _show_columns(self) -> None:
        columns = columns_of(self.record_type, self.look.names(self.record_type))
        if tuple(columns) != self.table.columns:
            self.table.set_columns(columns)
        self.table.set_sorts(self.look.sorts)

    # Filter

    def action_filter(self) -> None:
        """Opens the filter line."""
        line = self.line
        line.remove_class("-hidden")
        line.focus()

    @on(QueryLine.SuggestionsWanted)
    def _suggest(self, event: QueryLine.SuggestionsWanted) -> None:
        event.stop()
        self.start(partial(self._offer, event.text, event.cursor), group="suggest")

    async def _offer(self, text: str, cursor: int) -> None:
        found = await host(self).desk.read(partial(suggestions, self.record_type, text, cursor))
        self.line.provide(found, text=text, cursor=cursor)

    @on(QueryLine.Submitted)
    def _filtered(self, event: QueryLine.Submitted) -> None:
        event.stop()
        self.table.focus()
        self.look_at(replace(self.look, query=event.text.strip()))

    def action_back(self) -> None:
        """Leaves the filter line first, then each filter, then the place; marks stay."""
        if self.line.active:
            # What was typed and not sent is no filter.
            self._problem = ""
            self._show_look()
            self.show_status()
            self.table.focus()
            if self._shown is None:
                self.load()
        elif self.look.query and self.look.query != self._own_query():
            query = self._before.pop() if self._before else self._own_query()
            self._turn_to(replace(self.look, query=query))
        else:
            super().action_back()

    def _own_query(self) -> str:
        """The query the list has without anybody filtering it."""
        return self.view.query if self.view else ""

    # Status

    @on(RecordTable.MarksChanged)
    def _marks_changed(self, event: RecordTable.MarksChanged) -> None:
        event.stop()
        self.show_status()

    def on_resize(self) -> None:
        """Other columns may have found room."""
        self.call_after_refresh(self.show_status)

    def show_status(self) -> None:
        """How many there are, of which filter, how many are marked; or what is wrong."""
        declaration = self.record_type.declaration
        name = declaration.label if self._total == 1 else declaration.plural
        count = "…" if self._total is None else f"{self._total:,}"
        parts = [f"{count} {name.lower()}"]
        if self._problem:
            parts.append(self._problem)
        if marked := self.table.mark_count:
            elsewhere = self.table.marked_elsewhere if self.is_whole else 0
            hint = f", {elsewhere:,} of them not in this list" if elsewhere else ""
            parts.append(f"{marked:,} marked{hint}")
        if left_out := self.table.left_out:
            parts.append(f"→ {left_out} more column{'s' * (left_out != 1)}")
        status = self.query_one("#status", Static)
        status.set_class(bool(self._problem), "-wrong")
        status.update(ui_text(" · ".join(parts)))
