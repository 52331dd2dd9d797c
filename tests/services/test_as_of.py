"""Looking back: the workspace as it stood, with the rights of now, in which nothing changes."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from successtui import paths
from successtui.domain.as_of import PointInTime, read_point
from successtui.domain.clock import Clock, known_zone
from successtui.domain.errors import BadCall, Forbidden, NotFound
from successtui.records import REGISTRY, Account, Objective, Record, SuccessCase
from successtui.services import records, undoing
from successtui.services.as_of import PastSession, look_back
from successtui.services.histories import history_of
from successtui.services.listing import ListRequest, count, list_ids
from successtui.services.session import Session
from successtui.store import journal, search_index
from successtui.transfer.bundle import write_bundle
from tests.pg import TODAY
from tests.services.office import Office
from tests.worlds import Book


@contextmanager
def looking_back(session: Session, moment: datetime | date) -> Iterator[PastSession]:
    """The session's past at a moment, or at the end of a day."""
    exact = isinstance(moment, datetime)
    point = PointInTime(moment=moment) if exact else PointInTime(day=moment)  # type: ignore[arg-type]
    past = look_back(session, point)
    try:
        yield past
    finally:
        past.close()


def moment_of_newest(session: Session) -> datetime:
    """When the newest batch was stored."""
    with session.workspace.read(None) as reader:
        last = journal.counts(reader.connection)[0]
        return journal.batches(reader.connection, [last])[last].at


def everything(session: Session) -> dict[str, dict[int, dict[str, Any]]]:
    """Every row of every type, deleted ones and stamps included."""
    with session.workspace.read(None) as reader:
        return {
            name: {
                i: dict(record.__dict__)
                for i, record in reader.rows(cls, list(range(1, 60)), deleted=True).items()
            }
            for name, cls in REGISTRY.items()
        }


def bundle(session: Session, folder: Path) -> dict[str, bytes]:
    """The bytes of every file of the session's bundle."""
    write_bundle(session, folder)
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


@pytest.mark.parametrize("seed", range(3))
def test_each_moment_is_as_it_was_then(book: Book, seed: int, tmp_path: Path) -> None:
    """Rows, links, stamps, versions, deleted rows and the bundle's bytes, undo and redo among
    what happened (Part 2, done when 3)."""
    office = Office(book, random.Random(seed))
    for start in (office.do_account, office.do_objective, office.do_engagement):
        start()
    moments = []
    for step in range(16):
        if step % 5 == 4:
            undoing.undo(book.session)
        elif step % 5 == 0 and step:
            undoing.redo(book.session)
        else:
            office.work()
        state = everything(book.session), bundle(book.session, tmp_path / f"saved{step}")
        moments.append((moment_of_newest(book.session), state))
    for place, (moment, (rows, files)) in enumerate(moments):
        with looking_back(book.session, moment) as past:
            assert bundle(past, tmp_path / f"past{place}") == files
            assert everything(past) == rows
            with past.read() as reader:
                assert search_index.trouble(reader.connection) == []


def test_before_the_first_batch_there_was_nothing(book: Book, tmp_path: Path) -> None:
    """An empty workspace, and a note that says since when there is history."""
    book.account()
    with looking_back(book.session, date(2001, 1, 1)) as past:
        assert bundle(past, tmp_path / "empty") == {}
        assert count(past, ListRequest(Account)) == 0
        assert past.note.startswith("nothing was recorded before 20")
        assert past.clock.today() == TODAY


def test_the_future_is_now(book: Book, tmp_path: Path) -> None:
    """Nothing is taken back, and today stays today."""
    account = book.account()
    live = replace(book.session, clock=Clock(None))
    with looking_back(live, date(9999, 12, 31)) as past:
        assert bundle(past, tmp_path / "past") == bundle(live, tmp_path / "now")
        assert past.clock.today() == live.clock.today()
        assert past.note == ""
        assert history_of(past, account.number)[1] == history_of(live, account.number)[1]


def test_a_day_ends_in_the_zone_of_the_person() -> None:
    """The same day ends at another moment in Auckland than in Honolulu."""
    day = PointInTime(day=date(2026, 3, 1))
    assert day.until(Clock(zone="Pacific/Auckland")) == datetime(2026, 3, 1, 11, tzinfo=UTC)
    assert day.until(Clock(zone="Pacific/Honolulu")) == datetime(2026, 3, 2, 10, tzinfo=UTC)
    moment = PointInTime(moment=datetime(2026, 3, 1, 23, tzinfo=UTC))
    assert moment.date(Clock(zone="Pacific/Auckland")) == date(2026, 3, 2)
    assert moment.in_words(Clock(zone="Pacific/Auckland")) == "2026-03-02 12:00"
    assert PointInTime(day=date.min).until(Clock()) is not None
    assert PointInTime(day=date.max).until(Clock()) is None


def test_points_are_read_as_people_write_them() -> None:
    """Dates as in forms, moments as in files; anything else says what to type."""
    today = date(2026, 3, 4)
    assert read_point("2026-03-01", today) == PointInTime(day=date(2026, 3, 1))
    assert read_point("-3d", today) == PointInTime(day=date(2026, 3, 1))
    exact = PointInTime(moment=datetime(2026, 3, 1, 10, 5, tzinfo=UTC))
    assert read_point("2026-03-01T10:05:00Z", today) == exact
    assert read_point("2026-03-01T12:05+02:00", today) == exact
    assert read_point(" 2026-03-01 10:05 ", today) == exact
    for wrong in ("soon", "2026-02-30", "2026-03-01T", "2026-03-01Tnoon", "", "0001-01-01T00+14"):
        with pytest.raises(ValueError):
            read_point(wrong, today)
    assert known_zone("Europe/Berlin") == "Europe/Berlin"
    for unknown in (None, "", "Berlin", "../x", "Europe", "/etc/passwd", "\x00"):
        assert known_zone(unknown) is None


def test_today_is_the_day_looked_at(book: Book) -> None:
    """Relative dates count from then, unless the date was pinned."""
    yesterday = datetime.now(UTC).date() - timedelta(days=1)
    free = replace(book.session, clock=Clock(None, "UTC"))
    with looking_back(free, yesterday) as past:
        assert past.clock.today() == yesterday
    with looking_back(book.session, yesterday) as past:
        assert past.clock.today() == TODAY


def test_nothing_of_the_past_can_be_changed(book: Book) -> None:
    """Every way to write is refused with the reason, and the copy is gone afterwards."""
    account = book.account()
    moment = moment_of_newest(book.session)
    book.change(account, name="Later")
    with looking_back(book.session, moment) as past:
        file = past.workspace.file
        assert file is not None
        assert file.stat().st_mode & 0o777 == 0o600
        assert file.parent.stat().st_mode & 0o777 == 0o700
        for attempt in (
            lambda: records.update(past, account, {"notes": "x"}),
            lambda: undoing.undo(past),
            lambda: records.create(past, Account, {"name": "New"}),
        ):
            with pytest.raises(BadCall, match=r"looking at .*; the past cannot be changed"):
                attempt()
    assert not file.parent.exists()
    assert list((paths.state_dir() / "past").iterdir()) == []
    assert book.again(account).name == "Later"


def test_several_references_are_as_they_were(book: Book) -> None:
    """Links that were added, taken away, or whose record came later."""
    dora, otto = book.user("dora"), book.user("otto")
    engagement = book.engagement(book.account(csm=1))
    case = book.add(
        SuccessCase,
        engagement=engagement.id,
        short_description="x",
        description="y",
        squad=(dora.id, otto.id),
    )
    moment = moment_of_newest(book.session)
    book.change(case, squad=(otto.id,))
    other = book.user("uma")
    book.change(case, squad=(other.id,))
    with looking_back(book.session, moment) as past, past.read() as reader:
        assert reader.require(SuccessCase, case.id).squad == (dora.id, otto.id)


def test_names_that_changed_places_do_not_collide(book: Book) -> None:
    """A unique name that another record holds by now goes back to where it was."""
    first, second = book.user("first"), book.user("second")
    moment = moment_of_newest(book.session)
    book.change(first, username="third")
    book.change(second, username="first")
    book.change(first, username="second")
    with looking_back(book.session, moment) as past, past.read() as reader:
        assert {u.username for u in reader.all(type(first))} >= {"first", "second"}
        assert reader.require(type(first), first.id).username == "first"


def test_what_is_hidden_now_is_hidden_in_the_past(book: Book, tmp_path: Path) -> None:
    """Somebody who lost an account sees nothing of it as of when it was theirs: not in lists,
    counts, by number, in history, in the export or through what refers to it."""
    dora, otto = book.user("dora"), book.user("otto")
    kept, lost = book.account(csm=dora.id), book.account(name="Lost Corp", csm=dora.id)
    book.change(kept, parent_account=lost.id)
    goal = book.objective(lost, name="Lost goal")
    gone = book.objective(kept, name="Gone goal")
    moment = moment_of_newest(book.session)
    book.change(lost, csm=otto.id)
    records.delete(book.session, gone)
    with looking_back(book.as_("dora"), moment) as past:
        assert list_ids(past, ListRequest(Account)) == [kept.id]
        assert count(past, ListRequest(Objective)) == 1
        for hidden in (lost, goal):
            with pytest.raises(NotFound):
                records.find(past, hidden.number)
            with pytest.raises(NotFound):
                history_of(past, hidden.number)
        assert records.find(past, gone.number).caption == "Gone goal"
        told = b"".join(bundle(past, tmp_path / "dora").values()).decode()
        assert "Lost" not in told
        assert lost.number not in told
        assert "(hidden)" in told
        assert past.workspace.file is not None
        assert b"Lost goal" not in past.workspace.file.read_bytes()
    with looking_back(book.as_("otto"), moment) as past:
        assert list_ids(past, ListRequest(Account)) == []
    with looking_back(book.session, moment) as past:
        assert set(list_ids(past, ListRequest(Account))) == {kept.id, lost.id}


def test_rights_are_those_of_now(book: Book) -> None:
    """Roles and reporting lines are read from the living workspace, each time."""
    boss = book.user("boss", "success_manager")
    dora = book.user("dora")
    account = book.account(csm=dora.id)
    moment = moment_of_newest(book.session)
    with looking_back(book.as_("boss"), moment) as past:
        assert list_ids(past, ListRequest(Account)) == []
    book.change(dora, manager=boss.id)
    with looking_back(book.as_("boss"), moment) as past:
        assert list_ids(past, ListRequest(Account)) == [account.id]
        book.change(boss, active=False)
        with pytest.raises(Forbidden):
            list_ids(past, ListRequest(Account))
    with pytest.raises(Forbidden):
        look_back(book.as_("boss"), PointInTime(moment=moment))
    assert list((paths.state_dir() / "past").iterdir()) == []


def test_history_ends_where_one_looks_from(book: Book) -> None:
    """A record's history as of then knows nothing of what came later."""
    account = book.account(notes="a")
    book.change(account, notes="b")
    before = history_of(book.session, account.number)[1]
    moment = moment_of_newest(book.session)
    record: Record = book.change(account, notes="c", tier="Growth")
    records.delete(book.session, record)
    with looking_back(book.session, moment) as past:
        told, changes = history_of(past, account.number)
        assert changes == before
        assert (told["notes"], told.deleted_at, told.version) == ("b", None, 2)
