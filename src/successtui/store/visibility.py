"""Who sees which rows: one SQL condition per record type, applied by every read (permissions.md).

`None` as a condition means no restriction. Hidden rows are never fetched, counted or named. What
hangs from a deleted account or engagement is not seen through it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    and_,
    false,
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


def visible(
    record_type: type[Record],
    actor: Actor | None,
    rows: FromClause | None = None,
    *,
    templates: bool = True,
) -> Condition | None:
    """The condition under which the actor sees a row of that type.

    Args:
        actor: `None` for the program's own checks, which see everything.
        rows: the table or alias the condition is put on; the type's table by default.
        templates: `False` where templates are left out anyway. Without "or it is a template" an
            index finds the rows; with it every row is looked at.
    """
    if actor is None or actor.people is None:
        return None
    if rows is None:
        return _condition_on_table(record_type.declaration.name, actor, templates)
    return _condition(record_type, actor, rows, templates)


@lru_cache(maxsize=512)
def _condition_on_table(name: str, actor: Actor, templates: bool) -> Condition | None:
    """Kept, because building the expression takes as long as the query."""
    return _condition(REGISTRY[name], actor, TABLES[name], templates)


def _condition(
    record_type: type[Record], actor: Actor, table: FromClause, templates: bool
) -> Condition | None:
    declaration = record_type.declaration
    if not decide(actor, Action.VIEW, Subject(declaration.family)).allowed:
        return false()
    if declaration.scope is Scope.EVERYONE:
        return None
    match declaration.scope:
        case Scope.ACCOUNT:
            return _by_account(record_type, actor, table, templates)
        case Scope.ENGAGEMENT:
            return _by_engagement(record_type, actor, table)
        case Scope.TASK:
            return _task(actor, table, templates)
        case _:
            return _by_reference(record_type, actor, table)


def _people(actor: Actor) -> ColumnElement[Any]:
    """The list of the actor's people, written out: a condition holds it several times, and binding
    hundreds of numbers each time takes longer than the query."""
    numbers = ", ".join(str(int(i)) for i in sorted(actor.people or ()))
    return literal_column(f"({numbers or 'NULL'})")


def _one_of(column: ColumnElement[Any], people: ColumnElement[Any]) -> Condition:
    return column.op("IN", is_comparison=True)(people)


def _engagement_seen(actor: Actor, engagement: FromClause) -> Condition:
    """The engagement's csm is one of the actor's people; or nobody's, for the account's manager."""
    people = _people(actor)
    own = _one_of(engagement.c.csm, people)
    if not actor.is_manager:
        return own
    account = TABLES["account"]
    theirs = _apart(account.c.id, account.c.deleted_at.is_(None), _one_of(account.c.csm, people))
    return or_(own, and_(engagement.c.csm.is_(None), engagement.c.account.in_(theirs)))


def visible_engagement_ids(actor: Actor) -> Select[Any]:
    """Ids of the engagements the actor sees."""
    engagement = TABLES["engagement"]
    living = engagement.c.deleted_at.is_(None)
    return _apart(engagement.c.id, living, _engagement_seen(actor, engagement))


def visible_account_ids(actor: Actor) -> Select[Any]:
    """Ids of the accounts the actor sees: as CSM, account manager, team member, or through an
    engagement."""
    account = TABLES["account"]
    return _apart(
        account.c.id, account.c.deleted_at.is_(None), account.c.id.in_(_account_ids(actor))
    )


def _account_ids(actor: Actor) -> Select[Any]:
    """Ids of the actor's accounts, deleted ones included."""
    people = _people(actor)
    account, team, engagement = TABLES["account"], TABLES["account_team"], TABLES["engagement"]
    ways = union(
        _apart(account.c.id, _one_of(account.c.csm, people)),
        _apart(account.c.id, _one_of(account.c.account_manager, people)),
        _apart(team.c.account, _one_of(team.c.user, people), team.c.deleted_at.is_(None)),
        _apart(
            engagement.c.account,
            engagement.c.deleted_at.is_(None),
            _engagement_seen(actor, engagement),
        ),
    ).subquery()
    return select(ways.c[0])


def _apart(column: ColumnElement[int], *conditions: Condition) -> Select[Any]:
    """A subquery of its own: the same table around it is another one, so no alias is needed
    (making one costs more than the query)."""
    return select(column).where(*conditions).correlate(None)


def _by_account(
    record_type: type[Record], actor: Actor, rows: FromClause, templates: bool
) -> Condition:
    if record_type.declaration.name == "account":
        # A deleted account is still known to its people, in history and undo.
        return rows.c.id.in_(_account_ids(actor))
    seen = rows.c.account.in_(visible_account_ids(actor))
    if not (templates and record_type.declaration.has_templates):
        return seen
    return or_(seen, rows.c.is_template.is_(True))


def _by_engagement(record_type: type[Record], actor: Actor, rows: FromClause) -> Condition:
    name = record_type.declaration.name
    if name == "engagement":
        return _engagement_seen(actor, rows)
    if name == "escalation":
        return rows.c.account.in_(visible_account_ids(actor))
    seen = rows.c.engagement.in_(visible_engagement_ids(actor))
    if name == "product_usage":
        by_account = rows.c.account.in_(visible_account_ids(actor))
        return or_(seen, and_(rows.c.engagement.is_(None), by_account))
    return seen


def _task(actor: Actor, rows: FromClause, templates: bool) -> Condition:
    """A task is seen with its parent, or when one of the actor's people owns it."""
    people = _people(actor)
    of_account = rows.c.parent_type.in_(("play", "objective", "plan", "account"))
    return or_(
        and_(of_account, rows.c.account.in_(visible_account_ids(actor))),
        and_(~of_account, rows.c.engagement.in_(visible_engagement_ids(actor))),
        and_(rows.c.owner_kind == "user", _one_of(rows.c.owner, people)),
        _one_of(rows.c.owner_user, people),
        *((rows.c.is_template.is_(True),) if templates else ()),
    )


def _by_reference(record_type: type[Record], actor: Actor, rows: FromClause) -> Condition:
    """A row that is seen exactly when the record it belongs to is seen."""
    declaration = record_type.declaration
    field = declaration.fields[declaration.through]
    column = rows.c[field.name]
    if isinstance(field.kind, Reference):
        return column.in_(_visible_ids(field.kind.target, actor))
    assert isinstance(field.kind, AnyReference)
    told = rows.c[field.kind.discriminator]
    return or_(
        *(
            and_(told == value, column.in_(_visible_ids(target, actor)))
            for value, target in field.kind.targets
        )
    )


def _visible_ids(target: str, actor: Actor) -> Select[Any]:
    table = TABLES[target]
    condition = visible(REGISTRY[target], actor)
    living = table.c.deleted_at.is_(None)
    return _apart(table.c.id, living, *(() if condition is None else (condition,)))
