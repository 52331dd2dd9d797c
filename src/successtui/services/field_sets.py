"""Field sets and record types of the workspace, read from its picklists (R003-08, R003-30)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from successtui.domain.field_sets import RECORD_TYPE, record_types_list, set_names
from successtui.records import PicklistValues, Record
from successtui.services.house import picklist
from successtui.store.reader import Reader


def record_types(reader: Reader, cls: type[Record]) -> tuple[str, ...]:
    """The record types an administrator set up for a type; none at first."""
    name = record_types_list(cls)
    return picklist(reader, name) if name is not None else ()


def field_set(
    reader: Reader, cls: type[Record], values: Mapping[str, Any]
) -> frozenset[str] | None:
    """The fields to show for a record with those values; `None` for all of them (R003-32).

    The set of its record type counts, else that of the type; an empty list says nothing.
    """
    if record_types_list(cls) is None:
        return None
    for name in set_names(cls, values.get(RECORD_TYPE)):
        found = reader.by_key(PicklistValues, name)
        if found is not None and found.entries:
            return frozenset(found.entries)
    return None
