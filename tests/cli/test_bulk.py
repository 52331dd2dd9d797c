"""Changing many records from the command line, and lists by their saved views."""

from __future__ import annotations

from pathlib import Path

import pytest

from successtui.domain.clock import Clock
from successtui.services.session import Session
from successtui.services.views import View, save_view
from successtui.store.workspace import Workspace
from tests.cli.conftest import Cli


def priorities(cli: Cli) -> dict[str, str]:
    """Priority of every task, by number."""
    answer = cli("list", "task", "--columns", "number,priority", "--format", "json").data
    return {row["number"]: row["priority"] for row in answer["records"]}


@pytest.fixture
def tasks(cli: Cli) -> Cli:
    """Three tasks, one of which is high already."""
    for title, priority in (("Write", "Low"), ("Read", "High")):
        made = cli("new", "task", f"title={title}", "parent=play:PLY1", f"priority={priority}")
        assert made.status == 0
    return cli


def test_one_undo_step_for_all_that_the_query_finds(tasks: Cli) -> None:
    """netbox#345: what was not found by the query is not touched, and one undo puts all back."""
    before = priorities(tasks)
    tried = tasks("bulk", "task", "priority!=low", "priority=critical", "--dry-run")
    assert "TSK1" in tried.out
    assert priorities(tasks) == before
    done = tasks("bulk", "task", "priority!=low", "priority=critical", "--yes", "--format", "json")
    assert (done.data["changed"], done.data["refused"], done.data["dry_run"]) == (2, [], False)
    assert {row["from"] for row in done.data["changes"]} == {"Medium", "High"}
    assert sorted(priorities(tasks).values()) == ["Critical", "Critical", "Low"]
    assert tasks("undo", done.data["batch"]).status == 0
    assert priorities(tasks) == before


def test_without_a_terminal_it_needs_yes(tasks: Cli) -> None:
    asked = tasks("bulk", "task", "title:read", "--delete")
    assert asked.status == 1
    assert "--yes" in asked.err
    assert len(priorities(tasks)) == 3
    assert tasks("bulk", "task", "title:read", "--delete", "--yes").out.startswith("1 task changed")
    assert len(priorities(tasks)) == 2


def test_refused_ones_stop_it_or_are_left_out(tasks: Cli) -> None:
    tasks("new", "play", "name=Empty", "objective=OBJ1", "number=PLY2")
    call = ("bulk", "play", "number:PLY1,PLY2", "--close", "--code", "missed", "--notes", "Over")
    stopped = tasks(*call, "--yes")
    assert stopped.status == 1
    assert "PLY1" in stopped.err
    left_out = tasks(*call, "--yes", "--skip-refused", "--format", "json")
    assert left_out.data["changed"] == 1
    assert [refused["number"] for refused in left_out.data["refused"]] == ["PLY1"]


@pytest.mark.parametrize(
    "call",
    [
        ("task", " ", "priority=low"),
        ("task", "title:x"),
        ("task", "title:x", "priority=low", "--delete"),
        ("task", "title:x", "--close", "--cancel"),
        ("task", "title:x", "work_notes=hello"),
        ("tsak", "title:x", "--delete"),
        ("account", "name:x", "--cancel"),
    ],
)
def test_calls_that_make_no_sense(cli: Cli, call: tuple[str, ...]) -> None:
    assert cli("bulk", *call, "--yes").status == 2


def test_a_list_by_its_view(tasks: Cli, house: Path) -> None:
    workspace = Workspace(house)
    view = View("task", "Mine", query="priority!=high", columns=("title",), order=("-title",))
    [user] = tasks("list", "user", "roles:admin", "--format", "json", "--columns", "username").data[
        "records"
    ]
    save_view(Session(workspace, user["username"], Clock()), view)
    workspace.close()
    seen = tasks("list", "task", "--view", "mine", "--format", "csv")
    assert seen.out == "title\nWrite\nCall\n"
    fewer = tasks("list", "task", "title:call", "--view", "Mine", "--columns", "number")
    assert fewer.out.split() == ["number", "------", "TSK1"]
    assert tasks("list", "task", "--view", "Other").status == 66
