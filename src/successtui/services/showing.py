"""Records as people and programs read them: display texts, natural keys, related records."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from successtui.domain.codec import REFERENCE_KINDS, to_json, write
from successtui.domain.lifecycle import glyph, is_open
from successtui.domain.numbers import format_decimal
from successtui.query.fields import SYSTEM_FIELDS
from successtui.records import Record
from successtui.records.kinds import (
    AnyReference,
    Derived,
    Field,
    Kind,
    Picklist,
    Reference,
    References,
)
from successtui.records.record import referring
from successtui.services.derived import derive
from successtui.store.reader import HIDDEN, Reader

_GLYPHED = ("state", "status", "progress", "perceived_health", "kpi_status", "perceived")
_TONES = {
    "On-Track": "good",
    "Green": "good",
    "Completed": "good",
    "Closed": "good",
    "Achieved": "good",
    "Active": "good",
    "At Risk": "warn",
    "Yellow": "warn",
    "Paused": "warn",
    "High": "warn",
    "Expired": "warn",
    "Red": "bad",
    "Overdue": "bad",
    "Critical": "bad",
    "Very high": "bad",
    "Escalated": "bad",
    "Canceled": "muted",
    "Not available": "muted",
    "Unknown": "muted",
}
OVERDUE = "!"
"""Stands behind a date that has passed while the work is open, so that colour is not all."""
_DUE = ("due_date", "end_date", "target_date", "planned_stop")


@dataclass(frozen=True, slots=True)
class Shown:
    """A value to look at: its text, and what its colour should say besides
    (`good`, `warn`, `bad`, `muted` or nothing)."""

    text: str
    tone: str = ""


class Shower:
    """Shows records of one type, looking up everything they refer to in few queries.

    Args:
        names: the fields and derived values that will be asked for; all when not given. What is
            not shown is not looked up.
    """

    def __init__(
        self,
        reader: Reader,
        records: Sequence[Record],
        today: date,
        names: Collection[str] | None = None,
    ) -> None:
        self._today = today
        derived = records[0].declaration.derived if records else {}
        computing = names is None or any(name in derived for name in names)
        self._derived = derive(reader, records, today) if computing else {}
        self._labels: dict[tuple[str, int], str] = {}
        self._keys: dict[tuple[str, int], str] = {}
        for target, ids in _referred(records, names).items():
            found = reader.captions(target, ids)
            for record_id in ids:
                label, key = found.get(record_id, (HIDDEN, HIDDEN))
                self._labels[target, record_id] = label or key
                self._keys[target, record_id] = key

    def cell(self, record: Record, name: str) -> Shown:
        """The value of a field or derived value as a list or form shows it."""
        if name == "number":
            return Shown(record.number)
        declared, value = self._value(record, name)
        text = self._text(record, declared.kind, value)
        if name in _GLYPHED and text:
            text = f"{glyph(text)} {text}"
        tone = self._tone(record, declared, value)
        if tone == "bad" and declared.name in _DUE:
            text += OVERDUE
        return Shown(text, tone)

    def json_fields(self, record: Record) -> dict[str, object]:
        """Declared fields for JSON, references by natural key."""
        fields = record.declaration.fields.values()
        return {f.name: self._json(record, f.kind, record[f.name]) for f in fields}

    def json_derived(self, record: Record) -> dict[str, object]:
        """Derived values for JSON."""
        values = self._derived.get(record.id, {})
        derived = record.declaration.derived
        return {n: self._json(record, derived[n].kind, v) for n, v in values.items()}

    def json_value(self, record: Record, name: str) -> object:
        """One field or derived value for JSON."""
        if name == "number":
            return record.number
        declared, value = self._value(record, name)
        return self._json(record, declared.kind, value)

    def cell_text(self, record: Record, name: str) -> str:
        """One field or derived value spelled as in a bundle."""
        if name == "number":
            return record.number
        declared, value = self._value(record, name)
        return write(declared.kind, value, self._key, target=_target(declared.kind, record))

    def _value(self, record: Record, name: str) -> tuple[Field | Derived, Any]:
        derived = record.declaration.derived.get(name)
        if derived is not None:
            return derived, self._derived.get(record.id, {}).get(name)
        declared = record.declaration.fields.get(name) or SYSTEM_FIELDS[name]
        return declared, record[name]

    def _text(self, record: Record, kind: Kind, value: Any) -> str:
        if value is None or value == ():
            return ""
        if isinstance(kind, REFERENCE_KINDS):
            target = _target(kind, record) or ""
            ids = value if isinstance(kind, References) else (value,)
            names = [self._labels.get((target, i), HIDDEN) for i in ids]
            if isinstance(kind, AnyReference) and target in ("role", "team_pool"):
                return f"{'Role' if target == 'role' else 'Pool'}: {names[0]}"
            return ", ".join(names)
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, Decimal):
            return format_decimal(value, grouped=True)
        if isinstance(value, datetime):
            return value.strftime("%Y-%m-%d %H:%M")
        if isinstance(value, tuple):
            return ", ".join(str(item) for item in value)
        return str(value)

    def _tone(self, record: Record, declared: Field | Derived, value: Any) -> str:
        if isinstance(declared.kind, Picklist):
            return _TONES.get(str(value), "")
        if declared.name in _DUE and isinstance(value, date) and value < self._today:
            open_now = is_open(record.values().get("state", "")) and "state" in record.values()
            return "bad" if open_now else ""
        return ""

    def _json(self, record: Record, kind: Kind, value: Any) -> object:
        return to_json(kind, value, self._key, target=_target(kind, record))

    def _key(self, target: str, record_id: int) -> str:
        return self._keys.get((target, record_id), HIDDEN)


def related(reader: Reader, record: Record) -> dict[str, list[str]]:
    """Natural keys of the records that refer to this one, by record type."""
    found: dict[str, set[str]] = {}
    for cls, field in referring(record.declaration.name):
        kind = field.kind
        where: Mapping[str, object] = {field.name: record.id}
        if isinstance(kind, AnyReference):
            told = next(v for v, t in kind.targets if t == record.declaration.name)
            where = {**where, kind.discriminator: told}
        if not isinstance(kind, Reference | AnyReference) or field.mirrors:
            continue
        keys = (reader.key_of(r) for r in reader.all(cls, where, templates=None))
        found.setdefault(cls.declaration.name, set()).update(keys)
    return {name: sorted(keys) for name, keys in found.items()}


def _target(kind: Kind, record: Record) -> str | None:
    if isinstance(kind, Reference | References):
        return kind.target
    if isinstance(kind, AnyReference):
        return kind.target(record[kind.discriminator])
    return None


def _referred(
    records: Sequence[Record], names: Collection[str] | None = None
) -> dict[str, set[int]]:
    """Ids of everything the records refer to, by type."""
    declared = records[0].declaration.fields if records else {}
    pointing = [
        field
        for field in (*declared.values(), *SYSTEM_FIELDS.values())
        if isinstance(field.kind, REFERENCE_KINDS) and (names is None or field.name in names)
    ]
    found: dict[str, set[int]] = {}
    for record in records:
        for field in pointing:
            value = record[field.name]
            if value in (None, ()):
                continue
            target = _target(field.kind, record)
            ids = value if isinstance(field.kind, References) else (value,)
            if target is not None:
                found.setdefault(target, set()).update(ids)
    return found
