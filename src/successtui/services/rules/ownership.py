"""Owners: a role resolves to a person when it is set, and stays with them (R001-15 to -17)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from successtui.domain.errors import Refused
from successtui.records import AccountTeam, Contact, User
from successtui.services.draft import Draft, Mode
from successtui.services.rules.base import Rule

if TYPE_CHECKING:
    from successtui.services.saver import Saver


def resolve_owner(saver: Saver, draft: Draft) -> None:
    """Finds the person behind a role, once, when the owner is set (R001-27)."""
    if draft["owner"] is None:
        draft["owner_kind"] = None if "owner" in draft.given else draft["owner_kind"]
    if not (draft.changes("owner") or draft.changes("owner_kind")):
        return
    if "owner_user" in draft.given and draft.mode is Mode.IMPORT:
        return
    draft["owner_user"] = None
    if draft["owner_kind"] == "role" and draft["account"] is not None:
        where = {"account": draft["account"], "role": draft["owner"]}
        house = saver.unit.house
        team = house.rows(AccountTeam, house.holders(AccountTeam, where)).values()
        people = house.rows(User, [member.user for member in team]).values()
        draft["owner_user"] = next((user.id for user in people if user.active), None)


def check_owner(saver: Saver, draft: Draft) -> None:
    """An owner has a kind; people must be active, contacts of this account (R003-36, R003-19)."""
    if (draft["owner"] is None) != (draft["owner_kind"] is None):
        missing = "owner" if draft["owner"] is None else "owner_kind"
        draft.refuse(missing, "owner and owner kind go together")
    if draft.mode is Mode.PROGRAM:
        _keep_contact_in_account(saver, draft)
    if draft.mode is not Mode.PERSON:
        return
    fresh = draft.changes("owner") or draft.changes("owner_kind")
    if draft["owner_kind"] == "user" and fresh:
        check_person(saver, draft, "owner", (draft["owner"],))
    if draft["owner_kind"] == "contact" and (fresh or draft.changes("account")):
        check_contact(saver, draft, "owner")


def _keep_contact_in_account(saver: Saver, draft: Draft) -> None:
    """What follows its parent to another account leaves no contact of the former one as owner."""
    if draft.old is None or not draft.changes("account") or draft["owner_kind"] != "contact":
        return
    contact = saver.unit.house.get(Contact, draft["owner"])
    if contact is not None and contact.account != draft["account"]:
        name = f"{draft.old.number} {draft.old.caption}"
        raise Refused(
            f"{name} is owned by {contact.caption}, a contact of another account; "
            "choose another owner first"
        )


def check_person(saver: Saver, draft: Draft, field: str, ids: tuple[int | None, ...]) -> None:
    """Refuses inactive people and PSA resources as owners or resources."""
    for user_id in ids:
        user = saver.unit.house.get(User, user_id)
        if user is not None and not user.active:
            draft.refuse(field, f"{user.name} is not active")
        elif user is not None and user.is_psa_resource:
            draft.refuse(field, f"{user.name} is a PSA resource")


def check_contact(saver: Saver, draft: Draft, field: str) -> None:
    """A contact belongs to the record's own account."""
    contact = saver.unit.house.get(Contact, draft[field])
    if contact is not None and draft["account"] not in (None, contact.account):
        draft.refuse(field, f"{contact.caption} is a contact of another account")


_RULE = Rule(prepare=resolve_owner, check=check_owner)

OWNERSHIP_RULES = {"objective": _RULE, "play": _RULE, "task": _RULE}
