"""Whatever way the program tells something, nobody hears of a record they must not know of.

Every way out is compared with the independent computation of `tests/store/oracle.py`, for several
people of random worlds (permissions.md, "Which rows": R004-03, R004-04).
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from successtui.records import REGISTRY
from successtui.services.checking import check
from successtui.store.workspace import Workspace
from tests.pg import TODAY, Cluster, postgres_model
from tests.services.doors_of_people import (
    check_accounts,
    check_as_of,
    check_bundle,
    check_inbox,
    check_past,
    check_report,
    check_views,
)
from tests.services.doors_of_types import check_bulk, check_lists, check_records, check_words
from tests.services.telltale import Scene, scene
from tests.services.viewer import Viewer
from tests.store.oracle import Oracle

WORLDS = 8
WORLDS_ON_POSTGRESQL = 1
VIEWERS = 3


def check_scene(found: Scene, rng: random.Random, folder: Path) -> None:
    """All doors, for some people of one scene."""
    folder.mkdir()
    people = [u for u in found.world.rows["user"] if Oracle(found.world.rows, u["id"]).may_sign_in]
    for place, user in enumerate(rng.sample(people, min(VIEWERS, len(people)))):
        oracle = Oracle(found.world.rows, user["id"])
        viewer = Viewer(found, found.session(user["username"]), oracle, rng, folder)
        for name in rng.sample(sorted(REGISTRY), 8):
            if found.world.rows[name]:
                check_lists(viewer, name)
                check_words(viewer, name)
                check_records(viewer, name)
                check_bulk(viewer, name)
        check_past(viewer)
        check_accounts(viewer)
        check_inbox(viewer)
        check_bundle(viewer)
        check_report(viewer)
        check_views(viewer)
        viewer.hears("check", check(viewer.session))
        if place == 0:
            check_as_of(viewer)


@pytest.mark.parametrize("portion", range(4))
def test_no_door_tells_of_hidden_records(portion: int, sqlite_model: Path, tmp_path: Path) -> None:
    """Lists, counts, search, show, history, export, picklists, bulk work, report, inbox, past."""
    path = tmp_path / "world.db"
    shutil.copy(sqlite_model, path)
    workspace = Workspace(path)
    for seed in range(portion, WORLDS, 4):
        check_scene(scene(workspace, seed, TODAY), random.Random(seed), tmp_path / str(seed))
        workspace.close()
        shutil.copy(sqlite_model, path)


@pytest.fixture
def copies(cluster: Cluster) -> Iterator[list[str]]:
    """Names of fresh workspaces on PostgreSQL."""
    names = [cluster.create(postgres_model(cluster)) for _ in range(WORLDS_ON_POSTGRESQL)]
    yield names
    for name in names:
        cluster.drop(name)


def test_no_door_on_postgresql(copies: list[str], cluster: Cluster, tmp_path: Path) -> None:
    """The same on the other engine."""
    for seed, name in enumerate(copies):
        workspace = Workspace(cluster.address(name))
        check_scene(scene(workspace, seed, TODAY), random.Random(seed), tmp_path / name)
        workspace.close()
