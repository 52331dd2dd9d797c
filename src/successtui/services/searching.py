"""Searching everywhere: records of every type by words of their texts, with what was found shown.

What a person may not see is neither found nor counted, and nothing of it is shown: every record is
read through the visibility rule, and what is shown of it is its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from successtui.domain.lifecycle import state_field
from successtui.domain.plaintext import ELLIPSIS, clean_text, for_terminal
from successtui.records import REGISTRY, Record
from successtui.records.kinds import AnyReference, Reference
from successtui.services.session import Session
from successtui.store import search as store
from successtui.store.reader import HIDDEN, Reader
from successtui.store.search_index import naming_fields, telling_fields
from successtui.store.search_words import asked, placed

SNIPPET = 80
"""Characters a snippet has at most, the signs of what was left out not counted."""
_BEFORE = 24

Mark = tuple[int, int]
"""Start and end of a stretch of text."""


@dataclass(frozen=True, slots=True)
class Found:
    """A record that was found.

    Attributes:
        number: its number, or its natural key when it has none.
        title: what people know it by; of a note, what it is about.
        account: number of the account it belongs to, an account's own; empty when there is none.
        account_name: what people know that account by.
        state: the state it is in; empty for what has none.
        field: the field whose text is shown.
        snippet: a piece of that text on one line.
        marks: where words of the question stand in the snippet.
    """

    record_type: type[Record]
    record_id: int
    number: str
    title: str
    account: str
    account_name: str
    state: str
    field: str
    snippet: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """What a question found.

    Attributes:
        total: how many records there are, as far as they were counted.
        more: there are more than that.
    """

    query: str
    total: int
    more: bool
    found: tuple[Found, ...]


def search(
    session: Session,
    text: str,
    *,
    limit: int | None = 20,
    records: Sequence[type[Record]] | None = None,
    ranked: bool = False,
    count_to: int | None = None,
) -> Results:
    """Visible records that hold every word of the text, in any order; newest first.

    Capitals, accents and signs between words make no difference. The last word may be the
    beginning of one. A text without letters and digits finds nothing. A record whose number is
    the text stands first.

    Args:
        limit: records given at most; `None` for all.
        records: the types to look through; all when `None`.
        ranked: those whose name holds most of the words first. Looks at everything found, so it
            costs more the more that is.
        count_to: stops counting there; `None` counts all.
    """
    words = asked(text)
    types = None if records is None else tuple(cls.declaration.name for cls in records)
    with session.read() as reader:
        look = partial(store.find, reader, words, types=types, by_name=ranked)
        places = [*_by_number(reader, text, types), *look(limit=limit)]
        places = list(dict.fromkeys(places))[:limit]
        some = len(places) if limit is None or len(places) < limit else None
        if some is None:
            most = None if count_to is None else count_to + 1
            some = store.count(reader, words, types=types, most=most)
        found = tuple(_Shower(reader, words, places).all())
    more = count_to is not None and some > count_to
    return Results(text, count_to if more and count_to is not None else some, more, found)


def search_json(results: Results) -> dict[str, Any]:
    """The answer of `successtui search --format json`."""
    return {
        "query": results.query,
        "total": results.total,
        "results": [
            {
                "record": one.record_type.declaration.name,
                "number": one.number,
                "title": one.title,
                "account": one.account or None,
                "field": one.field,
                "snippet": one.snippet,
            }
            for one in results.found
        ],
    }


def _by_number(reader: Reader, text: str, types: Sequence[str] | None) -> Iterator[tuple[str, int]]:
    """The visible record whose number is the text, letters in any case."""
    typed = clean_text(text, multiline=False).strip()
    number = typed.upper()
    for name, cls in REGISTRY.items():
        prefix = cls.declaration.prefix
        if prefix and number.startswith(prefix) and (types is None or name in types):
            for wanted in dict.fromkeys((number, typed)):
                if (record := reader.by_key(cls, wanted)) is not None:
                    yield name, record.id


class _Shower:
    """Shows records that were found, reading each type once."""

    def __init__(
        self, reader: Reader, words: Sequence[str], places: Sequence[tuple[str, int]]
    ) -> None:
        self._reader = reader
        self._words = words
        self._places = places
        self._records = self._read(places)
        self._parents = self._read([p for r in self._records.values() if (p := _parent(r))])
        held = [account for r in self._records.values() if (account := self._account_of(r))]
        self._accounts = self._read([("account", account) for account in held])

    def all(self) -> Iterator[Found]:
        """Each record, in the order asked for; one that is gone meanwhile is left out."""
        for place in self._places:
            if (record := self._records.get(place)) is not None:
                yield self._shown(record)

    def _read(self, places: Sequence[tuple[str, int]]) -> dict[tuple[str, int], Record]:
        wanted: dict[str, list[int]] = {}
        for name, record_id in places:
            wanted.setdefault(name, []).append(record_id)
        return {
            (name, record_id): record
            for name, ids in wanted.items()
            for record_id, record in self._reader.rows(REGISTRY[name], ids).items()
        }

    def _shown(self, record: Record) -> Found:
        account = self._accounts.get(("account", self._account_of(record) or 0))
        field, snippet, marks = _snippet(record, self._words)
        return Found(
            type(record),
            record.id,
            record.number or self._reader.key_of(record),
            self._title(record),
            account.number if account else "",
            account.caption if account else "",
            str(record.values().get(state_field(record.declaration.name)) or ""),
            field,
            snippet,
            marks,
        )

    def _title(self, record: Record) -> str:
        """Its name; of what has none, its kind and what it hangs from."""
        if record.caption:
            return record.caption
        parent = _parent(record)
        other = self._parents.get(parent) if parent else None
        name = HIDDEN if other is None else other.caption or other.number
        return f"{record.declaration.label}: {name}"

    def _account_of(self, record: Record) -> int | None:
        if record.declaration.name == "account":
            return record.id
        if "account" in record.declaration.fields:
            return int(record["account"] or 0) or None
        parent = self._parents.get(_parent(record) or ("", 0))
        return self._account_of(parent) if parent is not None else None


def _parent(record: Record) -> tuple[str, int] | None:
    """What the record hangs from: what it is seen by, else the first reference of its key."""
    declaration = record.declaration
    for name in (declaration.through, *declaration.key):
        field = declaration.fields.get(name)
        if field is None or record[name] is None:
            continue
        if isinstance(field.kind, Reference):
            return field.kind.target, record[name]
        if isinstance(field.kind, AnyReference):
            target = field.kind.target(record[field.kind.discriminator])
            return None if target is None else (target, record[name])
    return None


def _snippet(record: Record, words: Sequence[str]) -> tuple[str, str, tuple[Mark, ...]]:
    """The field that holds most of the words, a piece of its text, and where they stand in it."""
    name = record.declaration.name
    best: tuple[str, str, list[Mark]] = ("", "", [])
    most = 0
    for field in (*naming_fields(name), *telling_fields(name)):
        text = _text(record[field])
        held, marks = _held(text, words)
        if held > most or not best[0]:
            most, best = held, (field, text, marks)
    field, text, marks = best
    return field, *_piece(text, marks)


def _text(value: str | tuple[str, ...] | None) -> str:
    """The value on one line, without what a terminal would obey."""
    whole = value if isinstance(value, str) else ", ".join(value or ())
    return for_terminal(" ".join(whole.split()))


def _held(text: str, words: Sequence[str]) -> tuple[int, list[Mark]]:
    """How many of the words the text holds, and where."""
    if not words:
        return 0, []
    *whole, last = words
    held: set[str] = set()
    marks: list[Mark] = []
    for start, end, some in placed(text):
        hit = {word for word in some if word in whole}
        if any(word.startswith(last) for word in some):
            hit.add(last)
        if hit:
            held |= hit
            marks.append((start, end))
    return len(held), marks


def _piece(text: str, marks: Sequence[Mark]) -> tuple[str, tuple[Mark, ...]]:
    """The text around the first mark, and the marks in it."""
    first = marks[0][0] if marks else 0
    start = 0 if len(text) <= SNIPPET else max(0, min(first - _BEFORE, len(text) - SNIPPET))
    if start:
        start = text.find(" ", start, first) + 1 or start
    end = start + SNIPPET
    lead = ELLIPSIS if start else ""
    kept = [
        (begin - start + len(lead), stop - start + len(lead))
        for begin, stop in marks
        if stop <= end
    ]
    tail = ELLIPSIS if end < len(text) else ""
    return f"{lead}{text[start:end]}{tail}", tuple(kept)
