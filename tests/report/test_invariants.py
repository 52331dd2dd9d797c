"""What must hold between the numbers of the report, whatever the book of business."""

from __future__ import annotations

import random
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from successtui.domain.errors import BadCall
from successtui.services.report.catalogue import BY_KEY
from successtui.services.report.drill import drill
from successtui.services.report.numbers import Group, Number
from successtui.services.report.report import report
from successtui.store.workspace import Workspace
from tests.report.asking import (
    NOBODY,
    any_filters,
    filters_of,
    reporters,
    session_of,
    told,
)
from tests.report.loading import clear, store_world
from tests.report.making import make_world
from tests.report.oracle_scope import Oracle, Wanted
from tests.report.world import World

SEEDS = range(7000, 7006)
TOTAL = "overview.total_engagements"
AVERAGE = "overview.average_engagements_per_csm"
VERDICTS = "renewal.renewals_and_losses_by_month"
IN_FORCE = "renewal.total_contract_value_by_month"
Indicators = dict[str, dict[str, Any]]


@pytest.fixture(params=SEEDS)
def world(request: pytest.FixtureRequest, workspace: Workspace) -> World:
    """A random world, stored; everybody in it may sign in."""
    made = make_world(request.param, with_history=True)
    for user in made.every("user"):
        user["active"] = True
    store_world(workspace, made)
    return made


def parts(number: Number) -> Iterator[tuple[str, int]]:
    """How each group, cell and column of a number is drilled into, and what it says."""
    for group in number.groups:
        yield from _parts_of(number.key, group)
    if number.key == "overview.engagement_health_by_stage":
        for name in number.groups[0].series:
            yield f"/{name}", sum(int(group.series[name]) for group in number.groups)


def _parts_of(key: str, group: Group) -> Iterator[tuple[str, int]]:
    if key == IN_FORCE:
        yield group.label, int(group.series["contracts"])
        return
    yield group.label, int(group.value)
    if key == "overview.engagement_health_by_stage":
        assert group.value == sum(group.series.values())
        yield from ((f"{group.label}/{name}", int(n)) for name, n in group.series.items())
    if key == VERDICTS:
        yield from ((f"{group.label}/{name}", int(group.series[name])) for name in ("won", "lost"))


def test_every_number_opens_the_records_it_counts(workspace: Workspace, world: World) -> None:
    """R004-13: tiles, bars, cells, rows, columns and months, with and without filters."""
    rng = random.Random(7)
    viewer = rng.choice(reporters(world))
    session = session_of(workspace, world, viewer)
    filters = filters_of(rng.choice((NOBODY, any_filters(rng, world))))
    for key, number in report(session, filters).numbers.items():
        rows = drill(session, filters, key).ids
        assert len(set(rows)) == len(rows) == number.count, key
        if BY_KEY[key].listed:
            assert tuple(sorted(rows)) == number.ids, key
            assert len(number.records) == len(rows), key
        if isinstance(number.value, int):
            assert number.value == len(rows), key
        for group, value in parts(number):
            inside = drill(session, filters, key, group).ids
            assert len(set(inside)) == len(inside) == value, (key, group)
            assert set(inside) <= set(rows) or key in (AVERAGE, IN_FORCE), (key, group)


def test_nothing_is_drilled_into_that_is_not_there(workspace: Workspace, world: World) -> None:
    """R004-13."""
    session = session_of(workspace, world, "root")
    with pytest.raises(BadCall):
        drill(session, filters_of(NOBODY), "overview.happiness")
    with pytest.raises(BadCall):
        drill(session, filters_of(NOBODY), "risk.by_scope", "Mars")


def test_numbers_agree_with_each_other(workspace: Workspace, world: World) -> None:
    """R004-19, R004-20, R004-25 to R004-31, R004-37, R004-38."""
    rng = random.Random(1)
    for viewer in reporters(world):
        for wanted in (NOBODY, any_filters(rng, world)):
            found = told(workspace, world, viewer, wanted)
            _check_agreement(found)
            tasks = drill(
                session_of(workspace, world, viewer),
                filters_of(wanted),
                "overview.success_manager_tasks",
            )
            assert _sum(found, "overview.success_manager_tasks") == len(tasks.ids)


def _check_agreement(found: Indicators) -> None:
    def records(key: str) -> set[str]:
        return set(found[key]["records"])

    active = found[TOTAL]["value"]
    stages = found["overview.engagement_health_by_stage"]["groups"]
    assert sum(sum(held.values()) for _, held in stages) == active
    signals = found["risk.active_risk_signals"]["value"]
    assert _sum(found, "risk.by_scope") == _sum(found, "risk.by_probability") == signals
    top = [count for _, count in found["risk.top_5_indicators"]["groups"]]
    assert len(top) <= 5
    assert sorted(top, reverse=True) == top
    assert records("renewal.contracts_on_extension") <= records("renewal.opened_renewals")
    due = records("adoption.go_live_due_in_30_days")
    assert not due & records("adoption.overdue_go_live")
    assert records("adoption.overdue_go_live") <= records("adoption.active_onboarding")
    low, high = "adoption.no_success_objectives", "adoption.over_80_percent_objective_completion"
    assert not records(low) & records(high)
    colours = found["risk.red_yellow_engagements"]
    assert sum(count for _, count in colours["groups"]) == colours["value"] <= active


def _sum(found: Indicators, key: str) -> int:
    return sum(count for _, count in found[key]["groups"])


def test_who_sees_less_counts_less(workspace: Workspace, world: World) -> None:
    """R004-02 to R004-04: what people see lies within what those above them see."""
    able = reporters(world)
    seen = {viewer: told(workspace, world, viewer) for viewer in able}
    admins = {user["username"] for user in world.every("user") if "admin" in user["roles"]}
    for above in able:
        everyone = Oracle(world, above).people
        for below in everyone & set(able) - admins if above not in admins else able:
            for key, answer in seen[above].items():
                if "records" in answer:
                    theirs = {str(record) for record in seen[below][key]["records"]}
                    assert theirs <= {str(record) for record in answer["records"]}, key


def test_a_filter_never_adds(workspace: Workspace, world: World) -> None:
    """R004-05: only the average may rise."""
    rng = random.Random(2)
    viewer = rng.choice(reporters(world))
    everything = told(workspace, world, viewer)
    for _ in range(2):
        wanted = any_filters(rng, world)
        some = told(workspace, world, viewer, wanted)
        narrower = Wanted(wanted.contract_values, wanted.csms, wanted.industries or ("Retail",))
        for less, more in ((some, everything), (told(workspace, world, viewer, narrower), some)):
            for key, answer in less.items():
                if key not in (AVERAGE, "risk.top_5_indicators"):
                    _check_no_more(answer, more[key], key)


def _check_no_more(less: dict[str, Any], more: dict[str, Any], key: str) -> None:
    assert Decimal(less["value"] or 0) <= Decimal(more["value"] or 0), key
    few, many = dict(less.get("groups", [])), dict(more.get("groups", []))
    assert list(few) == list(many)
    for label, value in few.items():
        held = value if isinstance(value, dict) else {label: value}
        upper = many[label] if isinstance(value, dict) else many
        assert all(Decimal(v) <= Decimal(upper[name]) for name, v in held.items()), (key, label)


def test_the_books_of_all_csms_make_the_whole(workspace: Workspace, world: World) -> None:
    """R004-09, R004-10, R004-14: with what belongs to nobody."""
    for viewer in reporters(world):
        total = told(workspace, world, viewer)[TOTAL]["records"]
        session = session_of(workspace, world, viewer)
        unassigned = len(drill(session, filters_of(NOBODY), AVERAGE, "Unassigned").ids)
        books = [
            told(workspace, world, viewer, Wanted(csms=(user["username"],)))[TOTAL]["records"]
            for user in world.every("user")
        ]
        assert sum(map(len, books)) + unassigned == len(total)
        assert set().union(*books) <= set(total)


def test_reading_it_twice_tells_the_same(workspace: Workspace) -> None:
    """The order of rows in the database means nothing."""
    world = make_world(7100)
    store_world(workspace, world)
    first = told(workspace, world, "root")
    clear(workspace)
    for rows in world.rows.values():
        if not any("manager" in row or "parent_account" in row for row in rows):
            rows.reverse()
    store_world(workspace, world)
    assert told(workspace, world, "root") == first
