"""The success report: four tabs of numbers and charts over what the person is in charge of.

Owns which tab is shown, what was counted for each of them and where the cursor stood (R004-12). The
numbers are counted off the screen's thread, the tab in sight first, and kept until something
changes; switching tabs shows at once what there is.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from successtui.actions import Scope, bindings
from successtui.domain.errors import Forbidden
from successtui.screens.base import Place, dialog, host
from successtui.screens.report_blocks import Glance
from successtui.screens.report_jobs import glance_at, numbers_of
from successtui.screens.report_pages import Page, first_of, layouts_of, listed
from successtui.screens.report_words import counted_words, filter_words, heading, refusal_words
from successtui.services.report.catalogue import TABS, Tab
from successtui.services.report.scope import NO_FILTERS, Filters
from successtui.text import ui_text
from successtui.widgets.board import Board
from successtui.widgets.pictures import Key
from successtui.widgets.tab_strip import TabStrip

_TOTAL = "overview.total_engagements"
_NOTHING_HERE = "No engagements are in your charge yet: g l, then Engagements, n makes one."
_NOTHING_LEFT = "No engagement fits these filters: F clears them, f changes them."


@dataclass(slots=True)
class _TabState:
    """What is kept of a tab while another one is shown.

    Attributes:
        stale: whether something changed since it was counted.
    """

    page: Page = field(default_factory=Page)
    counted_at: datetime | None = None
    stale: bool = True
    cursor: Key | None = None
    top: int = 0


class ReportPlace(Place):
    """The report; see the module."""

    AUTO_FOCUS = "Board"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(Scope.REPORT),
        *(
            Binding(str(i + 1), f"tab({i})", tab.label, show=False, id=f"report.tab{i}")
            for i, tab in enumerate(TABS)
        ),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.filters: Filters = NO_FILTERS
        self.tab = TABS[0]
        self._states = {tab: _TabState() for tab in TABS}
        self._refused = False
        self._written: dict[str, str] = {}

    # What is drawn

    def breadcrumb(self) -> str:
        """The place and the tab."""
        return f"Success report › {self.tab.label}"

    def body(self) -> ComposeResult:
        """Tab names, filters, the page, and what the cursor stands on in words."""
        yield TabStrip(tuple(tab.label for tab in TABS))
        yield Static("", classes="report-head")
        yield Board(id="board")
        yield Static("", classes="report-refusal")
        yield Static("", classes="report-line")

    def on_mount(self) -> None:
        """The shape of the page is there before its numbers."""
        self._show_tab()
        super().on_mount()

    @property
    def board(self) -> Board:
        """The page in sight."""
        return self.query_one("#board", Board)

    @property
    def page(self) -> Page:
        """What is known of the tab in sight."""
        return self._states[self.tab].page

    # Loading

    async def reload(self) -> None:
        """Counts everything anew, the tab in sight first; what was counted stays until then."""
        for state in self._states.values():
            state.stale = True
        try:
            while (tab := self._next()) is not None:
                await self._count(tab)
        except Forbidden as refused:
            self._refuse(str(refused))

    def _next(self) -> Tab | None:
        """The tab to count next."""
        wanted = (self.tab, *TABS)
        return next((tab for tab in wanted if self._states[tab].stale), None)

    async def _count(self, tab: Tab) -> None:
        """The numbers of a tab first, then the short lists on it."""
        state, desk = self._states[tab], host(self).desk
        report, moment = await desk.read(partial(numbers_of, tab, self.filters))
        state.stale = False
        state.counted_at = moment
        state.page = replace(state.page, report=report)
        self._refused = False
        self.remove_class("-refused")
        self._say_if_empty()
        self._shown(tab)
        glances = dict(state.page.glances)
        for key in listed(tab):
            glances[key] = Glance((), 0)
            if report.numbers[key].count:
                glances[key] = await desk.read(partial(glance_at, key, self.filters))
        state.page = replace(state.page, glances=glances)
        self._shown(tab)

    def _say_if_empty(self) -> None:
        """Where there is nothing to report on, every tab says why."""
        report = self._states[Tab.OVERVIEW].page.report
        number = report.numbers[_TOTAL] if report else None
        sentence = ""
        if number is not None and not number.value and not number.extra.get("closed"):
            sentence = _NOTHING_HERE if self.filters == NO_FILTERS else _NOTHING_LEFT
        for state in self._states.values():
            state.page = replace(state.page, sentence=sentence)

    def _refuse(self, reason: str) -> None:
        self._refused = True
        self.query_one(".report-refusal", Static).update(ui_text(refusal_words(reason)))
        self.add_class("-refused")
        self.refresh_bindings()

    # Showing

    def _shown(self, tab: Tab) -> None:
        """Brings the page up to what is known of the tab, where it is in sight."""
        if tab is self.tab:
            self._keep_cursor()
            self._show_tab()

    def _show_tab(self) -> None:
        state = self._states[self.tab]
        self.query_one(TabStrip).chosen = TABS.index(self.tab)
        cursor = state.cursor or (first_of(self.tab),)
        self.board.show(layouts_of(self.tab, state.page), cursor=cursor, top=state.top)
        self._show_head()
        self._show_line()

    def _keep_cursor(self) -> None:
        board, state = self.board, self._states[self.tab]
        state.cursor, state.top = board.wanted_key, board.top_line

    def _show_head(self) -> None:
        """Filters in force, the day and the hour of the numbers."""
        state = self._states[self.tab]
        self.query_one(".report-head").set_class(self.filters != NO_FILTERS, "-filtered")
        self._write(".report-head", heading(self.filters, state.page.report, state.counted_at))

    def _show_line(self) -> None:
        self._write(".report-line", counted_words(self.page, self.board.cursor_key))

    def _write(self, where: str, text: str) -> None:
        """One of the lines around the page; what says the same costs nothing."""
        if self._written.get(where) != text:
            self._written[where] = text
            self.query_one(where, Static).update(ui_text(text), layout=False)

    @on(Board.Moved)
    def _moved(self, event: Board.Moved) -> None:
        event.stop()
        self._show_line()

    # Tabs

    def action_tab(self, index: int) -> None:
        """Shows a tab at once, with what is known of it."""
        if TABS[index] is self.tab or self._refused:
            return
        self._keep_cursor()
        self.tab = TABS[index]
        self.show_breadcrumb()
        self._show_tab()

    def action_next_tab(self) -> None:
        """The tab to the right."""
        self.action_tab((TABS.index(self.tab) + 1) % len(TABS))

    def action_previous_tab(self) -> None:
        """The tab to the left."""
        self.action_tab((TABS.index(self.tab) - 1) % len(TABS))

    # What can be done with a number

    @on(Board.Opened)
    def _opened(self, event: Board.Opened) -> None:
        """The records behind it, exactly those that were counted (R004-13)."""
        event.stop()
        if self.page.report is None:
            return
        from successtui.screens.drilled import DrilledPlace

        key, group, record_id = parted(event.key)
        self.app.push_screen(DrilledPlace(self.filters, key, group, cursor=record_id))

    @dialog
    async def action_explain(self) -> None:
        """How the number is counted, in words."""
        state, about = self._states[self.tab], self.board.cursor_key
        if about is None or state.page.report is None:
            return
        from successtui.screens.report_explain import ReportExplain

        told = filter_words(self.filters)
        screen = ReportExplain(state.page.report, about[0], state.counted_at, told)
        await self.app.push_screen_wait(screen)

    @dialog
    async def action_filter(self) -> None:
        """Asks for filters; they take effect when they are applied (R004-05)."""
        from successtui.screens.report_filters import ReportFilters

        chosen = await self.app.push_screen_wait(ReportFilters(self.filters))
        if chosen is not None:
            self._apply(chosen)

    def action_clear_filters(self) -> None:
        """Everything again."""
        self._apply(NO_FILTERS)

    def _apply(self, filters: Filters) -> None:
        """Numbers of other filters are no longer shown from here on."""
        if filters == self.filters:
            return
        self.filters = filters
        self._keep_cursor()
        for state in self._states.values():
            state.page = Page()
        self._show_tab()
        self.load()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing but leaving where the report is refused."""
        if self._refused and action in _METHODS:
            return None
        return True


_METHODS = frozenset(binding.action for binding in bindings(Scope.REPORT))


def parted(key: Key) -> tuple[str, str | None, int | None]:
    """Indicator, group and record that a spot of the page stands for."""
    group = key[1] if len(key) > 1 and key[1] else None
    record_id = int(key[2]) if len(key) > 2 else None
    return key[0], group, record_id
