"""What a query means by today, me and my team: who asks, and what their workspace says."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from decimal import Decimal

from successtui.domain.permissions import Actor


@dataclass(frozen=True)
class QueryContext:
    """Who asks a query, and when.

    Attributes:
        today: the date that relative dates count from.
        actor: whose eyes; `None` for the program itself, which sees everything and is nobody's me.
        zone: in which a day begins and ends; `None` for the zone of the machine.
        entries: the values of a list that administrators may change, by the list's name.
        worth: what one unit of each currency is worth in the base currency, asked for only when
            amounts are added up; `None` when such sums cannot be had.
    """

    today: date
    actor: Actor | None
    zone: tzinfo | None = None
    entries: Callable[[str], Sequence[str]] | None = None
    worth: Callable[[], Mapping[str, Decimal]] | None = None

    @property
    def me(self) -> int | None:
        """The id of the user who asks."""
        return None if self.actor is None else self.actor.id

    @property
    def people(self) -> frozenset[int] | None:
        """Ids of the user and everybody below them; `None` for everyone."""
        return None if self.actor is None else self.actor.people
