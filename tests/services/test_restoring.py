"""Single things that come back: a field's old value, a deleted record; notes within a history."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from successtui.domain.clock import Clock
from successtui.domain.errors import Forbidden, NotFound, Refused
from successtui.records import Outcome, Play, Task
from successtui.records.picklists import TaskOwnerKind
from successtui.services import records, undoing
from successtui.services.batches import batch_story
from successtui.services.restoring import deleted_records, restore_record, restore_value
from successtui.services.retelling import NOTE, HistoryLine, record_history
from successtui.services.session import Session
from tests.services.office import dump
from tests.worlds import Book


def line_of(session: Session, record: Task, label: str) -> HistoryLine:
    """The newest line of a record's history about a field."""
    return next(line for line in record_history(session, record) if line.field == label)


def test_notes_are_woven_into_history(book: Book) -> None:
    """By time, in the person's own zone; a note that came with a change stands above it."""
    task = book.task(book.objective(book.account()))
    records.update(book.session, task, {"title": "Other"}, note="Because")
    records.update(book.session, book.again(task), {"title": "Third"})
    here = Session(book.session.workspace, "root", Clock(None, "Asia/Tokyo"))
    lines = record_history(here, task)
    assert [(line.field, line.now) for line in lines[:3]] == [
        ("Title", "Third"),
        (NOTE, "Because"),
        ("Title", "Other"),
    ]
    assert lines[1].who == "root"
    assert lines[0].at.utcoffset() == timedelta(hours=9)
    assert lines[0].at.tzinfo == ZoneInfo("Asia/Tokyo")


def test_an_owner_comes_back_with_the_kind_it_was_of(book: Book) -> None:
    """What a reference means depends on another field, so both are set back; one undo step."""
    dora = book.user("dora")
    account = book.account()
    task = book.task(book.objective(account), owner_kind=TaskOwnerKind.USER, owner=dora.id)
    contact = book.contact(account)
    book.change(task, owner_kind=TaskOwnerKind.CONTACT, owner=contact.id)
    before = dump(book.session)
    line = line_of(book.session, task, "Owner")
    restore_value(book.session, task, line.restores, line.field)
    again = book.again(task)
    assert (again.owner_kind, again.owner) == (TaskOwnerKind.USER, dora.id)
    undoing.undo(book.session)
    assert dump(book.session) == before


def test_a_value_comes_back_with_all_guards(book: Book) -> None:
    """Rights and rules are those of any change."""
    dora = book.user("dora")
    account = book.account(csm=dora.id)
    task = book.task(book.objective(account))
    book.change(task, title="Other")
    line = line_of(book.session, task, "Title")
    book.change(dora, roles=("viewer",))
    with pytest.raises(Forbidden):
        restore_value(book.as_("dora"), task, line.restores, line.field)
    made = [line for line in record_history(book.session, task) if line.was == ""]
    assert all(not line.restores for line in made if line.name != "title")


def test_a_deleted_record_comes_back_with_what_went_along(book: Book) -> None:
    """Plays and tasks below it, and the references that were emptied; nothing else of a bulk
    deletion."""
    objective = book.objective(book.account())
    first, second = book.outcome(objective), book.outcome(objective)
    play = book.play(objective, applicable_outcomes=(first.id, second.id))
    book.task(play)
    before = dump(book.session)
    records.delete(book.session, first)
    records.delete(book.session, play, confirmed=True)
    names = [one.name for one in deleted_records(book.session)]
    assert names[0].startswith(play.number) or names[1].startswith(play.number)
    assert [one.where for one in deleted_records(book.session, "outcome")] == [
        ("outcome", first.id)
    ]
    restore_record(book.session, ("play", play.id))
    restore_record(book.session, ("outcome", first.id))
    now = dump(book.session)
    assert now["task"] == before["task"]
    assert now["outcome"] == before["outcome"]
    assert deleted_records(book.session) == []
    undoing.undo(book.session)
    assert [one.where for one in deleted_records(book.session)] == [("outcome", first.id)]
    with pytest.raises(Refused, match="is not deleted"):
        restore_record(book.session, ("play", play.id))


def test_who_may_bring_back(book: Book) -> None:
    """Who may delete such records and sees what comes back; hidden and missing read the same."""
    dora, otto = book.user("dora"), book.user("otto")
    book.user("pat", "participant")
    account = book.account(csm=dora.id, account_manager=otto.id)
    kpi = book.outcome(book.objective(account))
    records.delete(book.as_("dora"), kpi)
    where = (Outcome.declaration.name, kpi.id)
    assert deleted_records(book.as_("pat")) == []
    for missing in (where, (Play.declaration.name, 99)):
        with pytest.raises(NotFound):
            restore_record(book.as_("pat"), missing)
    book.change(otto, roles=("participant",))
    with pytest.raises(Forbidden, match="delete outcome"):
        restore_record(book.as_("otto"), where)
    restore_record(book.as_("dora"), where)
    assert book.again(kpi).id == kpi.id


def test_nothing_comes_back_under_a_deleted_record(book: Book) -> None:
    objective = book.objective(book.account())
    kpi = book.outcome(objective)
    records.delete(book.session, kpi)
    records.delete(book.session, objective)
    with pytest.raises(Refused, match="refers to a deleted objective"):
        restore_record(book.session, ("outcome", kpi.id))


def test_the_story_of_a_batch_hides_what_one_may_not_see(book: Book) -> None:
    """Hidden changes are counted to their author only; a batch of nothing else reads like none."""
    dora = book.user("dora")
    mine, other = book.account(csm=dora.id), book.account(name="Secret")
    with book.session.change("Both") as unit:
        for account in (mine, other):
            unit.update(unit.house.require(type(account), account.id), {"notes": "x"})
    assert unit.batch_id is not None
    story = batch_story(book.as_("dora"), unit.batch_id)
    assert [(line.record, line.field, line.now) for line in story.lines] == [
        (f"{mine.number} {mine.name}", "Notes", "x")
    ]
    assert (story.hidden, story.undone, story.title) == (0, False, "Both")
    hidden = records.update(book.session, book.again(other), {"notes": "y"}).batch
    assert hidden is not None
    for batch in (hidden, 10**6):
        with pytest.raises(NotFound):
            batch_story(book.as_("dora"), batch)
