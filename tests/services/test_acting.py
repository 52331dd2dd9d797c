"""Actions: remedies, proposals, what is offered and why not, verdicts, the calendar."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from successtui.domain.clock import Clock
from successtui.domain.errors import BadCall, Forbidden, Invalid, NeedsConfirmation, Refused
from successtui.domain.lifecycle_actions import ACTS, acts_of, states_before
from successtui.domain.lifecycle_contracts import renewed_value, suggested_term
from successtui.domain.template_actions import PLAN_FROM_TEMPLATE, SAVE_AS_TEMPLATE
from successtui.records import (
    REGISTRY,
    Account,
    Contract,
    Engagement,
    EngagementContract,
    Escalation,
    Objective,
    Outcome,
    Record,
    RenewalEvent,
    RiskSignal,
)
from successtui.records.picklists import Role
from successtui.services import acting, nightly, records, undoing
from successtui.services.offering import Offer, actions_of
from successtui.services.session import Session
from tests.pg import TODAY
from tests.worlds import Book, picked


def at(book: Book, day: date, username: str = "root") -> Session:
    """A session on another day."""
    return Session(book.session.workspace, username, Clock(day))


def offered(session: Session, record: Record) -> dict[str, Offer]:
    return {offer.name: offer for offer in actions_of(session, record)}


def contract(book: Book, account: Account | None = None, **values: Any) -> Contract:
    made = {"name": "C", "start_date": date(2026, 1, 1), "value": Decimal(100), **values}
    for name in ("state", "substate"):
        if isinstance(made.get(name), str):
            made[name] = picked(Contract, name, made[name])
    return book.brought(Contract, account=(account or book.account()).id, **made)


def bare(**values: Any) -> Contract:
    """A contract that is not stored."""
    return Contract(**values)


def events(book: Book) -> list[tuple[str, date]]:
    with book.session.read() as reader:
        found = reader.all(RenewalEvent, order=("finalized_on",))
    return [(str(event.outcome), event.finalized_on) for event in found]


def test_closing_all_below(book: Book) -> None:
    """G2: the remedy "close all n": one code and one note for all, deepest first, one undo step."""
    objective = book.objective(book.account())
    kpi, play = book.outcome(objective), book.play(objective)
    task = book.task(play)
    everything: list[Record] = [objective, kpi, play, task]
    said = {"closure_code": picked(Objective, "closure_code", "Missed"), "close_notes": "Over"}
    with pytest.raises(Refused, match="still has 3 open"):
        acting.act(book.session, objective, "close", said)
    with pytest.raises(NeedsConfirmation) as asked:
        acting.act(book.session, objective, "close", said, children="close")
    assert f"{task.number} {task.caption} will be closed" in asked.value.effects
    told = acting.act(book.session, objective, "close", said, children="close", dry_run=True)
    assert len(told.effects) == 3
    assert book.again(task).state == "New"
    done = acting.act(book.session, objective, "close", said, children="close", confirmed=True)
    assert done.effects == told.effects
    for record in everything:
        ended = book.again(record)
        assert (ended["state"], ended["closure_code"]) == ("Closed", "Missed")
        assert ended["close_notes"] == "Over"
    undoing.undo(book.session)
    assert {book.again(record)["state"] for record in everything} == {"New"}


def test_canceling_all_below(book: Book) -> None:
    """G4: an objective can be closed while its open work is canceled."""
    objective = book.objective(book.account())
    task = book.task(objective)
    said = {"closure_code": picked(Objective, "closure_code", "Achieved"), "close_notes": "Done"}
    acting.act(book.session, objective, "close", said, children="cancel", confirmed=True)
    assert book.again(objective).state == "Closed"
    assert (book.again(task).state, book.again(task).closure_code) == ("Canceled", "Canceled")
    with pytest.raises(BadCall, match="children can be: close, cancel"):
        acting.act(book.session, objective, "close", said, children="sell")


@pytest.mark.parametrize(
    ("current", "code"), [(0, "Missed"), (25, "Partially achieved"), (80, "Achieved")]
)
def test_an_outcome_proposes_its_code(book: Book, current: int, code: str) -> None:
    """C1, outcome extra: measured progress proposes the closure code; a given one stands."""
    values = {"base_value": Decimal(0), "target_value": Decimal(80), "unit": "Quantity"}
    objective = book.objective(book.account())
    kpis = [book.outcome(objective, **values, current_value=Decimal(current)) for _ in range(2)]
    assert offered(book.session, kpis[0])["close"].proposed == code
    done = acting.act(book.session, kpis[0], "close", {"close_notes": "x"})
    assert book.again(kpis[0]).closure_code == code
    assert done.saved.notices == (f"closure code {code}, as its progress says",)
    missed = {"close_notes": "x", "closure_code": picked(Outcome, "closure_code", "Missed")}
    acting.act(book.session, kpis[1], "close", missed)
    assert book.again(kpis[1]).closure_code == "Missed"


def test_an_outcome_without_values_proposes_nothing(book: Book) -> None:
    """Without a value recorded the code has to be chosen."""
    kpi = book.outcome(book.objective(book.account()))
    assert offered(book.session, kpi)["close"].proposed == ""
    with pytest.raises(Invalid, match="closing needs a closure code"):
        acting.act(book.session, kpi, "close", {"close_notes": "x"})


def test_the_last_task_of_a_play(book: Book) -> None:
    """C1, task extra: with its last open task ended, the play can be closed."""
    play = book.play(book.objective(book.account()))
    first, second = book.task(play), book.task(play)
    assert acting.act(book.session, first, "complete", {}).next is None
    done = acting.act(book.session, second, "complete", {})
    assert done.next is not None
    assert done.next.number == play.number
    alone = book.task(book.objective(book.account()))
    assert acting.act(book.session, alone, "complete", {}).next is None


def test_a_menu_says_why_not(book: Book) -> None:
    """Everything the type knows is offered; what is impossible names the state, guard or role."""
    mia = book.user("mia", Role.MANAGER.value)
    dora, vera = book.user("dora", manager=mia.id), book.user("vera", Role.VIEWER.value)
    account = book.account(csm=dora.id, account_manager=vera.id)
    objective = book.objective(account)
    task = book.move(book.task(objective), "Closed")
    book.move(objective, "Closed", "Achieved")
    seen = offered(book.as_("dora"), task)
    assert not seen["start"].allowed
    assert seen["start"].reason == "it is Closed, not New or Paused"
    assert seen["close"].reason == "it is Closed already"
    assert seen["reopen"].reason == f"reopen the objective {objective.number} first"
    assert (seen["edit"].allowed, seen["delete"].allowed) == (True, True)
    watched = offered(book.as_("vera"), task)
    assert "you need the role" in watched["edit"].reason
    assert "you need the role" in watched["close"].reason
    waiting = contract(book, account, state="Draft", substate="Under review")
    assert offered(book.as_("mia"), waiting)["approve-new"].allowed
    refused = offered(book.as_("dora"), waiting)["approve-new"]
    assert "you need the role success_manager" in refused.reason
    assert offered(book.as_("dora"), waiting)["withdraw"].allowed
    play = book.play(book.objective(account))
    below = book.task(play)
    listed = (f"{below.number} {below.caption} is New",)
    assert offered(book.as_("dora"), play)["close"].waiting == listed


def test_what_is_offered_is_what_can_be_done(book: Book) -> None:
    """An offer that is allowed is carried out; one that is not is refused (dry runs)."""
    account = book.account()
    engagement = book.engagement(account)
    objective = book.objective(account, engagement=engagement.id)
    subjects: list[Record] = [
        objective,
        book.task(objective),
        book.plan(account),
        engagement,
        book.add(Escalation, account=account.id),
        contract(book, account, state="Active", end_date=date(2026, 12, 31)),
        contract(book, account, state="Draft", substate="Under review"),
        contract(book, account, state="Expired"),
    ]
    for record in subjects:
        closes = "close_notes" in record.declaration.fields
        for name, offer in offered(book.session, record).items():
            if name in ("edit", "delete", "adjust", SAVE_AS_TEMPLATE, PLAN_FROM_TEMPLATE):
                continue
            values: dict[str, Any] = {}
            if closes and name in ("close", "cancel"):
                values["close_notes"] = "x"
            if closes and name == "close":
                values["closure_code"] = picked(type(record), "closure_code", "Achieved")
            how = "cancel" if offer.waiting else ""
            if offer.allowed:
                acting.act(book.session, record, name, values, children=how, dry_run=True)
            else:
                with pytest.raises(Refused):
                    acting.act(book.session, record, name, values, dry_run=True)


def test_a_parent_one_does_not_see_is_not_named(book: Book) -> None:
    """permissions.md: the guard holds, and says nothing of a hidden engagement."""
    dora, otto = book.user("dora"), book.user("otto")
    account = book.account(csm=dora.id)
    theirs = book.engagement(account, csm=otto.id, title="Secret")
    objective = book.objective(account, engagement=theirs.id)
    book.move(objective, "Canceled")
    book.move(theirs, "Canceled")
    mine = book.as_("dora")
    assert offered(mine, objective)["reopen"].reason == "reopen the engagement above it first"
    with pytest.raises(Refused, match="reopen the engagement above it first") as refused:
        acting.act(mine, book.again(objective), "reopen", {})
    assert "Secret" not in str(refused.value.obstacles)


def test_unknown_actions(book: Book) -> None:
    """What a type does not know is a wrong call that lists what it knows."""
    account = book.account()
    known = "success plans have no action 'escalate'; known are: start, pause"
    with pytest.raises(BadCall, match=known):
        acting.act(book.session, book.plan(account), "escalate", {})
    with pytest.raises(BadCall, match="accounts have no actions"):
        acting.act(book.session, account, "close", {})


def test_the_table_of_actions() -> None:
    """Names are unique within a type, and every act that leads to a state starts from some."""
    for name in {name for act in ACTS for name in act.types}:
        names = [act.name for act in acts_of(name)]
        assert len(names) == len(set(names)), name
        for act in acts_of(name):
            assert states_before(act, name) or not act.state, act.name


def test_a_renewal_from_review_to_its_new_term(book: Book) -> None:
    """C5, W5: an agent submits, a manager approves, the date rolls the same contract."""
    mia = book.user("mia", Role.MANAGER.value)
    dora = book.user("dora", manager=mia.id)
    account = book.account(csm=dora.id)
    engagement = book.engagement(account)
    made = contract(book, account, state="Active", end_date=date(2026, 6, 30))
    book.add(EngagementContract, engagement=engagement.id, contract=made.id)
    terms: dict[str, Any] = {
        "renewal_start": date(2026, 7, 1),
        "renewal_end": date(2027, 6, 30),
        "adjustment_percentage": Decimal("12.5"),
    }
    acting.act(book.as_("dora"), made, "submit-renewal", terms)
    with pytest.raises(Forbidden, match="you need the role success_manager"):
        acting.act(book.as_("dora"), made, "approve", {})
    done = acting.act(book.as_("mia"), made, "approve", {})
    assert done.effects == ("a renewal event (won) will be recorded",)
    assert book.again(made).renewal_finalized_on == TODAY
    assert events(book) == [("won", TODAY)]
    eve, start = date(2026, 6, 30), date(2026, 7, 1)
    assert nightly.run_nightly(at(book, eve, "dora")).lines == ()
    ran = nightly.run_nightly(at(book, start, "dora"))
    line = f"{made.number} C: Active Renewal approved -> Active until 2027-06-30"
    assert ran.lines == (line,)
    rolled = book.again(made)
    assert (rolled.start_date, rolled.end_date) == (start, date(2027, 6, 30))
    assert (rolled.value, rolled.substate) == (Decimal("112.50"), None)
    assert (rolled.renewal_start, rolled.adjustment_percentage) == (None, None)
    assert book.again(engagement).renewal_date == date(2027, 6, 30)
    assert events(book) == [("won", TODAY)]
    undoing.undo(at(book, start, "dora"))
    assert book.again(made).end_date == date(2026, 6, 30)


def test_a_reversal_within_the_year(book: Book) -> None:
    """W5: the loss is superseded by the win of the same year; another year's loss stays."""
    made = contract(book, state="Active", start_date=date(2024, 1, 1))
    for day in (date(2025, 11, 2), date(2026, 2, 1)):
        acting.act(at(book, day), made, "submit-renewal", {})
        acting.act(at(book, day), made, "reject-renewal", {})
    assert events(book) == [("lost", date(2025, 11, 2)), ("lost", date(2026, 2, 1))]
    acting.act(book.session, made, "submit-renewal", {})
    acting.act(book.session, made, "approve-renewal", {})
    assert events(book) == [("lost", date(2025, 11, 2)), ("won", TODAY)]
    undoing.undo(book.session)
    assert events(book) == [("lost", date(2025, 11, 2)), ("lost", date(2026, 2, 1))]


def test_the_log_is_not_written_by_hand(book: Book) -> None:
    """C5: renewal events are neither made, changed nor deleted by people."""
    made = contract(book, state="Active", substate="Under review")
    acting.act(book.session, made, "reject", {})
    with book.session.read() as reader:
        event = reader.all(RenewalEvent)[0]
    values = {**event.values(), "finalized_on": TODAY + timedelta(days=1)}
    with pytest.raises(Refused, match="are written when a renewal is approved or rejected"):
        records.create(book.session, RenewalEvent, values)
    with pytest.raises(Refused, match="are written when a renewal is approved or rejected"):
        records.update(book.session, event, {"value": Decimal(1)})
    with pytest.raises(Refused, match="renewal events are kept"):
        records.delete(book.session, event)


def test_the_day_of_the_verdict_is_a_managers_to_correct(book: Book) -> None:
    """A17: renewal_finalized_on is stamped, and editable by a manager only."""
    mia = book.user("mia", Role.MANAGER.value)
    dora = book.user("dora", manager=mia.id)
    made = contract(book, book.account(csm=dora.id), state="Active", substate="Under review")
    acting.act(book.as_("mia"), made, "reject-renewal", {})
    day = {"renewal_finalized_on": date(2026, 3, 1)}
    with pytest.raises(Forbidden):
        records.update(book.as_("dora"), book.again(made), day)
    records.update(book.as_("mia"), book.again(made), day)
    assert book.again(made).renewal_finalized_on == date(2026, 3, 1)


def test_extensions_need_a_later_end(book: Book) -> None:
    """C5: approving an extension moves the end date."""
    made = contract(book, state="Active", end_date=date(2026, 6, 30))
    with pytest.raises(Invalid, match="does not lie after the present end, 2026-06-30"):
        acting.act(book.session, made, "submit-extension", {"renewal_end": date(2026, 6, 30)})
    acting.act(book.session, made, "submit-extension", {})
    with pytest.raises(Refused, match="say the new end date"):
        acting.act(book.session, made, "approve", {})
    acting.act(book.session, made, "approve", {"end_date": date(2026, 9, 30)})
    extended = book.again(made)
    assert (extended.end_date, extended.substate) == (date(2026, 9, 30), "Extension approved")
    endless = contract(book, state="Active")
    with pytest.raises(Refused, match="nothing to extend"):
        acting.act(book.session, endless, "submit-extension", {})


def test_the_date_brings_only_what_one_may_change(book: Book) -> None:
    """C5: the calendar runs as the person; who may not change contracts runs nothing."""
    dora, vera = book.user("dora"), book.user("vera", Role.VIEWER.value)
    mine = contract(book, book.account(csm=dora.id), state="Active", end_date=date(2026, 3, 3))
    others = contract(book, state="Active", end_date=date(2026, 3, 3))
    last_day = contract(book, book.account(csm=dora.id), state="Active", end_date=TODAY)
    with pytest.raises(Forbidden):
        nightly.run_nightly(book.as_(vera))
    assert len(nightly.run_nightly(book.as_("dora"), dry_run=True).lines) == 1
    done = nightly.run_nightly(book.as_("dora"))
    assert done.touched == {"contract"}
    states = [book.again(c).state for c in (mine, others, last_day)]
    assert states == ["Expired", "Active", "Active"]


@pytest.mark.parametrize(
    ("terms", "value"),
    [
        ({}, "100"),
        ({"adjustment_amount": Decimal("-30.5")}, "69.50"),
        ({"adjustment_percentage": Decimal("-10")}, "90.00"),
        ({"adjustment_amount": Decimal(-500)}, "0"),
    ],
)
def test_the_value_of_a_renewal(terms: dict[str, Decimal], value: str) -> None:
    """A17: by amount or percentage, negative for less, never below zero."""
    made = bare(value=Decimal(100), start_date=TODAY, **terms)
    assert renewed_value(made) == Decimal(value)


def test_the_term_a_renewal_suggests() -> None:
    """It follows the present term, and lasts as long."""
    made = bare(start_date=date(2026, 1, 1), end_date=date(2026, 12, 31))
    assert suggested_term(made) == {
        "renewal_start": date(2027, 1, 1),
        "renewal_end": date(2027, 12, 31),
    }
    assert suggested_term(bare(start_date=TODAY)) == {}


def test_escalations_name_who_decided(book: Book) -> None:
    """C6: an agent asks, a manager grants or declines; each is noted with the time."""
    mia = book.user("mia", Role.MANAGER.value)
    dora = book.user("dora", manager=mia.id)
    account = book.account(csm=dora.id)
    book.engagement(account, csm=dora.id)
    asked = records.create(book.as_("dora"), Escalation, {"account": account.id}).record
    assert asked["requested_by"] == dora.id
    granted = {"account": account.id, "state": picked(Escalation, "state", "Escalated")}
    with pytest.raises(Forbidden):
        records.create(book.as_("dora"), Escalation, granted)
    acting.act(book.as_("mia"), asked, "approve", {})
    done = book.again(asked)
    assert (done["approved_by"], done["opened_at"] is None) == (mia.id, False)
    acting.act(book.as_("dora"), asked, "de-escalate", {})
    ended = book.again(asked)
    assert (ended["de_escalated_by"], ended["closed_at"] is None) == (dora.id, False)


def test_nothing_new_in_an_engagement_that_ended(book: Book) -> None:
    """A closed parent takes no new work, whatever kind it is; imports bring history."""
    account = book.account()
    engagement = book.move(book.engagement(account), "Canceled")
    said = {"short_description": "It", "description": "It is so"}
    makes: dict[str, dict[str, Any]] = {
        "objective": {"name": "O", "description": "Why", "account": account.id},
        "success_case": said,
        "internal_play": said,
        "touchpoint": {"subject": "Call"},
        "risk_signal": {**said, "probability": picked(RiskSignal, "probability", "Low")},
    }
    for name, values in makes.items():
        with pytest.raises(Invalid, match="is Canceled; reopen it first"):
            book.add(REGISTRY[name], engagement=engagement.id, **values)
        assert book.brought(REGISTRY[name], engagement=engagement.id, **values).id
    assert isinstance(book.move(engagement, "In progress"), Engagement)
