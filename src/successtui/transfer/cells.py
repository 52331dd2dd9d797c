"""Cells read by the declarations: values ready to be stored, and references still by their names.

Asks no database: what a row refers to is looked up when the row is saved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from successtui.domain.codec import read_exact, split_list
from successtui.domain.plaintext import clean_text, one_line
from successtui.records import REGISTRY, Record
from successtui.records.kinds import (
    AnyReference,
    Boolean,
    Field,
    Kind,
    Reference,
    References,
    Text,
    TextList,
)
from successtui.transfer.report import Rejection
from successtui.transfer.source import Feed, Row, Trouble

_LONGEST_NUMBER = 64
_SHOWN = 400
_LABELED = ("is", "takes", "must", "needs", "exists", "lies", "belongs", "would", "cannot")


@dataclass(frozen=True, slots=True)
class Link:
    """What a reference cell names.

    Attributes:
        target: record type; empty when the row does not say which of several.
        by: the field of the target that `keys` stand in.
    """

    target: str
    by: str
    keys: tuple[str, ...]


@dataclass(slots=True, eq=False)
class Candidate:
    """A row as it was read: what it would store, and what is wrong with it already.

    Attributes:
        links: references by field; fields without a value stand in `values`.
    """

    feed: Feed
    row: Row
    number: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    links: dict[str, Link] = field(default_factory=dict)
    troubles: list[Trouble] = field(default_factory=list)

    @property
    def record(self) -> type[Record]:
        """The type of record the row makes."""
        return self.feed.record

    @property
    def name(self) -> str:
        """The record type's name."""
        return self.feed.record.declaration.name

    def gives(self, name: str) -> bool:
        """Whether the row says anything of that field."""
        return name in self.values or name in self.links or (name == "number" and self.number != "")

    def text(self, name: str) -> str | None:
        """What the row's cell of a field names or holds, for telling rows apart."""
        if name == "number":
            return self.number or None
        if name in self.links:
            return "\n".join(self.links[name].keys)
        value = self.values.get(name)
        return None if value is None else str(value)

    def cell(self, name: str) -> str:
        """The field's cell as it stands in the file."""
        columns = self.feed.columns
        return self.row.cells[columns.index(name)] if name in columns else ""

    def trouble(self, name: str, message: str) -> Trouble:
        """What is wrong with a field of this row, in the words of its file."""
        declared = self.record.declaration.fields.get(name)
        label = declared.label.lower() if declared else name
        reason = f"{label} {message}" if message.split(" ", 1)[0] in _LABELED else message
        return Trouble(self.feed.headers.get(name, name), self.cell(name), reason)

    def rejections(self, troubles: Iterable[Trouble]) -> list[Rejection]:
        """The troubles as a report lists them."""
        place = (self.feed.file, self.row.line)
        return [
            Rejection(*place, t.column, t.value[:_SHOWN], one_line(t.reason, _SHOWN))
            for t in troubles
        ]


def read_feed(feed: Feed) -> list[Candidate]:
    """All rows of a feed, read; columns that the record type lacks are passed over."""
    fields = feed.record.declaration.fields
    places = {name: place for place, name in enumerate(feed.columns)}
    readers = [
        (place, _reader(feed, fields[name])) for name, place in places.items() if name in fields
    ]
    number = places.get("number") if feed.record.declaration.numbered else None
    found = []
    for row in feed.rows:
        candidate = Candidate(feed, row, troubles=list(row.troubles))
        if number is not None:
            _read_number(candidate, row.cells[number])
        for place, read in readers:
            read(candidate, row.cells[place])
        _settle_targets(candidate)
        found.append(candidate)
    return found


def natural_key(target: str) -> str:
    """The field that references name a record of that type by."""
    return REGISTRY[target].declaration.key[0]


def stands_in_for_default(declared: Field) -> bool:
    """Whether an empty cell can only mean the default: the field is never without a value."""
    if isinstance(declared.kind, Boolean):
        return True
    return declared.required and declared.default not in (None, ())


def _read_number(candidate: Candidate, cell: str) -> None:
    candidate.number = clean_text(cell, multiline=False).strip()
    if len(candidate.number) > _LONGEST_NUMBER:
        reason = f"number is longer than {_LONGEST_NUMBER} characters"
        candidate.troubles.append(candidate.trouble("number", reason))


def _reader(feed: Feed, declared: Field) -> Callable[[Candidate, str], None]:
    """What reads the cells of one column."""
    if isinstance(declared.kind, Reference | References | AnyReference):
        return _link_reader(declared, feed.lookups.get(declared.name, ""))
    return _value_reader(feed, declared)


def _value_reader(feed: Feed, declared: Field) -> Callable[[Candidate, str], None]:
    name, kind = declared.name, declared.kind
    omit = stands_in_for_default(declared)
    is_key = not feed.record.declaration.numbered and name in feed.record.declaration.key
    # Dates and picklists repeat; long texts do not.
    known: dict[str, Any] = {}
    keep = not isinstance(kind, Text)

    def read(candidate: Candidate, cell: str) -> None:
        if cell in known:
            value = known[cell]
        else:
            try:
                value = read_exact(kind, cell)
            except ValueError as error:
                candidate.troubles.append(candidate.trouble(name, str(error)))
                return
            if is_key and isinstance(value, str) and isinstance(kind, Text):
                value = value.strip() or None
            if keep:
                known[cell] = value
        if value is not None or not omit:
            candidate.values[name] = value

    return read


def _link_reader(declared: Field, by: str) -> Callable[[Candidate, str], None]:
    name, kind = declared.name, declared.kind
    target = kind.target if isinstance(kind, Reference | References) else ""
    known: dict[str, Link | None] = {}

    def read(candidate: Candidate, cell: str) -> None:
        if cell not in known:
            keys = _keys(kind, cell)
            known[cell] = Link(target, by or _key_of(target), keys) if keys else None
        link = known[cell]
        if link is None:
            candidate.values[name] = () if isinstance(kind, References) else None
        else:
            candidate.links[name] = link

    return read


def _keys(kind: Kind, cell: str) -> tuple[str, ...]:
    text = clean_text(cell, multiline=False)
    if isinstance(kind, References | TextList):
        return split_list(text)
    key = text.strip()
    return (key,) if key else ()


def _key_of(target: str) -> str:
    return natural_key(target) if target else ""


def _settle_targets(candidate: Candidate) -> None:
    """Finds out which type a reference points to, where another column tells it."""
    for name, link in candidate.links.items():
        kind = candidate.record.declaration.fields[name].kind
        if not isinstance(kind, AnyReference) or kind.discriminator not in candidate.values:
            continue
        target = kind.target(candidate.values[kind.discriminator])
        if target is None:
            known = ", ".join(value for value, _ in kind.targets)
            label = kind.discriminator.replace("_", " ")
            candidate.troubles.append(candidate.trouble(name, f"needs {label}: one of {known}"))
        else:
            by = candidate.feed.lookups.get(name) or natural_key(target)
            candidate.links[name] = Link(target, by, link.keys)
