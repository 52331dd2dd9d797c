"""Copies that show the past are private, live as long as somebody looks, and outlive no crash."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from successtui import paths
from successtui.domain.as_of import PointInTime
from successtui.services.as_of import look_back
from tests.worlds import Book

_LOOKS_AND_DIES = """
import os, signal, sys
from datetime import date
from pathlib import Path
from successtui.services.past_folders import PastFolder
folder = PastFolder()
(folder.path / "then.db").write_bytes(b"secret")
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the copies stand."""
    monkeypatch.setenv(paths.HOME_VARIABLE, str(tmp_path / "home"))
    return tmp_path / "home" / "state" / "past"


def copies(home: Path) -> set[str]:
    """The copies there are."""
    return {path.name for path in home.iterdir() if path.is_dir()}


def test_what_a_killed_program_left_is_gone_at_once(book: Book, home: Path) -> None:
    """Nobody waits a day for a copy of the house's records to go."""
    book.account()
    subprocess.run([sys.executable, "-c", _LOOKS_AND_DIES], check=False)
    (left,) = copies(home)
    past = look_back(book.session, PointInTime(day=date(2026, 1, 1)))
    assert left not in copies(home)
    assert len(copies(home)) == 1
    past.close()
    assert copies(home) == set()


def test_a_copy_somebody_looks_at_stays_however_old(book: Book, home: Path) -> None:
    """A program left open over a weekend still reads its past after another one looked back."""
    account = book.account()
    past = look_back(book.session, PointInTime(day=date(9999, 1, 1)))
    (mine,) = copies(home)
    os.utime(home / mine, (0, 0))
    look_back(book.session, PointInTime(day=date(9999, 1, 1))).close()
    with past.read() as reader:
        assert reader.find(account.number).id == account.id
    past.close()


def test_a_copy_is_its_owners_alone(book: Book, home: Path) -> None:
    """Folder and files are closed to everybody else, whatever the umask."""
    before = os.umask(0)
    try:
        past = look_back(book.session, PointInTime(day=date(9999, 1, 1)))
    finally:
        os.umask(before)
    for path in (home, *home.rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path
    past.close()
