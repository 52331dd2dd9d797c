"""Whose engagements the report counts: the hierarchy, unowned ones, and the three filters."""

from __future__ import annotations

from decimal import Decimal

import pytest

from successtui.domain.errors import BadCall, Forbidden
from successtui.records import Account, User
from successtui.records.picklists import Role
from successtui.services.report.catalogue import UNASSIGNED
from successtui.services.report.drill import drill
from successtui.services.report.report import report
from successtui.services.report.scope import NO_FILTERS, Filters, filter_options, read_range
from tests.services.reporting import at_work, contract, groups, number, rate, records
from tests.worlds import Book

TOTAL = "overview.total_engagements"
AVERAGE = "overview.average_engagements_per_csm"
HOUSE = {
    "abel": ("manager1", 4),
    "abraham": ("manager1", 2),
    "beth": ("manager1", 1),
    "john": ("manager2", 4),
    "jane": ("manager2", 2),
}


def _house(book: Book) -> dict[str, User]:
    people = {"director": book.user("director", Role.MANAGER.value)}
    for name in ("manager1", "manager2"):
        people[name] = book.user(name, Role.MANAGER.value, manager=people["director"].id)
    own = {"manager2": 1}
    for name, (manager, count) in HOUSE.items():
        people[name] = book.user(name, manager=people[manager].id)
        own[name] = count
    for name, count in own.items():
        account = book.account(csm=people[name].id, industry=None)
        for _ in range(count):
            book.engagement(account)
    return people


def test_hierarchy_of_the_director_and_two_managers(book: Book) -> None:
    """A manager sees the sum of all levels below, an agent their own: 14, 7 and 7 (R004-02,
    R004-03, R004-04, R004-14)."""
    _house(book)
    seen = {
        name: number(at_work(book, name), TOTAL).value
        for name in ("director", "manager1", "manager2", *HOUSE)
    }
    assert seen == {
        "director": 14,
        "manager1": 7,
        "manager2": 7,
        **{name: count for name, (_, count) in HOUSE.items()},
    }


def test_average_and_unassigned(book: Book) -> None:
    """Owners only in the average, CSMs and nobody's engagements beside it (R004-16)."""
    people = _house(book)
    book.user("idle", manager=people["manager1"].id)
    account = book.account(csm=people["abel"].id)
    book.engagement(account, csm=None)
    manager, agent = at_work(book, "manager1"), at_work(book, "abel")
    found = number(manager, AVERAGE)
    assert found.value == Decimal("2.3")
    assert found.extra["csms_without_engagements"] == 1
    assert {g.label: g.value for g in found.groups} == {
        "abel": 4,
        "abraham": 2,
        "beth": 1,
        UNASSIGNED: 1,
    }
    assert sum(g.value for g in found.groups) == number(manager, TOTAL).value == 8
    assert len(drill(manager, NO_FILTERS, AVERAGE, UNASSIGNED).ids) == 1
    assert len(drill(manager, NO_FILTERS, AVERAGE, "abel").ids) == 4
    assert number(agent, TOTAL).value == 4


def test_average_of_nobody_is_empty(book: Book) -> None:
    """Without an owner there is nothing to divide by (R004-16)."""
    assert number(at_work(book), AVERAGE).value is None


def test_unowned_engagement_needs_its_accounts_csm_in_scope(book: Book) -> None:
    """Of another manager's account it is not seen (R004-03)."""
    people = _house(book)
    book.engagement(book.account(csm=people["john"].id), csm=None)
    assert number(at_work(book, "manager1"), TOTAL).value == 7
    assert number(at_work(book, "manager2"), TOTAL).value == 8
    assert number(at_work(book), TOTAL).value == 15


def test_unowned_engagements_never_match_a_csm(book: Book) -> None:
    """The filter names people, and nobody is none."""
    people = _house(book)
    book.engagement(book.account(csm=people["john"].id), csm=None)
    everyone = Filters(csms=tuple(people))
    assert number(at_work(book, "manager2"), TOTAL, everyone).value == 7
    assert number(at_work(book), TOTAL, everyone).value == 14


@pytest.mark.parametrize("roles", [(Role.VIEWER,), (Role.PARTICIPANT,)])
def test_without_the_role_there_is_no_report(book: Book, roles: tuple[Role, ...]) -> None:
    """Every door refuses and names the roles that would open it (R004-01)."""
    book.user("vera", *(role.value for role in roles))
    session = at_work(book, "vera")
    doors = (
        lambda: report(session),
        lambda: drill(session, NO_FILTERS, TOTAL),
        lambda: filter_options(session),
    )
    for door in doors:
        with pytest.raises(Forbidden, match="success_manager or customer_success_agent"):
            door()


def test_csm_options_by_role(book: Book) -> None:
    """An agent is offered themselves; others all agents and owners in scope (R004-09, R004-10)."""
    people = _house(book)
    book.user("idle", manager=people["manager1"].id)
    book.user("vera", Role.VIEWER.value, manager=people["manager1"].id)

    def offered(name: str) -> set[str]:
        return {choice.value for choice in filter_options(at_work(book, name)).csms}

    assert offered("abel") == {"abel"}
    assert offered("manager1") == {"abel", "abraham", "beth", "idle"}
    assert offered("manager2") == {"manager2", "john", "jane"}
    assert offered("root") == {*HOUSE, "manager2", "idle"}


def test_industry_options(book: Book) -> None:
    """Those of the accounts in sight before the filter of industries itself (R004-11)."""
    dora, otto = book.user("dora"), book.user("otto")
    bank = book.brought(Account, name="Bank", csm=dora.id, industry="Banking")
    shop = book.brought(Account, name="Shop", csm=otto.id, industry="Retail")
    for account in (bank, shop, book.account(csm=dora.id)):
        book.engagement(account)

    def offered(name: str, filters: Filters = NO_FILTERS) -> list[str]:
        return [c.value for c in filter_options(at_work(book, name), filters).industries]

    assert offered("root") == ["Banking", "Retail", "(none)"]
    assert offered("dora") == ["Banking", "(none)"]
    assert offered("root", Filters(industries=("Retail",))) == ["Banking", "Retail", "(none)"]
    assert offered("root", Filters(csms=("otto",))) == ["Retail"]


def test_filters_add_up_within_and_narrow_across(book: Book) -> None:
    """Any value of a filter, all filters together; what matches nothing adds nothing."""
    dora, otto = book.user("dora"), book.user("otto")
    bank = book.brought(Account, name="Bank", csm=dora.id, industry="Banking")
    shop = book.brought(Account, name="Shop", csm=otto.id, industry="Retail")
    plain = book.account(csm=dora.id)
    for place, account in enumerate((bank, shop, plain), 1):
        book.engagement(account, number=f"E{place}")
    root = at_work(book)

    def found(**values: tuple[str, ...]) -> tuple[str, ...]:
        return records(root, TOTAL, Filters(**values))

    assert found() == ("E1", "E2", "E3")
    assert found(csms=("dora",)) == ("E1", "E3")
    assert found(csms=("dora", "otto")) == ("E1", "E2", "E3")
    assert found(csms=("dora", "nobody")) == ("E1", "E3")
    assert found(csms=("nobody",)) == ()
    assert found(industries=("Retail",)) == ("E2",)
    assert found(industries=("Retail", "(none)")) == ("E2", "E3")
    assert found(industries=("Mining",)) == ()
    assert found(csms=("dora",), industries=("Banking", "Retail")) == ("E1",)
    assert records(at_work(book, "dora"), TOTAL, Filters(csms=("otto",))) == ()


def test_contract_value_ranges(book: Book) -> None:
    """Active contracts in the base currency, the upper end left out; no contract is 0, no rate
    adds 0 (R004-06)."""
    account = book.account()
    rate(book, "EUR", "2", at_work(book).clock.today())
    made = {name: book.engagement(account, number=name) for name in ("E1", "E2", "E3", "E4", "E5")}
    contract(book, account, made["E1"], value=Decimal("49999.99"))
    contract(book, account, made["E2"], value=Decimal("50000"))
    contract(book, account, made["E3"], value=Decimal("50000"), currency="EUR")
    contract(book, account, made["E4"], value=Decimal("70000"), currency="CHF")
    contract(book, account, made["E1"], value=Decimal("90000"), state="Expired")
    root = at_work(book)

    def found(*ranges: str) -> tuple[str, ...]:
        return records(root, TOTAL, Filters(contract_values=ranges))

    assert found("0-50000") == ("E1", "E4", "E5")
    assert found("50000-100000") == ("E2",)
    assert found("100000-500000") == ("E3",)
    assert found("100000-") == ("E3",)
    assert found("0-50000", "100000-") == ("E1", "E3", "E4", "E5")
    assert found("500000-1000000") == ()


@pytest.mark.parametrize("text", ["", "50000", "-5", "a-b", "10-5", "5-5", "1e3-", "0-1-2", "0–5"])
def test_malformed_range_is_a_wrong_call(text: str) -> None:
    """It is refused before anything is counted."""
    with pytest.raises(BadCall, match="range"):
        Filters(contract_values=(text,))


def test_ranges_hold_their_lower_end() -> None:
    """Half-open, the last one without an end (R004-08)."""
    assert read_range("50000-100000").holds(Decimal(50000))
    assert not read_range("50000-100000").holds(Decimal(100000))
    assert read_range("1000000-").holds(Decimal(10**12))


def test_filters_hold_for_every_tab(book: Book) -> None:
    """A filter that leaves nothing leaves nothing anywhere (R004-05)."""
    _house(book)
    found = report(at_work(book), Filters(csms=("nobody",)))
    assert all(not n.value and not n.count for n in found.numbers.values())
    assert len(found.numbers) == 29


def test_reporting_line_in_a_circle_ends(book: Book) -> None:
    """Two who report to each other see each other's (R004-02)."""
    ada, bob = book.user("ada", Role.MANAGER.value), book.user("bob", Role.MANAGER.value)
    book.engagement(book.account(csm=ada.id))
    book.engagement(book.account(csm=bob.id))
    with book.session.workspace.write_engine.begin() as connection:
        for one, other in ((ada, bob), (bob, ada)):
            connection.exec_driver_sql(
                f'UPDATE "user" SET manager = {other.id} WHERE id = {one.id}'
            )
    assert number(at_work(book, "ada"), TOTAL).value == 2
    assert groups(at_work(book, "bob"), "overview.engagement_health_by_stage")
