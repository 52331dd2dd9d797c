"""Whose a record is: whether it stands in somebody's own book, or in a library they help with.

Answers what permission needs to know of a record; decides nothing itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from successtui.domain.permissions import Actor, Subject
from successtui.records import REGISTRY, Account, Engagement, Library, Objective, Play, Record
from successtui.records.kinds import AnyReference, Reference
from successtui.records.record import Scope
from successtui.store.reader import Reader

Values = Mapping[str, Any]


def subject_of(house: Reader, actor: Actor, cls: type[Record], values: Values) -> Subject:
    """What permission needs to know of a record with those values.

    Args:
        house: a reader that sees everything.
    """
    template = bool(values.get("is_template"))
    return Subject(
        family=cls.declaration.family,
        own=_is_own(house, actor, cls, values),
        template=template,
        collaborator=template and _collaborates(house, actor, cls, values),
    )


def in_book(house: Reader, actor: Actor, cls: type[Record], values: Values) -> bool:
    """Whether the person is CSM of the record's account or engagement."""
    if cls is Account or cls is Engagement:
        return bool(values.get("csm") == actor.id)
    for owner_type in (Engagement, Account):
        owner = house.get(owner_type, values.get(owner_type.declaration.name))
        if owner is not None and owner["csm"] == actor.id:
            return True
    return False


def _is_own(house: Reader, actor: Actor, cls: type[Record], values: Values) -> bool:
    mine = [values.get(name) for name in ("csm", "assigned_to", "owner_user")]
    if values.get("owner_kind") in (None, "user"):
        mine.append(values.get("owner"))
    if actor.id in mine or in_book(house, actor, cls, values):
        return True
    if cls.declaration.scope is not Scope.PARENT:
        return False
    above = _referred(house, cls, values, cls.declaration.through)
    return above is not None and _is_own(house, actor, type(above), above.values())


def _collaborates(house: Reader, actor: Actor, cls: type[Record], values: Values) -> bool:
    """Whether the person owns, or helps with, the library of a template or of what it holds."""
    library = house.get(Library, values.get("library"))
    if library is not None:
        return library.owner == actor.id or actor.id in library.collaborators
    source = "parent" if "parent_type" in cls.declaration.fields else "objective"
    above = _referred(house, cls, values, "plan" if cls is Objective else source)
    if above is None and cls is Play:
        above = _referred(house, cls, values, "plan")
    return above is not None and _collaborates(house, actor, type(above), above.values())


def _referred(house: Reader, cls: type[Record], values: Values, name: str) -> Record | None:
    field = cls.declaration.fields.get(name)
    if field is None:
        return None
    if isinstance(field.kind, Reference):
        return house.get(REGISTRY[field.kind.target], values.get(name))
    assert isinstance(field.kind, AnyReference)
    target = field.kind.target(values.get(field.kind.discriminator))
    return house.get(REGISTRY[target], values.get(name)) if target else None
