"""The Success Tracker: a plan in time, changed in place; its KPIs and the account's activities.

Owns which account or plan is tracked, the tabs and the Record Details panel.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import ContentSwitcher

from successtui.actions import Scope, bindings
from successtui.domain.errors import NotFound
from successtui.records import Account, Outcome, Plan, Record
from successtui.remembered import recall, remember
from successtui.screens.base import dialog, host, read, say
from successtui.screens.panes import Pane
from successtui.screens.record_actions import RecordActions
from successtui.screens.tracker_changes import TrackerChanges
from successtui.screens.tracker_details import DetailsPanel
from successtui.screens.tracker_finder import SubjectFinder
from successtui.screens.tracker_keys import IN_TIME, OF_PLAN, TrackerKeys
from successtui.screens.tracker_look import columns, overdue
from successtui.screens.tracker_panes import ActivityTimeline, KpiPane, TimelinePane
from successtui.widgets.line_table import LineTable
from successtui.widgets.record_table import RecordTable
from successtui.widgets.tab_strip import TabStrip
from successtui.widgets.timeline_tree import TimelineTree
from successtui.widgets.tree_table import TreeTable

if TYPE_CHECKING:
    from successtui.services.session import Session
    from successtui.services.tracking_kpis import Details

TITLES = ("Timeline", "KPI overview", "Activity")
TIMELINE_TAB, KPI_TAB, ACTIVITY_TAB = range(3)
_SUBJECT, _DETAILS = "tracker", "tracker-details"
_TALL, _BROAD = 36, 150
"""Rows and columns from which there is room for the details without asking."""


class TrackerPlace(TrackerChanges, TrackerKeys):
    """The tracker of one account or plan.

    Args:
        account_id, plan_id: what to show; the last one shown when not given.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(Scope.RECORD, Scope.TRACKER),
        *(b for b in bindings(Scope.PLAN) if b.action in OF_PLAN),
        *bindings(Scope.LIST, prefix="list.new"),
        *(
            Binding(str(i + 1), f"tab({i})", title, show=False, id=f"tracker.tab{i}")
            for i, title in enumerate(TITLES)
        ),
    ]

    def __init__(self, account_id: int | None = None, plan_id: int | None = None) -> None:
        super().__init__()
        self._account_id, self._plan_id = account_id, plan_id
        if account_id is None:
            self._account_id, self._plan_id = _remembered()
        self._asked = account_id is not None
        self._title = ""
        self._tab = TIMELINE_TAB
        self._shown = recall(_DETAILS)

    @classmethod
    def coming_from(cls, front: Screen[Any]) -> TrackerPlace:
        """Shows the account that was in front, if one was."""
        about = front.current() if isinstance(front, RecordActions) else None
        account = getattr(front, "account_id", None)
        if about is not None and about[0] is Account:
            account = about[1]
        return cls(account)

    def breadcrumb(self) -> str:
        """The tracker, what it shows, and how much of it is overdue."""
        return f"Tracker › {self._title}" if self._title else "Tracker"

    def body(self) -> ComposeResult:
        """Tab names, the tab's body, the details."""
        yield TabStrip(TITLES)
        with Container(id="tracked"):
            yield ContentSwitcher(id="panes")
            yield DetailsPanel(id="details")

    @property
    def pane(self) -> Pane | None:
        """The body of the chosen tab; `None` before its table is there, and once it is gone."""
        for switcher in self.query("#panes").results(ContentSwitcher):
            shown = switcher.visible_content
            if isinstance(shown, Pane) and shown.is_mounted and shown.query(LineTable):
                return shown
        return None

    @property
    def timeline(self) -> TimelineTree | None:
        """The timeline of the chosen tab, if it has one."""
        pane = self.pane
        return pane.timeline if isinstance(pane, TimelinePane | ActivityTimeline) else None

    @property
    def details(self) -> DetailsPanel:
        """The Record Details panel."""
        return self.query_one(DetailsPanel)

    # Loading

    async def reload(self) -> None:
        """Reads what the chosen tab shows; without an account asks for one."""
        if self._account_id is None:
            if not self._asked:
                self._asked = True
                self.call_after_refresh(self.action_choose)
            return
        try:
            account = await host(self).desk.read(partial(_account, self._account_id))
        except NotFound:
            self._account_id = self._plan_id = None
            await self.reload()
            return
        remember(_SUBJECT, f"{account.id}:{self._plan_id or ''}")
        self._lay_out()
        await self._show(account, self._tab)

    async def _show(self, account: Account, tab: int) -> None:
        seen = self.timeline
        self._tab = tab
        self.query_one(TabStrip).chosen = tab
        switcher = self.query_one("#panes", ContentSwitcher)
        name = f"pane-{tab}"
        if not switcher.query(f"#{name}"):
            await switcher.mount(self._make(account, tab, name))
        switcher.current = name
        pane = self.pane
        if pane is None:
            # A newer load took over while this one was mounting.
            self.call_after_refresh(self.load)
            return
        await pane.fill()
        tree = self.timeline
        if seen is not None and tree is not None and tree is not seen:
            tree.view = seen.view
        pane.take_focus()
        late = overdue(pane.rows) if isinstance(pane, TimelinePane) else ""
        self._title = f"{account.name}{await self._plan_name()}{late}"
        self.show_breadcrumb()
        self.refresh_bindings()
        await self._fill_details()

    def _make(self, account: Account, tab: int, name: str) -> Widget:
        if tab == TIMELINE_TAB:
            return TimelinePane(account, self._plan_id, id=name)
        if tab == KPI_TAB:
            return KpiPane(account, self._plan_id, id=name)
        return ActivityTimeline(account, id=name)

    async def _plan_name(self) -> str:
        if self._plan_id is None:
            return ""
        return f" › {await host(self).desk.read(partial(_plan_name, self._plan_id))}"

    @dialog
    async def action_choose(self) -> None:
        """Another account or plan."""
        subject = await self.app.push_screen_wait(SubjectFinder())
        if subject is None:
            if self._account_id is None:
                say(self, "No account chosen: press / and type a part of its name")
            return
        self._account_id, self._plan_id = subject.account, subject.plan
        switcher = self.query_one("#panes", ContentSwitcher)
        switcher.current = None
        await switcher.remove_children()
        self._tab = TIMELINE_TAB
        self.load()

    # Tabs and details

    def action_tab(self, index: int) -> None:
        """Chooses a tab."""
        self._tab = index
        self.load()

    def action_next_tab(self) -> None:
        """The tab to the right."""
        self.action_tab((self._tab + 1) % len(TITLES))

    def action_previous_tab(self) -> None:
        """The tab to the left."""
        self.action_tab((self._tab - 1) % len(TITLES))

    def action_details(self) -> None:
        """Shows or hides the Record Details panel."""
        self._shown = "off" if self._details_shown else "on"
        remember(_DETAILS, self._shown)
        self._lay_out()
        self._read_details()

    def action_scroll_details(self, by: int) -> None:
        """Moves what the panel shows."""
        self.details.scroll_details(by)

    @property
    def _details_shown(self) -> bool:
        width, height = self.app.size
        return self._shown == "on" or (not self._shown and (height >= _TALL or width >= _BROAD))

    def _lay_out(self) -> None:
        self.query_one("#tracked").set_class(self.app.size.width >= _BROAD, "-beside")
        self.details.set_class(self._details_shown, "-shown")

    def on_resize(self, event: events.Resize) -> None:
        """Finds room for the details; other columns when the terminal became narrow or wide."""
        self._lay_out()
        tree = self.timeline
        if tree is not None and tree.columns != columns(event.size.width):
            self.load()

    @on(TreeTable.Highlighted)
    @on(RecordTable.Highlighted)
    def _read_details(self) -> None:
        self.start(self._fill_details, group="details")

    async def _fill_details(self) -> None:
        about = self.current()
        if not self._details_shown:
            return
        found = None if about is None else await read(self, partial(_details, *about))
        self.details.show(found)

    # What can be done

    def current(self) -> tuple[type[Record], int] | None:
        """The record under the cursor."""
        pane = self.pane
        return None if pane is None else pane.current()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What concerns time only beside a timeline, what adds to a plan only in the plan."""
        if not self.is_mounted or action in ("choose", "back", "refresh"):
            return True
        if action in IN_TIME:
            return self.timeline is not None
        if action in OF_PLAN:
            return isinstance(self.pane, TimelinePane)
        if action == "value":
            about = self.current()
            return about is not None and about[0] is Outcome
        return True

    def why_not(self, action: str) -> str:
        """What would have to be in front."""
        if action in OF_PLAN or action in IN_TIME:
            return "only in the timeline (1)"
        return "only on a KPI" if action == "value" else super().why_not(action)


def _remembered() -> tuple[int | None, int | None]:
    """Account and plan that were tracked last."""
    account, _, plan = recall(_SUBJECT).partition(":")
    if not account.isdecimal():
        return None, None
    return int(account), int(plan) if plan.isdecimal() else None


def _account(account_id: int, session: Session) -> Account:
    from successtui.services.records import get

    return get(session, Account, account_id)


def _plan_name(plan_id: int, session: Session) -> str:
    with session.read() as reader:
        return reader.require(Plan, plan_id).name


def _details(record_type: type[Record], record_id: int, session: Session) -> Details:
    from successtui.services.tracking_kpis import details

    return details(session, record_type, record_id)
