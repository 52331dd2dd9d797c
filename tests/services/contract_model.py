"""A model of contracts and their renewals, written from C5 of lifecycles.md.

Knows nothing of the program's tables: each event stands here with its own precondition.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from successtui.domain.errors import Forbidden, Refused

IN_REVIEW = ("Awaiting review", "Under review")
MANAGERS_ONLY = ("approve", "reject")
STATES = ("Draft", "Active", "Expired", "Canceled")
SUBSTATES = (
    None,
    "Awaiting review",
    "Under review",
    "Approved",
    "Rejected",
    "Renewal approved",
    "Renewal rejected",
    "Renewal in process",
    "Renewed",
    "Extension approved",
    "Extension rejected",
)
EVENTS = (
    "save-new",
    "submit-new",
    "approve-new",
    "reject-new",
    "save-renewal",
    "submit-renewal",
    "approve-renewal",
    "reject-renewal",
    "save-extension",
    "submit-extension",
    "approve-extension",
    "reject-extension",
    "withdraw",
    "adjust",
    "cancel",
)


@dataclass
class Given:
    """What a person gives along with an event."""

    renewal_start: date | None = None
    renewal_end: date | None = None
    end_date: date | None = None
    value: Decimal | None = None
    adjustment_percentage: Decimal | None = None


@dataclass
class ModelContract:
    """One contract."""

    state: str
    substate: str | None
    start: date
    end: date | None
    value: Decimal
    kind: str | None = None
    renewal_start: date | None = None
    renewal_end: date | None = None
    percentage: Decimal | None = None
    finalized_on: date | None = None
    events: set[tuple[str, date]] = field(default_factory=set)

    def happens(
        self, event: str, given: Given, manager: bool, today: date
    ) -> type[Exception] | None:
        """Carries an event out; gives the error a person gets instead, and then changes nothing."""
        if event.split("-")[0] in MANAGERS_ONLY and not manager:
            return Forbidden
        after = copy.deepcopy(self)
        if not after._step(event, given, today):
            return Refused
        self.__dict__.update(after.__dict__)
        return None

    def _step(self, event: str, given: Given, today: date) -> bool:
        if given.renewal_start and given.renewal_end and given.renewal_end < given.renewal_start:
            return False
        match event:
            case "save-new":
                return self._review("new", "Awaiting review", self._new_review(()))
            case "submit-new":
                return self._review("new", "Under review", self._new_review(("Awaiting review",)))
            case "save-renewal":
                return self._renew("Awaiting review", (), given)
            case "submit-renewal":
                return self._renew("Under review", ("Awaiting review",), given)
            case "save-extension":
                return self._extend("Awaiting review", (), given)
            case "submit-extension":
                return self._extend("Under review", ("Awaiting review",), given)
            case "approve-new":
                if not self._under("new", ("Draft",)):
                    return False
                self._decide("Approved")
                if self.start <= today:
                    self.state, self.substate = "Active", None
                return True
            case "reject-new":
                return self._under("new", ("Draft",)) and self._decide("Rejected")
            case "approve-renewal":
                return self._finalize("won", "Renewal approved", today)
            case "reject-renewal":
                return self._finalize("lost", "Renewal rejected", today)
            case "approve-extension":
                new_end = given.end_date or self.renewal_end
                possible = self._under("extension", ("Active",)) and self.end is not None
                if not possible or new_end is None or self.end is None or new_end <= self.end:
                    return False
                self.end, self.renewal_end = new_end, None
                return self._decide("Extension approved")
            case "reject-extension":
                return self._under("extension", ("Active",)) and self._decide("Extension rejected")
            case "withdraw":
                return self.substate in IN_REVIEW and self._decide(None)
            case "adjust":
                return self._adjust(given)
            case "cancel":
                if self.state not in ("Active", "Draft"):
                    return False
                self.state = "Canceled"
                return self._decide(None)
        raise AssertionError(event)

    def nightly(self, today: date) -> None:
        """Everything the date brings, until nothing more is due."""
        if self.state == "Draft" and self.substate == "Approved" and self.start <= today:
            self.state, self.substate = "Active", None
        if self.state in ("Active", "Expired") and self.substate == "Renewal approved":
            if self.renewal_start is not None and self.renewal_start <= today:
                self.state, self.substate = "Active", None
                self.start, self.end = self.renewal_start, self.renewal_end
                if self.percentage is not None:
                    self.value += self.value * self.percentage / 100
                self.renewal_start = self.renewal_end = self.percentage = None
        if self.state == "Active" and self.end is not None and self.end < today:
            self.state = "Expired"

    @property
    def in_force_until(self) -> date | None:
        """The date that counts for the engagement's renewal date."""
        return None if self.state in ("Draft", "Expired", "Canceled") else self.end

    def _new_review(self, further: tuple[str, ...]) -> bool:
        return self.state == "Draft" and self.substate in (None, "Rejected", *further)

    def _review(self, kind: str, substate: str, possible: bool) -> bool:
        waits = self.substate in IN_REVIEW
        if not possible or (waits and self.kind not in (None, kind)):
            return False
        self.substate, self.kind = substate, kind
        return True

    def _renew(self, substate: str, further: tuple[str, ...], given: Given) -> bool:
        start = given.renewal_start or self.renewal_start
        end = given.renewal_end or self.renewal_end
        fitting = (None, "Rejected", "Renewal rejected", *further)
        possible = self.state in ("Active", "Expired") and self.substate in fitting
        if start and end and end < start:
            return False
        if not self._review("renewal", substate, possible):
            return False
        self.renewal_start, self.renewal_end = start, end
        self.percentage = given.adjustment_percentage or self.percentage
        return True

    def _extend(self, substate: str, further: tuple[str, ...], given: Given) -> bool:
        new_end = given.renewal_end or self.renewal_end
        begun = (None, "Rejected", "Renewal rejected", "Extension approved", "Extension rejected")
        possible = self.state == "Active" and self.substate in (*begun, *further)
        if self.end is None or (new_end is not None and new_end <= self.end):
            return False
        if self.renewal_start and new_end and new_end < self.renewal_start:
            return False
        if not self._review("extension", substate, possible):
            return False
        self.renewal_end = new_end
        return True

    def _adjust(self, given: Given) -> bool:
        end = given.end_date or self.end
        value = self.value if given.value is None else given.value
        if self.state != "Active" or (end, value) == (self.end, self.value):
            return False
        if end is not None and end < self.start:
            return False
        self.end, self.value = end, value
        return True

    def _under(self, kind: str, states: tuple[str, ...]) -> bool:
        return (
            self.state in states and self.substate == "Under review" and self.kind in (None, kind)
        )

    def _decide(self, substate: str | None) -> bool:
        self.substate, self.kind = substate, None
        return True

    def _finalize(self, outcome: str, substate: str, today: date) -> bool:
        if not self._under("renewal", ("Active", "Expired")):
            return False
        self.finalized_on = today
        this_year = {
            (how, day)
            for how, day in self.events
            if how == "lost" and day.year == today.year and day >= self.start
        }
        self.events = (self.events - this_year) | {(outcome, today)}
        return self._decide(substate)
