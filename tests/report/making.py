"""Random books of business for the success report.

Dates crowd around the edges of the report's windows. What belongs to a deleted row is deleted with
it, as the program would have done.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from tests.report import making_business, making_work
from tests.report.maker import Maker
from tests.report.making_business import VALUES
from tests.report.world import Change, Row, World

DELETABLE = (
    "engagement",
    "contract",
    "engagement_contract",
    "renewal_event",
    "opportunity",
    "objective",
    "play",
    "task",
    "touchpoint",
    "risk_signal",
    "escalation",
    "product_usage",
)
HANGS_FROM = ("engagement", "contract", "objective", "parent")
"""Fields whose record takes a row along when it is deleted."""


def make_world(seed: int, *, with_history: bool = False, with_deleted: bool = True) -> World:
    """The random world of that seed.

    Args:
        with_history: some contracts were changed or canceled after they came into being.
        with_deleted: some rows were deleted.
    """
    rng = random.Random(seed)
    maker = Maker(rng)
    making_business.people(maker)
    making_business.money(maker)
    making_business.accounts(maker)
    making_business.engagements(maker)
    making_business.contracts(maker)
    making_work.plans(maker)
    making_work.activities(maker)
    making_work.tasks(maker)
    if with_deleted:
        _deletions(maker)
    if with_history:
        _history(maker)
    return maker.world


def _deletions(m: Maker) -> None:
    for name in DELETABLE:
        for row in m.world.every(name):
            row["deleted"] = m.chance(0.08)
    _take_along(m)


def _take_along(m: Maker) -> None:
    """Whatever hangs from a deleted row goes with it, down to the tasks of plays."""
    for _ in range(3):
        gone = {row.get("number") for row in _rows(m) if row["deleted"]} - {None}
        for row in _rows(m):
            row["deleted"] = row["deleted"] or any(row.get(f) in gone for f in HANGS_FROM)


def _rows(m: Maker) -> Iterable[Row]:
    return (row for rows in m.world.rows.values() for row in rows)


def _history(m: Maker) -> None:
    """Contracts that were worth another amount, or were canceled on the way."""
    for contract in m.world.living("contract"):
        moments = m.days.moments(m.pick((0, 0, 1, 2)))
        _was(m, contract, "value", [m.pick(VALUES) for _ in moments], moments)
        if contract["state"] in ("Active", "Canceled") and m.chance(0.3):
            contract["state"] = "Canceled"
            _was(m, contract, "state", ["Active"], m.days.moments(1))
    m.world.changes.sort(key=lambda change: change.at)


def _was(m: Maker, contract: Row, name: str, before: list[Any], moments: list[datetime]) -> None:
    """The values a field had before each moment; after the last it has today's."""
    after = [*before, contract[name]][1:]
    for at, old, new in zip(moments, before, after, strict=True):
        m.world.changes.append(Change(at, contract["number"], name, old, new))
