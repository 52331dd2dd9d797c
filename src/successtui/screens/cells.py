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
from successtui.widgets.columns import Cell, Column

if TYPE_CHECKING:
    from successtui.services.showing import Shown

_NUMBER_WIDTH = 10


def columns_of(record_type: type[Record], names: Iterable[str]) -> list[Column]:
    """Table columns for fields of a record type; the name and number stay longest."""
    return [_column(record_type, name, place) for place, name in enumerate(names)]


def cell(shown: Shown) -> Cell:
    """A drawn cell."""
    return Cell(shown.text, shown.tone)


def _column(record_type: type[Record], name: str, place: int) -> Column:
    declaration = record_type.declaration
    if name == "number":
        return Column(name, "Number", _NUMBER_WIDTH, priority=9)
    declared = declaration.derived.get(name) or declaration.fields[name]
    caption = name in declaration.caption
    width, align = _width(declared)
    if width is not None:
        width = max(width, len(declared.label) + 2)
    return Column(
        name,
        declared.label,
        width,
        align="right" if align == "right" else "left",
        min_width=18 if caption else 10,
        weight=3 if caption else 1,
        priority=10 if caption else max(1, 8 - place),
    )


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
