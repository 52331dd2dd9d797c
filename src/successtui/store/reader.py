"""The one door for reading: every row that comes out has passed the visibility rule.

Returns frozen records, never rows of a table. Knows no permissions on actions; services ask those.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, FromClause, RowMapping, Select, func, or_, select

from successtui.domain.errors import BadCall, NotFound
from successtui.domain.permissions import Actor
from successtui.records import REGISTRY, Record, record_type
from successtui.records.kinds import AnyReference, Reference
from successtui.store.ordering import ordering
from successtui.store.tables import LINKS, table_of
from successtui.store.visibility import visible

R = TypeVar("R", bound=Record)
Where = Mapping[str, object]
HIDDEN = "(hidden)"
"""Shown in place of a record the person may not see."""
_CHUNK = 500


def chunks(ids: Iterable[int]) -> Iterator[list[int]]:
    """The ids in portions that fit one statement."""
    everything = list(ids)
    for start in range(0, len(everything), _CHUNK):
        yield everything[start : start + _CHUNK]


class Reader:
    """Reads on one connection, as one person.

    Args:
        actor: whose eyes; `None` for the program's own checks, which see everything.
    """

    def __init__(self, connection: Connection, actor: Actor | None) -> None:
        self.connection = connection
        self.actor = actor

    def prepare(self) -> None:
        """Called before every statement; a unit of work writes out what it still holds."""

    def get(self, cls: type[R], record_id: int | None, *, deleted: bool = False) -> R | None:
        """The record with that id, `None` when missing, hidden or deleted."""
        if record_id is None:
            return None
        return self.rows(cls, [record_id], deleted=deleted).get(record_id)

    def require(self, cls: type[R], record_id: int | None) -> R:
        """The record with that id.

        Raises:
            NotFound: missing, hidden or deleted.
        """
        record = self.get(cls, record_id)
        if record is None:
            raise NotFound(f"there is no such {cls.declaration.label.lower()}")
        return record

    def rows(self, cls: type[R], ids: Sequence[int], *, deleted: bool = False) -> dict[int, R]:
        """The visible ones among the records with those ids, in the order asked for."""
        table = table_of(cls)
        found: dict[int, R] = {}
        for some in chunks(ids):
            query = self._visible(cls, select(table), deleted=deleted).where(table.c.id.in_(some))
            found.update((r.id, r) for r in self._records(cls, query))
        return {record_id: found[record_id] for record_id in ids if record_id in found}

    def all(
        self,
        cls: type[R],
        where: Where | None = None,
        *conditions: ColumnElement[bool],
        order: Sequence[str] = (),
        limit: int | None = None,
        templates: bool | None = False,
    ) -> list[R]:
        """Visible records that match.

        Args:
            where: field to value; a list means any of these, `None` an empty field.
            order: fields, `-` in front for descending; the id decides ties.
            templates: `False` leaves templates out, `True` only these, `None` both.
        """
        query = self._matching(cls, select(table_of(cls)), where, conditions, templates)
        return list(self._records(cls, self._ordered(cls, query, order).limit(limit)))

    def ids(
        self,
        cls: type[Record],
        where: Where | None = None,
        *conditions: ColumnElement[bool],
        order: Sequence[str] = (),
        limit: int | None = None,
        templates: bool | None = False,
    ) -> list[int]:
        """Ids of the visible records that match, as in `all`."""
        query = self._matching(cls, select(table_of(cls).c.id), where, conditions, templates)
        self.prepare()
        return list(self.connection.scalars(self._ordered(cls, query, order).limit(limit)))

    def count(
        self,
        cls: type[Record],
        where: Where | None = None,
        *conditions: ColumnElement[bool],
        templates: bool | None = False,
    ) -> int:
        """How many visible records match, as in `all`."""
        query = select(func.count()).select_from(table_of(cls))
        query = self._matching(cls, query, where, conditions, templates)
        self.prepare()
        return self.connection.scalar(query) or 0

    def by_key(self, cls: type[R], key: str, *, deleted: bool = False) -> R | None:
        """The record with that natural key (number, username, name); `None` for links."""
        table, declaration = table_of(cls), cls.declaration
        if len(declaration.key) != 1:
            return None
        column = table.c[declaration.key[0]]
        query = self._visible(cls, select(table), deleted=deleted).where(column == key)
        return next(self._records(cls, query.order_by(table.c.deleted_at.is_(None).desc())), None)

    def find(self, address: str) -> Record:
        """The record a person names on the command line: a number, or `type:key`.

        Raises:
            NotFound: there is none, or it is hidden.
            BadCall: the type in front of the colon is unknown.
        """
        kind, colon, key = address.partition(":")
        if colon:
            try:
                cls = record_type(kind)
            except KeyError as error:
                raise BadCall(str(error.args[0])) from None
            if (record := self.by_key(cls, key)) is not None:
                return record
        else:
            numbered = [c for c in REGISTRY.values() if c.declaration.numbered]
            likely = address.rstrip("0123456789-")
            numbered.sort(key=lambda c: not likely.startswith(c.declaration.prefix))
            for cls in numbered:
                if (record := self.by_key(cls, address)) is not None:
                    return record
        raise NotFound(f"there is no record '{address}'")

    def keys(self, target: str, ids: Iterable[int]) -> dict[int, str]:
        """Natural keys of visible records by id, as files and JSON spell them."""
        cls = REGISTRY[target]
        return {i: self.key_of(record) for i, record in self._some(cls, ids).items()}

    def key_of(self, record: Record) -> str:
        """The record's natural key in one text; the parts of a link's key are joined by `/`."""
        parts = []
        for name in record.declaration.key:
            field = record.declaration.fields.get(name)
            value = record[name]
            if field and isinstance(field.kind, Reference) and value is not None:
                value = self.keys(field.kind.target, [value]).get(value, HIDDEN)
            elif field and isinstance(field.kind, AnyReference) and value is not None:
                target = field.kind.target(record[field.kind.discriminator])
                value = self.keys(target, [value]).get(value, HIDDEN) if target else ""
            parts.append("" if value is None else str(value))
        return "/".join(parts)

    def labels(self, target: str, ids: Iterable[int]) -> dict[int, str]:
        """What people know the records by; hidden ones are shown as such."""
        wanted = set(ids)
        found = self._some(REGISTRY[target], wanted)
        return {i: (found[i].caption if i in found else HIDDEN) for i in wanted}

    def choices(
        self, target: str, text: str, *, limit: int = 50, where: Where | None = None
    ) -> list[Record]:
        """Visible records whose caption or key contains the text, for pickers; best first."""
        cls = REGISTRY[target]
        table = table_of(cls)
        names = [n for n in (*cls.declaration.caption, *cls.declaration.key) if n in table.c]
        conditions = []
        for word in text.split():
            like = f"%{_like(word)}%"
            conditions.append(
                or_(*(table.c[n].ilike(like, escape="\\") for n in dict.fromkeys(names)))
            )
        order = tuple(n for n in cls.declaration.caption if n in table.c)
        return list(self.all(cls, where, *conditions, order=order, limit=limit))

    def _some(self, cls: type[R], ids: Iterable[int]) -> dict[int, R]:
        wanted = sorted({i for i in ids if i})
        return self.rows(cls, wanted, deleted=True) if wanted else {}

    def _visible(
        self, cls: type[Record], query: Select[Any], *, deleted: bool, templates: bool = True
    ) -> Select[Any]:
        condition = visible(cls, self.actor, templates=templates)
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
    ) -> Select[Any]:
        table = table_of(cls)
        with_templates = templates is not False
        query = self._visible(cls, query, deleted=False, templates=with_templates)
        query = query.where(*conditions)
        for name, value in (where or {}).items():
            query = query.where(equals(cls, table, name, value))
        if templates is not None and cls.declaration.has_templates:
            query = query.where(table.c.is_template.is_(templates))
        return query

    def _ordered(self, cls: type[Record], query: Select[Any], order: Sequence[str]) -> Select[Any]:
        return query.order_by(*ordering(cls, order))

    def _records(self, cls: type[R], query: Select[Any]) -> Iterator[R]:
        self.prepare()
        rows = list(self.connection.execute(query).mappings())
        links = self._links(cls, [row["id"] for row in rows])
        for row in rows:
            yield _record(cls, row, links.get(row["id"], {}))

    def _links(self, cls: type[Record], ids: list[int]) -> dict[int, dict[str, tuple[int, ...]]]:
        """Values of the fields that hold several references, by record id and field."""
        found: dict[int, dict[str, list[int]]] = {}
        name = cls.declaration.name
        for field in cls.declaration.fields.values():
            link = LINKS.get((name, field.name))
            if link is None:
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


def _like(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
