"""Making and upgrading the schema with Alembic: in one transaction, after a verified backup."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL

from successtui.domain.errors import CannotCreate, IoTrouble
from successtui.store import engine as engines
from successtui.store import search_index
from successtui.store.schema import HEAD, check_known, check_schema, revision
from successtui.store.workspace import translated


def create(address: str | Path) -> None:
    """Makes an empty workspace: the file, if it is one, and the schema.

    Raises:
        CannotCreate: there is a workspace, or a file, already.
    """
    url = engines.parse_address(str(address))
    path = engines.file_of(url)
    if path is not None:
        engines.create_file(path)
    try:
        with _migration(url) as connection:
            if revision(connection) is not None:
                raise CannotCreate("the database already is a workspace")
            _upgrade(connection)
    except BaseException:
        if path is not None:
            path.unlink(missing_ok=True)
        raise


def upgrade(address: str | Path) -> tuple[str, str]:
    """Brings an older workspace to this program's schema; returns (from, to).

    The caller has made a verified backup. References are checked again before the commit, and
    what search finds records by is made anew.

    Raises:
        IoTrouble: it is no workspace, or the upgrade failed and was taken back.
        NewerSchema: a newer version of the program made it; it is not touched.
    """
    url = engines.parse_address(str(address))
    path = engines.file_of(url)
    if path is not None:
        engines.check_file(path)
    _refuse_unknown(url)
    with _migration(url) as connection:
        # Another program may have upgraded it since.
        found = check_known(connection)
        if found != HEAD:
            _upgrade(connection)
            if broken := engines.integrity(connection):
                raise IoTrouble(f"the upgrade was taken back: {broken[0]}")
            search_index.rebuild(connection)
        return found, HEAD


def mend(address: str | Path) -> bool:
    """Makes what search finds records by anew if it does not fit them; says whether it did.

    Raises:
        Refused, IoTrouble, NewerSchema: the workspace cannot be opened.
    """
    url = engines.parse_address(str(address))
    with _migration(url) as connection:
        check_schema(connection)
        wrong = bool(search_index.trouble(connection))
        if wrong:
            search_index.rebuild(connection)
        return wrong


def _refuse_unknown(url: URL) -> None:
    """Looks at the schema through a connection that cannot change the file."""
    engine = engines.read_engine(url)
    try:
        with translated(), engine.connect() as connection:
            check_known(connection)
    finally:
        engine.dispose()


def _upgrade(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


@contextmanager
def _migration(url: URL) -> Iterator[Connection]:
    """One transaction on a connection of its own, which is closed afterwards."""
    engine = _migration_engine(url)
    try:
        with translated(), engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def _migration_engine(url: URL) -> Engine:
    """An engine with foreign keys off from the start: rebuilding a parent table would otherwise
    delete its children."""
    path = engines.file_of(url)
    if path is None:
        return create_engine(url, hide_parameters=True)
    engine = create_engine(URL.create("sqlite", database=str(path)), hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _prepare(raw: object, _record: object) -> None:
        raw.isolation_level = None  # type: ignore[attr-defined]
        raw.execute("PRAGMA foreign_keys = OFF")  # type: ignore[attr-defined]
        raw.execute("PRAGMA synchronous = FULL")  # type: ignore[attr-defined]

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine
