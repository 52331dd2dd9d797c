"""What the filters offer whom, on random worlds, and what choosing it does."""

from __future__ import annotations

import random

import pytest

from successtui.services.report.scope import filter_options
from successtui.store.workspace import Workspace
from tests.report.asking import (
    NOBODY,
    any_filters,
    differences,
    filters_of,
    reporters,
    session_of,
)
from tests.report.loading import clear, store_world
from tests.report.making import make_world
from tests.report.oracle_scope import Oracle, Wanted
from tests.report.world import World

SEEDS = range(8000, 8012)


@pytest.mark.parametrize("seed", SEEDS)
def test_options_by_role(seed: int, workspace: Workspace) -> None:
    """R004-09 to R004-11: agents are offered themselves; industries are those in sight."""
    world = make_world(seed)
    store_world(workspace, world)
    rng = random.Random(seed)
    for viewer in reporters(world):
        session = session_of(workspace, world, viewer)
        options = filter_options(session)
        assert {choice.value for choice in options.csms} == people_offered(world, viewer)
        wanted = any_filters(rng, world)
        narrowed = filter_options(session, filters_of(wanted))
        offered = [choice.value for choice in narrowed.industries]
        assert len(set(offered)) == len(offered)
        assert set(offered) == industries_offered(world, viewer, wanted)


def people_offered(world: World, viewer: str) -> set[str]:
    """The viewer; for managers and admins the agents and owners among their people."""
    oracle = Oracle(world, viewer)
    if not oracle.is_manager:
        return {viewer}
    owners = {engagement["csm"] for engagement in oracle.engagements}
    return {
        user["username"]
        for user in world.living("user")
        if user["username"] in oracle.people
        and ("customer_success_agent" in user["roles"] or user["username"] in owners)
    }


def industries_offered(world: World, viewer: str, wanted: Wanted) -> set[str]:
    """The industries of accounts of engagements that the other two filters let through."""
    others = Wanted(wanted.contract_values, wanted.csms)
    oracle = Oracle(world, viewer, others)
    found = {oracle.accounts[e["account"]]["industry"] for e in oracle.engagements}
    return {industry or "(none)" for industry in found}


def test_the_ranges_of_the_house(workspace: Workspace) -> None:
    """R004-08: five ranges to begin with, the last one without an end."""
    world = make_world(8100)
    store_world(workspace, world)
    options = filter_options(session_of(workspace, world, "root"), filters_of(NOBODY))
    assert [choice.value for choice in options.contract_values] == [
        "0-50000",
        "50000-100000",
        "100000-500000",
        "500000-1000000",
        "1000000-",
    ]


def test_somebody_in_scope_need_not_be_offered(workspace: Workspace) -> None:
    """R004-10: a valid choice all the same, and one out of scope adds nothing."""
    world = make_world(8101)
    for user in world.every("user"):
        user["active"] = True
    clear(workspace)
    store_world(workspace, world)
    for viewer in reporters(world):
        for user in world.every("user"):
            wanted = Wanted(csms=(user["username"], "nobody"))
            assert differences(workspace, world, viewer, wanted) == {}
