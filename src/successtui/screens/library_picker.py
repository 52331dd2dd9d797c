"""Add objective from library, step one: objectives of the library by SuccessBLOC."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from successtui.screens.offers import Entry
from successtui.screens.template_picker import TemplatePicker

if TYPE_CHECKING:
    from textual.screen import Screen

    from successtui.services.library import Offer
    from successtui.services.records import Saved
    from successtui.services.session import Session


class LibraryPicker(TemplatePicker):
    """Picks an objective template and adds it to an account; `None` when nothing was added."""

    VIEW: ClassVar[str] = "library_view"
    EMPTY: ClassVar[str] = (
        "The library holds no objectives yet: an admin ticks Template on an objective to add one."
    )

    def __init__(self, account_id: int, account_name: str) -> None:
        super().__init__()
        self._account_id = account_id
        self._account_name = account_name

    def heading(self) -> str:
        """For which account."""
        return f"{self._account_name} › Add objective from library"

    def read_entries(self, session: Session) -> list[Entry]:
        """The library's objectives with all they bring along (R001-20, R003-23)."""
        from successtui.services.library import offers
        from successtui.services.review import item_names

        found = offers(session)
        with session.read() as reader:
            names = item_names(reader, [item for offer in found for item in offer.items])
        return [
            Entry(
                key=f"objective:{offer.objective.id}",
                kind="objective",
                template=offer.objective.id,
                library=offer.library,
                title=offer.objective.name,
                description=offer.objective.description,
                items=offer.items,
                days=_days(offer),
                names=names,
            )
            for offer in found
        ]

    def next_step(self, entry: Entry | None) -> Screen[Saved | None]:
        """Owner, start, and what of it to create."""
        from successtui.screens.library_order import LibraryOrder

        assert entry is not None
        return LibraryOrder(self._account_id, self._account_name, entry.template, entry.title)


def _days(offer: Offer) -> int | None:
    start, end = offer.objective.start_date, offer.objective.end_date
    return None if start is None or end is None else (end - start).days
