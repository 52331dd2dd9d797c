"""How far an objective has come, as a condition in SQL; `services.derived.completion` in Python.

The mean of whole percentages is at least p exactly when what each lies above p adds up to nothing
or more, so nothing is divided but the progress of the single outcome.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    FromClause,
    Select,
    and_,
    case,
    func,
    literal,
    not_,
    or_,
    select,
)

from successtui.store.conditions.context import QueryContext
from successtui.store.conditions.matching import Condition
from successtui.store.conditions.seen import seen_rows

Percent = Callable[[FromClause], ColumnElement[int]]


def completed_from(
    rows: FromClause, percent: int, progress: Percent, context: QueryContext
) -> Condition:
    """The objectives have come at least that far; what was canceled does not count.

    Args:
        percent: from 1 to 100.
        progress: the progress of rows of outcomes.
    """
    pieces = (
        _outcomes(rows, progress, context),
        _tasks(rows, context),
        _plays_without_tasks(rows, context),
    )
    above: ColumnElement[int] = literal(0, BigInteger)
    for share, piece in pieces:
        surplus = func.sum(share - literal(percent, BigInteger))
        total = piece.with_only_columns(func.coalesce(surplus, 0), maintain_column_froms=True)
        above = above + total.scalar_subquery()
    return and_(or_(*(piece.exists() for _, piece in pieces)), above >= 0)


_Piece = tuple[ColumnElement[int], Select[tuple[int]]]
"""The share of each row, 0 to 100, and the rows of an objective."""


def _outcomes(rows: FromClause, progress: Percent, context: QueryContext) -> _Piece:
    outcome, seen = _living("outcome", context, "part")
    mine = (outcome.c.objective == rows.c.id, seen, _counts(outcome))
    found = select(outcome.c.id).where(*mine).correlate(rows)
    return case((_state(outcome) == "Closed", 100), else_=progress(outcome)), found


def _tasks(rows: FromClause, context: QueryContext) -> _Piece:
    task, seen = _living("task", context, "part")
    play, play_seen = _living("play", context, "part")
    plays = select(play.c.id).where(play.c.objective == rows.c.id, play_seen).correlate(rows)
    mine = or_(
        and_(task.c.parent_type == "objective", task.c.parent == rows.c.id),
        and_(task.c.parent_type == "play", task.c.parent.in_(plays)),
    )
    return _done(task), select(task.c.id).where(mine, seen, _counts(task)).correlate(rows)


def _plays_without_tasks(rows: FromClause, context: QueryContext) -> _Piece:
    play, seen = _living("play", context, "part")
    task, task_seen = _living("task", context, "below")
    under = and_(task.c.parent_type == "play", task.c.parent == play.c.id, task_seen)
    tasks = select(task.c.id).where(under).correlate(play)
    mine = (play.c.objective == rows.c.id, seen, _counts(play), not_(tasks.exists()))
    return _done(play), select(play.c.id).where(*mine).correlate(rows)


def _done(rows: FromClause) -> ColumnElement[int]:
    return case((_state(rows) == "Closed", 100), else_=0)


def _counts(rows: FromClause) -> Condition:
    return _state(rows) != "Canceled"


def _state(rows: FromClause) -> ColumnElement[str]:
    state: ColumnElement[str] = func.coalesce(rows.c.state, "")
    return state


def _living(name: str, context: QueryContext, place: str) -> tuple[FromClause, Condition]:
    rows, seen = seen_rows(name, context.actor, place)
    return rows, and_(rows.c.deleted_at.is_(None), seen)
