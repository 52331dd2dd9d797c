"""No door shows a row that the permission rules hide: random worlds against an oracle."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from successtui.domain.clock import Clock
from successtui.domain.errors import Forbidden, NotFound
from successtui.domain.permissions import Actor
from successtui.records import REGISTRY, Record
from successtui.services import records
from successtui.services.histories import history_of
from successtui.services.session import Session
from successtui.services.showing import Shower, related
from successtui.store.reader import HIDDEN, Reader
from successtui.store.workspace import Workspace
from tests.pg import TODAY, Cluster, postgres_model
from tests.random_worlds import FOUNDER, NOW, World, make_world
from tests.store.oracle import Oracle

WORLDS = 120
WORLDS_ON_POSTGRESQL = 6
VIEWERS = 4
"""How many users of a world are tried, chosen at random."""


def stored_world(workspace: Workspace, seed: int) -> World:
    """A random world in a fresh workspace."""
    with workspace.change(lambda _: FOUNDER, now=NOW, title="World") as unit:
        return make_world(unit, random.Random(seed))


def check_world(workspace: Workspace, world: World, rng: random.Random) -> None:
    """Compares what users get with what the oracle says."""
    for user in rng.sample(world.rows["user"], VIEWERS):
        session = Session(workspace, user["username"], Clock(TODAY))
        oracle = Oracle(world.rows, user["id"])
        if not oracle.may_sign_in:
            with pytest.raises(Forbidden), session.read():
                pass
            continue
        with session.read() as reader:
            for name in filter(world.rows.get, REGISTRY):
                seen = oracle.ids(name)
                cls = REGISTRY[name]
                assert set(reader.ids(cls, templates=None)) == seen, (name, user)
                first = reader.ids(cls, order=("id",), templates=None, limit=10**6)
                assert first == sorted(seen), (name, user)
            for name in rng.sample(list(REGISTRY), 1):
                check_doors(reader, REGISTRY[name], oracle, world, rng)
        check_address(session, oracle, world, rng)


def check_doors(
    reader: Reader, cls: type[Record], oracle: Oracle, world: World, rng: random.Random
) -> None:
    """Every way to read records of a type gives the same rows, and names no hidden one."""
    name = cls.declaration.name
    everything = [row["id"] for row in world.rows[name]]
    seen = oracle.ids(name)
    assert reader.count(cls, templates=None) == len(seen)
    assert set(reader.ids(cls)) == oracle.ids(name, templates=False)
    assert {record.id for record in reader.all(cls, templates=True)} == (
        oracle.ids(name, templates=True) if cls.declaration.has_templates else seen
    )
    assert set(reader.rows(cls, everything)) == seen
    for row in rng.sample(world.rows[name], min(2, len(everything))):
        record = reader.get(cls, row["id"])
        assert (record is not None) == (row["id"] in seen)
    picked = {record.id for record in reader.choices(name, "", limit=1000)}
    assert picked == oracle.ids(name, templates=False)
    known = seen | {
        row["id"] for row in world.rows[name] if row["deleted"] and oracle.knew(name, row)
    }
    labels = reader.labels(name, everything)
    assert {i for i, label in labels.items() if label == HIDDEN} >= set(everything) - known
    assert set(reader.keys(name, everything)) <= known
    check_shown(reader, cls, sorted(seen), oracle, world)


def check_shown(
    reader: Reader, cls: type[Record], seen: list[int], oracle: Oracle, world: World
) -> None:
    """What is shown of a visible record spells no hidden record's key."""
    found = list(reader.rows(cls, seen[:4]).values())
    shower = Shower(reader, found, TODAY)
    hidden = {
        row["number"]
        for name in ("account", "engagement", "contract", "touchpoint", "play", "objective")
        for row in world.living(name)
        if not oracle.sees(name, row)
    }
    for record in found:
        spelled = [str(value) for value in shower.json_fields(record).values()]
        spelled += [key for keys in related(reader, record).values() for key in keys]
        assert not hidden.intersection(spelled), (record, oracle.viewer)


def check_address(session: Session, oracle: Oracle, world: World, rng: random.Random) -> None:
    """A hidden record and one that never was read the same when somebody names them."""
    numbered = [n for n, cls in REGISTRY.items() if cls.declaration.numbered and world.rows[n]]
    name = rng.choice(numbered)
    row = rng.choice(world.rows[name])
    if row["id"] in oracle.ids(name):
        assert records.find(session, row["number"]).id == row["id"]
        assert records.get(session, REGISTRY[name], row["id"]).id == row["id"]
        assert history_of(session, row["number"])[0].id == row["id"]
        return
    with pytest.raises(NotFound) as by_number:
        records.find(session, row["number"])
    assert str(by_number.value) == f"there is no record '{row['number']}'"
    with pytest.raises(NotFound) as hidden:
        records.get(session, REGISTRY[name], row["id"])
    with pytest.raises(NotFound) as missing:
        records.get(session, REGISTRY[name], 10**9)
    assert str(hidden.value) == str(missing.value)
    if not oracle.knew(name, row):
        with pytest.raises(NotFound):
            history_of(session, row["number"])


@pytest.mark.parametrize("portion", range(8))
def test_random_worlds(portion: int, sqlite_model: Path, tmp_path: Path) -> None:
    """An agent sees only their own book, a manager the whole subtree (R004-03, R004-04)."""
    path = tmp_path / "world.db"
    shutil.copy(sqlite_model, path)
    workspace = Workspace(path)
    for seed in range(portion, WORLDS, 8):
        check_world(workspace, stored_world(workspace, seed), random.Random(seed))
        # The workspace stays, with all the statements it has compiled; only its file is fresh.
        workspace.close()
        shutil.copy(sqlite_model, path)


@pytest.fixture
def copies(cluster: Cluster) -> Iterator[list[str]]:
    """Names of fresh workspaces on PostgreSQL."""
    names = [cluster.create(postgres_model(cluster)) for _ in range(WORLDS_ON_POSTGRESQL)]
    yield names
    for name in names:
        cluster.drop(name)


def test_random_worlds_on_postgresql(copies: list[str], cluster: Cluster) -> None:
    """The same rule holds on the other engine."""
    for seed, name in enumerate(copies):
        workspace = Workspace(cluster.address(name))
        check_world(workspace, stored_world(workspace, seed), random.Random(seed))
        workspace.close()


def test_the_worlds_are_worth_it(sqlite_model: Path, tmp_path: Path) -> None:
    """The worlds hold what rules trip over: circles, nobody's work, strangers, the dismissed."""
    found = dict.fromkeys(("circle", "unmanaged", "unowned", "unknown", "inactive", "deleted"), 0)
    path = tmp_path / "world.db"
    shutil.copy(sqlite_model, path)
    workspace = Workspace(path)
    for seed in range(20):
        world = stored_world(workspace, seed)
        workspace.close()
        shutil.copy(sqlite_model, path)
        users = {user["id"]: user for user in world.rows["user"]}
        found["circle"] += any(_runs_in_a_circle(users, user) for user in users)
        found["unmanaged"] += sum(user["manager"] is None for user in users.values())
        found["unowned"] += sum(row["csm"] is None for row in world.rows["engagement"])
        found["unknown"] += sum("wizard" in user["roles"] for user in users.values())
        found["inactive"] += sum(not user["active"] for user in users.values())
        found["deleted"] += sum(row["deleted"] for rows in world.rows.values() for row in rows)
    assert min(found.values()) >= 5, found


def _runs_in_a_circle(users: dict[int, dict[str, object]], start: int) -> bool:
    above, steps = users[start]["manager"], 0
    while isinstance(above, int) and above != start and steps < len(users):
        above, steps = users[above]["manager"], steps + 1
    return above == start


def test_an_actor_without_people_sees_nothing(session: Session) -> None:
    """Whoever slips in without any people is nobody, not everybody."""
    nobody = Actor(99, "nobody", "Nobody", frozenset(), frozenset())
    with session.workspace.read(lambda _: nobody) as reader:
        assert all(not reader.ids(cls, templates=None) for cls in REGISTRY.values())
