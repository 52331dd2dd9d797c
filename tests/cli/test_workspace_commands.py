"""init and check: a new workspace, and what is wrong with an old one."""

from __future__ import annotations

import sqlite3
import stat
from pathlib import Path

import pytest

from successtui.services.currencies import locale_currency
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
