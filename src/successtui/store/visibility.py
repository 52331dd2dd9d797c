"""Who sees which rows: one SQL condition per record type, applied by every read (permissions.md).

`None` as a condition means no restriction. Hidden rows are never fetched, counted or named. What
hangs from a deleted account or engagement is not seen through it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    and_,
    false,
    literal,
    literal_column,
    or_,
    select,
    union,
)

from successtui.domain.permissions import Action, Actor, Subject, decide
from successtui.records import REGISTRY, Record
from successtui.records.kinds import AnyReference, Reference
from successtui.records.record import Scope
from successtui.store.tables import TABLES

Condition = ColumnElement[bool]

_GIVING_SIGHT = ("account", "account_team", "engagement", "user")


def visible(
    record_type: type[Record],
    actor: Actor | None,
    rows: FromClause | None = None,
    *,
    templates: bool = True,
    singly: bool = False,
) -> Condition | None:
    """The condition under which the actor sees a row of that type.

    Args:
        actor: `None` for the program's own checks, which see everything.
        rows: the table or alias the condition is put on; the type's table by default.
        templates: `False` where templates are left out anyway. Without "or it is a template" an
            index finds the rows; with it every row is looked at.
        singly: looks for each row at what it hangs from, instead of gathering all that the actor
            sees first: for few rows, or rows in the order of an index.
    """
    if actor is None or actor.people is None:
        return None
    if rows is None:
        return _condition_on_table(record_type.declaration.name, actor, templates, singly)
    return _condition(record_type, _Eyes(actor, singly), rows, templates)


def depends_on(name: str, other: str) -> bool:
    """Whether the sight of records of one type may change with a record of another type."""
    by_reference = REGISTRY[name].declaration.scope in (Scope.PARENT, Scope.NOTE)
    return by_reference or other in _GIVING_SIGHT


@lru_cache(maxsize=512)
def _condition_on_table(name: str, actor: Actor, templates: bool, singly: bool) -> Condition | None:
    """Kept, because building the expression takes as long as the query."""
    return _condition(REGISTRY[name], _Eyes(actor, singly), TABLES[name], templates)


@dataclass(frozen=True, slots=True)
class _Eyes:
    """Who looks, and whether row by row."""

    actor: Actor
    singly: bool = False

    def one_of_people(self, column: ColumnElement[Any]) -> Condition:
        """That the column holds one of the actor's people. The list is written out: a condition
        holds it several times, and binding hundreds of numbers each time takes longer than the
        query."""
        numbers = ", ".join(str(int(i)) for i in sorted(self.actor.people or ()))
        people: ColumnElement[Any] = literal_column(f"({numbers or 'NULL'})")
        return column.op("IN", is_comparison=True)(people)

    def among(
        self,
        column: ColumnElement[Any],
        table: FromClause,
        conditions: Callable[[FromClause], Iterable[Condition]],
        name: str = "id",
    ) -> Condition:
        """That the column holds what another table has under that name, in a row it is true of."""
        if not self.singly:
            return column.in_(_apart(table.c[name], *conditions(table)))
        other = table.alias()
        found = select(literal(1)).where(other.c[name] == column, *conditions(other))
        return found.correlate_except(other).exists()


def _condition(
    record_type: type[Record], eyes: _Eyes, table: FromClause, templates: bool
) -> Condition | None:
    declaration = record_type.declaration
    if not decide(eyes.actor, Action.VIEW, Subject(declaration.family)).allowed:
        return false()
    if declaration.scope is Scope.EVERYONE:
        return None
    match declaration.scope:
        case Scope.ACCOUNT:
            return _by_account(record_type, eyes, table, templates)
        case Scope.ENGAGEMENT:
            return _by_engagement(record_type, eyes, table)
        case Scope.TASK:
            return _task(eyes, table, templates)
        case _:
            return _by_reference(record_type, eyes, table)


def _engagement_seen(eyes: _Eyes, engagement: FromClause) -> Condition:
    """The engagement's csm is one of the actor's people; or nobody's, for the account's manager."""
    own = eyes.one_of_people(engagement.c.csm)
    if not eyes.actor.is_manager:
        return own

    def theirs(account: FromClause) -> Iterable[Condition]:
        return account.c.deleted_at.is_(None), eyes.one_of_people(account.c.csm)

    account_is_theirs = eyes.among(engagement.c.account, TABLES["account"], theirs)
    return or_(own, and_(engagement.c.csm.is_(None), account_is_theirs))


def _account_seen(eyes: _Eyes, rows: FromClause) -> Condition:
    """The account is one of the actor's, deleted or not."""
    account, team, engagement = TABLES["account"], TABLES["account_team"], TABLES["engagement"]

    def as_member(member: FromClause) -> Iterable[Condition]:
        return eyes.one_of_people(member.c.user), member.c.deleted_at.is_(None)

    def through(work: FromClause) -> Iterable[Condition]:
        return work.c.deleted_at.is_(None), _engagement_seen(eyes, work)

    if eyes.singly:
        return or_(
            eyes.one_of_people(rows.c.csm),
            eyes.one_of_people(rows.c.account_manager),
            eyes.among(rows.c.id, team, as_member, "account"),
            eyes.among(rows.c.id, engagement, through, "account"),
        )
    # Alternatives would look at every account; each of these is found by an index of its own.
    ways = union(
        _apart(account.c.id, eyes.one_of_people(account.c.csm)),
        _apart(account.c.id, eyes.one_of_people(account.c.account_manager)),
        _apart(team.c.account, *as_member(team)),
        _apart(engagement.c.account, *through(engagement)),
    ).subquery()
    return rows.c.id.in_(select(ways.c[0]))


def _apart(column: ColumnElement[int], *conditions: Condition) -> Select[Any]:
    """A subquery of its own: the same table around it is another one, so no alias is needed
    (making one costs more than the query)."""
    return select(column).where(*conditions).correlate(None)


def _by_account(
    record_type: type[Record], eyes: _Eyes, rows: FromClause, templates: bool
) -> Condition:
    if record_type.declaration.name == "account":
        # A deleted account is still known to its people, in history and undo.
        return _account_seen(eyes, rows)
    seen = _sees(eyes, "account", rows.c.account)
    if not (templates and record_type.declaration.has_templates):
        return seen
    return or_(seen, rows.c.is_template.is_(True))


def _by_engagement(record_type: type[Record], eyes: _Eyes, rows: FromClause) -> Condition:
    name = record_type.declaration.name
    if name == "engagement":
        return _engagement_seen(eyes, rows)
    if name == "escalation":
        return _sees(eyes, "account", rows.c.account)
    seen = _sees(eyes, "engagement", rows.c.engagement)
    if name == "product_usage":
        by_account = _sees(eyes, "account", rows.c.account)
        return or_(seen, and_(rows.c.engagement.is_(None), by_account))
    return seen


def _task(eyes: _Eyes, rows: FromClause, templates: bool) -> Condition:
    """A task is seen with its parent, or when one of the actor's people owns it."""
    of_account = rows.c.parent_type.in_(("play", "objective", "plan", "account"))
    return or_(
        and_(of_account, _sees(eyes, "account", rows.c.account)),
        and_(~of_account, _sees(eyes, "engagement", rows.c.engagement)),
        and_(rows.c.owner_kind == "user", eyes.one_of_people(rows.c.owner)),
        eyes.one_of_people(rows.c.owner_user),
        *((rows.c.is_template.is_(True),) if templates else ()),
    )


def _by_reference(record_type: type[Record], eyes: _Eyes, rows: FromClause) -> Condition:
    """A row that is seen exactly when the record it belongs to is seen."""
    declaration = record_type.declaration
    field = declaration.fields[declaration.through]
    column = rows.c[field.name]
    if isinstance(field.kind, Reference):
        return _sees(eyes, field.kind.target, column)
    assert isinstance(field.kind, AnyReference)
    told = rows.c[field.kind.discriminator]
    return or_(
        *(and_(told == value, _sees(eyes, target, column)) for value, target in field.kind.targets)
    )


def _sees(eyes: _Eyes, target: str, column: ColumnElement[Any]) -> Condition:
    """That the column holds the id of a living record of that type which the actor sees."""
    return eyes.among(column, TABLES[target], partial(_living, target, eyes))


def _living(target: str, eyes: _Eyes, rows: FromClause) -> Iterable[Condition]:
    condition = _condition(REGISTRY[target], eyes, rows, True)
    return rows.c.deleted_at.is_(None), *(() if condition is None else (condition,))
