"""How lists are sorted: picklists in their own order, references by what people know them by."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.sql.elements import UnaryExpression

from successtui.domain.errors import BadCall
from successtui.records import REGISTRY, Record
from successtui.records.kinds import Picklist, Reference, Text
from successtui.store.tables import TABLES, table_of


def ordering(
    record_type: type[Record], order: Sequence[str]
) -> list[ColumnElement[object] | UnaryExpression[object]]:
    """Sort expressions for the named fields, `-` in front for descending; the id decides ties.

    Empty values come last either way.

    Raises:
        BadCall: there is no such field, or it cannot be sorted by.
    """
    table = table_of(record_type)
    terms: list[ColumnElement[object] | UnaryExpression[object]] = []
    for wish in order:
        descending, name = wish.startswith("-"), wish.lstrip("-+")
        value = _sort_value(record_type, name)
        terms.append(case((value.is_(None), 1), else_=0))
        terms.append(value.desc() if descending else value.asc())
    return [*terms, table.c.id.asc()]


def _sort_value(record_type: type[Record], name: str) -> ColumnElement[object]:
    declaration = record_type.declaration
    table = table_of(record_type)
    if name not in table.c or (name not in declaration.fields and name == "deleted_at"):
        raise BadCall(f"{declaration.plural.lower()} cannot be sorted by '{name}'")
    column: ColumnElement[object] = table.c[name]
    field = declaration.fields.get(name)
    if field is None:
        return column
    if isinstance(field.kind, Picklist):
        ranks = {choice.value: rank for rank, choice in enumerate(field.kind.choices)}
        return case(ranks, value=column)
    if isinstance(field.kind, Reference):
        return _caption(field.kind.target, column)
    if isinstance(field.kind, Text):
        return func.lower(column)
    return column


def _caption(target: str, column: ColumnElement[object]) -> ColumnElement[object]:
    other = TABLES[target].alias()
    declaration = REGISTRY[target].declaration
    names = [name for name in (*declaration.caption, *declaration.key) if name in other.c]
    return (
        select(func.lower(other.c[names[-2] if len(names) > 2 else names[0]]))
        .where(other.c.id == column)
        .scalar_subquery()
    )
