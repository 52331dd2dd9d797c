"""search as a command, and queries no command can be broken with."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.cli.conftest import TODAY, Cli

SIGNS = '()":=<>!,-*%_\\ \t\n\0é日👩or and not name csm tags 1 @ none me a,b ""'
PIECES = (*SIGNS.split(" "), *SIGNS, "name:", "csm.name:", "owner.", "!=", "<=", "renewal_date<")
ODD = ('"', "*", "AND", "-", "👩", "()", "' OR 1=1 --", "%", "a\n\tb", "NEAR(", "\\")


def test_search_as_json_has_the_promised_shape(cli: Cli) -> None:
    told = cli("search", "call", "--format", "json")
    assert told.status == 0
    assert told.data == {
        "query": "call",
        "total": 1,
        "results": [
            {
                "record": "task",
                "number": "TSK1",
                "title": "Call",
                "account": "ACC1",
                "field": "title",
                "snippet": "Call",
            }
        ],
    }


def test_limit_and_words(cli: Cli) -> None:
    everything = cli("search", "acme", "--format", "json").data
    assert [one["number"] for one in everything["results"]] == ["ENG1", "ACC1"]
    one = cli("search", "acme", "--limit", "1", "--format", "json").data
    assert (one["total"], len(one["results"])) == (2, 1)
    assert "1 of 2" in cli("search", "acme", "--limit", "1").err
    assert cli("search", "run", "acm", "--format", "json").data["query"] == "run acm"
    assert cli("search", "run", "acm", "--format", "json").data["total"] == 1


@pytest.mark.parametrize(("who", "seen"), [("dora", 1), ("mia", 1), ("vera", 1), ("otto", 0)])
def test_everybody_finds_their_own(cli: Cli, who: str, seen: int) -> None:
    data = cli("search", "grow", "--format", "json", "--as", who).data
    assert (data["total"], len(data["results"])) == (seen, seen)


def test_odd_texts_find_nothing_and_fail_never(run: Cli, house: Path) -> None:
    for text in ODD:
        told = run("search", "--db", str(house), "--format", "json", "--", text)
        assert told.status == 0, text
        assert told.data["total"] == 0, text
    assert run("search", "--db", str(house)).status == 2


def test_malformed_queries_never_crash_and_name_their_column(run: Cli, house: Path) -> None:
    """Done-when 2: a query is either understood, or refused with a caret under the mistake."""
    rng = random.Random(11)
    refused = 0
    for _ in range(150):
        query = "".join(rng.choice(PIECES) for _ in range(rng.randint(1, 8)))
        if "\0" in query:
            query = query.replace("\0", "")
        command = rng.choice(("count", "list"))
        told = run(command, "account", "--db", str(house), "--today", TODAY, "--", query)
        assert told.status in (0, 2), (query, told.err)
        if told.status == 2:
            refused += 1
            assert told.out == ""
            _shown, caret, message = told.err.splitlines()
            assert caret.strip() == "^", query
            column = int(message.rpartition("(at character ")[2].partition(" ")[0])
            assert 1 <= column <= len(query) + 1, query
    assert refused > 50


def test_the_past_is_searched_as_it_stood(run: Cli, house: Path) -> None:
    """What was made since is not found in it; what stands today is."""
    asked = ("search", "acme", "--db", str(house), "--format", "json", "--as-of")
    assert run(*asked, "today").data["total"] == 2
    assert run(*asked, "2020-01-01").data["total"] == 0
