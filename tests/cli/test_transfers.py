"""import and export as commands: what they print and which status they end with.

What imports make of rows is tested with the transfer room.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Cli

ACCOUNTS = "number,name,csm\nACC1,Acme Corp,dora\nACC7,New One,mia\n"
BAD = "number,name,csm\nACC7,New One,mia\nACC8,Bad One,nobody\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A bundle with two accounts, one of them known."""
    path = tmp_path / "bundle"
    path.mkdir()
    (path / "accounts.csv").write_text(ACCOUNTS)
    return path


def test_import_as_json_has_the_promised_shape(cli: Cli, folder: Path) -> None:
    done = cli("import", str(folder), "--format", "json")

    assert done.status == 0
    assert {n: done.data[n] for n in ("dry_run", "committed", "rejected")} == {
        "dry_run": False,
        "committed": True,
        "rejected": [],
    }
    assert done.data["batch"].isdigit()
    assert done.data["files"] == [
        {
            "file": "accounts.csv",
            "record": "account",
            "created": 1,
            "updated": 1,
            "unchanged": 0,
            "rejected": 0,
        }
    ]
    assert cli("show", "ACC7", "--format", "json").data["fields"]["csm"] == "mia"


def test_a_second_import_changes_nothing_and_says_so(cli: Cli, folder: Path) -> None:
    cli("import", str(folder))

    again = cli("import", str(folder))

    assert again.status == 0
    assert "everything is unchanged" in again.error
    assert again.out.splitlines()[-1].split() == ["accounts.csv", "account", "0", "0", "2", "0"]


def test_one_import_is_one_undo_step(cli: Cli, folder: Path) -> None:
    cli("import", str(folder))

    assert cli("undo").status == 0
    assert cli("show", "ACC7").status == 66
    assert cli("show", "ACC1", "--format", "json").data["fields"]["name"] == "Acme"


def test_a_rejected_row_stops_everything(cli: Cli, folder: Path) -> None:
    (folder / "accounts.csv").write_text(BAD)

    told = cli("import", str(folder))

    assert told.status == 65
    assert "1 rows cannot be used; nothing was stored" in told.err
    place = told.out.splitlines()[-1].split()
    assert place[:4] == ["accounts.csv", "3", "csm", "nobody"]
    assert cli("show", "ACC7").status == 66


def test_keep_going_stores_the_good_rows_and_ends_with_65(cli: Cli, folder: Path) -> None:
    (folder / "accounts.csv").write_text(BAD)

    told = cli("import", str(folder), "--keep-going", "--format", "json")

    assert told.status == 65
    assert told.data["committed"] is True
    (rejected,) = told.data["rejected"]
    assert (rejected["file"], rejected["line"], rejected["column"]) == ("accounts.csv", 3, "csm")
    assert rejected["reason"]
    assert cli("show", "ACC7").status == 0
    assert cli("show", "ACC8").status == 66


def test_a_dry_run_stores_nothing(cli: Cli, folder: Path, house: Path) -> None:
    content = house.read_bytes()

    told = cli("import", str(folder), "--dry-run", "--format", "json")

    assert told.status == 0
    assert told.data["dry_run"] is True
    assert told.data["batch"] is None
    assert told.data["files"][0]["created"] == 1
    assert house.read_bytes() == content


@pytest.mark.parametrize(
    ("choice", "name"), [("skip", "Acme"), ("update", "Acme Corp"), ("replace", "Acme Corp")]
)
def test_on_conflict(cli: Cli, folder: Path, choice: str, name: str) -> None:
    assert cli("import", str(folder), "--on-conflict", choice).status == 0
    assert cli("show", "ACC1", "--format", "json").data["fields"]["name"] == name


def test_on_conflict_fail(cli: Cli, folder: Path) -> None:
    assert cli("import", str(folder), "--on-conflict", "fail").status == 65
    assert cli("import", str(folder), "--on-conflict", "guess").status == 2


def test_unknown_files_and_columns_are_an_error_unless_ignored(cli: Cli, folder: Path) -> None:
    (folder / "planets.csv").write_text("name\nMars\n")
    (folder / "accounts.csv").write_text("number,name,colour\nACC7,New One,red\n")

    refused = cli("import", str(folder))
    assert refused.status == 65
    assert "planets.csv" in refused.error
    assert "colour" in refused.error

    assert cli("import", str(folder), "--ignore-unknown").status == 0


def test_what_is_not_there_cannot_be_imported(cli: Cli, tmp_path: Path) -> None:
    assert cli("import", str(tmp_path / "none")).status == 66
    assert cli("import").status == 2


def test_import_and_export_follow_the_rights(cli: Cli, folder: Path, tmp_path: Path) -> None:
    assert cli("import", str(folder), "--as", "vera").status == 77

    target = tmp_path / "seen"
    assert cli("export", str(target), "--as", "dora").status == 0
    accounts = (target / "accounts.csv").read_text()
    assert "ACC1" in accounts
    assert "ACC2" not in accounts
    assert "Beta" not in accounts


def test_export_then_import_into_an_empty_workspace_and_export_again(
    cli: Cli, run: Cli, tmp_path: Path
) -> None:
    """The law of the bundle, through the commands."""
    one, two, fresh = tmp_path / "one", tmp_path / "two", str(tmp_path / "fresh.db")
    written = cli("export", str(one), "--format", "json")
    assert {"file": "accounts.csv", "rows": 2} in written.data["files"]

    assert run("init", "--db", fresh).status == 0
    assert run("import", str(one), "--db", fresh).status == 0
    assert run("export", str(two), "--db", fresh).status == 0

    names = sorted(path.name for path in one.iterdir())
    assert names == sorted(path.name for path in two.iterdir())
    assert all((one / name).read_bytes() == (two / name).read_bytes() for name in names)


def test_hostile_names_and_cells_are_told_harmlessly(cli: Cli, tmp_path: Path) -> None:
    """TRM-16."""
    folder = tmp_path / "b\x1b[2Jad"
    folder.mkdir()
    (folder / "accounts.csv").write_text("number,name,csm\nACC9,X,\x1b]0;t\x07 [/]\n")

    told = cli("import", str(folder))

    assert told.status == 65
    assert "\x1b" not in told.out + told.err
    assert "[/]" in told.out


MAPPING = """
title = "CRM"
[[files]]
name = "firms.csv"
[[files.feeds]]
record = "account"
match = ["name"]
[files.feeds.fields]
name = "Firm"
industry = "Sector"
"""


def test_other_systems_files_come_in_through_a_mapping(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "crm.toml").write_text(MAPPING)
    firms = tmp_path / "firms.csv"
    firms.write_text("Firm,Sector\nNova,Mining\nAcme,Retail\n")

    done = cli("import", str(firms), "--mapping", str(tmp_path / "crm.toml"), "--format", "json")

    assert done.status == 0
    assert [done.data["files"][0][n] for n in ("created", "updated")] == [1, 1]
    assert "'Mining' was added to the picklist industry" in done.err
    assert cli("count", "account", "name:Nova").out == "1\n"


def test_a_mapping_can_be_drafted_from_the_files(cli: Cli, tmp_path: Path) -> None:
    firms = tmp_path / "accounts.csv"
    firms.write_text("name,industry\nNova,Mining\n")

    draft = cli("import", str(firms), "--suggest-mapping")
    (tmp_path / "draft.toml").write_text(draft.out)

    assert draft.status == 0
    assert cli("import", str(firms), "--mapping", str(tmp_path / "draft.toml")).status == 0
    both = cli("import", str(firms), "--mapping", "x", "--suggest-mapping")
    assert both.status == 2


def test_a_mapping_that_is_not_there_is_told(cli: Cli, folder: Path) -> None:
    assert cli("import", str(folder), "--mapping", "no-such-mapping").status in (65, 66)


def test_init_with_the_library(run: Cli, tmp_path: Path) -> None:
    fresh = str(tmp_path / "fresh.db")

    assert run("init", "--library", "--db", fresh).status == 0

    assert int(run("count", "library", "--db", fresh).out) > 0
    assert int(run("count", "play", "is_template:true", "--db", fresh).out) > 0
    assert run("count", "play", "--db", fresh).out == "0\n"
