"""The plan tab: summary, objectives with outcomes, plays and tasks as a tree, and what to add."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from successtui.records import Account, Objective, Outcome, Play, Record, Task
from successtui.records.picklists import TaskParentType
from successtui.screens.base import read, say
from successtui.screens.cells import cell
from successtui.screens.panes import Pane
from successtui.screens.rights import plan_refusal
from successtui.text import ui_text
from successtui.widgets.bars import progress_bar
from successtui.widgets.columns import Cell, Column
from successtui.widgets.menu import Menu, MenuItem
from successtui.widgets.tree_table import Node, TreeTable

if TYPE_CHECKING:
    from successtui.services.planning import PlanNode, PlanPage
    from successtui.services.session import Session

_COLUMNS = (
    Column("title", "Objective / outcome / play / task", None, min_width=24, weight=4),
    Column("owner", "Owner", None, min_width=10, weight=1, priority=3),
    Column("status", "Status", 14, priority=6),
    Column("date", "Due", 11, priority=7),
    Column("progress", "Progress", 12, priority=8),
)
_BAR = 7
_MARKS = {"objective": "⚑", "outcome": "◎", "play": "▷", "task": "·", "account": "■"}
_SUMMARY_LINES = 4
_TALL = 30
_QUICK = (
    ("plan_template", "Success plan from a template", "T"),
    ("library", "Add objective from library", "o"),
    ("objective", "Add new (custom) objective", "O"),
    ("outcome", "Add outcome (KPI) to the objective", "K"),
    ("run_play", "Run a SuccessPlay", "R"),
    ("custom_play", "Custom SuccessPlay", "P"),
    ("task", "Add a task", "t"),
    ("summary", "Write the plan summary", "S"),
)
_SHARING = (
    ("sharing", "Share with the customer", "C"),
    ("preview", "Customer preview", "V"),
)
_ON_OBJECTIVE = ("run_play", "custom_play", "task", "outcome", "sharing", "preview")
_ON_PLAY = ("task", "sharing", "preview")


class PlanPane(Pane):
    """The success plan of an account."""

    def __init__(self, account: Account, *, id: str) -> None:
        super().__init__(id=id)
        self._account = account
        self._with_children = False
        self._records: dict[str, Record] = {}
        self._parents: dict[str, str | None] = {}

    def compose(self) -> ComposeResult:
        """Summary, quick-actions bar, tree."""
        yield Static("", classes="summary")
        yield Static("", classes="quickbar")
        yield TreeTable(
            _COLUMNS,
            initially_expanded=2,
            empty="No objectives yet: T a plan from a template, o from the library, O your own.",
        )

    @property
    def outline(self) -> TreeTable:
        """The objectives and what hangs from them."""
        return self.query_one(TreeTable)

    async def fill(self) -> None:
        """Reads the plan and shows it; cursor and expansion stay."""
        page = await read(self.place, partial(_page, self._account.id, self._with_children))
        if page is None:
            return
        self._account = page.account
        self._records = {n.key: n.record for n in page.nodes if n.record is not None}
        self._parents = {n.key: n.parent for n in page.nodes}
        lines = _SUMMARY_LINES if self.app.size.height >= _TALL else 1
        self.query_one(".summary", Static).update(ui_text(_summary(page, lines)))
        self.query_one(".quickbar", Static).update(ui_text(self._bar(page)))
        self.outline.set_nodes([_node(node) for node in page.nodes])

    def current(self) -> tuple[type[Record], int] | None:
        """The record under the cursor."""
        record = self._records.get(self.outline.cursor_key or "")
        return None if record is None else (type(record), record.id)

    async def add(self) -> None:
        """A custom objective."""
        await self.carry_out("objective")

    def toggle_hierarchy(self) -> None:
        """This account only (at first), or all accounts below it as well (R001-44, R001-45)."""
        self._with_children = not self._with_children

    @on(TreeTable.Opened)
    def _opened(self, event: TreeTable.Opened) -> None:
        event.stop()
        self.call_after_refresh(self.place.run_action, "screen.open_form")

    # What can be added

    async def quick(self) -> None:
        """The `+` menu."""
        items = [self._item(name, name, title, key) for name, title, key in _QUICK]
        chosen = await self.app.push_screen_wait(Menu("Add to the plan", items))
        if chosen is not None:
            await self.carry_out(chosen)

    def menu_items(self, record: Record) -> list[MenuItem]:
        """What can be added under a record of the tree."""
        wanted: tuple[str, ...] = ()
        if isinstance(record, Objective):
            wanted = _ON_OBJECTIVE
        elif isinstance(record, Play):
            wanted = _ON_PLAY
        every = (*_QUICK, *_SHARING)
        return [self._item(f"plan:{n}", n, *told) for n, *told in every if n in wanted]

    def _item(self, id: str, name: str, title: str, key: str) -> MenuItem:
        """What can be added, greyed where the person's roles do not allow it."""
        reason = plan_refusal(self.place, name)
        return MenuItem(id, title, key, not reason, reason)

    async def carry_out(self, name: str, record: Record | None = None) -> None:
        """Opens the wizard or form of that name, about the record or the cursor's."""
        record = record or self._records.get(self.outline.cursor_key or "")
        objective = self._objective_of(record)
        if name in ("run_play", "custom_play", "outcome") and objective is None:
            if name == "outcome":
                say(self.place, "Put the cursor on an objective first", wrong=True)
                return
        await getattr(self, f"_add_{name}")(record, objective)

    async def _add_plan_template(
        self, _record: Record | None, _objective: Objective | None
    ) -> None:
        from successtui.screens.plan_template_picker import PlanTemplatePicker

        await self._ask(PlanTemplatePicker(self._account.id, self._account.name), "plan")

    async def _add_library(self, _record: Record | None, _objective: Objective | None) -> None:
        from successtui.screens.library_picker import LibraryPicker

        await self._ask(LibraryPicker(self._account.id, self._account.name), "objective")

    async def _add_objective(self, _record: Record | None, _objective: Objective | None) -> None:
        from successtui.screens.custom_objective import CustomObjective

        await self._ask(CustomObjective(self._account.id, self._account.name), "objective")

    async def _add_run_play(self, _record: Record | None, objective: Objective | None) -> None:
        from successtui.screens.play_picker import PlayPicker

        name = objective.name if objective else ""
        picker = PlayPicker(self._home(objective), objective.id if objective else None, name)
        await self._ask(picker, "play")

    async def _add_custom_play(self, _record: Record | None, objective: Objective | None) -> None:
        from successtui.screens.custom_play import CustomPlay

        form = CustomPlay(self._home(objective), objective.id if objective else None)
        await self._ask(form, "play")

    async def _add_outcome(self, _record: Record | None, objective: Objective | None) -> None:
        from successtui.screens.form import RecordForm

        assert objective is not None
        await self._ask(RecordForm(Outcome, preset={"objective": objective.id}), "outcome")

    async def _add_task(self, record: Record | None, objective: Objective | None) -> None:
        from successtui.screens.form import RecordForm

        parent: Record = self._account
        if isinstance(record, Play):
            parent = record
        elif isinstance(record, Task):
            play = self._records.get(self._parents.get(f"task:{record.id}") or "")
            parent = play or objective or self._account
        elif objective is not None:
            parent = objective
        preset = {"parent_type": TaskParentType(parent.declaration.name), "parent": parent.id}
        title = f"New task for {parent.declaration.label.lower()} {parent.caption}"
        await self._ask(RecordForm(Task, preset=preset, fixed=("parent",), title=title), "task")

    async def _add_summary(self, _record: Record | None, _objective: Objective | None) -> None:
        from successtui.screens.summary_editor import SummaryEditor

        await self.app.push_screen_wait(SummaryEditor(self._account.id, self._account.name))

    async def _add_sharing(self, record: Record | None, _objective: Objective | None) -> None:
        from successtui.screens.sharing_menu import sharing_menu

        account = self._account_of(record)
        await sharing_menu(self.place, account, record or account)

    async def _add_preview(self, record: Record | None, _objective: Objective | None) -> None:
        from successtui.screens.preview import CustomerPreview

        await self.app.push_screen_wait(CustomerPreview(self._account_of(record)))

    async def _ask(self, question: object, kind: str) -> None:
        """Asks, then puts the cursor on what was made."""
        saved = await self.app.push_screen_wait(question)  # type: ignore[call-overload]
        if saved is not None:
            await self.fill()
            self.outline.move_to(f"{kind}:{saved.record.id}")

    def _home(self, objective: Objective | None) -> int:
        return self._account.id if objective is None else objective.account or self._account.id

    def _account_of(self, record: Record | None) -> Account:
        """Whose plan a line belongs to, where the tree covers several accounts."""
        if isinstance(record, Account):
            return record
        found = None if record is None else self._records.get(f"account:{record['account']}")
        return found if isinstance(found, Account) else self._account

    def _objective_of(self, record: Record | None) -> Objective | None:
        key = f"{record.declaration.name}:{record.id}" if record is not None else None
        while key is not None:
            found = self._records.get(key)
            if isinstance(found, Objective):
                return found
            key = self._parents.get(key)
        return None

    def _bar(self, page: PlanPage) -> str:
        scope = f"v {page.accounts} accounts" if self._with_children else "v children"
        first = "" if page.nodes else "T template  "
        return f"+ add  {first}o library  O custom  K KPI  R play  t task  S summary  {scope}"


def _page(account_id: int, with_children: bool, session: Session) -> PlanPage:
    from successtui.services.planning import plan_page

    return plan_page(session, account_id, with_children=with_children)


def _summary(page: PlanPage, room: int) -> str:
    plan = page.plan
    if plan is None or not plan.summary:
        name = plan.name if plan else "No success plan yet"
        return (
            f"{name}\nNo summary yet: what do they want to reach in the next 3-12 months? (S adds)"
        )
    lines = [line for line in plan.summary.splitlines() if line.strip()]
    at = page.summary_at
    edited = f" – summary by {page.summary_by}, {at:%Y-%m-%d %H:%M}" if at else ""
    more = f" (+{len(lines) - room} lines, S)" if len(lines) > room else ""
    return "\n".join([f"{plan.name} – {plan.status}{edited}{more}", *lines[:room]])


def _node(node: PlanNode) -> Node:
    name = node.record.declaration.name if node.record is not None else ""
    mark = _MARKS.get(name, "")
    title = f"{mark} {node.title}".strip()
    style = "accent" if name in ("objective", "account", "") and not node.ended else ""
    return Node(
        key=node.key,
        depth=node.depth,
        cells=(
            Cell(title, style),
            node.owner,
            cell(node.status),
            cell(node.date),
            _progress(node.progress),
        ),
        expandable=node.has_children,
        parent=node.parent,
        dim=node.ended,
    )


def _progress(percent: int | None) -> Cell:
    if percent is None:
        return Cell("")
    return Cell(f"{progress_bar(percent, _BAR)} {percent:>3}%", "bar")
