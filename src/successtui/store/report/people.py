"""The people and industries a report can be filtered by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Select, Text, func, select

from successtui.domain.permissions import known_roles
from successtui.records.picklists import Role
from successtui.store.report.lists import among
from successtui.store.report.scope import Scope, Shape, engagement_accounts, engagements
from successtui.store.tables import TABLES


@dataclass(frozen=True, slots=True)
class Person:
    """A user, as far as the report goes."""

    id: int
    username: str
    name: str
    active: bool
    roles: frozenset[Role]

    @property
    def is_agent(self) -> bool:
        """Whether the person holds the role of an agent."""
        return Role.AGENT in self.roles


def people(connection: Connection, sqlite: bool, ids: Iterable[int] | None) -> list[Person]:
    """Living users by name: those with the ids, or all."""
    some = ids is not None
    rows = connection.execute(
        _people(sqlite, some), {"people": list(ids)} if ids is not None else {}
    )
    return [Person(i, name, title, on, known_roles(held)) for i, name, title, on, held in rows]


def ids_of(connection: Connection, sqlite: bool, usernames: Sequence[str]) -> list[int]:
    """Ids of the users with those names; unknown ones are left out."""
    return list(connection.scalars(_ids_of(sqlite), {"usernames": list(usernames)}))


def how_many(connection: Connection) -> int:
    """How many users there are."""
    return connection.scalar(_count()) or 0


def owners(connection: Connection, scope: Scope) -> set[int]:
    """Ids of the CSMs of engagements in scope."""
    return set(connection.scalars(_owners(scope.shape), scope.params))


def industries(connection: Connection, scope: Scope) -> list[str | None]:
    """Industries of the accounts of engagements in scope, `None` for those without one."""
    return list(connection.scalars(_industries(scope.shape), scope.params))


@lru_cache(maxsize=4)
def _people(sqlite: bool, some: bool) -> Select[Any]:
    user = TABLES["user"]
    query = select(user.c.id, user.c.username, user.c.name, user.c.active, user.c.roles)
    query = query.where(user.c.deleted_at.is_(None)).order_by(user.c.name, user.c.username)
    return query.where(among(user.c.id, "people", sqlite=sqlite)) if some else query


@lru_cache(maxsize=2)
def _ids_of(sqlite: bool) -> Select[Any]:
    user = TABLES["user"]
    named = among(user.c.username, "usernames", sqlite=sqlite, item=Text)
    return select(user.c.id).where(user.c.deleted_at.is_(None), named)


@lru_cache(maxsize=1)
def _count() -> Select[Any]:
    return select(func.count()).select_from(TABLES["user"])


@lru_cache(maxsize=64)
def _owners(shape: Shape) -> Select[Any]:
    csm = TABLES["engagement"].c.csm
    return select(csm).where(engagements(shape), csm.is_not(None)).distinct()


@lru_cache(maxsize=64)
def _industries(shape: Shape) -> Select[Any]:
    account = TABLES["account"]
    mine = account.c.id.in_(engagement_accounts(shape))
    return select(account.c.industry).where(mine).distinct()
