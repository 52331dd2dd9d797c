"""A point in the past that somebody asks to see: the end of a day, or an exact moment."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from successtui.domain.clock import Clock
from successtui.domain.dates import parse_date

EXAMPLES = "2026-03-01, yesterday, -30d"
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ].+")


@dataclass(frozen=True, slots=True)
class PointInTime:
    """The end of a day in the person's zone, or a moment, whose own changes count as well."""

    day: date | None = None
    moment: datetime | None = None

    def until(self, clock: Clock) -> datetime | None:
        """The first moment (UTC) whose changes do not count; `None` when all of them do."""
        if self.moment is not None:
            return None if self.moment >= clock.now() else self.moment + timedelta(microseconds=1)
        assert self.day is not None
        return None if self.day >= clock.real_today() else clock.end_of(self.day)

    def date(self, clock: Clock) -> date:
        """The date it was then in the person's zone; of what has not come yet, today's."""
        asked = self.day if self.moment is None else clock.local(self.moment).date()
        assert asked is not None
        return min(asked, clock.real_today())

    def in_words(self, clock: Clock) -> str:
        """The point as a banner shows it, such as `2026-03-01` or `2026-03-01 14:05`."""
        if self.moment is None:
            return str(self.date(clock))
        return f"{clock.local(self.moment):%Y-%m-%d %H:%M}"


def read_point(text: str, today: date) -> PointInTime:
    """The point somebody means: a date as forms take it, or an ISO moment (UTC unless it says so).

    Raises:
        ValueError: one line for a person, with what to type.
    """
    asked = text.strip()
    if not _MOMENT.fullmatch(asked):
        return PointInTime(day=parse_date(asked, today))
    try:
        moment = datetime.fromisoformat(asked)
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return PointInTime(moment=aware.astimezone(UTC))
    except (ValueError, OverflowError):
        raise ValueError(
            f"{asked[:40]!r} is no moment; write it as 2026-03-01T14:05:00Z, or a date alone"
        ) from None
