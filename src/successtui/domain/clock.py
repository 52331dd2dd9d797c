"""The one source of today and now, and of the zone moments are shown in.

Tests and `--today` set the date here. What counts as a zone, and how a day lies in it, stands here
alone: screens and services ask the clock.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Clock:
    """Tells the date that dates are compared with, and the real time for history.

    `pinned` moves only the date (`--today`); `now` is always the real time in UTC. `zone` is the
    person's, by its IANA name (see `known_zone`); without one it is the zone of the machine.
    """

    pinned: date | None = None
    zone: str | None = None

    def today(self) -> date:
        """The current calendar date in the person's zone, or the pinned one."""
        return self.real_today() if self.pinned is None else self.pinned

    def real_today(self) -> date:
        """The current calendar date in the person's zone, whatever was pinned."""
        return datetime.now(self._zone).date()

    def now(self) -> datetime:
        """The real time, UTC, to the microsecond."""
        return datetime.now(UTC)

    def local(self, moment: datetime) -> datetime:
        """A moment as clocks in the person's zone show it."""
        return moment.astimezone(self._zone)

    def end_of(self, day: date) -> datetime:
        """The first moment (UTC) that is no longer on that day in the person's zone."""
        midnight = datetime.combine(day + timedelta(days=1), time.min, self._zone)
        return midnight.astimezone(UTC)

    @property
    def _zone(self) -> tzinfo | None:
        return ZoneInfo(self.zone) if self.zone else None


def known_zone(name: str | None) -> str | None:
    """The name, if it is that of a time zone this machine knows; `None` otherwise."""
    if not name:
        return None
    try:
        return ZoneInfo(name).key
    except (KeyError, ValueError, OSError):
        return None
