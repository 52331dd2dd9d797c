"""Customers: accounts, who works for them, their contacts, and the products they buy."""

from successtui.records.kinds import (
    Default,
    OnDelete,
    boolean,
    open_picklist,
    picklist,
    reference,
    text,
    text_list,
)
from successtui.records.picklists import AccountStatus
from successtui.records.record import Record, Scope


class Account(
    Record,
    prefix="ACC",
    scope=Scope.ACCOUNT,
    columns=("number", "name", "industry", "tier", "status", "csm", "parent_account"),
):
    """A customer, or a part of one; `parent_account` builds the account hierarchy."""

    name: str = text(required=True)
    external_id: str | None = text(
        max_length=64, unique=True, help="Import key; letters, digits and _ only."
    )
    parent_account: int | None = reference("account")
    account_type: str | None = text(max_length=255, help="Company, Division, Product …")
    industry: str | None = open_picklist("industry")
    status: AccountStatus = picklist(AccountStatus, required=True, default=AccountStatus.ACTIVE)
    tier: str | None = open_picklist("tier")
    csm: int | None = reference("user", label="CSM", section="People")
    account_manager: int | None = reference("user", section="People")
    currency: str = text(required=True, max_length=3, default=Default.BASE_CURRENCY)
    tags: tuple[str, ...] = text_list()
    notes: str | None = text(multiline=True, section="Notes", internal=True)


class AccountTeam(
    Record,
    name="account_team",
    file="account_team",
    plural="Account team",
    key=("account", "role", "user"),
    caption="",
    family="account",
    scope=Scope.ACCOUNT,
    columns=("account", "role", "user"),
):
    """Who plays a role for an account; a role as owner resolves through it (R001-27)."""

    account: int = reference("account", required=True, on_delete=OnDelete.TAKE_ALONG)
    role: int = reference("role", required=True)
    user: int = reference("user", required=True)


class Contact(
    Record,
    prefix="CNT",
    family="account",
    caption="first_name last_name",
    columns=("number", "first_name", "last_name", "account", "email", "responsibility", "active"),
):
    """A person at the customer."""

    account: int = reference("account", required=True)
    first_name: str | None = text(max_length=255)
    last_name: str = text(required=True, max_length=255)
    email: str | None = text(max_length=255)
    phone: str | None = text(max_length=64)
    title: str | None = text(max_length=255)
    responsibility: str | None = open_picklist("responsibility")
    portal_access: bool = boolean(help="May see shared plans and complete their own tasks.")
    active: bool = boolean(True)


class Product(
    Record,
    key=("name",),
    family="product",
    scope=Scope.EVERYONE,
    columns=("name", "family"),
):
    """Something the house sells."""

    name: str = text(required=True, max_length=255, unique=True)
    family: str | None = text(max_length=255)
