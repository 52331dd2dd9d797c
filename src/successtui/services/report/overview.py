"""How the numbers of the Overview tab are counted (R004-14 to R004-20)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from successtui.records.picklists import Health, Stage
from successtui.services.report.catalogue import HEALTH_ORDER, TASK_BUCKETS, UNASSIGNED
from successtui.services.report.numbers import Group, Number
from successtui.services.report.work import Work
from successtui.store.report.counting import tally, task_tally

_COUNTED = ("active", "ended", "new_this_year", "escalated", "upcoming_qbr")


def count_overview(work: Work) -> Iterator[Number]:
    """The numbers of the tab, in its order."""
    connection, scope = work.reader.connection, work.scope
    rows = tally(connection, scope, "engagement", _COUNTED, ("stage", "perceived_health"))
    sums = [sum(row[2 + place] for row in rows) for place in range(len(_COUNTED))]
    active, ended, new, escalated, qbrs = sums
    notes = (f"+ {ended} closed",) if ended else ()
    yield Number(
        "overview.total_engagements", active, count=active, notes=notes, extra={"closed": ended}
    )
    yield Number("overview.ytd_new_engagements", new, count=new)
    yield _average(work)
    yield Number("overview.engagements_with_escalations", escalated, count=escalated)
    yield Number("overview.engagements_with_upcoming_qbrs", qbrs, count=qbrs)
    cells = {(row[0], row[1]): row[2] for row in rows}
    matrix = tuple(_row(s, {h: cells.get((s, h), 0) for h in HEALTH_ORDER}) for s in Stage)
    yield Number("overview.engagement_health_by_stage", active, matrix, count=active)
    yield _tasks(work)


def _row(stage: Stage, cells: dict[Health, int]) -> Group:
    return Group(stage.value, sum(cells.values()), {health.value: n for health, n in cells.items()})


def _average(work: Work) -> Number:
    rows = tally(work.reader.connection, work.scope, "engagement", ("active",), ("csm",))
    counts = {row[0]: row[1] for row in rows}
    unassigned = counts.pop(None, 0)
    owned = sum(counts.values())
    average = None
    if counts:
        average = (Decimal(owned) / len(counts)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    names = {person.id: person for person in work.persons}
    idle = sum(p.is_agent and p.active and p.id not in counts for p in work.persons)
    groups = [Group(names[i].username if i in names else f"user {i}", n) for i, n in counts.items()]
    groups.sort(key=lambda group: (-group.value, group.label))
    notes = []
    if unassigned:
        groups.append(Group(UNASSIGNED, unassigned))
        notes.append(f"{unassigned} unassigned")
    if idle:
        notes.append(f"{idle} {'CSM' if idle == 1 else 'CSMs'} without engagements")
    return Number(
        "overview.average_engagements_per_csm",
        average,
        tuple(groups),
        count=owned,
        notes=tuple(notes),
        extra={
            "csms": len(counts),
            "unassigned": unassigned,
            "csms_without_engagements": idle,
            "names": {person.username: person.name for person in work.persons},
        },
    )


def _tasks(work: Work) -> Number:
    counts = task_tally(work.reader.connection, work.scope)
    groups = tuple(Group(label, counts[label]) for label in TASK_BUCKETS)
    total = sum(group.value for group in groups)
    return Number("overview.success_manager_tasks", total, groups, count=int(total))
