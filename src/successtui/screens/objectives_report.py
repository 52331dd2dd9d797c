"""The outcome success plan report as a place: a list of objectives with columns of its own.

Filter, sort, marks, counts and export are those of any list (R001-48); columns and views are not,
for it is a report.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from successtui.domain.errors import Forbidden
from successtui.records import Objective
from successtui.screens.base import host
from successtui.screens.list_look import Look
from successtui.screens.record_list import RecordList

if TYPE_CHECKING:
    from successtui.services.session import Session

_SHOWN = (
    "account",
    "name",
    "owner",
    "state",
    "category",
    "start_date",
    "end_date",
    "progress",
    "status",
    "number",
)
"""The report's columns; a list shows a status of the admin's making beside its state."""
_FIXED = ("columns", "views")


class ObjectivesReport(RecordList):
    """Every objective of the accounts in the person's scope (R001-46)."""

    def __init__(self) -> None:
        super().__init__(Objective)
        self._wants_default = False
        self.look = Look(order=("account", "number"), columns=_SHOWN)

    def breadcrumb(self) -> str:
        """The report's name."""
        return "Objectives report"

    async def reload(self) -> None:
        """Reads the report, for those who may open it (R001-47)."""
        try:
            await host(self).desk.read(_require)
        except Forbidden as refused:
            self.table.set_rows(())
            self.table.empty = str(refused)
            self.show_status()
            return
        await super().reload()

    def why_not(self, action: str) -> str:
        """What a report does not let one choose."""
        if action in _FIXED:
            return "the report has its own columns; g l, Objectives, is the free list"
        return super().why_not(action)


def _require(session: Session) -> None:
    from successtui.services.objectives_report import require_report

    require_report(session)
