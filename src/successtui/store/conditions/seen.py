"""Rows of other tables that a condition looks at, and joining conditions by the hundred."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache

from sqlalchemy import Boolean, FromClause, and_, false, or_, true, type_coerce
from sqlalchemy.sql.elements import Grouping

from successtui.domain.permissions import Actor
from successtui.records import REGISTRY
from successtui.store.conditions.matching import Condition
from successtui.store.tables import TABLES
from successtui.store.visibility import visible

_BESIDE = 16


@lru_cache(maxsize=512)
def seen_rows(name: str, actor: Actor | None, place: str) -> tuple[FromClause, Condition]:
    """An alias of a type's table, and the condition that the actor sees its rows, deleted or not.

    Kept, because building both takes longer than most queries.

    Args:
        place: tells apart aliases that may stand inside each other in one statement.
    """
    rows = TABLES[name].alias(f"{place}_{name}")
    seen = visible(REGISTRY[name], actor, rows)
    return rows, true() if seen is None else seen


def all_of(conditions: Iterable[Condition]) -> Condition:
    """All of the conditions; true without any."""
    return and_(true(), *_grouped(and_, list(conditions)))


def any_of(conditions: Iterable[Condition]) -> Condition:
    """Any of the conditions; false without any."""
    return or_(false(), *_grouped(or_, list(conditions)))


def _grouped(join: Callable[..., Condition], conditions: list[Condition]) -> list[Condition]:
    """The same in parentheses, few beside each other: SQLite refuses long chains."""
    while len(conditions) > _BESIDE:
        portions = (conditions[i : i + _BESIDE] for i in range(0, len(conditions), _BESIDE))
        # The coercion does nothing but keep SQLAlchemy from taking the parentheses off again.
        conditions = [type_coerce(Grouping(join(*some)), Boolean()) for some in portions]
    return conditions
