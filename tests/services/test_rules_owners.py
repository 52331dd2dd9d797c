"""Rules of source 001 on owners: who may own what, and whom a role stands for."""

from __future__ import annotations

from typing import Any

import pytest

from successtui.domain.errors import Invalid
from successtui.records import (
    AccountTeam,
    Objective,
    Play,
    Record,
    Role,
    Task,
    TeamPool,
)
from successtui.records.picklists import (
    GoalOwnerKind,
    PlayOwnerKind,
    TaskOwnerKind,
)
from tests.worlds import Book, typed

OWNERS = {"role": "role:Support Lead", "pool": "pool:Queue", "user": "user:dora"}


@pytest.mark.parametrize(
    ("cls", "allowed"),
    [
        (Objective, {"role", "user", "contact"}),
        (Play, {"role", "user"}),
        (Task, {"role", "pool", "user", "contact"}),
    ],
)
def test_who_may_own_what(book: Book, cls: type[Record], allowed: set[str]) -> None:
    """R001-15, R001-16, R001-17: the ownership table, through what a person types."""
    book.user("dora")
    book.add(Role, name="Support Lead")
    book.add(TeamPool, name="Queue", members=(1,))
    contact = book.contact(book.account())
    for kind, text in {**OWNERS, "contact": f"contact:{contact.number}"}.items():
        if kind in allowed:
            values = typed(book, cls, owner=text)
            assert values["owner_kind"] == kind
            assert isinstance(values["owner"], int)
        else:
            with pytest.raises(Invalid, match="Owner"):
                typed(book, cls, owner=text)


def test_owner_and_kind_go_together(book: Book) -> None:
    """An owner without a kind says nothing; without an owner there is no kind left."""
    account, dora = book.account(), book.user("dora")
    with pytest.raises(Invalid, match="owner and owner kind go together"):
        book.objective(account, owner=dora.id)
    with pytest.raises(Invalid, match="owner and owner kind go together"):
        book.objective(account, owner_kind=GoalOwnerKind.USER)
    owned = book.objective(account, owner_kind=GoalOwnerKind.USER, owner=dora.id)
    left = book.change(owned, **typed(book, Objective, owner=""))
    assert (left.owner, left.owner_kind) == (None, None)


def test_a_contact_is_co_owner_of_a_shared_play_only(book: Book) -> None:
    """R001-16: never owner; co-owner once the play is shared; of this account."""
    account = book.account()
    jane, stranger = book.contact(account), book.contact(book.account())
    objective = book.objective(account)
    with pytest.raises(Invalid, match=r"Co owner: .* only of a shared play"):
        book.play(objective, co_owner=jane.id)
    play = book.play(objective, co_owner=jane.id, shared=True)
    assert play.co_owner == jane.id
    with pytest.raises(Invalid, match="only of a shared play"):
        book.change(play, shared=False)
    with pytest.raises(Invalid, match="is a contact of another account"):
        book.change(play, co_owner=stranger.id)
    assert set(PlayOwnerKind) == {"role", "user"}


def test_a_task_owned_by_a_contact_is_visible_to_them(book: Book) -> None:
    """R001-17, R002-09: a contact's task is shown to the customer, whatever was ticked."""
    account = book.account()
    jane, stranger = book.contact(account), book.contact(book.account())
    objective = book.objective(account)
    owned = {"owner_kind": TaskOwnerKind.CONTACT, "owner": jane.id}
    task = book.task(objective, **owned, visible_to_customer=False)
    assert task.visible_to_customer
    assert book.change(task, visible_to_customer=False).visible_to_customer
    with pytest.raises(Invalid, match="is a contact of another account"):
        book.change(task, owner=stranger.id)


def test_a_pool_owns_tasks(book: Book) -> None:
    """R001-17: a team pool may own a task."""
    pool = book.add(TeamPool, name="Queue", members=(1,))
    task = book.task(book.objective(book.account()), owner_kind=TaskOwnerKind.POOL, owner=pool.id)
    assert (task.owner_kind, task.owner, task.owner_user) == ("pool", pool.id, None)


def test_the_same_number_of_another_kind_is_another_owner(book: Book) -> None:
    """Changing only the kind of an owner is a change of the owner, and is checked as one."""
    account = book.account()
    users = [book.user(f"u{i}") for i in range(3)]
    own = book.contact(account)
    others = [book.contact(book.account()) for _ in range(4)]
    user = next(u for u in users if u.id in {c.id for c in others})
    task = book.task(book.objective(account), owner_kind=TaskOwnerKind.USER, owner=user.id)
    with pytest.raises(Invalid, match="is a contact of another account"):
        book.change(task, owner_kind=TaskOwnerKind.CONTACT)
    assert own.id not in {c.id for c in others}


def test_a_role_resolves_to_a_person_once(book: Book) -> None:
    """R001-27: the person at the time of creation; later role changes do not move it."""
    account, other = book.account(), book.account()
    lead = book.add(Role, name="Support Lead")
    first, second = book.user("first"), book.user("second")
    book.add(AccountTeam, account=other.id, role=lead.id, user=second.id)
    member = book.add(AccountTeam, account=account.id, role=lead.id, user=first.id)
    owned: dict[str, Any] = {"owner_kind": GoalOwnerKind.ROLE, "owner": lead.id}
    objective = book.objective(account, **owned)
    play = book.play(objective, owner_kind=PlayOwnerKind.ROLE, owner=lead.id)
    task = book.task(play, owner_kind=TaskOwnerKind.ROLE, owner=lead.id)
    assert {objective.owner_user, play.owner_user, task.owner_user} == {first.id}
    book.change(member, user=second.id)
    for record in (objective, play, task):
        assert book.change(record, description="Edited").owner_user == first.id
    assert book.objective(account, **owned).owner_user == second.id
    named = book.change(objective, owner_kind=GoalOwnerKind.USER, owner=second.id)
    assert named.owner_user is None
    chosen_anew = book.change(named, **owned)
    assert chosen_anew.owner_user == second.id


def test_a_role_nobody_plays_resolves_to_nobody(book: Book) -> None:
    """R001-27 and R003-36: no member, or only a dismissed one, means no person."""
    account = book.account()
    lead, gone = book.add(Role, name="Lead"), book.user("gone")
    owned: dict[str, Any] = {"owner_kind": GoalOwnerKind.ROLE, "owner": lead.id}
    assert book.objective(account, **owned).owner_user is None
    book.add(AccountTeam, account=account.id, role=lead.id, user=gone.id)
    book.change(gone, active=False)
    assert book.objective(account, **owned).owner_user is None
    here = book.user("here")
    book.add(AccountTeam, account=account.id, role=lead.id, user=here.id)
    assert book.objective(account, **owned).owner_user == here.id
