"""A field that is filled by choosing: type to find, enter to take.

Owns what is chosen, and what a typed text does to it. Searches nothing itself beyond the fixed
choices it was given: without them it asks its owner with `SearchWanted`. Never changes its value
for a text that does not name exactly one choice.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events, on
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, OptionList

from successtui.widgets.choice_parts import SEARCHING, ChoiceMessage, Dropdown, SearchInput
from successtui.widgets.choices import Choice, Search, Then, shown

__all__ = ["Choice", "ChoiceField"]


class ChoiceField(Widget):
    """A searchable select, one cell high; see the module."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "next", "Open the list, next choice", show=False, id="choice.next"),
        Binding("up", "previous", "Previous choice", show=False, id="choice.previous"),
        Binding("pagedown", "page(1)", "Next page", show=False, id="choice.page_down"),
        Binding("pageup", "page(-1)", "Previous page", show=False, id="choice.page_up"),
        Binding("escape", "dismiss", "Close the list", show=False, id="choice.dismiss"),
    ]

    @dataclass
    class Changed(ChoiceMessage):
        """A person chose something else, or cleared the field."""

        value: str | None
        """The value; None where nothing is chosen. Of several, the first."""
        values: tuple[str, ...]

    @dataclass
    class SearchWanted(ChoiceMessage):
        """The choices for this text are wanted; answer with `show_choices` and the token."""

        text: str
        token: int

    @dataclass
    class Unresolved(ChoiceMessage):
        """The field was left with a text that names no single choice; the value stays."""

        text: str

    def __init__(
        self,
        choices: Sequence[Choice] | None = None,
        *,
        value: Choice | str | None = None,
        values: Iterable[Choice | str] = (),
        multiple: bool = False,
        placeholder: str = "",
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
        disabled: bool = False,
    ) -> None:
        """Make a field.

        Args:
            choices: The fixed choices, shown in this order; None searches by `SearchWanted`.
            value: What is chosen at first. A plain value is looked up among `choices`; one that
                is not among them stays and is shown as it is.
            values: The same for a field of several.
            multiple: Whether several can be chosen.
            placeholder: Shown where nothing is chosen.
        """
        super().__init__(name=name, id=id, classes=classes, disabled=disabled)
        self._lookup = Search(choices)
        self._multiple = multiple
        self._placeholder = placeholder
        given = values if multiple else ([] if value is None else [value])
        self._chosen = tuple(self._lookup.named(each) for each in given)
        self._input = SearchInput()
        self._dropdown: Dropdown | None = None
        self._then = Then.SHOW
        self._unresolved: str | None = None

    def compose(self) -> ComposeResult:
        """The text; the list is made when it is first opened."""
        self._show_chosen()
        yield self._input

    def render(self) -> Content:
        """The sign of a list, at the right of the text."""
        return Content("▾")

    # What the owner says

    @property
    def value(self) -> str | None:
        """What is chosen; of several the first, None where nothing is."""
        return self._chosen[0].value if self._chosen else None

    @property
    def values(self) -> tuple[str, ...]:
        """All that is chosen, in the order it was chosen."""
        return tuple(choice.value for choice in self._chosen)

    @property
    def chosen(self) -> tuple[Choice, ...]:
        """All that is chosen, with labels."""
        return self._chosen

    @property
    def unresolved(self) -> str | None:
        """What was typed last and named no single choice, or is still being looked up."""
        return self._input.typed if self._then is Then.LEAVE else self._unresolved

    @property
    def expanded(self) -> bool:
        """Whether the list is open."""
        return self._dropdown is not None and self._dropdown.display

    def set_value(self, choice: Choice | str | None) -> None:
        """Choose this, or nothing; posts no message."""
        self.set_values([] if choice is None else [choice])

    def set_values(self, choices: Iterable[Choice | str]) -> None:
        """Choose exactly these; posts no message."""
        self._chosen = tuple(self._lookup.named(each) for each in choices)
        if self.is_attached:
            self._forget_typed()

    def clear(self) -> None:
        """Choose nothing; posts no message."""
        self.set_values([])

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Offer other fixed choices. What is chosen stays, be it among them or not."""
        self._lookup = Search(choices)
        labels = {choice.value: choice for choice in choices}
        self.set_values([labels.get(each.value, each) for each in self._chosen])

    def show_choices(self, token: int, choices: Sequence[Choice]) -> None:
        """Answer the `SearchWanted` of this token; the answer to an older one is ignored."""
        if self._lookup.answer(token, choices):
            self._found()

    def focus(self, scroll_visible: bool = True) -> "ChoiceField":
        """Give the focus to the text of the field."""
        self._input.focus(scroll_visible)
        return self

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Escape and the paging keys are the field's own only while the list is open."""
        return self.expanded if action in ("dismiss", "page") else True

    def action_next(self) -> None:
        """Open the list, or go to the next choice."""
        if self._dropdown is not None and self.expanded:
            self._dropdown.action_cursor_down()
        else:
            self._open()

    def action_previous(self) -> None:
        """Go to the previous choice."""
        if self._dropdown is None or not self.expanded:
            raise SkipAction
        self._dropdown.action_cursor_up()

    def action_page(self, direction: int) -> None:
        """Go a page of choices forward or back."""
        if self._dropdown is not None:
            self._dropdown.page(direction)

    def action_dismiss(self) -> None:
        """Close the list and take the typed text back."""
        self._forget_typed()

    # Events

    @on(Input.Changed)
    def _typing(self, event: Input.Changed) -> None:
        event.stop()
        typing = self._input.typed is not None
        if typing:
            self._unresolved = None
        if self._input.has_focus and (typing or self.expanded):
            self._open()

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        if self._dropdown is None or not self.expanded:
            self._open()
        elif not self._lookup.answered:
            self._then = Then.TAKE_FIRST
        elif self._dropdown.highlighted is not None:
            self._take(self._dropdown.highlighted)

    @on(Input.Blurred)
    @on(OptionList.OptionHighlighted)
    def _keep(self, event: Message) -> None:
        event.stop()

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._take(event.option_index)

    @on(SearchInput.EmptyBackspace)
    def _take_last_away(self, event: SearchInput.EmptyBackspace) -> None:
        event.stop()
        if self._multiple and self._chosen:
            self._choose(self._chosen[:-1])
            self._show_chosen()

    def on_click(self, event: events.Click) -> None:
        """Open the list."""
        event.stop()
        self.focus()
        self._open()

    def on_resize(self) -> None:
        """Cut the hint anew."""
        self._input.show_hint(self._hint())

    def on_descendant_focus(self) -> None:
        """Make room for typing: of several, the summary steps behind the text."""
        self._then = Then.SHOW
        if self._input.typed is None:
            self._show_chosen()

    def on_descendant_blur(self) -> None:
        """Close the list and take what the typed text names, if that is one choice."""
        # Another window came to the front: the typing goes on when the app is back.
        if self.app.app_focus:
            self._close()
            self._leave()

    # Finding

    def _open(self) -> None:
        """Open the list with what matches the typed text."""
        if self._dropdown is None:
            self._dropdown = Dropdown(ticks=self._multiple)
            self._dropdown.display = False
            self.mount(self._dropdown)
        if not self.expanded:
            self._dropdown.say(SEARCHING)
            self._dropdown.display = True
        self._ask(self._input.typed or "")

    def _ask(self, text: str) -> None:
        self._then = Then.SHOW
        self._lookup.begin(text)
        if self._lookup.answered:
            self._found()
        else:
            self.post_message(self.SearchWanted(self, text, self._lookup.token))

    def _found(self) -> None:
        then, self._then = self._then, Then.SHOW
        found = self._lookup.found
        if then is Then.LEAVE:
            self._leave()
        elif then is Then.TAKE_FIRST and found:
            self._take(0)
        elif self._dropdown is not None and self.expanded:
            current = "" if self._lookup.text or self._multiple else self.value
            self._dropdown.offer(found, self.values, current, more=self._lookup.more)

    def _close(self) -> None:
        if self._dropdown is not None:
            self._dropdown.display = False

    # Choosing

    def _take(self, index: int) -> None:
        if not self._lookup.answered or index >= len(self._lookup.found):
            return
        choice = self._lookup.found[index]
        if not self._multiple:
            self._choose((choice,))
            self._forget_typed()
            return
        without = tuple(each for each in self._chosen if each.value != choice.value)
        self._choose(without if choice.value in self.values else (*self._chosen, choice))
        self._show_chosen()

    def _choose(self, chosen: tuple[Choice, ...]) -> None:
        before, self._chosen = self.values, chosen
        self._unresolved = None
        if self.values != before:
            self.post_message(self.Changed(self, self.value, self.values))

    def _leave(self) -> None:
        """Take what the typed text names; ask for it first where nobody has answered yet."""
        text = self._input.typed
        if text is None or not text.strip():
            if text is not None and not self._multiple:
                self._choose(())
            self._show_chosen()
            return
        if not self._lookup.covers(text):
            if self._lookup.text != text:
                self._ask(text)
            self._then = Then.LEAVE
            return
        choice = self._lookup.meant(text)
        if choice is None:
            self._unresolved = text
            self.post_message(self.Unresolved(self, text))
        elif not self._multiple:
            self._choose((choice,))
        elif choice.value not in self.values:
            self._choose((*self._chosen, choice))
        self._show_chosen()

    # Showing

    def _forget_typed(self) -> None:
        self._close()
        self._then = Then.SHOW
        self._unresolved = None
        self._show_chosen()

    def _show_chosen(self) -> None:
        """Put what is chosen into the text, or behind it while several are being chosen."""
        choosing_several = self._multiple and self._input.has_focus
        self._input.show_own("" if choosing_several else self._summary(), self._hint())
        if self._dropdown is not None and self.expanded and self._multiple:
            self._dropdown.tick(self.values)

    def _hint(self) -> str:
        behind = self._summary() if self._multiple and self._input.has_focus else ""
        return behind or self._placeholder

    def _summary(self) -> str:
        return ", ".join(shown(choice.label) for choice in self._chosen)
