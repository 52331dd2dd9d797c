"""Bars and sparklines as plain text; the caller gives them a colour and says the number beside.

Pure functions. Owns no widget.
"""

from collections.abc import Sequence
from itertools import pairwise
from math import ceil

EIGHTHS = " ▏▎▍▌▋▊▉█"
LEVELS = "▁▂▃▄▅▆▇█"
NOTHING = "–"


def progress_bar(percent: int | None, width: int) -> str:
    """A bar of exactly `width` cells, in eighths of a cell.

    Less than nothing counts as 0 and more than all as 100. Anything above 0 shows at least a
    sliver, and only 100 fills the bar. None, the value nobody knows, is a dash.
    """
    if width < 1:
        return ""
    if percent is None:
        return NOTHING.ljust(width)
    share = min(max(percent, 0), 100)
    eighths = share * width * 8 // 100
    if share > 0:
        eighths = max(1, eighths)
    full, rest = divmod(eighths, 8)
    return ("█" * full + (EIGHTHS[rest] if rest else "")).ljust(width)


def sparkline(values: Sequence[float | None], width: int) -> str:
    """The course of the values in at most `width` cells, the lowest at the bottom.

    More values than cells are averaged in equal groups. A value nobody knows leaves a gap; values
    that are all the same lie in the middle.
    """
    groups = _averaged(values, width) if len(values) > width else list(values)
    known = [value for value in groups if value is not None]
    if not known or width < 1:
        return " " * len(groups)
    low, high = min(known), max(known)
    return "".join(" " if value is None else _level(value, low, high) for value in groups)


def _level(value: float, low: float, high: float) -> str:
    if high == low:
        return LEVELS[len(LEVELS) // 2 - 1]
    return LEVELS[round((value - low) / (high - low) * (len(LEVELS) - 1))]


def _averaged(values: Sequence[float | None], width: int) -> list[float | None]:
    edges = [ceil(len(values) * cell / width) for cell in range(width + 1)] if width > 0 else []
    groups: list[float | None] = []
    for left, right in pairwise(edges):
        known = [value for value in values[left:right] if value is not None]
        groups.append(sum(known) / len(known) if known else None)
    return groups
