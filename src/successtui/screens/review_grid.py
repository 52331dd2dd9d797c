"""The grid of a review: what a template brings along, to be selected, dated and assigned.

Owns the reviewed items while they are edited; creates nothing. The screen around it asks for
`items` when it is time.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from successtui.screens.base import beside
from successtui.screens.dialogs import dialogs
from successtui.screens.review_cells import COLUMNS, cells_of, summed_up
from successtui.screens.review_family import DATED, depth_of, family_of, moved_family
from successtui.screens.review_questions import (
    Asking,
    ask_date,
    ask_details,
    ask_owner,
    ask_resources,
    ask_title,
    owned,
)
from successtui.text import safe_notify, ui_text
from successtui.widgets.choices import Choice
from successtui.widgets.confirm import Confirm
from successtui.widgets.pick_grid import PickGrid, PickItem

if TYPE_CHECKING:
    from successtui.services.review import Names, ReviewItem

Question = Callable[["Asking", "ReviewItem"], "Awaitable[ReviewItem | None]"]


class ReviewTable(PickGrid):
    """The pick grid with its keys in the footer."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "toggle_item", "Select", id="grid.toggle"),
        Binding("enter", "open", "Change", id="table.open"),
    ]

    def cursor_moved(self) -> None:
        """What can be done depends on the row."""
        self.refresh_bindings()


class ReviewGrid(Widget):
    """Select Records; see the module.

    Args:
        account: whose contacts can own tasks.
        today: the clock's day.
        allow_add: whether tasks of one's own can be added (R001-34).
    """

    @dataclass
    class Changed(Message):
        """Something about the items is different now."""

        grid: ReviewGrid

        @property
        def control(self) -> ReviewGrid:
            """The grid, for `@on` selectors."""
            return self.grid

    def __init__(
        self,
        account: int | None,
        today: Callable[[], date],
        *,
        allow_add: bool = False,
        empty: str = "",
    ) -> None:
        super().__init__()
        self._account = account
        self._today = today
        self._allow_add = allow_add
        self._items: dict[str, ReviewItem] = {}
        self._names: Names = {}
        self._computed: dict[str, ReviewItem] = {}
        self._edited: set[str] = set()
        self._added = 0
        self.default_owner: Choice | None = None
        """Who owns tasks that are added: the owner of the play, as an owner field holds them."""
        self.table = ReviewTable(COLUMNS, empty=empty)

    def compose(self) -> ComposeResult:
        """The grid, and what will come of it."""
        yield self.table
        yield Static("", classes="review-status")

    # What the owner says

    @property
    def items(self) -> tuple[ReviewItem, ...]:
        """The items as they stand, in order; `included` says what is selected."""
        checked = self.table.checked
        return tuple(replace(i, included=i.key in checked) for i in self._items.values())

    @property
    def edited_dates(self) -> bool:
        """Whether dates of plays or tasks were changed by hand since they were last computed."""
        return bool(self._edited)

    def set_items(self, items: Iterable[ReviewItem], names: Names | None = None) -> None:
        """Shows these items.

        Args:
            names: what their owners and resources are called.
        """
        self._names = {**self._names, **(names or {})}
        self._items = {item.key: item for item in items}
        self._computed = dict(self._items)
        self._edited.clear()
        self._show_all()

    def redate(self, fresh: Iterable[ReviewItem], kinds: Sequence[str] = DATED) -> None:
        """Takes the dates of newly computed items over; all else stays as it was edited.

        Changes of these dates by hand are lost (R003-22).
        """
        kept = {item.key: item for item in self.items}
        for item in fresh:
            if item.kind in kinds and item.key in kept:
                kept[item.key] = replace(kept[item.key], start=item.start, due=item.due)
                self._computed[item.key] = item
                self._edited.discard(item.key)
        self._items = kept
        self._show_all()

    def move_to(self, key: str) -> None:
        """Puts the cursor on an item."""
        self.table.move_to(key)
        self.table.focus()

    # Showing

    def _show_all(self) -> None:
        self.table.set_items(
            [
                PickItem(
                    key=item.key,
                    depth=depth_of(self._items, item),
                    parent=item.parent,
                    cells=self._cells(item),
                    checked=item.included,
                )
                for item in self._items.values()
            ]
        )
        self._tell()

    def _cells(self, item: ReviewItem) -> tuple[Any, ...]:
        return cells_of(item, self._names, item.key in self._edited, self._today())

    def _tell(self) -> None:
        if self.is_attached:
            line = summed_up(self.items) if self._items else ""
            self.query_one(".review-status", Static).update(ui_text(line))
            self.refresh_bindings()
        self.post_message(self.Changed(self))

    @on(PickGrid.CheckedChanged)
    def _checked(self, event: PickGrid.CheckedChanged) -> None:
        event.stop()
        self._tell()

    def _put(self, item: ReviewItem) -> None:
        self._items[item.key] = item
        self.table.update_item(item.key, self._cells(item))
        self._tell()

    # Changing

    def allows(self, action: str) -> bool | None:
        """Whether `add`, `details`, `resources` or `remove` can be done now; `None`: it is grey."""
        if action == "add":
            return self._allow_add
        item = self._current()
        possible = item is not None and (action != "resources" or item.kind == "task")
        return True if possible else None

    @on(PickGrid.EditWanted)
    def _edit(self, event: PickGrid.EditWanted) -> None:
        event.stop()
        match event.column_key:
            case "start" | "due" as column:
                self._ask_about(event.key, partial(ask_date, column=column))
            case "owner":
                self._ask_about(event.key, ask_owner)
            case "resources":
                self._ask_about(event.key, ask_resources)
            case _:
                self._ask_about(event.key, ask_details)

    def change_details(self) -> None:
        """Changes title and description."""
        self._ask_about(self.table.cursor_key, ask_details)

    def change_resources(self) -> None:
        """Chooses who helps; tasks only (R003-20)."""
        self._ask_about(self.table.cursor_key, ask_resources)

    def remove_item(self) -> None:
        """Leaves the item out; one that was added here is gone."""
        item = self._current()
        if item is None:
            return
        if not item.origin:
            kept = [each for each in self.items if each.key != item.key]
            self._items = {each.key: each for each in kept}
            self._edited.discard(item.key)
            self._show_all()
        elif item.key in self.table.checked:
            self.table.action_toggle_item()
        else:
            safe_notify(self, "It is left out already; space takes it in again.")

    def add_task(self) -> None:
        """Adds a task of one's own."""
        self._ask(self._ask_new)

    def _current(self) -> ReviewItem | None:
        return self._items.get(self.table.cursor_key or "")

    # Asking

    def _ask(self, question: Callable[[], Awaitable[None]]) -> None:
        """Asks one thing at a time, however fast a key is pressed twice."""
        desk = dialogs(self.screen)
        if desk.take():
            beside(self.screen, partial(desk.run, question), group="dialog", exclusive=False)

    def _ask_about(self, key: str | None, question: Question) -> None:
        if key is not None:
            self._ask(partial(self._answered, key, question))

    async def _answered(self, key: str, question: Question) -> None:
        # By its key, for another answer may have changed the item since it was asked about.
        before = self._items[key]
        after = await question(self._asking(), before)
        if after is None or after == before:
            return
        if after.kind == "objective" and after.start != before.start:
            await self._move_family(after)
            return
        if after.origin and after.kind != "outcome":
            if (after.start, after.due) != (before.start, before.due):
                self._edited.add(key)
        self._put(after)

    async def _move_family(self, after: ReviewItem) -> None:
        """Dates an objective, its plays and tasks from its new start (R003-21, R003-22)."""
        now = {item.key: item for item in self.items}
        family = family_of(now, after.key)
        if family & self._edited and not await self._may_lose(after):
            return
        self._items = moved_family(now, self._computed, after)
        self._edited -= family
        self._edited.add(after.key)
        self._show_all()
        safe_notify(self, "Its plays and tasks moved along; KPI target dates stay (K moves them).")

    async def _may_lose(self, item: ReviewItem) -> bool:
        question = Confirm(
            f"Date everything under {item.title} from its new start?",
            ("Dates that you changed by hand there (marked *) will be lost.",),
            confirm_label="Date anew",
            cancel_label="Keep the old start",
        )
        return await self.screen.app.push_screen_wait(question)

    async def _ask_new(self) -> None:
        from successtui.services.review import ReviewItem

        title = await ask_title(self._asking())
        if title is None:
            return
        self._added += 1
        at = self._current()
        parent = None if at is None else (at.key if at.kind == "play" else at.parent)
        item = ReviewItem(f"new:{self._added}", parent, "task", 0, title)
        item = owned(item, self.default_owner, self._names)
        items = list(self.items)
        family = [i for i, each in enumerate(items) if parent in (each.key, each.parent)]
        items.insert(len(items) if parent is None else family[-1] + 1, item)
        self._items = {each.key: each for each in items}
        self._show_all()
        self.table.move_to(item.key, "due")

    def _asking(self) -> Asking:
        return Asking(self.screen, self._account, self._today, self._names)
