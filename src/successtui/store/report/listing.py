"""The rows behind a number: ids, natural keys and what they are sorted by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, Connection, Row, Select, bindparam, select, type_coerce

from successtui.store.report import measures
from successtui.store.report.counting import at_risk
from successtui.store.report.lists import among
from successtui.store.report.measures import MEASURES
from successtui.store.report.scope import Scope, Shape, engagement_ids
from successtui.store.tables import TABLES

AT_RISK = "at_risk"
"""Counts contracts that active risk signals name, whichever engagements these are linked to."""

TASK_GROUP = "task_group"
"""What tasks are grouped by; no column, see `measures.task_groups`."""


@dataclass(frozen=True, slots=True)
class Line:
    """A counted row: its id, its natural key, and the values it is sorted by."""

    id: int
    key: str | tuple[str, ...]
    by: tuple[Any, ...]


def lines(
    connection: Connection,
    scope: Scope,
    record: str,
    counted: str,
    columns: Sequence[str] = (),
    groups: Mapping[str, str | None] | None = None,
) -> list[Line]:
    """The rows in scope that meet a condition.

    Args:
        counted: a name of `MEASURES`, or `AT_RISK`.
        columns: what is wanted of each row to sort by.
        groups: only rows with these values, by column; of tasks also `TASK_GROUP`.
    """
    wanted = dict(groups or {})
    task_group = wanted.pop(TASK_GROUP, None) or ""
    empty = tuple(name for name, value in wanted.items() if value is None)
    filled = tuple(name for name, value in wanted.items() if value is not None)
    statement = _lines(record, counted, tuple(columns), filled, empty, task_group, scope.shape)
    params = {**scope.params, **{f"by_{name}": wanted[name] for name in filled}}
    return _read(connection.execute(statement, params), record, len(columns))


def lines_of(
    connection: Connection, sqlite: bool, record: str, ids: Iterable[int], columns: Sequence[str]
) -> list[Line]:
    """The rows with those ids, which were found another way."""
    statement = _lines_of(record, tuple(columns), sqlite)
    return _read(connection.execute(statement, {"ids": list(ids)}), record, len(columns))


def all_engagements(connection: Connection, scope: Scope) -> list[int]:
    """Ids of all engagements in scope, finished ones included."""
    return list(connection.scalars(_engagements(scope.shape), scope.params))


def _read(rows: Iterable[Row[Any]], record: str, columns: int) -> list[Line]:
    by = slice(1, 1 + columns)
    if record == "product_usage":
        return [
            Line(row[0], tuple(text or "" for text in row[-2:]), tuple(row[by])) for row in rows
        ]
    return [Line(row[0], row[-1] or "", tuple(row[by])) for row in rows]


def _columns(record: str, columns: tuple[str, ...]) -> list[Any]:
    table = TABLES[record]
    wanted = [
        # Money is compared, never shown here.
        type_coerce(table.c[name], BigInteger) if name == "value" else table.c[name]
        for name in columns
    ]
    if record != "product_usage":
        return [table.c.id, *wanted, table.c.number]
    engagement, product = TABLES["engagement"], TABLES["product"]
    return [table.c.id, *wanted, engagement.c.number, product.c.name]


def _named(query: Select[Any], record: str) -> Select[Any]:
    """Usage has no number of its own: it is known by its engagement and product."""
    if record != "product_usage":
        return query
    usage, engagement, product = (TABLES[n] for n in (record, "engagement", "product"))
    return query.where(usage.c.engagement == engagement.c.id, usage.c.product == product.c.id)


@lru_cache(maxsize=256)
def _lines(
    record: str,
    counted: str,
    columns: tuple[str, ...],
    filled: tuple[str, ...],
    empty: tuple[str, ...],
    task_group: str,
    shape: Shape,
) -> Select[Any]:
    query = _named(select(*_columns(record, columns)), record)
    if counted == AT_RISK:
        return query.where(at_risk(shape))
    query = query.where(measures.rows(record, shape), MEASURES[counted](shape))
    if task_group:
        query = query.where(measures.task_groups()[task_group])
    table = TABLES[record]
    query = query.where(*(table.c[name] == bindparam(f"by_{name}") for name in filled))
    return query.where(*(table.c[name].is_(None) for name in empty))


@lru_cache(maxsize=64)
def _lines_of(record: str, columns: tuple[str, ...], sqlite: bool) -> Select[Any]:
    query = _named(select(*_columns(record, columns)), record)
    return query.where(among(TABLES[record].c.id, "ids", sqlite=sqlite))


@lru_cache(maxsize=64)
def _engagements(shape: Shape) -> Select[Any]:
    return engagement_ids(shape)
