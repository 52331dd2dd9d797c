"""The house's own people: users, the roles they play for an account, and pools."""

from decimal import Decimal

from successtui.records.kinds import (
    boolean,
    number,
    picklist,
    reference,
    references,
    text,
    text_list,
)
from successtui.records.picklists import PoolStrategy
from successtui.records.picklists import Role as PermissionRole
from successtui.records.record import Record, Scope


class User(
    Record,
    key=("username",),
    family="user",
    scope=Scope.EVERYONE,
    columns=("username", "name", "roles", "manager", "email", "active"),
):
    """A colleague who signs in; `manager` builds the hierarchy that visibility follows."""

    username: str = text(required=True, max_length=64, unique=True)
    name: str = text(required=True, max_length=255)
    email: str | None = text(max_length=255, unique=True)
    roles: tuple[str, ...] = text_list(PermissionRole, required=True)
    manager: int | None = reference("user")
    active: bool = boolean(True)
    is_psa_resource: bool = boolean(
        label="PSA resource", help="PSA resources are never allocated to success work."
    )
    timezone: str | None = text(max_length=64, help="IANA name, such as Europe/Berlin.")
    availability_hours: Decimal | None = number(scale=2, minimum=0)


class Role(Record, key=("name",), family="role", scope=Scope.EVERYONE, columns=("name",)):
    """A role that somebody plays for an account, such as Support Lead (R001-15 to R001-17)."""

    name: str = text(required=True, max_length=255, unique=True)


class TeamPool(
    Record,
    name="team_pool",
    file="pools",
    label="Pool",
    key=("name",),
    family="pool",
    scope=Scope.EVERYONE,
    aliases=("pool",),
    columns=("name", "strategy", "members"),
):
    """People who share a queue of tasks; only tasks may be owned by a pool (R001-17)."""

    name: str = text(required=True, max_length=255, unique=True)
    members: tuple[int, ...] = references("user")
    strategy: PoolStrategy = picklist(PoolStrategy, required=True, default=PoolStrategy.MANUAL)
