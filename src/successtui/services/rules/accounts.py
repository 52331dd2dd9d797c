"""Accounts, contacts and users."""

from __future__ import annotations

from typing import TYPE_CHECKING

from successtui.records import Account, Contact
from successtui.services.draft import Draft, Mode
from successtui.services.rules.base import Rule, no_circle

if TYPE_CHECKING:
    from successtui.services.saver import Saver

LONG_NAME = 128


def note_odd_names(saver: Saver, draft: Draft) -> None:
    """Warns of very long names, and of names that are not unique under their parent."""
    if draft.mode is not Mode.PERSON or not draft.changes("name") or not draft["name"]:
        return
    name = str(draft["name"])
    if len(name) > LONG_NAME:
        draft.notices.append(f"the name is longer than {LONG_NAME} characters")
    same = saver.unit.all(Account, {"parent_account": draft["parent_account"]})
    if any(a.name.casefold() == name.casefold() and a.id != _id(draft) for a in same):
        draft.notices.append(f"another account is called {name} too")


def check_contact_mail(saver: Saver, draft: Draft) -> None:
    """A contact's e-mail is unique within the account."""
    if not draft["email"] or not (draft.changes("email") or draft.changes("account")):
        return
    where = {"account": draft["account"], "email": draft["email"]}
    if any(i != _id(draft) for i in saver.unit.house.holders(Contact, where)):
        draft.refuse("email", "another contact of this account has it")


def _id(draft: Draft) -> int:
    return 0 if draft.old is None else draft.old.id


ACCOUNT_RULES = {
    "account": Rule(
        check=no_circle("parent_account", "the account hierarchy"), prepare=note_odd_names
    ),
    "contact": Rule(check=check_contact_mail),
    "user": Rule(check=no_circle("manager", "the reporting line")),
}
