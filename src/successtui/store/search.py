"""Asking for records by words: which ones, newest first, and only those the actor sees.

Every row that counts has passed the visibility rule of its own type, and lives. SQLite answers from
its index; other engines look through `search_text` with the same result.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    false,
    func,
    literal,
    select,
)

from successtui.domain.permissions import Actor
from successtui.records import REGISTRY
from successtui.store import search_sqlite
from successtui.store.conditions.matching import Condition
from successtui.store.conditions.seen import all_of, any_of
from successtui.store.reader import Reader
from successtui.store.search_index import searched_types
from successtui.store.tables import TABLES, search_text
from successtui.store.visibility import visible

Where = tuple[str, int]
"""Name of a record type, and an id."""


def find(
    reader: Reader,
    words: Sequence[str],
    *,
    types: Iterable[str] | None = None,
    limit: int | None = None,
    by_name: bool = False,
) -> list[Where]:
    """The records that hold all the words, the last one at least as a beginning; newest first.

    Args:
        words: as `search_words.asked` gives them; without any nothing is found.
        types: names of record types; all that can be searched when `None`.
        by_name: those first whose name holds most of the words. Looks at everything found.
    """
    if not words:
        return []
    query = _found(reader, words, types, (search_text.c.record_type, search_text.c.record_id))
    newest = _place(reader).desc()
    order = (_in_name(words).desc(), newest) if by_name else (newest,)
    reader.prepare()
    rows = reader.connection.execute(query.order_by(*order).limit(limit))
    return [(row.record_type, row.record_id) for row in rows]


def count(
    reader: Reader,
    words: Sequence[str],
    *,
    types: Iterable[str] | None = None,
    most: int | None = None,
) -> int:
    """How many records `find` would give without a limit; at most `most`, if that is given."""
    if not words:
        return 0
    query = _found(reader, words, types, (search_text.c.id,)).limit(most)
    reader.prepare()
    return reader.connection.scalar(select(func.count()).select_from(query.subquery())) or 0


def _found(
    reader: Reader,
    words: Sequence[str],
    types: Iterable[str] | None,
    columns: tuple[Any, ...],
) -> Select[Any]:
    wanted = searched_types() if types is None else tuple(types)
    seen = _seen(reader.actor, wanted, _has_index(reader))
    query: Select[Any] = select(*columns)
    if not _has_index(reader):
        return query.where(all_of(_holds(words)), seen)
    index = search_sqlite.INDEX
    joined = index.join(search_text, search_text.c.id == index.c.rowid)
    return query.select_from(joined).where(search_sqlite.matching(words), seen)


@lru_cache(maxsize=64)
def _seen(actor: Actor | None, types: tuple[str, ...], indexed: bool) -> Condition:
    """Whether the record a row stands for lives, and is seen. Kept, because building it is slow."""
    kind = search_text.c.record_type
    if indexed:
        # Looked up row by row, newest first, until enough are found. A choice by type and not
        # alternatives, or SQLite would begin with these instead of its index of words.
        ways = ((kind == name, _living(name, actor, one_by_one=True).exists()) for name in types)
        return case(*ways, else_=false())
    here = search_text.c.record_id
    return any_of(and_(kind == name, here.in_(_living(name, actor))) for name in types)


def _living(name: str, actor: Actor | None, *, one_by_one: bool = False) -> Select[tuple[int]]:
    """Ids of the living records of a type that the actor sees; of the row's record alone."""
    rows = TABLES[name]
    found = select(rows.c.id).select_from(rows).where(rows.c.deleted_at.is_(None))
    if (seen := visible(REGISTRY[name], actor)) is not None:
        found = found.where(seen)
    if not one_by_one:
        return found
    return found.where(rows.c.id == search_text.c.record_id).correlate(search_text)


def _place(reader: Reader) -> ColumnElement[int]:
    """The row's place in time. Only by the index's own column does it answer backwards at once."""
    return search_sqlite.INDEX.c.rowid if _has_index(reader) else search_text.c.id


def _has_index(reader: Reader) -> bool:
    return reader.connection.dialect.name == "sqlite"


def _holds(words: Sequence[str]) -> Iterable[Condition]:
    text = search_text.c.name + search_text.c.body
    return (text.like(pattern) for pattern in _patterns(words))


def _in_name(words: Sequence[str]) -> ColumnElement[int]:
    """How many of the words stand in the record's name."""
    total: ColumnElement[int] = literal(0)
    for pattern in _patterns(words):
        total = total + case((search_text.c.name.like(pattern), 1), else_=0)
    return total


def _patterns(words: Sequence[str]) -> list[str]:
    """Words hold letters and digits only, so none of them is read as a wildcard."""
    *whole, last = words
    return [*(f"% {word} %" for word in whole), f"% {last}%"]
