"""Reckoning that engines spell differently: days between dates, and whole quotients."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class days_between(FunctionElement[int]):
    """Whole days from the first date to the second; below zero when that lies before."""

    type = Integer()
    inherit_cache = True


class whole_quotient(FunctionElement[int]):
    """The first number divided by the second, without what stands behind the point."""

    type = BigInteger()
    inherit_cache = True


@compiles(days_between, "sqlite")
def _days_on_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    first, second = _spelled(element, compiler, options)
    return f"CAST(julianday({second}) - julianday({first}) AS INTEGER)"


@compiles(days_between, "postgresql")
def _days_on_postgresql(element: Any, compiler: Any, **options: Any) -> str:
    first, second = _spelled(element, compiler, options)
    return f"({second} - {first})"


@compiles(whole_quotient, "sqlite")
def _quotient_on_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    first, second = _spelled(element, compiler, options)
    return f"CAST(({first}) / ({second}) AS INTEGER)"


@compiles(whole_quotient, "postgresql")
def _quotient_on_postgresql(element: Any, compiler: Any, **options: Any) -> str:
    first, second = _spelled(element, compiler, options)
    return f"div({first}, {second})"


def _spelled(element: Any, compiler: Any, options: dict[str, Any]) -> tuple[str, str]:
    first, second = (compiler.process(clause, **options) for clause in element.clauses)
    return first, second
