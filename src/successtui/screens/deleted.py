"""Deleted records, the latest first: each can be brought back with what went along."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import BindingType

from successtui.actions import Scope, bindings
from successtui.records import REGISTRY
from successtui.screens.base import dialog, read, write
from successtui.screens.lines_screen import LinesScreen
from successtui.widgets.columns import Cell, Column
from successtui.widgets.menu import Menu, MenuItem
from successtui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from successtui.services.records import Saved
    from successtui.services.restoring import DeletedRecord
    from successtui.services.session import Session

_EVERYTHING = "all"


class DeletedScreen(LinesScreen["DeletedRecord"]):
    """What was deleted and may be seen.

    Args:
        name: the record type it is narrowed to; empty for all.
    """

    COLUMNS = (
        Column("when", "Deleted", 16, priority=10),
        Column("who", "By", None, min_width=10, weight=2, priority=8),
        Column("type", "Type", None, min_width=10, weight=2, priority=7),
        Column("name", "Record", None, min_width=16, weight=4, priority=9),
    )
    EMPTY = "Nothing is deleted. esc closes, / shows other types."
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(Scope.HISTORY, prefix="deleted."),
        *bindings(Scope.HISTORY, prefix="history.close"),
    ]

    def __init__(self, name: str = "") -> None:
        super().__init__()
        self._type = name

    def heading(self) -> str:
        """Which types are shown."""
        what = REGISTRY[self._type].declaration.plural if self._type else "Records"
        return f"{what} that were deleted"

    async def lines(self) -> list[DeletedRecord] | None:
        """The deleted records."""
        return await read(self, partial(_deleted, self._type))

    def cells(self, line: DeletedRecord) -> tuple[Cell, ...]:
        """When and by whom, and which."""
        at = Cell(f"{line.at:%Y-%m-%d %H:%M}", "muted")
        return at, Cell(line.who, "muted"), Cell(line.label), Cell(line.name)

    def whole(self, line: DeletedRecord) -> str:
        """The record, and what bringing it back does."""
        by = f" by {line.who}" if line.who else ""
        when = f"{line.at:%Y-%m-%d %H:%M:%S}"
        return (
            f"{line.label} {line.name}, deleted {when}{by}\n"
            "It comes back with what was deleted along with it."
        )

    @dialog
    async def action_bring_back(self) -> None:
        """Brings the chosen record back."""
        line = self.chosen
        if line is not None:
            job = partial(_restore, line.where)
            if await write(self, job, done=f"{line.name} is back. u deletes it again") is not None:
                self.read_again()

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        event.stop()
        self.action_bring_back()

    @dialog
    async def action_types(self) -> None:
        """Narrows it to one type, or shows all."""
        items = [MenuItem(_EVERYTHING, "All records")]
        items += [MenuItem(name, cls.declaration.plural) for name, cls in REGISTRY.items()]
        chosen = await self.app.push_screen_wait(Menu("Show deleted", items))
        if chosen is not None:
            self._type = "" if chosen == _EVERYTHING else chosen
            self.read_again()

    def action_close(self) -> None:
        """Leaves the screen."""
        self.dismiss(None)


def _deleted(name: str, session: Session) -> list[DeletedRecord]:
    from successtui.services.restoring import deleted_records

    return deleted_records(session, name)


def _restore(where: tuple[str, int], session: Session, _confirmed: bool) -> Saved:
    from successtui.services.restoring import restore_record

    return restore_record(session, where)
