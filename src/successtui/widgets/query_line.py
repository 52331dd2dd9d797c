"""The line a query is typed into, with what could follow below it and a caret under a mistake.

Owns the text, the list of suggestions and the error line. Knows no query language: it asks its
owner for suggestions with `SuggestionsWanted`, hands over what was typed with `Submitted`, and is
told with `show_error` what is wrong. Nothing in the list is chosen until a key says so, so enter
means "search" as long as nobody went down into the list.

In an owner:

    yield QueryLine(placeholder="words, or field:value", id="filter")

    @on(QueryLine.SuggestionsWanted)
    def _suggest(self, event):          # ask beside the screen, exclusively
        event.stop()
        self.start(partial(self._complete, event.text, event.cursor), group="suggest")

    async def _complete(self, text, cursor):
        found = await host(self).desk.read(partial(_suggestions, self.record_type, text, cursor))
        self.line.provide(found, text=text, cursor=cursor)

    @on(QueryLine.Submitted)
    def _filtered(self, event): ...     # event.text
    # a QueryError: self.line.show_error(error.column, error.message)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events, on
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from successtui.text import fit, ui_text, width


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One way to go on: `text` takes the place of the line's characters from `start` to `end`.

    Attributes:
        label: what the list shows.
        hint: a few words beside it; may be empty.
    """

    start: int
    end: int
    text: str
    label: str
    hint: str = ""


@dataclass
class QueryLineMessage(Message):
    """Anything a query line says."""

    line: QueryLine

    @property
    def control(self) -> QueryLine:
        """The line, for `@on` selectors."""
        return self.line


class SuggestionList(OptionList, can_focus=False):
    """What could follow; the keys stay with the text."""

    def __init__(self) -> None:
        super().__init__(markup=False, compact=True)
        self.display = False

    def offer(self, suggestions: Sequence[Suggestion]) -> None:
        """Shows these, none of them chosen yet; none hides the list."""
        self.display = bool(suggestions)
        self.set_options(Option(_prompt(each)) for each in suggestions)
        self.highlighted = None

    def page(self, direction: int) -> None:
        """Goes a page forward (1) or back (-1)."""
        self._move_page(1 if direction > 0 else -1)

    def on_click(self, event: events.Click) -> None:
        """Keeps the click from what lies under the list."""
        event.stop()


class QueryLine(Widget):
    """One line of text with completion; see the module. Two lines more while it shows an error."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "next", "What could follow; next", show=False, id="query.next"),
        Binding("up", "previous", "Previous", show=False, id="query.previous"),
        Binding("pagedown", "page(1)", "Next page", show=False, id="query.page_down"),
        Binding("pageup", "page(-1)", "Previous page", show=False, id="query.page_up"),
        Binding("tab", "take", "Take the suggestion", show=False, id="query.take"),
        Binding("escape", "dismiss", "Close the list", show=False, id="query.dismiss"),
    ]

    @dataclass
    class SuggestionsWanted(QueryLineMessage):
        """What can follow at the cursor is wanted; answer with `provide`, now or later."""

        text: str
        cursor: int

    @dataclass
    class Submitted(QueryLineMessage):
        """Enter, with nothing chosen in the list: this text is the query."""

        text: str

    def __init__(
        self,
        value: str = "",
        *,
        placeholder: str = "",
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._first = value
        self._input = Input(placeholder=fit(placeholder, 76).rstrip(), compact=True)
        self._input.cursor_blink = False
        self._input.select_on_focus = False
        self._list = SuggestionList()
        self._error = Static("", classes="query-line--error")
        self._error.display = False
        self._found: tuple[Suggestion, ...] = ()
        self._asked: tuple[str, int] | None = None

    def compose(self) -> ComposeResult:
        """The text, the list over what stands below, and the line of a mistake."""
        # An Input can only hold a text inside a running app; a line may be made before.
        self.value = self._first
        yield self._input
        yield self._list
        yield self._error

    # What the owner says

    @property
    def value(self) -> str:
        """What stands in the line."""
        return self._input.value

    @value.setter
    def value(self, text: str) -> None:
        with self._input.prevent(Input.Changed):
            self._input.value = text
            self._input.cursor_position = len(text)
        self.close()
        self.clear_error()

    @property
    def cursor(self) -> int:
        """Where the cursor stands, from 0 to the length of the text."""
        return self._input.cursor_position

    @property
    def expanded(self) -> bool:
        """Whether the list of suggestions is open."""
        return self._list.display

    @property
    def active(self) -> bool:
        """Whether the line has the focus."""
        return self._input.has_focus

    def focus(self, scroll_visible: bool = True) -> QueryLine:
        """Gives the focus to the text."""
        self._input.focus(scroll_visible)
        return self

    def provide(self, suggestions: Sequence[Suggestion], *, text: str, cursor: int) -> None:
        """Answers a `SuggestionsWanted`; an answer to what no longer stands there is ignored.

        Args:
            suggestions: best first; those that would change nothing are not shown.
            text, cursor: as they came in the message.
        """
        if self._asked != (text, cursor) or not self._input.has_focus:
            return
        self._found = tuple(s for s in suggestions if text[s.start : s.end] != s.text)
        self._list.offer(self._found)

    def show_error(self, column: int, message: str) -> None:
        """Draws a caret under a character of the text, and says below what is wrong with it.

        The cursor goes there as well, so that one types on where the mistake is. Both lines stay
        until the text changes.

        Args:
            column: index into the text, 0 to its length.
        """
        self.close()
        text = self._input.value
        place = max(0, min(column, len(text)))
        self._input.cursor_position = place
        self._error.display = True
        # The text scrolls to its cursor with the next frame only.
        self.call_after_refresh(self._draw_error, width(text[:place]), message)

    def _draw_error(self, place: int, message: str) -> None:
        shown = max(0, place - int(self._input.scroll_x))
        self._error.update(ui_text(f"{' ' * shown}^\n✗ {message}"))

    def clear_error(self) -> None:
        """Takes the caret and its sentence away."""
        self._error.display = False

    def close(self) -> None:
        """Closes the list of suggestions; answers still under way are ignored."""
        self._asked = None
        self._found = ()
        self._list.offer(())

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Escape and the paging keys are the line's own only while the list is open."""
        return self.expanded if action in ("dismiss", "page") else True

    def action_next(self) -> None:
        """Asks what can follow, or goes to the next suggestion."""
        if self.expanded:
            self._list.action_cursor_down()
        else:
            self._ask()

    def action_previous(self) -> None:
        """Goes to the suggestion before."""
        if not self.expanded:
            raise SkipAction
        self._list.action_cursor_up()

    def action_page(self, direction: int) -> None:
        """Goes a page of suggestions forward or back."""
        self._list.page(direction)

    def action_take(self) -> None:
        """Takes the suggestion one has gone to, else the first; asks for some if there are none.

        It never leaves the line: what is typed next would be taken for keys of the list.
        """
        if self.expanded:
            self._take(self._list.highlighted or 0)
        else:
            self._ask()

    def action_dismiss(self) -> None:
        """Closes the list; the text stays."""
        self.close()

    # Events

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.clear_error()
        before = self._input.value[: self.cursor]
        if self._input.has_focus and before.strip() and not before[-1].isspace():
            self._ask()
        else:
            self.close()

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        if self.expanded and self._list.highlighted is not None:
            self._take(self._list.highlighted)
            return
        self.close()
        self.post_message(self.Submitted(self, self._input.value))

    @on(Input.Blurred)
    def _left(self, event: Input.Blurred) -> None:
        event.stop()
        self.close()

    @on(OptionList.OptionHighlighted)
    def _keep(self, event: Message) -> None:
        event.stop()

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._take(event.option_index)

    def _ask(self) -> None:
        self._asked = (self._input.value, self.cursor)
        self.post_message(self.SuggestionsWanted(self, *self._asked))

    def _take(self, index: int) -> None:
        """Puts a suggestion into the text, then asks what can follow it."""
        if self._asked is None or index >= len(self._found):
            return
        taken, (text, _cursor) = self._found[index], self._asked
        self.value = text[: taken.start] + taken.text + text[taken.end :]
        self._input.cursor_position = taken.start + len(taken.text)
        self._input.focus()
        self._ask()


def _prompt(suggestion: Suggestion) -> Content:
    label = ui_text(suggestion.label)
    hint = suggestion.hint
    return label + ui_text(f"  {hint}", "dim") if hint else label
