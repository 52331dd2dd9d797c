"""From what the services show to what the tables draw: columns and cells of record types."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from successtui.records import Record
from successtui.records.kinds import (
    Boolean,
    Date,
    Derived,
    Field,
    Instant,
    Integer,
    Number,
    OpenPicklist,
    Picklist,
    Reference,
)
from successtui.screens.list_look import declared
from successtui.widgets.columns import Cell, Column

if TYPE_CHECKING:
    from successtui.services.showing import Shown

_NUMBER_WIDTH = 10
_ARROW = 2
"""Cells a sort arrow takes behind a title."""
_LEAST = 10
_CAPTION_LEAST = 18
_CAPTION_FIRST = 100


def columns_of(record_type: type[Record], names: Iterable[str]) -> list[Column]:
    """Table columns for fields of a record type; the name and number stay longest."""
    return [_column(record_type, name, place) for place, name in enumerate(names)]


def cell(shown: Shown) -> Cell:
    """A drawn cell."""
    return Cell(shown.text, shown.tone)


def _column(record_type: type[Record], name: str, place: int) -> Column:
    field = declared(record_type, name)
    caption = name in record_type.declaration.caption
    width, align = (_NUMBER_WIDTH, "left") if name == "number" else _width(field)
    title = "Number" if name == "number" else field.label
    if width is not None:
        width = max(width, len(title) + _ARROW)
    return Column(
        name,
        title,
        width,
        align="right" if align == "right" else "left",
        min_width=_CAPTION_LEAST if caption else _LEAST,
        weight=3 if caption else 1,
        priority=_priority(name, caption, place),
    )


def _priority(name: str, caption: bool, place: int) -> int:
    """Who gives way where there is little room: what stands further right, never the caption."""
    if caption:
        return _CAPTION_FIRST
    return _CAPTION_FIRST - 1 if name == "number" else _CAPTION_FIRST - 2 - place


def _width(declared: Field | Derived) -> tuple[int | None, str]:
    match declared.kind:
        case Date():
            return 11, "left"
        case Instant():
            return 16, "left"
        case Boolean():
            return 6, "left"
        case Integer():
            return 10, "right"
        case Number():
            return 14, "right"
        case Picklist(choices=choices):
            return max(len(choice) for choice in choices) + 2, "left"
        case OpenPicklist() | Reference():
            return None, "left"
        case _:
            return None, "left"
