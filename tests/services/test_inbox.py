"""Watch lists and work-notes lists: who is told of what, and what they get to read."""

from __future__ import annotations

from typing import Any

import pytest

from successtui.domain.errors import Invalid
from successtui.records import Account, AccountTeam, Outcome, User
from successtui.records import Role as RoleRecord
from successtui.services import records, undoing
from successtui.services.inbox import Inbox, inbox, mark, unread_count
from successtui.services.session import Session
from successtui.store.tables import NoticeKind
from tests.worlds import Book


def _team(book: Book) -> tuple[User, User, User, Account, Outcome]:
    """Three colleagues on one account; the first two are told of an outcome."""
    watcher, noter, worker = (book.user(name) for name in ("watcher", "noter", "worker"))
    account = book.account(csm=worker.id)
    for user in (watcher, noter):
        _join(book, account, user)
    objective = book.objective(account)
    outcome = book.outcome(objective, watch_list=(watcher.id,), work_notes_list=(noter.id,))
    return watcher, noter, worker, account, outcome


def _join(book: Book, account: Account, user: User) -> AccountTeam:
    """Makes the user a member of the account's team, in a role of their own."""
    role = book.add(RoleRecord, name=f"Role of {user.username}")
    return book.add(AccountTeam, account=account.id, role=role.id, user=user.id)


def _leave(book: Book, account: Account, user: User) -> None:
    with book.session.read() as reader:
        (member,) = reader.all(AccountTeam, {"account": account.id, "user": user.id})
    records.delete(book.session, member)


def _lines(found: Inbox) -> list[tuple[str, ...]]:
    return [one.lines for one in found.notices]


def _change(session: Session, outcome: Outcome, note: str = "", **changes: Any) -> None:
    now = records.get(session, Outcome, outcome.id)
    records.update(session, now, changes, note=note)


def test_the_watch_list_hears_of_every_update(book: Book) -> None:
    """R000-18: who, what, from what to what; newest first; making it tells nobody."""
    watcher, _, worker, _, outcome = _team(book)
    me = book.as_(watcher)
    assert inbox(me) == Inbox((), 0)
    _change(book.as_(worker), outcome, title="Seats in use")
    _change(book.as_(worker), outcome, note="they asked for more time")
    note, update = inbox(me).notices
    assert (note.kind, note.lines) == (NoticeKind.NOTE, ("they asked for more time",))
    assert update.kind is NoticeKind.UPDATE
    assert update.lines == (f"Title: {outcome.title} → Seats in use",)
    assert update.who == worker.name
    assert update.record.number == outcome.number
    assert unread_count(me) == 2


def test_the_work_notes_list_hears_of_notes_only(book: Book) -> None:
    """R000-19: a note reaches it, another update does not."""
    _, noter, worker, _, outcome = _team(book)
    _change(book.as_(worker), outcome, title="Seats in use")
    assert inbox(book.as_(noter)).notices == ()
    _change(book.as_(worker), outcome, title="Seats", note="called Jane")
    assert _lines(inbox(book.as_(noter))) == [("called Jane",)]


def test_who_is_on_both_lists_hears_of_a_note_once(book: Book) -> None:
    """R000-19 (i): also on the watch list, so of other updates as well; of a note once."""
    watcher, _, worker, _, outcome = _team(book)
    _change(book.session, outcome, work_notes_list=(watcher.id,))
    mark(book.as_(watcher), [one.id for one in inbox(book.as_(watcher)).notices])
    _change(book.as_(worker), outcome, note="once")
    assert _lines(inbox(book.as_(watcher))) == [("once",)]


def test_nobody_hears_of_their_own_changes(book: Book) -> None:
    """R000-18: the watcher who changes it is not told."""
    watcher, _, _, _, outcome = _team(book)
    _change(book.as_(watcher), outcome, title="By myself", note="and noted")
    assert inbox(book.as_(watcher)).notices == ()


def test_who_lost_sight_of_the_record_reads_nothing(book: Book) -> None:
    """R000-18 ends where the record is hidden; coming back, the notices are there again."""
    watcher, noter, worker, account, outcome = _team(book)
    _change(book.as_(worker), outcome, title="Secret turn", note="secret words")
    for user in (watcher, noter):
        _leave(book, account, user)
        assert inbox(book.as_(user)) == Inbox((), 0)
        assert unread_count(book.as_(user)) == 0
    with book.session.read() as reader:
        role = reader.all(RoleRecord, {"name": "Role of watcher"})[0]
    book.add(AccountTeam, account=account.id, role=role.id, user=watcher.id)
    assert unread_count(book.as_(watcher)) == 2


def test_hidden_names_stay_hidden_in_a_notice(book: Book) -> None:
    """What an update refers to is shown as hidden to watchers who may not see it."""
    watcher, _, worker, account, _ = _team(book)
    secret = book.account(name="Secret Holding", csm=worker.id)
    task = book.task(account, watch_list=(watcher.id,))
    book.change(task, parent=secret.id, title="Moved away")
    book.change(book.again(task), parent=account.id)
    told = str(_lines(inbox(book.as_(watcher))))
    assert "Moved away" in told
    assert "(hidden)" in told
    assert "Secret Holding" not in told


def test_ticking_off_is_ones_own(book: Book) -> None:
    """Read notices leave the unread list; others' cannot be ticked; unread again is possible."""
    watcher, noter, worker, _, outcome = _team(book)
    _change(book.as_(worker), outcome, note="one note")
    (mine,) = inbox(book.as_(watcher)).notices
    mark(book.as_(noter), [mine.id])
    assert unread_count(book.as_(watcher)) == 1
    mark(book.as_(watcher), [mine.id])
    assert inbox(book.as_(watcher)) == Inbox((), 0)
    assert [one.read for one in inbox(book.as_(watcher), unread_only=False).notices] == [True]
    mark(book.as_(watcher), [mine.id], read=False)
    assert unread_count(book.as_(watcher)) == 1


def test_undo_is_an_update_too_and_takes_a_note_back(book: Book) -> None:
    """R000-18: taking back is a change like any other; a note taken back is not read any more."""
    watcher, _, worker, _, outcome = _team(book)
    _change(book.as_(worker), outcome, title="Wrong", note="wrong words")
    undoing.undo(book.as_(worker))
    told = _lines(inbox(book.as_(watcher)))
    assert told[0] == (f"Title: Wrong → {outcome.title}",)
    assert "wrong words" not in str(told)


def test_a_refused_change_tells_nobody(book: Book) -> None:
    """The notice is written with the change, or not at all."""
    watcher, _, worker, _, outcome = _team(book)
    with pytest.raises(Invalid, match="Title"):
        _change(book.as_(worker), outcome, title="", note="never stored")
    assert unread_count(book.as_(watcher)) == 0
