"""Who sees which rows: one SQL condition per record type, applied by every read (permissions.md).

`None` as a condition means no restriction. Hidden rows are never fetched, counted or named.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, FromClause, Select, and_, false, or_, select, union

from successtui.domain.permissions import Actor
from successtui.records import REGISTRY, Record
from successtui.records.kinds import AnyReference, Reference
from successtui.records.record import Scope
from successtui.store.tables import TABLES

Condition = ColumnElement[bool]


def visible(
    record_type: type[Record], actor: Actor | None, rows: FromClause | None = None
) -> Condition | None:
    """The condition under which the actor sees a row of that type.

    Args:
        actor: `None` for the program's own checks, which see everything.
        rows: the table or alias the condition is put on; the type's table by default.
    """
    declaration = record_type.declaration
    if actor is None or actor.people is None or declaration.scope is Scope.EVERYONE:
        return None
    if not actor.roles:
        return false()
    table = TABLES[declaration.name] if rows is None else rows
    match declaration.scope:
        case Scope.ACCOUNT:
            return _by_account(record_type, actor, table)
        case Scope.ENGAGEMENT:
            return _by_engagement(record_type, actor, table)
        case Scope.TASK:
            return _task(actor, table)
        case _:
            return _by_reference(record_type, actor, table)


def _people(actor: Actor) -> list[int]:
    return sorted(actor.people or ())


def _engagement_seen(actor: Actor, engagement: FromClause) -> Condition:
    """The engagement's csm is one of the actor's people; or nobody's, for the account's manager."""
    people = _people(actor)
    own = engagement.c.csm.in_(people)
    if not actor.is_manager:
        return own
    account = TABLES["account"].alias()
    theirs = select(account.c.id).where(account.c.csm.in_(people))
    return or_(own, and_(engagement.c.csm.is_(None), engagement.c.account.in_(theirs)))


def visible_engagement_ids(actor: Actor) -> Select[tuple[int]]:
    """Ids of the engagements the actor sees."""
    engagement = TABLES["engagement"].alias()
    living = engagement.c.deleted_at.is_(None)
    return select(engagement.c.id).where(living, _engagement_seen(actor, engagement))


def visible_account_ids(actor: Actor) -> Select[tuple[int]]:
    """Ids of the accounts the actor sees: as CSM, account manager, team member, or through an
    engagement."""
    people = _people(actor)
    account = TABLES["account"].alias()
    team = TABLES["account_team"].alias()
    engagement = TABLES["engagement"].alias()
    ways = union(
        select(account.c.id).where(account.c.csm.in_(people)),
        select(account.c.id).where(account.c.account_manager.in_(people)),
        select(team.c.account).where(team.c.user.in_(people), team.c.deleted_at.is_(None)),
        select(engagement.c.account).where(
            engagement.c.deleted_at.is_(None), _engagement_seen(actor, engagement)
        ),
    ).subquery()
    return select(ways.c[0])


def _by_account(record_type: type[Record], actor: Actor, rows: FromClause) -> Condition:
    own = rows.c.id if record_type.declaration.name == "account" else rows.c.account
    seen = own.in_(visible_account_ids(actor))
    if not record_type.declaration.has_templates:
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


def _task(actor: Actor, rows: FromClause) -> Condition:
    """A task is seen with its parent, or when one of the actor's people owns it."""
    people = _people(actor)
    of_account = rows.c.parent_type.in_(("play", "objective", "plan", "account"))
    return or_(
        and_(of_account, rows.c.account.in_(visible_account_ids(actor))),
        and_(~of_account, rows.c.engagement.in_(visible_engagement_ids(actor))),
        and_(rows.c.owner_kind == "user", rows.c.owner.in_(people)),
        rows.c.owner_user.in_(people),
        rows.c.is_template.is_(True),
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


def _visible_ids(target: str, actor: Actor) -> Select[tuple[int]]:
    table = TABLES[target].alias()
    condition = visible(REGISTRY[target], actor, table)
    query = select(table.c.id).where(table.c.deleted_at.is_(None))
    return query if condition is None else query.where(condition)
