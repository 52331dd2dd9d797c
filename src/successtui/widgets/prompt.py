"""Asks for one line of text.

Owns the line and the sentence that says what is wrong with it. Answers only with a text its
validator accepts, or None; what was typed stays until then.
"""

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from successtui.text import fit, ui_text
from successtui.widgets.question import Question

HINT = "enter takes it, esc leaves"
LINE_CELLS = 59
"""A placeholder longer than its line would wrap into a second one."""


class Prompt(Question[str | None]):
    """A one-line question; None when it was left with escape."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Close", show=False),
    ]

    def __init__(
        self,
        question: str,
        *,
        value: str = "",
        placeholder: str = "",
        validator: Callable[[str], str | None] | None = None,
    ) -> None:
        """Make the question.

        Args:
            question: What is asked.
            value: The text at first.
            placeholder: Shown while the line is empty.
            validator: Says what is wrong with a text, None where nothing is.
        """
        super().__init__()
        self._question = question
        self._validator = validator
        self._value = value
        self._placeholder = placeholder
        self._message = Static(ui_text(HINT), classes="dialog--hint")

    def compose(self) -> ComposeResult:
        """Question, line, and what is wrong with it."""
        with Vertical(classes="dialog"):
            yield Static(ui_text(self._question), classes="dialog--title")
            line = Input(self._value, fit(self._placeholder, LINE_CELLS).rstrip(), compact=True)
            line.cursor_blink = False
            yield line
            yield self._message

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        error = self._validator(event.value) if self._validator is not None else None
        if error is None:
            self.dismiss(event.value)
        else:
            self._say(error, wrong=True)

    @on(Input.Changed)
    def _typing(self, event: Input.Changed) -> None:
        event.stop()
        if self._message.has_class("-wrong"):
            self._say(HINT, wrong=False)

    def _say(self, sentence: str, *, wrong: bool) -> None:
        self._message.set_class(wrong, "-wrong")
        self._message.update(ui_text(f"✗ {sentence}" if wrong else sentence))
