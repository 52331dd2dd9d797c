"""The base class of all record types, and the registry of every type that was declared.

A subclass of `Record` is a declaration: its annotated attributes become fields, and its class
keywords say how it is numbered, filed, found and protected. An instance is one frozen row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any, ClassVar, Self, dataclass_transform

from successtui.records.kinds import (
    AnyReference,
    Check,
    Derived,
    Field,
    Kind,
    Reference,
    References,
    Text,
    any_reference,
    boolean,
    date_field,
    derived,
    instant,
    integer,
    markdown,
    money,
    number,
    open_picklist,
    picklist,
    reference,
    references,
    text,
    text_list,
)


class Scope(StrEnum):
    """Which rule decides who sees a row (permissions.md, "Which rows")."""

    EVERYONE = "everyone"
    ACCOUNT = "account"
    ENGAGEMENT = "engagement"
    TASK = "task"
    PARENT = "parent"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Declaration:
    """All that was declared of one record type.

    Attributes:
        name: table name and the name on the command line, in the singular.
        file: bundle file without `.csv`.
        prefix: letters before a generated number; empty for keyed types.
        key: fields that identify a row in files; `("number",)` for numbered types.
        caption: fields that, joined by a space, are the name people know the record by.
        family: row of the action table in permissions.md.
        scope, through: who sees a row; `through` is the reference it is seen by.
        columns: fields a list shows at first.
        children: (record type, reference) pairs shown as related records.
    """

    name: str
    file: str
    label: str
    plural: str
    prefix: str
    key: tuple[str, ...]
    caption: tuple[str, ...]
    family: str
    scope: Scope
    through: str
    columns: tuple[str, ...]
    aliases: tuple[str, ...]
    checks: tuple[Check, ...]
    fields: Mapping[str, Field]
    derived: Mapping[str, Derived]

    @property
    def numbered(self) -> bool:
        """Whether rows carry a number of their own."""
        return bool(self.prefix)

    @property
    def has_templates(self) -> bool:
        """Whether rows of this type can be templates, or belong to one."""
        return "is_template" in self.fields


REGISTRY: dict[str, type[Record]] = {}
"""Every declared record type by name, in the order of declaration."""

SYSTEM_FIELDS = ("created_at", "created_by", "updated_at", "updated_by", "version", "deleted_at")


@dataclass_transform(
    kw_only_default=True,
    frozen_default=True,
    field_specifiers=(
        text,
        markdown,
        text_list,
        integer,
        number,
        money,
        boolean,
        date_field,
        instant,
        picklist,
        open_picklist,
        reference,
        references,
        any_reference,
        derived,
    ),
)
class Record:
    """One row of one record type, frozen.

    References hold ids (`int | None`), several references a sorted tuple of ids. `id` is 0 and
    `number` empty on a record that was never saved.
    """

    declaration: ClassVar[Declaration]

    def __init_subclass__(
        cls,
        *,
        abstract: bool = False,
        name: str = "",
        file: str = "",
        label: str = "",
        plural: str = "",
        prefix: str = "",
        key: tuple[str, ...] = (),
        caption: str = "name",
        family: str = "",
        scope: Scope = Scope.ACCOUNT,
        through: str = "",
        columns: tuple[str, ...] = (),
        aliases: tuple[str, ...] = (),
        checks: tuple[Check, ...] = (),
    ) -> None:
        super().__init_subclass__()
        if abstract:
            return
        name = name or cls.__name__.lower()
        declared = dict(_declared(cls))
        label = label or name.replace("_", " ").capitalize()
        cls.declaration = Declaration(
            name=name,
            file=file or f"{name}s",
            label=label,
            plural=plural or f"{label}s",
            prefix=prefix,
            key=key or ("number",),
            caption=tuple(caption.split()),
            family=family or name,
            scope=scope,
            through=through,
            columns=columns,
            aliases=aliases,
            checks=checks,
            fields=MappingProxyType({n: f for n, f in declared.items() if isinstance(f, Field)}),
            derived=MappingProxyType({n: d for n, d in declared.items() if isinstance(d, Derived)}),
        )
        for computed in cls.declaration.derived:
            delattr(cls, computed)
        REGISTRY[name] = cls

    id: int = 0
    number: str = ""
    version: int = 0
    created_at: datetime | None = None
    created_by: int | None = None
    updated_at: datetime | None = None
    updated_by: int | None = None
    deleted_at: datetime | None = None

    def __init__(self, **values: Any) -> None:
        for name, field in self.declaration.fields.items():
            if name not in values:
                empty: object = () if _holds_several(field) else None
                values[name] = empty
        self.__dict__.update(values)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"records are frozen; save a change of {name} through a service")

    def __getitem__(self, name: str) -> Any:
        """The value of the field, or derived value, of that name."""
        return getattr(self, name)

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        return hash((type(self), self.id))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.number or self.id})"

    def values(self) -> dict[str, Any]:
        """The declared fields and their values."""
        return {name: self.__dict__[name] for name in self.declaration.fields}

    def changed(self, **values: Any) -> Self:
        """A copy with some values replaced."""
        return type(self)(**{**self.__dict__, **values})

    @property
    def caption(self) -> str:
        """The text people know the record by; empty when it has none."""
        parts = (self.__dict__.get(name) for name in self.declaration.caption)
        return " ".join(str(part) for part in parts if part)


def _declared(cls: type[Record]) -> Iterator[tuple[str, Field | Derived]]:
    """Fields of the class, its own first so that mixins append to the end of form and file."""
    seen: set[str] = set()
    for holder in cls.__mro__:
        for name, value in vars(holder).items():
            if isinstance(value, Field | Derived) and name not in seen:
                seen.add(name)
                yield name, value.named(name)


def _holds_several(field: Field) -> bool:
    return field.default == () and isinstance(field.default, tuple)


def record_type(name: str) -> type[Record]:
    """The record type of that name, alias, plural or file name.

    Raises:
        KeyError: there is no such type; the message is fit for people.
    """
    wanted = name.strip().lower().replace("-", "_").replace(" ", "_")
    if wanted in REGISTRY:
        return REGISTRY[wanted]
    for cls in REGISTRY.values():
        d = cls.declaration
        plural = d.plural.lower().replace(" ", "_")
        if wanted in (d.file, plural, *d.aliases):
            return cls
    raise KeyError(f"there is no record type '{name}'; known are: {', '.join(REGISTRY)}")


def referring(target: str) -> Iterator[tuple[type[Record], Field]]:
    """Every (type, field) through which a record can point to a record of type `target`."""
    for cls in REGISTRY.values():
        for field in cls.declaration.fields.values():
            kind = field.kind
            if isinstance(kind, Reference | References) and kind.target == target:
                yield cls, field
            elif isinstance(kind, AnyReference) and target in dict(kind.targets).values():
                yield cls, field


def fields_of_kind(cls: type[Record], *kinds: type[Kind]) -> tuple[Field, ...]:
    """The fields of a record type that are of one of those kinds."""
    return _fields_of_kind(cls.declaration.name, kinds)


@cache
def _fields_of_kind(name: str, kinds: tuple[type[Kind], ...]) -> tuple[Field, ...]:
    return tuple(f for f in REGISTRY[name].declaration.fields.values() if isinstance(f.kind, kinds))


def is_long_text(field: Field) -> bool:
    """Whether the field holds text of several lines."""
    return isinstance(field.kind, Text) and field.kind.multiline
