"""The report's three filters, and what they can be set to by whoever looks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from successtui.domain.errors import BadCall
from successtui.domain.plaintext import one_line

if TYPE_CHECKING:
    from successtui.services.session import Session

_RANGE = re.compile(r"([0-9]{1,16}(?:\.[0-9]{1,2})?)-([0-9]{1,16}(?:\.[0-9]{1,2})?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class ValueRange:
    """Contract values from `low` up to, not including, `high`; `None` has no end."""

    low: Decimal
    high: Decimal | None

    def holds(self, value: Decimal) -> bool:
        """Whether the value lies in it."""
        return self.low <= value and (self.high is None or value < self.high)


def read_range(text: str) -> ValueRange:
    """The range written `MIN-MAX`, or `MIN-` without an end (R004-08).

    Raises:
        BadCall: it is written otherwise, or ends before it begins.
    """
    if found := _RANGE.fullmatch(text.strip()):
        low, high = Decimal(found[1]), Decimal(found[2]) if found[2] else None
        if high is None or low < high:
            return ValueRange(low, high)
    shown = one_line(text, 40)
    raise BadCall(f"'{shown}' is no range of contract values; write 50000-100000, or 1000000-")


@dataclass(frozen=True, slots=True)
class Filters:
    """What was chosen: any of each list, all three lists together; an empty list means all.

    Attributes:
        contract_values: ranges as `read_range` reads them.
        csms: usernames; one that is unknown or out of scope adds nothing.
        industries: names, `(none)` for accounts without one.

    Raises on making:
        BadCall: a range is malformed.
    """

    contract_values: tuple[str, ...] = ()
    csms: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for text in self.contract_values:
            read_range(text)

    @property
    def ranges(self) -> tuple[ValueRange, ...]:
        """The contract value ranges as numbers."""
        return tuple(map(read_range, self.contract_values))


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter: what it is called in `Filters`, and on screen."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class FilterOptions:
    """What each filter offers the viewer (R004-08 to R004-11)."""

    contract_values: tuple[Choice, ...]
    csms: tuple[Choice, ...]
    industries: tuple[Choice, ...]


NO_FILTERS = Filters()


def filter_options(session: Session, filters: Filters = NO_FILTERS) -> FilterOptions:
    """What the filters offer this person.

    An agent is offered nobody but themselves; others everyone in scope who is an agent or owns an
    engagement. Industries are those of the accounts in sight, as the other two filters have it.

    Args:
        filters: those in force.

    Raises:
        Forbidden: the person may not open the report; the message names the missing role.
    """
    from successtui.services.report.offers import offers  # what it counts with knows filters

    return offers(session, filters)
