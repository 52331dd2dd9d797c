"""A short list of things to do, each with its key; what cannot be done says why.

Owns the list and the keys; answers with the id of the item. Decides nothing about permission: the
caller says what is enabled.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from successtui.text import fit, ui_text, width
from successtui.widgets.question import Question

TITLE_CELLS = 50
REASON_CELLS = 160


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One thing to do."""

    id: str
    title: str
    key: str = ""
    """The key that picks it, as Textual names it (`a`, `R`, `plus`), or the character itself."""
    enabled: bool = True
    reason: str = ""
    """Why it cannot be done; shown beside a disabled item."""


class Menu(Question[str | None]):
    """Asks what to do; None when it was left with escape."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Close", show=False),
    ]

    def __init__(self, title: str, items: Sequence[MenuItem]) -> None:
        super().__init__()
        self._title = title
        self._items = tuple(items)

    def compose(self) -> ComposeResult:
        """Title and items."""
        key_cells = max((width(item.key) for item in self._items), default=0)
        with Vertical(classes="dialog"):
            yield Static(ui_text(self._title), classes="dialog--title")
            yield OptionList(
                *(
                    Option(_prompt(item, key_cells), disabled=not item.enabled)
                    for item in self._items
                ),
                markup=False,
                compact=True,
            )

    def on_mount(self) -> None:
        """Start at the first thing that can be done."""
        self.query_one(OptionList).action_first()

    def on_key(self, event: events.Key) -> None:
        """Pick the item whose key this is; arrows and enter are the list's own."""
        for item in self._items:
            if item.key and item.key in (event.key, event.character):
                event.stop()
                if item.enabled:
                    self.dismiss(item.id)
                return

    @on(OptionList.OptionSelected)
    def _picked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self._items[event.option_index].id)


def _prompt(item: MenuItem, key_cells: int) -> Content:
    key = fit(item.key, key_cells) + "  " if key_cells else ""
    prompt = ui_text(key + fit(item.title, TITLE_CELLS).rstrip())
    if item.enabled or not item.reason:
        return prompt
    return prompt + ui_text(f"  – {fit(item.reason, REASON_CELLS).rstrip()}", "italic")
