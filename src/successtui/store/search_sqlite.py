"""SQLite's own full-text index (FTS5) over `search_text`: the one module that knows of it.

The index holds no text itself; triggers of the schema keep it in step with the table.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Integer, Text, column, literal, table

from successtui.store.search_words import MOST_WORDS

INDEX = table("search_index", column("rowid", Integer), column("search_index", Text))
_NAME = "search_index"
assert MOST_WORDS < 256, "deeper questions are refused by FTS5"


def belongs_to_index(kind: str, name: str | None) -> bool:
    """Whether a table is the index, or one of those SQLite keeps for it."""
    return kind == "table" and name is not None and f"{name}_".startswith(f"{_NAME}_")


def matching(words: Sequence[str]) -> ColumnElement[bool]:
    """The condition that a row of the index holds all words, the last one at least as a beginning.

    Words consist of letters and digits only, and stand in quotes: none is read as an operator.
    """
    *whole, last = words
    question = " AND ".join([*(f'"{word}"' for word in whole), f'"{last}" *'])
    found: ColumnElement[bool] = INDEX.c.search_index.op("MATCH", is_comparison=True)(
        literal(question, Text)
    )
    return found


def rebuild(connection: Connection) -> None:
    """Makes the index anew from the table."""
    connection.exec_driver_sql(f"INSERT INTO {_NAME} ({_NAME}) VALUES ('rebuild')")


def not_indexed(connection: Connection) -> int:
    """How many rows of the table the index does not know, or knows without there being one."""
    lost = "SELECT count(*) FROM {0} WHERE id NOT IN (SELECT id FROM {1})"
    tables = ("search_text", f"{_NAME}_docsize")
    found: Any = 0
    for one, other in (tables, tables[::-1]):
        found += connection.exec_driver_sql(lost.format(one, other)).scalar_one()
    return int(found)
