"""Running plays from the library, custom plays, and what they bring along."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from successtui.domain.errors import Forbidden, Invalid
from successtui.records import Objective, PicklistValues, Play, Task
from successtui.records.picklists import TaskOwnerKind
from successtui.services import library, plays, records, undoing
from successtui.services.plays import PlayOrder
from successtui.services.session import Session
from tests.ui.office import copy_of_office, session_of

START = date(2026, 3, 2)


@pytest.fixture
def dora(tmp_path: Path) -> Session:
    """A CSM at work on the office."""
    return session_of(copy_of_office(tmp_path), "dora")


def _account(session: Session) -> int:
    with session.read() as reader:
        return next(a.id for a in reader.choices("account", "Acme North"))


def _order(session: Session, **changes: object) -> PlayOrder:
    template, items = next(o for o in plays.play_templates(session) if o[0].name == "Set up")
    values: dict[str, object] = {
        "template": template.id,
        "account": _account(session),
        "objective": None,
        "name": template.name,
        "description": "",
        "start": START,
        "items": items,
        **changes,
    }
    return PlayOrder(**values)  # type: ignore[arg-type]


def test_a_play_may_bring_its_objective(dora: Session) -> None:
    """R001-14: run without an objective, the play attaches the one it belongs to, once asked."""
    saved = plays.run_play(dora, _order(dora, bring_objective=True))
    with dora.read() as reader:
        play = reader.require(Play, saved.record.id)
        objective = reader.require(Objective, play.objective)
    assert (objective.name, objective.source) == ("Launch in 90 days", "library")
    assert objective.account == play.account
    undoing.undo(dora)
    with dora.read() as reader:
        assert reader.count(Objective, {"account": _account(dora)}) == 0


def test_a_play_stays_alone_unless_asked(dora: Session) -> None:
    """R001-14: an objective comes along only when that was chosen."""
    saved = plays.run_play(dora, _order(dora))
    assert saved.record["objective"] is None


def test_running_a_play_copies_tasks_and_leaves_the_template(dora: Session) -> None:
    """R001-35, R001-36: the copy is this account's own; a second run has the original values."""
    order = _order(dora)
    first = order.items[0]
    changed = (replace(first, title="Other title"), *order.items[1:])
    plays.run_play(dora, _order(dora, items=changed))
    again = _order(dora)
    assert again.items[0].title == first.title
    with dora.read() as reader:
        titles = {task.title for task in reader.all(Task, {"account": _account(dora)})}
    assert "Other title" in titles
    assert first.title not in titles


def test_the_library_is_closed_to_participants(tmp_path: Path) -> None:
    """R003-04: a participant creates blank records only; the missing roles are named."""
    pat = session_of(copy_of_office(tmp_path), "pat")
    with pytest.raises(Forbidden, match="success_manager or customer_success_agent"):
        library.offers(pat)
    with pytest.raises(Forbidden, match="you hold participant"):
        plays.play_templates(pat)


def test_a_library_copy_brings_all_children(dora: Session) -> None:
    """R003-07, R003-12: the copy has the template's KPIs, plays and tasks, for this account."""
    offer = next(o for o in library.offers(dora) if o.objective.name == "Launch in 90 days")
    order = library.Order(offer.objective.id, _account(dora), START, offer.items)
    saved = library.add_from_library(dora, order)
    account = _account(dora)
    with dora.read() as reader:
        made = [reader.count(cls, {"account": account}) for cls in (Objective, Play, Task)]
        origin = reader.require(Objective, offer.objective.id)
    assert made == [1, 2, 5]
    assert saved.record["template_origin"] == origin.id
    assert origin.is_template


def test_contacts_come_in_after_adding(dora: Session) -> None:
    """R001-23: a contact becomes co-owner once the play is shared, and owner of single tasks."""
    with dora.read() as reader:
        play = reader.all(Play, {"name": "Kick-off"})[0]
        task = reader.all(Task, {"parent_type": "play", "parent": play.id})[0]
        jane = reader.choices("contact", "Jane")[0]
    with pytest.raises(Invalid, match="only of a shared play"):
        records.update(dora, play, {"co_owner": jane.id})
    shared = records.update(dora, play, {"shared": True, "co_owner": jane.id}).record
    assert shared["co_owner"] == jane.id
    owned = {"owner_kind": TaskOwnerKind.CONTACT, "owner": jane.id}
    assert records.update(dora, task, owned).record["visible_to_customer"]


def test_a_record_type_is_chosen_once(tmp_path: Path) -> None:
    """R003-08: once record types are set up, one can be chosen on a new record, and then stays."""
    root = session_of(copy_of_office(tmp_path), "root")
    values = {"name": "Typed", "description": "d", "account": _account(root)}
    with pytest.raises(Invalid, match="not in the list"):
        records.create(root, Objective, {**values, "record_type": "Strategic"})
    names = ("Strategic", "Tactical")
    records.create(root, PicklistValues, {"name": "objective_record_type", "entries": names})
    made = records.create(root, Objective, {**values, "record_type": "Strategic"}).record
    with pytest.raises(Invalid, match="cannot be changed after"):
        records.update(root, made, {"record_type": "Tactical"})
