"""What the services cost beside SQL written by hand for the same file: saving and importing."""

from __future__ import annotations

import gc
import sqlite3
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks import sql
from benchmarks.book import Book, open_book
from benchmarks.figures import MS, Figure
from successtui.domain.clock import Clock
from successtui.records import REGISTRY, Account, Record
from successtui.services.records import update
from successtui.services.session import Session, open_session
from successtui.services.workspaces import create_workspace
from successtui.store.engine import journal_mode
from successtui.store.workspace import Workspace
from successtui.transfer.bundle import read_bundle, write_bundle
from successtui.transfer.importer import import_rows

SAVES, IMPORTS = 25, 3
"""Rounds of each."""
BUNDLE_OF = 100
"""Engagements in the bundle that is imported."""


def measure(books: Sequence[Book]) -> list[Figure]:
    """All figures of the store, on books from small to big."""
    return [*(_save(book) for book in (books[0], books[-1])), _import()]


# Saving


def _save(book: Book) -> Figure:
    """One field of one account, with its batch and history, each in a transaction of its own."""
    with tempfile.TemporaryDirectory() as folder:
        copy = book.copy(Path(folder))
        workspace = Workspace(copy.path)
        floor = _writer(copy.path)
        try:
            saver = _Saver(open_session(workspace, Clock()))
            saver.save()
            times = []
            for turn in range(SAVES):
                theirs = _wall(partial(sql.save_by_hand, floor, f"by hand {turn}"))
                times.append((_wall(saver.save), theirs))
        finally:
            floor.close()
            workspace.close()
    what = f"save one field with its history, {book.engagements // 1000}k, wall"
    return Figure("save", what, "one commit by hand", MS, *sides(times), 4.0)


@dataclass
class _Saver:
    """Saves the same account again and again, each time with another note."""

    session: Session
    times: int = 0

    def __post_init__(self) -> None:
        with self.session.read() as reader:
            self.account: Record = reader.require(Account, 1)

    def save(self) -> None:
        """One more time."""
        self.times += 1
        self.account = update(self.session, self.account, {"notes": f"n{self.times}"}).record


# Importing


def _import() -> Figure:
    """A bundle into a workspace that has its people, which is what a first import meets."""
    book = open_book(BUNDLE_OF)
    times = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = _bundle(book, folder / "bundle")
        for turn in range(IMPORTS):
            session = create_workspace(folder / f"ours{turn}.db", Clock(), currency="EUR")
            ours = cpu(partial(_import_bundle, session, folder / "bundle"))
            session.workspace.close()
            by_hand = folder / f"hand{turn}.db"
            create_workspace(by_hand, Clock(), currency="EUR").workspace.close()
            with closing(_writer(by_hand)) as floor:
                theirs = cpu(partial(sql.copy_by_hand, floor, book.path))
            times.append((ours, theirs))
    what = f"import a bundle of {rows:,} rows, CPU"
    return Figure("import", what, "executemany of the same rows", MS, *sides(times), 5.0)


def _bundle(book: Book, folder: Path) -> int:
    """Writes the book as a bundle; how many rows it has."""
    workspace = Workspace(book.path)
    try:
        written = write_bundle(open_session(workspace, Clock()), folder)
    finally:
        workspace.close()
    (folder / f"{REGISTRY['setting'].declaration.file}.csv").unlink(missing_ok=True)
    return sum(written.values())


def _import_bundle(session: Session, folder: Path) -> None:
    report = import_rows(session, read_bundle(folder))
    if report.rejected:
        raise RuntimeError(f"{len(report.rejected)} rows rejected, first: {report.rejected[0]}")


# Clocks


def cpu(work: Callable[[], object]) -> float:
    """Milliseconds of processor time."""
    return _timed(work, time.process_time)


def _wall(work: Callable[[], object]) -> float:
    return _timed(work, time.perf_counter)


def _timed(work: Callable[[], object], clock: Callable[[], float]) -> float:
    """Milliseconds, without what collecting earlier garbage would add."""
    gc.collect()
    gc.disable()
    try:
        began = clock()
        work()
        return (clock() - began) * 1000
    finally:
        gc.enable()


def sides(times: Sequence[tuple[float, float]]) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Ours and theirs, each round by round."""
    ours, theirs = zip(*times, strict=True)
    return tuple(ours), tuple(theirs)


def _writer(path: Path) -> sqlite3.Connection:
    """A connection as safe as the app's own: nothing is won by risking the data."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(f"PRAGMA journal_mode = {journal_mode()[0]}")
    return connection
