"""A SuccessPlay made by hand, on this account only (R001-37 to R001-39)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from successtui.records import Objective
from successtui.records.kinds import Field
from successtui.screens.order import START, OrderData
from successtui.screens.play_order import (
    CO_OWNER,
    DESCRIPTION,
    NAME,
    OWNER,
    SHARED,
    START_DATE,
    PlayOrder,
)

if TYPE_CHECKING:
    from successtui.services.session import Session


class CustomPlay(PlayOrder):
    """Asks for a play of one's own with its tasks; `None` when it was left."""

    def heading(self) -> str:
        """What it is."""
        return "Custom SuccessPlay – on this account only"

    def fields(self) -> Sequence[Field]:
        """As for any play, and what it is about."""
        return (NAME, DESCRIPTION, OWNER, START_DATE, SHARED, CO_OWNER)

    def read_order(self, session: Session) -> OrderData:
        """A play of the person's own that starts today."""
        today = session.clock.today()
        with session.read() as reader:
            me = reader.actor
            assert me is not None
            objective = reader.get(Objective, self.objective_id)
        return OrderData(
            intro=f"Under the objective {objective.name}" if objective else "",
            values={"owner_kind": "user", "owner": me.id, START: today, "shared": False},
            items=(),
            names={},
            labels={("user", me.id): me.name},
        )
