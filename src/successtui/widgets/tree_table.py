"""A tree with columns: the plan of an account, the tracker.

Owns which nodes are expanded and where the cursor is, both by key, so that a reload moves nothing.
Nodes come as one list in display order (each followed by its descendants).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from successtui.widgets.columns import Cell, Column, Row
from successtui.widgets.line_painter import Line
from successtui.widgets.line_table import LineTable

__all__ = ["Cell", "Column", "Node", "TreeTable"]

INDENT = 2
OPENED_MARK = "▾ "
CLOSED_MARK = "▸ "
LEAF_MARK = "  "


@dataclass(frozen=True, slots=True)
class Node:
    """One row of the tree."""

    key: str
    depth: int
    cells: Row
    expandable: bool = False
    parent: str | None = None
    dim: bool = False


class TreeTable(LineTable):
    """A table whose first column is a tree; see the module."""

    PINNED_COLUMN = 0

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "collapse", "Collapse or go to parent", show=False, id="tree.collapse"),
        Binding("right,l", "expand", "Expand or go to child", show=False, id="tree.expand"),
        Binding("z", "toggle_all", "Expand or collapse all", show=False, id="tree.toggle_all"),
    ]

    @dataclass
    class Highlighted(Message):
        """The cursor came to stand on another node; None when the tree became empty."""

        table: "TreeTable"
        key: str | None

        @property
        def control(self) -> "TreeTable":
            """The table, for `@on` selectors."""
            return self.table

    @dataclass
    class Opened(Message):
        """Enter, or a second click, on a node."""

        table: "TreeTable"
        key: str

        @property
        def control(self) -> "TreeTable":
            """The table, for `@on` selectors."""
            return self.table

    @dataclass
    class Toggled(Message):
        """A person expanded or collapsed one node."""

        table: "TreeTable"
        key: str
        expanded: bool

        @property
        def control(self) -> "TreeTable":
            """The table, for `@on` selectors."""
            return self.table

    def __init__(
        self,
        columns: Sequence[Column] = (),
        *,
        initially_expanded: int = 1,
        empty: str = "",
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
        disabled: bool = False,
    ) -> None:
        """Make a tree.

        Args:
            columns: The columns; the first one holds the tree and is never left out.
            initially_expanded: Nodes of a depth below this show their children until a person
                says otherwise; 0 shows the roots only.
            empty: The sentence shown where there are no nodes.
        """
        super().__init__(columns, empty=empty, name=name, id=id, classes=classes, disabled=disabled)
        self._initially_expanded = initially_expanded
        self._tree: tuple[Node, ...] = ()
        self._shown: list[Node] = []
        self._row_of: dict[str, int] = {}
        self._node_of: dict[str, Node] = {}
        self._chosen: dict[str, bool] = {}

    # What the owner says

    def set_nodes(self, nodes: Sequence[Node]) -> None:
        """Show these nodes, each followed by its descendants.

        Expansion and cursor stay by key, and the cursor on its line of the screen. Where its node
        is gone, the nearest ancestor that is left takes over, or else the row of the same number.
        """
        before = self.cursor_key
        candidates = [] if before is None else [before, *chain_of_parents(before, self._node_of)]
        self._tree = tuple(nodes)
        self._node_of = {node.key: node for node in self._tree}
        self._rebuild(next((key for key in candidates if key in self._node_of), None))
        if self.cursor_key != before:
            self.cursor_moved()

    @property
    def cursor_key(self) -> str | None:
        """The node of the cursor, None where the tree is empty."""
        return self._shown[self._cursor_row].key if self._cursor_row >= 0 else None

    @property
    def shown_keys(self) -> tuple[str, ...]:
        """The nodes that are not hidden in a collapsed one, in order."""
        return tuple(node.key for node in self._shown)

    def move_to(self, key: str) -> bool:
        """Put the cursor on this node, expanding its ancestors; False where there is none."""
        if key not in self._node_of:
            return False
        ancestors = chain_of_parents(key, self._node_of)
        hidden = [parent for parent in ancestors if not self.is_expanded(parent)]
        if hidden:
            self._chosen.update(dict.fromkeys(hidden, True))
            self._rebuild(self.cursor_key)
        self._go(self._row_of[key])
        return True

    def is_expanded(self, key: str) -> bool:
        """Whether the node shows its children (or would, if it had any)."""
        node = self._node_of.get(key)
        return node is not None and self._is_open(node)

    def set_expanded(self, key: str, expanded: bool) -> None:
        """Expand or collapse one node; the cursor stays, or goes to the node that swallowed it."""
        self._chosen[key] = expanded
        self._rebuild_around_cursor()

    # Keys

    def action_collapse(self) -> None:
        """Collapse the node of the cursor; where that is done or cannot be, go to its parent."""
        node = self._cursor_node()
        if node is None:
            return
        if node.expandable and self._is_open(node):
            self._toggle(node)
        elif node.parent in self._row_of:
            self._go(self._row_of[node.parent])

    def action_expand(self) -> None:
        """Expand the node of the cursor; where that is done, go to its first child."""
        node = self._cursor_node()
        if node is None or not node.expandable:
            return
        if not self._is_open(node):
            self._toggle(node)
            return
        below = self._cursor_row + 1
        if below < len(self._shown) and self._shown[below].depth > node.depth:
            self._go(below)

    def action_toggle_all(self) -> None:
        """Expand all nodes, or collapse all where none is collapsed."""
        expandable = [node for node in self._tree if node.expandable]
        expand = not all(self._is_open(node) for node in expandable)
        self._chosen.update({node.key: expand for node in expandable})
        self._rebuild_around_cursor()

    # What the base asks

    @property
    def row_count(self) -> int:
        """How many nodes are not hidden."""
        return len(self._shown)

    def line(self, row: int) -> Line:
        """The node, indented and marked; deep ones are indented by half the column at most."""
        node = self._shown[row]
        marker = LEAF_MARK
        if node.expandable:
            marker = OPENED_MARK if self._is_open(node) else CLOSED_MARK
        room = self._painter.placed[0].width // 2 if self._painter.placed else 0
        lead = " " * min(node.depth * INDENT, room) + marker
        return Line(node.cells, lead=lead, dim=node.dim)

    def cursor_moved(self) -> None:
        """Tell the owner which node it is."""
        self.post_message(self.Highlighted(self, self.cursor_key))

    def open_row(self, row: int) -> None:
        """Tell the owner to open the node."""
        self.post_message(self.Opened(self, self._shown[row].key))

    def lead_pressed(self, row: int) -> bool:
        """Expand or collapse the node."""
        node = self._shown[row]
        if node.expandable:
            self._toggle(node)
        return node.expandable

    def _cursor_node(self) -> Node | None:
        return self._shown[self._cursor_row] if self._cursor_row >= 0 else None

    def _is_open(self, node: Node) -> bool:
        return self._chosen.get(node.key, node.depth < self._initially_expanded)

    def _toggle(self, node: Node) -> None:
        expanded = not self._is_open(node)
        self.set_expanded(node.key, expanded)
        self.post_message(self.Toggled(self, node.key, expanded))

    def _rebuild_around_cursor(self) -> None:
        before = self.cursor_key
        self._rebuild(before)
        if self.cursor_key != before:
            self.cursor_moved()

    def _rebuild(self, cursor_key: str | None) -> None:
        """Work out the rows shown and put the cursor on `cursor_key` or what hides it."""
        old_row, old_top = self._cursor_row, self.top_row
        self._shown = visible_nodes(self._tree, self._is_open)
        self._row_of = {node.key: row for row, node in enumerate(self._shown)}
        row = max(0, old_row)
        if cursor_key is not None:
            candidates = [cursor_key, *chain_of_parents(cursor_key, self._node_of)]
            row = next((self._row_of[key] for key in candidates if key in self._row_of), row)
        row = min(row, max(0, len(self._shown) - 1))
        self._show_rows(row, row - (old_row - old_top) if old_row >= 0 else 0)


def visible_nodes(nodes: Sequence[Node], is_open: Callable[[Node], bool]) -> list[Node]:
    """The nodes that no collapsed ancestor hides, in order."""
    shown = []
    hidden_below: int | None = None
    for node in nodes:
        if hidden_below is not None and node.depth > hidden_below:
            continue
        hidden_below = None if is_open(node) or not node.expandable else node.depth
        shown.append(node)
    return shown


def chain_of_parents(key: str, nodes: Mapping[str, Node]) -> list[str]:
    """The parent of `key`, its parent and so on; a circle ends where it closes."""
    chain: list[str] = []
    node = nodes.get(key)
    while node is not None and node.parent is not None and node.parent not in (key, *chain):
        chain.append(node.parent)
        node = nodes.get(node.parent)
    return chain
