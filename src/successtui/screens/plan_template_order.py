"""Success plan from a template, step two: whose, from when, and what of it to create."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from successtui.records import Plan
from successtui.records.kinds import Field
from successtui.screens.kpi_dates import KpiOrder
from successtui.screens.order import START, OrderData
from successtui.screens.review_cells import counted

if TYPE_CHECKING:
    from successtui.services.records import Saved
    from successtui.services.review import ReviewItem
    from successtui.services.session import Session

_FIELDS = Plan.declaration.fields
_START = replace(_FIELDS[START], required=True, help="everything is dated from it")


class PlanTemplateOrder(KpiOrder):
    """Makes a plan of a template, or adds its objectives to the account's running plan."""

    FIRST: ClassVar[str] = START
    NOTHING: ClassVar[str] = (
        "This plan brings no objectives along: only itself will be made (ctrl+s)."
    )

    def __init__(self, account_id: int, account_name: str, template: int, title: str) -> None:
        super().__init__(account_id)
        self._account_name = account_name
        self._template = template
        self._title = title
        self._joins = ""

    def heading(self) -> str:
        """For which account, and what."""
        return f"{self._account_name} › Success plan from a template › {self._title}"

    def fields(self) -> Sequence[Field]:
        """The start; of a new plan also its name and owner."""
        return (_START,) if self._joins else (_START, _FIELDS["name"], _FIELDS["owner"])

    def read_order(self, session: Session) -> OrderData:
        """The template with all it holds, dated from today, all selected (R003-14, R003-15)."""
        from successtui.services import plan_templates
        from successtui.services.review import item_names

        today = session.clock.today()
        items = plan_templates.review(session, self._template, today)
        running = plan_templates.running_plan(session, self.account_id)
        with session.read() as reader:
            template = reader.require(Plan, self._template)
            names = item_names(reader, items)
            assert reader.actor is not None
            me, called = reader.actor.id, reader.actor.name
        self.dated_today(items)
        self._joins = running.name if running else ""
        joins = f"The account has a running plan; all of it joins {self._joins}."
        return OrderData(
            intro=joins if self._joins else template.summary or "",
            values={START: today, "name": template.name, "owner": me},
            items=items,
            names=names,
            labels={("user", me): called},
        )

    def dated_from(self, start: date, session: Session) -> Sequence[ReviewItem]:
        """Objectives, plays and tasks keep their distance from the start (R003-21)."""
        from successtui.services import plan_templates

        return plan_templates.review(session, self._template, start)

    def make(
        self, values: Mapping[str, Any], items: tuple[ReviewItem, ...], session: Session
    ) -> Saved:
        """Makes the plan and what is selected (R003-16, R003-55)."""
        from successtui.services.plan_templates import PlanOrder, add_plan

        order = PlanOrder(
            self._template,
            self.account_id,
            values[START],
            items,
            values.get("name") or "",
            values.get("owner"),
        )
        return add_plan(session, order)

    def said_when_done(self, values: Mapping[str, Any], items: Sequence[ReviewItem]) -> str:
        """What was made, and how to take it back."""
        along = f" with {counted(items)}" if items else ""
        return f"Added {self._title}{along}. u takes it back"
