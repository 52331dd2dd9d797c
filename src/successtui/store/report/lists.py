"""Long lists of values as one parameter of a statement; the only place here that knows dialects.

A statement with such a list is compiled once, however long the list; one with a parameter for each
value would be compiled, and on SQLite limited, by their number.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Dialect,
    Text,
    any_,
    bindparam,
    column,
    func,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import TypeDecorator, TypeEngine

from successtui.store.types import is_sqlite


class Listed(TypeDecorator[Any]):
    """Whole numbers or texts: JSON for SQLite, an array for PostgreSQL."""

    impl = Text
    cache_ok = True

    def __init__(self, item: type[TypeEngine[Any]]) -> None:
        super().__init__()
        self.item = item

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """TEXT on SQLite, an array elsewhere."""
        return dialect.type_descriptor(Text() if is_sqlite(dialect) else ARRAY(self.item()))

    def process_bind_param(self, value: Iterable[Any] | None, dialect: Dialect) -> Any:
        """The list as the engine takes it."""
        values = sorted(value or ())
        return json.dumps(values, ensure_ascii=False) if is_sqlite(dialect) else values


def among(
    value: ColumnElement[Any], name: str, *, sqlite: bool, item: type[TypeEngine[Any]] = BigInteger
) -> ColumnElement[bool]:
    """The condition that a value is one of the list given as the parameter `name`."""
    given = bindparam(name, type_=Listed(item))
    if not sqlite:
        return value == any_(given)
    listed = func.json_each(given).table_valued(column("value", item))
    return value.in_(select(listed.c.value).correlate(None))
