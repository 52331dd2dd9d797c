"""Handing records over, losing rights, and asking before acting."""

from __future__ import annotations

import pytest

from successtui.domain.errors import Forbidden, NotFound
from successtui.domain.permissions import Action
from successtui.records import REGISTRY
from successtui.services import records
from successtui.services.session import Session
from tests.services.permission_values import staged
from tests.worlds import Book, picked


@pytest.mark.parametrize(
    ("role", "former", "to", "allowed"),
    [
        ("admin", "stranger", "stranger2", True),
        ("success_manager", "report", "me", True),
        ("success_manager", "me", "report", True),
        ("success_manager", "report", "stranger", False),
        ("success_manager", "report", None, True),
        ("customer_success_agent", "me", "stranger", True),
        ("customer_success_agent", "me", None, True),
        ("customer_success_agent", "stranger", "me", False),
        ("customer_success_agent", "stranger", None, False),
        ("participant", "me", "stranger", False),
        ("viewer", "me", "stranger", False),
    ],
)
def test_reassigning_an_account(
    book: Book, role: str, former: str, to: str | None, allowed: bool
) -> None:
    """The row "reassign csm or owner": all, within the team, own to anyone, refused."""
    people = {"me": book.user("me", role)}
    people["report"] = book.user("report", manager=people["me"].id)
    people["stranger"], people["stranger2"] = book.user("stranger"), book.user("stranger2")
    account = book.account(csm=people[former].id, account_manager=people["me"].id)
    change = {"csm": people[to].id if to else None}
    if allowed:
        records.update(book.as_("me"), account, change)
        assert book.again(account).csm == change["csm"]
    else:
        with pytest.raises(Forbidden):
            records.update(book.as_("me"), account, change)
        assert book.again(account).csm == account.csm


@pytest.mark.parametrize(("former", "allowed"), [("me", True), ("stranger", False), (None, True)])
def test_a_participant_reassigns_own_tasks_only(
    book: Book, former: str | None, allowed: bool
) -> None:
    """Participants hand on their own tasks, and take or leave those of nobody."""
    people = {"me": book.user("me", "participant"), "stranger": book.user("stranger")}
    account = book.account(account_manager=people["me"].id)
    kind = picked(REGISTRY["task"], "owner_kind", "user")
    owned = {"owner_kind": kind, "owner": people[former].id} if former else {}
    task = book.task(book.objective(account), **owned)
    change = {
        "owner_kind": kind,
        "owner": people["stranger"].id if former == "me" else people["me"].id,
    }
    if former == "stranger":
        change["owner"] = book.user("third").id
    mine = book.as_("me")
    if allowed:
        records.update(mine, task, change)
    else:
        with pytest.raises(Forbidden, match="only their own tasks"):
            records.update(mine, task, change)


def test_a_role_lost_is_lost_at_once(book: Book) -> None:
    """A dismissal or another role counts from the next read or save on."""
    me = book.user("me")
    account = book.account(csm=me.id)
    mine = book.as_("me")
    records.update(mine, account, {"notes": "x"})
    me = book.again(me)
    records.update(book.session, me, {"roles": ("viewer",)})
    with pytest.raises(Forbidden, match="you hold viewer"):
        records.update(mine, book.again(account), {"notes": "y"})
    records.update(book.session, book.again(me), {"active": False})
    with pytest.raises(Forbidden, match="'me' is no active user"):
        records.get(mine, REGISTRY["account"], account.id)


def test_asking_before_acting(book: Book) -> None:
    """What a screen greys out is what a save would refuse, with the same reason."""
    stage = staged(book, "participant")
    mine = book.as_("me")
    kpi = records.get(mine, REGISTRY["outcome"], stage.ids["outcome"])
    refused = records.may(mine, Action.DELETE, kpi)
    assert not refused.allowed
    with pytest.raises(Forbidden) as saved:
        records.delete(mine, kpi)
    assert str(saved.value) == refused.reason
    assert records.may(mine, Action.EDIT, kpi).allowed
    assert records.may(mine, Action.CREATE, REGISTRY["objective"]).allowed
    assert not records.may(mine, Action.CREATE, REGISTRY["account"]).allowed
    hidden = book.account()
    with pytest.raises(NotFound):
        records.may(mine, Action.VIEW, hidden)


def test_asking_about_what_is_not_ones_own(book: Book) -> None:
    """An agent may delete a touchpoint of their own book, not one they merely see."""
    me, manager = book.user("me"), book.user("boss", "success_manager")
    records.update(book.session, me, {"manager": manager.id})
    both = book.user("both", "success_manager", "customer_success_agent")
    records.update(book.session, book.again(me), {"manager": both.id})
    account = book.account(csm=me.id)
    touchpoint = book.add(
        REGISTRY["touchpoint"], engagement=book.engagement(account).id, subject="Call"
    )
    for who, allowed in (("me", True), ("both", True)):
        session: Session = book.as_(who)
        assert records.may(session, Action.DELETE, touchpoint).allowed == allowed
    records.delete(book.as_("both"), touchpoint)
