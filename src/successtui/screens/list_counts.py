"""How many records of a list fall to each value of a field; one of them narrows the list."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from successtui.records import Record
from successtui.screens.base import host
from successtui.screens.list_look import Look
from successtui.text import ui_text
from successtui.widgets.bars import progress_bar
from successtui.widgets.columns import Cell, Column, Row
from successtui.widgets.finder import Finder, FinderItem
from successtui.widgets.question import Question
from successtui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from textual.screen import Screen

    from successtui.services.grouping import Group
    from successtui.services.session import Session

_BAR = 16


class GroupCounts(Question["str | None"]):
    """Shows the groups; answers with the query of the one that was chosen."""

    AUTO_FOCUS = "RecordTable"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(None)", "Close", show=False)
    ]

    def __init__(self, title: str, label: str, groups: Sequence[Group]) -> None:
        super().__init__()
        self._title = title
        self._label = label
        self._groups = tuple(groups)

    def compose(self) -> ComposeResult:
        """Title, groups, how to go on."""
        columns = (
            Column("label", self._label, None, min_width=16, weight=3, priority=10),
            Column("count", "Records", 9, align="right", priority=9),
            Column("share", "Share", 6, align="right", priority=7),
            Column("bar", "", _BAR, priority=6),
        )
        with Vertical(classes="dialog"):
            yield Static(ui_text(self._title), classes="dialog--title")
            yield RecordTable(columns, empty="The list is empty, so there is nothing to count.")
            hint = "enter shows just these; esc in the list goes back"
            yield Static(ui_text(hint), classes="dialog--hint")

    def on_mount(self) -> None:
        """All groups."""
        table = self.query_one(RecordTable)
        table.set_rows(range(len(self._groups)))
        table.provide(dict(enumerate(group_rows(self._groups))))

    @on(RecordTable.MarksChanged)
    def _no_marks(self, event: RecordTable.MarksChanged) -> None:
        event.stop()
        event.table.set_marks([])

    @on(RecordTable.Opened)
    def _chosen(self, event: RecordTable.Opened) -> None:
        event.stop()
        self.dismiss(self._groups[event.record_id].query)


def group_rows(groups: Sequence[Group]) -> list[Row]:
    """Label, number, share and a bar as long as its part of the largest group."""
    total = sum(group.count for group in groups)
    largest = max((group.count for group in groups), default=1)
    return [
        (
            group.label,
            f"{group.count:,}",
            Cell(f"{100 * group.count / total:.0f}%", "muted"),
            Cell(progress_bar(100 * group.count // largest, _BAR), "bar"),
        )
        for group in groups
    ]


async def ask_group(
    screen: Screen[None], record_type: type[Record], look: Look
) -> tuple[str, str | None] | None:
    """Asks for a field, shows its groups, asks for one of them.

    Returns:
        The field, and the query of the group; `None` for it when only looked at. `None` when no
        field was chosen.
    """
    fields = await host(screen).desk.read(partial(_fields, record_type))
    if not fields:
        return None
    shown = look.names(record_type)
    rank = {name: place for place, (name, _label) in enumerate(fields)}
    ordered = sorted(fields, key=lambda f: (f[0] != look.grouped_by, f[0] not in shown, rank[f[0]]))
    plural = record_type.declaration.plural
    items = [FinderItem(name, label) for name, label in ordered]
    name = await screen.app.push_screen_wait(Finder(f"Count {plural.lower()} by", items))
    if name is None:
        return None
    label = dict(fields)[name]
    groups = await host(screen).desk.read(partial(_groups, record_type, look, name))
    title = f"{plural} by {label.lower()}"
    return name, await screen.app.push_screen_wait(GroupCounts(title, label, groups))


def _fields(record_type: type[Record], _session: Session) -> list[tuple[str, str]]:
    from successtui.services.grouping import groupable

    return [(field.name, field.label) for field in groupable(record_type)]


def _groups(record_type: type[Record], look: Look, name: str, session: Session) -> Sequence[Group]:
    from successtui.services.grouping import group_counts

    return group_counts(session, look.request(record_type), name)
