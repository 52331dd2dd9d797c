"""How a review reads: columns, cells and the line that sums it up. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from successtui.widgets.columns import Cell, Column, Row

if TYPE_CHECKING:
    from successtui.services.review import Names, ReviewItem

COLUMNS = (
    Column("title", "Select records", None, min_width=24, weight=5, editable=True),
    Column("kind", "Kind", 6, priority=4),
    Column("start", "Start", 11, priority=7, editable=True),
    Column("due", "Due", 11, priority=9, editable=True),
    Column("owner", "Owner", None, min_width=14, weight=2, priority=8, editable=True),
    Column("resources", "Resources", None, min_width=12, weight=1, priority=2, editable=True),
)
MARKS = {"plan": "▤", "objective": "⚑", "outcome": "◎", "play": "▷", "task": "·"}
WORDS = {"objective": "Obj.", "outcome": "KPI", "play": "Play", "task": "Task"}
_NONE = "–"


def kind_word(kind: str) -> str:
    """Glyph and word of a kind of child."""
    return f"{MARKS[kind]} {WORDS[kind]}"


def counted(items: Sequence[ReviewItem]) -> str:
    """How many objectives, plays, tasks and KPIs there are, in words; empty for none."""
    parts = []
    for kind, one, many in (
        ("objective", "objective", "objectives"),
        ("play", "play", "plays"),
        ("task", "task", "tasks"),
        ("outcome", "KPI", "KPIs"),
    ):
        count = sum(item.kind == kind for item in items)
        if count:
            parts.append(f"{count} {one if count == 1 else many}")
    return ", ".join(parts)


def cells_of(item: ReviewItem, names: Names, edited: bool, today: date) -> Row:
    """The cells of one reviewed item; `*` marks dates changed by hand, `!` a due date gone by.

    Args:
        edited: whether its dates were changed by hand.
    """
    owner = names.get((item.owner_kind or "", item.owner or 0), "")
    people = ", ".join(names.get(("user", user), "") for user in item.resources)
    return (
        item.title,
        kind_word(item.kind),
        _date(item.start, edited, None) if item.kind != "outcome" else Cell(""),
        _date(item.due, edited, today),
        Cell(owner or _NONE, "" if owner else "muted"),
        people,
    )


def summed_up(items: Sequence[ReviewItem]) -> str:
    """How many will be created, over which days, how many tasks without a play (R003-13)."""
    chosen = [item for item in items if item.included]
    days = [day for item in chosen for day in (item.start, item.due) if day is not None]
    line = f"{len(chosen)} of {len(items)} will be created"
    if days:
        line += f", {min(days)} … {max(days)}"
    plays: Mapping[str, bool] = {item.key: item.included for item in items if item.kind == "play"}
    alone = sum(item.kind == "task" and not plays.get(item.parent or "", True) for item in chosen)
    if alone:
        line += f" · {alone} task{'' if alone == 1 else 's'} without a play"
    return line


def _date(day: date | None, edited: bool, today: date | None) -> Cell:
    if day is None:
        return Cell(_NONE, "muted")
    if today is not None and day < today:
        return Cell(f"{day.isoformat()}!", "warn")
    return Cell(f"{day.isoformat()}*", "accent") if edited else Cell(day.isoformat())
