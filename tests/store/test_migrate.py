"""Making, upgrading and refusing databases; the schema is what the declarations say."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import stat
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text

from successtui.domain.clock import Clock
from successtui.domain.errors import CannotCreate, IoTrouble, NewerSchema, Refused, SuccessError
from successtui.services.session import Session
from successtui.services.workspaces import create_workspace
from successtui.store import engine as engines
from successtui.store import migrate, schema
from successtui.store.search_sqlite import belongs_to_index
from successtui.store.tables import whole_schema
from successtui.store.upgrading import look_at
from successtui.store.workspace import Workspace
from tests.pg import TODAY


def fingerprint(path: Path) -> tuple[str, list[str]]:
    """The bytes of a database file and the names of what lies beside it."""
    names = sorted(p.name for p in path.parent.iterdir() if p.name.startswith(path.name))
    return hashlib.sha256(path.read_bytes()).hexdigest(), names


def not_the_index(name: str | None, kind: str, _parents: object) -> bool:
    """Whether a name is of our tables; what SQLite keeps for its search index is its own."""
    return not belongs_to_index(kind, name)


def test_the_schema_is_what_is_declared(session: Session) -> None:
    """A migrated database differs in nothing from the tables the program works with."""
    with session.workspace.write_engine.connect() as connection:
        options = {"compare_type": True, "include_name": not_the_index}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, whole_schema()) == []
        assert schema.revision(connection) == schema.HEAD


def test_an_empty_workspace(database_address: str) -> None:
    """Its first admin can work at once; a second workspace is not made over it."""
    session = create_workspace(database_address, Clock(TODAY), currency="EUR", admin="dora")
    assert session.actor().is_admin
    assert session.actor().username == "dora"
    with pytest.raises(CannotCreate):
        migrate.create(database_address)
    assert session.actor().username == "dora"
    session.workspace.close()


def test_nothing_is_left_of_a_failed_start(
    database_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When making the schema fails, no file and no half a schema stays behind."""

    def fail(_connection: object) -> None:
        raise RuntimeError("the plug was pulled")

    with monkeypatch.context() as patched:
        patched.setattr(migrate, "_upgrade", fail)
        with pytest.raises(RuntimeError):
            migrate.create(database_address)
    path = engines.file_of(engines.parse_address(database_address))
    assert path is None or not path.exists()
    migrate.create(database_address)
    Workspace(database_address).close()


def stamp(address: str, revision: str) -> None:
    """Marks a workspace as being of another schema."""
    engine = create_engine(engines.parse_address(address))
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :new"), {"new": revision})
    engine.dispose()


def test_a_newer_schema_is_refused_untouched(workspace_address: str) -> None:
    """Made by a newer version: one clear line, exit status 76, the file byte-identical."""
    stamp(workspace_address, "9999")
    path = engines.file_of(engines.parse_address(workspace_address))
    before = fingerprint(path) if path else None
    for door in (Workspace, migrate.upgrade, look_at):
        with pytest.raises(NewerSchema, match="made by a newer successtui") as refused:
            door(workspace_address)
        assert refused.value.exit_code == 76
    assert before == (fingerprint(path) if path else None)


def test_an_older_schema_asks_for_an_upgrade(
    workspace_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Opening never migrates by itself; upgrading a current workspace changes nothing."""
    path = engines.file_of(engines.parse_address(workspace_address))
    before = fingerprint(path) if path else None
    assert migrate.upgrade(workspace_address) == (schema.HEAD, schema.HEAD)
    assert before == (fingerprint(path) if path else None)
    with monkeypatch.context() as patched:
        patched.setattr(schema, "HEAD", "9998")
        with pytest.raises(Refused, match="run: successtui upgrade"):
            Workspace(workspace_address)
    Workspace(workspace_address).close()


def test_a_failed_upgrade_is_taken_back(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """Broken references after a migration take all of it back; trying again works."""
    address = session.workspace.url.render_as_string(hide_password=False)

    def spoil(connection: object) -> None:
        connection.exec_driver_sql("CREATE TABLE leftover (a INTEGER)")  # type: ignore[attr-defined]

    with monkeypatch.context() as patched:
        patched.setattr(migrate, "HEAD", "9998")
        patched.setattr(migrate, "_upgrade", spoil)
        patched.setattr(engines, "integrity", lambda _connection: ["task row 1 points nowhere"])
        with pytest.raises(IoTrouble, match="was taken back: task row 1 points nowhere"):
            migrate.upgrade(address)
        with (
            session.workspace.write_engine.connect() as connection,
            pytest.raises(Exception, match="leftover"),
        ):
            connection.exec_driver_sql("SELECT * FROM leftover")
        patched.setattr(engines, "integrity", lambda _connection: [])
        assert migrate.upgrade(address) == (schema.HEAD, "9998")


def test_a_database_that_is_no_workspace(
    new_address: object, engine_name: str, tmp_path: Path
) -> None:
    """Somebody else's database is left alone."""
    assert callable(new_address)
    address = new_address()
    if engine_name == "sqlite":
        with sqlite3.connect(address) as connection:
            connection.execute("CREATE TABLE theirs (a INTEGER)")
        connection.close()
    for door in (Workspace, migrate.upgrade):
        with pytest.raises(IoTrouble, match="holds no successtui workspace"):
            door(address)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "is empty; restore a backup, or delete it and run init"),
        (b"hello, world\n", "is not a successtui database; restore a backup"),
        (bytes(4096), "is not a successtui database; restore a backup"),
    ],
)
def test_files_that_are_no_database(tmp_path: Path, content: bytes, complaint: str) -> None:
    """An empty file, a text, a header of zeros: refused, and never made anew."""
    path = tmp_path / "x.db"
    path.write_bytes(content)
    for door in (Workspace, migrate.upgrade):
        with pytest.raises(IoTrouble, match=complaint):
            door(path)
    with pytest.raises(CannotCreate, match="exists already"):
        migrate.create(path)
    assert path.read_bytes() == content
    assert [p.name for p in tmp_path.iterdir()] == ["x.db"]


def test_paths_that_are_no_file(tmp_path: Path) -> None:
    """A folder, nothing at all, a file one may not read."""
    cases: list[tuple[Path, str]] = [(tmp_path, "is not a file"), (tmp_path / "no", "No such file")]
    os.mkfifo(tmp_path / "pipe")
    cases.append((tmp_path / "pipe", "is not a file"))
    for path, complaint in cases:
        with pytest.raises(IoTrouble, match=complaint):
            Workspace(path)
    (tmp_path / "file").write_text("x")
    with pytest.raises(CannotCreate, match="cannot be made"):
        migrate.create(tmp_path / "file" / "below.db")


def test_a_new_file_belongs_to_its_owner_alone(tmp_path: Path) -> None:
    """0600 in a folder of 0700, whatever the umask says."""
    former = os.umask(0)
    try:
        path = tmp_path / "new" / "folder" / "x.db"
        create_workspace(path, Clock(TODAY), admin="root").workspace.close()
    finally:
        os.umask(former)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_damaged_file_says_so(sqlite_model: Path, tmp_path: Path) -> None:
    """Damage inside the file ends in one clear line, not in a traceback."""
    path = tmp_path / "x.db"
    content = bytearray(sqlite_model.read_bytes())
    content[100:3000] = os.urandom(2900)
    path.write_bytes(content)
    with pytest.raises(SuccessError) as refused:
        Workspace(path)
    assert isinstance(refused.value, IoTrouble)
    assert "\n" not in str(refused.value)
