"""Values as history keeps them, and the frozen facts that come out of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from successtui.records import Record
from successtui.records.kinds import Date, Field, Instant, Number, Picklist, References, TextList
from successtui.store.tables import BatchKind, ChangeKind


@dataclass(frozen=True, slots=True)
class Change:
    """One row of history; `old` and `new` are values of the field, or all values of a creation."""

    seq: int
    batch: int
    record_type: str
    record_id: int
    kind: ChangeKind
    field: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Batch:
    """One thing a person did."""

    id: int
    at: datetime
    by: int
    acting_for: str
    title: str
    kind: BatchKind
    undoes: int | None

    @property
    def by_customer(self) -> bool:
        """Whether a customer's contact did it; `acting_for` then names them."""
        return self.by < 0


def dump(value: object) -> str | None:
    """A field's value as text that `load` reads back exactly."""
    if value is None:
        return None
    return json.dumps(value, default=_plain, ensure_ascii=False)


def load(field: Field, text: str | None) -> Any:
    """The value that `dump` wrote."""
    return None if text is None else revive(field, json.loads(text))


def dump_record(values: Mapping[str, object]) -> str:
    """All values of a record; empty ones are left out."""
    kept = {name: value for name, value in values.items() if value not in (None, ())}
    return json.dumps(kept, default=_plain, ensure_ascii=False)


def load_record(record_type: type[Record], text: str) -> dict[str, Any]:
    """The values that `dump_record` wrote; fields that no longer exist are left out."""
    fields = record_type.declaration.fields
    raw = json.loads(text)
    return {name: revive(fields[name], value) for name, value in raw.items() if name in fields}


def revive(field: Field, raw: Any) -> Any:
    """A field's value from its JSON form."""
    match field.kind:
        case Number() if raw is not None:
            return Decimal(raw)
        case Date() if raw is not None:
            return date.fromisoformat(raw)
        case Instant() if raw is not None:
            return datetime.fromisoformat(raw)
        case References() | TextList():
            return tuple(raw or ())
        case Picklist(choices=choices) if raw in choices._value2member_map_:
            return choices(raw)
        case _:
            return raw


def _plain(value: object) -> object:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value)
