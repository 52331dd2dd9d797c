"""The base of all dialogs: answered once, and no key typed ahead is lost or heard twice.

People type faster than screens are drawn. What comes behind the answer belongs to whatever is in
front by then; what comes before the dialog was drawn belongs to the field it starts in.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from textual import events
from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen
from textual.widgets import Input

T = TypeVar("T")


class Question(ModalScreen[T], Generic[T]):
    """A dialog; see the module.

    Attributes:
        then: called with the answer as soon as the dialog is out of the way, before any other key
            is looked at; for what opens another screen.
    """

    then: Callable[[T | None], None] | None = None

    def __init__(self, *, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self._left = False
        self._late: list[T | None] = []

    def dismiss(self, result: T | None = None) -> AwaitComplete:
        """Leaves the dialog with an answer; only the first one counts.

        Under another dialog it leaves as soon as it is in front again.
        """
        if self._left:
            return AwaitComplete()
        if not self.is_active:
            self._late.append(result)
            return AwaitComplete()
        self._left = True
        leaving = super().dismiss(result)
        if self.then is not None:
            self.then(result)
        return leaving

    def on_screen_resume(self) -> None:
        """Leaves now if it was asked to while something else was in front."""
        if self._late and not self._left:
            self.dismiss(self._late.pop())

    async def on_event(self, event: events.Event) -> None:
        """Hands a key that came behind the answer to what is in front now."""
        if self._left and isinstance(event, events.Key):
            event.stop()
            self.app.post_message(events.Key(event.key, event.character))
            return
        await super().on_event(event)

    def on_key(self, event: events.Key) -> None:
        """Types what came before the dialog was drawn into the field it starts in."""
        field = self.focused
        if not isinstance(field, Input):
            return
        if event.is_printable and event.character is not None:
            event.stop()
            field.insert_text_at_cursor(event.character)
        elif event.key == "enter":
            event.stop()
            field.call_later(field.action_submit)
