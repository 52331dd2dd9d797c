"""How lists are sorted: picklists in their own order, references by what people know them by.

What is computed on reading is sorted by where it is one of few values (a badge, yes or no). A
hidden record is sorted as what is shown of it, so that the order tells nothing of its name.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, FromClause, case, func, literal, select
from sqlalchemy.sql.elements import UnaryExpression

from successtui.domain.errors import BadCall
from successtui.domain.permissions import Actor
from successtui.query.fields import SYSTEM_FIELDS
from successtui.records import REGISTRY, Derived, Record
from successtui.records.kinds import (
    AnyReference,
    OpenPicklist,
    Picklist,
    Reference,
    Text,
)
from successtui.store.conditions.computed import NO, YES, Options, computed
from successtui.store.conditions.context import QueryContext
from successtui.store.conditions.matching import caption, plain
from successtui.store.conditions.seen import seen_rows
from successtui.store.tables import LINKS, table_of

Term = ColumnElement[object] | UnaryExpression[object]

HIDDEN = "(hidden)"
"""Shown in place of a record the person may not see."""
_NEVER_EMPTY = ("id", "version")
_BLANK = QueryContext(date.min, None)


def ordering(
    record_type: type[Record],
    order: Sequence[str],
    actor: Actor | None = None,
    context: QueryContext | None = None,
) -> list[Term]:
    """Sort expressions for the named fields, `-` in front for descending; the id decides ties.

    Empty values come last either way.

    Args:
        actor: who reads; `None` for the program itself.
        context: what the query means by today; needed for computed values.

    Raises:
        BadCall: there is no such field, or it cannot be sorted by.
    """
    table = table_of(record_type)
    terms: list[Term] = []
    for wish in order:
        descending, name = wish.startswith("-"), wish.lstrip("-+")
        for value in _sort_values(record_type, name, actor, context):
            term = value.desc() if descending else value.asc()
            terms.append(term if _is_never_empty(record_type, name) else term.nulls_last())
        if name == "id" or (name == "number" and record_type.declaration.numbered):
            return terms
    return [*terms, table.c.id.asc()]


def has_index(record_type: type[Record], order: Sequence[str]) -> bool:
    """Whether an index of the table gives that order, so that the first rows need no sorting."""
    first = order[0].lstrip("-+") if order else "id"
    return first == "id" or (first == "number" and record_type.declaration.numbered)


def sort_obstacle(record_type: type[Record], name: str) -> str:
    """Why a list of that type cannot be sorted by that field or value; empty when it can."""
    declaration = record_type.declaration
    plural = declaration.plural.lower()
    if name in declaration.derived:
        if isinstance(computed(declaration.name, name, table_of(record_type), _BLANK), Options):
            return ""
        label = declaration.derived[name].label
        return f"{plural} cannot be sorted by {label}: it is computed on reading"
    if (declaration.name, name) in LINKS:
        return f"{plural} cannot be sorted by '{name}': it holds several values"
    known = (*declaration.fields, *SYSTEM_FIELDS, "id", *(("number",) * declaration.numbered))
    return "" if name in known else f"{plural} cannot be sorted by '{name}'"


def value_of(
    record_type: type[Record], name: str, context: QueryContext | None = None
) -> ColumnElement[Any]:
    """A field's column, or the place of a computed value among `choices_of`."""
    derived = record_type.declaration.derived.get(name)
    if derived is None:
        return table_of(record_type).c[name]
    return _of_computed(record_type, derived, context or _BLANK)


def choices_of(derived: Derived) -> tuple[str, ...]:
    """The values a computed value can take, in their order."""
    kind = derived.kind
    return tuple(c.value for c in kind.choices) if isinstance(kind, Picklist) else (NO, YES)


def caption_or_key(rows: FromClause, target: str) -> ColumnElement[str]:
    """What lists show of a row: its caption, else its key."""
    declaration = REGISTRY[target].declaration
    keys = [name for name in ("number", *declaration.key) if name in rows.c]
    key = plain(rows.c[keys[0] if declaration.numbered else keys[-1]])
    if not declaration.caption:
        return key
    return func.coalesce(func.nullif(caption(rows, declaration.caption), ""), key)


def _is_never_empty(record_type: type[Record], name: str) -> bool:
    """Said of fewer columns than would be true: an index then serves the order."""
    return name in _NEVER_EMPTY or (name == "number" and record_type.declaration.numbered)


def _sort_values(
    record_type: type[Record], name: str, actor: Actor | None, context: QueryContext | None
) -> list[ColumnElement[object]]:
    obstacle = sort_obstacle(record_type, name)
    if obstacle:
        raise BadCall(obstacle)
    table = table_of(record_type)
    declaration = record_type.declaration
    declared = declaration.derived.get(name) or declaration.fields.get(name)
    declared = declared or SYSTEM_FIELDS.get(name)
    if isinstance(declared, Derived):
        return [_of_computed(record_type, declared, context or _BLANK)]
    column: ColumnElement[object] = table.c[name]
    match declared.kind if declared is not None else None:
        case Picklist(choices=choices):
            return [_ranked(column, [choice.value for choice in choices])]
        case OpenPicklist(setting=setting):
            entries = context.entries(setting) if context and context.entries else ()
            return [_ranked(column, entries), func.lower(column)]
        case Reference(target=target):
            return [_shown(target, column, actor)]
        case AnyReference(discriminator=discriminator, targets=targets):
            told = table.c[discriminator]
            return [case(*((told == v, _shown(target, column, actor)) for v, target in targets))]
        case Text():
            return [func.lower(column)]
    return [column]


def _ranked(column: ColumnElement[object], values: Sequence[str]) -> ColumnElement[object]:
    """A picklist's value by its place; what is not listed comes after, empty ones stay empty."""
    places = [(column == value, literal(place)) for place, value in enumerate(values)]
    return case(*places, (column.is_not(None), literal(len(values))))


def _shown(
    target: str, column: ColumnElement[object], actor: Actor | None
) -> ColumnElement[object]:
    """The caption of the record a reference points to, as far as it is shown."""
    other, seen = seen_rows(target, actor, "sorted")
    text = func.lower(caption_or_key(other, target))
    found = select(text).where(other.c.id == column, seen).scalar_subquery()
    hidden = case((column.is_not(None), literal(HIDDEN)))
    return func.coalesce(found, hidden)


def _of_computed(
    record_type: type[Record], declared: Derived, context: QueryContext
) -> ColumnElement[object]:
    name = record_type.declaration.name
    options = computed(name, declared.name, table_of(record_type), context)
    assert isinstance(options, Options)
    ranked = enumerate(choices_of(declared))
    return case(*((options.when[value], literal(rank)) for rank, value in ranked))
