"""What search finds records by, kept beside them: which fields, written with every change.

Owns the table `search_text`; the fields follow from the declarations. Rows stay when records are
deleted: asking leaves those out, and restoring needs nothing. On SQLite triggers of the schema keep
an index of the words in step, in the same transaction.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from sqlalchemy import Connection, Update, bindparam, delete, insert, select, update

from successtui.records import REGISTRY, Record
from successtui.records.kinds import Text, TextList
from successtui.store import search_sqlite
from successtui.store.search_words import searchable
from successtui.store.tables import TABLES, search_text

NUMBER = "number"
_PORTION = 2_000
_OF_TYPE, _OF_ID = "of_type", "of_id"

Row = dict[str, Any]
Where = tuple[str, int]
"""Name of a record type, and an id."""


@cache
def naming_fields(name: str) -> tuple[str, ...]:
    """The fields people know records of a type by: number, caption and texts of the key."""
    declaration = REGISTRY[name].declaration
    own = (NUMBER,) if declaration.numbered else ()
    known = [n for n in (*declaration.caption, *declaration.key) if _holds_text(name, n)]
    return tuple(dict.fromkeys((*own, *known)))


@cache
def telling_fields(name: str) -> tuple[str, ...]:
    """The other fields of a type that hold texts of people: descriptions, notes, tags."""
    named = naming_fields(name)
    fields = REGISTRY[name].declaration.fields
    return tuple(n for n in fields if n not in named and _holds_text(name, n))


@cache
def searched_types() -> tuple[str, ...]:
    """The record types that have anything to search in."""
    return tuple(name for name in REGISTRY if naming_fields(name) or telling_fields(name))


def row_of(record: Record) -> Row | None:
    """The record's row of `search_text`; `None` when its type has nothing to search in."""
    return _row(record.declaration.name, record.id, record.__dict__)


def refresh(connection: Connection, record: Record, changed: Mapping[str, object]) -> None:
    """Writes the record's words anew if one of the changed fields is searched in."""
    name = record.declaration.name
    if changed.keys().isdisjoint((*naming_fields(name), *telling_fields(name))):
        return
    row = row_of(record)
    assert row is not None
    words = {"name": row["name"], "body": row["body"]}
    connection.execute(_update(), {**words, _OF_TYPE: name, _OF_ID: record.id})


def rebuild(connection: Connection) -> None:
    """Makes all of it anew from the records, in the order they were made."""
    connection.execute(delete(search_text))
    for some in _portions(_wanted(connection)):
        connection.execute(insert(search_text), some)
    if connection.dialect.name == "sqlite":
        search_sqlite.rebuild(connection)


def trouble(connection: Connection) -> list[str]:
    """What search would miss or find wrongly, in words; empty when all is well."""
    kept: dict[Where, tuple[str, str]] = {
        (row.record_type, row.record_id): (row.name, row.body)
        for row in connection.execute(select(search_text))
    }
    missing = stale = 0
    for row in _wanted(connection):
        found = kept.pop((row["record_type"], row["record_id"]), None)
        missing += found is None
        stale += found is not None and found != (row["name"], row["body"])
    count = missing + stale + len(kept)
    if connection.dialect.name == "sqlite":
        count += search_sqlite.not_indexed(connection)
    if not count:
        return []
    return [f"search finds {count} records wrongly or not at all; mend it with: successtui upgrade"]


@cache
def _update() -> Update:
    """Writes the words of one record; kept, because making the statement takes longer."""
    table = search_text.c
    of = (table.record_type == bindparam(_OF_TYPE), table.record_id == bindparam(_OF_ID))
    return update(search_text).where(*of)


def _wanted(connection: Connection) -> Iterator[Row]:
    """The rows that should be there, in the order the records were made."""
    places: list[tuple[Any, int, int]] = []
    for place, name in enumerate(searched_types()):
        table = TABLES[name]
        made = select(table.c.created_at, table.c.id)
        places.extend((at, place, i) for at, i in connection.execute(made))
    places.sort(key=lambda one: (one[0] is not None, one[0], one[1], one[2]))
    for some in _portions(places):
        yield from _rows(connection, [(searched_types()[place], i) for _, place, i in some])


def _rows(connection: Connection, wanted: list[Where]) -> Iterator[Row]:
    found: dict[Where, Row] = {}
    for name in dict.fromkeys(name for name, _ in wanted):
        table = TABLES[name]
        columns = [table.c[n] for n in (*naming_fields(name), *telling_fields(name))]
        ids = [i for of, i in wanted if of == name]
        query = select(table.c.id, *columns).where(table.c.id.in_(ids))
        for values in connection.execute(query).mappings():
            row = _row(name, values["id"], dict(values))
            assert row is not None
            found[name, values["id"]] = row
    return (found[where] for where in wanted if where in found)


def _row(name: str, record_id: int, values: Mapping[str, Any]) -> Row | None:
    naming, telling = naming_fields(name), telling_fields(name)
    if not (naming or telling):
        return None
    return {
        "record_type": name,
        "record_id": record_id,
        "name": searchable(_texts(values, naming)),
        "body": searchable(_texts(values, telling)),
    }


def _texts(values: Mapping[str, Any], names: tuple[str, ...]) -> list[str]:
    texts: list[str] = []
    for name in names:
        value = values[name]
        if isinstance(value, str):
            texts.append(value)
        elif value:
            texts.extend(value)
    return texts


def _holds_text(name: str, field_name: str) -> bool:
    field = REGISTRY[name].declaration.fields.get(field_name)
    kind = None if field is None else field.kind
    return isinstance(kind, Text) or (isinstance(kind, TextList) and kind.choices is None)


def _portions(rows: Any) -> Iterator[list[Any]]:
    portion: list[Any] = []
    for row in rows:
        portion.append(row)
        if len(portion) == _PORTION:
            yield portion
            portion = []
    if portion:
        yield portion
