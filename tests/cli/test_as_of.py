"""`--as-of`: reading commands look at the past, all others refuse it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from successtui.cli.main import COMMANDS
from tests.cli.conftest import Cli


def test_every_reading_command_looks_at_the_past(cli: Cli, tmp_path: Path) -> None:
    """Before or after the command's name, by moment as well as by day."""
    then = datetime.now(UTC).isoformat()
    before = cli("history", "ACC1").out
    cli("set", "ACC1", "name=Renamed")
    cli("delete", "TSK1")
    assert cli("list", "account", "Acme", "--as-of", then, "--format", "json").data["total"] == 1
    assert cli("--as-of", then, "count", "task").out == "1\n"
    assert cli("count", "task").out == "0\n"
    shown = cli("show", "ACC1", "--as-of", then, "--format", "json").data
    assert (shown["fields"]["name"], shown["version"]) == ("Acme", 1)
    assert cli("history", "ACC1", "--as-of", then).out == before
    assert cli("export", str(tmp_path / "past"), "--as-of", then).status == 0
    assert "Acme," in (tmp_path / "past" / "accounts.csv").read_text()
    assert cli("count", "account", "--as-of", "9999-12-31").out == "2\n"


def test_before_history_began(cli: Cli) -> None:
    told = cli("count", "account", "--as-of", "2001-01-01")

    assert (told.status, told.out) == (0, "0\n")
    assert "nothing was recorded before 20" in told.err


@pytest.mark.parametrize("wrong", ["soon", "2026-02-30", "2026-01-01Tx", ""])
def test_a_date_that_is_none_is_a_wrong_call(cli: Cli, wrong: str) -> None:
    told = cli("count", "account", "--as-of", wrong)

    assert told.status == 2
    assert told.error.startswith("--as-of: ")


@pytest.mark.parametrize(
    "call",
    [
        ("set", "ACC1", "name=x"),
        ("new", "account", "name=x"),
        ("delete", "TSK1"),
        ("act", "TSK1", "complete"),
        ("undo",),
        ("redo",),
        ("import", "."),
        ("backup", "x.db"),
        ("upgrade",),
    ],
    ids=lambda call: call[0],
)
def test_writing_is_refused(cli: Cli, call: tuple[str, ...]) -> None:
    assert call[0] in COMMANDS
    told = cli(*call, "--as-of", "2026-01-01")

    assert told.status == 2
    assert told.error == f"--as-of: {call[0]} cannot be asked of the past; leave it out"
