"""The one source of today and now, so that tests and `--today` can set it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Clock:
    """Tells the date that dates are compared with, and the real time for history.

    `pinned` moves only the date (`--today`); `now` is always the real time in UTC.
    """

    pinned: date | None = None
    zone: str | None = None

    def today(self) -> date:
        """The current calendar date in the person's zone, or the pinned one."""
        if self.pinned is not None:
            return self.pinned
        zone = ZoneInfo(self.zone) if self.zone else None
        return datetime.now(zone).date()

    def now(self) -> datetime:
        """The real time, UTC, to the microsecond."""
        return datetime.now(UTC)
