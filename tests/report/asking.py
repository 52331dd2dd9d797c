"""Asks the program for the report, and says where its answer differs from the oracle's."""

from __future__ import annotations

import random
from typing import Any

from successtui.domain.clock import Clock
from successtui.services.report.answer import as_json
from successtui.services.report.report import report
from successtui.services.report.scope import Filters
from successtui.services.session import Session
from successtui.store.workspace import Workspace
from tests.report.oracle import expected
from tests.report.oracle_scope import Oracle, Wanted
from tests.report.world import World

COMPARED = ("value", "records", "groups", "without_rate")
REPORTERS = ("admin", "success_manager", "customer_success_agent")
NOBODY = Wanted()


def session_of(workspace: Workspace, world: World, viewer: str, zone: str = "UTC") -> Session:
    """The viewer at work on the world's day."""
    return Session(workspace, viewer, Clock(world.today, zone))


def filters_of(wanted: Wanted) -> Filters:
    """The program's filters for what is wanted."""
    return Filters(wanted.contract_values, wanted.csms, wanted.industries)


def told(
    workspace: Workspace,
    world: World,
    viewer: str,
    wanted: Wanted = NOBODY,
    zone: str = "UTC",
) -> dict[str, dict[str, Any]]:
    """The indicators as the program gives them out, by key."""
    session = session_of(workspace, world, viewer, zone)
    held: dict[str, dict[str, Any]] = as_json(report(session, filters_of(wanted)))["indicators"]
    return held


def differences(
    workspace: Workspace,
    world: World,
    viewer: str,
    wanted: Wanted = NOBODY,
    zone: str = "UTC",
) -> dict[str, tuple[Any, Any]]:
    """What the program says and what the oracle says, wherever that is not the same."""
    theirs = told(workspace, world, viewer, wanted, zone)
    ours = expected(Oracle(world, viewer, wanted, zone))
    return compared(theirs, ours)


def compared(
    theirs: dict[str, dict[str, Any]], ours: dict[str, dict[str, Any]]
) -> dict[str, tuple[Any, Any]]:
    """Both answers of every indicator whose answers differ."""
    assert list(theirs) == list(ours)
    found = {}
    for key, answer in ours.items():
        seen = {name: theirs[key].get(name, 0) for name in COMPARED if name in answer}
        if _plain(seen) != _plain(answer):
            found[key] = (seen, answer)
    return found


def _plain(value: Any) -> Any:
    """Tuples as the lists they are in JSON."""
    if isinstance(value, dict):
        return {name: _plain(held) for name, held in value.items()}
    return [_plain(held) for held in value] if isinstance(value, list | tuple) else value


def reporters(world: World) -> list[str]:
    """Usernames of those who may open the report."""
    return [
        user["username"]
        for user in world.living("user")
        if user["active"] and set(user["roles"]) & set(REPORTERS)
    ]


RANGES = (
    "0-50000",
    "50000-100000",
    "100000-500000",
    "500000-1000000",
    "1000000-",
    "0-1",
    "40000-60000",
)
INDUSTRIES = ("Retail", "Energy", "Health & Care", "(none)", "Astrology")


def any_filters(rng: random.Random, world: World) -> Wanted:
    """Some values for some of the filters, now and then one that matches nothing."""
    people = [user["username"] for user in world.every("user")] + ["nobody"]

    def some(values: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(rng.sample(values, rng.choice((0, 0, 1, 2, 3))))

    return Wanted(some(RANGES), some(tuple(people)), some(INDUSTRIES))
