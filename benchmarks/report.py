"""What the success report costs as the company grows, beside SQL by hand on the same file."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import date
from functools import partial
from statistics import median

from benchmarks.book import Book
from benchmarks.book_rows import STEADY
from benchmarks.figures import MS, Figure
from benchmarks.report_sql import Floor, numbers
from benchmarks.store import cpu, sides
from successtui.domain.clock import Clock
from successtui.services.report.report import report
from successtui.services.report.scope import NO_FILTERS
from successtui.services.session import Session, open_session
from successtui.store.workspace import Workspace

TODAY = date(2026, 6, 15)
"""A day the rows of a book lie around."""
PEOPLE = {
    "whole company": "",
    "director": "director1",
    "manager": "manager2",
    "CSM": "csm2",
    "CSM with 40 in every book": STEADY,
}
_COMPANY = "whole company"
_WIDE = (_COMPANY, "director")
_WIDE_GOAL, _NARROW_GOAL = 1.5, 2.0
_SPARED = 5.0
"""Milliseconds that the others' reports may take on top."""
_LONG = 50_000
"""Engagements from which on one round of the whole company must do."""
ROUNDS, NARROW_ROUNDS = 3, 9


def measure(books: Sequence[Book]) -> list[Figure]:
    """All figures of the report, on books from small to big; then how the steady CSM's grows."""
    found: list[Figure] = []
    steady: list[Figure] = []
    for book in books:
        workspace = Workspace(book.path)
        source = f"{book.path.as_uri()}?mode=ro"
        try:
            with closing(sqlite3.connect(source, uri=True, isolation_level=None)) as connection:
                for who, username in PEOPLE.items():
                    found.append(_person(book, workspace, connection, who, username))
        finally:
            workspace.close()
        steady.append(found[-1])
    small, big = books[0], books[-1]
    what = f"CSM with 40 engagements, among {big.engagements:,}"
    against = f"among {small.engagements:,}"
    pair = steady[-1].ours, steady[0].ours
    return [*found, Figure("report", what, against, MS, *pair, 1.5)]


def _person(
    book: Book, workspace: Workspace, connection: sqlite3.Connection, who: str, username: str
) -> Figure:
    """Their report from first to last, each time in a transaction of its own."""
    session = open_session(workspace, Clock(TODAY, "UTC"), as_user=username)
    floor = Floor(connection, username or None, TODAY, wide=who == _COMPANY)
    engagements = _agreed(session, floor)
    ours = partial(report, session, NO_FILTERS, records=False)
    times = [(cpu(ours), cpu(floor.report)) for _ in range(_rounds(book, who))]
    what = f"{who}, {book.engagements // 1000}k ({engagements:,} engagements)"
    mine, theirs = sides(times)
    goal = _WIDE_GOAL if who in _WIDE else _NARROW_GOAL + _SPARED / median(theirs)
    return Figure("report", what, "SQL by hand", MS, mine, theirs, goal)


def _rounds(book: Book, who: str) -> int:
    if who != _COMPANY:
        return NARROW_ROUNDS
    return 1 if book.engagements > _LONG else ROUNDS


def _agreed(session: Session, floor: Floor) -> int:
    """How many engagements are counted, once both agree on it and on the other numbers."""
    counted = report(session, NO_FILTERS, records=False).numbers
    rows = floor.report()
    expected = numbers(rows)
    found = {key: counted[key].count for key in expected}
    if found != expected:
        raise AssertionError(f"ours {found}, by hand {expected}")
    overdue = counted["overview.success_manager_tasks"].groups[0].value
    if overdue != rows["tasks"][0][0]:
        raise AssertionError(f"{overdue} tasks are overdue, by hand {rows['tasks'][0][0]}")
    return expected["overview.total_engagements"]
