"""A few fields above the grid of a wizard: shown, searched, read and blamed.

Owns the rows. Saves nothing; a screen asks for the values.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from textual import on
from textual.containers import Container
from textual.widgets import Input

from successtui.domain.errors import Problem
from successtui.records.kinds import Field
from successtui.screens.base import beside, host
from successtui.screens.form_fields import FieldRow
from successtui.screens.review_dialogs import people_for
from successtui.widgets.choice import ChoiceField

if TYPE_CHECKING:
    from successtui.screens.order import OrderData


class Details(Container):
    """The fields a wizard asks for.

    Args:
        account: whose contacts are offered.

    Attributes:
        rows: the fields from the top; none before they are laid out.
    """

    def __init__(self, account: int, *, classes: str) -> None:
        super().__init__(classes=classes)
        self._account = account
        self.rows: list[FieldRow] = []

    def row(self, name: str) -> FieldRow:
        """The row of a field."""
        return next(row for row in self.rows if row.field.name == name)

    def texts(self) -> list[str]:
        """What stands in the editors."""
        return [row.text() for row in self.rows]

    async def fill(
        self, fields: Sequence[Field], data: OrderData, today: Callable[[], date]
    ) -> None:
        """Lays the fields out with the values to start with."""
        self.rows = [
            FieldRow(field, data.values.get(field.name), _told(field, data), data.labels, (), today)
            for field in fields
        ]
        await self.mount_all(self.rows)

    def begin(self, preferred: str) -> None:
        """Gives the focus to what is required and missing, else to this field, else the first."""
        missing = [row for row in self.rows if row.field.required and not row.text()]
        wanted = [row for row in self.rows if row.field.name == preferred]
        (missing or wanted or self.rows)[0].editor.focus()

    def collect(self) -> tuple[dict[str, Any], list[Problem]]:
        """The values, and what is wrong with what stands there."""
        values: dict[str, Any] = {}
        problems = []
        for row in self.rows:
            try:
                if row.field.required and not row.text().strip():
                    raise ValueError("is required")
                row.read(values)
            except ValueError as error:
                problems.append(Problem(row.field.name, row.field.label, str(error)))
        return values, problems

    def blame(self, problems: Sequence[Problem]) -> list[Problem]:
        """Shows each problem under its field and goes to the first; returns those of no field."""
        found = {problem.field: problem for problem in problems}
        bad = []
        for row in self.rows:
            told = getattr(row.field.kind, "discriminator", "")
            problem = found.pop(row.field.name, None) or found.pop(told, None)
            row.say(problem.message if problem else "")
            if problem is not None:
                bad.append(row)
        if bad:
            bad[0].editor.focus()
        return list(found.values())

    @on(ChoiceField.SearchWanted)
    def _search(self, event: ChoiceField.SearchWanted) -> None:
        event.stop()
        row = next(row for row in self.rows if row.editor is event.field)
        beside(self.screen, partial(self._answer, row.field, event), group="search")

    async def _answer(self, field: Field, event: ChoiceField.SearchWanted) -> None:
        job = partial(people_for, field, event.text, self._account)
        event.field.show_choices(event.token, await host(self.screen).desk.read(job))

    @on(Input.Submitted)
    def _on_to_next(self, event: Input.Submitted) -> None:
        event.stop()
        self.screen.focus_next()


def _told(field: Field, data: OrderData) -> str | None:
    told: Mapping[str, Any] = data.values
    value = told.get(getattr(field.kind, "discriminator", ""))
    return None if value is None else str(value)
