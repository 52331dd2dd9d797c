"""`kill -9` while changes are being saved: what was acknowledged is there, nothing by halves."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from successtui.records import Account, Objective
from successtui.services.checking import check
from successtui.services.session import Session
from successtui.store import journal
from successtui.store.changes import Change
from successtui.store.engine import integrity
from tests.reliability.farm import SAVERS
from tests.worlds import Book

ROOT = Path(__file__).parents[2]
ROUNDS = {"sqlite": 25, "postgresql": 5}
"""Two savers each: four portions make 200 kills on SQLite."""


def lives_and_deaths(session: Session, engine_name: str, seed: int) -> list[dict[str, int]]:
    address = session.workspace.url.render_as_string(hide_password=False)
    if session.workspace.file is not None:
        address = str(session.workspace.file)
    session.workspace.close()
    command = [sys.executable, "-m", "tests.reliability.farm", address]
    done = subprocess.run(
        [*command, str(ROUNDS[engine_name]), str(seed)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    lives: list[dict[str, int]] = json.loads(done.stdout)
    return lives


@pytest.mark.parametrize(
    ("engine_name", "portion"),
    [("sqlite", 0), ("sqlite", 1), ("sqlite", 2), ("sqlite", 3), ("postgresql", 0)],
    indirect=["engine_name"],
)
def test_nothing_acknowledged_is_lost(book: Book, engine_name: str, portion: int) -> None:
    """200 kills: no acknowledged change lost, no half of one, history exact, the file sound."""
    for _ in range(SAVERS):
        book.objective(book.account(notes="0"), description="0")
    lives = lives_and_deaths(book.session, engine_name, portion)
    assert len(lives) == ROUNDS[engine_name] * SAVERS
    for saver in range(1, SAVERS + 1):
        check_lives([life for life in lives if life["saver"] == saver])
        check_records(book.session, saver, lives)
    findings = check(book.session)
    assert not findings.broken, findings
    with book.session.read() as reader:
        assert integrity(reader.connection) == []
    book.move(book.again(book.objective(book.account())), "Canceled")


def check_lives(lives: list[dict[str, int]]) -> None:
    """Each saver found at least what was acknowledged before it, at most one change more."""
    assert any(life["acknowledged"] > 0 for life in lives)
    acknowledged, in_flight = 0, 0
    for life in lives:
        # A saver that was killed early may have stored one change without saying so.
        in_flight += 1
        if life["started_at"] < 0:
            continue
        assert acknowledged <= life["started_at"] <= acknowledged + in_flight
        acknowledged, in_flight = max(life["started_at"], life["acknowledged"]), 0


def check_records(session: Session, saver: int, lives: list[dict[str, int]]) -> None:
    """Both records hold the same number, and history tells of every one up to it."""
    with session.read() as reader:
        account = reader.require(Account, saver)
        objective = reader.require(Objective, saver)
        told = {
            name: journal.changes_of_record(reader.connection, name, saver)
            for name in ("account", "objective")
        }
    stored = int(account.notes or 0)
    assert objective.description == str(stored)
    assert stored >= max(life["acknowledged"] for life in lives if life["saver"] == saver)
    numbers = [str(number) for number in range(stored + 1)]
    steps = list(pairwise(numbers))
    assert changes_of(told["account"], "notes") == steps
    assert changes_of(told["objective"], "description") == steps
    assert account.version == objective.version == stored + 1
    batches = [
        [change.batch for change in told[name] if change.field == field]
        for name, field in (("account", "notes"), ("objective", "description"))
    ]
    assert batches[0] == batches[1]


def changes_of(changes: list[Change], field: str) -> list[tuple[object, object]]:
    return [(change.old, change.new) for change in changes if change.field == field]
