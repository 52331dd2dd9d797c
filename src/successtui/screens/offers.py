"""What a template picker offers: templates with their children, found by words. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from textual.content import Content

from successtui.screens.review_cells import MARKS, counted, kind_word
from successtui.text import cell_text, fit, ui_text
from successtui.widgets.columns import Cell, Column
from successtui.widgets.tree_table import Node

if TYPE_CHECKING:
    from successtui.services.review import Names, ReviewItem

COLUMNS = (
    Column("title", "Template", None, min_width=32, weight=4),
    Column("holds", "Brings along", 26, priority=8),
    Column("owner", "Owner", None, min_width=16, weight=1, priority=3),
    Column("days", "By day", 6, align="right", priority=6),
)
NO_LIBRARY = "In no SuccessBLOC"
_NOTHING = "nothing but itself"
_DESCRIBED = 2


@dataclass(frozen=True, slots=True)
class Entry:
    """One template that can be chosen.

    Attributes:
        kind: `plan`, `objective` or `play`.
        days: how many days it takes from its start, `None` when it does not say.
        items: what it brings along, dated from today.
        names: what the owners of the items are called.
    """

    key: str
    kind: str
    template: int
    library: str
    title: str
    description: str
    items: tuple[ReviewItem, ...]
    days: int | None
    names: Names

    @property
    def holds(self) -> str:
        """How much it brings along."""
        return counted(self.items)


def matching(entries: Iterable[Entry], text: str) -> list[Entry]:
    """The entries that hold all the words, in whatever place."""
    words = text.casefold().split()
    return [entry for entry in entries if all(word in _searched(entry) for word in words)]


def tree(entries: Sequence[Entry], today: date) -> list[Node]:
    """Libraries with their templates, and what these bring along (R001-20)."""
    nodes: list[Node] = []
    library = None
    for entry in entries:
        group = f"library:{entry.library}"
        if entry.library != library:
            library = entry.library
            nodes.append(Node(group, 0, (Cell(library or NO_LIBRARY, "accent"),), expandable=True))
        nodes.append(_node(entry, group))
        nodes += [_child(item, entry, today) for item in entry.items]
    return nodes


def card(entry: Entry, opened: bool, columns: int) -> Content:
    """A template as a card: name, description, counts; opened, with all it brings along.

    Args:
        columns: cells there are.
    """
    head = fit(f"{MARKS[entry.kind]} {entry.title}", columns).rstrip()
    lines = [ui_text(head, "bold")]
    lines += [ui_text(line, "dim") for line in _described(entry.description, columns - 2)]
    time = f" · {entry.days} days" if entry.days is not None else ""
    mark = "▾" if opened else "▸"
    lines.append(ui_text(fit(f"  {mark} {entry.holds or _NOTHING}{time}", columns).rstrip()))
    if opened:
        for item in entry.items:
            indent = "  " * (1 + len(_path(item, entry)))
            line = f"{indent}{kind_word(item.kind)}  {item.title}"
            lines.append(ui_text(fit(line, columns).rstrip()))
    return Content("\n").join(lines)


def _searched(entry: Entry) -> str:
    texts = [entry.library, entry.title, entry.description, *(i.title for i in entry.items)]
    return "\n".join(texts).casefold()


def _node(entry: Entry, group: str) -> Node:
    days = "" if entry.days is None else str(entry.days)
    title = f"{MARKS[entry.kind]} {entry.title}"
    holds = Cell(entry.holds or _NOTHING, "muted")
    return Node(entry.key, 1, (title, holds, "", days), expandable=bool(entry.items), parent=group)


def _child(item: ReviewItem, entry: Entry, today: date) -> Node:
    path = _path(item, entry)
    owner = entry.names.get((item.owner_kind or "", item.owner or 0), "")
    days = "" if item.due is None else str((item.due - today).days)
    below = any(other.parent == item.key for other in entry.items)
    return Node(
        "/".join((entry.key, *path)),
        1 + len(path),
        (item.title, Cell(kind_word(item.kind), "muted"), owner, days),
        expandable=below,
        parent="/".join((entry.key, *path[:-1])),
    )


def _path(item: ReviewItem, entry: Entry) -> tuple[str, ...]:
    """Keys from the outermost child that holds the item down to the item."""
    above = next((other for other in entry.items if other.key == item.parent), None)
    return (item.key,) if above is None else (*_path(above, entry), item.key)


def _described(description: str, columns: int) -> list[str]:
    """The first lines of a description, broken between words."""
    words = cell_text(description).plain.split()
    lines: list[str] = []
    while words and len(lines) < _DESCRIBED:
        line = words.pop(0)
        while words and len(line) + 1 + len(words[0]) <= columns:
            line += f" {words.pop(0)}"
        lines.append(line)
    if words:
        lines[-1] = f"{lines[-1]} …"
    return ["  " + fit(line, columns).rstrip() for line in lines]
