"""Saved views: whose they are, who sees them, and what may stand in one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from successtui.domain.errors import BadCall, Forbidden, Invalid, NotFound
from successtui.query import QueryError
from successtui.records import Account, Play, Task
from successtui.services.listing import count, list_ids
from successtui.services.session import Session
from successtui.services.undoing import undo
from successtui.services.views import (
    View,
    default_view,
    find_view,
    pinned_views,
    remove_view,
    save_view,
    views,
)
from successtui.store.views import store_view
from tests.worlds import Book


def names_of(session: Session) -> list[str]:
    """Names of the views of tasks the person sees."""
    return [view.name for view in views(session, Task)]


def test_a_view_is_kept_as_it_was_saved(book: Book) -> None:
    view = View(
        "tasks",
        " Mine, late ",
        query="owner:me due_date<today",
        columns=("number", "title"),
        order=("-due_date", "number"),
        grouped_by="state",
        pinned=True,
    )
    kept = save_view(book.session, view)
    assert views(book.session, Task) == (kept,)
    assert kept.id
    assert replace(kept, id=0, owner=0, owner_name="") == replace(
        view, record_type="task", name="Mine, late"
    )
    assert count(book.session, kept.request) == 0
    changed = save_view(book.session, replace(kept, query="", name="Late"))
    assert (changed.id, names_of(book.session)) == (kept.id, ["Late"])
    assert find_view(book.session, Task, " late") == changed
    remove_view(book.session, kept.id)
    assert views(book.session, Task) == ()


def test_views_are_no_data(book: Book) -> None:
    """A viewer may keep one; saving it makes no history, so there is nothing to undo."""
    book.user("vic", "viewer")
    account = book.account()
    save_view(book.as_("vic"), View("task", "V"))
    assert names_of(book.as_("vic")) == ["V"]
    assert undo(book.session).title == "Undo: New account"
    with pytest.raises(NotFound):
        book.again(account)


def test_who_sees_a_view(book: Book) -> None:
    """Private: its owner. Team: colleagues of the same manager, the managers above, all below."""
    top = book.user("top", "success_manager")
    boss = book.user("boss", "success_manager", manager=top.id)
    mia = book.user("mia", "success_manager", manager=boss.id)
    book.user("ann", manager=mia.id)
    book.user("bob", manager=mia.id)
    other = book.user("other", "success_manager", manager=top.id)
    book.user("far", manager=other.id)
    book.user("alone")
    everybody = ("top", "boss", "mia", "ann", "bob", "other", "far", "alone", "root")
    expected = {
        "ann": {"ann", "bob", "mia", "boss", "top"},
        "mia": {"mia", "ann", "bob", "boss", "top"},
        "boss": {"boss", "other", "top", "mia", "ann", "bob"},
        "alone": {"alone"},
    }
    for owner, seeing in expected.items():
        save_view(book.as_(owner), View("task", f"Team of {owner}", team=True))
        save_view(book.as_(owner), View("task", f"Only {owner}"))
        found = {who for who in everybody if f"Team of {owner}" in names_of(book.as_(who))}
        assert found == seeing
        assert {who for who in everybody if f"Only {owner}" in names_of(book.as_(who))} == {owner}


def test_reporting_lines_in_a_circle(book: Book) -> None:
    """They can come by import; asking for views must end all the same."""
    ann = book.user("ann", "success_manager")
    bob = book.user("bob", "success_manager", manager=ann.id)
    with book.session.change("Circle") as unit:
        unit.update(unit.require(type(ann), ann.id), {"manager": bob.id})
    save_view(book.as_("ann"), View("task", "Round", team=True))
    assert names_of(book.as_("bob")) == ["Round"]


def test_only_the_owner_changes_or_deletes(book: Book) -> None:
    boss = book.user("boss", "success_manager")
    book.user("ann", manager=boss.id)
    book.user("far")
    shared = save_view(book.as_("ann"), View("task", "Ours", team=True))
    seen = find_view(book.as_("boss"), Task, "ours")
    assert (seen.own, seen.owner_name) == (False, "Ann")
    for act in (
        lambda who: save_view(book.as_(who), replace(seen, name="Mine")),
        lambda who: remove_view(book.as_(who), shared.id),
    ):
        with pytest.raises(Forbidden, match="belongs to Ann"):
            act("boss")
        for who in ("far", "root"):
            with pytest.raises(NotFound, match="no such view"):
                act(who)
    assert names_of(book.as_("ann")) == ["Ours"]
    save_view(book.as_("boss"), replace(seen, id=0))
    assert [view.own for view in views(book.as_("boss"), Task)] == [True, False]


def test_one_default_a_type(book: Book) -> None:
    boss = book.user("boss", "success_manager")
    book.user("ann", manager=boss.id)
    session = book.as_("ann")
    assert default_view(session, Task) is None
    theirs = save_view(book.as_("boss"), View("task", "Boss", team=True, is_default=True))
    assert default_view(session, Task) == replace(theirs, own=False)
    first = save_view(session, View("task", "First", is_default=True))
    second = save_view(session, View("task", "Second", is_default=True))
    save_view(session, View("play", "Plays", is_default=True))
    assert default_view(session, Task) == second
    assert not find_view(session, Task, first.name).is_default
    found = default_view(session, Play)
    assert found is not None
    assert found.name == "Plays"
    assert default_view(book.as_("boss"), Task) == theirs


def test_pinned_views_of_all_types(book: Book) -> None:
    for kind, name, pinned in (("task", "B", True), ("account", "Z", True), ("task", "A", False)):
        save_view(book.session, View(kind, name, pinned=pinned))
    found = pinned_views(book.session)
    assert [(view.record_type, view.name) for view in found] == [("account", "Z"), ("task", "B")]


def test_mistakes_in_a_view(book: Book) -> None:
    save_view(book.session, View("task", "Taken"))
    for view, error, words in (
        (View("tsak", "X"), BadCall, "no record type"),
        (View("task", " "), Invalid, "give the view a name"),
        (View("task", "n" * 81), Invalid, "80 letters"),
        (View("task", "taken"), Invalid, "already"),
        (View("task", "X", columns=("nmae",)), BadCall, "no column 'nmae'"),
        (View("task", "X", order=("-nmae",)), BadCall, "sorted by 'nmae'"),
        (View("task", "X", grouped_by="title"), BadCall, "grouped by Title"),
        (View("task", "X", query="nmae:1"), QueryError, "nmae"),
        (View("task", "X", query="priority:urgent"), QueryError, "urgent"),
    ):
        with pytest.raises(error, match=words):
            save_view(book.session, view)
    assert names_of(book.session) == ["Taken"]
    with pytest.raises(NotFound, match="Taken"):
        find_view(book.session, Task, "Other")


def test_fields_that_are_no_more_are_left_out(book: Book) -> None:
    """A view of an older version still opens."""
    kept = save_view(book.session, View("account", "Old", columns=("name",)))
    with book.session.change("Age") as unit:
        outdated = {"columns": ("name", "fax"), "order": ("-fax", "name"), "grouped_by": "fax"}
        store_view(unit.connection, kept.id, outdated)
    found = find_view(book.session, Account, "Old")
    assert (found.columns, found.order, found.grouped_by) == (("name",), ("name",), "")
    assert list_ids(book.session, found.request) == []
