"""Field sets: which fields a form shows, for a type of record or for one of its record types.

An administrator keeps them as picklists whose values are names of fields: `objective_fields` for
objectives, `objective_fields: Strategic` for those of the record type Strategic (R003-30, R003-32).
Only the names of these lists are known here.
"""

from __future__ import annotations

from successtui.records import REGISTRY, Record
from successtui.records.kinds import OpenPicklist

RECORD_TYPE = "record_type"
_SUFFIX = "_fields"


def record_types_list(cls: type[Record]) -> str | None:
    """The picklist of a type's record types; `None` for those that know none."""
    field = cls.declaration.fields.get(RECORD_TYPE)
    return field.kind.setting if field and isinstance(field.kind, OpenPicklist) else None


def set_names(cls: type[Record], record_type: str | None) -> tuple[str, ...]:
    """Picklists that may hold the field set, the most particular first."""
    general = f"{cls.declaration.name}{_SUFFIX}"
    return (f"{general}: {record_type}", general) if record_type else (general,)


def type_of_set(list_name: str) -> type[Record] | None:
    """The type whose fields a picklist of that name lists; `None` for any other picklist."""
    head, _, _ = list_name.partition(":")
    if not head.strip().endswith(_SUFFIX):
        return None
    cls = REGISTRY.get(head.strip().removesuffix(_SUFFIX))
    return cls if cls is not None and record_types_list(cls) else None
