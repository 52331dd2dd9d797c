"""A book of business as plain rows that know nothing of a database.

A row is a dictionary of values; references are natural keys (usernames, numbers, names), so that
the oracle can read the rows as they stand.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

Row = dict[str, Any]


@dataclass
class World:
    """Every row by record type; `deleted` rows are marked. `changes` came after, oldest first."""

    today: date
    base: str = "USD"
    fiscal_start: int = 1
    rows: dict[str, list[Row]] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)

    def add(self, name: str, /, **values: Any) -> Row:
        """Adds a row of a record type."""
        row: Row = {"deleted": False, **values}
        self.rows.setdefault(name, []).append(row)
        return row

    def every(self, name: str) -> list[Row]:
        """Rows of a type, deleted ones included."""
        return self.rows.get(name, [])

    def living(self, name: str) -> list[Row]:
        """Rows of a type that were not deleted."""
        return [row for row in self.every(name) if not row["deleted"]]


@dataclass(frozen=True)
class Change:
    """A contract's field that was changed at a moment; the row holds the value of now."""

    at: datetime
    contract: str
    field: str
    old: Any
    new: Any


STAGES = ("Initial onboarding", "Adoption", "Expand", "Renew", "Lost")
PROGRESS = {
    "New": ("Not Started",),
    "Define": ("Not Started",),
    "In progress": ("On-Track", "At Risk", "Paused"),
    "Closed": ("Completed",),
    "Canceled": ("Canceled",),
}
