"""list and count as commands; what a query means is tested with the query language."""

from __future__ import annotations

import csv
import io

import pytest

from successtui.query.fields import names
from successtui.records import REGISTRY
from tests.cli.conftest import Cli


def test_list_as_json_has_the_promised_shape(cli: Cli) -> None:
    told = cli("list", "account", "--columns", "number,name", "--format", "json")

    assert told.status == 0
    assert told.data == {
        "record": "account",
        "total": 2,
        "columns": ["number", "name"],
        "records": [{"number": "ACC1", "name": "Acme"}, {"number": "ACC2", "name": "Beta"}],
    }


def test_count(cli: Cli) -> None:
    assert cli("count", "account").out == "2\n"
    assert cli("count", "account", "name:Acme", "--format", "json").data == {
        "record": "account",
        "count": 1,
    }


def test_a_query_may_be_one_word_or_several(cli: Cli) -> None:
    assert cli("count", "account", "name:Acme csm:dora").out == "1\n"
    assert cli("count", "account", "name:Acme", "csm:dora").out == "1\n"
    assert cli("count", "account", "name:Acme", "csm:otto").out == "0\n"


def test_sort_and_limit(cli: Cli) -> None:
    told = cli("list", "account", "--sort", "-name", "--limit", "1", "--columns", "number")

    assert told.out.split() == ["number", "------", "ACC2"]
    assert told.error == "1 of 2; --limit 0 lists all"
    everything = cli("list", "account", "--sort", "name", "--limit", "0", "--columns", "number")
    assert everything.out.split()[2:] == ["ACC1", "ACC2"]
    assert everything.err == ""


def test_the_limit_is_100_unless_said(cli: Cli) -> None:
    assert "[default: 100" in cli("list", "--help").out


def test_limited_json_still_counts_everything(cli: Cli) -> None:
    told = cli("list", "account", "--limit", "1", "--format", "json").data

    assert told["total"] == 2
    assert len(told["records"]) == 1


def test_csv_is_spelled_as_in_bundles_and_safe_in_spreadsheets(cli: Cli) -> None:
    cli("set", "ACC1", "name==1+1")
    cli("set", "ACC2", "name=-5")

    out = cli("list", "account", "--columns", "number,name,csm", "--format", "csv").out

    assert list(csv.reader(io.StringIO(out))) == [
        ["number", "name", "csm"],
        ["ACC1", "'=1+1", "dora"],
        ["ACC2", "-5", "otto"],
    ]


def test_markdown_shows_what_people_read(cli: Cli) -> None:
    out = cli("list", "account", "--columns", "number,csm", "--format", "md").out

    assert out.splitlines() == ["| number | csm |", "| --- | --- |", *out.splitlines()[2:]]
    assert "| ACC1 | Dora |" in out


@pytest.mark.parametrize("name", REGISTRY)
def test_every_type_lists_every_column_in_every_format(cli: Cli, name: str) -> None:
    columns = ",".join(names(REGISTRY[name]))

    for form in ("table", "csv", "md", "json"):
        assert cli("list", name, "--columns", columns, "--format", form).status == 0
    assert cli("list", name).status == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ["account", "shoe_size:4"],
        ["account", "name:("],
        ["account", "--columns", "shoe_size"],
        ["account", "--sort", "shoe_size"],
        ["account", "--limit", "-1"],
        ["account", "--limit", "9" * 30],
        ["spaceship"],
    ],
)
def test_what_cannot_be_understood_is_a_wrong_call(cli: Cli, arguments: list[str]) -> None:
    told = cli("list", *arguments)

    assert told.status == 2
    assert told.error


def test_a_query_error_says_where(cli: Cli) -> None:
    told = cli("count", "account", "csm:dora", "shoe_size:4")

    query, caret, message = told.err.splitlines()
    assert query == "csm:dora shoe_size:4"
    assert caret == " " * 9 + "^"
    assert message.startswith("successtui: Account has no field 'shoe_size'")
    assert message.endswith("(at character 10 of the query)")


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("dora", {"ACC1"}),
        ("mia", {"ACC1"}),
        ("otto", {"ACC2"}),
        ("vera", {"ACC1"}),
        ("pat", {"ACC1"}),
    ],
)
def test_everybody_lists_and_counts_only_what_they_see(cli: Cli, who: str, seen: set[str]) -> None:
    told = cli("list", "account", "--as", who, "--format", "json").data

    assert {record["number"] for record in told["records"]} == seen
    assert told["total"] == len(seen)
    assert cli("count", "account", "--as", who).out == f"{len(seen)}\n"


def test_hidden_values_cannot_be_searched_for(cli: Cli) -> None:
    """AUT-06: a hidden account's name filters nothing through what refers to it."""
    cli("new", "account", "name=Secret", "number=ACC3")
    cli("set", "ACC1", "parent_account=ACC3")

    for query in ("parent_account:ACC3", "parent_account.name:Secret"):
        assert cli("count", "account", query).out == "1\n"
        assert cli("count", "account", query, "--as", "dora").out in ("0\n", "")
