"""What every indicator starts from, computed in plain Python over plain rows: who counts, what
counts, what a contract is worth, which days lie in a window.

Written from the definitions alone; it must share no code with the report it checks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from zoneinfo import ZoneInfo

from tests.report.world import Row, World

CENT = Decimal("0.01")
GONE = ("Closed", "Canceled")


@dataclass(frozen=True)
class Wanted:
    """Filter values as a person writes them; empty means all."""

    contract_values: tuple[str, ...] = ()
    csms: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()


class Oracle:
    """One viewer's report scope over a world.

    Args:
        zone: IANA name of the zone that moments are turned into days in.
    """

    def __init__(
        self, world: World, viewer: str, wanted: Wanted | None = None, zone: str = "UTC"
    ) -> None:
        self.world = world
        self.today = world.today
        self.wanted = wanted or Wanted()
        self.zone: tzinfo = ZoneInfo(zone)
        users = {user["username"]: user for user in world.living("user")}
        self.viewer = users[viewer]
        roles = self.viewer["roles"]
        self.is_admin = "admin" in roles
        self.is_manager = self.is_admin or "success_manager" in roles
        self.people = self._people(users)
        self.accounts = {row["number"]: row for row in world.living("account")}
        self.contracts = {row["number"]: row for row in world.living("contract")}
        self.links = [
            (row["engagement"], row["contract"])
            for row in world.living("engagement_contract")
            if row["contract"] in self.contracts
        ]
        self.rates = self._rates()
        self.visible = [e for e in world.living("engagement") if self._sees(e)]
        self.engagements = [e for e in self.visible if self._passes(e)]
        self.active = [e for e in self.engagements if e["state"] not in GONE]
        self.numbers = {e["number"] for e in self.engagements}
        self.active_numbers = {e["number"] for e in self.active}
        self.linked = [
            self.contracts[number]
            for number in sorted({c for e, c in self.links if e in self.numbers})
            if self.contracts[number]["state"] != "Draft"
        ]

    def _people(self, users: dict[str, Row]) -> set[str]:
        """The viewer, for a manager everyone below, for an admin everyone."""
        if self.is_admin:
            return set(users)
        found = {self.viewer["username"]}
        while self.is_manager:
            more = {name for name, user in users.items() if user["manager"] in found} - found
            if not more:
                break
            found |= more
        return found

    def _sees(self, engagement: Row) -> bool:
        if self.is_admin:
            return True
        if engagement["csm"] is not None:
            return engagement["csm"] in self.people
        return self.is_manager and self.accounts[engagement["account"]]["csm"] in self.people

    def _passes(self, engagement: Row) -> bool:
        wanted = self.wanted
        industry = self.accounts[engagement["account"]]["industry"] or "(none)"
        return (
            (not wanted.csms or engagement["csm"] in wanted.csms)
            and (not wanted.industries or industry in wanted.industries)
            and (not wanted.contract_values or self._in_a_range(engagement))
        )

    def _in_a_range(self, engagement: Row) -> bool:
        value = self.contract_value(engagement["number"])
        for told in self.wanted.contract_values:
            least, _, below = told.partition("-")
            if Decimal(least) <= value and (not below or value < Decimal(below)):
                return True
        return False

    def _rates(self) -> dict[str, Decimal]:
        """The newest rate of each currency that was known today."""
        found = {self.world.base: Decimal(1)}
        for rate in sorted(self.world.living("exchange_rate"), key=lambda row: row["as_of"]):
            if rate["as_of"] <= self.today:
                found[rate["currency"]] = Decimal(rate["rate"])
        return found

    def worth(self, contract: Row, value: str | None = None) -> Decimal | None:
        """A contract's value in the base currency; `None` when there is no rate."""
        rate = self.rates.get(contract["currency"])
        return None if rate is None else Decimal(value or contract["value"]) * rate

    def total(self, contracts: list[Row]) -> tuple[Decimal, int]:
        """The contracts' value together, and how many have no rate."""
        worths = [self.worth(contract) for contract in contracts]
        known = [worth for worth in worths if worth is not None]
        return sum(known, Decimal(0)), len(worths) - len(known)

    def of_engagement(self, number: str) -> list[Row]:
        """The living contracts linked to an engagement."""
        return [self.contracts[c] for c in sorted({c for e, c in self.links if e == number})]

    def contract_value(self, number: str) -> Decimal:
        """The value of an engagement's active contracts."""
        return self.total([c for c in self.of_engagement(number) if c["state"] == "Active"])[0]

    def renewal_date(self, engagement: Row) -> date | None:
        """The first end of the linked contracts in force; the one by hand only without any link."""
        linked = self.of_engagement(engagement["number"])
        if not linked:
            by_hand: date | None = engagement["renewal_date"]
            return by_hand
        ends = [c["end_date"] for c in linked if c["state"] not in ("Draft", "Expired", "Canceled")]
        return min((end for end in ends if end is not None), default=None)

    def day_of(self, moment: datetime | None) -> date | None:
        """The calendar date of a moment where the viewer is."""
        return None if moment is None else moment.astimezone(self.zone).date()

    def ahead(self, day: date | None, days: int) -> bool:
        """Whether the day lies between today and that many days later, both included."""
        return day is not None and self.today <= day <= self.today + timedelta(days)

    @property
    def year_start(self) -> date:
        """The first day of the year that today lies in, as the house counts years."""
        first = date(self.today.year, self.world.fiscal_start, 1)
        return first if first <= self.today else first.replace(year=first.year - 1)

    def this_year(self, day: date | None) -> bool:
        """Whether the day lies in the year to date."""
        return day is not None and self.year_start <= day <= self.today

    def months(self) -> list[tuple[int, int]]:
        """Year and month from the start of the year to now."""
        found = []
        day = self.year_start
        while day <= self.today:
            found.append((day.year, day.month))
            day = (day + timedelta(31)).replace(day=1)
        return found


def numbers(rows: list[Row]) -> list[str]:
    """The rows' numbers, in the order of their characters."""
    return sorted({row["number"] for row in rows})


def counted(rows: list[Row]) -> dict[str, Any]:
    """The usual answer: how many, and which."""
    return {"value": len(rows), "records": numbers(rows)}


def cents(value: Decimal) -> str:
    """Money as it is printed."""
    return str(value.quantize(CENT, ROUND_HALF_UP))
