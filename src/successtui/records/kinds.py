"""The kinds of value a field can hold, and the function that declares a field of each kind.

Owns what a value *is* (its type, limits and choices). Knows no database, no form and no
file format: those rooms read these declarations and derive their own behaviour from them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, StrEnum
from typing import Any


class Default(Enum):
    """A default that is only known at the moment a record is made."""

    TODAY = "today"
    CURRENT_USER = "the current user"
    BASE_CURRENCY = "the base currency"


class OnDelete(StrEnum):
    """What happens to a record when the record it refers to is deleted."""

    REFUSE = "refuse"
    TAKE_ALONG = "take along"
    UNLINK = "unlink"


@dataclass(frozen=True, slots=True)
class Kind:
    """Base of all kinds."""


@dataclass(frozen=True, slots=True)
class Text(Kind):
    """Text; `multiline` keeps line breaks, `markdown` says it is edited as Markdown."""

    max_length: int | None = None
    multiline: bool = False
    markdown: bool = False


@dataclass(frozen=True, slots=True)
class TextList(Kind):
    """Several short texts, such as tags; `choices` limits them to a picklist."""

    choices: type[StrEnum] | None = None


@dataclass(frozen=True, slots=True)
class Integer(Kind):
    """A whole number."""

    minimum: int | None = None
    maximum: int | None = None


@dataclass(frozen=True, slots=True)
class Number(Kind):
    """A decimal with `scale` places; `currency_field` names the field that makes it money."""

    scale: int = 4
    digits: int = 18
    minimum: int | None = None
    maximum: int | None = None
    currency_field: str = ""


@dataclass(frozen=True, slots=True)
class Boolean(Kind):
    """True or false, never unknown."""


@dataclass(frozen=True, slots=True)
class Date(Kind):
    """A calendar date, without time or zone."""


@dataclass(frozen=True, slots=True)
class Instant(Kind):
    """A moment in UTC."""


@dataclass(frozen=True, slots=True)
class Picklist(Kind):
    """One of a fixed list, shown and sorted in the order the list is declared."""

    choices: type[StrEnum]


@dataclass(frozen=True, slots=True)
class OpenPicklist(Kind):
    """One of a list that an administrator may change; `setting` is the picklist's name."""

    setting: str


@dataclass(frozen=True, slots=True)
class Reference(Kind):
    """One other record, held by its id. `on_delete` says what its deletion means for this one."""

    target: str
    on_delete: OnDelete = OnDelete.REFUSE


@dataclass(frozen=True, slots=True)
class References(Kind):
    """Several other records of one type, held as a sorted tuple of ids."""

    target: str


@dataclass(frozen=True, slots=True)
class AnyReference(Kind):
    """One record of any of several types; the field `discriminator` says which type it is.

    `targets` maps the discriminator's values to record type names; `on_delete` holds for all of
    them but those in `refusing`, which cannot be deleted while something hangs from them.
    """

    discriminator: str
    targets: tuple[tuple[str, str], ...]
    on_delete: OnDelete = OnDelete.REFUSE
    refusing: tuple[str, ...] = ()

    def target(self, discriminator: object) -> str | None:
        """The record type that the given discriminator value points to."""
        return dict(self.targets).get(str(discriminator)) if discriminator is not None else None


@dataclass(frozen=True, slots=True)
class Field:
    """One declared field of a record type.

    Attributes:
        name: column, attribute and CSV header; set by the class that holds it.
        required: refused when empty; on templates and their children `template_optional` fields
            may stay empty all the same.
        default: value, or a `Default` resolved when a record is made.
        automatic: the program fills it; people see it but never type it.
        mirrors: `"reference.field"`: always equal to that field of the referred record.
        exported: written to bundles; mirrored and computed copies usually are not.
        internal: never shown to a customer, whatever is shared (R000-20, R001-07).
        locked: cannot change after the record is made.
    """

    kind: Kind
    name: str = ""
    label: str = ""
    required: bool = False
    template_optional: bool = False
    default: Any = None
    section: str = ""
    help: str = ""
    automatic: bool = False
    mirrors: str = ""
    exported: bool = True
    internal: bool = False
    locked: bool = False
    unique: bool = False

    def named(self, name: str) -> Field:
        """This field under its attribute name, with a label made from it when none was given."""
        label = self.label or name.replace("_", " ").capitalize()
        return replace(self, name=name, label=label)


@dataclass(frozen=True, slots=True)
class Derived:
    """A value computed on reading; never stored, never typed.

    `kind` is how it is shown; `help` says in words how it comes about. The computation itself
    stands in the store (when it needs other rows) or in the domain (when it needs only this one).
    """

    kind: Kind
    name: str = ""
    label: str = ""
    help: str = ""

    def named(self, name: str) -> Derived:
        """This derived value under its attribute name."""
        return replace(self, name=name, label=self.label or name.replace("_", " ").capitalize())


@dataclass(frozen=True, slots=True)
class Check:
    """A rule between two fields of one record: `later` may not lie before `earlier`."""

    earlier: str
    later: str


def text(*, max_length: int | None = None, multiline: bool = False, **options: Any) -> Any:
    """Declares a text field."""
    return Field(Text(max_length, multiline), **options)


def markdown(**options: Any) -> Any:
    """Declares a text field that is written in Markdown."""
    return Field(Text(None, multiline=True, markdown=True), **options)


def text_list(choices: type[StrEnum] | None = None, **options: Any) -> Any:
    """Declares a field of several short texts."""
    return Field(TextList(choices), **{"default": (), **options})


def integer(minimum: int | None = None, maximum: int | None = None, **options: Any) -> Any:
    """Declares a whole number."""
    return Field(Integer(minimum, maximum), **options)


def number(
    *, scale: int = 4, minimum: int | None = None, maximum: int | None = None, **options: Any
) -> Any:
    """Declares a decimal number."""
    return Field(Number(scale, 18, minimum, maximum), **options)


def money(*, currency: str = "currency", minimum: int | None = None, **options: Any) -> Any:
    """Declares an amount in the currency that stands in the field `currency`."""
    return Field(Number(2, 18, minimum, None, currency), **options)


def boolean(default: bool = False, **options: Any) -> Any:
    """Declares a yes/no field."""
    return Field(Boolean(), default=default, **options)


def date_field(**options: Any) -> Any:
    """Declares a calendar date."""
    return Field(Date(), **options)


def instant(**options: Any) -> Any:
    """Declares a moment in UTC."""
    return Field(Instant(), **options)


def picklist(choices: type[StrEnum], **options: Any) -> Any:
    """Declares a field that takes one value of a fixed list."""
    return Field(Picklist(choices), **options)


def open_picklist(setting: str, **options: Any) -> Any:
    """Declares a field whose list of values an administrator may change."""
    return Field(OpenPicklist(setting), **options)


def reference(target: str, *, on_delete: OnDelete = OnDelete.REFUSE, **options: Any) -> Any:
    """Declares a link to one record of the type named `target`."""
    return Field(Reference(target, on_delete), **options)


def references(target: str, **options: Any) -> Any:
    """Declares links to several records of the type named `target`."""
    return Field(References(target), **{"default": (), **options})


def any_reference(
    discriminator: str,
    targets: dict[str, str],
    *,
    on_delete: OnDelete = OnDelete.REFUSE,
    refusing: tuple[str, ...] = (),
    **options: Any,
) -> Any:
    """Declares a link whose type is told by the field `discriminator`."""
    kind = AnyReference(discriminator, tuple(targets.items()), on_delete, refusing)
    return Field(kind, **options)


def derived(kind: Kind, *, label: str = "", help: str = "") -> Any:
    """Declares a value that is computed on reading."""
    return Derived(kind, label=label, help=help)
