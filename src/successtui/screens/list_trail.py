"""From one record of a list to the next while the record itself is open (`]` and `[`).

Owns the way from a screen to the list below it. The list's cursor goes along, so that one comes
back to the record one saw last.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from textual.screen import Screen

from successtui.records import Record
from successtui.widgets.record_table import RecordTable


@dataclass(frozen=True, slots=True)
class Trail:
    """A list one can walk along.

    Attributes:
        whole: whether the table holds all ids already, so that their number means something.
    """

    record_type: type[Record]
    table: RecordTable
    whole: bool = True

    def position(self, record_id: int) -> str:
        """Where the record stands, such as `3 of 85`; empty when the list does not hold it."""
        row = self._row(record_id)
        if row is None:
            return ""
        return f"{row + 1:,} of {f'{len(self.table.ids):,}' if self.whole else '…'}"

    def step(self, record_id: int, by: int) -> int | None:
        """The record so many rows further; `None` beyond the ends. The cursor goes there.

        A record that is not in the list any more counts as standing where the cursor is.
        """
        row = self._row(record_id)
        if row is None:
            # The next record took its place under the cursor.
            row = self.table.cursor_row - (1 if by > 0 else 0)
        if not 0 <= row + by < len(self.table.ids):
            return None
        found = self.table.ids[row + by]
        self.table.move_to(found)
        return found

    def _row(self, record_id: int) -> int | None:
        if self.table.cursor_id == record_id:
            return self.table.cursor_row
        try:
            return self.table.ids.index(record_id)
        except ValueError:
            return None


@runtime_checkable
class HasTrail(Protocol):
    """A place that shows a list."""

    def trail(self) -> Trail | None:
        """The list in front, `None` where there is none."""


def trail_below(screen: Screen[Any], record_type: type[Record]) -> Trail | None:
    """The list of such records that the screen was opened from."""
    stack = screen.app.screen_stack
    place = stack.index(screen) if screen in stack else 0
    below: object = stack[place - 1] if place else None
    trail = below.trail() if isinstance(below, HasTrail) else None
    return trail if trail is not None and trail.record_type is record_type else None
