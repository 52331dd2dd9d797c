"""The full-screen program: opens the workspace behind the first paint, holds the places together.

Owns which place is in front, undo and redo, themes, drafts and what happens when something fails.
"""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import BindingType
from textual.timer import Timer
from textual.widgets import Input, TextArea

from successtui import paths
from successtui.actions import Scope, bindings, specs
from successtui.desk import Desk
from successtui.domain.as_of import PointInTime
from successtui.domain.errors import SuccessError
from successtui.drafts import DraftStore
from successtui.options import AppOptions
from successtui.palette import SuccessCommands, bound_ids
from successtui.records import REGISTRY
from successtui.screens.base import Place, beside, say
from successtui.screens.date_watch import DateWatch
from successtui.screens.dialogs import dialogs
from successtui.screens.record_list import AccountList, RecordList
from successtui.terminal.calm import CalmApp, run_calmly
from successtui.terminal.crash import report_crash
from successtui.terminal.signals import SafetyNet
from successtui.themes import CHOICES, OWN_THEMES, fitting_theme
from successtui.widgets.menu import Menu, MenuItem

if TYPE_CHECKING:
    from successtui.services.session import Session
    from successtui.services.undoing import Later, Undone

DRAFT_SECONDS = 0.8
"""A draft is on disk at most this long after the last key."""


class SuccessApp(CalmApp[None]):
    """successtui in the terminal."""

    TITLE = "successtui"
    ENABLE_COMMAND_PALETTE = True
    COMMANDS = {SuccessCommands}
    CSS_PATH: ClassVar[list[Any]] = sorted(paths.styles_dir().glob("*.tcss"))
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.APP, prefix="app.")]

    def __init__(self, options: AppOptions) -> None:
        super().__init__()
        for theme in OWN_THEMES:
            self.register_theme(theme)
        # Before the style sheet is read, or it would be read and applied a second time.
        self.theme = fitting_theme()
        self.stylesheet.set_variables(self.get_css_variables())
        self.desk = Desk(options)
        self.animation_level = "none"
        self._drafts: DraftStore | None = None
        self._typed: dict[str, dict[str, str]] = {}
        self._draft_timer: Timer | None = None
        self._who = ""
        self._unread = 0
        self._date_watch = DateWatch(self)
        self._net = SafetyNet(self, self._write_drafts)

    def on_mount(self) -> None:
        """Paints the first place, then opens the workspace behind it."""
        self._net.install()
        address = self.desk.options.address
        if address is None:
            from successtui.screens.first_start import FirstStart

            self.push_screen(FirstStart())
            _collect_garbage_again()
            return
        self.push_screen(AccountList())
        opening = partial(self.open_workspace, address, demo=self.desk.options.demo)
        beside(self, opening, group="open")

    async def open_workspace(self, address: str, *, demo: bool = False) -> None:
        """Opens a workspace and shows its accounts; an error is said and leaves all as it was."""
        from dataclasses import replace

        self.desk.options = replace(self.desk.options, demo=demo)
        try:
            session = await self.desk.open(address)
        except SuccessError as error:
            self.exit(return_code=error.exit_code, message=f"successtui: {error}")
            return
        acting = f" as admin {session.acting_for}" if session.acting_for else ""
        self._who = f"{session.username}{acting}{' (demo)' if demo else ''}"
        if not isinstance(self.screen, RecordList):
            await self.switch_screen(AccountList())
        elif isinstance(self.screen, Place):
            self.screen.load()
        _collect_garbage_again()
        if (point := self.desk.options.as_of) is not None:
            self._dialog(partial(self._look_back, point))
        self.call_after_refresh(self._offer_drafts)
        self.call_after_refresh(self._date_watch.start)
        self.call_after_refresh(self._look_into_inbox)

    # What places ask of the app

    def breadcrumb_tail(self) -> str:
        """Who is at work, and how many notices wait for them; in the past, which one."""
        if self.desk.past is not None:
            return f"AS OF {self.desk.past.then}, read only (esc: now)  {self._who}"
        return f"{self._who}  ✉ {self._unread} (g n)" if self._unread else self._who

    def tell(self, sentence: str) -> None:
        """Says something in the topmost place, even under a dialog that is about to close."""
        for screen in reversed(self.screen_stack):
            if isinstance(screen, Place):
                screen.show_message(sentence)
                return

    def announce(self, touched: frozenset[str]) -> None:
        """Tells every place what changed."""
        for screen in self.screen_stack:
            if isinstance(screen, Place):
                screen.data_changed(touched)
        if "user" in touched:
            beside(self, self.desk.know_actor, group="actor")
        self._look_into_inbox()

    def _look_into_inbox(self) -> None:
        """Counts what is unread, and shows it in the first line of the place in front."""
        beside(self, self._count_unread, group="inbox")

    async def _count_unread(self) -> None:
        unread = await self.desk.read(_unread)
        if unread != self._unread:
            self._unread = unread
            if isinstance(self.screen, Place):
                self.screen.show_breadcrumb()

    def open_list(self, record_type: str, *, query: str = "", templates: bool = False) -> None:
        """Shows a list in place of what is in front, down to the first place."""
        self.show_place(RecordList(REGISTRY[record_type], query=query, templates=templates))

    def show_place(self, place: Place) -> None:
        """Shows a place instead of what is in front, down to the first place."""
        while len(self.screen_stack) > 2:
            self.pop_screen()
        self.switch_screen(place)

    # Actions

    async def push_screen_wait(self, screen: Any, *, mode: str | None = None) -> Any:
        """Asks a question; the dialog that asked it then lets others take their turn."""
        asking = self.screen
        answer = await super().push_screen_wait(screen, mode=mode)
        dialogs(asking).answered()
        return answer

    def action_go(self) -> None:
        """Asks for a letter, then goes to that place."""
        from successtui.screens.going import go

        go(self)

    action_go_by_key = action_go

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A `g` is text where text is written, and a dialog's own key in a dialog."""
        if action != "go_by_key":
            return super().check_action(action, parameters)
        writing = isinstance(self.focused, Input | TextArea)
        return None if writing or not isinstance(self.screen, Place) else True

    def action_search(self) -> None:
        """Searches everywhere, and opens what was chosen."""
        self._dialog(self._search)

    async def _search(self) -> None:
        from successtui.screens.search import search_everywhere

        await search_everywhere(self)

    def action_help(self) -> None:
        """The keys of the place in front."""
        from successtui.screens.help import HelpScreen

        ids = bound_ids(type(self.screen))
        scopes = [scope for scope in Scope if any(spec.id in ids for spec in specs(scope))]
        self.push_screen(HelpScreen(scopes, only=ids))

    def action_undo(self) -> None:
        """Takes back the person's last change."""
        self._dialog(partial(self._reverse, "undo"))

    def action_redo(self) -> None:
        """Brings back what undo took away."""
        self._dialog(partial(self._reverse, "redo"))

    async def _reverse(self, which: str) -> None:
        from successtui.screens.undo_question import take_back

        done = await take_back(self.screen, partial(_undo_or_redo, which))
        if done is not None:
            self.tell(done.title)

    def action_deleted(self) -> None:
        """Deleted records: of the list in front, or of every type."""
        self._dialog(self._deleted)

    async def _deleted(self) -> None:
        from successtui.screens.deleted import DeletedScreen

        await self.push_screen_wait(DeletedScreen(self._listed()))

    def _listed(self) -> str:
        """The record type of the list in front; empty where there is none."""
        front = self.screen
        return front.record_type.declaration.name if isinstance(front, RecordList) else ""

    def action_as_of(self) -> None:
        """Asks for a day and shows everything as it stood then; in the past, goes back to now."""
        self._dialog(self._ask_as_of if self.desk.past is None else self._back_to_now)

    async def _ask_as_of(self) -> None:
        from successtui.screens.looking_back import ask_for_point

        assert self.desk.session is not None
        point = await ask_for_point(self, self.desk.session.clock.today())
        if point is not None:
            await self._look_back(point)

    async def _look_back(self, point: PointInTime) -> None:
        self.tell("Laying out the past …")
        try:
            past = await self.desk.look_back(point)
        except SuccessError as error:
            say(self, str(error), wrong=True)
            return
        self.open_list(self._listed() or "account")
        if past.note:
            self.call_after_refresh(self.tell, past.note)

    def back_to_now(self) -> None:
        """Stops looking at the past."""
        self._dialog(self._back_to_now)

    async def _back_to_now(self) -> None:
        await self.desk.back_to_now()
        self.open_list(self._listed() or "account")

    def action_theme(self) -> None:
        """Asks for a theme."""
        self._dialog(self._choose_theme)

    async def _choose_theme(self) -> None:
        items = [MenuItem(name, title) for name, title in CHOICES]
        chosen = await self.push_screen_wait(Menu("Theme", items))
        if chosen is not None:
            self.theme = chosen

    def action_repaint(self) -> None:
        """Draws the whole screen again, for a garbled terminal."""
        self.refresh(repaint=True, layout=True)

    def _dialog(self, work: Callable[[], Awaitable[None]]) -> None:
        beside(self, work, group="dialog", exclusive=False)

    # Drafts

    def keep_draft(self, key: str, texts: Mapping[str, str]) -> None:
        """Keeps what was typed; it is on disk within a second."""
        self._typed[key] = dict(texts)
        if self._draft_timer is None:
            self._draft_timer = self.set_timer(DRAFT_SECONDS, self._write_drafts)

    def forget_draft(self, key: str) -> None:
        """Throws a draft away: it was saved, or is not wanted."""
        self._typed.pop(key, None)
        if self._drafts is not None:
            self._drafts.discard(key)

    def _write_drafts(self) -> None:
        self._draft_timer = None
        for key, texts in self._typed.items():
            self._draft_store().save(key, texts)
        self._typed.clear()

    def _draft_store(self) -> DraftStore:
        if self._drafts is None:
            # What was typed for one workspace must never be offered in another: ids mean nothing
            # there. All demos are alike, so they share their drafts.
            session, demo = self.desk.session, self.desk.options.demo
            address = str(session.workspace.url) if session is not None and not demo else "demo"
            name = hashlib.sha256(address.encode()).hexdigest()[:16]
            self._drafts = DraftStore(paths.state_dir() / "drafts" / name)
        return self._drafts

    def _offer_drafts(self) -> None:
        drafts = self._draft_store().orphans()
        if drafts:
            from successtui.screens.drafts_offer import offer

            self._dialog(partial(offer, self, self._draft_store(), drafts))

    # Trouble

    def failed(self, error: Exception) -> None:
        """An unexpected failure keeps the program alive and leaves a report."""
        where: Path | str
        try:
            where = report_crash(error, paths.state_dir())
        except OSError:
            where = "nowhere: the folder cannot be written"
        say(self, f"That failed unexpectedly; nothing was stored. Report: {where}", wrong=True)

    async def on_unmount(self) -> None:
        """Lets the last change end."""
        self._net.arm_watchdog(self.return_code or 0)
        self.desk.close()
        if self._drafts is not None:
            self._drafts.close()


def _collect_garbage_again() -> None:
    """Ends the start, which runs without; what it made stays, and is not looked at any more."""
    gc.freeze()
    gc.enable()


def _unread(session: Session) -> int:
    from successtui.services.inbox import unread_count

    return unread_count(session)


def _undo_or_redo(which: str, session: Session, later: Later) -> Undone:
    from successtui.services import undoing

    if which == "undo":
        return undoing.undo(session, later=later)
    return undoing.redo(session, later=later)


def run(options: AppOptions) -> int:
    """Runs the program to its end; returns the exit status."""
    app = SuccessApp(options)
    return run_calmly(app)
