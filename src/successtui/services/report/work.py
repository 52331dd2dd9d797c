"""What all numbers of one report are counted with: scope, days, rates and settings.

Everything is read on one connection, in one consistent view of the data.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from successtui.domain.clock import Clock
from successtui.domain.permissions import Action, Subject, decide
from successtui.records import Setting
from successtui.services.money import Rates, rates
from successtui.services.report.catalogue import NONE
from successtui.services.report.scope import Filters
from successtui.services.report.settings import ReportSettings, read_settings
from successtui.services.report.windows import later, month_ends, year_start
from successtui.services.session import Session
from successtui.store.reader import Reader
from successtui.store.report import counting, listing, people
from successtui.store.report.in_force import MonthEnd
from successtui.store.report.people import Person
from successtui.store.report.scope import Days, Scope, Shape

_WIDE = 4
"""A scope of more than one user in this many is wide; below, indexes are quicker (measured)."""
_EARLIEST, _LATEST = date(1, 1, 3), date(9999, 12, 29)
"""Beyond these a day has no beginning in every time zone."""


@dataclass(frozen=True)
class Work:
    """One report in the making.

    Attributes:
        notes: settings that could not be understood.
    """

    reader: Reader
    clock: Clock
    filters: Filters
    settings: ReportSettings
    rates: Rates
    notes: tuple[str, ...]

    @property
    def today(self) -> date:
        """The day of the report."""
        return self.clock.today()

    @cached_property
    def sqlite(self) -> bool:
        """Whether SQLite is underneath."""
        return self.reader.connection.dialect.name == "sqlite"

    @cached_property
    def people(self) -> frozenset[int] | None:
        """Ids of the people in scope and in the filter of CSMs; `None` for everyone."""
        assert self.reader.actor is not None
        seen = self.reader.actor.people
        if not self.filters.csms:
            return seen
        named = people.ids_of(self.reader.connection, self.sqlite, self.filters.csms)
        return frozenset(i for i in named if seen is None or i in seen)

    @cached_property
    def persons(self) -> list[Person]:
        """The people in scope and in the filter of CSMs, by name."""
        return people.people(self.reader.connection, self.sqlite, self.people)

    @cached_property
    def days(self) -> Days:
        """The windows of this report."""
        today, settings = self.today, self.settings
        touch_until = later(today, settings.touchpoint_window_days)
        start = year_start(today, settings.fiscal_year_start_month)
        return Days(
            today=today,
            today_starts=self.start_of(today),
            tomorrow_starts=self.start_of(later(today, 1)),
            year_start=start,
            year_starts=self.start_of(start),
            renewal_until=later(today, settings.renewal_window_days),
            touch_until=touch_until,
            touch_ends=self.start_of(later(touch_until, 1)),
            go_live_until=later(today, settings.go_live_window_days),
            red_below=Decimal(settings.health_red_below),
            low_below=Decimal(settings.low_adoption_below),
            percent=settings.objective_completion_percent,
        )

    @cached_property
    def months(self) -> tuple[MonthEnd, ...]:
        """The months of the year up to now, each at its last day, the current one at today."""
        found = []
        for day in month_ends(self.today, self.settings.fiscal_year_start_month):
            found.append(MonthEnd(day, self.start_of(day), self.start_of(later(day, 1))))
        return tuple(found)

    @cached_property
    def scope(self) -> Scope:
        """The engagements that the report is about."""
        scope = self._unpriced
        if not self.filters.contract_values:
            return scope
        everything = listing.all_engagements(self.reader.connection, scope)
        values, _ = self.engagement_values(scope)
        ranges = self.filters.ranges
        nothing = Decimal(0)
        chosen = [i for i in everything if any(r.holds(values.get(i, nothing)) for r in ranges)]
        wide = scope.shape.wide and len(chosen) * _WIDE > len(everything)
        shape = replace(scope.shape, chosen=True, wide=wide)
        return Scope(shape, {**scope.params, "chosen": chosen})

    @cached_property
    def _unpriced(self) -> Scope:
        """The scope before the filter of contract values."""
        return self._narrowed(self.filters.industries)

    @cached_property
    def before_industries(self) -> Work:
        """The same without the filter of industries."""
        return replace(self, filters=replace(self.filters, industries=()))

    def _narrowed(self, industries: tuple[str, ...]) -> Scope:
        assert self.reader.actor is not None
        seen, connection = self.people, self.reader.connection
        wide = seen is None or len(seen) * _WIDE > people.how_many(connection)
        shape = Shape(
            sqlite=self.sqlite,
            everyone=seen is None,
            unowned=self.reader.actor.is_manager and not self.filters.csms,
            industries=any(name != NONE for name in industries),
            no_industry=NONE in industries,
            wide=wide,
        )
        params: dict[str, Any] = {name: getattr(self.days, name) for name in Days.__slots__}
        params["people"] = () if seen is None else seen
        params["industries"] = [name for name in industries if name != NONE]
        return Scope(shape, params)

    def engagement_values(self, scope: Scope | None = None) -> tuple[dict[int, Decimal], int]:
        """Contract value of each engagement with active contracts, in the base currency.

        Returns:
            The values, and how many engagements have an amount without a rate.
        """
        values: defaultdict[int, Decimal] = defaultdict(Decimal)
        missing = set()
        amounts = counting.contract_amounts(self.reader.connection, scope or self.scope)
        for engagement, units, currency in amounts:
            worth = self.worth(units, currency)
            if worth is None:
                missing.add(engagement)
            else:
                values[engagement] += worth
        return values, len(missing)

    def worth(self, units: int, currency: str) -> Decimal | None:
        """Hundredths of a currency in the base currency; `None` when there is no rate."""
        return self.rates.convert(Decimal(units).scaleb(-2), currency)

    def total(self, amounts: Iterable[Any]) -> tuple[Decimal, int]:
        """The sum of amounts in the base currency, and how many contracts have no rate."""
        total, missing = Decimal(0), 0
        for amount in amounts:
            worth = self.worth(amount.units, amount.currency)
            if worth is None:
                missing += amount.contracts
            else:
                total += worth
        return total, missing

    def start_of(self, day: date) -> datetime:
        """The first moment (UTC) of a day in the viewer's zone."""
        return self.clock.end_of(min(max(day, _EARLIEST), _LATEST) - timedelta(days=1))


@contextmanager
def working(session: Session, filters: Filters) -> Iterator[Work]:
    """Reads the settings and rates and gives what numbers are counted with (R004-01).

    Raises:
        Forbidden: the person may not open the report; the message names the missing role.
    """
    with session.read() as reader:
        assert reader.actor is not None
        decide(reader.actor, Action.REPORT, Subject("report")).enforce()
        stored = {setting.name: setting.value or "" for setting in reader.all(Setting)}
        settings, notes = read_settings(stored)
        known = rates(reader, session.clock.today())
        yield Work(reader, session.clock, filters, settings, known, notes)
