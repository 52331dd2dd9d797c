"""Which names a query may use of a record type, and which comparisons fit the values they hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from successtui.query.errors import QueryError, expected_one_of
from successtui.query.tree import Compare, Node, Span, terms
from successtui.records import REGISTRY, Derived, Field, Record
from successtui.records.kinds import (
    AnyReference,
    Date,
    Instant,
    Integer,
    Number,
    Picklist,
    Reference,
    References,
    Text,
)

LONGEST_PATH = 4
"""Names a dotted path may have; each one is a query inside the query."""

ORDERED_KINDS = (Integer, Number, Date, Instant, Picklist)
"""Kinds whose values have an order that `<` and its like can follow."""

NUMBER = Field(Text(64)).named("number")
SYSTEM_FIELDS: Mapping[str, Field] = {
    name: field.named(name)
    for name, field in {
        "created_at": Field(Instant()),
        "created_by": Field(Reference("user")),
        "updated_at": Field(Instant()),
        "updated_by": Field(Reference("user")),
        "version": Field(Integer(1)),
    }.items()
}
"""What every record has besides its declared fields."""


@dataclass(frozen=True, slots=True)
class Step:
    """One reference a path leads through, and the record type it is followed to."""

    field: Field
    target: str


@dataclass(frozen=True, slots=True)
class Target:
    """What a comparison is about, by one of the ways its path can lead.

    Attributes:
        steps: the references the path leads through, beginning at the record itself.
        record: the type whose value is compared.
    """

    steps: tuple[Step, ...]
    record: type[Record]
    declared: Field | Derived


def names(record_type: type[Record]) -> dict[str, Field | Derived]:
    """Everything a query can ask of a record of that type, in the order of declaration."""
    declaration = record_type.declaration
    own = {"number": NUMBER} if declaration.numbered else {}
    return {**own, **declaration.fields, **declaration.derived, **SYSTEM_FIELDS}


def check(node: Node, record_type: type[Record]) -> None:
    """Refuses names a record type does not have and comparisons that make no sense.

    Values are checked when the query is compiled: what a date means depends on the day.

    Raises:
        QueryError: at the name or value in question.
    """
    for term in terms(node):
        if isinstance(term, Compare):
            resolve(record_type, term)


def resolve(record_type: type[Record], compare: Compare) -> tuple[Target, ...]:
    """What a comparison is about: several where a reference can lead to several types.

    Raises:
        QueryError: a name is unknown, or the operator does not fit its values, whatever the way.
    """
    fitting: list[Target] = []
    wrong: list[QueryError] = []
    for target in walk(record_type, compare.path, compare.span):
        try:
            _check_order(compare, target)
        except QueryError as error:
            wrong.append(error)
        else:
            fitting.append(target)
    if not fitting:
        raise wrong[0]
    return tuple(fitting)


def walk(record_type: type[Record], path: tuple[str, ...], span: Span) -> tuple[Target, ...]:
    """Follows a dotted path to the value it names, by all ways that have one of that name.

    Args:
        span: where the path begins in the query's text.

    Raises:
        QueryError: a name is unknown, or leads to no other record.
    """
    ways: list[tuple[tuple[Step, ...], type[Record]]] = [((), record_type)]
    place = 0
    for count, typed in enumerate(path, start=1):
        here = span.part(place, len(typed))
        known = {cls: names(cls).get(typed.lower()) for _, cls in ways}
        found = [Target(steps, cls, d) for steps, cls in ways if (d := known[cls]) is not None]
        if not found:
            raise _unknown([cls for _, cls in ways], typed, here)
        if count == len(path):
            return tuple(found)
        if count == LONGEST_PATH:
            raise here.error(f"the path is too long; it may have {LONGEST_PATH} names")
        ways = [way for target in found for way in _onward(target)]
        if not ways:
            name = found[0].declared.name
            raise here.error(f"{name} is no reference to another record, so nothing follows '.'")
        place += len(typed) + 1
    raise span.error("a name is missing")


def referred(declared: Field | Derived) -> tuple[type[Record], ...]:
    """The record types a field can lead to; none when it is no reference."""
    kind = declared.kind
    if isinstance(kind, Reference | References):
        return (REGISTRY[kind.target],)
    if isinstance(kind, AnyReference):
        return tuple(REGISTRY[name] for name in dict.fromkeys(n for _, n in kind.targets))
    return ()


def _onward(target: Target) -> Iterator[tuple[tuple[Step, ...], type[Record]]]:
    field = target.declared
    for cls in referred(field):
        assert isinstance(field, Field)
        yield (*target.steps, Step(field, cls.declaration.name)), cls


def _check_order(compare: Compare, target: Target) -> None:
    if not compare.op.orders:
        return
    if not isinstance(target.declared.kind, ORDERED_KINDS):
        name = compare.path[-1]
        message = f"{name} has no order; '{compare.op}' is for numbers, dates and picklists"
        raise compare.span.error(f"{message}, ':' for the rest")
    if compare.values[0].is_none:
        message = "none is neither more nor less than anything; it goes with ':' and '!='"
        raise compare.values[0].span.error(message)


def _unknown(types: list[type[Record]], typed: str, span: Span) -> QueryError:
    known = list(dict.fromkeys(name for cls in types for name in names(cls)))
    if not typed:
        return span.error(f"a name is missing here; {expected_one_of('', known)}")
    hint = f"text goes in quotes; {expected_one_of(typed, known)}"
    labels = list(dict.fromkeys(cls.declaration.label for cls in types))
    if len(labels) == 1:
        return span.error(f"{labels[0]} has no field '{typed}', and {hint}")
    either = f"{', '.join(labels[:-1])} and {labels[-1]}"
    return span.error(f"none of {either} has a field '{typed}'; {hint}")
