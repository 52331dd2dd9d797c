"""What can be done to many records at once, and which fields it goes for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from successtui.records import Field, Record
from successtui.records.kinds import AnyReference, References, TextList


@dataclass(frozen=True, slots=True)
class Edit:
    """Gives fields new values.

    Attributes:
        texts: field to what was typed (`fri`, `1.2m`, a name or number for references). A field
            whose text is empty or blank is left alone: an empty line of a form blanks nothing.
        clear: fields to be emptied, said on purpose.
    """

    texts: Mapping[str, str]
    clear: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Assign:
    """Hands the records over.

    Attributes:
        owner: whom to, as typed: `dora`, or with the kind in front `role:Support Lead`,
            `contact:CNT0000001` where the type takes others than users.
    """

    owner: str


@dataclass(frozen=True, slots=True)
class Close:
    """Closes (a plan: completes), with one code and one note for all (G1).

    Attributes:
        code: closure code as typed; empty for the type's own default.
    """

    code: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Cancel:
    """Cancels, with one note for all."""

    notes: str = ""


@dataclass(frozen=True, slots=True)
class Delete:
    """Deletes; undo brings all of them back."""


@dataclass(frozen=True, slots=True)
class Members:
    """Adds to and takes from a field that holds several (tags, products, resources); what else
    it holds stays. Texts are as typed: tags, names or numbers."""

    field: str
    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()


BulkChange = Edit | Assign | Close | Cancel | Delete | Members

_OWNING = ("csm", "owner", "assigned_to")


def editable(cls: type[Record]) -> tuple[Field, ...]:
    """The fields `Edit` takes, in the order of declaration: what people type and what many
    records can share, so neither automatic, locked, mirrored nor unique ones."""
    declaration = cls.declaration
    alone = declaration.key if len(declaration.key) == 1 else ()
    return tuple(
        f
        for f in declaration.fields.values()
        if not (f.automatic or f.locked or f.mirrors or f.unique or f.name in alone)
    )


def assignable(cls: type[Record]) -> Field | None:
    """The field `Assign` fills: csm, owner or assigned_to; `None` where nobody owns records."""
    fields = cls.declaration.fields
    return next((fields[name] for name in _OWNING if name in fields), None)


def member_fields(cls: type[Record]) -> tuple[Field, ...]:
    """The fields `Members` takes: those that hold several texts or several references."""
    return tuple(f for f in editable(cls) if isinstance(f.kind, References | TextList))


def takes_kinds(owner: Field) -> bool:
    """Whether the owner may be a role, a pool or a contact as well as a user."""
    return isinstance(owner.kind, AnyReference)
