"""Any sequence of work can be taken back to the byte, and any moment of it looked at again.

Edits, many records in one step, cascades, imports and deletes by turns; the bundle is saved after
each step and compared with what undo brings back and with what looking back shows.
"""

from __future__ import annotations

import contextlib
import itertools
import random
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from successtui.domain.clock import Clock
from successtui.domain.errors import Refused
from successtui.records import REGISTRY, Record, Task
from successtui.services import records, undoing
from successtui.services.saver import Saver
from successtui.services.session import Session
from successtui.store.workspace import Workspace
from successtui.transfer.bundle import read_bundle
from successtui.transfer.importer import import_rows
from tests.pg import TODAY
from tests.services.office import Office, journal_size
from tests.services.strategies import BundleMaker, hostile_texts, write_files
from tests.services.test_as_of import bundle, looking_back, moment_of_newest
from tests.worlds import Book

Bytes = dict[str, bytes]


class Desk:
    """Does things in one step each, and keeps the bundle after every one."""

    def __init__(self, book: Book, rng: random.Random, texts: list[str], folder: Path) -> None:
        self.book = book
        self.rng = rng
        self.texts = texts
        self.folder = folder
        self.office = Office(book, rng)
        self.count = 0
        for start in (self.office.do_account, self.office.do_objective, self.office.do_engagement):
            start()
        if (objective := self._one("objective")) is not None:
            book.task(objective)
        self.saved: list[tuple[int, datetime, Bytes]] = []
        self.save()

    def save(self) -> None:
        """Keeps the bundle as it is now, with the batch and the moment it belongs to."""
        batches = journal_size(self.book.session)[0]
        self.saved.append((batches, moment_of_newest(self.book.session), self.bundle()))

    def bundle(self) -> Bytes:
        """The bundle as it is now."""
        self.count += 1
        return bundle(self.book.session, self.folder / f"bundle{self.count}")

    def step(self, kind: str) -> None:
        """Does something of that kind, if it can be done, and saves."""
        before = journal_size(self.book.session)[0]
        ways = {
            "work": self._work,
            "bulk": self._bulk,
            "cascade": self._cascade,
            "import": self._import,
        }
        with contextlib.suppress(Refused):
            ways[kind]()
        if journal_size(self.book.session)[0] > before:
            self.save()

    def _work(self) -> None:
        self.office.work()

    def _bulk(self) -> None:
        with self.book.session.read() as reader:
            cls = REGISTRY[self.rng.choice(["account", "objective", "task"])]
            ids = reader.ids(cls)
        with self.book.session.change("Bulk edit") as unit:
            saver = Saver(unit, TODAY)
            for record in unit.rows(cls, self.rng.sample(ids, min(len(ids), 5))).values():
                saver.change(record, self._new_values(cls.declaration.name))

    def _new_values(self, name: str) -> dict[str, object]:
        text = f"{self.rng.choice(self.texts)[:30]}x"
        people = tuple(self.rng.sample(self.office.people, 2))
        values: dict[str, dict[str, object]] = {
            "account": {"notes": text, "tags": (text, "b")},
            "objective": {"description": text, "products": tuple(self.office.products[:2])},
            "task": {"description": text, "resources": people},
        }
        return values[name]

    def _one(self, kind: str) -> Record | None:
        """Any record of a type; a task when there is none."""
        with self.book.session.read() as reader:
            found = reader.all(REGISTRY[kind]) or reader.all(Task)
        return self.rng.choice(found) if found else None

    def _cascade(self) -> None:
        kind = self.rng.choice(["objective", "play", "engagement", "account"])
        record = self._one(kind)
        if record is None:
            return
        if kind in ("objective", "play") and self.rng.random() < 0.5:
            self.book.move(record, "Canceled", confirmed=True)
        else:
            records.delete(self.book.session, record, confirmed=True)

    def _import(self) -> None:
        made = BundleMaker(self.rng, self.texts).bundle
        place = self.folder / f"files{self.count}"
        write_files(made, place, self.rng)
        import_rows(self.book.session, read_bundle(place), on_conflict="update")

    def take_all_back(self) -> None:
        """Undoes everything step by step, and does it again; compares after each."""
        for (batches, _, _), (before, _, files) in zip(
            self.saved[:0:-1], self.saved[-2::-1], strict=True
        ):
            for _ in range(batches - before):
                undoing.undo(self.book.session)
            assert self.bundle() == files
        for (before, _, _), (batches, _, files) in zip(self.saved, self.saved[1:], strict=False):
            for _ in range(batches - before):
                undoing.redo(self.book.session)
            assert self.bundle() == files

    def look_at_all(self) -> None:
        """Every moment a bundle was saved at shows that bundle."""
        for place, (_, moment, files) in enumerate(self.saved):
            with looking_back(self.book.session, moment) as past:
                assert bundle(past, self.folder / f"past{place}") == files


KINDS = st.lists(
    st.sampled_from(["work", "work", "bulk", "cascade", "import"]), min_size=3, max_size=9
)


@pytest.fixture
def fresh_book(sqlite_model: Path, tmp_path: Path) -> Callable[[], tuple[Book, Path]]:
    """Another workspace on SQLite each time it is called, and a folder beside it."""
    numbers = itertools.count()

    def another() -> tuple[Book, Path]:
        folder = tmp_path / f"run{next(numbers)}"
        folder.mkdir()
        shutil.copy(sqlite_model, folder / "workspace.db")
        return Book(Session(Workspace(folder / "workspace.db"), "root", Clock(TODAY))), folder

    return another


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), kinds=KINDS, texts=hostile_texts)
def test_taking_back_and_looking_back(
    fresh_book: Callable[[], tuple[Book, Path]], seed: int, kinds: list[str], texts: list[str]
) -> None:
    """Part 2, done when 3: undo restores the bundle to the byte, redo brings each step again, and
    each moment looks as it was saved, before undo and after."""
    book, folder = fresh_book()
    try:
        desk = Desk(book, random.Random(seed), texts, folder)
        for kind in kinds:
            desk.step(kind)
        desk.look_at_all()
        desk.take_all_back()
        desk.look_at_all()
    finally:
        book.session.workspace.close()


def test_on_every_engine(book: Book, tmp_path: Path) -> None:
    """The same by one long sequence on SQLite and on PostgreSQL."""
    desk = Desk(book, random.Random(5), ["ä;\\", "=1+1"], tmp_path)
    for kind in ("import", "work", "bulk", "cascade", "work", "import", "cascade"):
        desk.step(kind)
    assert len(desk.saved) > 4
    desk.take_all_back()
    desk.look_at_all()
