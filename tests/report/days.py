"""Dates for random worlds: around today, and at the edges of the report's windows."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, time, timedelta

TODAYS = (
    date(2025, 11, 22),
    date(2025, 11, 22),
    date(2026, 1, 1),
    date(2026, 3, 31),
    date(2024, 2, 29),
    date(2025, 12, 31),
    date(2026, 5, 30),
    date(2026, 10, 1),
)
EDGES = (-91, -90, -31, -30, -2, -1, 0, 0, 1, 2, 29, 30, 31, 89, 90, 91)
CLOCKS = (time(0, 0), time(0, 30), time(6, 45), time(9, 0), time(12, 0), time(18, 31), time(23, 59))
BORN = datetime(2019, 5, 1, 12, tzinfo=UTC)
"""When the rows of a world came into being."""


class Days:
    """Draws dates for a world whose `today` it chose."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self.today = rng.choice((*TODAYS, date(2025, 1, 1) + timedelta(rng.randrange(600))))

    def at(self, offset: int) -> date:
        """The day that many days after today."""
        return self.today + timedelta(offset)

    def soon(self) -> date:
        """A day at an edge of a window around today."""
        return self.at(self._rng.choice(EDGES))

    def maybe(self) -> date | None:
        """A day at an edge, or none."""
        return self.soon() if self._rng.random() < 0.75 else None

    def near_today(self) -> date | None:
        """Yesterday, today or tomorrow, any other day, or none."""
        return self._rng.choice((self.at(-1), self.at(0), self.at(0), self.at(1), self.maybe()))

    def past(self) -> date:
        """Mostly a day of the last two years: ends of months and years, and today."""
        year = self.today.year
        return self._rng.choice(
            (
                date(year, 1, 1),
                date(year - 1, 12, 31),
                date(year, 4, 1),
                date(year - 1, 9, 30),
                self.today,
                self.at(1),
                self.at(-self._rng.randrange(400)),
                self.at(-self._rng.randrange(400)),
                self.at(-self._rng.randrange(200)),
            )
        )

    def ascending(self, count: int) -> list[date]:
        """Different days of the past, in order."""
        found: set[date] = set()
        while len(found) < count:
            found.add(self.past())
        return sorted(found)

    def earlier_in_year(self, day: date, first_month: int) -> date | None:
        """A day before that one in the same calendar year and the same fiscal year, if any."""
        first = date(day.year, 1, 1)
        if day.month >= first_month:
            first = max(first, date(day.year, first_month, 1))
        span = (day - first).days
        return first + timedelta(self._rng.randrange(span)) if span else None

    def moment(self, day: date) -> datetime:
        """A moment (UTC) on that day or, in other zones, on the next or the day before."""
        return datetime.combine(day, self._rng.choice(CLOCKS), UTC)

    def moments(self, count: int) -> list[datetime]:
        """Different moments of the past year up to yesterday, ascending, often at month ends."""
        found: set[datetime] = set()
        while len(found) < count:
            day = self.at(-self._rng.randrange(2, 400))
            if self._rng.random() < 0.6:
                day = day.replace(day=1) - timedelta(self._rng.randrange(2))
            found.add(self.moment(day))
        return sorted(found)
