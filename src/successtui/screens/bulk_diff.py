"""What a bulk change would do, line by line, before anything happens; the wait for long work."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Event
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from successtui.records import Record
from successtui.text import ui_text
from successtui.widgets.columns import Cell, Column, Row
from successtui.widgets.question import Question
from successtui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from successtui.services.bulk import BulkPreview

_COLUMNS = (
    Column("record", "Record", None, min_width=18, weight=3, priority=10),
    Column("field", "Field", None, min_width=10, weight=1, priority=8),
    Column("before", "Before", None, min_width=10, weight=2, priority=7),
    Column("after", "After", None, min_width=16, weight=3, priority=9),
)
_NOTICES_SHOWN = 3
_LOOK_SECONDS = 0.2


class BulkDiff(Question[bool]):
    """Shows the change and asks whether to make it.

    A deletion takes `y`, so that an enter pressed once too often deletes nothing.

    Args:
        doing: what happens, such as `Edit` or `Delete`.
    """

    AUTO_FOCUS = "RecordTable"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(False)", "Leave", show=False),
        Binding("y", "agree", "Do it", show=False),
    ]

    def __init__(self, doing: str, record_type: type[Record], seen: BulkPreview) -> None:
        self._deletes = doing == "Delete"
        super().__init__(classes="-danger" if self._deletes else None)
        self._doing = doing
        self._type = record_type
        self._seen = seen
        self._rows = diff_rows(seen)

    def compose(self) -> ComposeResult:
        """How many, what besides, every line, how to go on."""
        with Vertical(classes="dialog"):
            title = diff_title(self._doing, self._type, self._seen)
            yield Static(ui_text(title), classes="dialog--title")
            told = self._seen.notices[:_NOTICES_SHOWN]
            if told:
                yield Static(ui_text("\n".join(told)), classes="dialog--notice")
            yield RecordTable(_COLUMNS, empty="Nothing would change. esc leaves.")
            yield Static(ui_text(self._hint()), classes="dialog--hint")

    def on_mount(self) -> None:
        """All lines; their cells as they come into sight."""
        self.query_one(RecordTable).set_rows(range(len(self._rows)))

    def _hint(self) -> str:
        if not self._seen.changing:
            return "nothing would change · esc leaves"
        key = "y" if self._deletes else "enter"
        return f"{key} does exactly this, as one step that u takes back · esc changes nothing"

    @on(RecordTable.RowsWanted)
    def _fetch(self, event: RecordTable.RowsWanted) -> None:
        event.stop()
        event.table.provide({row: self._rows[row] for row in event.ids})

    @on(RecordTable.MarksChanged)
    def _no_marks(self, event: RecordTable.MarksChanged) -> None:
        event.stop()
        event.table.set_marks([])

    @on(RecordTable.Opened)
    def _entered(self, event: RecordTable.Opened) -> None:
        event.stop()
        if not self._deletes:
            self.action_agree()

    def action_agree(self) -> None:
        """Answers yes, if there is anything to do."""
        if self._seen.changing:
            self.dismiss(True)


def diff_title(doing: str, record_type: type[Record], seen: BulkPreview) -> str:
    """How many records of how many change, are refused, or are as wanted already."""
    declaration = record_type.declaration
    total, changing = len(seen.ids), seen.changing
    noun = (declaration.label if total == 1 else declaration.plural).lower()
    many = f"{changing:,} of {total:,}" if changing != total else f"{total:,}"
    parts = [f"{doing} {many} {noun}"]
    if seen.refused:
        parts.append(f"{len(seen.refused):,} refused")
    if seen.unchanged:
        parts.append(f"{seen.unchanged:,} as wanted already")
    if seen.effects:
        parts.append(f"{len(seen.effects):,} more besides")
    return " · ".join(parts)


def diff_rows(seen: BulkPreview) -> Sequence[Row]:
    """Refused records first, then what changes besides, then every changing field."""
    rows: list[Row] = []
    for refusal in seen.refused:
        named = f"{refusal.number} {refusal.caption}".strip() or "(gone or hidden)"
        rows.append((Cell(named, "bad"), Cell("✗ refused", "bad"), "", Cell(refusal.reason, "bad")))
    for effect in seen.effects:
        rows.append((Cell(effect, "warn"), Cell("besides", "warn"), "", ""))
    for line in seen.lines:
        named = f"{line.number} {line.caption}".strip()
        if line.field:
            after = Cell(line.after or "(empty)", "accent")
            rows.append((named, line.label, Cell(line.before or "(empty)", "muted"), after))
        else:
            rows.append((named, "", "", Cell("deleted", "bad")))
    return rows


class Working(Question[None]):
    """Stands in front while something long is done; escape gives it up.

    Attributes:
        stop: set when the person gave up.
        done: how many records are done; set from the thread that does them.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "give_up", "Give up", show=False)]

    def __init__(self, title: str, total: int) -> None:
        super().__init__()
        self._title = title
        self._total = total
        self.stop = Event()
        self.done = 0

    def compose(self) -> ComposeResult:
        """What is being done, and how far it is."""
        with Vertical(classes="dialog"):
            yield Static(ui_text(self._title), classes="dialog--title")
            yield Static(ui_text(self._told()), id="progress")

    def on_mount(self) -> None:
        """Looks how far it is now and then."""
        self.set_interval(_LOOK_SECONDS, self._look)

    def count(self, done: int, _total: int) -> None:
        """Takes note of the progress; called from another thread."""
        self.done = done

    def action_give_up(self) -> None:
        """Asks the work to stop; nothing is stored then."""
        self.stop.set()
        self._look()

    def _look(self) -> None:
        self.query_one("#progress", Static).update(ui_text(self._told()))

    def _told(self) -> str:
        if self.stop.is_set():
            return "stopping; nothing is stored …"
        return f"{self.done:,} of {self._total:,} · esc gives up, nothing is stored then"
