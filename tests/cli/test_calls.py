"""How calls are read and how they end: shared options, exit statuses, one line for each failure."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from successtui import __version__
from successtui.cli import main as commands
from tests.cli.conftest import TODAY, Cli


def test_version_and_help(run: Cli) -> None:
    assert run("--version").out == f"successtui {__version__}\n"
    listed = run("--help")

    assert listed.status == 0
    assert all(f"\n  {name} " in listed.out for name in commands.COMMANDS)


def test_every_command_explains_itself(run: Cli) -> None:
    for name in commands.COMMANDS:
        told = run(name, "--help")

        assert told.status == 0
        assert "--db ADDRESS" in told.out


def test_commands_of_later_versions_do_not_exist(run: Cli) -> None:
    for name in ("metrics", "launch", "notify", "copy"):
        assert run(name).status == 2


def test_shared_options_stand_before_or_after_the_command(run: Cli, house: Path) -> None:
    before = run("--db", str(house), "--as", "dora", "--format", "json", "whoami")
    after = run("whoami", "--db", str(house), "--as", "dora", "--format", "json")

    assert before.status == 0
    assert before.out == after.out
    assert before.data["username"] == "dora"


def test_the_later_of_two_options_counts(run: Cli, house: Path) -> None:
    twice = run("--as", "otto", "--db", "/nowhere", "whoami", "--as", "dora", "--db", str(house))

    assert twice.out.startswith("you are            dora ")


def test_database_by_option_variable_config_default(
    run: Cli, house: Path, private_environment: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "there is no workspace" in run("whoami").error

    config = private_environment / "config" / "config.toml"
    config.write_text(f'db = "{house}"\n')
    assert run("whoami").status == 0

    monkeypatch.setenv("SUCCESSTUI_DB", "/variable.db")
    assert "/variable.db" in run("whoami").error

    assert "/option.db" in run("whoami", "--db", "/option.db").error


def test_today_by_option_and_variable(
    cli: Cli, run: Cli, house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = cli("new", "objective", "name=A", "description=b", "account=ACC1", "number=OBJ7")
    assert made.status == 0
    assert f"start_date      {TODAY}" in cli("show", "OBJ7").out

    monkeypatch.setenv("SUCCESSTUI_TODAY", "yesterday")
    wrong = run("show", "OBJ7", "--db", str(house))
    assert wrong.status == 2
    assert "SUCCESSTUI_TODAY takes a date as YYYY-MM-DD, not 'yesterday'" in wrong.error


@pytest.mark.parametrize("text", ["2026-2-1", "2026-02-30", "tomorrow", "", "２０２６-01-01"])
def test_a_malformed_today_is_a_wrong_call(run: Cli, house: Path, text: str) -> None:
    assert run("whoami", "--db", str(house), "--today", text).status == 2


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("db = ", "line 1"),
        ('db = "a"\ndb = "b"', "line 2"),
        ("x = " + "[" * 90_000, "brackets"),
        ('colour = "red"', "no setting 'colour'"),
        ("db = 1", "in quotes"),
        ('format = "xml"', "one of: table, csv, json, md"),
        ("#" * 200_000, "too long"),
    ],
)
def test_a_damaged_config_file_is_told_in_one_line(
    run: Cli, private_environment: Path, text: str, what: str
) -> None:
    config = private_environment / "config" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text(text)

    told = run("whoami")

    assert told.status == 65
    assert what in told.error


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://me:c4n4ry@host/db",
        "postgresql+psycopg://me:c4n4ry@host/db",
        "postgresql://host/db?password=c4n4ry",
    ],
)
def test_a_password_on_the_command_line_is_refused(run: Cli, address: str) -> None:
    told = run("whoami", "--db", address)

    assert told.status == 2
    assert "pgpass" in told.error
    assert "c4n4ry" not in told.err


def test_wrong_calls_end_with_2_and_one_line(cli: Cli, run: Cli) -> None:
    for arguments in (
        ["frobnicate"],
        ["show"],
        ["show", "--nonsense", "x"],
        ["show", "a", "b"],
        ["new", "spaceship"],
        ["show", "spaceship:x"],
        ["set", "TSK1"],
        ["set", "TSK1", "title"],
        ["set", "TSK1", "title=a", "title=b"],
        ["act", "TSK1", "explode"],
        ["undo", "x"],
        ["undo", "0"],
        ["whoami", "--format", "xml"],
    ):
        told = cli(*arguments)

        assert (told.status, told.out) == (2, ""), arguments
        assert told.error
    assert run("whoami", "--db", "mysql://host/db").status == 2
    assert run("whoami", "--db", " ").status == 2


def test_unreachable_server_ends_with_69(run: Cli) -> None:
    told = run("whoami", "--db", "postgresql://nobody@/none?host=/nonexistent")

    assert told.status == 69
    assert "cannot be reached" in told.error


def test_what_is_no_workspace_ends_with_74_and_is_not_touched(run: Cli, tmp_path: Path) -> None:
    for content in (b"", b"just text", b"SQLite format 3\x00" + b"\x00" * 500):
        path = tmp_path / "other.db"
        path.write_bytes(content)

        assert run("whoami", "--db", str(path)).status == 74
        assert path.read_bytes() == content


def test_a_newer_layout_ends_with_76_and_is_not_touched(cli: Cli, house: Path) -> None:
    with sqlite3.connect(house) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    content = house.read_bytes()

    for arguments in (
        ["whoami"],
        ["doctor"],
        ["upgrade"],
        ["check"],
        ["show", "TSK1"],
        ["set", "TSK1", "title=x"],
        ["backup", str(house.with_name("copy.db"))],
    ):
        assert cli(*arguments).status == 76, arguments
        assert house.read_bytes() == content


def test_a_locked_workspace_ends_with_75(
    cli: Cli, house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("successtui.store.engine.BUSY_SECONDS", 0)
    holder = sqlite3.connect(house, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        told = cli("set", "TSK1", "title=x")
    finally:
        holder.close()

    assert told.status == 75
    assert "try again" in told.error


def test_a_crash_ends_with_70_a_private_report_and_no_data(
    cli: Cli, private_environment: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = "c4n4" + "ry"

    def fail(*_: object) -> None:
        raise RuntimeError(f"the customer '{secret}' is unhappy")

    monkeypatch.setattr("successtui.services.records.find", fail)

    told = cli("set", "TSK1", "title=x")

    assert told.status == 70
    assert "RuntimeError" in told.error
    (report,) = (private_environment / "state").iterdir()
    assert stat.S_IMODE(report.stat().st_mode) == 0o600
    assert secret not in report.read_text() + told.err


def test_an_interruption_ends_with_130(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("successtui.services.records.find", interrupt)

    assert cli("delete", "TSK1").status == 130


def test_a_home_that_cannot_be_made_ends_with_73(
    run: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("SUCCESSTUI_HOME", str(tmp_path / "file" / "home"))

    assert run("whoami").status == 73


def test_text_that_is_none_is_a_wrong_call(cli: Cli) -> None:
    assert "argument 2" in cli("show", "\udcff").error


def process(*arguments: str, stdout: int | None = None) -> subprocess.CompletedProcess[str]:
    """Runs the program as a process of its own, away from any terminal."""
    return subprocess.run(
        [sys.executable, "-m", "successtui", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if stdout is None else stdout,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize("arguments", [(), ("demo",)])
def test_the_app_needs_a_terminal(arguments: tuple[str, ...]) -> None:
    done = process(*arguments)

    assert done.returncode == 64
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "needs a terminal" in done.stderr


def test_a_reader_that_leaves_early_is_no_error(house: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = process("history", "OBJ1", "--db", str(house), stdout=writing)
    finally:
        os.close(writing)

    assert done.returncode == 141
    assert done.stderr == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_under_the_output_ends_with_74(house: Path) -> None:
    with open("/dev/full", "w") as full:
        done = process("history", "OBJ1", "--db", str(house), stdout=full.fileno())

    assert done.returncode == 74
    assert done.stderr.count("\n") == 1
    assert "No space left" in done.stderr
