"""The 29 indicators, computed again in plain Python, as the JSON of the dashboard has them."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from tests.report.oracle_renewal import renewal_tab
from tests.report.oracle_scope import GONE, Oracle, cents, counted, numbers
from tests.report.world import STAGES, Row

Answer = dict[str, dict[str, Any]]


def expected(oracle: Oracle) -> Answer:
    """Every indicator by its key."""
    tabs = {
        "overview": overview_tab(oracle),
        "risk": risk_tab(oracle),
        "adoption": adoption_tab(oracle),
        "renewal": renewal_tab(oracle),
    }
    return {f"{tab}.{name}": told for tab, held in tabs.items() for name, told in held.items()}


def overview_tab(o: Oracle) -> Answer:
    """O1 to O7."""
    new = [e for e in o.engagements if o.this_year(e["started_on"]) and e["state"] != "Canceled"]
    owned = [e for e in o.active if e["csm"] is not None]
    owners = len({e["csm"] for e in owned})
    average = (
        (Decimal(len(owned)) / owners).quantize(Decimal("0.1"), ROUND_HALF_UP) if owners else 0
    )
    escalated = {e["account"] for e in o.world.living("escalation") if e["state"] == "Escalated"}
    reviewed = {
        t["engagement"]
        for t in o.world.living("touchpoint")
        if t["meeting_type"] == "QBR" and t["state"] not in GONE and _from_today(o, t)
    }
    healths = ("Green", "Yellow", "Red", "Unknown")
    return {
        "total_engagements": counted(o.active),
        "ytd_new_engagements": counted(new),
        "average_engagements_per_csm": {"value": str(average) if owners else None},
        "engagements_with_escalations": counted([e for e in o.active if e["account"] in escalated]),
        "engagements_with_upcoming_qbrs": counted([e for e in o.active if e["number"] in reviewed]),
        "engagement_health_by_stage": {
            "groups": [
                [stage, {h: len(_by(o.active, stage=stage, perceived_health=h)) for h in healths}]
                for stage in STAGES
            ]
        },
        "success_manager_tasks": {"groups": _task_buckets(o)},
    }


def _by(rows: list[Row], **values: Any) -> list[Row]:
    return [row for row in rows if all(row[name] == value for name, value in values.items())]


def _day_of_touchpoint(o: Oracle, touchpoint: Row) -> date | None:
    due: date | None = touchpoint["due_date"]
    return o.day_of(touchpoint["meeting_at"]) or due


def _from_today(o: Oracle, touchpoint: Row) -> bool:
    day = _day_of_touchpoint(o, touchpoint)
    return day is not None and day >= o.today


def _task_buckets(o: Oracle) -> list[list[Any]]:
    labels = ("Overdue", "Due today", "In progress", "New", "Paused", "Closed", "Canceled")
    found = dict.fromkeys(labels, 0)
    people = o.people & set(o.wanted.csms) if o.wanted.csms else o.people
    accounts = {e["account"] for e in o.engagements}
    for task in o.world.living("task"):
        person = {"user": task["owner"], "role": task["owner_user"]}.get(task["owner_kind"])
        if task["is_template"] or person not in people or task["account"] not in accounts:
            continue
        is_open = task["state"] not in GONE
        if is_open and task["due_date"] is not None and task["due_date"] < o.today:
            found["Overdue"] += 1
        elif is_open and task["due_date"] == o.today:
            found["Due today"] += 1
        elif is_open or o.this_year(o.day_of(task["closed_at"])):
            found[task["state"]] += 1
    return [[label, found[label]] for label in labels]


def risk_tab(o: Oracle) -> Answer:
    """R1 to R8."""
    signals = [
        r
        for r in o.world.living("risk_signal")
        if r["engagement"] in o.numbers and r["state"] in ("New", "Active")
    ]
    at_risk = _impacted(o, signals)
    value, without = o.total(at_risk)
    colours = {c: _by(o.active, perceived_health=c) for c in ("Red", "Yellow")}
    met = {
        t["engagement"]
        for t in o.world.living("touchpoint")
        if t["state"] not in GONE and o.ahead(_day_of_touchpoint(o, t), 90)
    }
    scopes = ("Onboarding", "Adoption", "Expansion", "Renewal", None)
    odds = ("Very high", "High", "Moderate", "Low", "Very low")
    return {
        "total_contract_value_at_risk": {
            "value": cents(value),
            "records": numbers(at_risk),
            "without_rate": without,
        },
        "red_yellow_engagements": {
            **counted(colours["Red"] + colours["Yellow"]),
            "groups": [[colour, len(held)] for colour, held in colours.items()],
        },
        "renewals_due_soon_in_poor_health": counted(
            [e for e in o.active if _is_poor(e) and o.ahead(o.renewal_date(e), 90)]
        ),
        "no_touchpoints_in_90_days": counted([e for e in o.active if e["number"] not in met]),
        "active_risk_signals": counted(signals),
        "top_5_indicators": {"groups": _top_5(o, signals)},
        "by_scope": {"groups": [[s or "(none)", len(_by(signals, scope=s))] for s in scopes]},
        "by_probability": {"groups": [[p, len(_by(signals, probability=p))] for p in odds]},
    }


def _impacted(o: Oracle, signals: list[Row]) -> list[Row]:
    """The contracts that the signals name, each once, without the canceled ones."""
    named = {number for signal in signals for number in signal["contracts_impacted"]}
    held = [o.contracts[number] for number in sorted(named) if number in o.contracts]
    return [contract for contract in held if contract["state"] != "Canceled"]


def _is_poor(engagement: Row) -> bool:
    if engagement["health_score"] is not None:
        return Decimal(engagement["health_score"]) < 40
    return bool(engagement["perceived_health"] == "Red")


def _top_5(o: Oracle, signals: list[Row]) -> list[list[Any]]:
    held: dict[str, list[Row]] = {}
    for signal in signals:
        held.setdefault(signal["category"] or "Uncategorised", []).append(signal)
    ranked = sorted(
        held, key=lambda name: (-len(held[name]), -o.total(_impacted(o, held[name]))[0], name)
    )
    return [[name, len(held[name])] for name in ranked[:5]]


def adoption_tab(o: Oracle) -> Answer:
    """A1 to A7."""
    onboarding = _by(o.active, stage="Initial onboarding")
    overdue = [
        e
        for e in onboarding
        if e["went_live_on"] is None and e["initial_go_live"] and e["initial_go_live"] < o.today
    ]
    due = [e for e in o.active if e["went_live_on"] is None and o.ahead(e["initial_go_live"], 30)]
    goals: dict[str, list[Row]] = {number: [] for number in o.active_numbers}
    for objective in o.world.living("objective"):
        if objective["engagement"] in goals and not objective["is_template"]:
            goals[objective["engagement"]].append(objective)
    shown = {"New": "Not Started"}
    labels = ("New", "On-Track", "At Risk", "Paused", "Completed", "Canceled")
    every = [objective for held in goals.values() for objective in held]
    low = [
        [u["engagement"], u["product"]]
        for u in o.world.living("product_usage")
        if u["engagement"] in o.active_numbers
        and u["usage_plan"] != "Deactivated"
        and u["adoption_score"] is not None
        and Decimal(u["adoption_score"]) < 40
    ]
    return {
        "overdue_go_live": counted(overdue),
        "active_onboarding": counted(onboarding),
        "go_live_due_in_30_days": counted(due),
        "no_success_objectives": counted([e for e in o.active if not goals[e["number"]]]),
        "over_80_percent_objective_completion": counted(
            [e for e in o.active if _nearly_done(goals[e["number"]])]
        ),
        "success_objective_progress": {
            "groups": [[n, len(_by(every, progress=shown.get(n, n)))] for n in labels]
        },
        "low_adoption_products": {"value": len(low), "records": sorted(low)},
    }


def _nearly_done(objectives: list[Row]) -> bool:
    total = [goal for goal in objectives if goal["progress"] != "Canceled"]
    done = _by(total, progress="Completed")
    return len(total) >= 1 and len(done) * 100 > 80 * len(total)
