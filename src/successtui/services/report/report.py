"""The success report: the numbers of the tabs, from one consistent view of the data."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from successtui.services.report.adoption import count_adoption
from successtui.services.report.catalogue import BY_KEY, TABS, Tab
from successtui.services.report.numbers import Number, Report
from successtui.services.report.overview import count_overview
from successtui.services.report.renewal import count_renewal
from successtui.services.report.risk import count_risk
from successtui.services.report.scope import NO_FILTERS, Filters
from successtui.services.report.work import Work, working
from successtui.services.session import Session
from successtui.store.report.listing import lines

_TABS: dict[Tab, Callable[[Work], Iterator[Number]]] = {
    Tab.OVERVIEW: count_overview,
    Tab.RISK: count_risk,
    Tab.ADOPTION: count_adoption,
    Tab.RENEWAL: count_renewal,
}


def report(
    session: Session,
    filters: Filters = NO_FILTERS,
    tabs: Sequence[Tab] = (),
    *,
    records: bool = True,
) -> Report:
    """The numbers of the tabs (all when none is named).

    Args:
        records: whether `Number.ids` and `Number.records` are wanted; screens do without them,
            which is several times quicker.

    Raises:
        Forbidden: the person may not open the report; the message names the missing role.
    """
    with working(session, filters) as work:
        numbers = {
            number.key: _with_records(work, number) if records else number
            for tab in TABS
            if not tabs or tab in tabs
            for number in _TABS[tab](work)
        }
    return Report(
        session.username,
        work.today,
        work.rates.base,
        filters,
        numbers,
        work.settings,
        work.notes,
    )


def _with_records(work: Work, number: Number) -> Number:
    indicator = BY_KEY[number.key]
    if not indicator.listed:
        return number
    found = lines(work.reader.connection, work.scope, indicator.record, indicator.counted)
    return replace(
        number,
        ids=tuple(sorted(line.id for line in found)),
        records=tuple(sorted(line.key for line in found)),
    )
