"""A workspace of the first released schema, with everything in it, brought to the newest one."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, MetaData, insert, select

from successtui.domain.clock import Clock
from successtui.records import Task
from successtui.services import records
from successtui.services.inbox import inbox
from successtui.services.session import Session
from successtui.store import engine as engines
from successtui.store import migrate, schema
from successtui.store.workspace import Workspace
from successtui.transfer.bundle import write_bundle
from tests.pg import TODAY
from tests.worlds import Book

FIRST = "0001"


def _first_schema(connection: Connection) -> None:
    """The schema as the first version made it."""
    config = Config()
    scripts = Path(migrate.__file__).parent / "migrations"
    config.set_main_option("script_location", str(scripts))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, FIRST)


def _copy_into(address: str, source: Session) -> None:
    """Fills a database of the first schema with what the source holds."""
    url = engines.parse_address(address)
    path = engines.file_of(url)
    if path is not None:
        engines.create_file(path)
    with migrate._migration(url) as target:
        _first_schema(target)
        known = MetaData()
        known.reflect(target)
        with source.workspace.write_engine.connect() as origin:
            for table in known.sorted_tables:
                if table.name == "alembic_version":
                    continue
                rows = origin.execute(select(table)).mappings().all()
                if rows:
                    target.execute(insert(table), [dict(row) for row in rows])
        if path is None:
            for name, key in (("batch", "id"), ("history", "seq")):
                told = f"SELECT setval(pg_get_serial_sequence('{name}', '{key}'), max({key}))"
                target.exec_driver_sql(f"{told} FROM {name}")


def _files(session: Session, folder: Path) -> dict[str, bytes]:
    write_bundle(session, folder)
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_an_upgrade_from_the_first_schema_keeps_everything(
    book: Book, database_address: str, tmp_path: Path
) -> None:
    """All records, their history and undo steps are there, and what is new works on them."""
    dora = book.user("dora")
    account = book.account(csm=dora.id)
    task = book.task(book.play(book.objective(account)), watch_list=(dora.id,))
    book.change(task, title="Call Jane about SSO")
    before = _files(book.session, tmp_path / "before")
    _copy_into(database_address, book.session)

    assert migrate.upgrade(database_address) == (FIRST, schema.HEAD)
    upgraded = Session(Workspace(database_address), "root", Clock(TODAY))
    try:
        assert _files(upgraded, tmp_path / "after") == before
        now = records.get(upgraded, Task, task.id)
        records.update(upgraded, now, {"title": "Call Jim"})
        hers = Session(upgraded.workspace, "dora", upgraded.clock)
        assert [one.lines for one in inbox(hers).notices] == [
            ("Title: Call Jane about SSO → Call Jim",)
        ]
    finally:
        upgraded.workspace.close()
