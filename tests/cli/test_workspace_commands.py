"""init, check, backup, restore and upgrade."""

from __future__ import annotations

import sqlite3
import stat
from pathlib import Path

import pytest

from successtui.cli.workspace import locale_currency
from successtui.services import safekeeping
from successtui.store import backup as copies
from tests.cli.conftest import Cli


def test_init_makes_the_default_workspace_once(run: Cli, private_environment: Path) -> None:
    made = run("init", "--currency", "CHF", "--format", "json")

    path = private_environment / "data" / "successtui.db"
    assert made.status == 0
    assert made.data["workspace"] == str(path)
    assert made.data["currency"] == "CHF"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert run("whoami", "--format", "json").data["roles"] == ["admin"]
    assert run("show", "setting:base_currency", "--format", "json").data["fields"]["value"] == "CHF"

    content = path.read_bytes()
    again = run("init")
    assert again.status == 73
    assert "exists already" in again.error
    assert path.read_bytes() == content


def test_init_refuses_what_is_not_a_currency(run: Cli, tmp_path: Path) -> None:
    path = tmp_path / "new.db"

    assert run("init", "--currency", "euro", "--db", str(path)).status == 2
    assert run("init", "--as", "dora", "--db", str(path)).status == 2
    assert not path.exists()


def test_init_on_both_engines(run: Cli, database_address: str) -> None:
    made = run("init", "--db", database_address, "--format", "json")

    assert made.status == 0
    who = run("whoami", "--db", database_address, "--format", "json").data
    assert who["username"] == made.data["admin"]
    assert who["security_boundary"] is database_address.startswith("postgresql")
    assert run("init", "--db", database_address).status == 73
    assert run("check", "--db", database_address).status == 0
    assert run("doctor", "--db", database_address, "--format", "json").data["facts"]["engine"]
    if database_address.startswith("postgresql"):
        assert who["username"] == "tester"
        for arguments in (["backup", "x.db"], ["restore", "x.db"]):
            told = run(*arguments, "--db", database_address)
            assert told.status == 1
            assert "pg_dump" in told.error
        assert run("upgrade", "--db", database_address).status == 0


@pytest.mark.parametrize(
    ("name", "currency"),
    [
        ("de_CH.UTF-8", "CHF"),
        ("en_GB", "GBP"),
        ("C.UTF-8", "USD"),
        ("nonsense", "USD"),
        ("eo", "USD"),
        ("", "USD"),
    ],
)
def test_the_locale_names_the_currency(
    monkeypatch: pytest.MonkeyPatch, name: str, currency: str
) -> None:
    monkeypatch.setenv("LC_ALL", name)
    monkeypatch.setenv("LANG", "")

    assert locale_currency() == currency


def test_check_of_a_complete_house_finds_nothing(cli: Cli) -> None:
    assert cli("check").out == "nothing found: data sound and complete\n"


def test_check_tells_what_is_incomplete(cli: Cli) -> None:
    cli("new", "account", "name=C", "number=ACC3")
    cli("new", "engagement", "title=Lone", "account=ACC1", "number=ENG3", "csm=")
    cli("new", "objective", "name=A", "description=b", "account=ACC2", "number=OBJ3")
    cli("new", "outcome", "title=A", "description=b", "objective=OBJ1", "number=OUT3")
    cli("new", "task", "title=A", "parent=account:ACC1", "number=TSK3")
    cli("set", "user:otto", "active=no")

    told = cli("check", "--format", "json")

    assert told.status == 0
    assert told.data["ok"] is True
    assert {(f["number"], f["field"]) for f in told.data["findings"]} == {
        ("ACC3", "csm"),
        ("ENG3", "csm"),
        ("OBJ3", "engagement"),
        ("OUT3", "target_value"),
        ("TSK3", "owner"),
        ("ACC2", "csm"),
    }
    assert "data sound; 6 findings" in cli("check").error


def test_check_tells_only_of_records_the_person_sees(cli: Cli, house: Path) -> None:
    cli("new", "objective", "name=A", "description=b", "account=ACC2", "number=OBJ9")
    with sqlite3.connect(house) as connection:
        connection.execute("UPDATE account SET parent_account = 4711 WHERE number = 'ACC2'")
    connection.close()

    everything = cli("check", "--format", "json").data
    seen = cli("check", "--as", "dora", "--format", "json").data

    assert [f["number"] for f in everything["findings"]] == ["OBJ9"]
    assert [d["number"] for d in everything["damage"]] == ["ACC2"]
    assert seen["findings"] == seen["damage"] == []


@pytest.mark.parametrize(
    ("statement", "number", "field"),
    [
        ("UPDATE task SET state = 'Sleeping'", "TSK1", "state"),
        ("UPDATE task SET due_date = '2026-02-31'", "TSK1", "due_date"),
        ("UPDATE play SET objective = 4711", "PLY1", "objective"),
        ("UPDATE account SET name = NULL WHERE number = 'ACC1'", "ACC1", "name"),
        ("UPDATE task SET parent = 4711", "TSK1", "parent"),
        ("UPDATE contract SET auto_renew = 7", "CON1", "auto_renew"),
        ("UPDATE user SET roles = char(10) || 'king' || char(10) WHERE id = 7", "id 7", "roles"),
    ],
)
def test_check_finds_what_another_tool_broke(
    cli: Cli, house: Path, statement: str, number: str, field: str
) -> None:
    """DB-12: reported with ids, no crash."""
    with sqlite3.connect(house) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute(statement)
    connection.close()

    told = cli("check", "--format", "json")

    assert told.status == 74
    assert (number, field) in {(d["number"], d["field"]) for d in told.data["damage"]}
    assert told.data["ok"] is False


def test_check_finds_references_to_deleted_records(cli: Cli, house: Path) -> None:
    with sqlite3.connect(house) as connection:
        connection.execute("UPDATE objective SET deleted_at = '2026-01-01T00:00:00.000000'")
    connection.close()

    told = cli("check", "--format", "json")

    assert told.status == 0
    messages = {f["number"]: f["message"] for f in told.data["findings"]}
    assert "which was deleted" in messages["PLY1"]


def test_backup_and_restore(cli: Cli, house: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    assert cli("backup", str(copy)).status == 0
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    cli("set", "TSK1", "title=Later")

    done = cli("restore", str(copy), "--format", "json")

    assert done.status == 0
    assert cli("show", "TSK1", "--format", "json").data["fields"]["title"] == "Call"
    kept = Path(done.data["kept"])
    assert kept.name == "house.db.before-restore"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert cli("restore", str(kept)).status == 0
    assert cli("show", "TSK1", "--format", "json").data["fields"]["title"] == "Later"
    assert {p.name for p in tmp_path.glob("house.db*")} == {
        "house.db",
        "house.db.before-restore",
        "house.db.before-restore-2",
    }


def test_backup_overwrites_nothing(cli: Cli, tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.write_text("mine")

    assert cli("backup", str(there)).status == 73
    assert there.read_text() == "mine"


def test_backup_of_a_damaged_workspace_leaves_no_copy(
    cli: Cli, house: Path, tmp_path: Path
) -> None:
    with sqlite3.connect(house) as connection:
        connection.execute("UPDATE play SET objective = 4711")
    connection.close()

    told = cli("backup", str(tmp_path / "copy.db"))

    assert told.status == 74
    assert "damaged" in told.error
    assert not (tmp_path / "copy.db").exists()


@pytest.mark.parametrize("role", ["mia", "dora", "vera", "pat"])
def test_copies_are_for_admins(cli: Cli, house: Path, tmp_path: Path, role: str) -> None:
    copy = tmp_path / "copy.db"
    cli("backup", str(copy))
    content = house.read_bytes()

    for arguments in (["backup", str(tmp_path / "b.db")], ["restore", str(copy)], ["upgrade"]):
        told = cli(*arguments, "--as", role)

        assert told.status == 77, arguments
        assert "admin" in told.error
    assert house.read_bytes() == content
    assert not (tmp_path / "b.db").exists()


def test_restore_refuses_what_is_no_backup(cli: Cli, house: Path, tmp_path: Path) -> None:
    content = house.read_bytes()
    text = tmp_path / "text"
    text.write_text("no database")
    cut = tmp_path / "cut.db"
    cut.write_bytes(content[: len(content) // 2])

    for bad in (text, cut, tmp_path / "missing"):
        assert cli("restore", str(bad)).status == 74
    assert cli("restore", str(house)).status == 1
    assert house.read_bytes() == content


def test_restore_beside_leftovers_of_another_file(cli: Cli, house: Path, tmp_path: Path) -> None:
    """DB-11: what an old journal or log says is not mixed into the restored content."""
    copy = tmp_path / "copy.db"
    cli("backup", str(copy))
    cli("set", "TSK1", "title=Later")
    with sqlite3.connect(house) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("UPDATE task SET title = 'In the log'")
        connection.commit()
        log = house.with_name("house.db-wal").read_bytes()
    connection.close()
    house.with_name("house.db-wal").write_bytes(log)

    assert cli("restore", str(copy)).status == 0

    assert cli("show", "TSK1", "--format", "json").data["fields"]["title"] == "Call"
    assert cli("check").status == 0


def test_restore_in_place_of_a_damaged_workspace(cli: Cli, house: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    cli("backup", str(copy))
    broken = b"SQLite format 3\x00" + b"\xff" * 5000
    house.write_bytes(broken)
    house.with_name("house.db-wal").write_bytes(b"stale")

    done = cli("restore", str(copy), "--format", "json")

    assert done.status == 0
    assert Path(done.data["kept"]).read_bytes() == broken
    assert not house.with_name("house.db-wal").exists()
    assert stat.S_IMODE(house.stat().st_mode) == 0o600
    assert cli("show", "TSK1").status == 0


def test_restore_where_nothing_stood(run: Cli, cli: Cli, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    cli("backup", str(copy))

    done = run("restore", str(copy), "--db", str(tmp_path / "fresh.db"), "--format", "json")

    assert done.status == 0
    assert done.data["kept"] is None
    assert run("show", "TSK1", "--db", str(tmp_path / "fresh.db")).status == 0


def test_restore_waits_for_nobody_who_writes(
    cli: Cli, house: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "copy.db"
    cli("backup", str(copy))
    monkeypatch.setattr("successtui.store.engine.BUSY_SECONDS", 0)
    holder = sqlite3.connect(house, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    try:
        told = cli("restore", str(copy))
    finally:
        holder.close()

    assert told.status == 75
    assert cli("show", "TSK1").status == 0


def test_a_reader_that_stays_open_sees_the_restored_content(
    cli: Cli, house: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    cli("backup", str(copy))
    cli("set", "TSK1", "title=Later")
    reader = sqlite3.connect(house, isolation_level=None)
    assert reader.execute("SELECT title FROM task").fetchone() == ("Later",)

    cli("restore", str(copy))

    assert reader.execute("SELECT title FROM task").fetchone() == ("Call",)
    reader.close()


def test_upgrade_of_the_newest_layout_does_nothing(cli: Cli, house: Path) -> None:
    content = house.read_bytes()

    done = cli("upgrade", "--format", "json")

    assert done.status == 0
    assert done.data["from"] == done.data["to"]
    assert done.data["backup"] is None
    assert house.read_bytes() == content


def test_upgrade_makes_a_verified_copy_first(
    cli: Cli, house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """MIG-06: the backup exists before, is private, and is named in the output."""
    seen: list[Path] = []

    def fake_upgrade(address: str) -> tuple[str, str]:
        (found,) = house.parent.glob("house.db.before-upgrade-*")
        copies.verify(found)
        seen.append(found)
        return "0001", "0002"

    monkeypatch.setattr("successtui.store.upgrading.HEAD", "0002")
    monkeypatch.setattr("successtui.store.migrate.upgrade", fake_upgrade)
    monkeypatch.setattr(safekeeping, "HEAD", "0002")

    done = cli("upgrade")

    assert done.status == 0
    assert str(seen[0]) in done.out
    assert stat.S_IMODE(seen[0].stat().st_mode) == 0o600
