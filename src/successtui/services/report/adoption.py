"""How the numbers of the Adoption tab are counted (R004-29 to R004-35)."""

from __future__ import annotations

from collections.abc import Iterator

from successtui.services.report.catalogue import PROGRESS_LABELS
from successtui.services.report.numbers import Group, Number
from successtui.services.report.work import Work
from successtui.store.report.counting import products, tally

_KEYS = {
    "adoption.overdue_go_live": "overdue_go_live",
    "adoption.active_onboarding": "onboarding",
    "adoption.go_live_due_in_30_days": "go_live_soon",
    "adoption.no_success_objectives": "without_objectives",
    "adoption.over_80_percent_objective_completion": "mostly_completed",
}


def count_adoption(work: Work) -> Iterator[Number]:
    """The numbers of the tab, in its order."""
    connection, scope = work.reader.connection, work.scope
    (row,) = tally(connection, scope, "engagement", tuple(_KEYS.values()))
    for key, number in zip(_KEYS, row, strict=True):
        yield Number(key, number, count=number)
    rows = tally(connection, scope, "objective", ("objectives",), ("progress",))
    found = {row[0]: row[1] for row in rows}
    groups = tuple(Group(label, found.get(p, 0)) for p, label in PROGRESS_LABELS.items())
    total = sum(int(group.value) for group in groups)
    yield Number("adoption.success_objective_progress", total, groups, count=total)
    low, engagements = products(connection, scope)
    noun = "engagement" if engagements == 1 else "engagements"
    yield Number(
        "adoption.low_adoption_products",
        low,
        count=low,
        notes=(f"in {engagements} {noun}",) if low else (),
        extra={"engagements": engagements},
    )
