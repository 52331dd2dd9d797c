"""The order of lists, their portions, and their first pages, held against plain Python."""

from __future__ import annotations

from collections.abc import Callable
from functools import cmp_to_key
from typing import Any

import pytest

from successtui.domain.errors import BadCall
from successtui.records import REGISTRY, Account, Contact, Outcome, Play, Record, Role, Task
from successtui.records.kinds import Picklist
from successtui.records.picklists import KpiStatus, TaskOwnerKind
from successtui.services.listing import (
    ListRequest,
    check_order,
    first_ids,
    first_page,
    list_ids,
    page,
    sortable,
)
from successtui.services.session import Session
from successtui.services.showing import Shower
from tests.pg import TODAY
from tests.store.query_world import fill
from tests.worlds import Book

Key = Callable[[Record], Any]


def key_of(cls: type[Record], name: str) -> Key:
    """What a field is sorted by: a picklist by the place of its value."""
    declared = cls.declaration.fields.get(name)
    if declared is None or not isinstance(declared.kind, Picklist):
        return lambda record: record[name]
    places = list(declared.kind.choices)
    return lambda record: None if record[name] is None else places.index(record[name])


def in_order(records: list[Record], keys: list[tuple[Key, bool]]) -> list[int]:
    """Ids sorted in Python: empty ones last either way, ties by id."""

    def compare(one: Record, other: Record) -> int:
        for key, descending in keys:
            mine, theirs = key(one), key(other)
            if mine == theirs:
                continue
            if mine is None or theirs is None:
                return 1 if mine is None else -1
            return 1 if (mine > theirs) is not descending else -1
        return one.id - other.id

    return [record.id for record in sorted(records, key=cmp_to_key(compare))]


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize(
    ("cls", "order"),
    [
        (Task, ("due_date", "-number")),
        (Task, ("-due_date", "priority", "parent_type")),
        (Account, ("-status", "number")),
        (Outcome, ("-target_value", "target_date")),
        (Outcome, ("progress", "-priority", "created_at")),
        (Contact, ("active", "-version")),
        (Play, ("-state", "-start_date")),
    ],
)
def test_random_lists_are_in_order(
    session: Session, seed: int, cls: type[Record], order: tuple[str, ...]
) -> None:
    """Picklists by their own order, empty ones last in both directions, ties by id; the first
    page is the beginning of the list."""
    fill(session, seed)
    keys = [(key_of(cls, name.lstrip("-")), name.startswith("-")) for name in order]
    for who in (session, Session(session.workspace, "mia", session.clock)):
        request = ListRequest(cls, order=order)
        ids = list_ids(who, request)
        with who.read() as reader:
            records: list[Record] = list(reader.all(cls))
        assert ids == in_order(records, keys)
        assert first_ids(who, request, 3) == ids[:3]
        columns = tuple(cls.declaration.fields)
        shown = first_page(who, request, columns, 4)
        assert list(shown) == ids[:4]
        assert shown == page(who, cls, ids[:4], columns)


def test_references_are_sorted_by_what_is_shown(book: Book) -> None:
    dora = book.user("dora")
    people = {name: book.user(key, name=name) for key, name in (("z", "Ann"), ("a", "bea"))}
    for owner in (people["bea"], people["Ann"], None, people["Ann"]):
        book.account(csm=owner and owner.id)
    assert list_ids(book.session, ListRequest(Account, order=("csm",))) == [2, 4, 1, 3]
    assert list_ids(book.session, ListRequest(Account, order=("-csm",))) == [1, 2, 4, 3]
    account = book.account(csm=dora.id)
    tasks = [
        book.task(account, owner_kind=TaskOwnerKind.USER, owner=people["bea"].id),
        book.task(account, owner_kind=TaskOwnerKind.ROLE, owner=book.add(Role, name="Alpha").id),
        book.task(account),
    ]
    order = [tasks[1].id, tasks[0].id, tasks[2].id]
    assert list_ids(book.session, ListRequest(Task, order=("owner",))) == order


def test_people_are_sorted_by_their_whole_name(book: Book) -> None:
    account = book.account()
    tasks = []
    for first, last in (("Zoe", "Adams"), ("Adam", "Zorn"), (None, "Mole")):
        contact = book.contact(account, first_name=first, last_name=last)
        tasks.append(book.task(account, owner_kind=TaskOwnerKind.CONTACT, owner=contact.id))
    order = [tasks[1].id, tasks[2].id, tasks[0].id]
    assert list_ids(book.session, ListRequest(Task, order=("owner",))) == order


def test_hidden_names_do_not_show_through_the_order(book: Book) -> None:
    """What a person may not see is sorted as what they see of it."""
    ann = book.user("ann")
    secrets = [book.account(name=name) for name in ("Zulu", "Alpha")]
    mine = book.account(name="Mine", csm=ann.id)
    below = [book.account(csm=ann.id, parent_account=p.id) for p in (*secrets, mine)]
    every = list_ids(book.as_("ann"), ListRequest(Account, order=("parent_account",)))
    assert every[:3] == [below[0].id, below[1].id, below[2].id]
    root = list_ids(book.session, ListRequest(Account, order=("parent_account",)))
    assert root[:3] == [below[1].id, below[2].id, below[0].id]


def test_badges_are_sorted_in_their_own_order(session: Session) -> None:
    fill(session, 1)
    ids = list_ids(session, ListRequest(Outcome, order=("-kpi_status",)))
    with session.read() as reader:
        records = list(reader.rows(Outcome, ids).values())
        shower = Shower(reader, records, TODAY)
        shown = [str(shower.json_value(record, "kpi_status")) for record in records]
    places = [list(KpiStatus).index(KpiStatus(text)) for text in shown]
    assert places == sorted(places, reverse=True)
    plays = list_ids(session, ListRequest(Play, order=("active",)))
    open_ones = set(list_ids(session, ListRequest(Play, "active:yes")))
    assert [i in open_ones for i in plays] == sorted(i in open_ones for i in plays)


def test_everything_said_to_be_sortable_is(session: Session) -> None:
    for cls in REGISTRY.values():
        for name in sortable(cls):
            assert list_ids(session, ListRequest(cls, order=(f"-{name}", name))) is not None
    for cls, name, words in (
        (Account, "tags_", "sorted by 'tags_'"),
        (Task, "resources", "several values"),
        (Account, "deleted_at", "sorted by"),
    ):
        with pytest.raises(BadCall, match=words):
            check_order(cls, (f"-{name}",))
        with pytest.raises(BadCall, match=words):
            list_ids(session, ListRequest(cls, order=(name,)))


def test_a_list_that_is_given_up_stops(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ids come in portions; whoever needs them no more says so between two."""
    monkeypatch.setattr("successtui.store.reader._PORTION", 2)
    for _ in range(5):
        book.account()
    asked: list[int] = []

    def stop() -> bool:
        asked.append(1)
        return len(asked) == 2

    assert list_ids(book.session, ListRequest(Account), stop) == [1, 2, 3, 4]
    assert list_ids(book.session, ListRequest(Account)) == [1, 2, 3, 4, 5]
