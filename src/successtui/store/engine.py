"""Opening a database safely: the one place that knows what differs between SQLite and PostgreSQL.

SQLite: immediate write transactions, foreign keys, full synchronisation, a journal mode chosen by
version, a separate engine that can only read, and files that belong to their owner alone.
"""

from __future__ import annotations

import os
import sqlite3
import stat
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.exc import ArgumentError

from successtui.domain.errors import BadCall, CannotCreate, IoTrouble, Unreachable

BUSY_SECONDS = 30
_WRITE_LOCK = 0x53554343
FIXED_BRANCHES = {(3, 44): (3, 44, 6), (3, 50): (3, 50, 7)}


def parse_address(address: str) -> URL:
    """The database named by a path or a URL.

    Raises:
        BadCall: neither a path nor a SQLite or PostgreSQL URL.
    """
    if "://" not in address:
        return URL.create("sqlite", database=str(Path(address).expanduser().absolute()))
    try:
        url = make_url(address)
    except ArgumentError:
        raise BadCall("the database address is neither a path nor a URL") from None
    if url.get_backend_name() not in ("sqlite", "postgresql"):
        raise BadCall(f"databases of kind '{url.get_backend_name()}' are not supported")
    return url.set(drivername="postgresql+psycopg") if _is_postgres(url) else url


def file_of(url: URL) -> Path | None:
    """The file of a SQLite database, `None` for other engines."""
    return None if _is_postgres(url) else Path(url.database or "")


def journal_mode(version: tuple[int, int, int] = sqlite3.sqlite_version_info) -> tuple[str, str]:
    """The journal mode to use, and why, in words.

    Versions 3.7.0 to 3.51.2 can corrupt a write-ahead log that several processes use; the fix
    was ported back to 3.50.7 and 3.44.6.
    """
    fixed_at = FIXED_BRANCHES.get(version[:2], (3, 51, 3))
    name = ".".join(map(str, version))
    if version >= fixed_at:
        return "wal", f"SQLite {name} has the write-ahead log fix"
    return "delete", f"SQLite {name} may damage a write-ahead log shared by several programs"


def create_file(path: Path) -> None:
    """Makes an empty database file that only its owner can read.

    Raises:
        CannotCreate: something stands there already, or the folder cannot be written.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise CannotCreate(f"{path.parent} cannot be made: {error.strerror}") from None
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        raise CannotCreate(f"{path} exists already") from None
    except OSError as error:
        raise CannotCreate(f"{path} cannot be made: {error.strerror}") from None


def check_file(path: Path) -> None:
    """Refuses, before anything is opened, what is not a readable SQLite database.

    Raises:
        IoTrouble: with what was found and what to do.
    """
    try:
        info = path.stat()
        if not stat.S_ISREG(info.st_mode):
            raise IoTrouble(f"{path} is not a file")
        with path.open("rb") as file:
            head = file.read(16)
    except OSError as error:
        raise IoTrouble(f"{path} cannot be read: {error.strerror}") from None
    if not head:
        raise IoTrouble(f"{path} is empty; restore a backup, or delete it and run init")
    if head != b"SQLite format 3\x00":
        raise IoTrouble(f"{path} is not a successtui database; restore a backup")


def write_engine(url: URL) -> Engine:
    """An engine for transactions that change something."""
    if file_of(url) is not None:
        return _sqlite(url, read_only=False)
    engine = _postgres(url)

    @event.listens_for(engine, "begin")
    def _wait_for_turn(connection: Connection) -> None:
        # One writer at a time, as on SQLite: rules that look at other records (children, numbers,
        # uniqueness) then hold without every one of them taking locks of its own.
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITE_LOCK})")

    return engine


def read_engine(url: URL) -> Engine:
    """An engine that cannot change anything and never takes the write lock."""
    if file_of(url) is not None:
        return _sqlite(url, read_only=True)
    # A reader sees one state of the data, however many statements it takes.
    return _postgres(url).execution_options(
        postgresql_readonly=True, isolation_level="REPEATABLE READ"
    )


def append_only(connection: Connection, table: str) -> None:
    """Makes the database itself refuse to change or remove rows of that table."""
    if connection.dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            connection.exec_driver_sql(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        return
    connection.exec_driver_sql(
        f"CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"
    )
    connection.exec_driver_sql(
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_append_only()"
    )
    connection.exec_driver_sql(
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_append_only()"
    )


def integrity(connection: Connection) -> list[str]:
    """What the engine itself finds wrong with the stored data; empty when all is well."""
    if connection.dialect.name != "sqlite":
        return []
    found = [row[0] for row in connection.exec_driver_sql("PRAGMA integrity_check(20)")]
    problems = [] if found == ["ok"] else [str(text) for text in found]
    for row in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        problems.append(f"{row[0]} row {row[1]} points to a missing {row[2]}")
    return problems


def _is_postgres(url: URL) -> bool:
    return url.get_backend_name() == "postgresql"


def _postgres(url: URL) -> Engine:
    try:
        return create_engine(url, pool_pre_ping=True, hide_parameters=True)
    except ModuleNotFoundError:
        message = "team databases need the 'postgres' extra: pip install 'successtui[postgres]'"
        raise Unreachable(message) from None


def _sqlite(url: URL, *, read_only: bool) -> Engine:
    path = file_of(url)
    assert path is not None
    # A reader must still be able to roll back what a killed writer left; query_only stops the rest.
    mode = "rw" if os.access(path, os.W_OK) else "ro"
    name = path.as_uri().removeprefix("file://")
    engine = create_engine(
        URL.create("sqlite", database=f"file:{name}", query={"mode": mode, "uri": "true"}),
        hide_parameters=True,
        connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def _prepare(raw: Any, _record: object) -> None:
        raw.isolation_level = None
        raw.execute("PRAGMA foreign_keys = ON")
        if read_only:
            raw.execute("PRAGMA query_only = ON")
        else:
            raw.execute("PRAGMA synchronous = FULL")
            raw.execute(f"PRAGMA journal_mode = {journal_mode()[0]}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    return engine
