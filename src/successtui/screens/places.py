"""Where one can go: the `g` menu, and the lists of record types that are picked by typing.

Owns the letters of the places and the names record types are found by, those of the twelve
ServiceNow tables among them (R002-01).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import on
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from successtui.records import REGISTRY
from successtui.screens.base import Host, say
from successtui.text import ui_text
from successtui.widgets.board import Board
from successtui.widgets.line_table import LineTable
from successtui.widgets.menu import Menu, MenuItem

if TYPE_CHECKING:
    from successtui.services.session import Session
    from successtui.services.views import View

NO_WORKSPACE = "No workspace is open yet: choose what to start with"


@dataclass(frozen=True, slots=True)
class ListChoice:
    """A list to open; `view` is the saved view to open it with."""

    record_type: str
    query: str = ""
    templates: bool = False
    view: View | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A list under one of its names; `hint` says what stands behind a name that is not its own."""

    title: str
    choice: ListChoice
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Destination:
    """A place of the `g` menu."""

    letter: str
    title: str
    help: str


DESTINATIONS = (
    Destination("a", "Accounts", "All accounts with their plans"),
    Destination("l", "Lists", "Any record type, by typing its name"),
    Destination("r", "Report", "Where the portfolio stands, in numbers and charts"),
    Destination("n", "Inbox", "What colleagues changed on records you watch"),
    Destination("b", "Library", "Objective, play and plan templates"),
    Destination("s", "Admin", "Users, roles, picklists, settings …"),
)
TOP = "g"
"""The letter that goes nowhere but to the first row of the table in front."""

_SERVICENOW = (
    ("Success objectives", ListChoice("objective")),
    ("Success outcomes", ListChoice("outcome")),
    ("Success initiatives", ListChoice("play")),
    ("Success tasks", ListChoice("task")),
    ("Internal play tasks", ListChoice("task", "parent_type:internal_play")),
    ("Risk signals and issues", ListChoice("risk_signal")),
)
"""Tables whose ServiceNow name is not ours already."""
_TASKS = "Tasks of internal plays"
_ADMIN = (
    "user",
    "role",
    "team_pool",
    "picklist",
    "setting",
    "exchange_rate",
    "product",
    "metric",
    "mapper",
    "data_source",
    "definition_record",
    "launcher_notifier",
)
_TEMPLATES = ("objective", "play", "plan")


def list_entries() -> tuple[Entry, ...]:
    """Every record type by its plural, and the ServiceNow names, in the order of the alphabet."""
    own = [Entry(cls.declaration.plural, ListChoice(name)) for name, cls in REGISTRY.items()]
    theirs = [
        Entry(title, choice, _TASKS if choice.query else _plural(choice.record_type))
        for title, choice in _SERVICENOW
    ]
    return tuple(sorted((*own, *theirs), key=lambda entry: entry.title.lower()))


def pinned_entries(views: Iterable[View]) -> tuple[Entry, ...]:
    """Pinned views, which stand before the lists."""
    return tuple(
        Entry(f"★ {view.name}", ListChoice(view.record_type, view=view), _plural(view.record_type))
        for view in views
    )


def library_entries() -> tuple[Entry, ...]:
    """What the library is made of."""
    templates = (
        Entry(f"{REGISTRY[name].declaration.label} templates", ListChoice(name, templates=True))
        for name in _TEMPLATES
    )
    return (Entry(_plural("library"), ListChoice("library")), *templates)


def admin_entries() -> tuple[Entry, ...]:
    """What an admin looks after."""
    return tuple(Entry(_plural(name), ListChoice(name)) for name in _ADMIN)


class GoMenu(Menu):
    """Asks for the letter of a place; answers with it."""

    def __init__(self) -> None:
        items = [MenuItem(d.letter, f"{d.title:<10}{d.help}", d.letter) for d in DESTINATIONS]
        super().__init__("Go to", [*items, MenuItem(TOP, "Top       The first row", TOP)])


class RecordMenu(ModalScreen[ListChoice | None]):
    """Asks for a list, found by typing part of its name; `None` when it was left with escape."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Close", show=False),
        Binding("down", "move('cursor_down')", "Next", show=False),
        Binding("up", "move('cursor_up')", "Previous", show=False),
        Binding("pagedown", "move('page_down')", "Next page", show=False),
        Binding("pageup", "move('page_up')", "Previous page", show=False),
    ]

    def __init__(self, title: str, entries: Sequence[Entry]) -> None:
        super().__init__()
        self._title = title
        self._entries = tuple(entries)
        self._found: list[Entry] = list(entries)

    def compose(self) -> ComposeResult:
        """Search line and names."""
        with Vertical(classes="dialog"):
            yield Static(ui_text(self._title), classes="dialog--title")
            line = Input(placeholder="type a part of the name, enter opens", compact=True)
            line.cursor_blink = False
            yield line
            names = OptionList(markup=False, compact=True)
            names.can_focus = False
            yield names

    def on_mount(self) -> None:
        """All names at first."""
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
            self.dismiss(self._found[place].choice)

    @on(OptionList.OptionSelected)
    def _picked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self._found[event.option_index].choice)

    def action_move(self, how: str) -> None:
        """Moves among the names while the search line keeps the focus."""
        getattr(self.query_one(OptionList), f"action_{how}")()

    def _show(self, text: str) -> None:
        self._found = matching(self._entries, text)
        names = self.query_one(OptionList)
        names.clear_options()
        names.add_options([Option(ui_text(_shown(entry))) for entry in self._found])
        names.highlighted = 0 if self._found else None


def matching(entries: Iterable[Entry], text: str) -> list[Entry]:
    """The entries that hold every word; first those that begin with the text, and what stands
    on its own before what hangs from it (outcomes before their values)."""
    words = text.lower().split()
    begins = " ".join(words)

    def rank(entry: Entry) -> tuple[bool, bool]:
        hangs = bool(words and REGISTRY[entry.choice.record_type].declaration.through)
        return not entry.title.lower().startswith(begins), hangs

    found = [e for e in entries if all(word in _shown(e).lower() for word in words)]
    return sorted(found, key=rank)


async def go(app: App[Any]) -> None:
    """Asks for a letter, then goes there; `g g` is the top of the table in front."""
    if isinstance(app.screen, GoMenu):
        # Both letters came before the menu was drawn.
        app.screen.dismiss(TOP)
        return
    if cast(Host, app).desk.session is None:
        say(app, NO_WORKSPACE, wrong=True)
        return
    letter = await app.push_screen_wait(GoMenu())
    if letter is not None:
        await go_to(app, letter)


async def go_to(app: App[Any], letter: str) -> None:
    """Goes to the place of that letter, by way of a list to pick from where it has several."""
    if letter == TOP:
        for table in app.screen.query(LineTable):
            table.action_first()
            return
        for board in app.screen.query(Board):
            board.action_first()
            return
    if letter == "a":
        cast(Host, app).open_list("account")
        return
    if letter == "r":
        from successtui.screens.report import ReportPlace

        cast(Host, app).show_place(ReportPlace())
        return
    if letter == "n":
        from successtui.screens.inbox import InboxPlace

        cast(Host, app).show_place(InboxPlace())
        return
    for wanted, title, entries in (
        ("l", "Lists", list_entries),
        ("b", "Library", library_entries),
        ("s", "Admin", admin_entries),
    ):
        if letter == wanted:
            pinned = await cast(Host, app).desk.read(_pinned) if letter == "l" else ()
            menu = RecordMenu(title, (*pinned_entries(pinned), *entries()))
            chosen = await app.push_screen_wait(menu)
            if chosen is not None:
                open_choice(app, chosen)


def open_choice(app: App[Any], choice: ListChoice) -> None:
    """Opens a list that was chosen."""
    if choice.view is None:
        host = cast(Host, app)
        host.open_list(choice.record_type, query=choice.query, templates=choice.templates)
        return
    from successtui.screens.record_list import RecordList

    cast(Host, app).show_place(RecordList(REGISTRY[choice.record_type], view=choice.view))


def _pinned(session: Session) -> tuple[View, ...]:
    from successtui.services.views import pinned_views

    return pinned_views(session)


def _plural(name: str) -> str:
    return REGISTRY[name].declaration.plural


def _shown(entry: Entry) -> str:
    return f"{entry.title}  → {entry.hint}" if entry.hint else entry.title
