"""The days the report looks at: years, months and windows, without any zone."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import date, timedelta


def later(day: date, days: int) -> date:
    """That many days later, or the last day there is."""
    return date.max if (date.max - day).days < days else day + timedelta(days=days)


def year_start(today: date, first_month: int) -> date:
    """The day the current year began, if years begin with that month."""
    year = today.year if today.month >= first_month else today.year - 1
    return date(year, first_month, 1) if year >= 1 else date.min


def month_ends(today: date, first_month: int) -> Iterator[date]:
    """The last day of each month of the year up to now, of the current one today."""
    first = year_start(today, first_month)
    year, month = first.year, first.month
    while (year, month) <= (today.year, today.month):
        last = date(year, month, calendar.monthrange(year, month)[1])
        yield min(last, today)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def month_name(day: date) -> str:
    """The month of a day as `2026-03`."""
    return f"{day.year:04d}-{day.month:02d}"
