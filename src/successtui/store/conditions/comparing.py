"""Conditions on one value of a row, kind by kind: what `field:value` means in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, FromClause, and_, not_, true

from successtui.query.fields import NUMBER, Target
from successtui.query.tree import Operator, Span, Value
from successtui.query.values import (
    Stretch,
    ranked,
    read_choices,
    read_day,
    read_flag,
    read_number,
    read_stretch,
)
from successtui.records import Derived, Field
from successtui.records.kinds import (
    AnyReference,
    Boolean,
    Date,
    Instant,
    Integer,
    Number,
    OpenPicklist,
    Picklist,
    Reference,
    References,
    Text,
    TextList,
)
from successtui.store.conditions.computed import (
    NO,
    YES,
    Computed,
    DayMeasure,
    NumberMeasure,
    Options,
    computed,
)
from successtui.store.conditions.context import QueryContext
from successtui.store.conditions.matching import Condition, contains, equals, holds, plain
from successtui.store.conditions.pointing import points_somewhere, points_to
from successtui.store.conditions.seen import any_of

Amount = TypeVar("Amount", Decimal, date)

_REFERENCES = (Reference, References, AnyReference)


def filled(target: Target, span: Span, rows: FromClause, context: QueryContext) -> Condition:
    """Whether the rows have the value at all."""
    declared = target.declared
    if isinstance(declared, Derived):
        match _computed(target, span, rows, context):
            case DayMeasure(filled=there) | NumberMeasure(filled=there) if there is not None:
                return there
            case Options(when=when):
                return any_of(when.values())
            case _:
                return true()
    if isinstance(declared.kind, _REFERENCES):
        return points_somewhere(target.record, declared, rows)
    return rows.c[declared.name].is_not(None)


def matches(
    target: Target,
    op: Operator,
    values: Sequence[Value],
    rows: FromClause,
    context: QueryContext,
) -> Condition:
    """Whether the rows' value is, contains, or lies before or after one of those typed.

    Args:
        op: any but `!=`, which is the opposite of `=`.

    Raises:
        QueryError: the kind of field knows no such value.
    """
    declared = target.declared
    if isinstance(declared, Field) and isinstance(declared.kind, _REFERENCES):
        return points_to(target.record, declared, values, rows, context)
    return any_of(_matches(target, op, value, rows, context) for value in values)


def _matches(
    target: Target, op: Operator, value: Value, rows: FromClause, context: QueryContext
) -> Condition:
    declared = target.declared
    if isinstance(declared, Derived):
        return _of_computed(target, op, value, rows, context)
    column = rows.c[declared.name]
    match declared.kind:
        case TextList():
            return _of_list(declared.kind, declared.name, value, plain(column))
        case Text():
            exactly = op is Operator.EXACTLY or declared is NUMBER
            return (equals if exactly else contains)(plain(column), value.text)
        case OpenPicklist():
            return _of_open_list(declared.kind, declared.name, value, column, context)
    return and_(column.is_not(None), _of_column(declared, op, value, column, context))


def _of_column(
    declared: Field, op: Operator, value: Value, column: ColumnElement[Any], context: QueryContext
) -> Condition:
    """The test of a column that is not empty."""
    match declared.kind:
        case Number() as kind:
            return _ordered(op, column, read_number(value, kind))
        case Integer() as kind:
            return _ordered(op, column, int(read_number(value, kind)))
        case Date():
            return _ordered(op, column, read_day(value, context.today))
        case Instant():
            return _in_time(op, column, read_stretch(value, context.today, context.zone))
        case Boolean():
            return column.is_(read_flag(value))
        case Picklist(choices=choices):
            return column.in_(_chosen(op, value, [c.value for c in choices], declared.name))
    raise value.span.error(f"{declared.name} cannot be filtered")


def _ordered(op: Operator, column: ColumnElement[Any], limit: object) -> Condition:
    match op:
        case Operator.BELOW:
            return column < limit
        case Operator.UP_TO:
            return column <= limit
        case Operator.ABOVE:
            return column > limit
        case Operator.FROM:
            return column >= limit
        case _:
            same: Condition = column == limit
            return same


def _in_time(op: Operator, column: ColumnElement[datetime], meant: Stretch) -> Condition:
    match op:
        case Operator.BELOW:
            return column < meant.start
        case Operator.UP_TO:
            return column < meant.end
        case Operator.ABOVE:
            return column >= meant.end
        case Operator.FROM:
            return column >= meant.start
        case _:
            return and_(column >= meant.start, column < meant.end)


def _chosen(op: Operator, value: Value, choices: list[str], name: str) -> tuple[str, ...]:
    if op.orders:
        return ranked(op, value, choices, name)
    return read_choices(value, choices, name)


def _of_list(kind: TextList, name: str, value: Value, column: ColumnElement[str]) -> Condition:
    """One of the texts is the value; of a fixed list, one that the value means."""
    if kind.choices is None:
        return holds(column, value.text)
    meant = read_choices(value, [choice.value for choice in kind.choices], name)
    return any_of(holds(column, choice) for choice in meant)


def _of_open_list(
    kind: OpenPicklist, name: str, value: Value, column: ColumnElement[str], context: QueryContext
) -> Condition:
    """A value of the list as it is now; in quotes also one that was taken off it since."""
    entries = None if context.entries is None else tuple(context.entries(kind.setting))
    known = entries is not None and value.text.casefold() in map(str.casefold, entries)
    if entries is None or (value.quoted and not known):
        return equals(column, value.text)
    return and_(column.is_not(None), column.in_(read_choices(value, entries, name)))


def _computed(target: Target, span: Span, rows: FromClause, context: QueryContext) -> Computed:
    name = target.declared.name
    found = computed(target.record.declaration.name, name, rows, context)
    if found is None:
        raise span.error(f"{name} is computed on reading and cannot be filtered here")
    return found


def _of_computed(
    target: Target, op: Operator, value: Value, rows: FromClause, context: QueryContext
) -> Condition:
    declared = target.declared
    kind = declared.kind
    match _computed(target, value.span, rows, context):
        case NumberMeasure(above=above, filled=there):
            assert isinstance(kind, Number | Integer)
            limit = read_number(value, kind)
            filled = true() if there is None else there
            return _measured(op, above(limit, True), above(limit, False), filled)
        case DayMeasure(above=after, filled=there):
            day = read_day(value, context.today)
            return _measured(op, after(day, True), after(day, False), there)
        case Options(when=when) if isinstance(kind, Boolean):
            return when[YES if read_flag(value) else NO]
        case Options(when=when):
            chosen = _chosen(op, value, list(when), declared.name)
            return any_of(when[choice] for choice in chosen)


def _measured(op: Operator, from_it: Condition, above: Condition, there: Condition) -> Condition:
    match op:
        case Operator.BELOW:
            return and_(there, not_(from_it))
        case Operator.UP_TO:
            return and_(there, not_(above))
        case Operator.ABOVE:
            return above
        case Operator.FROM:
            return from_it
        case _:
            return and_(from_it, not_(above))
