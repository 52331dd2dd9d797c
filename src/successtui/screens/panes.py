"""Bodies of an account's tabs: its facts, its related records, what happened lately."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from successtui.records import REGISTRY, Account, Record
from successtui.screens.base import beside, host, read
from successtui.screens.cells import cell, columns_of
from successtui.screens.list_trail import Trail
from successtui.text import ui_text
from successtui.widgets.columns import Cell, Column
from successtui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from successtui.services.session import Session


class Pane(Vertical):
    """The body of one tab."""

    async def fill(self) -> None:
        """Reads what the tab shows, and shows it."""
        raise NotImplementedError

    async def add(self) -> None:
        """Adds a record to what the tab shows."""

    def current(self) -> tuple[type[Record], int] | None:
        """The record under the cursor, if the tab has one."""
        return None

    def trail(self) -> Trail | None:
        """The list the tab shows, if it is one of records."""
        return None

    def take_focus(self) -> None:
        """Puts the focus where the keys should go."""
        for widget in self.query("RecordTable, TreeTable, VerticalScroll"):
            if widget.can_focus:
                widget.focus()
                return

    @property
    def place(self) -> Screen[Any]:
        """The screen this tab is on."""
        return self.screen


class FactsPane(Pane):
    """Every field of a record, with its value."""

    def __init__(self, record_type: type[Record], record_id: int, *, id: str) -> None:
        super().__init__(id=id)
        self._type = record_type
        self._record_id = record_id

    def compose(self) -> ComposeResult:
        """A scrolling page of facts."""
        with VerticalScroll():
            yield Static("", classes="facts")

    async def fill(self) -> None:
        """Reads the record's values."""
        lines = await read(self.place, partial(_facts, self._type, self._record_id))
        if lines is not None:
            text = "\n".join(f"{label:<20} {value}" for label, value in lines)
            self.query_one(Static).update(ui_text(text))


class RelatedPane(Pane):
    """The account's records of one type."""

    def __init__(self, record_type: type[Record], account: Account, *, id: str) -> None:
        super().__init__(id=id)
        self._type = record_type
        self._account = account
        shown = [n for n in record_type.declaration.columns if n != "account"]
        self._names = tuple(shown)

    def compose(self) -> ComposeResult:
        """The table."""
        plural = self._type.declaration.plural.lower()
        yield RecordTable(
            columns_of(self._type, self._names),
            empty=f"No {plural} yet. Press n to add one.",
        )

    async def fill(self) -> None:
        """Reads the ids; the table asks for the rows in sight."""
        ids = await read(self.place, partial(_ids_of_account, self._type, self._account.id))
        if ids is not None:
            table = self.query_one(RecordTable)
            table.set_rows(ids)
            table.refresh_rows()

    def current(self) -> tuple[type[Record], int] | None:
        """The record under the cursor."""
        record_id = self.query_one(RecordTable).cursor_id
        return None if record_id is None else (self._type, record_id)

    def trail(self) -> Trail | None:
        """The account's records of the type."""
        return Trail(self._type, self.query_one(RecordTable))

    async def add(self) -> None:
        """A form with the account filled in."""
        from successtui.screens.form import RecordForm

        preset: dict[str, object] = {}
        fixed: list[str] = []
        fields = self._type.declaration.fields
        if "account" in fields and not fields["account"].mirrors:
            preset["account"] = self._account.id
            fixed.append("account")
        if "engagement" in fields:
            only = await read(self.place, partial(_only_engagement, self._account.id))
            preset["engagement"] = only
        form = RecordForm(self._type, preset=preset, fixed=fixed)
        await self.app.push_screen_wait(form)

    @on(RecordTable.RowsWanted)
    def _fetch(self, event: RecordTable.RowsWanted) -> None:
        event.stop()
        beside(self.place, partial(self._provide, event.ids), group="rows")

    async def _provide(self, ids: Sequence[int]) -> None:
        job = partial(_rows, self._type, tuple(ids), self._names)
        rows = await host(self.place).desk.read(job)
        self.query_one(RecordTable).provide(rows)

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        event.stop()
        self.call_after_refresh(self.place.run_action, "screen.open_form")


class ActivityPane(Pane):
    """What happened to the account and everything in it, newest first."""

    def __init__(self, account_id: int, *, id: str) -> None:
        super().__init__(id=id)
        self._account_id = account_id

    def compose(self) -> ComposeResult:
        """The table."""
        columns = [
            Column("when", "When", 16),
            Column("who", "Who", None, min_width=10),
            Column("what", "What", None, min_width=30, weight=5),
        ]
        yield RecordTable(columns, empty="Nothing has changed here yet.")

    async def fill(self) -> None:
        """Reads the newest changes."""
        lines = await read(self.place, partial(_activity, self._account_id))
        if lines is not None:
            table = self.query_one(RecordTable)
            table.set_rows(range(1, len(lines) + 1))
            table.provide(dict(enumerate(lines, start=1)))


def _facts(record_type: type[Record], record_id: int, session: Session) -> list[tuple[str, str]]:
    from successtui.services.showing import Shower

    with session.read() as reader:
        record = reader.require(record_type, record_id)
        shower = Shower(reader, [record], session.clock.today())
        declaration = record_type.declaration
        found = [("Number", record.number)] if declaration.numbered else []
        for named in (declaration.fields, declaration.derived):
            for name, declared in named.items():
                found.append((declared.label, shower.cell(record, name).text or "–"))
        return found


def _ids_of_account(record_type: type[Record], account_id: int, session: Session) -> list[int]:
    from successtui.services.listing import default_order

    with session.read() as reader:
        order = default_order(record_type)
        return reader.ids(record_type, {"account": account_id}, order=order)


def _rows(
    record_type: type[Record], ids: tuple[int, ...], names: tuple[str, ...], session: Session
) -> dict[int, tuple[Cell, ...]]:
    from successtui.services.listing import page

    found = page(session, record_type, ids, names)
    return {i: tuple(cell(shown) for shown in row) for i, row in found.items()}


def _only_engagement(account_id: int, session: Session) -> int | None:
    with session.read() as reader:
        ids = reader.ids(REGISTRY["engagement"], {"account": account_id}, limit=2)
        return ids[0] if len(ids) == 1 else None


def _activity(account_id: int, session: Session) -> list[tuple[str, str, str]]:
    from successtui.services.activity import account_activity

    return [
        (line.at.strftime("%Y-%m-%d %H:%M"), line.who, line.what)
        for line in account_activity(session, account_id)
    ]
