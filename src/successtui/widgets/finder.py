"""Asks for one thing out of many, found by typing part of its name.

Owns the search line and the list. What cannot be chosen stays in the list and says why; answers
with the id of the item, or None.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from successtui.text import fit, ui_text
from successtui.widgets.question import Question

TITLE_CELLS = 50
HINT_CELLS = 100


@dataclass(frozen=True, slots=True)
class FinderItem:
    """One thing to choose.

    Attributes:
        hint: a few words beside the title; they are searched as well.
        reason: why it cannot be chosen; empty when it can.
    """

    id: str
    title: str
    hint: str = ""
    reason: str = ""


class Finder(Question[str | None]):
    """A list to type in; None when it was left with escape."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Close", show=False),
        Binding("down", "move('cursor_down')", "Next", show=False),
        Binding("up", "move('cursor_up')", "Previous", show=False),
        Binding("pagedown", "move('page_down')", "Next page", show=False),
        Binding("pageup", "move('page_up')", "Previous page", show=False),
    ]

    def __init__(
        self, title: str, items: Iterable[FinderItem], *, hint: str = "type to find, enter chooses"
    ) -> None:
        super().__init__()
        self._title = title
        self._items = tuple(items)
        self._found = list(self._items)
        self._hint = hint

    def compose(self) -> ComposeResult:
        """Title, search line, items."""
        with Vertical(classes="dialog"):
            yield Static(ui_text(self._title), classes="dialog--title")
            line = Input(placeholder=self._hint, compact=True)
            line.cursor_blink = False
            yield line
            names = OptionList(markup=False, compact=True)
            names.can_focus = False
            yield names

    def on_mount(self) -> None:
        """Everything at first."""
        self._show("")

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._show(event.value)

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        place = self.query_one(OptionList).highlighted
        if place is not None:
            self.dismiss(self._found[place].id)

    @on(OptionList.OptionSelected)
    def _picked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self._found[event.option_index].id)

    def action_move(self, how: str) -> None:
        """Moves among the items while the search line keeps the focus."""
        getattr(self.query_one(OptionList), f"action_{how}")()

    def _show(self, text: str) -> None:
        self._found = fitting(self._items, text)
        names = self.query_one(OptionList)
        names.set_options(Option(_prompt(i), disabled=bool(i.reason)) for i in self._found)
        names.highlighted = None
        names.action_first()


def fitting(items: Sequence[FinderItem], text: str) -> list[FinderItem]:
    """The items that hold every word; those that begin with the text come first."""
    words = text.lower().split()
    begins = " ".join(words)
    found = [i for i in items if all(w in f"{i.title} {i.hint}".lower() for w in words)]
    return sorted(found, key=lambda item: not item.title.lower().startswith(begins))


def _prompt(item: FinderItem) -> Content:
    prompt = ui_text(fit(item.title, TITLE_CELLS).rstrip())
    if item.reason:
        return prompt + ui_text(f"  – {fit(item.reason, HINT_CELLS).rstrip()}", "italic")
    if item.hint:
        return prompt + ui_text(f"  {fit(item.hint, HINT_CELLS).rstrip()}", "dim")
    return prompt
