"""Computed values filter as they are shown: conditions in SQL against the computation in Python."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from successtui.domain.clock import Clock
from successtui.records import (
    REGISTRY,
    Account,
    Contract,
    Engagement,
    EngagementContract,
    Escalation,
    ExchangeRate,
    Objective,
    Outcome,
    Play,
    Record,
    RiskSignal,
    Task,
    Touchpoint,
)
from successtui.records.picklists import KpiStatus
from successtui.services.derived import derive
from successtui.services.draft import Mode
from successtui.services.listing import ListRequest, count, list_ids
from successtui.services.saver import Saver
from successtui.services.session import Session
from tests.pg import TODAY
from tests.worlds import Book, picked

OPERATORS = {":": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge}


def said(holds: Callable[[Any, Any], bool], held: Any, limit: Any) -> bool:
    """Whether the comparison holds; an empty value has no order."""
    return holds(held, limit) if held is not None or holds in (eq, ne) else False


def computed(session: Session, cls: type[Record], name: str) -> dict[int, Any]:
    """The value shown for each record."""
    with session.read() as reader:
        records = reader.all(cls, templates=None)
        return {i: v[name] for i, v in derive(reader, records, TODAY).items()}


def check(session: Session, cls: type[Record], name: str, limits: dict[str, Any]) -> None:
    """Compares every operator and limit with the values shown."""
    shown = computed(session, cls, name)
    assert len(set(shown.values())) > 1
    for typed, limit in limits.items():
        for operator, holds in OPERATORS.items():
            query = f"{name}{operator}{typed}"
            expected = {i for i, held in shown.items() if said(holds, held, limit)}
            found = set(list_ids(session, ListRequest(cls, query, templates=None)))
            assert found == expected, query
    empty = {i for i, held in shown.items() if held is None}
    assert set(list_ids(session, ListRequest(cls, f"{name}:none", templates=None))) == empty


def test_progress_and_badge_of_outcomes(session: Session) -> None:
    """R003-42 to R003-45, in SQL as in Python, for every shape of path."""
    book = Book(session)
    objective = book.objective(book.account())
    values = (None, *map(Decimal, ("0", "33.3333", "99.9999", "100", "-5")))
    days = itertools.cycle((None, TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=1)))
    huge = Decimal("99999999999999.9999")
    shapes = [*itertools.product(values, repeat=3), (-huge, Decimal("0.0001"), huge)]
    with session.change("Outcomes") as unit:
        saver = Saver(unit, TODAY, Mode.IMPORT)
        for (base, current, target), way in itertools.product(shapes, ("Increase", "Decrease")):
            saver.add(
                Outcome,
                {
                    "objective": objective.id,
                    "title": "KPI",
                    "description": "How",
                    "unit": "Percent",
                    "base_value": base,
                    "current_value": current,
                    "target_value": target,
                    "direction": picked(Outcome, "direction", way),
                    "target_date": next(days),
                },
            )
    limits = {str(n): n for n in (-1, 0, 1, 10, 33, 34, 99, 100, 101)}
    check(session, Outcome, "progress_pct", limits)
    badges = computed(session, Outcome, "kpi_status")
    order = list(KpiStatus)
    for badge in KpiStatus:
        for operator, holds in OPERATORS.items():
            found = set(list_ids(session, ListRequest(Outcome, f'kpi_status{operator}"{badge}"')))
            place = order.index(badge)
            assert found == {i for i, b in badges.items() if said(holds, order.index(b), place)}


def test_contract_value(session: Session) -> None:
    """Active contracts only, in the base currency, without those that have no rate."""
    book = Book(session)
    account = book.account(currency="USD")
    for currency, rate, days in (("EUR", "1.08250001", 0), ("EUR", "9", 1), ("GBP", "1.3", -400)):
        as_of = TODAY + timedelta(days=days)
        book.add(ExchangeRate, currency=currency, rate=Decimal(rate), as_of=as_of)
    parts = (
        (),
        (("100000", "USD", "Active"),),
        (("99999.99", "USD", "Active"), ("0.01", "USD", "Active")),
        (("99999.99", "USD", "Active"), ("0.01", "USD", "Expired")),
        (("1000", "EUR", "Active"), ("1000", "GBP", "Active")),
        (("5", "JPY", "Active"),),
        (("9999999999999999.99", "USD", "Active"), ("9999999999999999.99", "EUR", "Active")),
    )
    for some in parts:
        engagement = book.engagement(account)
        signal = book.add(
            RiskSignal,
            engagement=engagement.id,
            short_description="x",
            description="x",
            probability=picked(RiskSignal, "probability", "Low"),
            contracts_impacted=tuple(_contracts(book, account, engagement, some)),
        )
        assert signal.id
    limits = ("0", "-1", "0.01", "100k", "99999.99", "2382.5", "2382.51", "1000")
    amounts = {text: Decimal(text.replace("k", "000")) for text in limits}
    check(session, Engagement, "contract_value", amounts)
    check(session, RiskSignal, "contract_value_at_risk", amounts)
    everything = count(session, ListRequest(Engagement))
    assert count(session, ListRequest(Engagement, "contract_value<=9999999999999999")) < everything


def _contracts(
    book: Book, account: Account, engagement: Engagement, some: tuple[tuple[str, str, str], ...]
) -> list[int]:
    made = []
    for value, currency, state in some:
        values: dict[str, Any] = {"name": "C", "account": account.id, "start_date": TODAY}
        values |= {"value": Decimal(value), "currency": currency}
        with book.session.change("Contract") as unit:
            saver = Saver(unit, TODAY, Mode.IMPORT)
            contract = saver.add(Contract, {**values, "state": picked(Contract, "state", state)})
        book.add(EngagementContract, engagement=engagement.id, contract=contract.id)
        made.append(contract.id)
    return made


def test_last_touchpoint(session: Session) -> None:
    book = Book(session)
    account = book.account()
    yesterday = TODAY - timedelta(days=1)
    noon = datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC)
    talks: tuple[tuple[dict[str, Any], ...], ...] = (
        (),
        ({"due_date": TODAY},),
        ({"due_date": TODAY, "meeting_at": noon - timedelta(days=9)},),
        ({"due_date": yesterday}, {"due_date": TODAY + timedelta(days=1)}),
        ({"meeting_at": noon}, {"due_date": yesterday}),
        ({"meeting_at": noon + timedelta(hours=13)},),
        ({"meeting_at": noon, "state": picked(Touchpoint, "state", "Canceled")},),
        ({"subject": "no date"},),
    )
    for some in talks:
        engagement = book.engagement(account)
        for values in some:
            book.add(Touchpoint, **{"engagement": engagement.id, "subject": "Talk", **values})
    days = {str(d): d for d in (TODAY, yesterday, TODAY - timedelta(days=9), date.max, date.min)}
    days["tomorrow"] = TODAY + timedelta(days=1)
    check(session, Engagement, "last_touchpoint_on", days)
    assert count(session, ListRequest(Engagement, "last_touchpoint_on!=none")) == 4
    at_the_end = Session(session.workspace, "root", Clock(date.max))
    assert count(at_the_end, ListRequest(Engagement, "last_touchpoint_on<=today")) == 5


def test_yes_or_no(session: Session) -> None:
    book = Book(session)
    account, calm = book.account(), book.account()
    book.add(Escalation, account=account.id, state=picked(Escalation, "state", "Escalated"))
    book.add(Escalation, account=calm.id, state=picked(Escalation, "state", "Requested"))
    hot, cool = book.engagement(account), book.engagement(calm)
    answers = {"escalated:yes": [hot.id], "escalated:no": [cool.id], "escalated!=yes": [cool.id]}
    answers |= {"escalated:none": [], "escalated:yes,no": [hot.id, cool.id]}
    for query, ids in answers.items():
        assert list_ids(session, ListRequest(Engagement, query)) == ids, query


def test_shareable_objectives(session: Session) -> None:
    """R001-41: the plan is shared and a play of the objective is."""
    book = Book(session)
    account = book.account()
    ids = {}
    for shared, play in itertools.product((True, False), (True, False, None)):
        plan = book.plan(account, shared_with_customer=shared)
        objective = book.objective(account, plan=plan.id)
        ids[shared, play] = objective.id
        if play is not None:
            book.play(objective, shared=play)
    loose = book.objective(account)
    shown = computed(session, Objective, "shareable")
    assert [i for i, there in shown.items() if there] == [ids[True, True]]
    assert list_ids(session, ListRequest(Objective, "shareable:yes")) == [ids[True, True]]
    assert loose.id in list_ids(session, ListRequest(Objective, "shareable:no"))


def test_active_plays_and_planned_tasks(session: Session) -> None:
    """R002-08: a task under a play is planned, under a case it is not."""
    book = Book(session)
    account = book.account()
    objective = book.objective(account)
    play = book.play(objective)
    book.task(play, title="planned")
    book.task(objective, title="neither")
    shown = computed(session, Play, "active")
    assert list_ids(session, ListRequest(Play, "active:yes")) == [i for i, a in shown.items() if a]
    assert list_ids(session, ListRequest(Play, "active:no")) == []
    assert count(session, ListRequest(Task, "planned:yes")) == 1
    assert count(session, ListRequest(Task, "planned:no")) == 0
    assert count(session, ListRequest(Task, "planned:none")) == 1
    assert count(session, ListRequest(Task, "planned!=yes")) == 1


def test_days_of_a_play(session: Session) -> None:
    """End minus start; empty while one of them is."""
    book = Book(session)
    objective = book.objective(book.account())
    spans = ((0, 0), (0, 1), (-400, 30), (0, 45), (None, 3), (3, None), (None, None))
    for start, end in spans:
        days = {"start_date": start, "end_date": end}
        dates = {n: None if d is None else TODAY + timedelta(days=d) for n, d in days.items()}
        book.play(objective, **dates)
    limits = {"0": 0, "1": 1, "45": 45, "430": 430, "-1": -1, "999999999999": 999_999_999_999}
    check(session, Play, "duration_days", limits)


def test_how_far_objectives_have_come(session: Session) -> None:
    """Outcomes by progress, tasks and plays without tasks by whether they are closed."""
    book = Book(session)
    account = book.account()
    states = ("New", "Closed", "Canceled")
    shapes: list[tuple[tuple[str, ...], ...]] = [((), (), (), ())]
    for some in itertools.product(((), ("New",), states), repeat=3):
        shapes.append((*some, ("Closed",)))
        shapes.append((*some, ()))
    progress = itertools.cycle(("0", "33.3333", "50", "99.9999", "100", "130"))
    with session.change("Objectives") as unit:
        saver = Saver(unit, TODAY, Mode.IMPORT)
        for outcomes, plays, tasks, below in shapes:
            objective = saver.add(
                Objective, {"name": "O", "description": "x", "account": account.id}
            )
            for state in outcomes:
                values: dict[str, Any] = {"base_value": Decimal(0)}
                values |= {"current_value": Decimal(next(progress))}
                values |= {"target_value": Decimal(100), "direction": picked(Outcome, *RISING)}
                values |= {"objective": objective.id, "title": "K", "description": "x"}
                state_of = picked(Outcome, "state", state)
                saver.add(Outcome, {**values, "unit": "Percent", "state": state_of})
            for state in plays:
                play = saver.add(
                    Play,
                    {
                        "objective": objective.id,
                        "name": "P",
                        "state": picked(Play, "state", state),
                    },
                )
                for task in below:
                    _add_task(saver, play, task)
            for state in tasks:
                _add_task(saver, objective, state)
    limits = {str(n): n for n in (-1, 0, 1, 33, 50, 66, 67, 99, 100, 101)}
    check(session, Objective, "completion_pct", limits)


RISING = ("direction", "Increase")


def _add_task(saver: Saver, parent: Record, state: str) -> None:
    told = picked(Task, "parent_type", parent.declaration.name)
    values = {"parent_type": told, "parent": parent.id, "title": "T", "description": "x"}
    saver.add(Task, {**values, "state": picked(Task, "state", state)})


def test_everything_computed_can_be_filtered(session: Session) -> None:
    """Whatever a declaration adds later is either filtered by, or says so."""
    for cls in REGISTRY.values():
        for name in cls.declaration.derived:
            assert count(session, ListRequest(cls, f"{name}:none", templates=None)) == 0
