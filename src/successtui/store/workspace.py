"""One workspace, which is one database: opening it, and the two ways in, reading and changing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection as Connection
from sqlalchemy import Engine
from sqlalchemy.engine import URL
from sqlalchemy.exc import DatabaseError, DBAPIError, IntegrityError, OperationalError

from successtui.domain.errors import Busy, IoTrouble, Refused, SuccessError, Unreachable
from successtui.domain.permissions import Actor
from successtui.store import engine as engines
from successtui.store.reader import Reader
from successtui.store.schema import check_schema
from successtui.store.tables import BatchKind
from successtui.store.unit import UnitOfWork

FindActor = Callable[[Connection], Actor]
"""Loads who is at work; called inside the transaction, so that a dismissal counts at once."""


class Workspace:
    """A database that is known to hold the schema this program needs.

    Raises on opening:
        IoTrouble: no file, or not a database.
        NewerSchema: made by a newer version.
        Unreachable: the server does not answer.
    """

    def __init__(self, address: str | Path) -> None:
        self.url: URL = engines.parse_address(str(address))
        path = engines.file_of(self.url)
        if path is not None:
            engines.check_file(path)
        self._write: Engine = engines.write_engine(self.url)
        self._read: Engine = engines.read_engine(self.url)
        try:
            with translated(), self._read.connect() as connection:
                check_schema(connection)
        except BaseException:
            self.close()
            raise

    @property
    def file(self) -> Path | None:
        """The database file; `None` on a server."""
        return engines.file_of(self.url)

    @property
    def write_engine(self) -> Engine:
        """For migrations and backups only; everything else goes through `change`."""
        return self._write

    @contextmanager
    def read(self, find_actor: FindActor | None) -> Iterator[Reader]:
        """A reader on a consistent view of the data; `None` sees everything."""
        with translated(), self._read.connect() as connection:
            actor = find_actor(connection) if find_actor is not None else None
            yield Reader(connection, actor)

    @contextmanager
    def change(
        self,
        find_actor: FindActor,
        *,
        now: datetime,
        title: str,
        kind: BatchKind = BatchKind.DO,
        undoes: int | None = None,
    ) -> Iterator[UnitOfWork]:
        """A unit of work; stored when the block ends well, forgotten otherwise."""
        with translated(), self._write.begin() as connection:
            actor = find_actor(connection)
            unit = UnitOfWork(connection, actor, now=now, title=title, kind=kind, undoes=undoes)
            yield unit
            unit.finish()

    def close(self) -> None:
        """Closes all connections."""
        self._write.dispose()
        self._read.dispose()


@contextmanager
def translated() -> Iterator[None]:
    """Turns what the engine reports into one line a person can act on."""
    try:
        yield
    except SuccessError:
        raise
    except OperationalError as error:
        raise _in_words(error) from error
    except IntegrityError as error:
        raise _collision(error) from error
    except DatabaseError as error:
        raise IoTrouble(f"the database refused: {_first_line(error)}") from error


def _in_words(error: OperationalError) -> SuccessError:
    reason = _first_line(error)
    if "locked" in reason or "busy" in reason:
        return Busy("another program is writing to the workspace; try again in a moment")
    if "full" in reason:
        return IoTrouble("the disk is full; nothing was stored. Make room and try again")
    if "readonly" in reason or "read-only" in reason:
        return IoTrouble("the workspace is read-only; nothing was stored")
    if "connect" in reason or "server" in reason:
        return Unreachable("the database server cannot be reached; check the address and network")
    return IoTrouble(f"the database failed: {reason}")


def _collision(error: IntegrityError) -> SuccessError:
    """Somebody else was quicker, or what is brought back does not fit any more."""
    reason = _first_line(error)
    if "unique" in reason.lower():
        return Refused(
            "another record holds the same name, number or key by now; nothing was stored"
        )
    if "foreign key" in reason.lower():
        return Refused("a record it refers to is gone by now; nothing was stored")
    return IoTrouble(f"the database refused: {reason}")


def _first_line(error: DBAPIError) -> str:
    text = str(error.orig) or type(error.orig).__name__
    return text.splitlines()[0]
