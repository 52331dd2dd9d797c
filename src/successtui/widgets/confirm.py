"""Asks before something that is hard to undo.

Owns the question only: says what will happen and answers True or False. The button that does
nothing has the focus, so that a key pressed twice by accident changes nothing.
"""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Button, Static

from successtui.text import ui_text
from successtui.widgets.question import Question


class Confirm(Question[bool]):
    """A question with two answers; escape and `n` are No, `y` is Yes; pgup and pgdn scroll."""

    AUTO_FOCUS = "#cancel"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", "Yes", show=False),
        Binding("n,escape", "answer(False)", "No", show=False),
        Binding("left,up", "app.focus_previous", "Other answer", show=False),
        Binding("right,down", "app.focus_next", "Other answer", show=False),
        Binding("pageup", "page('up')", "Lines before", show=False),
        Binding("pagedown", "page('down')", "Lines after", show=False),
    ]

    def __init__(
        self,
        title: str,
        lines: Sequence[str] = (),
        *,
        confirm_label: str = "Yes",
        cancel_label: str = "Cancel",
        danger: bool = True,
    ) -> None:
        """Make the question.

        Args:
            title: What is asked, in one line.
            lines: What will happen, one sentence a line.
            confirm_label: The answer that does it.
            cancel_label: The answer that does nothing.
            danger: Whether it destroys something and looks like it.
        """
        super().__init__(classes="-danger" if danger else None)
        self._title = title
        self._lines = tuple(lines)
        self._labels = (cancel_label, confirm_label)

    def compose(self) -> ComposeResult:
        """Title, what will happen, the two answers."""
        cancel, confirm = self._labels
        sign = "⚠ " if self.has_class("-danger") else ""
        with Vertical(classes="dialog"):
            yield Static(ui_text(sign + self._title), classes="dialog--title")
            with VerticalScroll(classes="dialog--body", can_focus=False):
                yield Static(ui_text("\n".join(self._lines)))
            with Horizontal(classes="dialog--answers"):
                yield Button(ui_text(cancel), id="cancel", compact=True)
                yield Button(ui_text(f"{confirm} (y)"), id="confirm", compact=True)

    def action_answer(self, yes: bool) -> None:
        """Answer and close."""
        self.dismiss(yes)

    def action_page(self, way: str) -> None:
        """Scroll what will happen, where it is longer than the dialog."""
        body = self.query_one(".dialog--body", VerticalScroll)
        (body.scroll_page_down if way == "down" else body.scroll_page_up)(animate=False)

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.dismiss(event.button.id == "confirm")
