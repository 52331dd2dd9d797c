"""Stored values that the declarations do not allow: read raw, for they cannot be read otherwise.

A value can only get this way past the program, by another tool or a failing disk; what the program
itself refuses stands in `domain.validation`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select, type_coerce
from sqlalchemy.types import NullType

from successtui.records import REGISTRY, Record
from successtui.records.kinds import (
    AnyReference,
    Boolean,
    Date,
    Field,
    Instant,
    Picklist,
    Reference,
    TextList,
)
from successtui.store.tables import LINKS, table_of


@dataclass(frozen=True, slots=True)
class Damage:
    """One value that cannot stand: where it is, and what is wrong with it.

    Attributes:
        broken: the row cannot be trusted; else it only points to a deleted record.
    """

    record_type: str
    record_id: int
    number: str
    field: str
    what: str
    broken: bool = True


class Inspector:
    """Looks through whole tables, whoever may see their rows; remembers which records exist."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[str, dict[int, bool]] = {}

    def damage(self, cls: type[Record]) -> list[Damage]:
        """Everything wrong with living records of that type, by id."""
        table = table_of(cls)
        columns = [type_coerce(column, NullType()).label(column.name) for column in table.c]
        living = select(*columns).where(table.c.deleted_at.is_(None)).order_by(table.c.id)
        found: list[Damage] = []
        for row in self._connection.execute(living).mappings():
            found.extend(self._of_row(cls, dict(row)))
        found.extend(self._of_links(cls))
        return sorted(found, key=lambda damage: damage.record_id)

    def _of_row(self, cls: type[Record], row: dict[str, Any]) -> Iterator[Damage]:
        for field in cls.declaration.fields.values():
            if field.name not in row:
                continue
            raw = row[field.name]
            wrong = _empty(field) if raw is None else _malformed(field, raw)
            if wrong:
                yield self._damage(cls, row, field, wrong)
            elif raw is not None and (target := _target(field, row)):
                yield from self._lost(cls, row, field, target, raw)

    def _of_links(self, cls: type[Record]) -> Iterator[Damage]:
        name = cls.declaration.name
        for field in cls.declaration.fields.values():
            link = LINKS.get((name, field.name))
            if link is None:
                continue
            target = field.kind.target  # type: ignore[attr-defined]
            table = table_of(cls)
            query = select(table.c.id, table.c.number, link.c.target_id).where(
                table.c.id == link.c.record_id, table.c.deleted_at.is_(None)
            )
            for row in self._connection.execute(query).mappings():
                yield from self._lost(cls, dict(row), field, target, row["target_id"])

    def _lost(
        self, cls: type[Record], row: dict[str, Any], field: Field, target: str, raw: object
    ) -> Iterator[Damage]:
        alive = self._records(target).get(raw)  # type: ignore[call-overload]
        if alive:
            return
        label = REGISTRY[target].declaration.label.lower()
        state = "no longer exists" if alive is None else "was deleted"
        what = f"points to {label} {raw}, which {state}"
        yield self._damage(cls, row, field, what, broken=alive is None)

    def _damage(
        self,
        cls: type[Record],
        row: dict[str, Any],
        field: Field,
        what: str,
        *,
        broken: bool = True,
    ) -> Damage:
        number = str(row["number"] or "")
        return Damage(cls.declaration.name, row["id"], number, field.name, what, broken)

    def _records(self, name: str) -> dict[int, bool]:
        """Whether each record of that type still lives."""
        if name not in self._known:
            table = table_of(REGISTRY[name])
            query = select(table.c.id, table.c.deleted_at.is_(None))
            self._known[name] = {i: bool(lives) for i, lives in self._connection.execute(query)}
        return self._known[name]


def _empty(field: Field) -> str:
    always = field.required and not field.template_optional and not field.automatic
    return "is empty, but required" if always else ""


def _malformed(field: Field, raw: Any) -> str:
    match field.kind:
        case Picklist(choices=choices) if raw not in choices._value2member_map_:
            return f"holds '{raw}', which is not in its list"
        case TextList(choices=choices) if choices is not None:
            strange = set(str(raw).strip("\n").split("\n")) - set(choices)
            return f"holds '{min(strange)}', which is not in its list" if strange else ""
        case Date() if not _is_date(raw):
            return f"holds '{raw}', which is no date"
        case Instant() if not _is_instant(raw):
            return f"holds '{raw}', which is no moment"
        case Boolean() if raw not in (0, 1):
            return f"holds '{raw}', which is neither true nor false"
    return ""


def _is_date(raw: object) -> bool:
    try:
        return isinstance(raw, date) or bool(date.fromisoformat(str(raw)))
    except ValueError:
        return False


def _is_instant(raw: object) -> bool:
    try:
        return isinstance(raw, datetime) or bool(datetime.fromisoformat(str(raw)))
    except ValueError:
        return False


def _target(field: Field, row: dict[str, Any]) -> str | None:
    if isinstance(field.kind, Reference):
        return field.kind.target
    if isinstance(field.kind, AnyReference):
        return field.kind.target(row[field.kind.discriminator])
    return None
