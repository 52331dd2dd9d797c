"""The other ways out: the past, accounts, inbox, bundle, report, saved views."""

from __future__ import annotations

from typing import Any

import pytest

from successtui.domain.as_of import PointInTime
from successtui.domain.errors import Forbidden, NotFound, SuccessError
from successtui.records import REGISTRY
from successtui.services import listing, restoring, views
from successtui.services.activity import account_activity
from successtui.services.as_of import look_back
from successtui.services.batches import batch_story
from successtui.services.inbox import inbox, unread_count
from successtui.services.listing import ListRequest
from successtui.services.plays import linkable_plays
from successtui.services.report.catalogue import BY_KEY
from successtui.services.report.drill import drill
from successtui.services.report.report import report
from successtui.services.report.scope import NO_FILTERS, filter_options
from successtui.services.undoing import undo
from successtui.store import journal
from successtui.transfer.bundle import columns_of, read_bundle, write_bundle
from tests.services.viewer import SAMPLE, Viewer


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
