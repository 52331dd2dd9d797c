"""The report of a past day is the one the oracle computes from the rows of that day."""

from __future__ import annotations

import copy
import random
from datetime import date

import pytest

from successtui.domain.as_of import PointInTime
from successtui.domain.clock import Clock
from successtui.services.as_of import look_back
from successtui.services.report.answer import as_json
from successtui.services.report.report import report
from successtui.services.session import Session
from tests.report.asking import compared, reporters
from tests.report.loading import store_world
from tests.report.making import make_world
from tests.report.oracle import expected
from tests.report.oracle_scope import Oracle
from tests.report.world import World


def on_that_day(world: World, day: date) -> World:
    """The world as it was at the end of a day (UTC)."""
    then = copy.deepcopy(world)
    then.today = day
    contracts = {row["number"]: row for row in then.every("contract")}
    for change in reversed(world.changes):
        if change.at.date() > day:
            contracts[change.contract][change.field] = change.old
            then.changes.remove(change)
    return then


@pytest.mark.parametrize("seed", range(6000, 6003))
def test_a_past_report(seed: int, session: Session) -> None:
    """R004-14 to R004-46: contracts were worth what they were worth then, and so on."""
    world = make_world(seed, with_history=True)
    world.changes = [change for change in world.changes if change.field == "value"]
    for engagement in world.every("engagement"):
        engagement["csm"] = None if engagement["csm"] == "root" else engagement["csm"]
    store_world(session.workspace, world)
    rng = random.Random(seed)
    day = rng.choice(world.changes).at.date()
    then = on_that_day(world, day)
    able = reporters(world)
    for viewer in rng.sample(able, min(2, len(able))):
        own = Session(session.workspace, viewer, Clock(None, "UTC"))
        past = look_back(own, PointInTime(day=day))
        try:
            answers = as_json(report(past))
        finally:
            past.close()
        assert answers["today"] == day.isoformat()
        assert compared(answers["indicators"], expected(Oracle(then, viewer))) == {}
