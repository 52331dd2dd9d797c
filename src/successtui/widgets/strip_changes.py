"""Which cells of two drawn lines differ, so that no others are sent to the terminal again.

Pure functions of strips.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from rich.cells import cell_len
from rich.style import Style
from textual.strip import Strip

_JOINED = 6
"""Equal cells between two changes that are cheaper to send again than to jump over."""


def changes(old: Strip, new: Strip) -> Iterator[tuple[int, int]]:
    """The runs of cells in which two lines differ, each from its first to beyond its last cell."""
    if old == new:
        return
    was, now = _cells(old), _cells(new)
    if was is None or now is None:
        yield 0, new.cell_length
        return
    first = last = -1
    for cell, (before, after) in enumerate(zip_longest(was, now)):
        if before == after:
            continue
        if first >= 0 and cell - last > _JOINED:
            yield first, last
            first = -1
        if first < 0:
            first = cell
        last = cell + 1
    if first >= 0:
        yield first, last


def _cells(strip: Strip) -> list[tuple[str, Style | None]] | None:
    """What is in each cell; None for lines with signs that join into one, or have no width."""
    found: list[tuple[str, Style | None]] = []
    for text, style, _ in strip:
        for character in text:
            found += [(character, style)] * cell_len(character)
    return found if len(found) == strip.cell_length else None
