"""Which names a query may use of a record type, and which comparisons fit the values they hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from successtui.query.errors import expected_one_of
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
class Target:
    """What a comparison is about.

    Attributes:
        steps: the references the path leads through, beginning at the record itself.
        record: the type whose value is compared.
    """

    steps: tuple[Field, ...]
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


def resolve(record_type: type[Record], compare: Compare) -> Target:
    """What a comparison is about.

    Raises:
        QueryError: a name is unknown, or the operator does not fit its values.
    """
    target = walk(record_type, compare.path, compare.span)
    if compare.op.orders:
        if not isinstance(target.declared.kind, ORDERED_KINDS):
            name = compare.path[-1]
            message = f"{name} has no order; '{compare.op}' is for numbers, dates and picklists"
            raise compare.span.error(f"{message}, ':' for the rest")
        if compare.values[0].is_none:
            message = "none is neither more nor less than anything; it goes with ':' and '!='"
            raise compare.values[0].span.error(message)
    return target


def walk(record_type: type[Record], path: tuple[str, ...], span: Span) -> Target:
    """Follows a dotted path to the value it names.

    Args:
        span: where the path begins in the query's text.

    Raises:
        QueryError: a name is unknown, or leads to no other record.
    """
    steps: list[Field] = []
    cls = record_type
    place = 0
    for count, typed in enumerate(path, start=1):
        here = span.part(place, len(typed))
        declared = _named(cls, typed, here)
        if count == len(path):
            return Target(tuple(steps), cls, declared)
        if count == LONGEST_PATH:
            raise here.error(f"the path is too long; it may have {LONGEST_PATH} names")
        cls = _referred(declared, here)
        assert isinstance(declared, Field)
        steps.append(declared)
        place += len(typed) + 1
    raise span.error("a name is missing")


def _named(cls: type[Record], typed: str, span: Span) -> Field | Derived:
    known = names(cls)
    declared = known.get(typed.lower())
    if declared is not None:
        return declared
    label = cls.declaration.label
    if not typed:
        raise span.error(f"a name is missing here; {expected_one_of('', known)}")
    hint = f"text goes in quotes; {expected_one_of(typed, known)}"
    raise span.error(f"{label} has no field '{typed}', and {hint}")


def _referred(declared: Field | Derived, span: Span) -> type[Record]:
    kind = declared.kind
    if isinstance(kind, Reference | References) and isinstance(declared, Field):
        return REGISTRY[kind.target]
    if isinstance(kind, AnyReference):
        told = ", ".join(value for value, _ in kind.targets)
        message = f"{declared.name} can be of several types ({told}), so nothing follows its '.'"
        raise span.error(message)
    raise span.error(f"{declared.name} is no reference to another record, so nothing follows '.'")
