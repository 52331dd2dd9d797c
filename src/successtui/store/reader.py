"""The one door for reading: every row that comes out has passed the visibility rule.

Returns frozen records, never rows of a table. Knows no permissions on actions; services ask those.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, func, or_, select

from successtui.domain.errors import BadCall, NotFound
from successtui.records import REGISTRY, Record, record_type
from successtui.records.kinds import AnyReference, Reference
from successtui.records.record import Scope
from successtui.store.conditions.context import QueryContext
from successtui.store.ordering import HIDDEN as HIDDEN
from successtui.store.ordering import has_index, ordering, value_of
from successtui.store.selecting import Selecting, Where, chunks
from successtui.store.tables import TABLES, table_of

R = TypeVar("R", bound=Record)
_MUCH = 0.05
"""The part of all people from which on the order of a list is followed, not the people's rows."""
_PORTION = 5_000
"""Ids that are fetched at a time, so that other threads get their turn."""


class Reader(Selecting):
    """Reads on one connection, as one person.

    Args:
        actor: whose eyes; `None` for the program's own checks, which see everything.
    """

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
            query = self._visible(cls, select(table), deleted=deleted, singly=True)
            query = query.where(table.c.id.in_(some))
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
        query = query.order_by(*ordering(cls, order, self.actor))
        return list(self._records(cls, query.limit(limit)))

    def ids(
        self,
        cls: type[Record],
        where: Where | None = None,
        *conditions: ColumnElement[bool],
        order: Sequence[str] = (),
        limit: int | None = None,
        templates: bool | None = False,
        context: QueryContext | None = None,
        stop: Callable[[], bool] | None = None,
    ) -> list[int]:
        """Ids of the visible records that match, as in `all`.

        Args:
            context: needed to sort by computed values and by lists an administrator may change.
            stop: asked now and then; once it says yes, the ids found so far are returned.
        """
        chosen = select(table_of(cls).c.id)
        if limit is not None and not where:
            query = self._in_order(cls, chosen, conditions, order, templates, context)
            self.prepare()
            return list(self.connection.scalars(query.limit(limit)))
        query = self._matching(cls, chosen, where, conditions, templates)
        query = query.order_by(*ordering(cls, order, self.actor, context)).limit(limit)
        self.prepare()
        found: list[int] = []
        rows = self.connection.scalars(query, execution_options={"yield_per": _PORTION})
        for portion in rows.partitions():
            found.extend(portion)
            if stop is not None and stop():
                break
        return found

    def first(
        self,
        cls: type[R],
        shown: Collection[str],
        *conditions: ColumnElement[bool],
        order: Sequence[str],
        limit: int,
        templates: bool | None = False,
        context: QueryContext | None = None,
    ) -> list[R]:
        """The first of the records `ids` finds, as `glance` gives them, in one statement."""
        query = select(table_of(cls))
        query = self._in_order(cls, query, conditions, order, templates, context)
        return list(self._records(cls, query.limit(limit), shown))

    def glance(self, cls: type[R], ids: Sequence[int], shown: Collection[str]) -> dict[int, R]:
        """As `rows`, to be shown and not kept: of the fields that hold several references only
        those in `shown` are read."""
        table = table_of(cls)
        found: dict[int, R] = {}
        for some in chunks(ids):
            query = self._visible(cls, select(table), deleted=False, singly=True)
            query = query.where(table.c.id.in_(some))
            found.update((r.id, r) for r in self._records(cls, query, shown))
        return {record_id: found[record_id] for record_id in ids if record_id in found}

    def captions(self, target: str, ids: Iterable[int]) -> dict[int, tuple[str, str]]:
        """Caption and key of the visible ones among the records with those ids, deleted or not."""
        cls = REGISTRY[target]
        declaration = cls.declaration
        if len(declaration.key) != 1:
            found = self._some(cls, ids)
            return {i: (record.caption, self.key_of(record)) for i, record in found.items()}
        table = table_of(cls)
        columns = [table.c[name] for name in (*declaration.key, *declaration.caption)]
        captions: dict[int, tuple[str, str]] = {}
        for some in chunks(sorted({i for i in ids if i})):
            query = self._visible(cls, select(table.c.id, *columns), deleted=True, singly=True)
            self.prepare()
            for row in self.connection.execute(query.where(table.c.id.in_(some))):
                caption = " ".join(str(part) for part in row[2:] if part)
                captions[row[0]] = (caption, str(row[1] or ""))
        return captions

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

    def tally(
        self,
        cls: type[Record],
        names: Sequence[str],
        *conditions: ColumnElement[bool],
        templates: bool | None = False,
        context: QueryContext | None = None,
    ) -> dict[tuple[Any, ...], int]:
        """How many visible records hold which values of some fields, as in `count`.

        Of a computed value its place among those there are is given (`store.ordering`).
        """
        values = [value_of(cls, name, context) for name in names]
        query = select(*values, func.count()).select_from(table_of(cls)).group_by(*values)
        query = self._matching(cls, query, None, conditions, templates)
        self.prepare()
        return {tuple(row[:-1]): row[-1] for row in self.connection.execute(query)}

    def deleted(self, cls: type[R], *, limit: int) -> list[R]:
        """Deleted records of a type that are visible, the latest first.

        What hangs from a deleted record is seen again when that is back.
        """
        table = table_of(cls)
        query = self._visible(cls, select(table), deleted=True)
        query = query.where(table.c.deleted_at.is_not(None))
        newest = query.order_by(table.c.deleted_at.desc(), table.c.id.desc())
        return list(self._records(cls, newest.limit(limit)))

    def by_key(self, cls: type[R], key: str, *, deleted: bool = False) -> R | None:
        """The record with that natural key (number, username, name) as `key_of` spells it.

        `None` for work notes, which nobody names one by one.
        """
        table, declaration = table_of(cls), cls.declaration
        if len(declaration.key) != 1:
            return self._by_parts(cls, key, deleted=deleted)
        column = table.c[declaration.key[0]]
        query = self._visible(cls, select(table), deleted=deleted).where(column == key)
        return next(self._records(cls, query.order_by(table.c.deleted_at.is_(None).desc())), None)

    def _by_parts(self, cls: type[R], key: str, *, deleted: bool) -> R | None:
        """The row whose key has several parts, the first of which finds those to compare."""
        table, declaration = table_of(cls), cls.declaration
        if declaration.scope is Scope.NOTE:
            return None
        name, first = declaration.key[0], key.partition("/")[0]
        kind = declaration.fields[name].kind
        wanted: str | int = first
        if isinstance(kind, Reference):
            above = self.by_key(REGISTRY[kind.target], first, deleted=deleted)
            if above is None:
                return None
            wanted = above.id
        query = self._visible(cls, select(table), deleted=deleted).where(table.c[name] == wanted)
        found = self._records(cls, query.order_by(table.c.deleted_at.is_(None).desc()))
        return next((record for record in found if self.key_of(record) == key), None)

    def find(self, address: str) -> Record:
        """The record a person names on the command line: a number, or `type:key`, of a link its
        parts as in `next_step:TCH0000001/Send the deck`.

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

    def _in_order(
        self,
        cls: type[Record],
        query: Select[Any],
        conditions: Sequence[ColumnElement[bool]],
        order: Sequence[str],
        templates: bool | None,
        context: QueryContext | None,
    ) -> Select[Any]:
        """The query, sorted, for those who want the first rows only.

        Whoever sees a good part of everything finds the first of it soonest by walking along the
        order and asking of each row whether it is seen; others by gathering and sorting theirs.
        """
        walks = has_index(cls, order) and self._sees_much()
        query = self._matching(cls, query, None, conditions, templates, singly=walks)
        return query.order_by(*ordering(cls, order, self.actor, context))

    def _sees_much(self) -> bool:
        if self.actor is None or self.actor.people is None or len(self.actor.people) == 1:
            return False
        everybody: int = self.connection.scalar(_everybody()) or 0
        return len(self.actor.people) > _MUCH * everybody

    def _some(self, cls: type[R], ids: Iterable[int]) -> dict[int, R]:
        wanted = sorted({i for i in ids if i})
        return self.rows(cls, wanted, deleted=True) if wanted else {}


@cache
def _everybody() -> Select[int]:
    """How many users there are; kept, because many a list begins with it."""
    return select(func.count()).select_from(TABLES["user"])


def _like(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
