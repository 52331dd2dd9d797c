"""Whatever way the program tells something, nobody hears of a record they must not know of.

Every way out is compared with the independent computation of `tests/store/oracle.py`, for several
people of random worlds (permissions.md, "Which rows": R004-03, R004-04).
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from successtui.domain.as_of import PointInTime
from successtui.domain.errors import Forbidden, NotFound, SuccessError
from successtui.records import REGISTRY
from successtui.services import bulk, exporting, listing, records, restoring, views
from successtui.services.activity import account_activity
from successtui.services.as_of import look_back
from successtui.services.batches import batch_story
from successtui.services.checking import check
from successtui.services.grouping import group_counts, groupable
from successtui.services.histories import history_of
from successtui.services.inbox import inbox, unread_count
from successtui.services.listing import ListRequest
from successtui.services.offering import actions_of
from successtui.services.plays import linkable_plays
from successtui.services.report.catalogue import BY_KEY
from successtui.services.report.drill import drill
from successtui.services.report.report import report
from successtui.services.report.scope import NO_FILTERS, filter_options
from successtui.services.retelling import record_history
from successtui.services.searching import search
from successtui.services.session import Session
from successtui.services.showing import Shower, related
from successtui.services.suggesting import suggest
from successtui.services.undoing import undo
from successtui.store import journal
from successtui.store.workspace import Workspace
from successtui.transfer.bundle import columns_of, read_bundle, write_bundle
from tests.pg import TODAY, Cluster, postgres_model
from tests.services.telltale import Scene, scene, word_of
from tests.store.oracle import Oracle

WORLDS = 24
WORLDS_ON_POSTGRESQL = 2
VIEWERS = 3
SAMPLE = 4
"""Records of a type that are looked at one by one."""


@dataclass(frozen=True)
class Viewer:
    """One person of a scene, what they may see, and what they get."""

    scene: Scene
    session: Session
    oracle: Oracle
    rng: random.Random
    folder: Path

    @cached_property
    def seen(self) -> dict[str, set[int]]:
        """Ids of all living records the person may see, by type."""
        return {name: self.oracle.ids(name) for name in REGISTRY}

    def hears(self, door: str, told: object) -> None:
        """Fails if what is told names a record the person must not know of."""
        for what, where in self.scene.named_in(str(told)):
            allowed = self.scene.may_know(self.oracle, where)
            assert allowed, (door, what, where, self.oracle.viewer, told)

    def refused(self, door: str, call: Callable[[], object]) -> None:
        """Fails unless a call is refused as if there were no such record."""
        with pytest.raises(NotFound) as refusal:
            call()
        self.hears(door, refusal.value)

    def some(self, ids: set[int]) -> list[int]:
        """A few of the ids."""
        return self.rng.sample(sorted(ids), min(SAMPLE, len(ids)))

    def hidden(self, name: str) -> set[int]:
        """Ids of the records of a type that the person must not know of at all."""
        ids = {row["id"] for row in self.scene.world.rows[name]}
        return {i for i in ids if not self.scene.may_know(self.oracle, (name, i))}

    def all_ids(self, name: str) -> list[int]:
        """Ids of everything that was ever stored of a type."""
        return sorted(row["id"] for row in self.scene.world.rows[name])


def check_lists(viewer: Viewer, name: str) -> None:
    """Ids, first page, counts, JSON and files of a list, and its groups."""
    cls, session, seen = REGISTRY[name], viewer.session, viewer.seen[name]
    request = ListRequest(cls, templates=None)
    columns = list(dict.fromkeys((*cls.declaration.columns, *cls.declaration.fields)))
    assert set(listing.list_ids(session, request)) == seen
    assert set(listing.list_ids(session, ListRequest(cls))) == viewer.oracle.ids(
        name, templates=False
    )
    page = listing.first_page(session, request, columns, 1000)
    assert set(page) == seen
    viewer.hears("first page", page)
    assert listing.count(session, request) == len(seen)
    told = listing.records_json(session, request, columns, 0)
    assert told["total"] == len(told["records"]) == len(seen)
    viewer.hears("list as JSON", told)
    everything = viewer.all_ids(name)
    assert set(listing.page(session, cls, everything, columns)) == seen
    for form in exporting.FORMATS:
        viewer.hears(f"export as {form}", exporting.export_list(session, request, columns, form))
        marked = exporting.export_list(session, request, columns, form, ids=everything)
        viewer.hears(f"export of marked as {form}", marked)
    for field in viewer.rng.sample(groupable(cls), min(3, len(groupable(cls)))):
        groups = group_counts(session, request, field.name)
        assert sum(group.count for group in groups) == len(seen), (field.name, groups)
        viewer.hears("groups", groups)


def check_words(viewer: Viewer, name: str) -> None:
    """Search, filters and completion know of a record exactly if it is seen."""
    cls, session = REGISTRY[name], viewer.session
    rows = viewer.scene.world.rows[name]
    for row in viewer.rng.sample(rows, min(SAMPLE, len(rows))):
        found = {row["id"]} & viewer.seen[name]
        word = word_of(name, row["id"])
        worded = any(word in str(value) for value in row.values())
        asked = [word] if worded else []
        asked += [row["number"]] if row["number"] else []
        for text in asked:
            results = search(session, text)
            mine = {f.record_id for f in results.found if f.record_type is cls}
            assert mine == found, (text, results)
            assert results.total >= len(results.found)
            viewer.hears("search", results.found)
        if worded:
            assert search(session, word, limit=0).total == len(found)
        if row["number"]:
            request = ListRequest(cls, f"number:{row['number']}", templates=None)
            assert listing.count(session, request) == len(found)
        for field in [f for f in cls.declaration.fields.values() if f.name in row][:3]:
            typed = f"{field.name}:zq"
            viewer.hears("completion", suggest(session, cls, typed, len(typed)))
    with session.read() as reader:
        picked = {record.id for record in reader.choices(name, "", limit=1000)}
        assert picked == viewer.oracle.ids(name, templates=False)


def check_records(viewer: Viewer, name: str) -> None:
    """What is shown of single records, their histories and menus."""
    cls, session = REGISTRY[name], viewer.session
    for record_id in viewer.some(viewer.seen[name]):
        record = records.get(session, cls, record_id)
        with session.read() as reader:
            shower = Shower(reader, [record], TODAY)
            viewer.hears("show", shower.json_fields(record))
            viewer.hears("computed", shower.json_derived(record))
            viewer.hears("cells", [shower.cell(record, n) for n in cls.declaration.fields])
            viewer.hears("related", related(reader, record))
        viewer.hears("history", record_history(session, record))
        viewer.hears("menu", actions_of(session, record))
        if record.number:
            viewer.hears("history by number", history_of(session, record.number)[1])
    for record_id in viewer.some(viewer.hidden(name)):
        row = viewer.scene.row((name, record_id))
        with viewer.scene.session("root").read() as reader:
            record = reader.rows(cls, [record_id], deleted=True)[record_id]
        viewer.refused("get", lambda i=record_id: records.get(session, cls, i))  # type: ignore[misc]
        viewer.refused("history", lambda r=record: record_history(session, r))  # type: ignore[misc]
        viewer.refused("menu", lambda r=record: actions_of(session, r))  # type: ignore[misc]
        where = (name, record_id)
        viewer.refused("restore", lambda w=where: restoring.restore_record(session, w))  # type: ignore[misc]
        if row["number"]:
            for call in (records.find, history_of):
                with pytest.raises(NotFound) as refusal:
                    call(session, str(row["number"]))
                assert str(refusal.value) == f"there is no record '{row['number']}'"


def check_bulk(viewer: Viewer, name: str) -> None:
    """Hidden records are refused as gone, and nothing is told of them or of what hangs on them."""
    cls, everything = REGISTRY[name], viewer.all_ids(name)
    try:
        seen = bulk.preview(viewer.session, cls, everything, bulk.Delete())
    except SuccessError as error:
        viewer.hears("bulk refusal", error)
        return
    viewer.hears("bulk preview", seen)
    gone = {r.record_id for r in seen.refused if r.reason.startswith("there is no such")}
    assert gone >= set(everything) - viewer.seen[name]
    assert gone.isdisjoint(viewer.seen[name])
    assert {line.record_id for line in seen.lines} <= viewer.seen[name]
    if seen.refused:
        with pytest.raises(SuccessError) as refusal:
            bulk.apply(viewer.session, cls, seen, bulk.Delete())
        viewer.hears("bulk apply", (refusal.value, refusal.value.__dict__))


def check_past(viewer: Viewer) -> None:
    """Batches, deleted records, other people's undo, and the workspace as it stands."""
    session = viewer.session
    with viewer.scene.session("root").read() as reader:
        known = journal.batches(reader.connection, range(1, 200))
    for batch in viewer.rng.sample(sorted(known), min(12, len(known))):
        try:
            story = batch_story(session, batch)
        except NotFound as error:
            viewer.hears("no batch", error)
        else:
            viewer.hears("batch", story)
            mine = known[batch].by == viewer.oracle.viewer["id"]
            assert mine or story.hidden == 0, story
        if known[batch].by != viewer.oracle.viewer["id"] and "admin" not in viewer.oracle.roles:
            viewer.refused("undo", lambda b=batch: undo(session, b))  # type: ignore[misc]
    deleted = restoring.deleted_records(session)
    viewer.hears("deleted", deleted)
    for gone in deleted:
        assert viewer.scene.may_know(viewer.oracle, gone.where), gone


def check_accounts(viewer: Viewer) -> None:
    """What an account's page tells."""
    for row in viewer.scene.world.rows["account"]:
        where = ("account", row["id"])
        if not viewer.scene.may_know(viewer.oracle, where):
            viewer.refused("activity", lambda i=row["id"]: account_activity(viewer.session, i))  # type: ignore[misc]
        else:
            viewer.hears("activity", account_activity(viewer.session, row["id"]))
        plays = linkable_plays(viewer.session, row["id"])
        assert {play.id for play, _ in plays} <= viewer.seen["play"]
        viewer.hears("plays to link", plays)


def check_inbox(viewer: Viewer) -> None:
    """Everybody watches everything, and hears of what they see."""
    box = inbox(viewer.session, unread_only=False)
    viewer.hears("inbox", box)
    for notice in box.notices:
        where = (notice.record.declaration.name, notice.record.id)
        assert viewer.scene.may_know(viewer.oracle, where), where
    assert unread_count(viewer.session) == box.unread == len(box.notices)


def check_bundle(viewer: Viewer) -> None:
    """An export holds every record the person sees, and names no other one."""
    folder = viewer.folder / f"bundle-{viewer.session.username}"
    counts = write_bundle(viewer.session, folder)
    for name, cls in REGISTRY.items():
        assert counts.get(f"{cls.declaration.file}.csv", 0) == len(viewer.seen[name]), name
    for file in folder.iterdir():
        viewer.hears(f"bundle {file.name}", file.read_text(encoding="utf-8"))
    for feed in read_bundle(folder).feeds if counts else ():
        if feed.record.declaration.numbered:
            place = columns_of(feed.record).index("number")
            numbers = {row.cells[place] for row in feed.rows}
            name = feed.record.declaration.name
            rows = viewer.scene.world.rows[name]
            assert numbers == {r["number"] for r in rows if r["id"] in viewer.seen[name]}


def check_report(viewer: Viewer) -> None:
    """The report counts nothing hidden and opens no hidden record; without the role not at all."""
    session = viewer.session
    if not viewer.oracle.roles & {"admin", "success_manager", "customer_success_agent"}:
        with pytest.raises(Forbidden, match="you need the role"):
            report(session)
        with pytest.raises(Forbidden, match="you need the role"):
            drill(session, NO_FILTERS, next(iter(BY_KEY)))
        return
    told = report(session)
    viewer.hears("report", told.numbers)
    for key, number in told.numbers.items():
        assert set(number.ids) <= viewer.seen[BY_KEY[key].record], (key, number)
    for key in viewer.rng.sample(sorted(told.numbers), SAMPLE):
        try:
            opened = drill(session, NO_FILTERS, key)
        except SuccessError as error:
            viewer.hears("drill refusal", error)
            continue
        assert set(opened.ids) <= viewer.seen[opened.record_type], (key, opened)
        viewer.hears("drill", opened)
    viewer.hears("report filters", filter_options(session))


def check_views(viewer: Viewer) -> None:
    """Private views are their owner's; team views go up and down the line, and to its sides."""
    users = {row["id"]: row for row in viewer.scene.world.rows["user"]}
    expected = {
        f"{kind} {user['username']}"
        for user in users.values()
        for kind in ("Own", "Team")
        if user["active"] and not user["deleted"]
        if user["id"] == viewer.oracle.viewer["id"]
        or (kind == "Team" and in_team(users, viewer.oracle.viewer["id"], user["id"]))
    }
    assert {view.name for view in views.views(viewer.session, REGISTRY["task"])} == expected
    pinned = views.pinned_views(viewer.session)
    assert {view.name for view in pinned} <= expected


def in_team(users: dict[int, dict[str, Any]], viewer: int, owner: int) -> bool:
    """Whether two people have the same manager, or one is above the other."""

    def above(user: int) -> set[int]:
        found: set[int] = set()
        manager = users[user]["manager"]
        while manager is not None and manager not in found:
            found.add(manager)
            manager = None if users[manager]["deleted"] else users[manager]["manager"]
        return found

    same = users[viewer]["manager"] == users[owner]["manager"] is not None
    return same or viewer in above(owner) or owner in above(viewer)


def check_as_of(viewer: Viewer) -> None:
    """Looking back shows no more than looking at now."""
    past = look_back(viewer.session, PointInTime(moment=viewer.session.clock.now()))
    try:
        for name in viewer.rng.sample(sorted(REGISTRY), 12):
            cls = REGISTRY[name]
            request = ListRequest(cls, templates=None)
            assert set(listing.list_ids(past, request)) == viewer.seen[name], name
            viewer.hears("as of", listing.records_json(past, request, limit=0))
    finally:
        past.close()


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


@pytest.mark.parametrize("portion", range(8))
def test_no_door_tells_of_hidden_records(portion: int, sqlite_model: Path, tmp_path: Path) -> None:
    """Lists, counts, search, show, history, export, picklists, bulk work, report, inbox, past."""
    path = tmp_path / "world.db"
    shutil.copy(sqlite_model, path)
    workspace = Workspace(path)
    for seed in range(portion, WORLDS, 8):
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
