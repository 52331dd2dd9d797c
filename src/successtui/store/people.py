"""Who is at work, and whose records they see: users, roles and the reporting line."""

from __future__ import annotations

from functools import cache

from sqlalchemy import Connection, Select, bindparam, select

from successtui.domain.errors import Forbidden
from successtui.domain.permissions import Actor, known_roles
from successtui.records.picklists import Role
from successtui.store.tables import TABLES


def load_actor(connection: Connection, username: str, acting_for: str = "") -> Actor:
    """The user with that name as somebody at work.

    Args:
        acting_for: username of the admin who acts as this user.

    Raises:
        Forbidden: there is no such active user; the same words for both.
    """
    user = TABLES["user"]
    row = connection.execute(
        select(user).where(user.c.username == username, user.c.deleted_at.is_(None))
    ).first()
    if row is None or not row.active:
        raise Forbidden(
            f"'{username}' is no active user of this workspace; ask an admin to add you"
        )
    roles = known_roles(row.roles)
    return Actor(
        id=row.id,
        username=row.username,
        name=row.name,
        roles=roles,
        people=_people(connection, row.id, roles),
        acting_for=acting_for,
        timezone=row.timezone or "",
    )


def load_customer(connection: Connection, contact_id: int, acting_for: str = "") -> Actor:
    """A customer's contact at work in the portal; sees no record of the house by themselves.

    Args:
        acting_for: username of the admin who acts as the contact.

    Raises:
        Forbidden: there is no such active contact with access to the portal.
    """
    contact, account = TABLES["contact"], TABLES["account"]
    row = connection.execute(
        select(contact)
        .join(account, account.c.id == contact.c.account)
        .where(
            contact.c.id == contact_id,
            contact.c.deleted_at.is_(None),
            account.c.deleted_at.is_(None),
        )
    ).first()
    if row is None or not row.active or not row.portal_access:
        raise Forbidden("the portal is not open to you; ask your contact person to open it")
    name = " ".join(part for part in (row.first_name, row.last_name) if part)
    told = f"{name} (customer)"
    return Actor(
        id=-contact_id,
        username="",
        name=name,
        roles=frozenset(),
        people=frozenset(),
        acting_for=f"{acting_for} as {told}" if acting_for else told,
    )


def usernames(connection: Connection) -> list[str]:
    """Usernames of all active users, sorted."""
    user = TABLES["user"]
    query = select(user.c.username).where(user.c.active.is_(True), user.c.deleted_at.is_(None))
    return list(connection.scalars(query.order_by(user.c.username)))


def _people(connection: Connection, user_id: int, roles: frozenset[Role]) -> frozenset[int] | None:
    """The person and, for a manager, all transitive reports; `None` for an admin: everyone."""
    if Role.ADMIN in roles:
        return None
    if Role.MANAGER not in roles:
        return frozenset({user_id})
    return frozenset(connection.scalars(_people_below(), {"me": user_id}))


@cache
def _people_below() -> Select[tuple[int]]:
    """Ids of the user `me` and everybody below; kept, because every reading begins with it."""
    user = TABLES["user"]
    first = select(user.c.id).where(user.c.id == bindparam("me"))
    chain = first.cte("chain", recursive=True)
    report = user.alias()
    # UNION, not UNION ALL: a reporting line that runs in a circle ends where it closes.
    below = select(report.c.id).where(report.c.manager == chain.c.id, report.c.deleted_at.is_(None))
    chain = chain.union(below)
    return select(chain.c.id)
