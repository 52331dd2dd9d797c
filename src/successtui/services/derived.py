"""Values computed on reading, for many records at once, from rows the person may see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from successtui.domain.lifecycle import is_open
from successtui.domain.progress import kpi_status, progress_pct
from successtui.records import (
    Contract,
    Engagement,
    EngagementContract,
    Escalation,
    Outcome,
    Plan,
    Play,
    Record,
    RiskSignal,
    Task,
    Touchpoint,
)
from successtui.services.money import Rates, rates
from successtui.store.reader import Reader

Values = dict[int, dict[str, Any]]


def derive(reader: Reader, records: Sequence[Record], today: date) -> Values:
    """Derived values of records of one type: id to name to value."""
    if not records or not records[0].declaration.derived:
        return {record.id: {} for record in records}
    return _DERIVERS[records[0].declaration.name](reader, records, today)


def outcome_values(outcome: Outcome, today: date) -> dict[str, Any]:
    """Progress and badge of one outcome (R003-42 to R003-45)."""
    path = (outcome.base_value, outcome.current_value, outcome.target_value, outcome.direction)
    return {
        "progress_pct": progress_pct(*path),
        "kpi_status": kpi_status(*path, outcome.target_date, today),
    }


def completion(outcomes: Iterable[Outcome], plays: Iterable[Play], tasks: Iterable[Task]) -> int:
    """How far an objective has come, 0 to 100, rounded down.

    The mean over its outcomes (by their progress; closed ones count 100), its tasks and its plays
    without tasks (0 or 100). What was canceled does not count; nothing at all is 0.
    """
    shares: list[int] = []
    for outcome in outcomes:
        if outcome.state != "Canceled":
            shares.append(100 if outcome.state == "Closed" else _share(outcome))
    todo = list(tasks)
    with_tasks = {task.parent for task in todo if task.parent_type == "play"}
    pieces: list[Record] = [*todo, *(play for play in plays if play.id not in with_tasks)]
    shares += [100 if p["state"] == "Closed" else 0 for p in pieces if p["state"] != "Canceled"]
    return sum(shares) // len(shares) if shares else 0


def _share(outcome: Outcome) -> int:
    return progress_pct(
        outcome.base_value, outcome.current_value, outcome.target_value, outcome.direction
    )


def _outcomes(_reader: Reader, records: Sequence[Record], today: date) -> Values:
    return {r.id: outcome_values(r, today) for r in records if isinstance(r, Outcome)}


def _objectives(reader: Reader, records: Sequence[Record], _today: date) -> Values:
    ids = [record.id for record in records]
    outcomes = reader.all(Outcome, {"objective": ids}, templates=None)
    plays = reader.all(Play, {"objective": ids}, templates=None)
    tasks = reader.all(Task, {"parent_type": "objective", "parent": ids}, templates=None)
    play_ids = [play.id for play in plays]
    tasks += reader.all(Task, {"parent_type": "play", "parent": play_ids}, templates=None)
    home = {play.id: play.objective for play in plays}
    plans = reader.rows(Plan, [r["plan"] for r in records if r["plan"] is not None])
    found: Values = {}
    for record in records:
        mine = [p for p in plays if p.objective == record.id]
        theirs = [t for t in tasks if _objective_of(t, home) == record.id]
        plan = plans.get(record["plan"] or 0)
        found[record.id] = {
            "completion_pct": completion(
                [o for o in outcomes if o.objective == record.id], mine, theirs
            ),
            "shareable": bool(plan and plan.shared_with_customer and any(p.shared for p in mine)),
        }
    return found


def _objective_of(task: Task, home: Mapping[int, int | None]) -> int | None:
    return task.parent if task.parent_type == "objective" else home.get(task.parent)


def _plays(_reader: Reader, records: Sequence[Record], _today: date) -> Values:
    found: Values = {}
    for play in records:
        assert isinstance(play, Play)
        both = play.start_date is not None and play.end_date is not None
        days = (play.end_date - play.start_date).days if both else None  # type: ignore[operator]
        found[play.id] = {"active": is_open(play.state), "duration_days": days}
    return found


def _tasks(_reader: Reader, records: Sequence[Record], _today: date) -> Values:
    planned = {"play": True, "internal_play": True, "success_case": False}
    return {task.id: {"planned": planned.get(task["parent_type"])} for task in records}


def _engagements(reader: Reader, records: Sequence[Record], today: date) -> Values:
    ids = [record.id for record in records]
    links = reader.all(EngagementContract, {"engagement": ids})
    contracts = reader.rows(Contract, [link.contract for link in links])
    accounts = [record["account"] for record in records]
    escalated = {
        e.account for e in reader.all(Escalation, {"account": accounts, "state": "Escalated"})
    }
    last = _last_touchpoints(reader, ids, today)
    exchange = rates(reader, today)
    found: Values = {}
    for record in records:
        assert isinstance(record, Engagement)
        mine = {link.contract for link in links if link.engagement == record.id}
        active = [contracts[i] for i in mine if i in contracts and contracts[i].state == "Active"]
        found[record.id] = {
            "contract_value": _sum(active, exchange),
            "last_touchpoint_on": last.get(record.id),
            "escalated": record.account in escalated,
        }
    return found


def _last_touchpoints(reader: Reader, ids: list[int], today: date) -> dict[int, date]:
    found: dict[int, date] = {}
    for touch in reader.all(Touchpoint, {"engagement": ids}):
        on = touch.meeting_at.date() if touch.meeting_at else touch.due_date
        if on is not None and on <= today and touch.state != "Canceled":
            found[touch.engagement] = max(on, found.get(touch.engagement, on))
    return found


def _risks(reader: Reader, records: Sequence[Record], today: date) -> Values:
    ids = sorted({i for record in records for i in record["contracts_impacted"]})
    contracts = reader.rows(Contract, ids)
    exchange = rates(reader, today)
    found: Values = {}
    for risk in records:
        assert isinstance(risk, RiskSignal)
        hit = [contracts[i] for i in risk.contracts_impacted if i in contracts]
        found[risk.id] = {"contract_value_at_risk": _sum(hit, exchange)}
    return found


def _sum(contracts: Iterable[Contract], exchange: Rates) -> Decimal:
    """The contracts' value in the base currency; one without a rate adds nothing."""
    values = (exchange.convert(c.value, c.currency) for c in contracts)
    return sum((value for value in values if value is not None), Decimal(0))


_DERIVERS = {
    "outcome": _outcomes,
    "objective": _objectives,
    "play": _plays,
    "task": _tasks,
    "engagement": _engagements,
    "risk_signal": _risks,
}
