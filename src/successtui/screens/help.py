"""The keys of the screen one came from, and those that work everywhere, with a line to search in.

Owns the keys that no action stands for (moving in tables and forms); all else it shows comes from
`actions.py`. Carries nothing out.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from successtui.actions import Scope, key_name, specs
from successtui.text import ui_text
from successtui.widgets.columns import Cell, Column
from successtui.widgets.question import Question
from successtui.widgets.record_table import RecordTable

MOUSE = (
    "Select text with the mouse: hold Shift (Option on macOS) and drag. y copies number and name."
)
_COLUMNS = (
    Column("key", "Key", 14, priority=9),
    Column("title", "Does", None, min_width=16, weight=2, priority=10),
    Column("help", "In words", None, min_width=24, weight=4, priority=8),
    Column("where", "Where", 13, priority=3),
)


@dataclass(frozen=True, slots=True)
class HelpLine:
    """One key and what it does; `where` as people read it."""

    key: str
    title: str
    help: str
    where: str

    def matches(self, words: Sequence[str]) -> bool:
        """Whether every word occurs; a single character also means the key itself."""
        text = " ".join((self.key, self.title, self.help, self.where)).lower()
        return all(word in text for word in words)


TABLE_KEYS = (
    HelpLine("↑ ↓ j k", "Move", "A row up or down; pgup and pgdn by a page", "In a table"),
    HelpLine("g g", "Top", "To the first row; home as well", "In a table"),
    HelpLine("enter", "Open", "Open the row", "In a table"),
    HelpLine("← → h l", "Close and open", "Of a tree: children away, or shown; z all", "In a tree"),
    HelpLine("space", "Mark", "Mark a row, or take the mark away; on to the next", "In a table"),
    HelpLine("→ ← l h", "More columns", "Those that found no room, and back", "In a table"),
)
FILTER_FORMS = (
    HelpLine("due_date<today", "In a filter", "field : = != < <= > >= value; C lists fields", "/"),
    HelpLine("due_date<=+1w", "In a filter", "Dates: today, -30d, +2w, 2026-12-24", "/"),
    HelpLine("state:New,Paused", "In a filter", "One of several; - in front means not", "/"),
    HelpLine("owner:me", "In a filter", "Mine; a person by name or part of it", "/"),
    HelpLine('a "b c" or (d)', "In a filter", "Words anywhere; or, not, brackets", "/"),
)
"""What a filter can say; shown with the keys, for there is no other place that tells it."""
FORM_KEYS = (
    HelpLine("tab", "Next field", "shift+tab for the field before", "In a form"),
    HelpLine("F4", "Calendar", "Of a date; a date is also tomorrow, fri, +2w, eom", "In a form"),
)
BOARD_KEYS = (
    HelpLine("← ↑ ↓ →", "Move", "To the next tile, bar, cell or month; h j k l", "In the report"),
    HelpLine("enter", "List", "Exactly the records that were counted", "In the report"),
    HelpLine("1 … 4", "Tabs", "Overview, Risk, Adoption, Renewal", "In the report"),
)
TAB_KEYS = (HelpLine("1 … 9 0", "Tabs", "The tab of that number; 0 is the tenth", "On an account"),)


class HelpScreen(Question[None]):
    """What can be pressed.

    Args:
        scopes: whose actions are listed; those that work everywhere are always there.
        only: ids of actions that are at hand; `None` for all of the scopes.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Close", show=False),
        Binding("down", "move('cursor_down')", "Next row", show=False),
        Binding("up", "move('cursor_up')", "Previous row", show=False),
        Binding("pagedown", "move('page_down')", "Next page", show=False),
        Binding("pageup", "move('page_up')", "Previous page", show=False),
    ]

    def __init__(self, scopes: Sequence[Scope], only: Collection[str] | None = None) -> None:
        super().__init__()
        self._lines = help_lines(scopes, only)

    def compose(self) -> ComposeResult:
        """Search line, table, a word on the mouse."""
        with Vertical(classes="dialog"):
            yield Static(ui_text("Keys"), classes="dialog--title")
            line = Input(placeholder="type to search, ↑ ↓ move, esc closes", compact=True)
            line.cursor_blink = False
            yield line
            table = RecordTable(_COLUMNS, empty="No key does that. ctrl+p finds every action.")
            table.can_focus = False
            yield table
            yield Static(ui_text(MOUSE), classes="dialog--hint")

    def on_mount(self) -> None:
        """All keys at first."""
        rows = {place: _cells(line) for place, line in enumerate(self._lines)}
        self._show("")
        self.query_one(RecordTable).provide(rows)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._show(event.value)

    def action_move(self, how: str) -> None:
        """Moves in the table while the search line keeps the focus."""
        getattr(self.query_one(RecordTable), f"action_{how}")()

    def _show(self, text: str) -> None:
        words = text.lower().split()
        found = [place for place, line in enumerate(self._lines) if line.matches(words)]
        self.query_one(RecordTable).set_rows(found, keep_cursor=False)


def help_lines(scopes: Sequence[Scope], only: Collection[str] | None = None) -> list[HelpLine]:
    """The keys of these scopes, then those of the widgets they show, then those of everywhere."""
    here = [scope for scope in scopes if scope is not Scope.APP]
    lines = _of_actions(here, only)
    if any(scope in here for scope in (Scope.LIST, Scope.RECORD, Scope.PLAN)):
        lines += TABLE_KEYS
    if Scope.LIST in here and (only is None or "list.filter" in only):
        lines += FILTER_FORMS
    if Scope.ACCOUNT in here:
        lines += TAB_KEYS
    if Scope.REPORT in here:
        lines += BOARD_KEYS
    if Scope.FORM in here:
        lines += FORM_KEYS
    return [*lines, *_of_actions([Scope.APP], None)]


def _of_actions(scopes: Sequence[Scope], only: Collection[str] | None) -> list[HelpLine]:
    return [
        HelpLine(key_name(spec.keys), spec.title, spec.help, spec.scope.value)
        for spec in specs(*scopes)
        if spec.keys and (only is None or spec.id in only)
    ]


def _cells(line: HelpLine) -> tuple[Cell, ...]:
    return (Cell(line.key, "accent"), Cell(line.title), Cell(line.help), Cell(line.where, "muted"))
