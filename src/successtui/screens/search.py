"""Search everywhere: what is typed is looked for as one types, in records of every type.

Owns the line and what it found; the answer is the record to open. An answer to what no longer
stands in the line is never shown.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from successtui.domain.lifecycle import glyph
from successtui.records import Account, Record
from successtui.screens.base import beside, host, read, say
from successtui.screens.places import NO_WORKSPACE
from successtui.screens.typing_ahead import taken_in
from successtui.text import fit, ui_text
from successtui.widgets.question import Question

if TYPE_CHECKING:
    from successtui.services.searching import Found, Results
    from successtui.services.session import Session

MOST = 50
"""Records shown."""
COUNTED = 500
"""Counting stops here: more than anybody reads."""
SHORTEST = 2
"""Letters from which on it searches; a single one finds a good part of everything."""
_HINT = "type words or a number; the last word may be unfinished"


class SearchScreen(Question["Found | None"]):
    """Asks for a record by words; `None` when it was left with escape."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Close", show=False),
        Binding("down", "move('cursor_down')", "Next", show=False),
        Binding("up", "move('cursor_up')", "Previous", show=False),
        Binding("pagedown", "move('page_down')", "Next page", show=False),
        Binding("pageup", "move('page_up')", "Previous page", show=False),
        Binding("ctrl+r", "rank", "Newest or best first", show=False, priority=True),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._found: tuple[Found, ...] = ()
        self._asked = ""
        self._answered = ""
        self._ranked = False

    def compose(self) -> ComposeResult:
        """Title, line, records, and how many there are."""
        with Vertical(classes="dialog"):
            yield Static(ui_text("Search everywhere"), classes="dialog--title")
            line = Input(placeholder=_HINT, compact=True)
            line.cursor_blink = False
            yield line
            records = OptionList(markup=False, compact=True)
            records.can_focus = False
            yield records
            yield Static(ui_text("enter opens, esc leaves"), classes="dialog--hint")

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._look(event.value)

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        beside(self, self._open_chosen, group="open")

    @on(OptionList.OptionSelected)
    def _picked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self._found[event.option_index])

    def action_move(self, how: str) -> None:
        """Moves among the records while the line keeps the focus."""
        getattr(self.query_one(OptionList), f"action_{how}")()

    def action_rank(self) -> None:
        """Newest first, or those first whose name holds the words."""
        self._ranked = not self._ranked
        self._look(self._asked)

    def _look(self, text: str) -> None:
        self._asked = text
        beside(self, partial(self._ask, text, self._ranked), group="search")

    async def _ask(self, text: str, ranked: bool) -> None:
        if len(text.strip()) < SHORTEST and text.isascii():
            self._show(None)
        else:
            self._show(await host(self).desk.read(partial(_search, text, ranked)))
        self._answered = text

    async def _open_chosen(self) -> None:
        """Opens the record gone to; waits for the answer to what was typed last."""
        await taken_in(self)
        while self._answered != self._asked:
            await self._ask(self._asked, self._ranked)
        place = self.query_one(OptionList).highlighted
        if place is not None and place < len(self._found):
            self.dismiss(self._found[place])

    def _show(self, results: Results | None) -> None:
        self._found = () if results is None else results.found
        records = self.query_one(OptionList)
        width = max(20, records.size.width - 1)
        records.set_options(Option(_prompt(one, width)) for one in self._found)
        records.highlighted = 0 if self._found else None
        self.query_one(".dialog--hint", Static).update(ui_text(self._told(results)))

    def _told(self, results: Results | None) -> str:
        if results is None:
            return f"{_HINT}; esc leaves"
        if not results.found:
            return "Nothing found. Every word must occur; try fewer, or their beginnings"
        total = f"{results.total}{'+' if results.more else ''} found"
        order = "by name" if self._ranked else "newest first"
        other = "newest first" if self._ranked else "by name"
        return f"{total}, {order}; enter opens, ctrl+r {other}, esc leaves"


async def search_everywhere(app: App[Any]) -> None:
    """Asks for a record by words, then opens it the way its type is opened."""
    if host(app).desk.session is None:
        say(app, NO_WORKSPACE, wrong=True)
        return
    found = await app.push_screen_wait(SearchScreen())
    if found is None:
        return
    if found.record_type is Account:
        from successtui.screens.account import AccountPlace

        app.push_screen(AccountPlace(found.record_id))
        return
    from successtui.screens.form import RecordForm

    record = await read(app.screen, partial(_get, found.record_type, found.record_id))
    if record is not None:
        await app.push_screen_wait(RecordForm(found.record_type, record))


def _prompt(one: Found, width: int) -> Content:
    """Two lines: what it is and whose, then where the words stand in it."""
    label = one.record_type.declaration.label
    sign = f"{glyph(one.state)} " if one.state else ""
    about = "" if one.record_type is Account or not one.account_name else one.account_name
    number = one.number if one.record_type.declaration.numbered else ""
    head = "  ".join(part for part in (f"{sign}{label}", number, one.title, about) if part)
    snippet = ui_text(one.snippet)
    for start, end in one.marks:
        snippet = snippet.stylize("bold underline", start, end)
    name = "" if one.field in ("", "number") else f"{one.field.replace('_', ' ')}: "
    return Content.assemble(
        ui_text(fit(head, width).rstrip()), "\n", ui_text(f"   {name}", "dim"), snippet
    )


def _search(text: str, ranked: bool, session: Session) -> Results:
    from successtui.services.searching import search

    return search(session, text, limit=MOST, ranked=ranked, count_to=COUNTED)


def _get(record_type: type[Record], record_id: int, session: Session) -> Record:
    from successtui.services.records import get

    return get(session, record_type, record_id)
