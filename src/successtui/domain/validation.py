"""What makes a record's values acceptable: built from the declarations as pydantic models.

Checks types, lengths, ranges, picklists, required fields and the order of dates. What needs other
records (references, uniqueness, lifecycles) is checked by the services.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    ConfigDict,
    ValidationError,
    create_model,
)
from pydantic import Field as Limits

from successtui.domain.errors import Problem
from successtui.domain.plaintext import is_blank
from successtui.records.kinds import (
    AnyReference,
    Boolean,
    Date,
    Field,
    Instant,
    Integer,
    Number,
    Picklist,
    Reference,
    References,
    Text,
    TextList,
)
from successtui.records.record import REGISTRY, Record

_EXTERNAL_ID = re.compile(r"[A-Za-z0-9_]+", re.ASCII)
_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)


class _Model(BaseModel):
    """Base of the generated models: exact types, nothing unknown."""

    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True)


def problems(
    record_type: type[Record],
    values: Mapping[str, object],
    *,
    only: frozenset[str] | None = None,
) -> list[Problem]:
    """What is wrong with the values, field by field in the order of the declaration.

    Args:
        values: every field of the record.
        only: when given, problems of other fields are left out (what was wrong before and was
            not touched does not stop a change elsewhere), except missing required fields.
    """
    declared = record_type.declaration.fields
    found = {p.field: p for p in _type_problems(record_type, values)}
    missing = list(_missing(record_type, values))
    for problem in (*missing, *_disorder(record_type, values)):
        found.setdefault(problem.field, problem)
    for problem in _special(record_type, values):
        found.setdefault(problem.field, problem)
    order = list(declared)
    kept = [p for p in found.values() if only is None or p.field in only or p in missing]
    return sorted(kept, key=lambda p: order.index(p.field))


def _type_problems(record_type: type[Record], values: Mapping[str, object]) -> Iterator[Problem]:
    try:
        _model(record_type.declaration.name).model_validate(dict(values))
    except ValidationError as error:
        for issue in error.errors():
            name = str(issue["loc"][0]) if issue["loc"] else ""
            field = record_type.declaration.fields[name]
            yield Problem(name, field.label, _words(field, issue["type"], issue["msg"]))


def _missing(record_type: type[Record], values: Mapping[str, object]) -> Iterator[Problem]:
    template = bool(values.get("is_template"))
    for field in record_type.declaration.fields.values():
        value = values.get(field.name)
        empty = value is None or value == () or (isinstance(value, str) and is_blank(value))
        if empty and field.required and not (template and field.template_optional):
            yield Problem(field.name, field.label, "is required")


def _disorder(record_type: type[Record], values: Mapping[str, object]) -> Iterator[Problem]:
    fields = record_type.declaration.fields
    for check in record_type.declaration.checks:
        first, then = values.get(check.earlier), values.get(check.later)
        if isinstance(first, date) and isinstance(then, date) and then < first:
            label = fields[check.earlier].label
            message = f"{then} lies before {label.lower()} {first}"
            yield Problem(check.later, fields[check.later].label, message)


def _special(record_type: type[Record], values: Mapping[str, object]) -> Iterator[Problem]:
    """Forms that a length or a list cannot express."""
    fields = record_type.declaration.fields
    external = values.get("external_id")
    if isinstance(external, str) and not _EXTERNAL_ID.fullmatch(external):
        label = fields["external_id"].label
        yield Problem("external_id", label, "takes letters, digits and _ only")
    currency = values.get("currency")
    if isinstance(currency, str) and not _CURRENCY.fullmatch(currency):
        message = f"'{currency}' is not a currency code of three capital letters, such as EUR"
        yield Problem("currency", fields["currency"].label, message)


@cache
def _model(name: str) -> type[_Model]:
    record_type = REGISTRY[name]
    fields: dict[str, Any] = {
        field.name: (_annotation(field) | None, None)
        for field in record_type.declaration.fields.values()
    }
    return create_model(f"{record_type.__name__}Values", __base__=_Model, **fields)


def _annotation(field: Field) -> Any:
    match field.kind:
        case Text(max_length=limit):
            return Annotated[str, Limits(strict=True, max_length=limit)]
        case TextList(choices=choices) if choices is not None:
            return tuple[choices, ...]  # type: ignore[valid-type]
        case TextList():
            return tuple[Annotated[str, Limits(strict=True, max_length=255)], ...]
        case Integer(minimum=low, maximum=high):
            return Annotated[int, Limits(strict=True, ge=low, le=high)]
        case Number(scale=scale, digits=digits, minimum=low, maximum=high):
            return Annotated[
                Decimal,
                Limits(strict=True, max_digits=digits, decimal_places=scale, ge=low, le=high),
            ]
        case Boolean():
            return Annotated[bool, Limits(strict=True)]
        case Date():
            return Annotated[date, Limits(strict=True)]
        case Instant():
            return Annotated[datetime, Limits(strict=True)]
        case Picklist(choices=choices):
            return choices
        case Reference() | AnyReference():
            return Annotated[int, Limits(strict=True)]
        case References():
            return tuple[Annotated[int, Limits(strict=True)], ...]
        case _:
            return Annotated[str, Limits(strict=True, max_length=255)]


def _words(field: Field, code: str, message: str) -> str:
    kind = field.kind
    if code == "string_too_long":
        limit = kind.max_length if isinstance(kind, Text) else 255
        return f"is longer than {limit} characters"
    if isinstance(kind, Number | Integer) and code in ("greater_than_equal", "less_than_equal"):
        return f"must lie between {_bound(kind.minimum)} and {_bound(kind.maximum)}"
    if isinstance(kind, Picklist | TextList) and kind.choices is not None:
        return f"takes one of: {', '.join(kind.choices)}"
    return message[:1].lower() + message[1:]


def _bound(limit: int | None) -> str:
    return "any value" if limit is None else str(limit)
