"""Lists, counts, pages and completion as people and scripts get them."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from successtui.domain.clock import Clock
from successtui.domain.errors import BadCall
from successtui.query import QueryError
from successtui.records import (
    REGISTRY,
    Account,
    Engagement,
    Objective,
    Play,
    Record,
    Task,
    WorkNote,
)
from successtui.services.listing import (
    ListRequest,
    check_columns,
    count,
    count_json,
    default_order,
    filter_for,
    list_ids,
    page,
    records_json,
)
from successtui.services.session import Session
from successtui.services.suggesting import suggest
from tests.worlds import Book, picked


def texts(session: Session, cls: type[Record], text: str) -> list[str]:
    """What is offered at the end of a query."""
    return [completion.label for completion in suggest(session, cls, text, len(text))]


def test_a_list_as_json(session: Session) -> None:
    book = Book(session)
    dora = book.user("dora")
    for name, csm in (("Bolt", None), ("Acme", dora.id), ("Core", dora.id)):
        book.account(name=name, csm=csm, tags=("b", "a"))
    request = ListRequest(Account, "csm:dora", ("-name",))
    answer = records_json(session, request, ("number", "name", "csm", "tags", "parent_account"))
    assert answer == {
        "record": "account",
        "total": 2,
        "columns": ["number", "name", "csm", "tags", "parent_account"],
        "records": [
            {
                "number": f"ACC000000{number}",
                "name": name,
                "csm": "dora",
                "tags": ["b", "a"],
                "parent_account": None,
            }
            for number, name in ((3, "Core"), (2, "Acme"))
        ],
    }
    assert count_json(session, request) == {"record": "account", "count": 2}


def test_kinds_of_values_in_json(session: Session) -> None:
    book = Book(session)
    account = book.account()
    engagement = book.engagement(account, health_score=Decimal("12.50"), title="It")
    columns = ("health_score", "contract_value", "escalated", "version", "renewal_date", "squad")
    (row,) = records_json(session, ListRequest(Engagement), columns)["records"]
    assert row == {
        "health_score": "12.5",
        "contract_value": "0",
        "escalated": False,
        "version": 1,
        "renewal_date": None,
        "squad": [],
    }
    system = ("created_at", "created_by", "updated_at", "updated_by")
    (row,) = records_json(session, ListRequest(Engagement), system)["records"]
    assert row["created_by"] == row["updated_by"] == "root"
    assert datetime.fromisoformat(row["created_at"]) == engagement.created_at
    assert row["created_at"].endswith("Z")


def test_limits_count_everything(session: Session) -> None:
    book = Book(session)
    for _ in range(3):
        book.account()
    for limit, given in ((0, 3), (1, 1), (3, 3), (100, 3)):
        answer = records_json(session, ListRequest(Account), ("number",), limit)
        assert (answer["total"], len(answer["records"])) == (3, given)
    assert records_json(session, ListRequest(Account))["columns"] == list(
        Account.declaration.columns
    )
    with pytest.raises(BadCall, match="limit"):
        records_json(session, ListRequest(Account), ("number",), -1)


def test_columns_that_do_not_exist(session: Session) -> None:
    for name in ("nmae", "id", "deleted_at", "csm.name"):
        with pytest.raises(BadCall, match=f"no column '{name}'"):
            records_json(session, ListRequest(Account), (name,))
        with pytest.raises(BadCall, match=f"no column '{name}'"):
            page(session, Account, [1], (name,))
    for cls in REGISTRY.values():
        check_columns(cls, cls.declaration.columns)


def test_lists_are_sorted_by_key_unless_told_otherwise(session: Session) -> None:
    book = Book(session)
    for number, name in (("ACC9", "a"), ("ACC1", "c"), ("ACC5", "b")):
        book.account(number=number, name=name)

    def order(*wanted: str) -> str:
        ids = list_ids(session, ListRequest(Account, "", wanted))
        with session.read() as reader:
            return "".join(record.caption for record in reader.rows(Account, ids).values())

    assert (order(), order("name"), order("-name")) == ("cba", "abc", "cba")
    with pytest.raises(BadCall, match="sorted by"):
        order("nmae")


def test_every_record_type_can_be_listed(session: Session) -> None:
    for cls in REGISTRY.values():
        assert default_order(cls)
        ids = list_ids(session, ListRequest(cls, templates=None))
        assert count(session, ListRequest(cls, templates=None)) == len(ids)
        assert records_json(session, ListRequest(cls), limit=0)["record"] == cls.declaration.name
    assert "record" not in default_order(WorkNote)


def test_templates_stay_out_unless_asked_for(session: Session) -> None:
    book = Book(session)
    account = book.account()
    real = book.objective(account, name="Real")
    made = book.objective(None, name="Made", is_template=True)
    asked: dict[tuple[str, bool | None], list[int]] = {
        ("", False): [real.id],
        ("", True): [made.id],
        ("", None): [real.id, made.id],
        ("is_template:yes", False): [made.id],
        ("Is_Template:no", True): [real.id],
        ("is_template:yes,no", False): [real.id, made.id],
        ("name:made", False): [],
        ("name:made or is_template:no", False): [real.id, made.id],
    }
    for (query, templates), expected in asked.items():
        request = ListRequest(Objective, query, templates=templates)
        assert list_ids(session, request) == expected, query
        assert count(session, request) == len(expected)
    play = book.play(real)
    assert list_ids(session, ListRequest(Play, "objective.is_template:no")) == [play.id]


def test_a_page_shows_texts_and_tones(session: Session) -> None:
    book = Book(session)
    account = book.account(name="Acme")
    task = book.task(account, title="Call", due_date=datetime(2026, 3, 3, tzinfo=UTC).date())
    shown = page(session, Task, [task.id, 999], ("number", "title", "account", "due_date"))
    assert list(shown) == [task.id]
    cells = shown[task.id]
    assert [cell.text for cell in cells[1:3]] == ["Call", "Acme"]
    assert cells[3].tone == "bad"


def test_a_page_leaves_out_what_is_hidden(session: Session) -> None:
    book = Book(session)
    book.user("ann")
    account = book.account(name="Secret")
    assert page(book.as_("ann"), Account, [account.id], ("name",)) == {}
    assert page(session, Account, [], ("name",)) == {}


def test_hidden_records_are_neither_listed_nor_counted(session: Session) -> None:
    book = Book(session)
    ann = book.user("ann")
    book.account(name="Secret")
    mine = book.account(name="Mine", csm=ann.id)
    request = ListRequest(Account, "name:e or -name:zzz")
    assert list_ids(book.as_("ann"), request) == [mine.id]
    assert records_json(book.as_("ann"), request, ("name",)) == {
        "record": "account",
        "total": 1,
        "columns": ["name"],
        "records": [{"name": "Mine"}],
    }


def test_a_mistake_names_its_place(session: Session) -> None:
    for query, column in (("nmae:x", 0), ("csm:me stage:x", 7), ("created_at>soon", 11)):
        for ask in (list_ids, count, records_json, count_json):
            with pytest.raises(QueryError) as caught:
                ask(session, ListRequest(Account, query))
            assert caught.value.column == column
            assert str(caught.value).startswith(query)


def test_today_is_the_clock_s(session: Session) -> None:
    book = Book(session)
    book.engagement(book.account(), renewal_date=datetime(2027, 1, 5, tzinfo=UTC).date())
    query = ListRequest(Engagement, "renewal_date:tomorrow")
    assert count(session, query) == 0
    later = Session(session.workspace, "root", Clock(datetime(2027, 1, 4, tzinfo=UTC).date()))
    assert count(later, query) == 1


def test_filters_serve_other_readers(session: Session) -> None:
    book = Book(session)
    objective = book.objective(None, name="Made", is_template=True)
    with session.read() as reader:
        found = filter_for(reader, session.clock, Objective, "is_template:yes")
        assert found.templates is None
        rows = reader.all(Objective, None, found.condition, templates=found.templates)
    assert [row.id for row in rows] == [objective.id]


def test_suggestions_come_from_what_is_seen(session: Session) -> None:
    book = Book(session)
    ann = book.user("ann", name="Ann Lee")
    book.account(name="Secret Bank", tags=("hush",))
    book.account(name="Open Shop", csm=ann.id, tags=("pilot", "Gold star"))
    agent = book.as_("ann")
    assert texts(agent, Account, "parent_account:") == ["none", "Open Shop"]
    assert texts(session, Account, "parent_account:sec") == ["Secret Bank"]
    assert texts(agent, Account, "parent_account:sec") == []
    assert texts(agent, Account, "tags:") == ["none", "Gold star", "pilot"]
    assert texts(agent, Account, "tags:st") == ["Gold star"]
    assert texts(agent, Account, "csm:le") == ["ann"]
    assert texts(agent, Account, "industry:tel") == ["Telecommunications"]
    assert texts(agent, Account, "stat") == ["status"]


def test_suggestions_for_owners_of_any_kind(session: Session) -> None:
    book = Book(session)
    account = book.account()
    book.contact(account, first_name="Rosa", last_name="Root")
    assert texts(session, Task, "owner:roo") == ["root", "Rosa Root"]
    assert texts(session, Task, "resources:ro") == ["root"]
    assert texts(session, Task, "title:x") == []


def test_open_lists_follow_the_admin(session: Session) -> None:
    from successtui.records import PicklistValues

    book = Book(session)
    book.add(PicklistValues, name="tier", entries=("Gold", "Iron"))
    book.account(name="a", tier="Gold")
    assert texts(session, Account, "tier:") == ["none", "Gold", "Iron"]
    assert count(session, ListRequest(Account, "tier:gol")) == 1
    with pytest.raises(QueryError, match="Gold, Iron"):
        count(session, ListRequest(Account, "tier:strategic"))
    assert picked(Account, "status", "Active") == "Active"
