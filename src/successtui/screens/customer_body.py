"""What a customer sees, drawn: the body that portal and preview share, so that both show the same.

Owns no key and no data; it is given a view and says which line the cursor stands on.
"""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from successtui.screens.customer_lines import (
    COLUMNS,
    CustomerLines,
    heading,
    lines_of,
)
from successtui.services.sharing.shown import CustomerTask, CustomerView
from successtui.text import ui_text
from successtui.widgets.tree_table import TreeTable

_ALL_OPEN = 99


class CustomerBody(Vertical):
    """A sentence, the tree, and below it the line under the cursor in full."""

    def __init__(self) -> None:
        super().__init__(classes="customer")
        self._lines = CustomerLines()
        self._begun = False

    def compose(self) -> ComposeResult:
        """Sentence, tree, detail."""
        yield Static("", classes="customer--head")
        yield TreeTable(COLUMNS, initially_expanded=_ALL_OPEN, empty="reading …")
        with VerticalScroll(classes="customer--detail", can_focus=False):
            yield Static("")

    @property
    def tree_table(self) -> TreeTable:
        """The plan as a tree."""
        return self.query_one(TreeTable)

    @property
    def chosen_task(self) -> CustomerTask | None:
        """The task under the cursor."""
        return self._lines.tasks.get(self.tree_table.cursor_key or "")

    def show(self, view: CustomerView) -> None:
        """Draws a view; the cursor stays, at first it goes to the first task that waits."""
        self._lines = lines_of(view)
        self.query_one(".customer--head", Static).update(ui_text(heading(view)))
        tree = self.tree_table
        tree.empty = ""
        tree.set_nodes(self._lines.nodes)
        if not self._begun:
            self._begun = True
            self.go_to_next()
        self._show_detail()

    def go_to_next(self) -> bool:
        """Puts the cursor on the next open task of the contact's own; around at the end."""
        waiting = [k for k, task in self._lines.tasks.items() if task.mine and not task.done]
        if not waiting:
            return False
        order = [node.key for node in self._lines.nodes]
        here = self.tree_table.cursor_key
        place = order.index(here) if here in order else -1
        found = next((key for key in waiting if order.index(key) > place), waiting[0])
        return self.tree_table.move_to(found)

    @on(TreeTable.Highlighted)
    def _moved(self, event: TreeTable.Highlighted) -> None:
        event.stop()
        self._show_detail()

    @on(TreeTable.Opened)
    def _opened(self, event: TreeTable.Opened) -> None:
        """Enter on a line with more below it folds it."""
        event.stop()
        event.table.set_expanded(event.key, not event.table.is_expanded(event.key))

    def _show_detail(self) -> None:
        text = self._lines.details.get(self.tree_table.cursor_key or "", "")
        self.query_one(".customer--detail Static", Static).update(ui_text(text))
