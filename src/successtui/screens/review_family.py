"""What moves with an objective in a review: the plays and tasks below it. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from successtui.services.review import ReviewItem

DATED = ("objective", "play", "task")
"""What is dated from a start; KPI target dates stay unless asked to move (R003-54)."""


def family_of(items: Mapping[str, ReviewItem], key: str) -> set[str]:
    """Keys of everything below an item, however deep."""
    return {item.key for item in items.values() if key in _above(items, item)}


def depth_of(items: Mapping[str, ReviewItem], item: ReviewItem) -> int:
    """How many items stand above it."""
    return len(_above(items, item))


def moved_family(
    items: Mapping[str, ReviewItem], computed: Mapping[str, ReviewItem], after: ReviewItem
) -> dict[str, ReviewItem]:
    """An objective, its plays and tasks dated from the objective's new start (R003-21).

    Args:
        computed: the items as they were dated last; changes by hand since are lost (R003-22).
        after: the objective with its new start.
    """
    first = computed[after.key]
    if first.start is None or after.start is None:
        return dict(items)
    shift = after.start - first.start
    moved = dict(items)
    for key in {after.key, *family_of(items, after.key)}:
        now, base = items[key], computed.get(key, items[key])
        if now.kind in DATED:
            start, due = base.start and base.start + shift, base.due and base.due + shift
            moved[key] = replace(now, start=start, due=due)
    return moved


def _above(items: Mapping[str, ReviewItem], item: ReviewItem) -> list[str]:
    found: list[str] = []
    while (above := items.get(item.parent or "")) is not None:
        found.append(above.key)
        item = above
    return found
