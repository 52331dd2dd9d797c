"""The tree a query is read into: terms, and how they are joined. Plain frozen values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from successtui.query.errors import QueryError


@dataclass(frozen=True, slots=True)
class Span:
    """Where in the query's text something stands; `end` is exclusive."""

    text: str
    start: int
    end: int

    def error(self, message: str) -> QueryError:
        """The error that points here."""
        return QueryError(message, min(self.start, len(self.text)), self.text)

    def part(self, start: int, length: int) -> Span:
        """A piece of this span, counted from its start."""
        return Span(self.text, self.start + start, self.start + start + length)


class Operator(StrEnum):
    """How a field is compared.

    `:` is, or for text contains; `=` is, exactly; `!=` is not. The others follow the order of
    numbers, of dates, and of a picklist's values as they are listed.
    """

    IS = ":"
    EXACTLY = "="
    IS_NOT = "!="
    BELOW = "<"
    UP_TO = "<="
    ABOVE = ">"
    FROM = ">="

    @property
    def orders(self) -> bool:
        """Whether it compares by order, and so takes exactly one value."""
        return self in (Operator.BELOW, Operator.UP_TO, Operator.ABOVE, Operator.FROM)


@dataclass(frozen=True, slots=True)
class Value:
    """One value as typed; in quotes `"none"` and `"me"` are ordinary text."""

    text: str
    quoted: bool
    span: Span = field(compare=False, repr=False)

    @property
    def is_none(self) -> bool:
        """Whether it stands for an empty field."""
        return self.is_word("none")

    def is_word(self, word: str) -> bool:
        """Whether it is that word of the language."""
        return not self.quoted and self.text.casefold() == word


@dataclass(frozen=True, slots=True)
class Compare:
    """`field:value`; `path` has more than one name when it leads through references."""

    path: tuple[str, ...]
    op: Operator
    values: tuple[Value, ...]
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Words:
    """A bare word or a quoted phrase that the record's name or number must contain."""

    text: str
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Not:
    """What does not match `item`."""

    item: Node


@dataclass(frozen=True, slots=True)
class And:
    """All of the items; without any, everything."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any of the items."""

    items: tuple[Node, ...]


Node = And | Or | Not | Compare | Words

EVERYTHING = And(())
"""The tree of an empty query."""


def terms(node: Node) -> Iterator[Compare | Words]:
    """The comparisons and words of a tree, from left to right."""
    match node:
        case And(items=items) | Or(items=items):
            for item in items:
                yield from terms(item)
        case Not(item=item):
            yield from terms(item)
        case _:
            yield node


def quoted(text: str) -> str:
    """The text in quotes, so that a query holds it whatever it contains."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
