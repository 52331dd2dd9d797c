"""How values are kept in columns, the same on every engine.

Money and other decimals are whole numbers of the smallest unit, so sums are exact everywhere;
SQLite tables are STRICT, so every type here maps to INTEGER or TEXT there.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Boolean, Date, DateTime, Dialect, Integer, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

from successtui.records import kinds

_SEPARATOR = "\n"


def is_sqlite(dialect: Dialect) -> bool:
    """Whether the dialect is SQLite's."""
    return dialect.name == "sqlite"


class Id(TypeDecorator[int]):
    """A row id."""

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """INTEGER on SQLite, so that the key is the row's own number."""
        return dialect.type_descriptor(Integer() if is_sqlite(dialect) else BigInteger())


class Scaled(TypeDecorator[Decimal]):
    """A decimal kept as a whole number of its smallest unit."""

    impl = BigInteger
    cache_ok = True

    def __init__(self, scale: int) -> None:
        super().__init__()
        self.scale = scale

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """INTEGER on SQLite."""
        return dialect.type_descriptor(Integer() if is_sqlite(dialect) else BigInteger())

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        """Decimal to units."""
        return None if value is None else int(Decimal(value).scaleb(self.scale))

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        """Units to decimal."""
        return None if value is None else Decimal(value).scaleb(-self.scale)


class Day(TypeDecorator[date]):
    """A calendar date; ISO text on SQLite."""

    impl = Date
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """TEXT on SQLite."""
        return dialect.type_descriptor(Text() if is_sqlite(dialect) else Date())

    def process_bind_param(self, value: date | None, dialect: Dialect) -> Any:
        """Date to column."""
        return value.isoformat() if value is not None and is_sqlite(dialect) else value

    def process_result_value(self, value: Any, dialect: Dialect) -> date | None:
        """Column to date; what somebody damaged reads as empty, and `check` reports it."""
        if value is None or isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            return None


class Moment(TypeDecorator[datetime]):
    """A moment in UTC; ISO text of fixed width on SQLite, so that it sorts."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """TEXT on SQLite, timestamptz elsewhere."""
        return dialect.type_descriptor(Text() if is_sqlite(dialect) else DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Moment to column."""
        if value is None or not is_sqlite(dialect):
            return value
        plain = value.astimezone(UTC).replace(tzinfo=None)
        return plain.isoformat(timespec="microseconds")

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Column to moment; what somebody damaged reads as empty, and `check` reports it."""
        if isinstance(value, str):
            try:
                return datetime.fromisoformat(value).replace(tzinfo=UTC)
            except ValueError:
                return None
        return value.astimezone(UTC) if value is not None else None


class Flag(TypeDecorator[bool]):
    """True or false; 1 and 0 on SQLite."""

    impl = Boolean
    cache_ok = True
    # Without this `IS true` becomes `IS ?`, which PostgreSQL does not understand.
    coerce_to_is_types = (type(None), bool)

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """INTEGER on SQLite."""
        return dialect.type_descriptor(Integer() if is_sqlite(dialect) else Boolean())

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> Any:
        """Boolean to column."""
        return int(value) if value is not None and is_sqlite(dialect) else value

    def process_result_value(self, value: Any, dialect: Dialect) -> bool | None:
        """Column to boolean."""
        return None if value is None else bool(value)


class Choice(TypeDecorator[str]):
    """One value of a fixed picklist; what a damaged row holds is handed out as it stands."""

    impl = Text
    cache_ok = True

    def __init__(self, choices: type[StrEnum]) -> None:
        super().__init__()
        self.choices = choices

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Member to text."""
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Text to member."""
        known = value is not None and value in self.choices._value2member_map_
        return self.choices(value) if known and value is not None else value


class Texts(TypeDecorator[tuple[str, ...]]):
    """Several short texts, one a line between two line breaks, so that one can be searched for."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Tuple to text."""
        return _SEPARATOR.join(("", *value, "")) if value else None

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...]:
        """Text to tuple."""
        return tuple(value.strip(_SEPARATOR).split(_SEPARATOR)) if value else ()


def column_type(kind: kinds.Kind) -> TypeEngine[Any]:
    """The column type for a kind of value."""
    match kind:
        case kinds.TextList():
            return Texts()
        case kinds.Integer():
            return Id()
        case kinds.Number(scale=scale):
            return Scaled(scale)
        case kinds.Boolean():
            return Flag()
        case kinds.Date():
            return Day()
        case kinds.Instant():
            return Moment()
        case kinds.Picklist(choices=choices):
            return Choice(choices)
        case kinds.Reference() | kinds.AnyReference():
            return Id()
        case _:
            return Text()
