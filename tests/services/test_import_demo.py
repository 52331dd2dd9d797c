"""The demo workspace and the starter library as the importer brings them in."""

from __future__ import annotations

import stat
from datetime import date
from pathlib import Path

import pytest

from successtui import paths
from successtui.domain.clock import Clock
from successtui.records import Engagement, Objective, Task
from successtui.services import records
from successtui.services.session import Session
from successtui.starter.demo import HERO
from successtui.store.workspace import Workspace
from successtui.transfer import demo
from successtui.transfer.demo import discard_demo, install_library, open_demo

DAY = date(2026, 3, 4)


def test_each_visit_gets_a_private_copy_of_one_demo(monkeypatch: pytest.MonkeyPatch) -> None:
    """Built once a day; what somebody does in a copy is gone with it."""
    first = open_demo(DAY)
    monkeypatch.setattr(demo, "build_demo", _never)
    second = open_demo(DAY)
    try:
        assert first != second
        assert stat.S_IMODE(first.stat().st_mode) == 0o600
        assert stat.S_IMODE(first.parent.stat().st_mode) == 0o700
        workspace = Workspace(first)
        hero = Session(workspace, HERO, Clock(DAY))
        with hero.read() as reader:
            engagements = reader.all(Engagement)
            open_tasks = reader.all(Task, {"owner": reader.actor.id if reader.actor else 0})
        assert engagements
        records.update(hero, open_tasks[0], {"title": "Mine for an hour"})
        workspace.close()
        assert first.read_bytes() != second.read_bytes()
    finally:
        for copy in (first, second):
            discard_demo(copy)
    assert not first.parent.exists()
    assert not second.parent.exists()


def test_demos_of_other_days_are_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "build_demo", lambda place, *_: place.write_bytes(b"built"))
    for day in (DAY, date(2026, 3, 5)):
        discard_demo(open_demo(day))
    (kept,) = (paths.data_dir() / "demo-cache").iterdir()
    assert kept.name.startswith("2026-03-05-")


def test_only_demos_are_discarded(tmp_path: Path) -> None:
    (tmp_path / "mine.db").write_bytes(b"x")
    discard_demo(tmp_path / "mine.db")
    assert (tmp_path / "mine.db").exists()


def test_the_starter_library_comes_in_once(session: Session) -> None:
    report = install_library(session)
    assert report.committed
    with session.read() as reader:
        template = reader.all(Objective, templates=True)[0]
        assert reader.count(Objective) == 0
    records.update(session, template, {"name": "Our own words"})
    again = install_library(session)
    assert again.batch is None
    assert records.get(session, Objective, template.id).name == "Our own words"


def _never(*_: object) -> None:
    raise AssertionError("the demo was built again")
