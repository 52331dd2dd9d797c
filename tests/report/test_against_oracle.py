"""Every indicator equals its re-computation in plain Python, on hundreds of random worlds."""

from __future__ import annotations

import itertools
import random
from pathlib import Path

import pytest

from successtui.domain.clock import Clock
from successtui.services.session import Session
from successtui.store.workspace import Workspace
from successtui.transfer.bundle import read_bundle
from successtui.transfer.importer import import_rows
from tests.pg import Cluster, postgres_model
from tests.report.asking import INDUSTRIES, NOBODY, any_filters, differences, reporters
from tests.report.bundling import write_world
from tests.report.loading import clear, store_world
from tests.report.making import make_world
from tests.report.making_business import ZONES
from tests.report.oracle_scope import Wanted

PORTIONS = 8
WORLDS = 20
"""Worlds of a portion."""
WORLDS_ON_POSTGRESQL = 5


def check_world(workspace: Workspace, seed: int) -> None:
    """Compares the report of two of a world's people, with and without filters."""
    world = make_world(seed, with_history=seed % 3 == 0)
    clear(workspace)
    store_world(workspace, world)
    rng = random.Random(seed)
    able = reporters(world)
    one, other = rng.sample(able, 2) if len(able) > 1 else able * 2
    filtered = any_filters(rng, world)
    for viewer, wanted in ((one, NOBODY), (one, filtered), (other, filtered)):
        zone = rng.choice(ZONES) or "UTC"
        found = differences(workspace, world, viewer, wanted, zone)
        assert not found, (seed, viewer, wanted, zone, found)


@pytest.mark.parametrize("portion", range(PORTIONS))
def test_random_worlds(portion: int, workspace: Workspace) -> None:
    """R004-02, R004-14 to R004-46: whoever looks, whatever is filtered, whichever their zone."""
    for seed in range(portion * WORLDS, (portion + 1) * WORLDS):
        check_world(workspace, seed)


def test_random_worlds_on_postgresql(cluster: Cluster) -> None:
    """R004-02, R004-14 to R004-46."""
    name = cluster.create(postgres_model(cluster))
    workspace = Workspace(cluster.address(name))
    try:
        for seed in range(5000, 5000 + WORLDS_ON_POSTGRESQL):
            check_world(workspace, seed)
    finally:
        workspace.close()
        cluster.drop(name)


@pytest.mark.parametrize("seed", range(9000, 9006))
def test_imported_worlds(seed: int, workspace: Workspace, tmp_path: Path) -> None:
    """The same rows brought by a bundle: mirrored fields, renewal dates and events follow."""
    world = make_world(seed, with_deleted=False)
    write_world(world, tmp_path / "bundle")
    report = import_rows(
        Session(workspace, "root", Clock(world.today)), read_bundle(tmp_path / "bundle")
    )
    assert report.rejected == ()
    for viewer in reporters(world):
        found = differences(workspace, world, viewer)
        assert not found, (viewer, found)


@pytest.mark.parametrize("viewer", ["root", "dir", "mia", "abe"])
def test_every_combination_of_filters(viewer: str, workspace: Workspace) -> None:
    """R004-05 to R004-11: OR within a filter, AND across filters, nothing chosen means all."""
    world = make_world(77)
    for user in world.every("user"):
        user["active"] = True
    store_world(workspace, world)
    ranges = ((), ("0-50000",), ("50000-100000", "100000-500000", "7-8"))
    csms = ((), ("abe",), ("mia", "abe", "nobody"), ("nobody",))
    industries = ((), ("(none)",), ("Retail", "Energy"), INDUSTRIES[-1:])
    for combination in itertools.product(ranges, csms, industries):
        found = differences(workspace, world, viewer, Wanted(*combination))
        assert not found, (combination, found)
