"""What can follow while a query is being typed: names of fields, and values of the field at hand.

Reads as much of the text as the grammar understands up to the cursor. What the workspace holds
(people, accounts, tags) is asked of the caller.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, cast

from successtui.query.errors import QueryError
from successtui.query.fields import names, referred, walk
from successtui.query.parser import grammar, unquote
from successtui.query.tree import Span, quoted
from successtui.records import Derived, Field, Record
from successtui.records.kinds import (
    AnyReference,
    Boolean,
    Date,
    Instant,
    Integer,
    Kind,
    Number,
    OpenPicklist,
    Picklist,
    Reference,
    References,
    TextList,
)

if TYPE_CHECKING:
    from lark import Token

MOST = 50
"""Completions given at once."""

Values = Callable[[Field, str], Iterable[str]]
"""Gives values of a field that fit what was typed so far, as a query may name them."""

ORDERED_BY_SIZE = (Integer, Number, Date, Instant)
"""Kinds that are rarely asked for one value alone, so no `:` follows their names at once."""

_DAYS = (
    ("today", ""),
    ("tomorrow", ""),
    ("yesterday", ""),
    ("+7d", "in 7 days"),
    ("+30d", "in 30 days"),
    ("+90d", "in 90 days"),
    ("-7d", "7 days ago"),
    ("-30d", "30 days ago"),
    ("-90d", "90 days ago"),
    ("eom", "end of the month"),
    ("eoq", "end of the quarter"),
    ("eoy", "end of the year"),
)
_ASKED = (OpenPicklist, Reference, References, AnyReference, TextList)
_RESERVED = frozenset({"", "none", "me", "myteam"})
_DELIMITERS = frozenset('"(),:<>=!')


@dataclass(frozen=True, slots=True)
class Completion:
    """One way to go on: `text` takes the place of the query's characters from `start` to `end`.

    Attributes:
        label: what the list of completions shows.
        hint: a few words beside it; may be empty.
    """

    start: int
    end: int
    text: str
    label: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the cursor stands: in a name, or in a value of the field that `path` names."""

    start: int
    typed: str
    path: str | None = None


def complete(text: str, cursor: int, record_type: type[Record], values: Values) -> list[Completion]:
    """The ways to go on at the cursor, best first; none where nothing helpful is known.

    Args:
        cursor: index into the text, from 0 to its length.
        values: asked for references, lists that administrators change, and tags.
    """
    place = _place(text[:cursor])
    if place is None:
        found: Iterator[Completion] = iter(())
    elif place.path is None:
        found = _names(text, cursor, record_type, place)
    else:
        found = _values(text, cursor, record_type, place, values)
    return list(islice(found, MOST))


def _place(before: str) -> _Place | None:
    """What is being typed at the end of the text; `None` when that cannot be told."""
    from lark.exceptions import UnexpectedInput

    tokens: list[Token] = []
    reading = grammar().parse_interactive(before)
    stuck = len(before)
    try:
        for token in reading.iter_parse():
            tokens.append(token)
    except UnexpectedInput as error:
        stuck = cast(int, error.pos_in_stream)
    rest = before[stuck:]
    in_value = "VALUE" in reading.accepts()  # type: ignore[no-untyped-call]
    if rest.startswith('"'):
        typed = unquote(f'{rest}"')
        return _Place(stuck, typed, _path(tokens)) if in_value else None
    if rest:
        return _Place(stuck + (rest == "-"), rest.removeprefix("-")) if _is_name(rest) else None
    last = tokens[-1] if tokens else None
    if last is None or last.end_pos != len(before):
        return _Place(len(before), "", _path(tokens) if in_value else None)
    match last.type:
        case "OPERATOR" | "COMMA":
            return _Place(len(before), "", _path(tokens))
        case "VALUE":
            return _Place(len(before) - len(last), str(last), _path(tokens))
        case "WORD" | "OR" | "AND" | "NOT":
            return _Place(len(before) - len(last), str(last))
        case "LPAR" | "MINUS":
            return _Place(len(before), "")
        case _:
            return None


def _path(tokens: list[Token]) -> str:
    """The field whose value is being typed: the name before the last operator."""
    place = max(i for i, token in enumerate(tokens) if token.type == "OPERATOR")
    return str(tokens[place - 1])


def _is_name(rest: str) -> bool:
    return rest == "-" or rest.replace(".", "_").isidentifier()


def _names(
    text: str, cursor: int, record_type: type[Record], place: _Place
) -> Iterator[Completion]:
    *steps, typed = place.typed.lower().split(".")
    types: tuple[type[Record], ...] = (record_type,)
    for step in steps:
        declared = [names(cls)[step] for cls in types if step in names(cls)]
        types = tuple(dict.fromkeys(cls for one in declared for cls in referred(one)))
    end = _end_of(text, cursor, _DELIMITERS)
    goes_on = text[end : end + 1] in tuple(":<>=!")
    lead = ".".join([*steps, ""])
    offered: set[str] = set()
    for name, one in (pair for cls in types for pair in _fitting(cls, typed)):
        if name not in offered:
            offered.add(name)
            sign = "" if goes_on or isinstance(one.kind, ORDERED_BY_SIZE) else ":"
            yield Completion(place.start, end, f"{lead}{name}{sign}", lead + name, one.label)


def _fitting(cls: type[Record], typed: str) -> list[tuple[str, Field | Derived]]:
    """The fields whose name, or a word of it, begins like that; the columns of lists first."""
    columns = cls.declaration.columns
    ranks: list[tuple[int, str, Field | Derived]] = []
    for name, declared in names(cls).items():
        words = f"_{name}_{declared.label.lower().replace(' ', '_')}"
        if f"_{typed}" in words:
            rank = 2 * (not name.startswith(typed)) + (name not in columns)
            ranks.append((rank, name, declared))
    ranks.sort(key=lambda ranked: ranked[0])
    return [(name, declared) for _, name, declared in ranks]


def _values(
    text: str, cursor: int, record_type: type[Record], place: _Place, values: Values
) -> Iterator[Completion]:
    assert place.path is not None
    try:
        targets = walk(record_type, tuple(place.path.split(".")), Span(text, 0, cursor))
    except QueryError:
        return
    if text[place.start : place.start + 1] == '"':
        end = cursor + text[cursor:].startswith('"')
    else:
        end = _end_of(text, cursor, frozenset('"(),'))
    folded = place.typed.casefold()
    known = dict.fromkeys(pair for target in targets for pair in _words(target.declared))
    for word, hint in known:
        if word.startswith(folded):
            yield Completion(place.start, end, word, word, hint)
    found = (v for target in targets for v in _literals(target.declared, place.typed, values))
    for value in dict.fromkeys(found):
        yield Completion(place.start, end, spelled(value), value)


def _words(declared: Field | Derived) -> Iterator[tuple[str, str]]:
    """Words of the language that can stand for a value, and what they mean."""
    kind = declared.kind
    if isinstance(kind, Boolean):
        yield from (("yes", ""), ("no", ""))
    if isinstance(kind, Date | Instant):
        yield from _DAYS
    if _may_be_user(kind):
        yield from (("me", "yourself"), ("myteam", "you and everybody below you"))
    if isinstance(declared, Field) and not declared.required and not isinstance(kind, Boolean):
        yield ("none", "empty")


def _literals(declared: Field | Derived, typed: str, values: Values) -> Iterable[str]:
    kind = declared.kind
    if isinstance(kind, Picklist) or (isinstance(kind, TextList) and kind.choices is not None):
        assert kind.choices is not None
        begun = f" {typed.casefold()}"
        return [choice.value for choice in kind.choices if begun in f" {choice.casefold()}"]
    asked = isinstance(kind, _ASKED) and isinstance(declared, Field)
    return values(declared, typed) if asked and isinstance(declared, Field) else ()


def spelled(value: str) -> str:
    """The value as a query must spell it: in quotes when it would be read as something else."""
    bare = value[:1] not in tuple(":<>=!") and not any(c.isspace() or c in '"(),' for c in value)
    return value if bare and value.casefold() not in _RESERVED else quoted(value)


def _may_be_user(kind: Kind) -> bool:
    if isinstance(kind, AnyReference):
        return "user" in dict(kind.targets).values()
    return isinstance(kind, Reference | References) and kind.target == "user"


def _end_of(text: str, cursor: int, stops: frozenset[str]) -> int:
    """Where the word under the cursor ends."""
    end = cursor
    while end < len(text) and not text[end].isspace() and text[end] not in stops:
        end += 1
    return end
