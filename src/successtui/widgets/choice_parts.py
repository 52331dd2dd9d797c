"""The parts of a choice field: the text one types into, the list under it, what it says.

Owns how they look and what they show. Decides nothing: which choices there are and what is chosen
is the business of the field.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from successtui.text import fit, ui_text
from successtui.widgets.choices import Choice, shown
from successtui.widgets.entry import Entry

if TYPE_CHECKING:
    from successtui.widgets.choice import ChoiceField

TYPE_TO_NARROW = "… type to narrow"
NOTHING_MATCHES = "nothing matches"
SEARCHING = "searching…"


@dataclass
class ChoiceMessage(Message):
    """Anything a choice field says."""

    field: "ChoiceField"

    @property
    def control(self) -> "ChoiceField":
        """The field, for `@on` selectors."""
        return self.field


class SearchInput(Entry):
    """The text of a choice field: what is chosen, or what a person typed over it."""

    @dataclass
    class EmptyBackspace(Message):
        """Backspace where there is no text to delete."""

    def __init__(self) -> None:
        super().__init__(compact=True)
        self.cursor_blink = False
        self._own_text = ""

    @property
    def typed(self) -> str | None:
        """What a person typed, None where the text is the field's own."""
        return None if self.value == self._own_text else self.value

    def show_own(self, text: str, hint: str) -> None:
        """Show the field's own text, from its beginning, and a hint where it is empty."""
        self._own_text = text
        self.show_hint(hint)
        self.value = text
        if self.has_focus:
            self.select_all()
        else:
            self.cursor_position = 0

    def show_hint(self, hint: str) -> None:
        """Show this where there is no text; what is longer than the line would wrap, so cut it."""
        self.placeholder = fit(hint, max(1, self.size.width - 1)).rstrip()

    def action_delete_left(self) -> None:
        """Delete a character, or tell the field that there is none."""
        if self.value:
            super().action_delete_left()
        else:
            self.post_message(self.EmptyBackspace())


class Dropdown(OptionList, can_focus=False):
    """The list under a choice field; the keys stay with the text."""

    def __init__(self, *, ticks: bool) -> None:
        super().__init__(markup=False, compact=True)
        self._ticks = ticks
        self._choices: tuple[Choice, ...] = ()

    def offer(
        self, choices: Sequence[Choice], ticked: Collection[str], current: str | None, *, more: bool
    ) -> None:
        """Show these choices, starting at the current one, and whether there are more of them."""
        if not choices:
            self.say(NOTHING_MATCHES)
            return
        self._choices = tuple(choices)
        self.set_options(Option(self._prompt(choice, ticked)) for choice in choices)
        if more:
            self.add_option(Option(ui_text(TYPE_TO_NARROW), disabled=True))
        rows = [row for row, choice in enumerate(choices) if choice.value == current]
        self.highlighted = rows[0] if rows else 0

    def say(self, sentence: str) -> None:
        """Show a sentence in place of choices."""
        self._choices = ()
        self.set_options([Option(ui_text(sentence), disabled=True)])

    def tick(self, ticked: Collection[str]) -> None:
        """Show these values as chosen."""
        for index, choice in enumerate(self._choices):
            self.replace_option_prompt_at_index(index, self._prompt(choice, ticked))

    def page(self, direction: int) -> None:
        """Go a page of choices forward (1) or back (-1)."""
        self._move_page(1 if direction > 0 else -1)

    def on_click(self, event: events.Click) -> None:
        """Keep the click from the field, which would open the list again."""
        event.stop()

    def _prompt(self, choice: Choice, ticked: Collection[str]) -> Content:
        box = ("[x] " if choice.value in ticked else "[ ] ") if self._ticks else ""
        label = ui_text(box + shown(choice.label))
        return label + ui_text(f"  {shown(choice.hint)}", "dim") if choice.hint else label
