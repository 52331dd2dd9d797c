"""Counts of a list by the values of a field, and the list as a file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from successtui.screens.list_counts import GroupCounts, group_rows
from successtui.screens.list_export import write_private
from successtui.services.grouping import Group
from successtui.widgets.confirm import Confirm
from successtui.widgets.finder import Finder
from tests.ui.office import office, screen_text
from tests.ui.test_record_list import front, keys, place_of, query_of


async def test_a_group_narrows_the_list_and_escape_goes_back(tmp_path: Path) -> None:
    async with office(tmp_path) as (pilot, app, _session):
        await keys(pilot, "slash", *"Acme", "enter", "number_sign", *"tier", "enter")
        assert isinstance(front(app), GroupCounts)
        text = screen_text(app)
        assert "Accounts by tier" in text
        assert "Growth" in text
        await keys(pilot, "enter")
        assert "1 account " in screen_text(app)
        assert query_of(app) != "Acme"

        await keys(pilot, "number_sign")
        finder = front(app)
        assert isinstance(finder, Finder)
        assert finder._found[0].id == "tier"
        await keys(pilot, "escape", "escape")
        assert query_of(app) == "Acme"
        assert "2 accounts" in screen_text(app)
        await keys(pilot, "escape")
        assert "3 accounts" in screen_text(app)


async def test_leaving_the_counts_changes_nothing(tmp_path: Path) -> None:
    async with office(tmp_path) as (pilot, app, _session):
        await keys(pilot, "number_sign", *"csm", "enter", "space", "escape")
        assert place_of(app).look.query == ""
        assert place_of(app).look.grouped_by == "csm"
        assert "3 accounts" in screen_text(app)


def test_shares_add_up_and_bars_follow_the_largest_group() -> None:
    rows = group_rows([Group("a", 3, ""), Group("b", 1, "")])

    shown = [[c if isinstance(c, str) else c.text.rstrip() for c in row] for row in rows]
    assert [row[:3] for row in shown] == [["a", "3", "75%"], ["b", "1", "25%"]]
    assert len(shown[0][3]) == 3 * len(shown[1][3]) or len(shown[0][3]) > len(shown[1][3])


async def test_all_of_the_list_or_the_marked_rows_become_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The columns and order shown; nobody else may read the file."""
    monkeypatch.chdir(tmp_path)
    async with office(tmp_path) as (pilot, app, _session):
        await keys(pilot, "X", "c", "enter")
        path = tmp_path / "accounts.csv"
        assert f"to {path}" in screen_text(app).replace("\n", "") or path.exists()
        lines = path.read_text(encoding="utf-8").splitlines()
        assert lines[0].startswith("number,name,industry")
        assert len(lines) == 4
        assert path.stat().st_mode & 0o777 == 0o600

        await keys(pilot, "space", "X", "j", "enter")
        exported = json.loads((tmp_path / "accounts.json").read_text(encoding="utf-8"))
        assert [each["name"] for each in exported["records"]] == ["Acme"]


async def test_a_file_that_exists_is_replaced_only_when_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "accounts.csv"
    path.write_text("mine", encoding="utf-8")
    async with office(tmp_path) as (pilot, app, _session):
        await keys(pilot, "X", "c", "enter")
        assert isinstance(front(app), Confirm)
        await keys(pilot, "enter")
        assert path.read_text(encoding="utf-8") == "mine"
        await keys(pilot, "X", "c", "enter", "y")
        assert path.read_text(encoding="utf-8").startswith("number,")


async def test_a_name_that_cannot_be_is_said_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with office(tmp_path) as (pilot, app, _session):
        await keys(pilot, "X", "m", "home", *"nowhere", "slash", "enter")
        assert "there is no folder" in screen_text(app)


def test_a_new_file_never_takes_the_place_of_another(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("mine", encoding="utf-8")

    with pytest.raises(FileExistsError):
        write_private(path, "theirs", replaces=False)
    assert path.read_text(encoding="utf-8") == "mine"

    write_private(path, "theirs\r\n", replaces=True)
    assert path.read_bytes() == b"theirs\r\n"
    assert [each.name for each in tmp_path.iterdir()] == ["list.csv"]
