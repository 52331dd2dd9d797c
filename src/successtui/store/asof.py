"""A workspace as it stood at a moment: a private SQLite copy with the later history taken back.

Owns how the copy is made, from SQLite and from a server alike, what the past looked like, and what
of it the person must not see. The source is only read. Knows nothing of sessions.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Connection,
    Engine,
    Index,
    Select,
    Table,
    create_engine,
    delete,
    event,
    func,
    insert,
    select,
)
from sqlalchemy.engine import URL

from successtui.domain.errors import IoTrouble
from successtui.domain.permissions import Actor
from successtui.records import REGISTRY
from successtui.store import engine as engines
from successtui.store.retracing import take_back
from successtui.store.tables import (
    LINKS,
    TABLES,
    batch,
    history,
    notice,
    search_text,
    whole_schema,
)
from successtui.store.visibility import visible
from successtui.store.workspace import Workspace, translated

_PORTION = 5000


def build(source: Workspace, place: Path, until: datetime | None, actor: Actor) -> Workspace:
    """The workspace as it stood, in a new file that only its owner can read.

    Records that live now and that the actor may not see now are left out of it altogether.

    Args:
        place: where nothing stands yet; its folder must be private. Whoever asked removes it.
        until: the first moment (UTC) whose changes do not count; `None` takes nothing back.

    Raises:
        IoTrouble, Busy, Unreachable: the source cannot be read, or the copy not written.
    """
    if source.file is None:
        from successtui.store import migrate  # deferred: only copies of servers need Alembic

        migrate.create(place)
    else:
        engines.create_file(place)
    target = _engine(place)
    try:
        with source.read(None) as reader:
            _copy(reader.connection, target)
        with translated(), target.begin() as connection:
            _make_changeable(connection)
            _leave_out_hidden(connection, actor)
            if until is not None:
                last = _last_batch(connection, until)
                take_back(connection, last)
                _forget_after(connection, last)
            _index_again(connection)
    finally:
        target.dispose()
    return Workspace(place)


def first_moment(workspace: Workspace) -> datetime | None:
    """When the history of a workspace begins."""
    with workspace.read(None) as reader:
        at: datetime | None = reader.connection.scalar(select(func.min(batch.c.at)))
        return at


def _engine(place: Path) -> Engine:
    """For building only: nothing is checked, and a crash in between may lose it all."""
    engine = create_engine(URL.create("sqlite", database=str(place)), hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _prepare(raw: Any, _record: object) -> None:
        raw.isolation_level = None
        for pragma in (
            "foreign_keys = OFF",
            "ignore_check_constraints = ON",
            "synchronous = OFF",
            "temp_store = MEMORY",
            # What was left out must not linger in pages that became free.
            "secure_delete = ON",
        ):
            raw.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN")

    return engine


def _copy(source: Connection, target: Engine) -> None:
    """Everything as it stands now, in one consistent view."""
    if source.dialect.name != "sqlite":
        with translated(), target.begin() as connection:
            _copy_rows(source, connection)
        return
    with _raw(target) as copy:
        try:
            source.connection.driver_connection.backup(copy)  # type: ignore[union-attr]
            # A copy of a database with a write-ahead log would make one of its own.
            copy.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.Error as error:
            raise IoTrouble(f"the past cannot be laid out: {error}") from error


@contextmanager
def _raw(engine: Engine) -> Iterator[Any]:
    held = engine.raw_connection()
    try:
        yield held.driver_connection
    finally:
        held.close()


def _copy_rows(source: Connection, target: Connection) -> None:
    for table in whole_schema().sorted_tables:
        rows = source.execute(select(table).execution_options(yield_per=_PORTION)).mappings()
        for some in rows.partitions(_PORTION):
            target.execute(insert(table), [dict(row) for row in some])


def _make_changeable(connection: Connection) -> None:
    """Takes away what guards a living workspace and would be in the way between two states."""
    guards = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?"
    for table in (batch, history):
        for (name,) in connection.exec_driver_sql(guards, (table.name,)).all():
            connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
    for index in _unique_indexes():
        connection.exec_driver_sql(f'DROP INDEX IF EXISTS "{index.name}"')


def _index_again(connection: Connection) -> None:
    """The indexes again, without their promise: what they are for is finding rows."""
    for index in _unique_indexes():
        assert index.table is not None
        columns = ", ".join(f'"{column.name}"' for column in index.columns)
        connection.exec_driver_sql(
            f'CREATE INDEX "{index.name}" ON "{index.table.name}" ({columns})'
        )


def _unique_indexes() -> list[Index]:
    return [index for table in TABLES.values() for index in table.indexes if index.unique]


def _leave_out_hidden(connection: Connection, actor: Actor) -> None:
    """Removes every living record the actor may not see now, with its links and history."""
    if actor.people is None:
        return
    # All are looked for before any is removed: what is seen depends on other rows.
    hidden = {name: _hidden_ids(connection, name, actor) for name in TABLES}
    for name, ids in hidden.items():
        for start in range(0, len(ids), _PORTION):
            some = ids[start : start + _PORTION]
            table = TABLES[name]
            for link in (LINKS[key] for key in LINKS if key[0] == name):
                connection.execute(delete(link).where(link.c.record_id.in_(some)))
            for about in (history, notice, search_text):
                theirs = (about.c.record_type == name, about.c.record_id.in_(some))
                connection.execute(delete(about).where(*theirs))
            connection.execute(delete(table).where(table.c.id.in_(some)))


def _hidden_ids(connection: Connection, name: str, actor: Actor) -> list[int]:
    condition = visible(REGISTRY[name], actor)
    if condition is None:
        return []
    table: Table = TABLES[name]
    # NOT IN rather than NOT: a condition that is unknown for a row means that it is hidden.
    seen: Select[Any] = select(table.c.id).where(condition).correlate(None)
    query = select(table.c.id).where(table.c.deleted_at.is_(None), table.c.id.not_in(seen))
    return list(connection.scalars(query))


def _last_batch(connection: Connection, until: datetime) -> int:
    """The newest batch that counts; all before it do, whatever a wrong clock wrote into them."""
    return connection.scalar(select(func.max(batch.c.id)).where(batch.c.at < until)) or 0


def _forget_after(connection: Connection, last: int) -> None:
    connection.execute(delete(notice).where(notice.c.batch > last))
    connection.execute(delete(history).where(history.c.batch > last))
    connection.execute(delete(batch).where(batch.c.id > last))
