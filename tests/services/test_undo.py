"""History, undo and redo: what a person did can be taken back exactly, and never by stealth."""

from __future__ import annotations

import random

import pytest

from successtui.domain.errors import Forbidden, NotFound, Refused
from successtui.domain.permissions import Actor
from successtui.records import (
    Objective,
    Product,
    SuccessCase,
    User,
)
from successtui.services import records, undoing
from successtui.services.saver import Saver
from successtui.services.undoing import ChangedSince, Later
from tests.pg import TODAY
from tests.services.office import Office, dump, journal_size
from tests.worlds import Book


@pytest.mark.parametrize("seed", range(6))
def test_everything_can_be_undone_and_redone(book: Book, seed: int) -> None:
    """Byte-equal: back step by step to the beginning, and forward again to the end."""
    office = Office(book, random.Random(seed))
    for start in (office.do_account, office.do_account, office.do_objective, office.do_engagement):
        start()
    steps = [dump(book.session)]
    batches = journal_size(book.session)[0]
    while len(steps) < 25:
        if office.work():
            made = journal_size(book.session)[0] - batches
            batches += made
            # Some ways to work take two saves; the state between them is not compared.
            steps += [{}] * (made - 1) + [dump(book.session)]
    assert steps[0] != steps[-1]
    for expected in reversed(steps[:-1]):
        undoing.undo(book.session)
        assert expected == {} or dump(book.session) == expected
    for expected in steps[1:]:
        undoing.redo(book.session)
        assert expected == {} or dump(book.session) == expected
    with pytest.raises(NotFound, match="nothing to redo"):
        undoing.redo(book.session)
    undoing.undo(book.session)
    undoing.redo(book.session)
    assert dump(book.session) == steps[-1]


def test_undo_says_what_it_did(book: Book) -> None:
    """Titles, touched types and records, for the line on screen."""
    objective = book.objective(book.account())
    play = book.play(objective)
    book.task(play)
    records.delete(book.session, objective, confirmed=True)
    undone = undoing.undo(book.session)
    assert undone.title == f"Undo: Delete objective {objective.number}"
    assert undone.touched == {"objective", "play", "task"}
    assert {record.number for record in undone.records} >= {objective.number, play.number}
    redone = undoing.redo(book.session)
    assert redone.title == f"Redo: Delete objective {objective.number}"
    again = undoing.undo(book.session)
    assert again.title == f"Undo: Delete objective {objective.number}"
    assert again.undone == redone.batch


def test_a_new_change_ends_the_chance_to_redo(book: Book) -> None:
    """As everywhere: after undoing and doing something else, there is nothing to redo."""
    account = book.account()
    book.change(account, notes="a")
    undoing.undo(book.session)
    book.change(account, name="Other")
    with pytest.raises(NotFound, match="nothing to redo"):
        undoing.redo(book.session)


def test_nothing_to_undo(book: Book) -> None:
    """Somebody who did nothing has nothing to take back."""
    book.user("dora")
    with pytest.raises(NotFound, match="nothing to undo"):
        undoing.undo(book.as_("dora"))


def test_changed_since(book: Book) -> None:
    """What somebody changed since is not overwritten, unless it is forced."""
    dora = book.user("dora")
    account = book.account(csm=dora.id, notes="old")
    mine = records.update(book.as_("dora"), account, {"notes": "mine", "tier": "Growth"})
    book.change(account, notes="theirs")
    with pytest.raises(Refused, match=f"changed again since: {account.number} {account.name}"):
        undoing.undo(book.as_("dora"))
    assert book.again(account).notes == "theirs"
    undoing.undo(book.as_("dora"), mine.batch, later=Later.OVERWRITE)
    again = book.again(account)
    assert (again.notes, again.tier) == ("old", None)


def test_another_field_changed_since_is_kept(book: Book) -> None:
    """Undo takes back its own fields only."""
    dora = book.user("dora")
    account = book.account(csm=dora.id)
    records.update(book.as_("dora"), account, {"notes": "mine"})
    book.change(account, tier="Growth")
    undoing.undo(book.as_("dora"))
    again = book.again(account)
    assert (again.notes, again.tier) == (None, "Growth")


def test_deleted_since(book: Book) -> None:
    """A change of a record that was deleted since is not taken back."""
    dora = book.user("dora")
    objective = book.objective(book.account(csm=dora.id))
    records.update(book.as_("dora"), objective, {"name": "Mine"})
    records.delete(book.session, book.again(objective))
    with pytest.raises(Refused, match="changed again since"):
        undoing.undo(book.as_("dora"))


def test_somebody_elses_batch(book: Book) -> None:
    """Own batches only; an admin takes back anybody's."""
    dora, otto = book.user("dora"), book.user("otto")
    account = book.account(csm=dora.id, account_manager=otto.id)
    saved = records.update(book.as_("dora"), account, {"notes": "x"})
    for batch in (saved.batch, 10**6):
        with pytest.raises(NotFound, match=f"you have no batch {batch}"):
            undoing.undo(book.as_("otto"), batch)
    undoing.undo(book.session, saved.batch)
    assert book.again(account).notes is None
    with pytest.raises(Refused, match="was taken back already"):
        undoing.undo(book.as_("dora"), saved.batch)


def test_rights_lost_since(book: Book) -> None:
    """Who may no longer change such records cannot undo changes of them either."""
    dora = book.user("dora")
    account = book.account(csm=dora.id)
    records.update(book.as_("dora"), account, {"notes": "x"})
    book.change(dora, roles=("viewer",))
    with pytest.raises(Forbidden, match="you hold viewer"):
        undoing.undo(book.as_("dora"))
    assert book.again(account).notes == "x"


def test_a_record_others_build_on_is_not_undone(book: Book) -> None:
    """Undoing a creation never leaves others' work hanging from nothing."""
    dora = book.user("dora")
    account = book.account(csm=dora.id)
    values = {"name": "Goal", "description": "Why", "account": account.id}
    objective = records.create(book.as_("dora"), Objective, values).record
    assert isinstance(objective, Objective)
    kpi = book.outcome(objective)
    with pytest.raises(Refused, match=f"{kpi.number} {kpi.title} was linked to it since"):
        undoing.undo(book.as_("dora"))
    assert book.again(objective).id == objective.id
    records.delete(book.session, kpi)
    undoing.undo(book.as_("dora"))


def test_a_record_does_not_come_back_under_a_deleted_one(book: Book) -> None:
    """Undoing a deletion needs the parent to be there."""
    dora = book.user("dora")
    objective = book.objective(book.account(csm=dora.id))
    kpi = book.outcome(objective)
    records.delete(book.as_("dora"), kpi)
    records.delete(book.session, objective)
    with pytest.raises(Refused, match="refers to a deleted objective"):
        undoing.undo(book.as_("dora"))
    undoing.undo(book.session)
    undoing.undo(book.as_("dora"))
    assert book.again(kpi).id == kpi.id


def test_a_name_taken_since(book: Book) -> None:
    """A deleted product does not come back beside a new one of the same name."""
    product = book.add(Product, name="Suite")
    deleted = records.delete(book.session, product)
    book.add(Product, name="Suite")
    with pytest.raises(Refused, match="holds the same name, number or key by now"):
        undoing.undo(book.session, deleted.batch)
    with book.session.read() as reader:
        assert reader.count(Product) == 1


def test_links_of_several_come_back(book: Book) -> None:
    """Fields that hold several references are unlinked on deletion and linked again by undo."""
    engagement = book.engagement(book.account(csm=1))
    kpis_of = book.objective(book.account())
    first, second = book.outcome(kpis_of), book.outcome(kpis_of)
    play = book.play(kpis_of, applicable_outcomes=(first.id, second.id))
    records.delete(book.session, first)
    assert book.again(play).applicable_outcomes == (second.id,)
    undoing.undo(book.session)
    assert book.again(play).applicable_outcomes == (first.id, second.id)
    case = book.add(
        SuccessCase,
        engagement=engagement.id,
        short_description="x",
        description="y",
        squad=(1,),
    )
    undoing.undo(book.session)
    undoing.redo(book.session)
    assert book.again(case).squad == (1,)


def test_undo_with_a_work_note(book: Book) -> None:
    """A note that came with a change goes with it."""
    task = book.task(book.objective(book.account()))
    records.update(book.session, task, {"title": "Other"}, note="Because")
    before = dump(book.session)
    undoing.undo(book.session)
    assert dump(book.session)["work_note"] == {}
    undoing.redo(book.session)
    assert dump(book.session) == before


def test_the_founder_has_no_account(book: Book) -> None:
    """What made the workspace belongs to no user and is nobody's to undo."""
    with pytest.raises(NotFound, match="nothing to undo"):
        undoing.undo(book.session)
    nobody = Actor(0, "founder", "Founder", frozenset(), None)
    assert nobody.oversees(1)
    with book.session.read() as reader:
        assert reader.count(User) == 1


def test_what_was_changed_since_is_told_field_by_field(book: Book) -> None:
    """Was, now, by whom and when; only the fields that differ, references by name."""
    dora, otto = book.user("dora"), book.user("otto")
    account = book.account(csm=dora.id, account_manager=dora.id, notes="old", tier="Growth")
    records.update(book.as_("dora"), account, {"notes": "mine", "tier": None, "industry": "Retail"})
    book.change(account, notes="theirs", account_manager=otto.id)
    with pytest.raises(ChangedSince) as refused:
        undoing.undo(book.as_("dora"))
    (clash,) = refused.value.clashes
    assert (clash.name, clash.label) == (f"{account.number} {account.name}", "Notes")
    assert (clash.was, clash.now, clash.who) == ("old", "theirs", "root")
    assert clash.at is not None
    assert not clash.whole
    assert "Notes is now theirs (by root)" in str(refused.value)


def test_keeping_theirs_takes_back_the_rest(book: Book) -> None:
    """The chain of undo goes on behind it, even when nothing of the batch was left."""
    dora = book.user("dora")
    account = book.account(csm=dora.id, notes="old")
    mine = book.as_("dora")
    records.update(mine, account, {"industry": "Retail"})
    records.update(mine, book.again(account), {"notes": "mine", "tier": "Growth"})
    records.update(mine, book.again(account), {"external_id": "a_1"})
    book.change(account, notes="theirs", external_id="b_2")
    nothing = undoing.undo(mine, later=Later.KEEP)
    assert (nothing.records, nothing.touched) == ((), frozenset())
    undoing.undo(mine, later=Later.KEEP)
    again = book.again(account)
    assert (again.notes, again.tier, again.external_id) == ("theirs", None, "b_2")
    undoing.undo(mine)
    assert book.again(account).industry is None
    for _ in range(3):
        undoing.redo(mine)
    again = book.again(account)
    assert (again.notes, again.tier, again.industry) == ("theirs", "Growth", "Retail")
    with pytest.raises(NotFound, match="nothing to redo"):
        undoing.redo(mine)


def test_a_record_of_ones_own_that_others_changed(book: Book) -> None:
    """Undoing the creation asks too: it would take their work away with the record."""
    dora = book.user("dora")
    account = book.account(csm=dora.id)
    values = {"name": "Goal", "description": "Why", "account": account.id}
    objective = records.create(book.as_("dora"), Objective, values).record
    book.change(objective, name="Better goal")
    with pytest.raises(ChangedSince) as refused:
        undoing.undo(book.as_("dora"))
    (clash,) = refused.value.clashes
    assert (clash.was, clash.now, clash.whole) == ("deleted", "Better goal", True)
    undoing.undo(book.as_("dora"), later=Later.KEEP)
    assert book.again(objective)["name"] == "Better goal"


def test_undo_does_not_reach_what_one_no_longer_sees(book: Book) -> None:
    """A handover can be taken back as long as nobody touched the record; then it is out of
    reach, not even by force, and nothing of it is told."""
    dora, otto = book.user("dora"), book.user("otto")
    account = book.account(csm=dora.id, name="Secret Corp")
    mine = book.as_("dora")
    records.update(mine, account, {"notes": "mine"})
    records.update(mine, book.again(account), {"csm": otto.id})
    undoing.undo(mine)
    assert book.again(account).csm == dora.id
    undoing.redo(mine)
    records.update(book.as_("otto"), book.again(account), {"notes": "private"})
    for later in Later:
        with pytest.raises(NotFound, match="no longer exists") as gone:
            undoing.undo(mine, later=later)
        assert "Secret" not in str(gone.value)
    again = book.again(account)
    assert (again.csm, again.notes) == (otto.id, "private")


def test_undo_brings_nothing_back_into_an_account_one_lost(book: Book) -> None:
    """What was deleted stays deleted for who may not see it any more."""
    dora, otto = book.user("dora"), book.user("otto")
    account = book.account(csm=dora.id)
    objective = book.objective(account)
    records.delete(book.as_("dora"), objective)
    book.change(account, csm=otto.id)
    with pytest.raises(Forbidden, match="may no longer see"):
        undoing.undo(book.as_("dora"))
    with pytest.raises(NotFound):
        book.again(objective)


def test_a_bulk_change_is_one_step(book: Book) -> None:
    """Many records changed in one unit come back together, and go again together."""
    accounts = [book.account(notes=str(n)) for n in range(60)]
    before = dump(book.session)
    with book.session.change("Bulk edit") as unit:
        saver = Saver(unit, TODAY)
        for account in accounts:
            saver.change(account, {"notes": "same", "tier": "Growth"})
    undone = undoing.undo(book.session)
    assert len(undone.records) == len(accounts)
    assert dump(book.session) == before
    undoing.redo(book.session)
    assert {book.again(account).notes for account in accounts} == {"same"}


def test_somebody_quicker(book: Book) -> None:
    """A batch is taken back once, whoever asks."""
    account = book.account()
    saved = records.update(book.session, account, {"notes": "x"})
    undoing.undo(book.session, saved.batch)
    for later in Later:
        with pytest.raises(Refused, match="taken back already"):
            undoing.undo(book.session, saved.batch, later=later)
