"""The words search finds by: filled by upgrades, checked, mended, derived from declarations."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, text

from successtui.records import Task
from successtui.services import safekeeping
from successtui.services.checking import check
from successtui.services.searching import search
from successtui.services.session import Session
from successtui.store import engine as engines
from successtui.store import migrate, schema, search_index
from tests.worlds import Book

OLD = ("DROP TABLE IF EXISTS search_index", "DROP TABLE search_text")


def address_of(session: Session) -> str:
    return session.workspace.url.render_as_string(hide_password=False)


def spoil(session: Session, *statements: str) -> None:
    """Changes the database past the program."""
    engine = create_engine(engines.parse_address(address_of(session)))
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def trouble(session: Session) -> list[str]:
    with session.read() as reader:
        return search_index.trouble(reader.connection)


def test_what_is_searched_follows_from_the_declarations() -> None:
    assert search_index.naming_fields("contact") == ("number", "first_name", "last_name")
    assert search_index.naming_fields("user") == ("name", "username")
    assert set(search_index.telling_fields("account")) >= {"tags", "notes", "external_id"}
    assert "internal_notes" in search_index.telling_fields("touchpoint")
    assert search_index.telling_fields("work_note") == ("text",)
    assert "roles" not in search_index.telling_fields("user")
    assert "account_team" not in search_index.searched_types()


def test_an_upgrade_fills_it_for_what_is_there(book: Book) -> None:
    """A workspace of layout 0002 is searched like a new one, newest first, afterwards."""
    session = book.session
    task = book.task(book.objective(book.account()), title="Alpha")
    other = book.task(book.objective(book.account()), title="Alpha too")
    words = "UPDATE alembic_version SET version_num = '0002'"
    spoil(session, *OLD, words)
    assert migrate.upgrade(address_of(session)) == ("0002", schema.HEAD)
    found = search(session, "alpha").found
    assert [one.number for one in found] == [other.number, task.number]
    assert trouble(session) == []
    book.change(task, title="Bravo")
    assert search(session, "bravo").total == 1
    assert search(session, "alpha").total == 1


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM search_text WHERE record_type = 'task'",
        "UPDATE search_text SET body = ' zulu ' WHERE record_type = 'task'",
        "INSERT INTO search_text (record_type, record_id, name, body) VALUES ('x', 1, 'a', 'b')",
        "UPDATE task SET title = 'Zulu'",
    ],
)
def test_check_finds_what_does_not_fit_and_upgrade_mends_it(
    book: Book, damage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = book.session
    book.task(book.objective(book.account()), title="Alpha")
    assert check(session).engine == ()
    spoil(session, damage)
    (told,) = check(session).engine
    assert "successtui upgrade" in told
    monkeypatch.setattr(safekeeping, "_require_admin_in", lambda *_: None)
    assert safekeeping.upgrade(address_of(session)).mended
    assert trouble(session) == []
    with session.read() as reader:
        (title,) = (task.title for task in reader.all(Task))
    assert [one.record_type for one in search(session, title).found] == [Task]
    assert not safekeeping.upgrade(address_of(session)).mended


def test_an_index_that_lost_entries_is_found_and_made_anew(book: Book, engine_name: str) -> None:
    """SQLite's own index, not only the table it stands for."""
    if engine_name != "sqlite":
        pytest.skip("only SQLite keeps an index of its own")
    session = book.session
    book.task(book.objective(book.account()), title="Alpha")
    spoil(session, "DELETE FROM search_index_docsize WHERE id > 1")
    assert len(trouble(session)) == 1
    assert migrate.mend(address_of(session))
    assert trouble(session) == []
    assert search(session, "alpha").total == 1


def test_rebuilding_changes_nothing_that_is_found(book: Book) -> None:
    session = book.session
    for title in ("Alpha one", "Alpha two", "Alpha three"):
        book.task(book.objective(book.account(name="Alpha")), title=title)
    before = search(session, "alpha", limit=None)
    with session.workspace.write_engine.begin() as connection:
        search_index.rebuild(connection)
    after = search(session, "alpha", limit=None)
    assert set(after.found) == set(before.found)
    assert [one.title for one in after.found if one.record_type is Task] == [
        one.title for one in before.found if one.record_type is Task
    ]


def test_a_copy_searches_like_the_original(book: Book, engine_name: str, tmp_path: Path) -> None:
    """A backup carries the index along."""
    if engine_name != "sqlite":
        pytest.skip("servers have their own copies")
    session = book.session
    book.task(book.objective(book.account()), title="Alpha")
    copy = safekeeping.backup(session, tmp_path / "copy.db")
    engine = engines.read_engine(engines.parse_address(str(copy)))
    with engine.connect() as connection:
        assert search_index.trouble(connection) == []
        assert _entries(connection) == 1
    engine.dispose()


def _entries(connection: Connection) -> int:
    asked = text("SELECT count(*) FROM search_index WHERE search_index MATCH 'alpha'")
    return int(connection.execute(asked).scalar_one())
