"""A list to choose several from, under headings, narrowed by typing.

Owns which choices are checked and which are in sight. Carries nothing out: the owner asks for
`checked`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from successtui.widgets.columns import Column
from successtui.widgets.line_painter import Line
from successtui.widgets.line_table import LineTable

CHECKED = "[x] "
UNCHECKED = "[ ] "
_INDENT = "  "


@dataclass(frozen=True, slots=True)
class CheckGroup:
    """Choices of one kind: values with their labels; `note` stands behind the heading."""

    name: str
    title: str
    choices: tuple[tuple[str, str], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Row:
    group: int
    value: str | None
    text: str


class CheckList(LineTable):
    """Groups of choices with check boxes; see the module."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "choose", "Choose", show=False, id="checks.toggle"),
        Binding("tab", "next_group(1)", "Next group", show=False, id="checks.next"),
        Binding("shift+tab", "next_group(-1)", "Group before", show=False, id="checks.previous"),
    ]

    @dataclass
    class Changed(Message):
        """Something was checked or unchecked."""

        table: CheckList

        @property
        def control(self) -> CheckList:
            """The list, for `@on` selectors."""
            return self.table

    def __init__(self, title: str, *, empty: str = "", id: str | None = None) -> None:
        columns = (Column("text", title, None),)
        super().__init__(columns, empty=empty, id=id)
        self._groups: tuple[CheckGroup, ...] = ()
        self._checked: set[tuple[str, str]] = set()
        self._rows: list[_Row] = []
        self._words = ""

    # What the owner says

    def set_groups(self, groups: Sequence[CheckGroup], checked: Iterable[tuple[str, str]]) -> None:
        """Show these groups; `checked` holds pairs of a group's name and a value."""
        self._groups = tuple(groups)
        self._checked = set(checked)
        self.narrow(self._words)

    def narrow(self, text: str) -> None:
        """Show the choices that hold every word of the text."""
        self._words = text
        words = text.casefold().split()
        self._rows = []
        for place, group in enumerate(self._groups):
            found = [
                _Row(place, value, label)
                for value, label in group.choices
                if all(word in label.casefold() for word in words)
            ]
            if found or not words:
                self._rows += [_Row(place, None, group.title), *found]
        self._show_rows(1 if len(self._rows) > 1 else 0, 0)

    def checked_of(self, name: str) -> tuple[str, ...]:
        """The values checked in a group, in its order; ones it does not offer come last."""
        values = {value for group, value in self._checked if group == name}
        offered = [v for g in self._groups if g.name == name for v, _ in g.choices if v in values]
        return (*offered, *sorted(values.difference(offered)))

    def uncheck_all(self) -> None:
        """Check nothing."""
        if self._checked:
            self._checked.clear()
            self._changed()

    # Keys

    def action_choose(self) -> None:
        """Check the choice or uncheck it; on a heading, uncheck all of its group."""
        if self._cursor_row >= 0:
            self.open_row(self._cursor_row)

    def action_next_group(self, by: int) -> None:
        """To the first choice of the next group, or of the one before."""
        if self._cursor_row < 0:
            return
        groups = sorted({row.group for row in self._rows})
        here = groups.index(self._rows[self._cursor_row].group)
        wanted = groups[(here + by) % len(groups)]
        heads = [i for i, row in enumerate(self._rows) if row.group == wanted]
        self._go(heads[1] if len(heads) > 1 else heads[0])

    # What the base asks

    @property
    def row_count(self) -> int:
        """Headings and choices in sight."""
        return len(self._rows)

    def line(self, row: int) -> Line:
        """A heading with how many are chosen, or a choice with its box."""
        shown = self._rows[row]
        group = self._groups[shown.group]
        if shown.value is None:
            chosen = sum(name == group.name for name, _ in self._checked)
            told = f"{chosen} chosen" if chosen else "all"
            note = f", {group.note}" if group.note else ""
            return Line((f"{group.title} – {told}{note}",), strong=True)
        checked = (group.name, shown.value) in self._checked
        return Line((shown.text,), lead=_INDENT + (CHECKED if checked else UNCHECKED))

    def open_row(self, row: int) -> None:
        """Check the choice or uncheck it."""
        shown = self._rows[row]
        name = self._groups[shown.group].name
        if shown.value is None:
            self._checked = {pair for pair in self._checked if pair[0] != name}
        else:
            self._checked ^= {(name, shown.value)}
        self._changed()

    def lead_pressed(self, row: int) -> bool:
        """A click on the box is enough."""
        self._go(row)
        self.open_row(row)
        return True

    def _changed(self) -> None:
        self.refresh()
        self.post_message(self.Changed(self))
