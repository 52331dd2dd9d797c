"""One step somebody did, as a whole: every change of it that one may see; `u` takes it back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType

from successtui.actions import Scope, bindings
from successtui.screens.base import dialog, host, read
from successtui.screens.lines_screen import LinesScreen
from successtui.screens.undo_question import take_back
from successtui.widgets.columns import Cell, Column

if TYPE_CHECKING:
    from successtui.services.batches import BatchLine, BatchStory
    from successtui.services.session import Session
    from successtui.services.undoing import Later, Undone

_NOTHING = "–"


class BatchScreen(LinesScreen["BatchLine"]):
    """All changes of one batch."""

    COLUMNS = (
        Column("record", "Record", None, min_width=16, weight=3, priority=10),
        Column("field", "Field", None, min_width=10, weight=2, priority=9),
        Column("was", "Was", None, min_width=10, weight=2, priority=7),
        Column("now", "Now", None, min_width=10, weight=2, priority=8),
    )
    EMPTY = "It changed nothing that you may see."
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(Scope.HISTORY, prefix="batch."),
        *bindings(Scope.HISTORY, prefix="history.close"),
    ]

    def __init__(self, batch: int, title: str) -> None:
        super().__init__()
        self._batch = batch
        self._title = title
        self._story: BatchStory | None = None

    def heading(self) -> str:
        """The step's title, who did it and when, and how much of it is hidden."""
        story = self._story
        if story is None:
            return self._title
        hidden = f" – {story.hidden} more changes are hidden" if story.hidden else ""
        undone = " – taken back" if story.undone else ""
        return f"{story.title} – {story.who}, {story.at:%Y-%m-%d %H:%M}{undone}{hidden}"

    async def lines(self) -> list[BatchLine] | None:
        """The changes, oldest first."""
        self._story = await read(self, partial(_story, self._batch))
        return None if self._story is None else list(self._story.lines)

    def cells(self, line: BatchLine) -> tuple[Cell, ...]:
        """Record, field, from what to what."""
        return Cell(line.record), Cell(line.field), Cell(line.was, "muted"), Cell(line.now)

    def whole(self, line: BatchLine) -> str:
        """The change with its values in full."""
        if not line.field:
            return f"{line.record}\n{line.now}"
        was, now = line.was or _NOTHING, line.now or _NOTHING
        return f"{line.record}\n{line.field} was: {was}\nnow: {now}"

    @dialog
    async def action_undo_batch(self) -> None:
        """Takes the whole step back; asks when something of it was changed since."""
        done = await take_back(self, partial(_undo, self._batch))
        if done is not None:
            host(self).tell(done.title)
            self.read_again()

    def action_close(self) -> None:
        """Back to the history."""
        self.dismiss(None)


def _story(batch: int, session: Session) -> BatchStory:
    from successtui.services.batches import batch_story

    return batch_story(session, batch)


def _undo(batch: int, session: Session, later: Later) -> Undone:
    from successtui.services.undoing import undo

    return undo(session, batch, later=later)
