"""Completion of queries as they are typed, with what the workspace holds and the person may see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from successtui.query.completion import Completion, complete
from successtui.records import REGISTRY, Field, Record
from successtui.records.kinds import AnyReference, OpenPicklist, Reference, References, TextList
from successtui.services.house import picklist
from successtui.services.session import Session
from successtui.store.reader import Reader

_FROM_EACH_TYPE = 20
_ROWS_WITH_TAGS = 300


def suggest(session: Session, cls: type[Record], text: str, cursor: int) -> list[Completion]:
    """The ways to go on with a query at the cursor, best first; at most fifty.

    Args:
        cls: the record type that is filtered.
        cursor: index into the text, from 0 to its length.
    """
    with session.read() as reader:
        return complete(text, cursor, cls, lambda field, typed: _values(reader, cls, field, typed))


def _values(reader: Reader, cls: type[Record], field: Field, typed: str) -> Iterable[str]:
    match field.kind:
        case OpenPicklist(setting=setting):
            return (value for value in picklist(reader, setting) if _begins(value, typed))
        case Reference(target=target) | References(target=target):
            return _called(reader, target, typed)
        case AnyReference(targets=targets):
            every = dict.fromkeys(target for _, target in targets)
            return (name for target in every for name in _called(reader, target, typed))
        case TextList():
            return _used(reader, cls, field.name, typed)
        case _:
            return ()


def _called(reader: Reader, target: str, typed: str) -> Iterator[str]:
    """Keys of keyed records, such as usernames; captions of numbered ones."""
    numbered = REGISTRY[target].declaration.numbered
    names = (
        record.caption if numbered else reader.key_of(record)
        for record in reader.choices(target, typed, limit=_FROM_EACH_TYPE)
    )
    return (name for name in dict.fromkeys(names) if name)


def _used(reader: Reader, cls: type[Record], name: str, typed: str) -> list[str]:
    """The texts that some of the visible records hold, such as tags."""
    records = reader.all(cls, order=("-updated_at",), limit=_ROWS_WITH_TAGS, templates=None)
    found = {text for record in records for text in record[name]}
    return sorted(text for text in found if _begins(text, typed))


def _begins(value: str, typed: str) -> bool:
    """Whether a word of the value begins like that."""
    return f" {typed.casefold()}" in f" {value.casefold()}"
