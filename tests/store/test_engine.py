"""How databases are opened: what each engine is told, and what its errors become in words."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy.exc import DataError, IntegrityError, OperationalError

from successtui.domain.clock import Clock
from successtui.domain.errors import BadCall, Busy, IoTrouble, Refused, SuccessError, Unreachable
from successtui.records import Product
from successtui.services.session import Session
from successtui.store import engine as engines
from successtui.store.facts import engine_name, journal_in_use, login_role
from successtui.store.workspace import Workspace, translated
from tests.pg import TODAY


@pytest.mark.parametrize(
    ("version", "mode"),
    [
        ((3, 40, 1), "delete"),
        ((3, 44, 5), "delete"),
        ((3, 44, 6), "wal"),
        ((3, 50, 6), "delete"),
        ((3, 50, 7), "wal"),
        ((3, 51, 2), "delete"),
        ((3, 51, 3), "wal"),
        ((3, 53, 0), "wal"),
    ],
)
def test_journal_mode_by_version(version: tuple[int, int, int], mode: str) -> None:
    """A write-ahead log only where the version cannot damage it."""
    chosen, reason = engines.journal_mode(version)
    assert chosen == mode
    assert ".".join(map(str, version)) in reason


@pytest.mark.parametrize(
    ("address", "complaint"),
    [
        ("mysql://host/db", "databases of kind 'mysql' are not supported"),
        ("://", "neither a path nor a URL"),
    ],
)
def test_addresses_that_are_none(address: str, complaint: str) -> None:
    """Only paths and SQLite or PostgreSQL URLs."""
    with pytest.raises(BadCall, match=complaint):
        engines.parse_address(address)


def test_addresses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A path is a SQLite file, wherever one stands; a server has no file."""
    monkeypatch.chdir(tmp_path)
    assert engines.file_of(engines.parse_address("book.db")) == tmp_path / "book.db"
    assert engines.file_of(engines.parse_address("~/b.db")) == Path.home() / "b.db"
    assert engines.file_of(engines.parse_address(f"sqlite:///{tmp_path}/x.db")) == tmp_path / "x.db"
    server = engines.parse_address("postgresql://me:secret@host/db")
    assert server.drivername == "postgresql+psycopg"
    assert engines.file_of(server) is None
    assert "secret" not in str(server)


def test_names_with_odd_signs(tmp_path: Path, sqlite_model: Path) -> None:
    """A file's name is a name, never part of an address."""
    path = tmp_path / "a b?mode=ro#%41é.db"
    path.write_bytes(sqlite_model.read_bytes())
    workspace = Workspace(path)
    assert workspace.file == path
    workspace.close()
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_how_sqlite_is_set_up(sqlite_session: Session) -> None:
    """Foreign keys, full synchronisation, the right journal; readers cannot write."""
    workspace = sqlite_session.workspace
    with workspace.write_engine.connect() as connection:
        pragma = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("foreign_keys", "synchronous", "journal_mode")
        }
        assert pragma == {
            "foreign_keys": 1,
            "synchronous": 2,
            "journal_mode": engines.journal_mode()[0],
        }
    with sqlite_session.read() as reader:
        assert reader.connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert journal_in_use(reader.connection) == engines.journal_mode()[0]
        assert login_role(reader.connection) == ""


@pytest.fixture
def sqlite_session(sqlite_model: Path, tmp_path: Path) -> Session:
    """A session on a SQLite file."""
    path = tmp_path / "only.db"
    path.write_bytes(sqlite_model.read_bytes())
    return Session(Workspace(path), "root", Clock(TODAY))


def test_readers_cannot_write(session: Session) -> None:
    """A reading connection refuses to change anything, on both engines."""
    with pytest.raises(IoTrouble, match=r"read-?only"), session.read() as reader:
        reader.connection.exec_driver_sql("DELETE FROM setting")
    with session.read() as reader:
        assert reader.connection.exec_driver_sql("SELECT count(*) FROM setting").scalar() == 1


def test_a_reader_sees_one_state(session: Session) -> None:
    """What is saved while somebody reads does not change what they are reading."""
    if session.workspace.file is not None and engines.journal_mode()[0] != "wal":
        pytest.skip("with this SQLite a writer waits until readers are done")
    with session.read() as reader:
        before = reader.count(Product)
        with session.change("New product") as unit:
            unit.insert(Product, {"name": "Suite"})
        assert reader.count(Product) == before
    with session.read() as reader:
        assert reader.count(Product) == before + 1


def test_writers_take_turns(sqlite_session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second writer waits, and is told in words when it waited too long."""
    workspace = sqlite_session.workspace
    assert workspace.file is not None
    monkeypatch.setattr(engines, "BUSY_SECONDS", 0.01)
    impatient = Workspace(workspace.file)
    with (
        workspace.write_engine.begin(),
        pytest.raises(Busy, match="another program is writing"),
        translated(),
        impatient.write_engine.begin(),
    ):
        pass
    with translated(), impatient.write_engine.begin():
        pass
    impatient.close()


def test_damage_is_found(sqlite_session: Session) -> None:
    """References to nothing are reported by the engine's own check."""
    with sqlite_session.read() as reader:
        assert engines.integrity(reader.connection) == []
    path = sqlite_session.workspace.file
    assert path is not None
    with sqlite3.connect(path) as connection:
        connection.execute(
            "INSERT INTO task (id, plan, visible_to_customer, is_template, version)"
            " VALUES (1, 99, 0, 0, 1)"
        )
    connection.close()
    with sqlite_session.read() as reader:
        assert engines.integrity(reader.connection) == ["task row 1 points to a missing plan"]


def test_a_sound_database(session: Session) -> None:
    """Nothing is wrong with a fresh workspace, and it says what it runs on."""
    with session.read() as reader:
        assert engines.integrity(reader.connection) == []
        assert engine_name(reader.connection).split()[0] in ("SQLite", "PostgreSQL")


def _operational(reason: str) -> OperationalError:
    return OperationalError("", {}, Exception(reason))


@pytest.mark.parametrize(
    ("error", "kind", "message"),
    [
        (_operational("database is locked"), Busy, "try again in a moment"),
        (_operational("database or disk is full"), IoTrouble, "the disk is full"),
        (_operational("attempt to write a readonly database"), IoTrouble, "is read-only"),
        (_operational("could not connect to server"), Unreachable, "cannot be reached"),
        (_operational("disk I/O error\nat 0x5"), IoTrouble, "failed: disk I/O error$"),
        (_operational(""), IoTrouble, "the database failed: Exception"),
        (
            IntegrityError("", {}, Exception("UNIQUE constraint failed: a.b")),
            Refused,
            "holds the same name",
        ),
        (
            IntegrityError("", {}, Exception("violates foreign key constraint")),
            Refused,
            "is gone by now",
        ),
        (IntegrityError("", {}, Exception("CHECK failed")), IoTrouble, "refused: CHECK failed"),
        (DataError("", {}, Exception("out of range")), IoTrouble, "refused: out of range"),
        (Busy("as it is"), Busy, "as it is"),
    ],
)
def test_errors_in_words(error: Exception, kind: type[SuccessError], message: str) -> None:
    """Each becomes one line a person can act on."""
    with pytest.raises(kind, match=message), translated():
        raise error


def test_nobody_answers(tmp_path: Path) -> None:
    """A server that is not there ends in words, without the password."""
    with pytest.raises(Unreachable) as refused:
        Workspace(f"postgresql://me:secret@/db?host={tmp_path}")
    assert "secret" not in str(refused.value)


def test_without_the_driver(monkeypatch: pytest.MonkeyPatch) -> None:
    """A team database without its extra says what to install."""

    def missing(*_arguments: object, **_options: object) -> Callable[[], None]:
        raise ModuleNotFoundError("psycopg")

    monkeypatch.setattr(engines, "create_engine", missing)
    with pytest.raises(Unreachable, match=r"successtui\[postgres\]"):
        engines.write_engine(engines.parse_address("postgresql://host/db"))
