"""Success plan from a template, step one: plans of the library by SuccessBLOC."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from successtui.screens.offers import Entry
from successtui.screens.template_picker import TemplatePicker

if TYPE_CHECKING:
    from textual.screen import Screen

    from successtui.services.records import Saved
    from successtui.services.session import Session


class PlanTemplatePicker(TemplatePicker):
    """Picks a plan template and makes an account's plan of it; `None` when nothing was made."""

    VIEW: ClassVar[str] = "plan_template_view"
    EMPTY: ClassVar[str] = (
        "The library holds no plans yet: save one as a template with its . menu (g l, Plans)."
    )

    def __init__(self, account_id: int, account_name: str) -> None:
        super().__init__()
        self._account_id = account_id
        self._account_name = account_name

    def heading(self) -> str:
        """For which account."""
        return f"{self._account_name} › Success plan from a template"

    def read_entries(self, session: Session) -> list[Entry]:
        """The library's plans with all they bring along (R003-55)."""
        from successtui.services.plan_templates import plan_offers
        from successtui.services.review import item_names

        found = plan_offers(session)
        with session.read() as reader:
            names = item_names(reader, [item for offer in found for item in offer.items])
        return [
            Entry(
                key=f"plan:{offer.plan.id}",
                kind="plan",
                template=offer.plan.id,
                library=offer.library,
                title=offer.plan.name,
                description=offer.plan.summary or "",
                items=offer.items,
                days=offer.days,
                names=names,
            )
            for offer in found
        ]

    def next_step(self, entry: Entry | None) -> Screen[Saved | None]:
        """Name, owner, start, and what of it to create."""
        from successtui.screens.plan_template_order import PlanTemplateOrder

        assert entry is not None
        return PlanTemplateOrder(self._account_id, self._account_name, entry.template, entry.title)
