"""The saved views of a list: choose one, keep what is looked at as one, look after one's own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Footer, Static

from successtui.actions import Scope, bindings
from successtui.domain.errors import SuccessError
from successtui.records import Record
from successtui.screens.base import dialog, host
from successtui.screens.list_look import Look, look_of
from successtui.text import ui_text
from successtui.widgets.columns import Cell, Column, Row
from successtui.widgets.confirm import Confirm
from successtui.widgets.menu import Menu, MenuItem
from successtui.widgets.prompt import Prompt
from successtui.widgets.question import Question
from successtui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from successtui.services.session import Session
    from successtui.services.views import View

PLAIN = 0
"""The row of the list without any view."""

_COLUMNS = (
    Column("name", "View", None, min_width=16, weight=2, priority=10),
    Column("whose", "Whose", 14, priority=8),
    Column("marks", "", 17, priority=7),
    Column("query", "Filter", None, min_width=12, weight=3, priority=6),
)
_FOREIGN = "this view belongs to {}; only they change it. s keeps a copy of your own"
_HINT = "t shares it with your team or takes it back · ★ is shown among the lists (g l)"


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen.

    Attributes:
        view: `None` for the list without a view.
        turn: whether the list is to be shown as the view says; otherwise only the view it is
            compared with is another one, or has changed.
    """

    view: View | None
    turn: bool


class ViewsScreen(Question[Choice]):
    """Asks for a view; always answers, for the view in use may have been changed here.

    Args:
        look: what is looked at now, for keeping it.
        used: the view the list was opened with.
    """

    AUTO_FOCUS = "RecordTable"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(Scope.VIEWS),
        Binding("escape,q", "leave", "Close", show=False),
    ]

    def __init__(self, record_type: type[Record], look: Look, used: View | None) -> None:
        super().__init__()
        self._type = record_type
        self._look = look
        self._used = used
        self._views: dict[int, View] = {}

    def compose(self) -> ComposeResult:
        """Title, views, what is wrong, keys."""
        with Vertical(classes="dialog"):
            title = f"Views of {self._type.declaration.plural.lower()}"
            yield Static(ui_text(title), classes="dialog--title")
            yield RecordTable(_COLUMNS, empty="reading …")
            yield Static(ui_text(_HINT), classes="dialog--hint")
            yield Footer(compact=True, show_command_palette=False)

    async def on_mount(self) -> None:
        """Reads the views; the one in use is under the cursor."""
        await self._read()
        self.table.move_to(self._used.id if self._used else PLAIN)

    @property
    def table(self) -> RecordTable:
        """The views."""
        return self.query_one(RecordTable)

    async def _read(self) -> None:
        found = await host(self).desk.read(partial(_views, self._type))
        self._views = {view.id: view for view in found}
        if self._used is not None:
            self._used = self._views.get(self._used.id)
        self.table.set_rows([PLAIN, *self._views])
        self.table.provide({PLAIN: _plain_row(self._type)} | {v.id: _row(v) for v in found})

    @property
    def _current(self) -> View | None:
        return self._views.get(self.table.cursor_id or PLAIN)

    @on(RecordTable.MarksChanged)
    def _no_marks(self, event: RecordTable.MarksChanged) -> None:
        event.stop()
        event.table.set_marks([])

    @on(RecordTable.Opened)
    def _chosen(self, event: RecordTable.Opened) -> None:
        event.stop()
        self.dismiss(Choice(self._views.get(event.record_id), turn=True))

    def action_leave(self) -> None:
        """Closes; the list goes on being looked at as it was."""
        self.dismiss(Choice(self._used, turn=False))

    # Keeping

    @dialog
    async def action_save_as(self) -> None:
        """Keeps what is looked at under a new name."""
        name = await self._asked_name("Keep what the list shows now as", "")
        if name is None:
            return
        ways = [MenuItem("own", "For me alone", "m"), MenuItem("team", "For my team", "t")]
        way = await self.app.push_screen_wait(Menu("Who sees it?", ways))
        if way is None:
            return
        new = _with_look(self._blank(name), self._look)
        await self._keep(replace(new, team=way == "team"), used=True)

    def _blank(self, name: str) -> View:
        from successtui.services.views import View

        return View(self._type.declaration.name, name)

    @dialog
    async def action_overwrite(self) -> None:
        """Makes the view under the cursor show what is looked at now."""
        view = self._own()
        if view is None:
            return
        question = Confirm(
            f"Change the view {view.name}?",
            (f"It will show: {_told(self._look)}", f"It showed: {_told(look_of(view))}"),
            confirm_label="Change",
            danger=False,
        )
        if await self.app.push_screen_wait(question):
            await self._keep(_with_look(view, self._look), used=True)

    @dialog
    async def action_rename(self) -> None:
        """Gives the view another name."""
        if (view := self._own()) is not None:
            name = await self._asked_name("New name", view.name)
            if name is not None:
                await self._keep(replace(view, name=name))

    @dialog
    async def action_pin(self) -> None:
        """Puts the view among the lists, or takes it away from there."""
        await self._changed(lambda view: replace(view, pinned=not view.pinned))

    @dialog
    async def action_default(self) -> None:
        """Makes the list open with the view, or not any more."""
        await self._changed(lambda view: replace(view, is_default=not view.is_default))

    @dialog
    async def action_share(self) -> None:
        """Shows the view to the team, or to oneself alone."""
        await self._changed(lambda view: replace(view, team=not view.team))

    @dialog
    async def action_remove(self) -> None:
        """Deletes the view after asking; a view has no undo."""
        view = self._own()
        if view is None:
            return
        lines = ["The records stay; only this way of looking at them is gone. There is no undo."]
        if view.team:
            lines.append("Your team will not see it any more either.")
        question = Confirm(f"Delete the view {view.name}?", lines, confirm_label="Delete")
        if await self.app.push_screen_wait(question):
            await self._write(partial(_remove, view.id))

    async def _changed(self, change: Callable[[View], View]) -> None:
        if (view := self._own()) is not None:
            await self._keep(change(view))

    def _own(self) -> View | None:
        """The view under the cursor if it may be changed; says why where it may not."""
        view = self._current
        if view is None:
            self._say("this is the list itself; s keeps what it shows as a view")
        elif not view.own:
            self._say(_FOREIGN.format(view.owner_name))
            return None
        return view

    async def _asked_name(self, question: str, value: str) -> str | None:
        prompt = Prompt(question, value=value, placeholder="name of the view", validator=_problem)
        answer: str | None = await self.app.push_screen_wait(prompt)
        return None if answer is None else answer.strip()

    async def _keep(self, view: View, *, used: bool = False) -> None:
        kept = await self._write(partial(_save, view))
        if kept is not None:
            if used:
                self._used = kept
            self.table.move_to(kept.id)

    async def _write(self, job: Callable[[Session], View | None]) -> View | None:
        self._say("", wrong=False)
        try:
            kept = await host(self).desk.write(job)
        except SuccessError as error:
            self._say(str(error))
            return None
        await self._read()
        return kept

    def _say(self, sentence: str, *, wrong: bool = True) -> None:
        hint = self.query_one(".dialog--hint", Static)
        hint.set_class(wrong, "-wrong")
        hint.update(ui_text(f"✗ {sentence}" if wrong else sentence or _HINT))


def _row(view: View) -> Row:
    whose = "mine" if view.own else view.owner_name
    marks = (
        "★" if view.pinned else "",
        "default" if view.is_default else "",
        "team" if view.team else "",
    )
    return (
        view.name,
        Cell(whose, "" if view.own else "muted"),
        Cell(" ".join(mark for mark in marks if mark), "accent"),
        Cell(_told(look_of(view)), "muted"),
    )


def _plain_row(record_type: type[Record]) -> Row:
    return (f"All {record_type.declaration.plural.lower()}", "", "", Cell("no view", "muted"))


def _told(look: Look) -> str:
    order = ", ".join(f"{name} {'▼' if down else '▲'}" for name, down in look.sorts)
    parts = (look.query or "everything", f"by {order}" if order else "")
    return " · ".join(part for part in parts if part)


def _with_look(view: View, look: Look) -> View:
    return replace(
        view,
        query=look.query,
        order=look.order,
        columns=look.columns,
        grouped_by=look.grouped_by,
        templates=look.templates,
    )


def _problem(name: str) -> str | None:
    return None if name.strip() else "write a name, or press esc"


def _views(record_type: type[Record], session: Session) -> tuple[View, ...]:
    from successtui.services.views import views

    return views(session, record_type)


def _save(view: View, session: Session) -> View:
    from successtui.services.views import save_view

    return save_view(session, view)


def _remove(view_id: int, session: Session) -> None:
    from successtui.services.views import remove_view

    remove_view(session, view_id)
