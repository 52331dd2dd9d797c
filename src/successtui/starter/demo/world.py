"""The demo world while it is being made: today, chance, running numbers and the rows so far.

Owns the small objects that the demo modules hand to each other. Decides nothing about content.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from successtui.starter.demo.scenarios import Scenario
from successtui.starter.rows import Cell, Row, Rows, make_row

PREFIXES = {
    "accounts": "ACC",
    "contacts": "CNT",
    "engagements": "ENG",
    "plans": "PLN",
    "objectives": "OBJ",
    "outcomes": "OUT",
    "plays": "PLY",
    "tasks": "TSK",
    "success_cases": "CAS",
    "internal_plays": "IPL",
    "touchpoints": "TCH",
    "risk_signals": "RSK",
    "contracts": "CON",
    "opportunities": "OPP",
    "escalations": "ESC",
}


@dataclass(slots=True)
class Contact:
    """A person at the customer."""

    number: str
    name: str
    portal: bool


@dataclass(slots=True)
class Contract:
    """A contract; `start` and `end` are days from today, `value` whole units of its currency."""

    number: str
    start: int
    end: int
    state: str
    value: int
    currency: str


@dataclass(slots=True)
class Account:
    """A customer with the people on both sides."""

    number: str
    name: str
    industry: str
    tier: str
    currency: str
    csm: str
    account_manager: str
    team: dict[str, str]
    contacts: list[Contact] = field(default_factory=list)
    contracts: list[Contract] = field(default_factory=list)

    def portal_contact(self) -> Contact | None:
        """The first contact with access to the portal, if there is one."""
        return next((each for each in self.contacts if each.portal), None)


@dataclass(slots=True)
class Engagement:
    """An engagement and the story it plays; `started` is in days from today."""

    number: str
    account: Account
    scenario: Scenario
    csm: str
    started: int
    contracts: list[Contract] = field(default_factory=list)

    @property
    def carer(self) -> str:
        """Who works for the customer: the owner or, without one, the account manager."""
        return self.csm or self.account.account_manager

    @property
    def active(self) -> bool:
        """Whether the engagement is neither closed nor canceled."""
        return self.scenario.state not in ("Closed", "Canceled")


class World:
    """Collects bundle rows around one day.

    Attributes:
        today: the day all dates are laid around.
        rows: the rows so far, by bundle file.
    """

    def __init__(self, today: date, seed: int) -> None:
        self.today = today
        self.rows: Rows = {}
        self._seed = seed

    def chance(self, room: str) -> Random:
        """A source of chance of its own for each room, so that one never disturbs another."""
        return Random(f"{self._seed}/{room}")

    def day(self, offset: int) -> date:
        """The date `offset` days from today."""
        return self.today + timedelta(days=offset)

    def instant(self, offset: int, hour: int = 9, minute: int = 0) -> str:
        """A moment in UTC on the day `offset` days from today."""
        return f"{self.day(offset)}T{hour:02}:{minute:02}:00Z"

    def add(self, file: str, **cells: Cell) -> str:
        """Adds a row; numbered files get the next number, which is returned (else empty)."""
        rows = self.rows.setdefault(file, [])
        prefix = PREFIXES.get(file)
        if prefix is None:
            rows.append(make_row(file, **cells))
            return ""
        number = f"{prefix}{len(rows) + 1:07}"
        rows.append(make_row(file, number=number, **cells))
        return number

    def last(self, file: str) -> Row:
        """The row added last to a file, for filling in what is only known afterwards."""
        return self.rows[file][-1]
