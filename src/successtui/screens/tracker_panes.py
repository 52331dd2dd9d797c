"""The three tabs of the tracker: the plan in time, its KPIs as a grid, the account's activities."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from textual import on
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Static

from successtui.domain.clock import Clock
from successtui.records import Account, Engagement, Objective, Outcome, Record, Touchpoint
from successtui.screens import tracker_look as look
from successtui.screens.base import host, read, say
from successtui.screens.panes import Pane
from successtui.screens.plan import PlanPane
from successtui.text import ui_text
from successtui.widgets.record_table import RecordTable
from successtui.widgets.timeline_tree import TimelineTree
from successtui.widgets.tree_table import TreeTable

if TYPE_CHECKING:
    from successtui.services.session import Session
    from successtui.services.tracking import Tracked, TrackerPage
    from successtui.services.tracking_kpis import Kpi

_NEW_OBJECTIVES = ("plan_template", "library", "objective")
_OPEN_DEPTH = 3
_LEGEND = "= -   due < > [ ]"


class TimelinePane(PlanPane):
    """Plans, objectives, KPIs, plays and tasks beside the timeline.

    Args:
        plan_id: only this plan of the account.
    """

    def __init__(self, account: Account, plan_id: int | None, *, id: str) -> None:
        super().__init__(account, id=id)
        self._plan_id = plan_id
        self._current_plan: int | None = None
        self._rows: dict[str, Tracked] = {}

    def compose(self) -> ComposeResult:
        """Tree with timeline, and a line about the row under the cursor."""
        yield TimelineTree(
            look.columns(self.app.size.width),
            today=_today(self.screen),
            legend=_LEGEND,
            initially_expanded=_OPEN_DEPTH,
            empty="Nothing to track yet: T a plan from a template, o an objective, O your own.",
        )
        yield Static("", classes="tracker-line")

    @property
    def timeline(self) -> TimelineTree:
        """The tree with the timeline."""
        return self.query_one(TimelineTree)

    @property
    def rows(self) -> tuple[Tracked, ...]:
        """What is shown, in order."""
        return tuple(self._rows.values())

    async def fill(self) -> None:
        """Reads the plans and shows them; cursor, expansion and time stay."""
        page = await read(self.place, partial(_page, self._account.id, self._plan_id))
        if page is None:
            return
        self._account = page.account
        self._current_plan = page.current
        self._rows = {row.key: row for row in page.rows}
        self._records = {row.key: row.record for row in page.rows if row.record is not None}
        self._parents = {row.key: row.parent for row in page.rows}
        _show(self.timeline, page.rows, page.today)
        self.tell_about_cursor()

    async def carry_out(self, name: str, record: Record | None = None) -> None:
        """Opens the wizard or form of that name, about the record or the cursor's."""
        elsewhere = self._plan_id not in (None, self._current_plan)
        if name in _NEW_OBJECTIVES and elsewhere:
            wish = "New objectives go to the account's current plan; press / and choose that one"
            say(self.place, wish, wrong=True)
            return
        await super().carry_out(name, record)

    def tell_about_cursor(self) -> None:
        """What has no room beside the timeline."""
        row = self._rows.get(self.timeline.cursor_key or "")
        self.query_one(".tracker-line", Static).update(ui_text(look.about(row)))

    @on(TreeTable.Highlighted)
    def _moved(self) -> None:
        self.tell_about_cursor()


class ActivityTimeline(Pane):
    """Touchpoints and objectives of an account on the timeline (R003-38)."""

    def __init__(self, account: Account, *, id: str) -> None:
        super().__init__(id=id)
        self._account = account
        self._rows: dict[str, Tracked] = {}

    def compose(self) -> ComposeResult:
        """Tree with timeline, and a line about the row under the cursor."""
        yield TimelineTree(
            look.columns(self.app.size.width),
            today=_today(self.screen),
            legend=_LEGEND,
            initially_expanded=1,
            empty="No touchpoints yet. Press n to add one.",
        )
        yield Static("", classes="tracker-line")

    @property
    def timeline(self) -> TimelineTree:
        """The tree with the timeline."""
        return self.query_one(TimelineTree)

    async def fill(self) -> None:
        """Reads the activities and shows them."""
        found = await read(self.place, partial(_activities, self._account.id))
        if found is not None:
            self._rows = {row.key: row for row in found}
            _show(self.timeline, found, _today(self.place))
            self._moved()

    def current(self) -> tuple[type[Record], int] | None:
        """The record under the cursor."""
        row = self._rows.get(self.timeline.cursor_key or "")
        return None if row is None or row.record is None else (type(row.record), row.record.id)

    async def add(self) -> None:
        """A touchpoint; the engagement is filled in when there is only one."""
        from successtui.screens.form import RecordForm

        only = await read(self.place, partial(_only_engagement, self._account.id))
        preset = {} if only is None else {"engagement": only}
        saved = await self.app.push_screen_wait(RecordForm(Touchpoint, preset=preset))
        if saved is not None:
            await self.fill()
            self.timeline.move_to(f"touchpoint:{saved.record.id}")

    @on(TreeTable.Highlighted)
    def _moved(self) -> None:
        row = self._rows.get(self.timeline.cursor_key or "")
        self.query_one(".tracker-line", Static).update(ui_text(look.about(row)))

    @on(TreeTable.Opened)
    def _opened(self, event: TreeTable.Opened) -> None:
        event.stop()
        self.call_after_refresh(self.place.run_action, "screen.edit")


class KpiPane(Pane):
    """All KPIs of a plan, or of the account, as a grid (R003-56)."""

    def __init__(self, account: Account, plan_id: int | None, *, id: str) -> None:
        super().__init__(id=id)
        self._account = account
        self._plan_id = plan_id
        self._kpis: dict[int, Kpi] = {}

    def compose(self) -> ComposeResult:
        """The grid, and a line about the KPI under the cursor."""
        yield RecordTable(
            look.KPI_COLUMNS, empty="No KPIs yet. n adds one to an objective of this account."
        )
        yield Static("", classes="tracker-line")

    @property
    def table(self) -> RecordTable:
        """The grid."""
        return self.query_one(RecordTable)

    async def fill(self) -> None:
        """Reads the KPIs and shows them."""
        found = await read(self.place, partial(_kpis, self._account.id, self._plan_id))
        if found is not None:
            self._kpis = {kpi.record.id: kpi for kpi in found}
            self.table.set_rows(tuple(self._kpis))
            self.table.refresh_rows()
            self._moved()

    def current(self) -> tuple[type[Record], int] | None:
        """The KPI under the cursor."""
        return None if self.table.cursor_id is None else (Outcome, self.table.cursor_id)

    async def add(self) -> None:
        """A KPI of the objective under the cursor, of the only one, or of one to choose."""
        from successtui.screens.form import RecordForm

        kpi = self._kpis.get(self.table.cursor_id or 0)
        goal = kpi.record.objective if kpi is not None else None
        if goal is None:
            goal = await read(self.place, partial(_only_objective, self._account.id))
        preset = {} if goal is None else {"objective": goal}
        saved = await self.app.push_screen_wait(RecordForm(Outcome, preset=preset))
        if saved is not None:
            await self.fill()
            self.table.move_to(saved.record.id)

    @on(RecordTable.RowsWanted)
    def _fetch(self, event: RecordTable.RowsWanted) -> None:
        event.stop()
        known = {i: self._kpis[i] for i in event.ids if i in self._kpis}
        event.table.provide({i: look.kpi_row(kpi) for i, kpi in known.items()})

    @on(RecordTable.Highlighted)
    def _moved(self) -> None:
        kpi = self._kpis.get(self.table.cursor_id or 0)
        locked = " · in no plan: change it from its list" if kpi and not kpi.in_plan else ""
        how = " · v current value" if kpi and kpi.in_plan else ""
        line = f"{kpi.record.caption} · {kpi.objective}{how}{locked}" if kpi else ""
        self.query_one(".tracker-line", Static).update(ui_text(line))

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        event.stop()
        self.call_after_refresh(self.place.run_action, "screen.edit")


def _show(tree: TimelineTree, rows: tuple[Tracked, ...], today: date) -> None:
    columns = look.columns(tree.app.size.width)
    if tree.columns != columns:
        tree.set_columns(columns)
    tree.set_nodes([look.node(row, columns) for row in rows])
    tree.set_spans({row.key: look.span(row) for row in rows}, today)


def _today(place: Screen[Any]) -> date:
    return Clock(host(place).desk.options.today).today()


def _page(account_id: int, plan_id: int | None, session: Session) -> TrackerPage:
    from successtui.services.tracking import tracker_page

    return tracker_page(session, account_id, plan_id)


def _activities(account_id: int, session: Session) -> tuple[Tracked, ...]:
    from successtui.services.tracking import activity_page

    return activity_page(session, account_id)


def _kpis(account_id: int, plan_id: int | None, session: Session) -> tuple[Kpi, ...]:
    from successtui.services.tracking_kpis import plan_kpis

    return plan_kpis(session, account_id, plan_id)


def _only_engagement(account_id: int, session: Session) -> int | None:
    with session.read() as reader:
        ids = reader.ids(Engagement, {"account": account_id}, limit=2)
    return ids[0] if len(ids) == 1 else None


def _only_objective(account_id: int, session: Session) -> int | None:
    with session.read() as reader:
        ids = reader.ids(Objective, {"account": account_id}, limit=2)
    return ids[0] if len(ids) == 1 else None
