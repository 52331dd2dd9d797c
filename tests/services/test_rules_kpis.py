"""Rules of source 003 on KPIs: particulars, progress, units, and what they hold in place."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from successtui.domain.errors import Forbidden, Invalid
from successtui.records import (
    Objective,
    Outcome,
    PicklistValues,
    Play,
    User,
)
from successtui.services import records
from successtui.services.derived import derive
from successtui.services.house import picklist
from tests.pg import TODAY
from tests.worlds import Book


def test_every_kpi_has_its_own_particulars(book: Book) -> None:
    """R003-40, R003-41, R003-51: many KPIs, each of exactly one objective."""
    objective = book.objective(book.account())
    particulars: list[dict[str, Any]] = [
        {
            "category": category,
            "description": f"About {category}",
            "target_date": TODAY + timedelta(days=days),
            "unit": unit,
            "base_value": Decimal(days),
            "current_value": Decimal(days) + Decimal("0.0001"),
            "target_value": Decimal(days * 2),
        }
        for category, unit, days in (("Utilization", "Percent", 3), ("Time to Staff", "Days", 5))
    ]
    for values in particulars:
        kpi = book.again(book.outcome(objective, **values))
        assert {name: kpi[name] for name in values} == values
        assert kpi.objective == objective.id
        with pytest.raises(Invalid, match="Success objective: is required"):
            book.change(kpi, objective=None)


@pytest.mark.parametrize(
    ("base", "current", "target", "expected"),
    [
        (1_000_000, 1_100_000, 1_250_000, 40),
        (0, "99.99", 100, 99),
        (100, 50, 200, 0),
        (100, 300, 200, 100),
        (0, 100, 100, 100),
    ],
)
def test_progress_is_shown(
    book: Book, base: int, current: int | str, target: int, expected: int
) -> None:
    """R003-42 to R003-45: as stored and read back from either engine."""
    values = {"base_value": base, "current_value": current, "target_value": target}
    decimals = {name: Decimal(value) for name, value in values.items()}
    kpi = book.outcome(book.objective(book.account()), unit="EUR", **decimals)
    with book.session.read() as reader:
        stored = reader.require(Outcome, kpi.id)
        assert derive(reader, [stored], TODAY)[kpi.id]["progress_pct"] == expected


def test_units(book: Book) -> None:
    """R003-46, R003-47, R003-48: ten to start with; only an admin changes the list."""
    with book.session.read() as reader:
        units = picklist(reader, "unit")
    assert units == (
        *("EUR", "GBP", "JPY", "USD"),
        *("Hours", "Days", "Weeks", "Months"),
        *("Percent", "Quantity"),
    )
    objective = book.objective(book.account())
    with pytest.raises(Invalid, match="Unit: 'Tickets' is not in the list"):
        book.outcome(objective, unit="Tickets")
    book.user("dora")
    with pytest.raises(Forbidden, match="admin"):
        records.create(book.as_("dora"), PicklistValues, {"name": "unit", "entries": ("Tickets",)})
    book.add(PicklistValues, name="unit", entries=(*units, "Tickets"))
    assert book.outcome(objective, unit="Tickets").unit == "Tickets"


def test_kpis_can_be_added_at_any_time(book: Book) -> None:
    """R003-50: on a new objective, on one of a plan, and on an existing one."""
    account = book.account()
    standalone = book.objective(account)
    planned = book.objective(account, plan=book.plan(account).id)
    existing = book.move(book.objective(account), "In progress")
    for objective in (standalone, planned, existing):
        assert book.outcome(objective).objective == objective.id


def test_a_kpi_in_use_keeps_its_objective(book: Book) -> None:
    """A13: plays work toward outcomes of their own objective, so these do not wander off."""
    account = book.account()
    objective, other = book.objective(account), book.objective(account)
    kpi, foreign = book.outcome(objective), book.outcome(other)
    play = book.play(objective, primary_outcome=kpi.id, applicable_outcomes=(kpi.id,))
    with pytest.raises(Invalid, match=r"Primary outcome: .* belongs to another objective"):
        book.change(play, primary_outcome=foreign.id)
    with pytest.raises(Invalid, match=r"Applicable outcomes: .* belongs to another objective"):
        book.change(play, applicable_outcomes=(kpi.id, foreign.id))
    with pytest.raises(Invalid, match="while plays work toward the outcome"):
        book.change(kpi, objective=other.id)
    records.delete(book.session, kpi)
    loose = book.again(play)
    assert (loose.primary_outcome, loose.applicable_outcomes) == (None, ())


def test_an_objective_with_kpis_keeps_its_engagement(book: Book) -> None:
    """An objective with outcomes stays in its engagement; one without may move."""
    account = book.account()
    first, second = book.engagement(account), book.engagement(account)
    objective = book.objective(account, engagement=first.id)
    assert book.change(objective, engagement=second.id).engagement == second.id
    book.outcome(objective)
    with pytest.raises(Invalid, match="cannot change while the objective has outcomes"):
        book.change(objective, engagement=first.id)


def test_completion_and_shareability(book: Book) -> None:
    """R001-41: only one-off tasks: not shareable. Completion counts what was done."""
    account = book.account()
    plan = book.plan(account)
    objective = book.objective(account, plan=plan.id)

    def derived() -> dict[str, Any]:
        with book.session.read() as reader:
            return derive(reader, [reader.require(Objective, objective.id)], TODAY)[objective.id]

    assert derived() == {"completion_pct": 0, "shareable": False}
    task = book.task(objective)
    book.change(plan, shared_with_customer=True)
    assert not derived()["shareable"]
    play = book.play(objective, shared=True)
    assert derived()["shareable"]
    book.move(task, "Closed")
    assert derived()["completion_pct"] == 50
    below = book.task(play)
    book.move(below, "Canceled")
    assert derived()["completion_pct"] == 100
    book.outcome(
        objective,
        unit="Percent",
        base_value=Decimal(0),
        current_value=Decimal(50),
        target_value=Decimal(100),
    )
    assert derived()["completion_pct"] == 75
    book.change(play, shared=False)
    assert not derived()["shareable"]
    with book.session.read() as reader:
        days = derive(reader, [reader.require(Play, play.id)], TODAY)[play.id]
    assert days == {"active": True, "duration_days": None}
    dated = book.change(play, start_date=TODAY, end_date=TODAY + timedelta(days=9))
    with book.session.read() as reader:
        assert derive(reader, [dated], TODAY)[play.id]["duration_days"] == 9


def test_everybody_in_the_examples_is_active() -> None:
    """The people fields these rules speak of exist and default to active colleagues."""
    assert User.declaration.fields["active"].default is True
    assert User.declaration.fields["is_psa_resource"].default is False
