"""Two people at once, and rows that must stay unique, unbroken and free of circles."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest

from successtui.domain.errors import Conflict, Invalid, NotFound
from successtui.records import (
    Account,
    AccountTeam,
    Engagement,
    Library,
    Objective,
    Product,
    ProductUsage,
    Record,
    Role,
    User,
)
from successtui.services import records
from successtui.store.tables import table_of
from tests.worlds import Book


def test_other_fields_merge(book: Book) -> None:
    """Two forms on one record: each keeps what only it changed."""
    dora = book.user("dora")
    seen = book.account(csm=dora.id, notes="old")
    records.update(book.session, seen, {"tier": "Growth"}, base={"tier": None})
    records.update(book.as_("dora"), seen, {"notes": "mine"}, base={"notes": "old"})
    again = book.again(seen)
    assert (again.tier, again.notes, again.version) == ("Growth", "mine", seen.version + 2)


def test_the_same_field_is_a_conflict(book: Book) -> None:
    """What the other wrote is shown, nothing is overwritten."""
    dora = book.user("dora")
    seen = book.account(csm=dora.id, notes="old", tier="Growth")
    records.update(book.session, seen, {"notes": "theirs", "name": "Their name"})
    mine = {"notes": "mine", "tier": "Enterprise", "name": "Their name"}
    base = {"notes": "old", "tier": "Growth", "name": seen.name}
    with pytest.raises(Conflict, match="somebody else changed Notes meanwhile") as conflict:
        records.update(book.as_("dora"), seen, mine, base=base)
    stored = book.again(seen)
    assert conflict.value.theirs == {"notes": "theirs"}
    assert conflict.value.version == stored.version
    assert (stored.notes, stored.tier) == ("theirs", "Growth")
    rebased = {**base, **conflict.value.theirs}
    records.update(book.as_("dora"), seen, mine, base=rebased)
    assert book.again(seen).notes == "mine"


def test_the_same_change_twice_is_none(book: Book) -> None:
    """Both wrote the same: there is nothing to ask."""
    seen = book.account(notes="old")
    for _ in range(2):
        records.update(book.session, seen, {"notes": "same"}, base={"notes": "old"})
    assert book.again(seen).version == seen.version + 1


def test_a_stale_record_inside_one_unit(book: Book) -> None:
    """The version travels with the record: the store itself refuses an outdated one."""
    account = book.account()
    book.change(account, notes="x")
    with (
        pytest.raises(Conflict, match=f"{account.name} was changed by somebody else meanwhile"),
        book.session.change("Stale") as unit,
    ):
        unit.update(account, {"notes": "y"})
    assert book.again(account).notes == "x"


def test_a_record_deleted_meanwhile(book: Book) -> None:
    """Saving what is gone reads as missing."""
    account = book.account()
    records.delete(book.session, account)
    with pytest.raises(NotFound, match="there is no such account"):
        records.update(book.session, account, {"notes": "x"})
    with pytest.raises(NotFound, match="there is no such account"):
        records.delete(book.session, account)


UNIQUE: list[tuple[type[Record], dict[str, Any], str]] = [
    (User, {"username": "dora", "name": "Dora", "roles": ("viewer",)}, "Username"),
    (Role, {"name": "Lead"}, "Name"),
    (Product, {"name": "Suite"}, "Name"),
    (Library, {"name": "Ours"}, "Name"),
]


@pytest.mark.parametrize(("cls", "values", "label"), UNIQUE, ids=lambda v: str(v))
def test_natural_keys_are_unique(
    book: Book, cls: type[Record], values: dict[str, Any], label: str
) -> None:
    """A key is taken until its record is deleted."""
    first = book.add(cls, **values)
    with pytest.raises(Invalid, match=f"{label}: exists already; it must be unique"):
        book.add(cls, **values)
    key = cls.declaration.key[0]
    other = book.add(cls, **{**values, key: "other"})
    with pytest.raises(Invalid, match="must be unique"):
        book.change(other, **{key: values[key]})
    records.delete(book.session, first)
    assert book.change(other, **{key: values[key]})[key] == values[key]


def test_unique_when_given(book: Book) -> None:
    """An e-mail or import key may be missing many times, but never stands twice."""
    for serial in range(2):
        book.user(f"u{serial}")
        book.account()
    book.user("a", email="a@example.com")
    with pytest.raises(Invalid, match="Email: exists already"):
        book.user("b", email="a@example.com")
    book.account(external_id="K_1")
    with pytest.raises(Invalid, match="External id: exists already"):
        book.account(external_id="K_1")
    with pytest.raises(Invalid, match="takes letters, digits and _ only"):
        book.account(external_id="K-1")


def test_links_are_unique(book: Book) -> None:
    """The same person in the same role, the same product at the same place: once."""
    account, lead = book.account(), book.add(Role, name="Lead")
    team = {"account": account.id, "role": lead.id, "user": 1}
    book.add(AccountTeam, **team)
    with pytest.raises(Invalid, match="must be unique"):
        book.add(AccountTeam, **team)
    product = book.add(Product, name="Suite")
    for place in ({}, {"engagement": book.engagement(account).id}):
        usage = {"account": account.id, "product": product.id, **place}
        book.add(ProductUsage, **usage)
        with pytest.raises(Invalid, match="must be unique"):
            book.add(ProductUsage, **usage)


def test_contacts_have_their_own_mail(book: Book) -> None:
    """A contact's e-mail is unique within the account, not beyond it."""
    account = book.account()
    jane = book.contact(account, email="jane@example.com")
    with pytest.raises(Invalid, match="another contact of this account has it"):
        book.contact(account, email="jane@example.com")
    elsewhere = book.contact(book.account(), email="jane@example.com")
    with pytest.raises(Invalid, match="another contact of this account has it"):
        book.change(elsewhere, account=account.id)
    assert book.change(jane, phone="1").email == "jane@example.com"


def test_odd_names_are_told(book: Book) -> None:
    """Long names and names used twice are saved with a notice."""
    long = records.create(book.session, Account, {"name": "x" * 129})
    assert long.notices == ("the name is longer than 128 characters",)
    book.account(name="Acme")
    twice = records.create(book.session, Account, {"name": "aCME"})
    assert twice.notices == ("another account is called aCME too",)
    parent = book.account()
    below = {"name": "Acme", "parent_account": parent.id}
    assert records.create(book.session, Account, below).notices == ()
    assert book.account(name="n" * 4000).name == "n" * 4000


@pytest.mark.parametrize("length", [1, 2, 5])
def test_no_circles(book: Book, length: int) -> None:
    """Hierarchies of accounts, engagements and people never run in a circle."""
    account = book.account()
    chains: list[tuple[str, list[Record], str]] = [
        ("parent_account", [book.account() for _ in range(length)], "the account hierarchy"),
        ("parent", [book.engagement(account) for _ in range(length)], "the engagement hierarchy"),
        ("manager", [book.user(f"u{i}") for i in range(length)], "the reporting line"),
    ]
    for field, chain, what in chains:
        for above, below in pairwise(chain):
            book.change(below, **{field: above.id})
        with pytest.raises(Invalid, match=f"would make {what} run in a circle"):
            book.change(chain[0], **{field: chain[-1].id})


def test_a_circle_that_stands_already_ends(book: Book) -> None:
    """Data that came in with a circle can still be read and edited."""
    first, second, third = (book.user(f"u{i}", "success_manager") for i in range(3))
    table = table_of(User)
    with book.session.workspace.write_engine.begin() as connection:
        for user, manager in ((first, second), (second, first)):
            query = table.update().where(table.c.id == user.id).values(manager=manager.id)
            connection.execute(query)
    account = book.account(csm=second.id)
    assert records.get(book.as_("u0"), Account, account.id).id == account.id
    assert book.change(third, manager=first.id).manager == first.id


def test_everything_wrong_is_said_at_once(book: Book) -> None:
    """One problem for each field, in the order of the form; nothing is stored."""
    values = {
        "name": "x" * 300,
        "description": " ",
        "account": None,
        "category": "Fun",
        "start_date": "soon",
        "plan": 99,
    }
    with pytest.raises(Invalid) as refused:
        records.create(book.session, Objective, values)
    fields = [problem.field for problem in refused.value.problems]
    assert fields == ["name", "description", "account", "plan", "category", "start_date"]
    with book.session.read() as reader:
        assert reader.count(Objective) == 0


@pytest.mark.parametrize(
    ("cls", "values", "complaint"),
    [
        (Engagement, {"health_score": Decimal("100.01")}, "must lie between 0 and 100"),
        (Engagement, {"health_score": Decimal("1.234")}, "decimal"),
        (Account, {"currency": "eur"}, "is not a currency code of three capital letters"),
        (User, {"roles": ("wizard",)}, "Roles: takes one of: admin, success_manager"),
        (User, {"roles": ()}, "Roles: is required"),
        (User, {"active": "maybe"}, "Active"),
        (User, {"username": "x" * 65}, "is longer than 64 characters"),
        (Account, {"tags": ("x" * 256,)}, "Tags"),
    ],
)
def test_values_outside_their_kind(
    book: Book, cls: type[Record], values: dict[str, Any], complaint: str
) -> None:
    """Types, lengths, ranges and picklists, whoever calls."""
    needed: dict[type[Record], dict[str, Any]] = {
        Engagement: {"account": book.account().id, "title": "E"},
        Account: {"name": "A"},
        User: {"username": "u", "name": "U", "roles": ("viewer",)},
    }
    with pytest.raises(Invalid, match=complaint):
        book.add(cls, **{**needed[cls], **values})
