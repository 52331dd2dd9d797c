"""backup, restore and upgrade: nothing is lost, whatever stood there before."""

from __future__ import annotations

import sqlite3
import stat
from pathlib import Path

import pytest

from successtui.services import safekeeping
from successtui.store import backup as copies
from tests.cli.conftest import Cli


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
