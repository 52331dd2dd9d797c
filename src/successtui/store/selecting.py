"""Selecting visible rows and turning them into records: what every way of reading is made of.

Applies the visibility rule to whatever is selected; `reader.py` is its only user.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, FromClause, RowMapping, Select, select

from successtui.domain.permissions import Actor
from successtui.records import Record
from successtui.store.tables import LINKS, table_of
from successtui.store.visibility import visible

R = TypeVar("R", bound=Record)
Where = Mapping[str, object]
_CHUNK = 500


def chunks(ids: Iterable[int]) -> Iterator[list[int]]:
    """The ids in portions that fit one statement."""
    everything = list(ids)
    for start in range(0, len(everything), _CHUNK):
        yield everything[start : start + _CHUNK]


class Selecting:
    """Selects on one connection, as one person.

    Args:
        actor: whose eyes; `None` for the program's own checks, which see everything.
    """

    def __init__(self, connection: Connection, actor: Actor | None) -> None:
        self.connection = connection
        self.actor = actor

    def prepare(self) -> None:
        """Called before every statement; a unit of work writes out what it still holds."""

    def _visible(
        self,
        cls: type[Record],
        query: Select[Any],
        *,
        deleted: bool,
        templates: bool = True,
        singly: bool = False,
    ) -> Select[Any]:
        condition = visible(cls, self.actor, templates=templates, singly=singly)
        if condition is not None:
            query = query.where(condition)
        return query if deleted else query.where(table_of(cls).c.deleted_at.is_(None))

    def _matching(
        self,
        cls: type[Record],
        query: Select[Any],
        where: Where | None,
        conditions: Iterable[ColumnElement[bool]],
        templates: bool | None,
        *,
        singly: bool = False,
    ) -> Select[Any]:
        table = table_of(cls)
        with_templates = templates is not False
        query = self._visible(cls, query, deleted=False, templates=with_templates, singly=singly)
        query = query.where(*conditions)
        for name, value in (where or {}).items():
            query = query.where(equals(cls, table, name, value))
        if templates is not None and cls.declaration.has_templates:
            query = query.where(table.c.is_template.is_(templates))
        return query

    def _records(
        self, cls: type[R], query: Select[Any], shown: Collection[str] | None = None
    ) -> Iterator[R]:
        self.prepare()
        rows = list(self.connection.execute(query).mappings())
        links = self._links(cls, [row["id"] for row in rows], shown)
        for row in rows:
            yield _record(cls, row, links.get(row["id"], {}))

    def _links(
        self, cls: type[Record], ids: list[int], shown: Collection[str] | None
    ) -> dict[int, dict[str, tuple[int, ...]]]:
        """Values of the fields that hold several references, by record id and field."""
        found: dict[int, dict[str, list[int]]] = {}
        name = cls.declaration.name
        for field in cls.declaration.fields.values():
            link = LINKS.get((name, field.name))
            if link is None or (shown is not None and field.name not in shown):
                continue
            for some in chunks(ids):
                query = select(link).where(link.c.record_id.in_(some)).order_by(link.c.target_id)
                for record_id, target_id in self.connection.execute(query):
                    found.setdefault(record_id, {}).setdefault(field.name, []).append(target_id)
        return {i: {n: tuple(t) for n, t in fields.items()} for i, fields in found.items()}


def _record(cls: type[R], row: RowMapping, links: Mapping[str, tuple[int, ...]]) -> R:
    values = dict(row)
    values["number"] = values["number"] or ""
    return cls(**values, **links)


def equals(cls: type[Record], table: FromClause, name: str, value: object) -> ColumnElement[bool]:
    """The condition that a field holds a value; of several, one of a list, or nothing."""
    link = LINKS.get((cls.declaration.name, name))
    if link is not None:
        targets = value if isinstance(value, list | tuple | set | frozenset) else [value]
        holders = select(link.c.record_id).where(link.c.target_id.in_(list(targets)))
        return table.c.id.in_(holders)
    column = table.c[name]
    if value is None:
        return column.is_(None)
    if isinstance(value, list | tuple | set | frozenset):
        return column.in_(list(value))
    result: ColumnElement[bool] = column == value
    return result
