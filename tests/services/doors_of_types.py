"""The ways out for records of one type: lists, files, groups, search, show, history, bulk work."""

from __future__ import annotations

import pytest

from successtui.domain.errors import NotFound, SuccessError
from successtui.records import REGISTRY
from successtui.services import bulk, exporting, listing, records, restoring
from successtui.services.grouping import group_counts, groupable
from successtui.services.histories import history_of
from successtui.services.listing import ListRequest
from successtui.services.offering import actions_of
from successtui.services.retelling import record_history
from successtui.services.searching import search
from successtui.services.showing import Shower, related
from successtui.services.suggesting import suggest
from tests.pg import TODAY
from tests.services.telltale import word_of
from tests.services.viewer import SAMPLE, Viewer


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
