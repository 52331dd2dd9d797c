"""The demo workspace and the starter library, brought in by the importer like any other rows.

A demo is built once a day and kept beside the data; each visit gets a private copy to play with.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

from successtui import __version__, paths
from successtui.domain.errors import IoTrouble
from successtui.services.session import Session
from successtui.services.workspaces import create_workspace
from successtui.starter.demo import demo_rows
from successtui.starter.demo.people import ADMIN
from successtui.starter.library import library_rows
from successtui.transfer.demo_days import ARRIVED, clock_at, live_through
from successtui.transfer.importer import import_rows
from successtui.transfer.report import ImportReport
from successtui.transfer.source import source_of_rows

_PREFIX = "successtui-demo-"
_BUILDING = "building-"
_A_DAY = 24 * 60 * 60


def open_demo(today: date, seed: int = 7) -> Path:
    """A throwaway database with the demo laid around `today`, in a private folder of its own.

    Whoever asked for it deletes it with `discard_demo`.

    Raises:
        IoTrouble: it cannot be written.
    """
    try:
        kept = _kept_demo(today, seed)
        copy = Path(tempfile.mkdtemp(prefix=_PREFIX)) / "demo.db"
        shutil.copyfile(kept, copy)
        copy.chmod(0o600)
    except OSError as error:
        raise IoTrouble(f"the demo cannot be made: {error.strerror or error}") from None
    return copy


def discard_demo(demo: Path) -> None:
    """Deletes a copy that `open_demo` made, with everything the database left beside it."""
    if demo.parent.name.startswith(_PREFIX):
        shutil.rmtree(demo.parent, ignore_errors=True)


def install_library(session: Session) -> ImportReport:
    """Imports the starter library, owned by the person; what is there already stays unchanged.

    Raises:
        Forbidden: the person may not import.
    """
    rows = library_rows(session.username)
    return import_rows(session, source_of_rows(rows, "starter library"), on_conflict="skip")


def _kept_demo(today: date, seed: int) -> Path:
    folder = paths.data_dir() / "demo-cache"
    folder.mkdir(mode=0o700, exist_ok=True)
    kept = folder / f"{today.isoformat()}-{seed}-{_edition()}.db"
    if not kept.exists():
        building = Path(tempfile.mkdtemp(prefix=_BUILDING, dir=folder))
        try:
            build_demo(building / "demo.db", today, seed)
            # Complete and closed before anybody can find it.
            os.replace(building / "demo.db", kept)
        finally:
            shutil.rmtree(building, ignore_errors=True)
        _remove_others(folder, kept)
    return kept


def build_demo(place: Path, today: date, seed: int = 7) -> None:
    """Makes the demo, laid around `today`, in a new file.

    Raises:
        IoTrouble: it cannot be made.
    """
    arrival = clock_at(today, ARRIVED)
    session = create_workspace(place, replace(arrival, pinned=today), admin=ADMIN)
    try:
        report = import_rows(session, source_of_rows(demo_rows(today, seed), "demo"))
        if report.committed:
            live_through(session.workspace, today)
    finally:
        session.workspace.close()
    if not report.committed:
        raise IoTrouble(f"the demo cannot be made: {report.rejected[0]}")


def _edition() -> str:
    """Stands for this program as it is installed; another one builds another demo."""
    package = Path(__file__).resolve().parents[1]
    digest = hashlib.blake2s(__version__.encode(), digest_size=6)
    for file in sorted(package.rglob("*")):
        if file.suffix in (".py", ".toml"):
            info = file.stat()
            digest.update(f"{file.name} {info.st_size} {info.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _remove_others(folder: Path, kept: Path) -> None:
    """Removes demos of other days, and what a killed program left half built."""
    for entry in folder.iterdir():
        if entry.suffix == ".db" and entry != kept:
            entry.unlink(missing_ok=True)
        elif entry.name.startswith(_BUILDING) and time.time() - entry.stat().st_mtime > _A_DAY:
            shutil.rmtree(entry, ignore_errors=True)
