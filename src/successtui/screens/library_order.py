"""Add objective from library, step two: owner, start, and which of its children to create."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from successtui.records import Objective
from successtui.records.kinds import Field
from successtui.screens.kpi_dates import KpiOrder
from successtui.screens.order import START, OrderData, owner_of
from successtui.screens.review_cells import counted

if TYPE_CHECKING:
    from successtui.services.records import Saved
    from successtui.services.review import ReviewItem
    from successtui.services.session import Session

_FIELDS = Objective.declaration.fields
_OWNER = replace(_FIELDS["owner"], help="role, team member or contact; may stay empty")
_START = _FIELDS[START]


class LibraryOrder(KpiOrder):
    """Adds an objective of the library to an account."""

    NOTHING: ClassVar[str] = (
        "This objective brings no plays, tasks or KPIs along: only itself will be added (ctrl+s)."
    )

    def __init__(self, account_id: int, account_name: str, template: int, title: str) -> None:
        super().__init__(account_id)
        self._account_name = account_name
        self._template = template
        self._title = title

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
        self.dated_today(items)
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
