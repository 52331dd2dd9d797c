"""From inside a form to the next record of the list it was opened from.

Owns which keys walk and when they are typed instead: a bracket is a character where text is
written, so there `f7` and `f8` walk.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.binding import Binding, BindingType
from textual.widget import Widget

from successtui.records import Record
from successtui.records.kinds import Boolean, Date, Instant, Integer, Number, Picklist
from successtui.screens.base import dialog, read
from successtui.screens.form_fields import FieldRow
from successtui.screens.list_trail import Trail, trail_below
from successtui.text import safe_notify
from successtui.widgets.confirm import Confirm
from successtui.widgets.question import Question

if TYPE_CHECKING:
    from successtui.services.records import Saved  # noqa: F401 - named in the base class
    from successtui.services.session import Session

BRACKET_KEYS: list[BindingType] = [
    Binding("right_square_bracket", "walk(1)", "Next record", show=False, priority=True),
    Binding("left_square_bracket", "walk(-1)", "Record before", show=False, priority=True),
]
"""With priority, for the editor of a date or picklist would take the bracket as text."""

_WITHOUT_BRACKETS = (Boolean, Date, Instant, Integer, Number, Picklist)


class WalkingForm(Question["Saved | None"]):
    """A form that can turn to the next record of the list below it."""

    record_type: type[Record]
    record: Record | None

    @property
    def is_dirty(self) -> bool:
        """Whether something was typed that is not stored."""
        raise NotImplementedError

    async def turn_to(self, record: Record) -> None:
        """Shows another record of the type; what was typed for the one so far is gone."""
        raise NotImplementedError

    def trail(self) -> Trail | None:
        """The list the record stands in, if the form was opened from one."""
        return None if self.record is None else trail_below(self, self.record_type)

    def position(self) -> str:
        """Where the record stands in its list, to stand behind the title."""
        trail = self.trail()
        position = trail.position(self.record.id) if trail and self.record else ""
        return f" · {position} (f7 f8)" if position else ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Walks only where there is a list; a bracket walks only where it is no text."""
        if action == "walk":
            return self.trail() is not None and not takes_brackets(self.focused)
        if action in ("next_record", "previous_record"):
            return self.trail() is not None
        return super().check_action(action, parameters)

    def action_next_record(self) -> None:
        """The next record of the list."""
        self.action_walk(1)

    def action_previous_record(self) -> None:
        """The record before in the list."""
        self.action_walk(-1)

    @dialog
    async def action_walk(self, by: int) -> None:
        """The record so many rows further in the list; asks first when something was typed."""
        trail = self.trail()
        if trail is None or self.record is None:
            return
        if self.is_dirty:
            question = Confirm(
                "Go on without saving?", ("What you typed will be gone.",), confirm_label="Go on"
            )
            if not await self.app.push_screen_wait(question):
                return
        found = trail.step(self.record.id, by)
        if found is None:
            safe_notify(self, "No further record in the list")
            return
        record = await read(self, partial(_get, self.record_type, found))
        if record is not None:
            await self.turn_to(record)


def takes_brackets(focused: Widget | None) -> bool:
    """Whether a bracket may be part of what is typed where the focus is."""
    for node in focused.ancestors_with_self if focused is not None else ():
        if isinstance(node, FieldRow):
            return not isinstance(node.field.kind, _WITHOUT_BRACKETS)
    return False


def _get(record_type: type[Record], record_id: int, session: Session) -> Record:
    from successtui.services.records import get

    return get(session, record_type, record_id)
