"""Values as text and as JSON, and back, for every kind of field.

Two readings of text: `read_exact` for files (bundle spelling only) and `read_typed` for what people
type (dates such as `fri` or `+2w`, amounts such as `1.2m`, picklist values in any case). References
are not read here: only the store knows the records they name.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum

from successtui.domain.dates import parse_date
from successtui.domain.numbers import format_decimal, parse_decimal, parse_strict_decimal
from successtui.domain.permissions import role_named
from successtui.domain.plaintext import clean_text
from successtui.records.kinds import (
    AnyReference,
    Boolean,
    Date,
    Instant,
    Integer,
    Kind,
    Number,
    Picklist,
    Reference,
    References,
    Text,
    TextList,
)
from successtui.records.picklists import Role

Key = Callable[[str, int], str]
"""Gives the natural key of the record of a type with an id."""

REFERENCE_KINDS = (Reference, References, AnyReference)
_SEPARATOR = re.compile(r"(?<!\\)((?:\\\\)*);")
_INTEGER = re.compile(r"[+-]?[0-9]{1,18}", re.ASCII)


def join_list(items: tuple[str, ...] | list[str]) -> str:
    """Several texts in one cell: joined by `;`, with `\\` before `\\` and `;` inside one."""
    return ";".join(item.replace("\\", "\\\\").replace(";", "\\;") for item in items)


def split_list(cell: str) -> tuple[str, ...]:
    """The texts that `join_list` joined; blanks around them and empty ones are dropped."""
    if not cell:
        return ()
    parts = _SEPARATOR.sub("\\1\x00", cell).split("\x00")
    texts = (re.sub(r"\\([\\;])", r"\1", part).strip() for part in parts)
    return tuple(text for text in texts if text)


def instant_text(moment: datetime) -> str:
    """ISO-8601 in UTC with a final Z; fractions only when there are any."""
    moment = moment.astimezone(UTC).replace(tzinfo=None)
    return moment.isoformat() + "Z"


def write(kind: Kind, value: object, key: Key, *, target: str | None = None) -> str:
    """The value as a bundle cell; empty for none.

    Args:
        key: called for references.
        target: record type of an `AnyReference` value.
    """
    if value is None:
        return ""
    if isinstance(kind, Reference):
        return key(kind.target, _int(value))
    if isinstance(kind, AnyReference):
        return key(target, _int(value)) if target else ""
    if isinstance(kind, References):
        return join_list(sorted(key(kind.target, _int(item)) for item in _items(value)))
    if isinstance(kind, TextList):
        return join_list([str(item) for item in _items(value)])
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format_decimal(value, grouped=False)
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def to_json(kind: Kind, value: object, key: Key, *, target: str | None = None) -> object:
    """The value for JSON: decimals as strings, integers and booleans native, several as lists."""
    if isinstance(kind, References):
        return sorted(key(kind.target, _int(item)) for item in _items(value))
    if isinstance(kind, TextList):
        return [str(item) for item in _items(value)]
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int) and not isinstance(kind, REFERENCE_KINDS):
        return value
    return write(kind, value, key, target=target)


def read_exact(kind: Kind, cell: str) -> object:
    """The value of a file's cell; `None` for an empty one.

    Raises:
        ValueError: the cell is not spelled as files spell this kind; the message says how.
    """
    if isinstance(kind, TextList):
        return _texts(kind, cell, exact=True)
    if isinstance(kind, Text):
        return clean_text(cell, multiline=kind.multiline) or None
    cell = cell.strip()
    if not cell:
        return None
    if isinstance(kind, Number):
        return parse_strict_decimal(cell, scale=kind.scale, digits=kind.digits)
    if isinstance(kind, Date):
        return _iso_date(cell)
    if isinstance(kind, Boolean):
        if cell in ("true", "false"):
            return cell == "true"
        raise ValueError(f"'{cell}' is not true or false")
    if isinstance(kind, Picklist):
        return _choice(kind.choices, cell, exact=True)
    return _common(kind, cell)


def read_typed(kind: Kind, typed: str, today: date) -> object:
    """The value a person meant; `None` for nothing.

    Raises:
        ValueError: it cannot be understood; the message says what would be.
    """
    if isinstance(kind, TextList):
        return _texts(kind, typed.replace(",", ";"), exact=False)
    if isinstance(kind, Text):
        text = clean_text(typed, multiline=kind.multiline)
        return (text if kind.multiline else text.strip()) or None
    typed = typed.strip()
    if not typed:
        return None
    if isinstance(kind, Number):
        return parse_decimal(typed, scale=kind.scale, digits=kind.digits)
    if isinstance(kind, Date):
        return parse_date(typed, today)
    if isinstance(kind, Boolean):
        return _yes_or_no(typed)
    if isinstance(kind, Picklist):
        return _choice(kind.choices, typed, exact=False)
    if isinstance(kind, Instant):
        return _typed_instant(typed, today)
    return _common(kind, typed)


def _common(kind: Kind, cell: str) -> object:
    if isinstance(kind, Integer):
        if not _INTEGER.fullmatch(cell):
            raise ValueError(f"'{cell}' is not a whole number")
        return int(cell)
    if isinstance(kind, Instant):
        return _exact_instant(cell)
    return clean_text(cell, multiline=False)


def _iso_date(cell: str) -> date:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", cell, re.ASCII):
        raise ValueError(f"'{cell}' is not a date; write YYYY-MM-DD")
    try:
        return date.fromisoformat(cell)
    except ValueError:
        raise ValueError(f"'{cell}' is not a day of the calendar") from None


def _exact_instant(cell: str) -> datetime:
    try:
        moment = datetime.fromisoformat(cell)
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return aware.astimezone(UTC)
    except (ValueError, OverflowError):
        message = f"'{cell}' is not a moment; write YYYY-MM-DDTHH:MM:SSZ"
        raise ValueError(message) from None


def _typed_instant(typed: str, today: date) -> datetime:
    """A moment from ISO text, or a date people type with an optional time (`fri 14:30`, UTC)."""
    day, _, hour = typed.rpartition(" ")
    if day and re.fullmatch(r"[0-9]{1,2}:[0-9]{2}", hour, re.ASCII):
        hours, minutes = (int(part) for part in hour.split(":"))
        if hours > 23 or minutes > 59:
            raise ValueError(f"'{hour}' is not a time of day; write HH:MM")
        on = parse_date(day, today)
        return datetime(on.year, on.month, on.day, hours, minutes, tzinfo=UTC)
    if re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ]", typed, re.ASCII):
        return _exact_instant(typed)
    on = parse_date(typed, today)
    return datetime(on.year, on.month, on.day, tzinfo=UTC)


def _choice(choices: type[StrEnum], text: str, *, exact: bool) -> StrEnum:
    if choices is Role and (role := role_named(text)) is not None:
        return role
    for choice in choices:
        if text == choice.value or (not exact and text.casefold() == choice.value.casefold()):
            return choice
    raise ValueError(f"'{text}' is not in the list: {', '.join(choices)}")


def _yes_or_no(typed: str) -> bool:
    word = typed.casefold()
    if word in ("true", "yes", "y", "1", "on", "x"):
        return True
    if word in ("false", "no", "n", "0", "off"):
        return False
    raise ValueError(f"'{typed}' is neither yes nor no")


def _texts(kind: TextList, cell: str, *, exact: bool) -> tuple[str, ...]:
    texts = split_list(clean_text(cell, multiline=False))
    if kind.choices is None:
        return texts
    return tuple(str(_choice(kind.choices, text, exact=exact)) for text in texts)


def _items(value: object) -> tuple[object, ...]:
    return tuple(value) if isinstance(value, list | tuple | set | frozenset) else ()


def _int(value: object) -> int:
    assert isinstance(value, int)
    return value
