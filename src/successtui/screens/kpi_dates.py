"""Orders that bring KPIs along: target dates stay with a new start until a key moves them.

Owns which target date each KPI had when everything was dated from today (R003-53, R003-54).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType

from successtui.screens.order import OrderWizard
from successtui.screens.wizard import keys

if TYPE_CHECKING:
    from successtui.services.review import ReviewItem

STAYED = "KPI target dates stay; K in the grid moves them along."


class KpiOrder(OrderWizard):
    """An order whose items may be KPIs; see the module."""

    BINDINGS: ClassVar[list[BindingType]] = [*keys("wizard.shift_kpis")]

    def __init__(self, account_id: int) -> None:
        super().__init__(account_id)
        self._from_today: dict[str, ReviewItem] = {}

    def dated_today(self, items: Sequence[ReviewItem]) -> None:
        """Notes the items as they are dated from today."""
        self._from_today = {item.key: item for item in items}

    def restarted(self) -> None:
        """Says that KPI target dates stay where they are unless asked to move."""
        if any(item.kind == "outcome" and item.due for item in self._from_today.values()):
            self.say(STAYED, wrong=False)

    def action_shift_kpis(self) -> None:
        """Moves the KPIs' target dates as far as their objective was moved from today (R003-54)."""
        now = {item.key: item for item in self.grid.items}
        moved = []
        for item in now.values():
            first = self._from_today.get(item.key)
            if item.kind == "outcome" and first is not None and first.due is not None:
                shift = self._shift_of(now.get(item.parent or ""))
                moved.append(replace(item, due=first.due + shift))
        self.grid.redate(moved, kinds=("outcome",))
        self.say("")

    def _shift_of(self, objective: ReviewItem | None) -> timedelta:
        """How far the objective starts from where it would start today."""
        first = self._from_today.get(objective.key) if objective is not None else None
        begin: date | None = self.today() if first is None else first.start
        start = self.start if objective is None else objective.start
        return timedelta() if begin is None or start is None else start - begin
