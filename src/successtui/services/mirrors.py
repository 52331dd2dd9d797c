"""Fields that always equal a field of the record they belong to, kept equal when that changes.

R003-27, R003-34 and R003-35: plays and tasks follow their objective's account and plan.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from successtui.records import REGISTRY, Record
from successtui.records.kinds import AnyReference, Field, Reference
from successtui.services.draft import Draft, Mode
from successtui.store.reader import Reader

if TYPE_CHECKING:
    from successtui.services.saver import Saver


def fill_mirrors(reader: Reader, draft: Draft) -> None:
    """Sets every mirrored field of the draft; a given value that differs is refused."""
    for field in draft.cls.declaration.fields.values():
        if not field.mirrors:
            continue
        source, _, name = field.mirrors.partition(".")
        referred = _referred(reader, draft, source)
        if referred is None:
            continue
        value = _value(referred, name)
        given = draft[field.name]
        if draft.mode is not Mode.PROGRAM and field.name in draft.given and given != value:
            if given is not None and draft.changes(field.name):
                label = referred.declaration.label.lower()
                draft.refuse(field.name, f"must be that of its {label} {referred.caption}")
        draft[field.name] = value


def spread_mirrors(saver: Saver, record: Record, changed: frozenset[str]) -> None:
    """Carries changed fields of a record to the records that mirror them."""
    for name, follower_type, field, where in _mirrors(record.declaration.name):
        if name not in changed:
            continue
        wanted = {key: record.id if value is None else value for key, value in where.items()}
        for follower in saver.unit.house.all(follower_type, wanted, templates=None):
            saver.change(follower, {field: _value(record, name)}, mode=Mode.PROGRAM)


@cache
def _mirrors(of: str) -> tuple[tuple[str, type[Record], str, dict[str, Any]], ...]:
    """The field of that record type that is mirrored, the type and field that do, and what tells
    the records that follow one (`None` stands for its id)."""
    found = []
    for cls in REGISTRY.values():
        for field in cls.declaration.fields.values():
            source, _, name = field.mirrors.partition(".")
            if field.mirrors and (where := _followers(cls, source, of)):
                found.append((name, cls, field.name, where))
    return tuple(found)


def _followers(cls: type[Record], source: str, target: str) -> dict[str, Any]:
    kind = cls.declaration.fields[source].kind
    if isinstance(kind, Reference) and kind.target == target:
        return {source: None}
    if isinstance(kind, AnyReference) and target in dict(kind.targets).values():
        value = next(v for v, t in kind.targets if t == target)
        return {source: None, kind.discriminator: value}
    return {}


def _referred(reader: Reader, draft: Draft, source: str) -> Record | None:
    field: Field = draft.cls.declaration.fields[source]
    kind, record_id = field.kind, draft[source]
    if isinstance(kind, Reference):
        return reader.get(REGISTRY[kind.target], record_id)
    if isinstance(kind, AnyReference):
        target = kind.target(draft[kind.discriminator])
        return reader.get(REGISTRY[target], record_id) if target else None
    return None


def _value(referred: Record, name: str) -> Any:
    """The field's value there; the record itself when it is of the type that is asked for."""
    if referred.declaration.name == name:
        return referred.id
    if name in referred.declaration.fields:
        return referred[name]
    return False if name == "is_template" else None
