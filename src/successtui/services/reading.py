"""Values as people and files write them, turned into what a record holds: references included."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from successtui.domain.codec import read_exact, read_typed, split_list
from successtui.domain.errors import Invalid, Problem
from successtui.records import REGISTRY, Record
from successtui.records.kinds import AnyReference, Field, Reference, References
from successtui.store.reader import Reader


def read_values(
    reader: Reader, cls: type[Record], texts: Mapping[str, str], today: date
) -> dict[str, Any]:
    """Values from texts a person typed, field by field.

    `owner=user:dora` names kind and owner at once; dates take `fri` or `+2w`, money `1.2m`.

    Raises:
        Invalid: every field that is unknown or cannot be understood.
    """
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    expanded = _with_kinds(cls, texts)
    order = sorted(expanded, key=lambda n: _is_any(cls, n))
    for name in order:
        field = cls.declaration.fields.get(name)
        if field is None or name in cls.declaration.derived:
            problems.append(unknown_field(cls, name))
            continue
        if field.automatic and not field.mirrors:
            problems.append(Problem(name, field.label, "is filled in by the program"))
            continue
        try:
            values[name] = read_value(reader, field, expanded[name], today, values)
        except ValueError as error:
            problems.append(Problem(name, field.label, str(error)))
    if problems:
        raise Invalid(problems)
    return values


def read_value(
    reader: Reader,
    field: Field,
    text: str,
    today: date | None,
    others: Mapping[str, Any],
) -> Any:
    """One field's value.

    Args:
        today: for what people type; `None` reads the exact spelling of files.
        others: values of other fields, for the type an `AnyReference` points to.

    Raises:
        ValueError: with words fit for people.
    """
    kind = field.kind
    if isinstance(kind, References):
        parts = split_list(text if today is None else text.replace(",", ";"))
        return tuple(sorted({_resolve(reader, kind.target, part, today) for part in parts}))
    if isinstance(kind, Reference):
        return _resolve(reader, kind.target, text, today) if text.strip() else None
    if isinstance(kind, AnyReference):
        if not text.strip():
            return None
        told = others.get(kind.discriminator)
        target = kind.target(told)
        if target is None:
            known = ", ".join(value for value, _ in kind.targets)
            raise ValueError(f"needs {kind.discriminator.replace('_', ' ')}: one of {known}")
        return _resolve(reader, target, text, today)
    return read_exact(kind, text) if today is None else read_typed(kind, text, today)


def unknown_field(cls: type[Record], name: str) -> Problem:
    """The problem of a field that is not declared."""
    known = ", ".join(cls.declaration.fields)
    label = cls.declaration.label.lower()
    return Problem(name, name, f"there is no such field in {label}; known are: {known}")


def _resolve(reader: Reader, target: str, text: str, today: date | None) -> int:
    """The id of the record that a key, or for people also a unique name, stands for."""
    key = text.strip()
    cls = REGISTRY[target]
    found = reader.by_key(cls, key)
    if found is not None:
        return found.id
    label = cls.declaration.label.lower()
    if today is not None:
        same = [r for r in reader.choices(target, key) if r.caption.casefold() == key.casefold()]
        if len(same) == 1:
            return same[0].id
        if same:
            raise ValueError(f"there are {len(same)} called '{key}'; give the {label}'s number")
    raise ValueError(f"there is no {label} '{key}'")


def _with_kinds(cls: type[Record], texts: Mapping[str, str]) -> dict[str, str]:
    """Splits `owner=user:dora` into the owner's kind and key."""
    expanded = dict(texts)
    for name, text in texts.items():
        field = cls.declaration.fields.get(name)
        if field is None or not isinstance(field.kind, AnyReference):
            continue
        told, colon, key = text.partition(":")
        if colon and field.kind.target(told) and field.kind.discriminator not in texts:
            expanded[name] = key
            expanded[field.kind.discriminator] = told
        if not text and field.kind.discriminator not in texts:
            expanded[field.kind.discriminator] = ""
    return expanded


def _is_any(cls: type[Record], name: str) -> bool:
    field = cls.declaration.fields.get(name)
    return field is not None and isinstance(field.kind, AnyReference)
