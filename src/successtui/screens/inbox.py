"""The inbox: what colleagues changed on records one watches, newest first (R000-18, R000-19)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from successtui.actions import Scope, bindings
from successtui.records import Record
from successtui.screens.base import host, write
from successtui.screens.record_actions import RecordActions
from successtui.text import ui_text
from successtui.widgets.columns import Cell, Column
from successtui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from successtui.services.inbox import Inbox, Notice
    from successtui.services.session import Session

_COLUMNS = (
    Column("new", "", 1, priority=10),
    Column("when", "When", 16, priority=7),
    Column("who", "Who", None, min_width=9, weight=1, priority=8),
    Column("record", "Record", None, min_width=16, weight=2, priority=10),
    Column("what", "What", None, min_width=16, weight=3, priority=9),
)
_UNREAD = "●"
_EMPTY = "Nothing new on the records you watch. v shows what you read before."


class InboxPlace(RecordActions):
    """Notices of one's own; opening one marks it as read."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.INBOX, Scope.RECORD)]

    def __init__(self) -> None:
        super().__init__()
        self._all = False
        self._notices: dict[int, Notice] = {}

    def breadcrumb(self) -> str:
        """The place."""
        return "Inbox (all)" if self._all else "Inbox"

    def body(self) -> ComposeResult:
        """Notices, the one under the cursor whole, how many are unread."""
        yield RecordTable(_COLUMNS, empty=_EMPTY, id="rows")
        with VerticalScroll(classes="history--detail", can_focus=False):
            yield Static("", id="detail")
        yield Static("", id="status")

    @property
    def table(self) -> RecordTable:
        """The table of notices."""
        return self.query_one("#rows", RecordTable)

    async def reload(self) -> None:
        """Reads the notices anew; the cursor stays on its own."""
        found = await host(self).desk.read(partial(_read, not self._all))
        self._notices = {one.id: one for one in found.notices}
        self.table.set_rows(tuple(self._notices))
        self.table.refresh_rows()
        self.query_one("#status", Static).update(ui_text(f"{found.unread:,} unread"))

    def current(self) -> tuple[type[Record], int] | None:
        """The record the notice under the cursor is about."""
        notice = self._chosen()
        return None if notice is None else (type(notice.record), notice.record.id)

    def action_read(self) -> None:
        """Marks the notice as read, or as unread again."""
        if (notice := self._chosen()) is not None:
            self._mark((notice.id,), read=not notice.read)

    def action_read_all(self) -> None:
        """Marks everything the list shows as read."""
        self._mark([one.id for one in self._notices.values() if not one.read], read=True)

    def action_show_all(self) -> None:
        """Unread ones only, or those read before as well."""
        self._all = not self._all
        self.load()

    @on(RecordTable.RowsWanted)
    def _fetch(self, event: RecordTable.RowsWanted) -> None:
        event.stop()
        event.table.provide({i: _cells(self._notices[i]) for i in event.ids if i in self._notices})

    @on(RecordTable.Highlighted)
    def _moved(self, event: RecordTable.Highlighted) -> None:
        event.stop()
        notice = self._notices.get(event.record_id or 0)
        text = "" if notice is None else _whole(notice)
        self.query_one("#detail", Static).update(ui_text(text))

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        event.stop()
        notice = self._notices.get(event.record_id)
        if notice is None:
            return
        if not notice.read:
            self._mark((notice.id,), read=True)
        self.open_in_place(type(notice.record), notice.record.id)

    def _chosen(self) -> Notice | None:
        return self._notices.get(self.table.cursor_id or 0)

    def _mark(self, ids: Sequence[int], *, read: bool) -> None:
        self.start(partial(self._marking, tuple(ids), read), group="mark")

    async def _marking(self, ids: tuple[int, ...], read: bool) -> None:
        await write(self, partial(_mark, ids, read))
        await self.reload()


def _read(unread_only: bool, session: Session) -> Inbox:
    from successtui.services.inbox import inbox

    return inbox(session, unread_only=unread_only)


def _mark(ids: tuple[int, ...], read: bool, session: Session, _confirmed: bool) -> None:
    from successtui.services.inbox import mark

    mark(session, ids, read=read)


def _cells(notice: Notice) -> tuple[Cell, ...]:
    record = notice.record
    told = "; ".join(notice.lines)
    return (
        Cell(" " if notice.read else _UNREAD, "accent"),
        Cell(f"{notice.at:%Y-%m-%d %H:%M}", "muted"),
        Cell(notice.who),
        Cell(f"{record.declaration.label} {record.caption}"),
        Cell(f"note: {told}" if notice.kind == "note" else told),
    )


def _whole(notice: Notice) -> str:
    record = notice.record
    head = f"{record.declaration.label} {record.number} {record.caption}"
    return "\n".join((f"{head} – {notice.who}, {notice.at:%Y-%m-%d %H:%M} UTC", *notice.lines))
