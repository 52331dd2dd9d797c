"""Lists of records of any type: filtered by a query, sorted, counted, and one page at a time."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
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
from successtui.store.ordering import sort_obstacle
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


def narrowed(request: ListRequest, by: ListRequest) -> ListRequest:
    """The records of a list that are in another one too, in that one's order if it has one."""
    both = " ".join(f"({query})" for query in (request.query, by.query) if query.strip())
    return replace(request, query=both, order=by.order or request.order)


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


def first_ids(session: Session, request: ListRequest, limit: int) -> list[int]:
    """Ids of the first visible records that match, sorted: what a screen shows at once.

    Raises:
        QueryError: the query cannot be understood.
        BadCall: the order names what cannot be sorted by.
    """
    with session.read() as reader:
        return found_ids(reader, session.clock, request, limit)


def first_page(
    session: Session, request: ListRequest, columns: Sequence[str], limit: int
) -> dict[int, tuple[Shown, ...]]:
    """`first_ids` and `page` of them in one go, in the list's order: the quickest way to open it.

    Raises:
        QueryError: the query cannot be understood.
        BadCall: there is no such column, or the order names what cannot be sorted by.
    """
    cls = request.record
    check_columns(cls, columns)
    with session.read() as reader:
        found = filter_for(reader, session.clock, cls, request.query, templates=request.templates)
        records = reader.first(
            cls,
            _looked_at(cls, columns),
            found.condition,
            order=request.order or default_order(cls),
            limit=limit,
            templates=found.templates,
            context=query_context(reader, session.clock),
        )
        return _cells(reader, session.clock, records, columns)


def list_ids(
    session: Session, request: ListRequest, stop: Callable[[], bool] | None = None
) -> list[int]:
    """Ids of the visible records that match, sorted.

    They are fetched in portions, so that other threads get their turn among 500,000 rows.

    Args:
        stop: asked between portions; once it says yes, the ids found so far are returned.

    Raises:
        QueryError: the query cannot be understood.
        BadCall: the order names what cannot be sorted by.
    """
    with session.read() as reader:
        return found_ids(reader, session.clock, request, stop=stop)


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
        records = list(reader.glance(cls, ids, _looked_at(cls, columns)).values())
        return _cells(reader, session.clock, records, columns)


def records_json(
    session: Session,
    request: ListRequest,
    columns: Sequence[str] = (),
    limit: int = 100,
    ids: Sequence[int] | None = None,
) -> dict[str, Any]:
    """The answer of `successtui list --format json`.

    Args:
        columns: the type's usual columns when empty.
        limit: records given at most, 0 for all; `total` counts all of them either way.
        ids: only these records, in this order, whatever the query says.

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
        some = ids or ()
        if ids is None:
            some = found_ids(reader, session.clock, request, limit or None)
        records = list(reader.rows(cls, some).values())
        total = len(records)
        if ids is None and limit and len(some) == limit:
            total = _count(reader, session.clock, request)
        shower = Shower(reader, records, session.clock.today(), wanted)
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


def check_order(cls: type[Record], order: Sequence[str]) -> None:
    """Raises `BadCall` for what a list of that type cannot be sorted by."""
    for wish in order:
        obstacle = sort_obstacle(cls, wish.lstrip("-+"))
        if obstacle:
            raise BadCall(obstacle)


def sortable(cls: type[Record]) -> tuple[str, ...]:
    """What a list of that type can be sorted by, in the order of declaration."""
    return tuple(name for name in names(cls) if not sort_obstacle(cls, name))


def found_ids(
    reader: Reader,
    clock: Clock,
    request: ListRequest,
    limit: int | None = None,
    *,
    stop: Callable[[], bool] | None = None,
) -> list[int]:
    """As `list_ids` and `first_ids`, for those who have a reader already."""
    cls = request.record
    found = filter_for(reader, clock, cls, request.query, templates=request.templates)
    return reader.ids(
        cls,
        None,
        found.condition,
        order=request.order or default_order(cls),
        limit=limit,
        templates=found.templates,
        context=query_context(reader, clock),
        stop=stop,
    )


def _cells(
    reader: Reader, clock: Clock, records: Sequence[Record], columns: Sequence[str]
) -> dict[int, tuple[Shown, ...]]:
    shower = Shower(reader, records, clock.today(), columns)
    return {r.id: tuple(shower.cell(r, name) for name in columns) for r in records}


def _looked_at(cls: type[Record], columns: Sequence[str]) -> Collection[str]:
    """The fields that must be read for the columns; computed ones look at any."""
    derived = cls.declaration.derived
    return cls.declaration.fields if any(name in derived for name in columns) else columns


def _count(reader: Reader, clock: Clock, request: ListRequest) -> int:
    cls = request.record
    found = filter_for(reader, clock, cls, request.query, templates=request.templates)
    return reader.count(cls, None, found.condition, templates=found.templates)


def _speaks_of_templates(node: Node) -> bool:
    return any(
        isinstance(term, Compare) and [name.lower() for name in term.path] == [TEMPLATE_FIELD]
        for term in terms(node)
    )
