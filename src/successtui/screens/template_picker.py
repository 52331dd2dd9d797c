"""Step one of adding from the library: find a template, look inside, choose it.

Owns searching, the two views (a list that opens into a tree, cards) and which one was used last.
What is offered, and what follows a choice, is said by a subclass.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from successtui import remembered
from successtui.domain.errors import SuccessError
from successtui.screens.base import beside, dialog, host
from successtui.screens.offers import COLUMNS, NO_LIBRARY, Entry, card, matching, tree
from successtui.screens.wizard import Wizard, keys
from successtui.text import ui_text
from successtui.widgets.columns import Cell
from successtui.widgets.tree_table import Node, TreeTable

if TYPE_CHECKING:
    from textual.screen import Screen

    from successtui.services.records import Saved
    from successtui.services.session import Session

CARDS, LIST = "cards", "list"
_EXTRA = "extra"


class SearchLine(Input):
    """The line of words; down goes to what was found."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "app.focus_next", "To the list", show=False),
    ]


class OfferTree(TreeTable):
    """Templates as a tree, with the keys in the footer."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Choose", id="table.open"),
        Binding("right,l", "expand", "Look inside", id="tree.expand"),
    ]


class CardList(OptionList):
    """Templates as cards; right opens one, left closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "Choose"),
        Binding("right,l", "unfold(True)", "Look inside"),
        Binding("left,h", "unfold(False)", "Close", show=False),
        Binding("j", "cursor_down", "Next", show=False),
        Binding("k", "cursor_up", "Previous", show=False),
    ]

    def __init__(self) -> None:
        super().__init__(markup=False, compact=True)
        self._entries: dict[str, Entry] = {}
        self._opened: set[str] = set()

    def show(self, entries: Sequence[Entry], extra: str, empty: str) -> None:
        """Shows these templates by SuccessBLOC; the highlighted one stays if it is among them."""
        now = self.highlighted_key
        self._entries = {entry.key: entry for entry in entries}
        options: list[Option] = []
        library = None
        for entry in entries:
            if entry.library != library:
                library = entry.library
                options.append(Option(ui_text(f"── {library or NO_LIBRARY}"), disabled=True))
            options.append(Option(self._card(entry), id=entry.key))
        if empty:
            options.append(Option(ui_text(empty), disabled=True))
        if extra:
            options.append(Option(ui_text(extra, "bold"), id=_EXTRA))
        self.set_options(options)
        if now in self._entries:
            self.highlighted = self.get_option_index(now)
        else:
            self.action_first()

    @property
    def highlighted_key(self) -> str:
        """Key of the template under the cursor, empty where there is none."""
        option = self.highlighted_option
        return (option.id or "") if option is not None else ""

    def move_to(self, key: str) -> None:
        """Puts the cursor on a template."""
        if key in self._entries:
            self.highlighted = self.get_option_index(key)

    def action_unfold(self, wide: bool) -> None:
        """Shows what the template brings along, or only how much."""
        key = self.highlighted_key
        if key in self._entries:
            self._opened = self._opened | {key} if wide else self._opened - {key}
            self.replace_option_prompt(key, self._card(self._entries[key]))

    def on_resize(self) -> None:
        """Cuts the cards anew."""
        for key, entry in self._entries.items():
            self.replace_option_prompt(key, self._card(entry))

    def _card(self, entry: Entry) -> Any:
        return card(entry, entry.key in self._opened, max(20, self.size.width - 3))


class TemplatePicker(Wizard):
    """Chooses a template; see the module."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *keys("wizard.search", "wizard.view", "wizard.reload"),
    ]
    AUTO_FOCUS = "OfferTree"
    VIEW: ClassVar[str]
    """Name the last view is remembered by."""
    EXTRA: ClassVar[str] = ""
    """What else can be chosen, below all templates."""
    EMPTY: ClassVar[str]
    """Said where there are no templates at all."""

    def __init__(self) -> None:
        super().__init__()
        self._entries: dict[str, Entry] = {}
        self._trouble = ""
        self._view = LIST

    # What a subclass says

    def read_entries(self, session: Session) -> list[Entry]:
        """All templates, by SuccessBLOC; runs off the screen's thread.

        Raises:
            SuccessError: there is nothing for this person; the reason is shown.
        """
        raise NotImplementedError

    def next_step(self, entry: Entry | None) -> Screen[Saved | None]:
        """The step after a template was chosen; `None` stands for `EXTRA`."""
        raise NotImplementedError

    # Showing

    def body(self) -> ComposeResult:
        """Search line, both views, how many there are."""
        line = SearchLine(placeholder="/ searches names, texts, plays and tasks", compact=True)
        line.cursor_blink = False
        yield line
        yield OfferTree(COLUMNS, initially_expanded=1, empty="Reading the library…")
        yield CardList()
        yield Static("", classes="wizard-status")

    def on_mount(self) -> None:
        """Reads the library."""
        beside(self, partial(self._fill, recall=True), group="fill")

    async def _fill(self, *, recall: bool = False) -> None:
        desk = host(self).desk
        if recall:
            self._show_view(await desk.run(partial(remembered.recall, self.VIEW)))
        try:
            found = await desk.read(self.read_entries)
            self._trouble = "" if found else self.EMPTY
        except SuccessError as error:
            found, self._trouble = [], str(error)
        self._entries = {entry.key: entry for entry in found}
        self._show()

    def _show(self) -> None:
        text = self.query_one(SearchLine).value
        found = matching(self._entries.values(), text)
        empty = self._trouble
        if not found and not empty:
            empty = f"Nothing holds “{text.strip()}”; esc clears the search."
        nodes = tree(found, self.today())
        if self.EXTRA:
            nodes.append(Node(_EXTRA, 0, (Cell(self.EXTRA, "accent"),)))
        view = self.query_one(OfferTree)
        view.empty = empty
        view.set_nodes(nodes)
        if (view.cursor_key or "").startswith("library:"):
            view.action_cursor_down()
        self.query_one(CardList).show(found, self.EXTRA, empty)
        counts = f"{len(found)} of {len(self._entries)} templates"
        # With a row below all templates, the table is never empty enough to say why.
        status = empty if empty and self.EXTRA else counts
        self.query_one(".wizard-status", Static).update(ui_text(status))

    def _show_view(self, view: str) -> None:
        self._view = view if view in (CARDS, LIST) else LIST
        trees, cards = self.query_one(OfferTree), self.query_one(CardList)
        trees.display, cards.display = self._view == LIST, self._view == CARDS
        line = self.query_one(SearchLine)
        if not (line.has_focus and line.value):
            (trees if self._view == LIST else cards).focus()

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While words are typed, the search key is a sign like any other."""
        return action != "search" or not isinstance(self.focused, SearchLine)

    def action_view(self) -> None:
        """The other view, with the cursor on the same template; it is used next time (R003-24)."""
        trees, cards = self.query_one(OfferTree), self.query_one(CardList)
        if self._view == LIST:
            cards.move_to((trees.cursor_key or "").partition("/")[0])
        elif cards.highlighted_key:
            trees.move_to(cards.highlighted_key)
        self._show_view(CARDS if self._view == LIST else LIST)
        keep = partial(remembered.remember, self.VIEW, self._view)
        beside(self, partial(self._remember, keep), group="remember", exclusive=False)

    async def _remember(self, keep: partial[None]) -> None:
        await host(self).desk.run(keep)

    def action_reload(self) -> None:
        """Reads the templates again (R003-25)."""
        beside(self, self._fill, group="fill")

    def action_search(self) -> None:
        """Goes to the search line."""
        self.query_one(SearchLine).focus()

    def action_leave(self) -> None:
        """Leaves the search line first, then the search, then the picker."""
        line = self.query_one(SearchLine)
        if line.has_focus or line.value:
            line.value = ""
            self._to_list()
        else:
            super().action_leave()

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        event.stop()
        self._show()

    @on(Input.Submitted)
    def _to_list(self) -> None:
        (self.query_one(OfferTree) if self._view == LIST else self.query_one(CardList)).focus()

    @on(TreeTable.Opened)
    def _picked_in_list(self, event: TreeTable.Opened) -> None:
        event.stop()
        if event.key.startswith("library:"):
            event.table.set_expanded(event.key, not event.table.is_expanded(event.key))
        else:
            self._choose(event.key.partition("/")[0])

    @on(OptionList.OptionSelected)
    def _picked_card(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._choose(event.option_id or "")

    @dialog
    async def _choose(self, key: str) -> None:
        """Goes on with a template; coming back leaves everything as it was."""
        self.done(await self.app.push_screen_wait(self.next_step(self._entries.get(key))))
