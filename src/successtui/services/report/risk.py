"""How the numbers of the Risk tab are counted (R004-21 to R004-28)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal

from successtui.records.picklists import Health, Probability, RiskScope
from successtui.services.report.catalogue import NONE, UNCATEGORISED
from successtui.services.report.numbers import Group, Number
from successtui.services.report.work import Work
from successtui.store.report.counting import (
    Amount,
    amounts_at_risk,
    amounts_at_risk_by_category,
    tally,
)

_COUNTED = ("red_or_yellow", "poor_before_renewal", "no_touchpoint_ahead")
_SIGNALS = ("active_risk", "without_contract")
_BY = ("category", "scope", "probability")
_TOP = 5


def count_risk(work: Work) -> Iterator[Number]:
    """The numbers of the tab, in its order."""
    connection, scope = work.reader.connection, work.scope
    signals = tally(connection, scope, "risk_signal", _SIGNALS, _BY)
    yield _at_risk(work, sum(row[4] for row in signals))
    rows = tally(connection, scope, "engagement", _COUNTED, ("perceived_health",))
    health = {row[0]: row[1] for row in rows}
    groups = tuple(Group(h.value, health.get(h, 0)) for h in (Health.RED, Health.YELLOW))
    total = sum(int(group.value) for group in groups)
    yield Number("risk.red_yellow_engagements", total, groups, count=total)
    poor, silent = sum(row[2] for row in rows), sum(row[3] for row in rows)
    yield Number("risk.renewals_due_soon_in_poor_health", poor, count=poor)
    yield Number("risk.no_touchpoints_in_90_days", silent, count=silent)
    by: list[Counter[str | None]] = [Counter(), Counter(), Counter()]
    for row in signals:
        for place, counter in enumerate(by):
            counter[row[place]] += row[3]
    total = sum(by[0].values())
    yield Number("risk.active_risk_signals", total, count=total)
    yield _top(work, by[0], total)
    scopes = [Group(s.value, by[1][s]) for s in RiskScope] + [Group(NONE, by[1][None])]
    yield Number("risk.by_scope", total, tuple(scopes), count=total)
    likely = tuple(Group(p.value, by[2][p]) for p in Probability)
    yield Number("risk.by_probability", total, likely, count=total)


def _at_risk(work: Work, without_contract: int) -> Number:
    amounts = amounts_at_risk(work.reader.connection, work.scope)
    total, missing = work.total(amounts)
    contracts = sum(amount.contracts for amount in amounts)
    notes = []
    if missing:
        notes.append(f"{missing} {'row' if missing == 1 else 'rows'} without rate")
    if without_contract:
        signals = "signal" if without_contract == 1 else "signals"
        notes.append(f"{without_contract} {signals} without contract")
    return Number(
        "risk.total_contract_value_at_risk",
        total,
        count=contracts,
        notes=tuple(notes),
        without_rate=missing,
        extra={"contracts": contracts, "signals_without_contract": without_contract},
    )


def _top(work: Work, found: Counter[str | None], total: int) -> Number:
    counts: Counter[str] = Counter()
    for category, number in found.items():
        counts[category or UNCATEGORISED] += number
    counts += Counter()
    at_stake = _at_stake(work) if len(set(counts.values())) < len(counts) else {}
    nothing = Decimal(0)
    ranked = sorted(counts, key=lambda name: (-counts[name], -at_stake.get(name, nothing), name))
    groups = tuple(Group(name, counts[name]) for name in ranked[:_TOP])
    others = total - sum(int(group.value) for group in groups)
    notes = (f"others {others}",) if others else ()
    extra = {"others": others}
    return Number("risk.top_5_indicators", total, groups, count=total, notes=notes, extra=extra)


def _at_stake(work: Work) -> dict[str, Decimal]:
    """Contract value at risk by category; what has no rate adds nothing."""
    amounts: defaultdict[str, list[Amount]] = defaultdict(list)
    for category, amount in amounts_at_risk_by_category(work.reader.connection, work.scope):
        amounts[category or UNCATEGORISED].append(amount)
    return {name: work.total(some)[0] for name, some in amounts.items()}
