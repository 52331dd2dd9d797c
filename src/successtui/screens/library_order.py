"""Add objective from library, step two: owner, start, and which of its children to create."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import BindingType

from successtui.records import Objective
from successtui.records.kinds import Field
from successtui.screens.order import START, OrderData, OrderWizard, owner_of
from successtui.screens.review_cells import counted
from successtui.screens.wizard import keys

if TYPE_CHECKING:
    from successtui.services.records import Saved
    from successtui.services.review import ReviewItem
    from successtui.services.session import Session

_FIELDS = Objective.declaration.fields
_OWNER = replace(_FIELDS["owner"], help="role, team member or contact; may stay empty")
_START = _FIELDS[START]


class LibraryOrder(OrderWizard):
    """Adds an objective of the library to an account."""

    BINDINGS: ClassVar[list[BindingType]] = [*keys("wizard.shift_kpis")]
    NOTHING: ClassVar[str] = (
        "This objective brings no plays, tasks or KPIs along: only itself will be added (ctrl+s)."
    )

    def __init__(self, account_id: int, account_name: str, template: int, title: str) -> None:
        super().__init__(account_id)
        self._account_name = account_name
        self._template = template
        self._title = title
        self._kpi_dates: dict[str, date] = {}

    def heading(self) -> str:
        """For which account, and what."""
        return f"{self._account_name} › Add objective from library › {self._title}"

    def fields(self) -> Sequence[Field]:
        """Who it belongs to (R001-21) and when it starts."""
        return (_OWNER, _START)

    def read_order(self, session: Session) -> OrderData:
        """The template with its children, dated from today, all selected (R003-14, R003-15)."""
        from successtui.services import library
        from successtui.services.review import item_names, owner_names

        today = session.clock.today()
        items = library.review(session, self._template, today)
        with session.read() as reader:
            template = reader.require(Objective, self._template)
            names = item_names(reader, items)
            owner = (template.owner_kind, template.owner)
            called = next(iter(owner_names(reader, [owner]).values()), "")
        self._kpi_dates = {i.key: i.due for i in items if i.kind == "outcome" and i.due}
        undated = template.start_date is None and any(item.due for item in items)
        note = "The template has no start: its dates stay as they are. " if undated else ""
        return OrderData(
            intro=note + template.description,
            values={"owner_kind": owner[0], "owner": owner[1], START: today},
            items=items,
            names=names,
            labels={(str(owner[0]), owner[1] or 0): called.removeprefix("Role: ")},
        )

    def dated_from(self, start: date, session: Session) -> Sequence[ReviewItem]:
        """Plays and tasks keep their distance from the start (R003-21)."""
        from successtui.services import library

        return library.review(session, self._template, start)

    def restarted(self) -> None:
        """KPI target dates stay where they are unless asked to move (R003-54)."""
        if self._kpi_dates:
            self.say("KPI target dates stay; K in the grid moves them along.", wrong=False)

    def action_shift_kpis(self) -> None:
        """Moves the KPIs' target dates as far as the start is from today (R003-54)."""
        if self.start is None:
            return
        shift = self.start - self.today()
        moved = [
            replace(item, due=self._kpi_dates[item.key] + shift)
            for item in self.grid.items
            if item.key in self._kpi_dates
        ]
        self.grid.redate(moved, kinds=("outcome",))
        self.say("")

    def make(
        self, values: Mapping[str, Any], items: tuple[ReviewItem, ...], session: Session
    ) -> Saved:
        """Copies the template's objective and what is selected (R001-22, R003-16)."""
        from successtui.services.library import Order, add_from_library

        kind, owner = owner_of(values, _OWNER)
        order = Order(self._template, self.account_id, values[START], items, kind, owner)
        return add_from_library(session, order)

    def said_when_done(self, values: Mapping[str, Any], items: Sequence[ReviewItem]) -> str:
        """What was added, and how to take it back."""
        along = f" with {counted(items)}" if items else ""
        return f"Added {self._title}{along}. u takes it back"
