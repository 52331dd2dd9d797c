"""Dates as people type them, and ages as people read them.

Owns the spellings every form and every query accepts. Takes "today" as an argument: the clock
belongs to the caller, so that `--today` and tests can set it.
"""

import re
from calendar import monthrange
from datetime import date, timedelta

from successtui.domain.plaintext import one_line

EXAMPLES = "2026-03-01, today, fri, +2w, eom"

_WEEKDAYS = {
    "mon": 0,
    "monday": 0,
    "tue": 1,
    "tues": 1,
    "tuesday": 1,
    "wed": 2,
    "wednesday": 2,
    "thu": 3,
    "thur": 3,
    "thurs": 3,
    "thursday": 3,
    "fri": 4,
    "friday": 4,
    "sat": 5,
    "saturday": 5,
    "sun": 6,
    "sunday": 6,
}
_DAYS_AWAY = {"yesterday": -1, "today": 0, "tomorrow": 1}
_MONTHS_IN_PERIOD = {"eom": 1, "eoq": 3, "eoy": 12}

_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_DOTTED = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")
_OFFSET = re.compile(r"([+-][0-9]{1,5})([dwmy])")
_SLASHED = re.compile(r"[0-9]{1,4}/[0-9]{1,2}/[0-9]{1,4}")
_SHORT_YEAR = re.compile(r"[0-9]{1,2}[.-][0-9]{1,2}[.-][0-9]{2}")


def parse_date(text: str, today: date) -> date:
    """The date a person means.

    Understands `2026-03-01`, `31.12.2026`, `today`, `tomorrow`, `yesterday`, weekdays (`fri`: the
    next one after today), `+3d` `-30d` `+2w` `+1m` `+1y` (a month keeps the day or takes its last
    one), and the end of the running month, quarter or year: `eom` `eoq` `eoy`.

    Raises:
        ValueError: no such date, or two readings; one line for a person, with what to type.
    """
    word = text.strip().lower()
    if word in _DAYS_AWAY:
        return _shifted(text, today, days=_DAYS_AWAY[word])
    if word in _WEEKDAYS:
        return _shifted(text, today, days=(_WEEKDAYS[word] - today.weekday() - 1) % 7 + 1)
    if word in _MONTHS_IN_PERIOD:
        return _end_of_period(today, _MONTHS_IN_PERIOD[word])
    if match := _OFFSET.fullmatch(word):
        amount, unit = int(match[1]), match[2]
        if unit in "dw":
            return _shifted(text, today, days=amount * (7 if unit == "w" else 1))
        return _shifted(text, today, months=amount * (12 if unit == "y" else 1))
    if match := _ISO.fullmatch(word):
        return _calendar_date(text, int(match[1]), int(match[2]), int(match[3]))
    if match := _DOTTED.fullmatch(word):
        return _calendar_date(text, int(match[3]), int(match[2]), int(match[1]))
    raise ValueError(_why_unreadable(text, word))


def human_age(then: date, today: date) -> str:
    """How far a day is from today in few characters: `today`, `3 d ago`, `in 5 w`, `2 y ago`."""
    days = (today - then).days
    if days == 0:
        return "today"
    size = abs(days)
    months = _whole_months(min(then, today), max(then, today))
    if size < 14:
        span = f"{size} d"
    elif size < 63:  # two months have 62 days at most: never "1 mo" after "8 w"
        span = f"{size // 7} w"
    elif months < 24:
        span = f"{months} mo"
    else:
        span = f"{months // 12} y"
    return f"{span} ago" if days > 0 else f"in {span}"


def _whole_months(start: date, end: date) -> int:
    months = (end.year - start.year) * 12 + end.month - start.month
    return months - 1 if end.day < start.day else months


def _shifted(text: str, start: date, *, days: int = 0, months: int = 0) -> date:
    try:
        year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
        first = date(year, month + 1, 1)
        day = min(start.day, monthrange(year, month + 1)[1])
        return first.replace(day=day) + timedelta(days=days)
    except (OverflowError, ValueError) as error:
        raise ValueError(f"{_quoted(text)} is outside the years 1 to 9999.") from error


def _end_of_period(today: date, months: int) -> date:
    month = (today.month + months - 1) // months * months
    return date(today.year, month, monthrange(today.year, month)[1])


def _calendar_date(text: str, year: int, month: int, day: int) -> date:
    if year < 1:
        raise ValueError(f"{_quoted(text)} is no date: the year must be 1 or later.")
    if not 1 <= month <= 12:
        raise ValueError(f"{_quoted(text)} is no date: there is no month {month}.")
    last = monthrange(year, month)[1]
    if not 1 <= day <= last:
        raise ValueError(f"{_quoted(text)} is no date: {year}-{month:02} has the days 1 to {last}.")
    return date(year, month, day)


def _why_unreadable(text: str, word: str) -> str:
    if not word:
        return f"No date given; type one such as {EXAMPLES}."
    if _SLASHED.fullmatch(word):
        return f"{_quoted(text)} can be read in more than one way; use YYYY-MM-DD."
    if _SHORT_YEAR.fullmatch(word):
        return f"{_quoted(text)} has a year of two digits; use YYYY-MM-DD."
    return f"{_quoted(text)} is not a date; type one such as {EXAMPLES}."


def _quoted(text: str) -> str:
    return f"“{one_line(text.strip(), 40)}”"
