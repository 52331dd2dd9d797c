"""Commands that read: show and history, in every format and for every pair of eyes."""

from __future__ import annotations

import csv
import io

from tests.cli.conftest import Cli


def test_show_as_json_has_the_promised_shape(cli: Cli) -> None:
    shown = cli("show", "OBJ1", "--format", "json").data

    keys = [
        "record",
        "number",
        "version",
        "updated_at",
        "updated_by",
        "fields",
        "derived",
        "related",
    ]
    assert list(shown) == keys
    assert (shown["record"], shown["number"], shown["version"]) == ("objective", "OBJ1", 1)
    assert shown["updated_at"].endswith("Z")
    assert shown["fields"]["owner"] == "dora"
    assert shown["fields"]["is_template"] is False
    assert shown["fields"]["products"] == []
    assert shown["fields"]["end_date"] is None
    assert shown["derived"]["completion_pct"] == 0
    assert shown["related"]["play"] == ["PLY1"]
    assert shown["related"]["outcome"] == []


def test_money_is_text_in_json(cli: Cli) -> None:
    assert cli("show", "CON1", "--format", "json").data["fields"]["value"] == "1200.5"


def test_show_for_people(cli: Cli) -> None:
    out = cli("show", "OBJ1").out

    assert out.startswith("Objective OBJ1  Grow\n\n")
    assert "\naccount         ACC1 (Acme)\n" in out
    assert "\nplay            PLY1\n" in out


def test_show_as_csv_and_markdown(cli: Cli) -> None:
    rows = dict(csv.reader(io.StringIO(cli("show", "OBJ1", "--format", "csv").out)))
    assert rows["field"] == "value"
    assert rows["account"] == "ACC1"
    assert rows["play"] == "PLY1"

    assert "| account | ACC1 (Acme) |" in cli("show", "OBJ1", "--format", "md").out


def test_history_as_json_has_the_promised_shape(cli: Cli) -> None:
    cli("set", "TSK1", "owner=user:otto")
    batch = cli("act", "TSK1", "complete", "--format", "json").data["batch"]
    told = cli("history", "TSK1", "--format", "json").data

    assert (told["record"], told["number"]) == ("task", "TSK1")
    first, last = told["changes"][0], told["changes"][-1]
    keys = ["batch", "at", "by", "acting_as", "action", "field", "from", "to"]
    assert [list(change) for change in told["changes"]] == [keys] * len(told["changes"])
    assert first["action"] == "create"
    assert first["from"] is None
    assert last["batch"] == batch
    assert last["at"].endswith("Z")
    states = [(c["from"], c["to"]) for c in told["changes"] if c["field"] == "state"]
    assert states == [(None, "New"), ("New", "Closed")]
    owners = [(c["from"], c["to"]) for c in told["changes"] if c["field"] == "owner"]
    assert owners == [(None, "dora"), ("dora", "otto")]


def test_a_creation_is_one_line_for_each_field_that_was_set(cli: Cli) -> None:
    changes = cli("history", "TSK1", "--format", "json").data["changes"]
    fields = [change["field"] for change in changes]

    assert len(set(fields)) == len(fields)
    assert {"title", "parent", "parent_type", "owner", "owner_kind", "due_date"} <= set(fields)
    assert "close_notes" not in fields


def test_an_owner_of_another_kind_is_named_as_what_it_was(cli: Cli) -> None:
    """Kind and owner change in one batch; both sides are read with the kind of their time."""
    cli("set", "OBJ1", "owner=role:Sponsor")

    changes = cli("history", "OBJ1", "--format", "json").data["changes"]

    owners = [(c["from"], c["to"]) for c in changes if c["field"] == "owner"]
    assert owners[-1] == ("dora", "Sponsor")


def test_history_says_who_acted_as_whom(cli: Cli) -> None:
    me = cli("whoami", "--format", "json").data["username"]
    cli("set", "TSK1", "title=x", "--as", "dora")

    last = cli("history", "TSK1", "--format", "json").data["changes"][-1]

    assert (last["by"], last["acting_as"]) == (me, "dora")
    assert f"{me} as dora" in cli("history", "TSK1").out


def test_history_of_a_deleted_record(cli: Cli) -> None:
    cli("delete", "TSK1")

    gone = cli("history", "TSK1", "--format", "json").data["changes"][-1]
    assert (gone["action"], gone["field"]) == ("delete", None)
    cli("undo")
    back = cli("history", "TSK1", "--format", "json").data["changes"][-1]
    assert back["action"] == "restore"


def test_history_hides_what_the_reader_may_not_see(cli: Cli) -> None:
    cli("new", "account", "name=Secret", "number=ACC3")
    cli("set", "ACC1", "parent_account=ACC3")
    cli("set", "ACC1", "parent_account=")

    seen = cli("history", "ACC1", "--format", "json", "--as", "dora")

    pairs = [(c["from"], c["to"]) for c in seen.data["changes"] if c["field"] == "parent_account"]
    assert pairs == [(None, "(hidden)"), ("(hidden)", None)]
    assert "ACC3" not in seen.out


def test_show_hides_what_the_reader_may_not_see(cli: Cli) -> None:
    cli("new", "account", "name=Secret", "number=ACC3")
    cli("set", "ACC1", "parent_account=ACC3")

    for form in ("table", "csv", "md", "json"):
        out = cli("show", "ACC1", "--as", "dora", "--format", form).out
        assert "ACC3" not in out
        assert "Secret" not in out


def test_control_signs_never_reach_the_output(cli: Cli) -> None:
    hostile = "Acme \x1b]0;title\x07 \x9b31m [/x] \u202efdp \\u0041 日本"
    cli("set", "ACC1", f"name={hostile}", "notes=a\x1b[2Jb\r\nc")

    for arguments in (["show", "ACC1"], ["history", "ACC1"]):
        for form in ("table", "csv", "md", "json"):
            out = cli(*arguments, "--format", form).out
            unsafe = [s for s in out if s != "\n" and (s < " " or "\x7f" <= s <= "\x9f")]
            assert not unsafe
            assert "\u202e" not in out
            assert "日本" in out


def test_json_escapes_lose_nothing(cli: Cli) -> None:
    cli("set", "ACC1", "name=a\u202eb")

    told = cli("show", "ACC1", "--format", "json")

    assert "\\u202e" in told.out
    assert told.data["fields"]["name"] == "a\u202eb"


def test_an_error_quotes_hostile_text_harmlessly(cli: Cli) -> None:
    told = cli("show", "\x1b[2J\nX")

    assert told.status == 66
    assert "\x1b" not in told.err
    assert "␛[2J⏎X" in told.error
