"""How the numbers of the Renewal tab are counted (R004-36 to R004-46)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal

from successtui.records.picklists import RenewalOutcome
from successtui.services.report.catalogue import RENEWAL_STAGES
from successtui.services.report.numbers import Group, Number
from successtui.services.report.windows import month_name
from successtui.services.report.work import Work
from successtui.store.report.counting import Amount, amounts_in_renewal, tally
from successtui.store.report.in_force import ids_in_force, worth_at
from successtui.store.report.listing import lines_of
from successtui.store.report.verdicts import Verdict, verdicts


def count_renewal(work: Work) -> Iterator[Number]:
    """The numbers of the tab, in its order."""
    connection, scope = work.reader.connection, work.scope
    (row,) = tally(connection, scope, "engagement", ("renewal_due", "lost"))
    due, lost = row
    yield Number("renewal.due_in_90_days", due, count=due)
    (row,) = tally(connection, scope, "contract", ("opened_renewal", "on_extension"))
    yield Number("renewal.opened_renewals", row[0], count=row[0])
    yield Number("renewal.contracts_on_extension", row[1], count=row[1])
    yield _stages(work)
    yield _months(work, verdicts(connection, scope))
    yield Number("renewal.lost_contracts", lost, count=lost)
    yield _in_force(work)


def _stages(work: Work) -> Number:
    amounts: defaultdict[str, list[Amount]] = defaultdict(list)
    for substate, amount in amounts_in_renewal(work.reader.connection, work.scope):
        amounts[substate].append(amount)
    groups = []
    for stage in RENEWAL_STAGES:
        money, missing = work.total(amounts[stage])
        contracts = sum(amount.contracts for amount in amounts[stage])
        groups.append(Group(stage, contracts, money=money, without_rate=missing))
    total = sum(int(group.value) for group in groups)
    missing = sum(group.without_rate for group in groups)
    return _noted("renewal.by_stage", total, tuple(groups), total, missing)


def _months(work: Work, found: Iterable[Verdict]) -> Number:
    by_month: defaultdict[str, list[Verdict]] = defaultdict(list)
    contracts = set()
    for verdict in found:
        by_month[month_name(verdict.on)].append(verdict)
        contracts.add(verdict.contract)
    groups = []
    for month in work.months:
        series: dict[str, int | Decimal] = {"won": 0, "lost": 0}
        missing = 0
        for outcome in (RenewalOutcome.WON.value, RenewalOutcome.LOST.value):
            some = [v for v in by_month[month_name(month.day)] if v.outcome == outcome]
            money, without_rate = work.total(Amount(v.units, v.currency, 1) for v in some)
            series |= {outcome: len(some), f"{outcome}_value": money}
            missing += without_rate
        here = {verdict.contract for verdict in by_month[month_name(month.day)]}
        groups.append(Group(month_name(month.day), len(here), series, without_rate=missing))
    key = "renewal.renewals_and_losses_by_month"
    unrated = sum(group.without_rate for group in groups)
    return _noted(key, None, tuple(groups), len(contracts), unrated)


def _in_force(work: Work) -> Number:
    found = worth_at(work.reader.connection, work.scope, work.months)
    groups = []
    for month, amounts in zip(work.months, found, strict=True):
        money, missing = work.total(amounts)
        running = {"contracts": sum(amount.contracts for amount in amounts)}
        groups.append(Group(month_name(month.day), money, running, without_rate=missing))
    last = groups[-1]
    key, running_now = "renewal.total_contract_value_by_month", int(last.series["contracts"])
    missing = _without_rate(work) if any(group.without_rate for group in groups) else 0
    return _noted(key, last.value, tuple(groups), running_now, missing)


def _without_rate(work: Work) -> int:
    """How many contracts were in force in some month and cannot be converted."""
    connection = work.reader.connection
    ids = ids_in_force(connection, work.scope, work.months)
    found = lines_of(connection, work.sqlite, "contract", ids, ("currency",))
    return sum(work.worth(0, line.by[0]) is None for line in found)


def _noted(
    key: str, value: int | Decimal | None, groups: tuple[Group, ...], count: int, missing: int
) -> Number:
    notes = (f"{missing} {'row' if missing == 1 else 'rows'} without rate",) if missing else ()
    return Number(key, value, groups, count, notes=notes, without_rate=missing)
