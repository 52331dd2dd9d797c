"""The history of one record: who changed what, when, from what to what, in which step.

Work notes are woven in. A field narrows it; an old value comes back with all guards; a line leads
to the whole step it was part of, which can be taken back there.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType

from successtui.actions import Scope, bindings
from successtui.records import Record
from successtui.screens.base import dialog, read, say, write
from successtui.screens.lines_screen import LinesScreen
from successtui.widgets.columns import Cell, Column
from successtui.widgets.confirm import Confirm
from successtui.widgets.menu import Menu, MenuItem

if TYPE_CHECKING:
    from successtui.services.records import Saved
    from successtui.services.retelling import HistoryLine
    from successtui.services.session import Session

_WHOLE_RECORD = "(record)"
_NOTHING = "–"
_EVERYTHING = "all"


class HistoryScreen(LinesScreen["HistoryLine"]):
    """Everything that changed on a record, newest first.

    Nothing of what the person may not see is shown.

    Args:
        field: label of the field it is narrowed to at first; empty for all.
    """

    COLUMNS = (
        Column("when", "When", 16, priority=10),
        Column("who", "Who", None, min_width=10, weight=2, priority=9),
        Column("field", "Field", None, min_width=12, weight=2, priority=8),
        Column("was", "Was", None, min_width=10, weight=3, priority=6),
        Column("now", "Now", None, min_width=10, weight=3, priority=7),
        Column("step", "Step", None, min_width=16, weight=2, priority=3),
    )
    EMPTY = "Nothing was recorded of it yet."
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.HISTORY, prefix="history.")]

    def __init__(self, record: Record, field: str = "") -> None:
        super().__init__()
        self._record = record
        self._field = field
        self._fields: list[str] = []

    def heading(self) -> str:
        """The record, and the field it is narrowed to."""
        record = self._record
        number = "" if record.number == record.caption else record.number
        narrowed = f" – {self._field} only" if self._field else ""
        return f"History of {record.declaration.label} {number} {record.caption}{narrowed}"

    async def lines(self) -> list[HistoryLine] | None:
        """The history, or the part of it that is about one field."""
        found = await read(self, partial(_history, self._record))
        if found is None:
            return None
        self._fields = sorted({line.field for line in found if line.field})
        return [line for line in found if self._field in ("", line.field)]

    def cells(self, line: HistoryLine) -> tuple[Cell, ...]:
        """When, who, what field, from what to what, in which step."""
        return (
            Cell(f"{line.at:%Y-%m-%d %H:%M}"),
            Cell(line.who),
            Cell(line.field or _WHOLE_RECORD),
            Cell(line.was, "muted"),
            Cell(line.now),
            Cell(line.step, "muted"),
        )

    def whole(self, line: HistoryLine) -> str:
        """The line with its values in full."""
        step = f"{line.step} – " if line.step else ""
        head = f"{step}{line.who}, {line.at:%Y-%m-%d %H:%M:%S}"
        if not line.field:
            return f"{head}\nThe record was {line.now}."
        if not line.batch:
            return f"{head}\n{line.now}"
        return f"{head}\n{line.field} was: {line.was or _NOTHING}\nnow: {line.now or _NOTHING}"

    @dialog
    async def action_field(self) -> None:
        """Narrows it to one field, or shows all again."""
        items = [MenuItem(_EVERYTHING, "All fields"), *(MenuItem(f, f) for f in self._fields)]
        chosen = await self.app.push_screen_wait(Menu("Show the history of", items))
        if chosen is not None:
            self._field = "" if chosen == _EVERYTHING else chosen
            self.read_again()

    @dialog
    async def action_restore(self) -> None:
        """Sets the field of the chosen line back to what it was before."""
        line = self.chosen
        if line is None:
            return
        if not line.restores:
            say(self, "There is no old value here that could be set back", wrong=True)
            return
        question = Confirm(
            f"Set {line.field} back?",
            (f"to: {line.was or _NOTHING}", "Undo (u) takes it back."),
            confirm_label="Set back",
            danger=False,
        )
        if await self.app.push_screen_wait(question):
            job = partial(_restore, self._record, line)
            if await write(self, job, done=f"{line.field} is what it was") is not None:
                self.read_again()

    @dialog
    async def action_batch(self) -> None:
        """Shows the whole step the chosen line was part of."""
        from successtui.screens.batch import BatchScreen

        line = self.chosen
        if line is None or not line.batch:
            say(self, "A work note is no step that could be taken back", wrong=True)
            return
        await self.app.push_screen_wait(BatchScreen(line.batch, line.step))
        self.read_again()

    def action_close(self) -> None:
        """Leaves the narrowing first, then the screen."""
        if self._field and self._fields:
            self._field = ""
            self.read_again()
        else:
            self.dismiss(None)


def _history(record: Record, session: Session) -> list[HistoryLine]:
    from successtui.services.retelling import record_history

    return record_history(session, record)


def _restore(record: Record, line: HistoryLine, session: Session, confirmed: bool) -> Saved:
    from successtui.services.restoring import restore_value

    return restore_value(session, record, line.restores, line.field, confirmed=confirmed)
