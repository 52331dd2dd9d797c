"""Values of a query, read as the kind of the field they stand beside.

Owns what `+90d`, `100k`, `adoption` or `yes` mean. References are not read here: only the store
knows the records they name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from decimal import Decimal

from successtui.domain.codec import read_typed
from successtui.domain.dates import parse_date
from successtui.domain.numbers import parse_decimal
from successtui.query.errors import QueryError, expected_one_of
from successtui.query.tree import Operator, Value
from successtui.records.kinds import Boolean, Instant, Integer, Number

_BETWEEN_WORDS = re.compile(r"[\W_]+")
_FIRST = datetime.min.replace(tzinfo=UTC)
_LAST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of time, UTC: from `start` up to but not including `end`."""

    start: datetime
    end: datetime


def read_number(value: Value, kind: Number | Integer) -> Decimal:
    """A number with the decimals the field can have.

    Raises:
        QueryError: not a number, or not one such a field can hold.
    """
    scale, digits = (kind.scale, kind.digits) if isinstance(kind, Number) else (0, 18)
    try:
        return parse_decimal(value.text, scale=scale, digits=digits)
    except ValueError as error:
        raise value.span.error(str(error)) from None


def read_day(value: Value, today: date) -> date:
    """A calendar date, relative to today where it is so spelled.

    Raises:
        QueryError: no such date.
    """
    try:
        return parse_date(value.text, today)
    except ValueError as error:
        raise value.span.error(str(error)) from None


def read_stretch(value: Value, today: date, zone: tzinfo | None) -> Stretch:
    """A whole day in the person's zone, or the minute, second or microsecond that was typed.

    Args:
        zone: `None` for the zone of the machine. A typed time without zone is UTC.

    Raises:
        QueryError: neither a date nor a moment.
    """
    try:
        day = parse_date(value.text, today)
    except ValueError as error:
        return _moment(value, today, error)
    return Stretch(_midnight(day, zone), _midnight_after(day, zone))


def read_flag(value: Value) -> bool:
    """Yes or no.

    Raises:
        QueryError: neither.
    """
    try:
        return bool(read_typed(Boolean(), value.text, date.min))
    except ValueError as error:
        raise value.span.error(f"{error}; expected yes, no, true or false") from None


def read_choices(value: Value, choices: Iterable[str], name: str) -> tuple[str, ...]:
    """The values of a list that were meant: the one so spelled in any case, else those in which
    the text begins a word (`onb` is Initial onboarding).

    Raises:
        QueryError: there is none.
    """
    listed = list(choices)
    folded = value.text.strip().casefold()
    same = tuple(choice for choice in listed if choice.casefold() == folded)
    begun = _words(value.text)
    found = same or tuple(c for c in listed if begun.strip() and begun in _words(c))
    if not found:
        raise _no_such(value, listed, name)
    return found


def ranked(op: Operator, value: Value, choices: Sequence[str], name: str) -> tuple[str, ...]:
    """The values of a list that lie before or after one of them, in the order of the list.

    Raises:
        QueryError: there is no such value, or several are meant.
    """
    found = read_choices(value, choices, name)
    if len(found) > 1:
        message = f"'{value.text}' can be {' or '.join(found)}; '{op}' needs one of them"
        raise value.span.error(message)
    place = list(choices).index(found[0])
    match op:
        case Operator.BELOW:
            return tuple(choices[:place])
        case Operator.UP_TO:
            return tuple(choices[: place + 1])
        case Operator.ABOVE:
            return tuple(choices[place + 1 :])
        case _:
            return tuple(choices[place:])


def _no_such(value: Value, listed: list[str], name: str) -> QueryError:
    if not listed:
        return value.span.error(f"the list of {name} is still empty")
    hint = expected_one_of(value.text, listed)
    return value.span.error(f"{name} is never '{value.text}'; {hint}")


def _words(text: str) -> str:
    return " " + _BETWEEN_WORDS.sub(" ", text.casefold()).strip()


def _moment(value: Value, today: date, why: ValueError) -> Stretch:
    try:
        moment = read_typed(Instant(), value.text, today)
    except ValueError:
        raise value.span.error(f'{why} A time may follow in quotes: "fri 14:30"') from None
    assert isinstance(moment, datetime)
    if moment.microsecond:
        width = timedelta(microseconds=1)
    else:
        width = timedelta(seconds=1) if moment.second else timedelta(minutes=1)
    return Stretch(moment, _LAST if moment > _LAST - width else moment + width)


def _midnight(day: date, zone: tzinfo | None) -> datetime:
    try:
        return datetime.combine(day, time.min, zone).astimezone(UTC)
    except (OverflowError, ValueError):
        return _FIRST if day.year == 1 else _LAST


def _midnight_after(day: date, zone: tzinfo | None) -> datetime:
    return _LAST if day == date.max else _midnight(day + timedelta(days=1), zone)
