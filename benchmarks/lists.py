"""What lists of tasks cost as they grow, beside SQL by hand: open, filter, sort, page, search."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import partial

from benchmarks.book import Book
from benchmarks.figures import MS, Figure
from benchmarks.list_sql import FILTER, Floor
from benchmarks.store import cpu, sides
from successtui.domain.clock import Clock
from successtui.records import Task
from successtui.services.listing import ListRequest, first_page, list_ids, page
from successtui.services.searching import search
from successtui.services.session import open_session
from successtui.store.workspace import Workspace

SHOWN = 40
"""Rows of a page."""
COUNTED = 1_000
"""Where counting what a search found stops."""
ROUNDS, LONG_ROUNDS = 5, 3
PEOPLE = {"admin": "", "director": "director1", "manager": "manager1", "CSM": "csm2"}
_WIDE = ("admin", "director")
_TYPED = ("in", "inv", "invite", "invite sp")
"""What somebody types on the way to a title, search by search."""

Work = Callable[[], object]


def measure(books: Sequence[Book]) -> list[Figure]:
    """All figures of lists, on books from small to big; then how they grow."""
    found: list[Figure] = []
    opened: dict[str, list[Figure]] = {}
    for book in books:
        for who, figures in _book(book).items():
            found += figures
            opened.setdefault(who, []).append(figures[0])
            opened.setdefault(f"{who} deep", []).append(figures[4])
    return [*found, *_growth(opened)]


def _book(book: Book) -> dict[str, list[Figure]]:
    workspace = Workspace(book.path)
    try:
        with closing(sqlite3.connect(f"{book.path.as_uri()}?mode=ro", uri=True)) as connection:
            return {
                who: _person(book, workspace, connection, who, name) for who, name in PEOPLE.items()
            }
    finally:
        workspace.close()


def _person(
    book: Book, workspace: Workspace, connection: sqlite3.Connection, who: str, username: str
) -> list[Figure]:
    session = open_session(workspace, Clock(), as_user=username)
    floor = Floor(connection, username or None, wide=who in _WIDE, shown=SHOWN)
    columns = Task.declaration.columns
    everything = ListRequest(Task)
    filtered = ListRequest(Task, "state:New priority:High")
    by_day = ListRequest(Task, order=("-due_date",))
    due = "t.due_date DESC NULLS LAST, t.id"
    ids = list_ids(session, everything)
    assert [row[0] for row in floor.ids()] == ids
    for request, theirs in (
        (everything, floor.first_page()),
        (filtered, floor.first_page(FILTER)),
        (by_day, floor.first_page(order=due)),
    ):
        ours = first_page(session, request, columns, SHOWN)
        assert list(ours) == [row[0] for row in theirs], request
    deep = ids[len(ids) * 9 // 10 :][:SHOWN]
    found = search(session, _TYPED[-1], limit=SHOWN, records=[Task], count_to=COUNTED).found
    hits = floor.search(_question(_TYPED[-1]), COUNTED)
    assert [one.record_id for one in found] == [row[1] for row in hits]

    def opened(request: ListRequest) -> Work:
        return partial(first_page, session, request, columns, SHOWN)

    def typed() -> None:
        for text in _TYPED:
            search(session, text, limit=SHOWN, records=[Task], count_to=COUNTED)

    def typed_by_hand() -> None:
        for text in _TYPED:
            floor.search(_question(text), COUNTED)

    size = f"{book.engagements * 20 // 1000}k"

    def figure(what: str, ours: Work, theirs: Work, rounds: int = ROUNDS) -> Figure:
        times = [(cpu(ours), cpu(theirs)) for _ in range(rounds)]
        name = f"{what}, {size}, {who} ({len(ids):,} rows)"
        return Figure("list", name, "SQL by hand", MS, *sides(times), 2.0)

    return [
        figure("open", opened(everything), floor.first_page),
        figure("filter", opened(filtered), partial(floor.first_page, FILTER)),
        figure("sort by due date", opened(by_day), partial(floor.first_page, order=due)),
        figure(
            "first page again",
            partial(page, session, Task, ids[:SHOWN], columns),
            partial(floor.page, ids[:SHOWN]),
        ),
        figure("deep page", partial(page, session, Task, deep, columns), partial(floor.page, deep)),
        figure(f"search, {len(_TYPED)} times while typing", typed, typed_by_hand),
        figure(
            "all ids and their number",
            partial(list_ids, session, everything),
            floor.ids,
            LONG_ROUNDS,
        ),
    ]


def _question(text: str) -> str:
    """The text as FTS5 wants it."""
    *whole, last = text.split()
    return " ".join([*(f'"{word}"' for word in whole), f'"{last}" *'])


def _growth(figures: dict[str, list[Figure]]) -> list[Figure]:
    """What the same costs in the biggest book, divided by the smallest."""
    found = []
    for who, sizes in figures.items():
        what = "deep page" if who.endswith(" deep") else "open"
        name = f"{what} at 500k, {who.removesuffix(' deep')}"
        found.append(Figure("list", name, "at 1k", MS, sizes[-1].ours, sizes[0].ours, 1.5))
    return found
