"""Runs every benchmark and writes RESULTS.md: `python -m benchmarks [part ...]`.

The parts are screens, lists, keys, report and store. With names given it prints the tables of
these only and leaves RESULTS.md alone.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks import figures, list_screens, lists, report, screens, store
from benchmarks.book import Book, open_book
from benchmarks.figures import Figure

SIZES = (1_000, 25_000)
LIST_SIZES = (50, 2_500, 25_000)
"""Engagements of books with 1,000, 50,000 and 500,000 tasks."""
REPORT_SIZES = (1_000, 10_000, 25_000, 100_000)
RESULTS = Path(__file__).with_name("RESULTS.md")
COMMAND = "python -m benchmarks"

PARTS: dict[str, tuple[str, tuple[int, ...], Callable[[list[Book]], list[Figure]]]] = {
    "screens": ("On the screen", SIZES, lambda books: screens.measure(books[0], books[-1])),
    "lists": ("Lists that grow", LIST_SIZES, lists.measure),
    "keys": (
        "Keys in lists that grow",
        LIST_SIZES,
        lambda books: list_screens.measure(books[0], books[-1]),
    ),
    "report": ("The success report", REPORT_SIZES, report.measure),
    "store": ("Saving and importing", SIZES, store.measure),
}

_ABOUT = f"""\
Written by `make bench` (`{COMMAND}`, part by part: `{COMMAND} screens`). Every program runs in turn
with what it is compared with; a result is the median of the ratios pair by pair (or of the plain
numbers, where nothing is divided), beside the lowest and highest. Ours and theirs are medians too,
and only say where the ratio lies: they differ from machine to machine and from day to day.

bare, table, tabs, form: stock Textual programs in `benchmarks/reference`, without animation.
Terminal 120 × 40, true colour; new process, files in the page cache. CPU is that of the whole
process; wall times are seen from the terminal. Memory is the peak. The books
(`benchmarks/book.py`) have no history; saving and importing write theirs. The floor of the
report (`benchmarks/report_sql.py`) is a dozen grouped statements, and both are held to the same
numbers before they are timed; goals of a manager's and a CSM's report are 2 × the floor and 5 ms.
"""


def main(wanted: list[str]) -> int:
    """Measures the parts wanted, all by default; returns the exit status."""
    if sys.platform != "linux":
        sys.stderr.write("The benchmarks need Linux.\n")
        return 1
    unknown = [name for name in wanted if name not in PARTS]
    if unknown:
        sys.stderr.write(f"There is no part {unknown[0]}; there are: {', '.join(PARTS)}\n")
        return 2
    began = time.monotonic()
    machine, date = figures.machine(), figures.now()
    texts, found = [], []
    for name in wanted or PARTS:
        title, sizes, measure = PARTS[name]
        sys.stderr.write(f"{title} ...\n")
        part = measure([_book(size) for size in sizes])
        found += part
        texts.append(f"## {title}\n\n`{COMMAND} {name}`\n\n{figures.table(part)}\n")
    tables = "\n".join(texts)
    sys.stdout.write(f"{tables}\n{figures.summary(found)}\n")
    if not wanted:
        minutes = (time.monotonic() - began) / 60
        stamp = f"{date}, {minutes:.1f} minutes, on {machine}."
        summary = figures.summary(found)
        RESULTS.write_text(f"# Benchmarks\n\n{stamp}\n\n{summary}\n\n{_ABOUT}\n{tables}", "utf-8")
        sys.stderr.write(f"Written: {RESULTS}\n")
    return 0


def _book(engagements: int) -> Book:
    book = open_book(engagements)
    made = f"made in {book.seconds:.0f} s" if book.seconds else "kept from before"
    sys.stderr.write(f"Book of {engagements:,} engagements, {book.megabytes:.0f} MB: {made}\n")
    return book


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
