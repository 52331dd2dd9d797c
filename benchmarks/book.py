"""Workspaces of a chosen size to measure on, made in seconds and kept in a temporary folder.

A book of N engagements has N accounts in three levels, 500 users in four (plus whoever runs this,
as admin), and per engagement a plan, 4 objectives, 12 outcomes, 4 plays, 20 tasks, 12 touchpoints,
2.4 risks, 2 products in use, 1.2 contracts with 0.3 opportunities and 0.4 renewal events, and 0.1
escalations. Rows go straight into the store's tables, without history.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import stat
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateTable

from benchmarks import book_business, book_rows
from successtui.domain.clock import Clock
from successtui.records import REGISTRY
from successtui.records.kinds import Default
from successtui.services.workspaces import create_workspace
from successtui.store import search_index
from successtui.store.tables import LINKS, TABLES, whole_schema
from successtui.store.workspace import Workspace

_DIALECT = sqlite.dialect()
_SOURCES = (__file__, book_rows.__file__, book_business.__file__)
_SEARCHABLE = 25_000
"""Engagements up to which a book keeps its words; bigger ones nobody searches."""


@dataclass(frozen=True, slots=True)
class Book:
    """A workspace to measure on.

    Attributes:
        engagements: how many; every other number is in proportion.
        seconds: what making it took, 0 when it was kept from before.
    """

    path: Path
    engagements: int
    seconds: float = 0.0

    @property
    def megabytes(self) -> float:
        """Size of the file."""
        return self.path.stat().st_size / 1e6

    def copy(self, folder: Path) -> Book:
        """The same in a file of its own, to be written to."""
        return Book(Path(shutil.copy(self.path, folder)), self.engagements)


def open_book(engagements: int) -> Book:
    """The book of that size, made now unless one of this very layout was kept."""
    path = _folder() / f"book-{engagements}-{_layout()}.db"
    if path.exists():
        return Book(path, engagements)
    for outdated in path.parent.glob(f"book-{engagements}-*"):
        outdated.unlink()
    began = time.perf_counter()
    fresh = path.with_suffix(f".{os.getpid()}.new")
    fresh.unlink(missing_ok=True)
    create_workspace(fresh, Clock(), currency="EUR").workspace.close()
    connection = sqlite3.connect(fresh)
    try:
        _fill(connection, engagements)
    finally:
        connection.close()
    if engagements <= _SEARCHABLE:
        _make_searchable(fresh)
    fresh.replace(path)
    return Book(path, engagements, time.perf_counter() - began)


def _fill(connection: sqlite3.Connection, engagements: int) -> None:
    """All rows in one transaction. Indexes are made anew afterwards and values not checked against
    picklists, each of which is several times quicker."""
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA journal_mode = MEMORY")
    connection.execute("PRAGMA ignore_check_constraints = ON")
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    indexes = connection.execute(query).fetchall()
    for name, _ in indexes:
        connection.execute(f'DROP INDEX "{name}"')
    for rows in book_rows.everything(engagements):
        _insert(connection, rows)
    for some in book_business.everything(engagements):
        if isinstance(some, book_rows.Links):
            _link(connection, some)
        else:
            _insert(connection, some)
    for _, sql in indexes:
        connection.execute(sql)
    connection.commit()
    connection.execute("PRAGMA journal_mode = DELETE")


def _make_searchable(path: Path) -> None:
    """The words of all rows, as saving them one by one would have kept them."""
    workspace = Workspace(path)
    try:
        with workspace.write_engine.begin() as connection:
            search_index.rebuild(connection)
    finally:
        workspace.close()


def _insert(connection: sqlite3.Connection, rows: book_rows.Rows) -> None:
    declaration = REGISTRY[rows.record].declaration
    table = TABLES[rows.record]
    fixed: dict[str, Any] = {
        name: field.default
        for name, field in declaration.fields.items()
        if name in table.c and name not in rows.columns
        if field.default is not None and not isinstance(field.default, Default | tuple)
    }
    fixed |= {"created_at": book_rows.MADE_AT, "created_by": 1, "version": 1}
    fixed |= {"updated_at": book_rows.MADE_AT, "updated_by": 1}
    numbered = declaration.numbered
    lead = ("id", "number") if numbered else ("id",)
    memories = [(i, _memory(rows.record, name)) for i, name in enumerate(rows.columns, len(lead))]
    coded = [(place, memory) for place, memory in memories if memory is not None]

    def encoded() -> Iterator[list[Any]]:
        for record_id, values in enumerate(rows.values, rows.first_id):
            row = [record_id, *values]
            if numbered:
                row.insert(1, f"{declaration.prefix}{record_id:07d}")
            for place, memory in coded:
                row[place] = memory[row[place]]
            yield row

    names = ", ".join(f'"{name}"' for name in (*lead, *rows.columns, *fixed))
    marks = ", ".join("?" * len((*lead, *rows.columns)))
    constants = "".join(f", {_literal(connection, rows.record, *item)}" for item in fixed.items())
    statement = f'INSERT INTO "{table.name}" ({names}) VALUES ({marks}{constants})'
    connection.executemany(statement, encoded())
    last = connection.execute(f'SELECT max(id) FROM "{table.name}"').fetchone()[0]
    counters = [(f"id:{rows.record}", last)] + ([(declaration.prefix, last)] if numbered else [])
    connection.executemany("INSERT OR REPLACE INTO counter (prefix, last) VALUES (?, ?)", counters)


def _link(connection: sqlite3.Connection, links: book_rows.Links) -> None:
    table = LINKS[links.record, links.field]
    statement = f'INSERT INTO "{table.name}" (record_id, target_id) VALUES (?, ?)'
    connection.executemany(statement, links.pairs)


class _Memory(dict[Any, Any]):
    """Values and what a column keeps for them, each worked out once."""

    def __init__(self, encode: Callable[[Any], Any]) -> None:
        super().__init__()
        self._encode = encode

    def __missing__(self, value: Any) -> Any:
        self[value] = self._encode(value)
        return self[value]


def _memory(record: str, column: str) -> _Memory | None:
    """`None` for columns that keep values as they are."""
    kind = TABLES[record].c[column].type
    encode: Callable[[Any], Any] | None = kind.dialect_impl(_DIALECT).bind_processor(_DIALECT)
    return None if encode is None else _Memory(encode)


def _literal(connection: sqlite3.Connection, record: str, column: str, value: Any) -> str:
    """A value as SQL spells it."""
    memory = _memory(record, column)
    kept = value if memory is None else memory[value]
    return str(connection.execute("SELECT quote(?)", (kept,)).fetchone()[0])


def _layout() -> str:
    """Changes with the tables and with this generator, so that no outdated book is used."""
    tables = [str(CreateTable(t).compile(dialect=_DIALECT)) for t in whole_schema().sorted_tables]
    indexes = sorted(str(i.name) for t in whole_schema().sorted_tables for i in t.indexes)
    sources = [Path(source).read_text("utf-8") for source in _SOURCES]
    return hashlib.sha256(_joined([*tables, *indexes, *sources])).hexdigest()[:12]


def _joined(texts: Sequence[str]) -> bytes:
    return "\n".join(texts).encode()


def _folder() -> Path:
    """A private folder below the temporary one.

    Raises:
        PermissionError: it is somebody else's.
    """
    folder = Path(tempfile.gettempdir()) / f"successtui-benchmarks-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    info = folder.lstat()
    if info.st_uid != os.getuid() or not stat.S_ISDIR(info.st_mode) or info.st_mode & 0o077:
        raise PermissionError(f"{folder} is not a private folder of yours; remove it")
    return folder
