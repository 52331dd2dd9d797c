"""One account: ten tabs, of which the plan is the second. Tab bodies are made once and kept."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import ContentSwitcher

from successtui.actions import Scope, bindings
from successtui.records import (
    Account,
    Contact,
    Contract,
    Engagement,
    Objective,
    Outcome,
    ProductUsage,
    Record,
    RiskSignal,
    Touchpoint,
)
from successtui.screens.base import dialog, read
from successtui.screens.list_trail import Trail, trail_below
from successtui.screens.panes import ActivityPane, FactsPane, Pane, RelatedPane
from successtui.screens.plan import PlanPane
from successtui.screens.record_actions import RecordActions
from successtui.screens.rights import plan_refusal
from successtui.widgets.menu import MenuItem
from successtui.widgets.tab_strip import TabStrip

if TYPE_CHECKING:
    from successtui.services.session import Session

TITLES = (
    "Overview",
    "Plan",
    "Engagements",
    "Outcomes",
    "Touchpoints",
    "Risks",
    "Contracts",
    "Adoption",
    "Contacts",
    "Activity",
)
PLAN_TAB = 1
_RELATED: dict[int, type[Record]] = {
    2: Engagement,
    3: Outcome,
    4: Touchpoint,
    5: RiskSignal,
    6: Contract,
    7: ProductUsage,
    8: Contact,
}


class AccountPlace(RecordActions):
    """The page of one account.

    Args:
        tab: index of the tab to start with; the plan by default.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(Scope.RECORD, Scope.ACCOUNT, Scope.PLAN),
        *bindings(Scope.LIST, prefix="list.new"),
        *(
            Binding(str((i + 1) % 10), f"tab({i})", TITLES[i], show=False, id=f"account.tab{i}")
            for i in range(10)
        ),
    ]

    def __init__(self, account_id: int, *, tab: int = PLAN_TAB) -> None:
        super().__init__()
        self.account_id = account_id
        self.account: Account | None = None
        self._tab = tab

    def breadcrumb(self) -> str:
        """Accounts, this one's name, and which of the list below it is."""
        trail = trail_below(self, Account)
        position = trail.position(self.account_id) if trail else ""
        name = self.account.name if self.account else "…"
        return f"Accounts › {name}{f' · {position}' if position else ''}"

    def body(self) -> ComposeResult:
        """Tab names and the place for the bodies."""
        yield TabStrip(TITLES)
        yield ContentSwitcher(id="panes")

    @property
    def pane(self) -> Pane:
        """The body of the chosen tab."""
        switcher = self.query_one("#panes", ContentSwitcher)
        pane = switcher.visible_content
        assert isinstance(pane, Pane)
        return pane

    @property
    def _has_pane(self) -> bool:
        panes = self.query("#panes")
        return bool(panes) and self.query_one("#panes", ContentSwitcher).current is not None

    @property
    def plan(self) -> PlanPane:
        """The plan tab's body."""
        pane = self.pane
        assert isinstance(pane, PlanPane)
        return pane

    async def reload(self) -> None:
        """Reads the account, then what the chosen tab shows."""
        account = await read(self, partial(_account, self.account_id))
        if account is None:
            self.app.pop_screen()
            return
        self.account = account
        self.show_breadcrumb()
        await self._show(self._tab)

    async def _show(self, tab: int) -> None:
        self._tab = tab
        self.query_one(TabStrip).chosen = tab
        switcher = self.query_one("#panes", ContentSwitcher)
        name = f"pane-{tab}"
        if not switcher.query(f"#{name}"):
            await switcher.mount(self._make(tab, name))
        switcher.current = name
        pane = self.pane
        await pane.fill()
        pane.take_focus()
        self.refresh_bindings()

    def _make(self, tab: int, name: str) -> Widget:
        assert self.account is not None
        if tab == 0:
            return FactsPane(Account, self.account_id, id=name)
        if tab == PLAN_TAB:
            return PlanPane(self.account, id=name)
        if tab == len(TITLES) - 1:
            return ActivityPane(self.account_id, id=name)
        return RelatedPane(_RELATED[tab], self.account, id=name)

    def current(self) -> tuple[type[Record], int] | None:
        """The record under the cursor of the chosen tab; else the account itself."""
        return self.pane.current() or (Account, self.account_id)

    def type_at(self, action: str) -> type[Record] | None:
        """What the tab shows, for New; else what the cursor is on."""
        if not self._has_pane:
            return None
        if action == "new":
            return Objective if self._tab == PLAN_TAB else _RELATED.get(self._tab)
        return (self.pane.current() or (Account, 0))[0]

    def refusal(self, action: str) -> str:
        """Adding to the plan has rights of its own."""
        if action in PLAN_METHODS:
            return plan_refusal(self, action)
        return super().refusal(action)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Plan actions only while the plan is shown; New only where a list is; what needs a role
        is greyed."""
        if self.refusal(action):
            return None
        if action in PLAN_METHODS:
            return self._tab == PLAN_TAB and self._has_pane
        if action in ("next_record", "previous_record"):
            return trail_below(self, Account) is not None
        if action == "new":
            return self._has_pane and (self._tab in _RELATED or self._tab == PLAN_TAB)
        return self._has_pane or action not in RECORD_METHODS

    def why_not(self, action: str) -> str:
        """The missing role, or why one cannot walk along a list."""
        if reason := self.refusal(action):
            return reason
        walks = action in ("next_record", "previous_record")
        return "the account was not opened from a list" if walks else super().why_not(action)

    # Tabs

    def action_tab(self, index: int) -> None:
        """Chooses a tab."""
        self.start(partial(self._show, index), group="tab")

    def action_next_tab(self) -> None:
        """The tab to the right."""
        self.action_tab((self._tab + 1) % len(TITLES))

    def action_previous_tab(self) -> None:
        """The tab to the left."""
        self.action_tab((self._tab - 1) % len(TITLES))

    # Along the list

    def trail(self) -> Trail | None:
        """The list of the chosen tab, for those who walk along it from inside a record."""
        return self.pane.trail() if self._has_pane else None

    def action_next_record(self) -> None:
        """The next account of the list below, with the same tab."""
        self._walk(1)

    def action_previous_record(self) -> None:
        """The account before in the list below, with the same tab."""
        self._walk(-1)

    def _walk(self, by: int) -> None:
        trail = trail_below(self, Account)
        found = trail.step(self.account_id, by) if trail else None
        if found is None:
            self.show_message("No further account in the list", wrong=True)
        elif self.is_current:
            self.app.switch_screen(AccountPlace(found, tab=self._tab))

    def action_plan(self) -> None:
        """The plan tab."""
        self.action_tab(PLAN_TAB)

    # Plan

    @dialog
    async def action_new(self) -> None:
        """A new record of what the tab shows."""
        await self.pane.add()

    def menu_items(self, record: Record) -> list[MenuItem]:
        """The plan's actions in front of the record's own."""
        extra = self.plan.menu_items(record) if self._tab == PLAN_TAB else []
        return [*extra, *super().menu_items(record)]

    async def chosen(self, record: Record, item: str) -> None:
        """A plan action, or one of the record's own."""
        if item.startswith("plan:"):
            await self.plan.carry_out(item.partition(":")[2], record)
        else:
            await super().chosen(record, item)

    def action_hierarchy(self) -> None:
        """This account's plan, or that of all accounts below as well."""
        self.plan.toggle_hierarchy()
        self.load()

    @dialog
    async def action_quick(self) -> None:
        """What can be added to the plan."""
        await self.plan.quick()

    @dialog
    async def action_summary(self) -> None:
        """The plan summary's editor."""
        await self.plan.carry_out("summary")

    @dialog
    async def action_plan_template(self) -> None:
        """A success plan from a template."""
        await self.plan.carry_out("plan_template")

    @dialog
    async def action_preview(self) -> None:
        """What the customer sees of the plan."""
        await self.plan.carry_out("preview")

    @dialog
    async def action_sharing(self) -> None:
        """What is shared with the customer, and the document for them."""
        await self.plan.carry_out("sharing")

    @dialog
    async def action_library(self) -> None:
        """An objective from the library."""
        await self.plan.carry_out("library")

    @dialog
    async def action_objective(self) -> None:
        """A custom objective."""
        await self.plan.carry_out("objective")

    @dialog
    async def action_run_play(self) -> None:
        """A SuccessPlay for the objective under the cursor."""
        await self.plan.carry_out("run_play")

    @dialog
    async def action_custom_play(self) -> None:
        """A play made by hand for the objective under the cursor."""
        await self.plan.carry_out("custom_play")

    @dialog
    async def action_task(self) -> None:
        """A task under what the cursor stands on."""
        await self.plan.carry_out("task")

    @dialog
    async def action_outcome(self) -> None:
        """A KPI for the objective under the cursor."""
        await self.plan.carry_out("outcome")


PLAN_METHODS = frozenset(binding.action for binding in bindings(Scope.PLAN))
RECORD_METHODS = frozenset(binding.action for binding in bindings(Scope.RECORD))


def _account(account_id: int, session: Session) -> Account:
    from successtui.services.records import get

    return get(session, Account, account_id)
