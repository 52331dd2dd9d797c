"""Lists of records of any type: filtered by a query, sorted, counted, and one page at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from successtui.domain.clock import Clock
from successtui.domain.errors import BadCall
from successtui.query import Compare, parse
from successtui.query.errors import expected_one_of
from successtui.query.fields import names
from successtui.query.tree import Node, terms
from successtui.records import Record
from successtui.records.kinds import AnyReference
from successtui.services.house import picklist
from successtui.services.money import rates
from successtui.services.session import Session
from successtui.services.showing import Shower, Shown
from successtui.store.compile import condition
from successtui.store.conditions.context import QueryContext
from successtui.store.conditions.matching import Condition
from successtui.store.reader import Reader

TEMPLATE_FIELD = "is_template"


@dataclass(frozen=True, slots=True)
class ListRequest:
    """Which records of a type, in which order.

    Attributes:
        query: in the query language; empty for all.
        order: fields, `-` in front for descending; empty for the type's own order.
        templates: `False` leaves templates out, `True` wants only these, `None` both. A query that
            speaks of `is_template` decides for itself.
    """

    record: type[Record]
    query: str = ""
    order: tuple[str, ...] = ()
    templates: bool | None = False


@dataclass(frozen=True, slots=True)
class Filter:
    """A query made ready for `Reader.ids`, `all` and `count` of one record type."""

    condition: Condition
    templates: bool | None


def filter_for(
    reader: Reader,
    clock: Clock,
    record_type: type[Record],
    query: str,
    *,
    templates: bool | None = False,
) -> Filter:
    """The query's condition as the person who reads means it.

    Raises:
        QueryError: it cannot be understood.
    """
    node = parse(query)
    found = condition(record_type, node, query_context(reader, clock))
    return Filter(found, None if _speaks_of_templates(node) else templates)


def query_context(reader: Reader, clock: Clock) -> QueryContext:
    """What a query means for the person who reads, on the day of the clock."""

    def worth() -> Mapping[str, Decimal]:
        known = rates(reader, clock.today())
        return {**known.worth, known.base: Decimal(1)}

    return QueryContext(
        today=clock.today(),
        actor=reader.actor,
        zone=ZoneInfo(clock.zone) if clock.zone else None,
        entries=lambda name: picklist(reader, name),
        worth=worth,
    )


def list_ids(session: Session, request: ListRequest) -> list[int]:
    """Ids of the visible records that match, sorted.

    Raises:
        QueryError: the query cannot be understood.
        BadCall: the order names what cannot be sorted by.
    """
    with session.read() as reader:
        return _ids(reader, session.clock, request, None)


def count(session: Session, request: ListRequest) -> int:
    """How many visible records match.

    Raises:
        QueryError: the query cannot be understood.
    """
    with session.read() as reader:
        return _count(reader, session.clock, request)


def page(
    session: Session, cls: type[Record], ids: Sequence[int], columns: Sequence[str]
) -> dict[int, tuple[Shown, ...]]:
    """What a list shows of some records: by id, a text and tone for each column.

    Records that are gone or hidden by now are left out.

    Raises:
        BadCall: there is no such column.
    """
    check_columns(cls, columns)
    with session.read() as reader:
        records = list(reader.rows(cls, ids).values())
        shower = Shower(reader, records, session.clock.today())
        return {r.id: tuple(shower.cell(r, name) for name in columns) for r in records}


def records_json(
    session: Session, request: ListRequest, columns: Sequence[str] = (), limit: int = 100
) -> dict[str, Any]:
    """The answer of `successtui list --format json`.

    Args:
        columns: the type's usual columns when empty.
        limit: records given at most, 0 for all; `total` counts all of them either way.

    Raises:
        QueryError: the query cannot be understood.
        BadCall: a column or an order is unknown, or the limit negative.
    """
    cls = request.record
    wanted = tuple(columns) or cls.declaration.columns
    check_columns(cls, wanted)
    if limit < 0:
        raise BadCall("the limit is 0 for all records, or the number of records wanted")
    with session.read() as reader:
        ids = _ids(reader, session.clock, request, limit or None)
        total = _count(reader, session.clock, request) if limit and len(ids) == limit else len(ids)
        records = list(reader.rows(cls, ids).values())
        shower = Shower(reader, records, session.clock.today())
        rows = [{name: shower.json_value(r, name) for name in wanted} for r in records]
    return {
        "record": cls.declaration.name,
        "total": total,
        "columns": list(wanted),
        "records": rows,
    }


def count_json(session: Session, request: ListRequest) -> dict[str, Any]:
    """The answer of `successtui count --format json`.

    Raises:
        QueryError: the query cannot be understood.
    """
    return {"record": request.record.declaration.name, "count": count(session, request)}


def default_order(cls: type[Record]) -> tuple[str, ...]:
    """The order of a list nobody has sorted: by natural key, as exports have it."""
    known = names(cls)
    keys = cls.declaration.key
    return tuple(name for name in keys if not isinstance(known[name].kind, AnyReference))


def check_columns(cls: type[Record], columns: Sequence[str]) -> None:
    """Raises `BadCall` for a column the record type does not have."""
    known = names(cls)
    for name in columns:
        if name not in known:
            hint = expected_one_of(name, known)
            raise BadCall(f"{cls.declaration.label} has no column '{name}'; {hint}")


def _ids(reader: Reader, clock: Clock, request: ListRequest, limit: int | None) -> list[int]:
    cls = request.record
    found = filter_for(reader, clock, cls, request.query, templates=request.templates)
    order = request.order or default_order(cls)
    return reader.ids(
        cls, None, found.condition, order=order, limit=limit, templates=found.templates
    )


def _count(reader: Reader, clock: Clock, request: ListRequest) -> int:
    cls = request.record
    found = filter_for(reader, clock, cls, request.query, templates=request.templates)
    return reader.count(cls, None, found.condition, templates=found.templates)


def _speaks_of_templates(node: Node) -> bool:
    return any(
        isinstance(term, Compare) and [name.lower() for name in term.path] == [TEMPLATE_FIELD]
        for term in terms(node)
    )
