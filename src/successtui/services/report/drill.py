"""The records behind a number, a bar, a cell or a month: exactly those that were counted (R004-13).

The conditions are those the number was counted with, so the two cannot differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from successtui.domain.errors import BadCall
from successtui.domain.plaintext import one_line
from successtui.records.picklists import Criticality
from successtui.services.report.catalogue import (
    BY_KEY,
    NONE,
    PROGRESS_LABELS,
    UNASSIGNED,
    UNCATEGORISED,
    Indicator,
    Shape,
)
from successtui.services.report.explaining import in_words
from successtui.services.report.numbers import Drilled
from successtui.services.report.scope import Filters
from successtui.services.report.windows import month_name
from successtui.services.report.work import Work, working
from successtui.services.session import Session
from successtui.store.report.counting import loss_dates, meeting_dates, renewal_dates
from successtui.store.report.in_force import ids_in_force
from successtui.store.report.listing import Line, lines, lines_of
from successtui.store.report.people import ids_of
from successtui.store.report.verdicts import verdicts

Remarks = dict[int, str]
Found = tuple[list[Line], Mapping[int, Any] | None, Remarks]
_PRIORITIES = {value: place for place, value in enumerate(Criticality)}
_EMPTY_LABELS = {"scope": NONE, "category": UNCATEGORISED, "csm": UNASSIGNED}
_PROGRESS = {label: progress.value for progress, label in PROGRESS_LABELS.items()}


def drill(session: Session, filters: Filters, key: str, group: str | None = None) -> Drilled:
    """Exactly the records counted in a number, or in one group of it.

    Args:
        key: of the indicator.
        group: a group's label (a bar, a row, a month as `2026-03`), or with one of the series
            `label/series` (a cell such as `Adoption/Green`, `2026-03/won`), or `/series` for a
            column of a matrix. Contract value by month means the current month without one.

    Raises:
        Forbidden: the person may not open the report; the message names the missing role.
        BadCall: there is no such indicator or group.
    """
    indicator = BY_KEY.get(key)
    if indicator is None:
        raise BadCall(f"the report has no number '{one_line(key, 60)}'")
    with working(session, filters) as work:
        found, dates, remarks = _found(work, indicator, group)
        ids = _sorted(work, indicator, found, dates)
        rule = in_words(indicator.rule, work.settings, work.today)
    title = indicator.title if group is None else f"{indicator.title}: {_spoken(group)}"
    return Drilled(indicator, indicator.record, ids, indicator.columns, title, rule, remarks)


def _spoken(group: str) -> str:
    return ", ".join(part for part in group.split("/") if part)


def _found(work: Work, indicator: Indicator, group: str | None) -> Found:
    """The counted rows, the dates they are sorted by where no column holds these, and remarks."""
    special = _BY_MONTH.get(indicator.counted)
    if special is not None:
        return special(work, indicator, group)
    counted, chosen = indicator.counted, {}
    if group is not None:
        chosen = _chosen(work, indicator, group)
        if chosen.get("csm", "") is None:
            counted = "active"
    found = lines(
        work.reader.connection,
        work.scope,
        indicator.record,
        counted,
        _sorting(indicator),
        chosen,
    )
    dating = _DATED.get(indicator.counted)
    dates, remarks = dating(work) if dating is not None else (None, {})
    kept = {line.id for line in found}
    return found, dates, {i: text for i, text in remarks.items() if i in kept}


def _chosen(work: Work, indicator: Indicator, group: str) -> dict[str, Any]:
    """The values that rows of a group have, by what rows are grouped by."""
    label, slash, series = group.partition("/")
    if indicator.shape is not Shape.MATRIX:
        label, slash, series = group, "", ""
    known = indicator.groups
    wrong = bool(known and label and label not in known) or not indicator.grouped
    wrong = wrong or (bool(series) and series not in indicator.series)
    if wrong or not (label or series):
        raise _no_group(indicator, group)
    chosen: dict[str, Any] = {}
    if label:
        chosen[indicator.grouped[0]] = _value(work, indicator, label)
    if slash and series:
        chosen[indicator.grouped[1]] = series
    return chosen


def _value(work: Work, indicator: Indicator, label: str) -> Any:
    column = indicator.grouped[0]
    if _EMPTY_LABELS.get(column) == label:
        return None
    if column == "progress":
        return _PROGRESS[label]
    if column == "csm":
        found = ids_of(work.reader.connection, work.sqlite, [label])
        if not found:
            raise _no_group(indicator, label)
        return found[0]
    return label


def _no_group(indicator: Indicator, group: str) -> BadCall:
    return BadCall(f"{indicator.title} has no part '{one_line(group, 60)}'")


def _sorting(indicator: Indicator) -> tuple[str, ...]:
    """The columns that rows are sorted by."""
    match indicator.record:
        case "contract":
            return (indicator.dated or "end_date", "value", "currency")
        case "product_usage":
            return ("customer_priority", "adoption_score")
        case _:
            return (indicator.dated,) if indicator.dated else ()


# Sorting


def _sorted(
    work: Work,
    indicator: Indicator,
    found: Iterable[Line],
    dates: Mapping[int, Any] | None,
) -> tuple[int, ...]:
    """Ids in the indicator's order: by date, then value, largest first, then number."""
    rows = list(found)
    if indicator.record == "product_usage":
        rows.sort(key=lambda line: (_rank(line.by[0]), line.by[1], line.key))
        return tuple(line.id for line in rows)
    newest_first = indicator.counted == "lost"
    values: Mapping[int, Decimal] = {}
    if indicator.record == "engagement":
        values, _ = work.engagement_values()
    elif indicator.record == "contract":
        values = {line.id: work.worth(line.by[1], line.by[2]) or Decimal(0) for line in rows}

    def place(line: Line) -> tuple[Any, ...]:
        day = dates.get(line.id) if dates is not None else (line.by[0] if line.by else None)
        ordinal = 0 if day is None else day.toordinal()
        if newest_first:
            ordinal = -ordinal
        return day is None, ordinal, -values.get(line.id, Decimal(0)), line.key

    return tuple(line.id for line in sorted(rows, key=place))


def _rank(priority: str | None) -> int:
    return _PRIORITIES.get(priority, len(_PRIORITIES))  # type: ignore[call-overload, no-any-return]


# Dates that stand on other records


def _next_meetings(work: Work) -> tuple[dict[int, date], Remarks]:
    found: dict[int, date] = {}
    for engagement, met, due in _rows(work, meeting_dates):
        day = work.clock.local(met).date() if met is not None else due
        found[engagement] = min(day, found.get(engagement, day))
    return found, {i: f"QBR {_ahead(day, work.today)}" for i, day in found.items()}


def _next_renewals(work: Work) -> tuple[dict[int, date], Remarks]:
    found: dict[int, date] = {}
    remarks: Remarks = {}
    for engagement, day, substate in _rows(work, renewal_dates):
        if engagement not in found:
            badge = f", {substate}" if substate else ""
            found[engagement] = day
            remarks[engagement] = f"due {_ahead(day, work.today)}{badge}"
    return found, remarks


def _last_losses(work: Work) -> tuple[dict[int, date], Remarks]:
    found: dict[int, date] = {}
    for engagement, day in _rows(work, loss_dates):
        if day is not None:
            found[engagement] = max(day, found.get(engagement, day))
    return found, {i: f"lost {day.isoformat()}" for i, day in found.items()}


def _rows(work: Work, statement: Callable[..., Any]) -> Iterable[Any]:
    scope = work.scope
    return work.reader.connection.execute(statement(scope.shape), scope.params)


def _ahead(day: date, today: date) -> str:
    days = (day - today).days
    when = "today" if days == 0 else "tomorrow" if days == 1 else f"in {days} days"
    return f"{day.isoformat()}, {when}"


_DATED: dict[str, Callable[[Work], tuple[dict[int, date], Remarks]]] = {
    "upcoming_qbr": _next_meetings,
    "renewal_due": _next_renewals,
    "lost": _last_losses,
}


# Months


def _decided(work: Work, indicator: Indicator, group: str | None) -> Found:
    found = verdicts(work.reader.connection, work.scope)
    if group is not None:
        month, _, outcome = group.partition("/")
        outcome = outcome.removesuffix("_value")
        known = {month_name(end.day) for end in work.months}
        if (month and month not in known) or outcome not in ("", "won", "lost") or group == "/":
            raise _no_group(indicator, group)
        found = [v for v in found if not month or month_name(v.on) == month]
        found = [v for v in found if outcome in ("", v.outcome)]
    dates: dict[int, date] = {}
    remarks: dict[int, list[str]] = {}
    for verdict in sorted(found, key=lambda v: v.on):
        dates.setdefault(verdict.contract, verdict.on)
        told = remarks.setdefault(verdict.contract, [])
        told.append(f"{verdict.outcome} {verdict.on.isoformat()}")
    some = _contracts(work, indicator, dates)
    return some, dates, {i: "; ".join(told) for i, told in remarks.items()}


def _running(work: Work, indicator: Indicator, group: str | None) -> Found:
    ends = work.months[-1:]
    if group is not None:
        ends = tuple(end for end in work.months if month_name(end.day) == group)
        if not ends:
            raise _no_group(indicator, group)
    ids = ids_in_force(work.reader.connection, work.scope, ends)
    return _contracts(work, indicator, ids), None, {}


def _contracts(work: Work, indicator: Indicator, ids: Iterable[int]) -> list[Line]:
    columns: Sequence[str] = _sorting(indicator)
    return lines_of(work.reader.connection, work.sqlite, "contract", ids, columns)


_BY_MONTH: dict[str, Callable[[Work, Indicator, str | None], Found]] = {
    "renewal_verdicts": _decided,
    "in_force": _running,
}
