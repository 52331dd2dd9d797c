"""A list of records of one type and what can be done with it. The place behind Accounts and all
lists.

Marks belong to the open list: they survive sorting, filtering, paging and reading again, and no
escape takes them away. While there are any, edit, assign, complete and delete are about them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import ClassVar

from textual import on
from textual.binding import BindingType

from successtui.actions import Scope, bindings
from successtui.records import Account
from successtui.screens.base import dialog, host, say
from successtui.screens.list_jobs import sort_fields
from successtui.screens.list_look import declared, keep_columns
from successtui.screens.list_place import ListPlace
from successtui.widgets.finder import Finder, FinderItem
from successtui.widgets.record_table import RecordTable

_NEED_ROWS = ("mark_all", "bulk", "assign", "export", "counts", "sort", "sort_also")
_COUNTING = "the list is still being read; again in a moment"


class RecordList(ListPlace):
    """All records of a type that the person sees, or those a query finds."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.LIST, Scope.RECORD)]

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        event.stop()
        self.open_record(event.record_id)

    def open_record(self, record_id: int) -> None:
        """Opens the record under the cursor: an account's page, or a form."""
        self.open_in_place(self.record_type, record_id)

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
            self.show_record(saved.record.id)

    # Sorting and columns

    @dialog
    async def action_sort(self) -> None:
        """Asks for the field to sort by; the same one again turns the order round."""
        if (name := await self._sort_field("Sort by")) is not None:
            self.look_at(self.look.sorted_by(name), keep_way=True)

    @dialog
    async def action_sort_also(self) -> None:
        """Asks for a further field, for where the ones so far are equal."""
        if (name := await self._sort_field("Then sort by")) is not None:
            self.look_at(self.look.sorted_also_by(name), keep_way=True)

    async def _sort_field(self, title: str) -> str | None:
        ranks = {name: (rank, down) for rank, (name, down) in enumerate(self.look.sorts, 1)}
        items = []
        names = self.look.names(self.record_type)
        for name in await host(self).desk.read(partial(sort_fields, self.record_type, names)):
            hint = ""
            if name in ranks:
                rank, down = ranks[name]
                hint = f"{'▼' if down else '▲'}{rank} – again turns it round"
            items.append(FinderItem(name, declared(self.record_type, name).label, hint))
        chosen: str | None = await self.app.push_screen_wait(Finder(title, items))
        return chosen

    @on(RecordTable.HeaderPressed)
    def _header_pressed(self, event: RecordTable.HeaderPressed) -> None:
        event.stop()
        self._sort_by_column(event.column_key)

    @dialog
    async def _sort_by_column(self, name: str) -> None:
        if name in await host(self).desk.read(partial(sort_fields, self.record_type, ())):
            self.look_at(self.look.sorted_by(name), keep_way=True)
        else:
            say(self, "this column is computed; the list cannot be sorted by it", wrong=True)

    @dialog
    async def action_columns(self) -> None:
        """Asks which columns to show, in which order; kept for this record type."""
        from successtui.screens.list_columns import ColumnPicker

        names = self.look.names(self.record_type)
        chosen = await self.app.push_screen_wait(ColumnPicker(self.record_type, names))
        if chosen is None:
            return
        usual = chosen == self.record_type.declaration.columns
        self.look_at(replace(self.look, columns=() if usual else chosen), keep_way=True)
        if self.view is None:
            keep_columns(self.record_type, self.look.columns)

    # Marks

    def action_mark_all(self) -> None:
        """Marks everything the list shows; takes the marks away where all of it is marked."""
        if not self.is_whole:
            say(self, _COUNTING, wrong=True)
            return
        table = self.table
        shown, marked = set(table.ids), table.marked
        table.set_marks(marked - shown if shown <= marked else marked | shown)

    def action_clear_marks(self) -> None:
        """Takes all marks away, also those of records not shown."""
        self.table.set_marks(())

    def marked_ids(self) -> tuple[int, ...]:
        """The marked records in the order of the list, then those it does not show."""
        marked = self.table.marked
        shown = tuple(i for i in self.table.ids if i in marked)
        return (*shown, *sorted(marked.difference(shown)))

    # Bulk

    @dialog
    async def action_bulk(self) -> None:
        """Asks what to do with the marked records, else with the one under the cursor."""
        await self._bulk("")

    def action_menu(self) -> None:
        """The record's menu, or what can be done with the marked ones."""
        if self.table.mark_count:
            self.action_bulk()
        else:
            super().action_menu()

    def action_edit(self) -> None:
        """A form for the record, or one field of the marked ones."""
        if self.table.mark_count:
            self._bulk_dialog("edit")
        else:
            super().action_edit()

    def action_complete(self) -> None:
        """Closes the record, or the marked ones after showing what happens."""
        if self.table.mark_count:
            self._bulk_dialog("complete")
        else:
            super().action_complete()

    def action_delete(self) -> None:
        """Deletes the record after asking, or the marked ones after showing them."""
        if self.table.mark_count:
            self._bulk_dialog("delete")
        else:
            super().action_delete()

    def action_assign(self) -> None:
        """Hands over the marked records, else the one under the cursor."""
        self._bulk_dialog("assign")

    @dialog
    async def _bulk_dialog(self, what: str) -> None:
        await self._bulk(what)

    async def _bulk(self, what: str) -> None:
        from successtui.screens.bulk import EXPORT, Bulk

        ids = self._meant()
        if not ids:
            say(self, "there is no record to work on", wrong=True)
            return
        work = Bulk(self, self.record_type, ids)
        chosen = what or await work.what()
        if chosen is None:
            return
        if chosen == EXPORT:
            await self._export(ids, work.subject)
            return
        done = await work.carry_out(chosen)
        if done is None:
            return
        doing, seen, result = done
        if doing == "Delete":
            refused = {refusal.record_id for refusal in result.refused}
            self.table.set_marks(self.table.marked - (set(seen.ids) - refused))
        host(self).announce(result.touched)
        host(self).tell(work.told(doing, result))

    def _meant(self) -> Sequence[int]:
        """What bulk work is about: exactly the marked records, else the one under the cursor."""
        if self.table.mark_count:
            return self.marked_ids()
        return () if self.table.cursor_id is None else (self.table.cursor_id,)

    # Views, counts, export

    @dialog
    async def action_views(self) -> None:
        """The saved views of the list."""
        from successtui.screens.list_views import ViewsScreen

        chosen = await self.app.push_screen_wait(
            ViewsScreen(self.record_type, self.look, self.view)
        )
        self.use_view(chosen.view, turn=chosen.turn)

    @dialog
    async def action_counts(self) -> None:
        """How many records fall to each value of a field; one of them narrows the list."""
        from successtui.screens.list_counts import ask_group

        answer = await ask_group(self, self.record_type, self.look)
        if answer is None:
            return
        name, query = answer
        counted = replace(self.look, grouped_by=name)
        if query is None:
            self.look = counted
        else:
            self.look_at(replace(counted, query=query), back_to=self.look.query)

    @dialog
    async def action_export(self) -> None:
        """The marked records, else all of the list, as a file."""
        if self.table.mark_count:
            marked = self.marked_ids()
            await self._export(marked, f"{len(marked):,} marked {self._plural()}")
        else:
            await self._export(None, f"all {self._plural()} shown")

    async def _export(self, ids: Sequence[int] | None, subject: str) -> None:
        from successtui.screens.list_export import export

        await export(self, self.record_type, self.look, ids, subject)

    def _plural(self) -> str:
        return self.record_type.declaration.plural.lower()

    # What is possible now

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What needs marks or rows is possible only where there are some; what needs a role is
        greyed."""
        if self.refusal(action):
            return None
        return not self.why_not(action) and super().check_action(action, parameters)

    def why_not(self, action: str) -> str:
        """What is missing for an action; empty where nothing is."""
        if not self.query("#rows"):
            return ""
        if action == "clear_marks" and not self.table.mark_count:
            return "nothing is marked"
        if action in _NEED_ROWS and not self.table.ids and not self.table.mark_count:
            return "the list is empty"
        return super().why_not(action)


class AccountList(RecordList):
    """All accounts: the first place."""

    def __init__(self) -> None:
        super().__init__(Account)
