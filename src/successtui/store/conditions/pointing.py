"""Conditions on references: to which records a row points, found by key, name, or as me."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from sqlalchemy import ColumnElement, FromClause, and_, select, true

from successtui.query.tree import Value
from successtui.records import REGISTRY, Field, Record
from successtui.records.kinds import AnyReference, Reference, References
from successtui.store.conditions.context import QueryContext
from successtui.store.conditions.matching import Condition, caption, contains, equals, plain
from successtui.store.conditions.seen import any_of, seen_rows
from successtui.store.tables import LINKS

IdTest = Callable[[ColumnElement[int]], Condition]
"""A condition on the id of the record pointed to."""

_USER = "user"


def pointing(record_type: type[Record], field: Field, rows: FromClause, test: IdTest) -> Condition:
    """Whether a reference of the rows points to a record whose id passes the test."""
    if isinstance(field.kind, References):
        link = LINKS[record_type.declaration.name, field.name].alias()
        holders = select(link.c.record_id).where(test(link.c.target_id))
        return rows.c.id.in_(holders)
    column = rows.c[field.name]
    return and_(column.is_not(None), test(column))


def points_somewhere(record_type: type[Record], field: Field, rows: FromClause) -> Condition:
    """Whether a reference of the rows is not empty."""
    return pointing(record_type, field, rows, lambda _ids: true())


def points_to(
    record_type: type[Record],
    field: Field,
    values: Sequence[Value],
    rows: FromClause,
    context: QueryContext,
) -> Condition:
    """Whether a reference of the rows points to a record that one of the values names.

    Raises:
        QueryError: `me` or `myteam` where nobody asks.
    """
    kind = field.kind
    if isinstance(kind, AnyReference):
        return _points_to_any(record_type, field, kind, values, rows, context)
    assert isinstance(kind, Reference | References)
    tests = _tests(kind.target, values, context)
    return any_of(pointing(record_type, field, rows, test) for test in tests)


def by_name(
    record_type: type[Record], field: Field, rows: FromClause, text: str, context: QueryContext
) -> Condition:
    """Whether a reference points to a visible record with that key, or the text in its name."""
    assert isinstance(field.kind, Reference | References)
    return pointing(record_type, field, rows, _is_named(field.kind.target, [text], context))


def _points_to_any(
    record_type: type[Record],
    field: Field,
    kind: AnyReference,
    values: Sequence[Value],
    rows: FromClause,
    context: QueryContext,
) -> Condition:
    """A reference to any of several types; `role:Support Lead` as a value names the type too."""
    told_column = rows.c[kind.discriminator]
    ways: list[Condition] = []
    for told, target in kind.targets:
        meant = [one for value in values if (one := _meant_as(told, target, kind, value))]
        tests = _tests(target, meant, context)
        there = any_of(pointing(record_type, field, rows, test) for test in tests)
        ways.append(and_(told_column.is_not(None), told_column == told, there))
    return any_of(ways)


def _meant_as(told: str, target: str, kind: AnyReference, value: Value) -> Value | None:
    """The value as one of a type; `None` when it names another type, as `me` names a user."""
    if target != _USER and (value.is_word("me") or value.is_word("myteam")):
        of_users = any(other == _USER for _, other in kind.targets)
        return None if of_users else value
    named, colon, key = value.text.partition(":")
    if not colon or not key.strip() or kind.target(named) is None:
        return value
    return Value(key.strip(), True, value.span) if named == told else None


def _tests(target: str, values: Sequence[Value], context: QueryContext) -> Iterator[IdTest]:
    """Tests for the records of a type that the values name; one for all that go by name."""
    texts: list[str] = []
    for value in values:
        test = _people(value, context) if target == _USER else None
        if test is None:
            texts.append(value.text)
        else:
            yield test
    if texts:
        yield _is_named(target, texts, context)


def _people(value: Value, context: QueryContext) -> IdTest | None:
    """The test for `me` and `myteam`; `None` for other values."""
    mine, team = value.is_word("me"), value.is_word("myteam")
    if not (mine or team):
        return None
    if context.actor is None:
        raise value.span.error(f"'{value.text}' is nobody here: no user is asking")
    if mine:
        return lambda ids: ids == context.me
    people = context.people
    return (lambda _ids: true()) if people is None else lambda ids: ids.in_(sorted(people))


def _is_named(target: str, texts: Sequence[str], context: QueryContext) -> IdTest:
    """The test for visible records with one of those keys, or one of the texts in their name."""
    declaration = REGISTRY[target].declaration
    rows, seen = seen_rows(target, context.actor, "named")
    ways: list[Condition] = []
    for text in texts:
        if declaration.numbered:
            ways.append(equals(plain(rows.c.number), text))
        elif len(declaration.key) == 1:
            ways.append(equals(plain(rows.c[declaration.key[0]]), text))
        if declaration.caption:
            ways.append(contains(caption(rows, declaration.caption), text))
    found = select(rows.c.id).where(seen, any_of(ways))
    return lambda ids: ids.in_(found)
