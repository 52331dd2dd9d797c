"""The whole permission table through real saves: every role, every record type, every action."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from successtui.domain.errors import Forbidden, NotFound, Refused
from successtui.records import REGISTRY, Record
from successtui.records.picklists import TaskParentType
from successtui.services import records
from successtui.services.session import Session
from tests.domain.permission_table import ROLES, Cell, cell, holders
from tests.services.permission_values import CHANGES, DEFAULT_CHANGE, VALUES, staged
from tests.worlds import Book

LOG = "renewal_event"


def test_every_record_type_is_tried() -> None:
    """A new record type needs values here."""
    assert set(VALUES) == set(REGISTRY)


@pytest.mark.parametrize("role", ROLES)
def test_every_type_and_action(role: str, book: Book) -> None:
    """R003-03, R003-04, R003-49, R001-49: the table, cell by cell, through real saves."""
    stage = staged(book, role)
    mine = book.as_("me")
    for name, cls in REGISTRY.items():
        about = cell(cls.declaration.family, role)
        values = VALUES[name](stage)
        if name == LOG:
            _expect_log(about, mine, book.brought(cls, **values))
            continue
        _expect(about, "create", partial(records.create, mine, cls, values))
        stored = book.add(cls, **VALUES[name](stage))
        change = CHANGES.get(name, DEFAULT_CHANGE)
        if change:
            _expect(about, "edit", partial(records.update, mine, stored, change))
        fresh = book.again(stored)
        _expect(about, "delete", partial(records.delete, mine, fresh, confirmed=True))


def _expect_log(about: Cell, mine: Session, stored: Record) -> None:
    """C5: the log of renewals is written by decisions; the right role is refused as well."""
    ways: dict[str, Callable[[], object]] = {
        "create": partial(records.create, mine, type(stored), stored.values()),
        "edit": partial(records.update, mine, stored, CHANGES[LOG]),
        "delete": partial(records.delete, mine, stored, confirmed=True),
    }
    for action, do in ways.items():
        if about.allows(action):
            with pytest.raises(Refused, match="renewal events are"):
                do()
        else:
            _expect(about, action, do)


@pytest.mark.parametrize("role", ROLES)
def test_templates(role: str, book: Book) -> None:
    """R003-04 and R001-19: only admins and collaborators make or change templates."""
    stage = staged(book, role)
    mine = book.as_("me")
    about = cell("template", role)
    template = stage.ids["template"]
    for name, values in {
        "plan": {"name": "Plan", "is_template": True},
        "objective": {"name": "Objective", "description": "Why", "is_template": True},
        "play": {"name": "Play", "is_template": True},
        "outcome": {"objective": template, "title": "KPI", "description": "How"},
        "task": {
            "parent_type": TaskParentType.OBJECTIVE,
            "parent": template,
            "title": "Task",
        },
    }.items():
        cls = REGISTRY[name]
        _expect(about, "create", partial(records.create, mine, cls, values))
        stored = book.add(cls, **values)
        change = CHANGES.get(name, DEFAULT_CHANGE)
        _expect(about, "edit", partial(records.update, mine, stored, change))
        fresh = book.again(stored)
        _expect(about, "delete", partial(records.delete, mine, fresh, confirmed=True))


def _expect(about: Cell, action: str, do: Callable[[], object]) -> None:
    """Allowed, or refused with the missing role named; what cannot be seen reads as missing."""
    if about.allows(action):
        do()
        return
    refusal = (Forbidden,) if action == "create" or about.allows("view") else (Forbidden, NotFound)
    with pytest.raises(refusal) as refused:
        do()
    if isinstance(refused.value, Forbidden):
        needed = holders(about.family, action) - {"admin"} or {"admin"}
        assert any(name in str(refused.value) for name in needed), (about, action, refused.value)


def test_turning_a_record_into_a_template_needs_both_rights(book: Book) -> None:
    """R003-11: ticking Template is creating a template, and back again."""
    stage = staged(book, "success_manager")
    mine = book.as_("me")
    own = records.get(mine, REGISTRY["objective"], stage.ids["objective"])
    with pytest.raises(Forbidden, match="admin"):
        records.update(mine, own, {"is_template": True})
    template = records.get(mine, REGISTRY["objective"], stage.ids["template"])
    with pytest.raises(Forbidden, match="admin"):
        records.update(mine, template, {"is_template": False, "account": stage.ids["account"]})


def test_a_collaborator_edits_their_own_library(book: Book) -> None:
    """R001-19: a SuccessBLOC's collaborator works on its templates, and on no others."""
    me, owner = book.user("me"), book.user("owner")
    library = book.add(REGISTRY["library"], name="Ours", owner=owner.id, collaborators=(me.id,))
    other = book.add(REGISTRY["library"], name="Theirs")
    values = {"name": "Objective", "description": "Why", "is_template": True}
    for who in ("me", "owner"):
        made = records.create(
            book.as_(who), REGISTRY["objective"], {**values, "library": library.id}
        ).record
        records.update(book.as_(who), made, {"description": "Because"})
        with pytest.raises(Forbidden):
            records.delete(book.as_(who), book.again(made))
    for elsewhere in ({"library": other.id}, {}):
        with pytest.raises(Forbidden, match="admin"):
            records.create(book.as_("me"), REGISTRY["objective"], {**values, **elsewhere})


def test_a_collaborator_works_on_the_children_of_their_templates(book: Book) -> None:
    """R001-19: plays, KPIs and tasks of a template belong to the template's library."""
    me = book.user("me")
    library = book.add(REGISTRY["library"], name="Ours", collaborators=(me.id,))
    mine = book.as_("me")
    template = book.objective(None, is_template=True, library=library.id)
    made = records.create(
        mine, REGISTRY["play"], {"objective": template.id, "name": "Play", "library": library.id}
    ).record
    for values in (
        {"parent_type": TaskParentType.PLAY, "parent": made.id, "title": "Task"},
        {"parent_type": TaskParentType.OBJECTIVE, "parent": template.id, "title": "Task"},
    ):
        records.create(mine, REGISTRY["task"], values)
    kpi = {"objective": template.id, "title": "KPI", "description": "How"}
    records.create(mine, REGISTRY["outcome"], kpi)
    foreign = book.objective(None, is_template=True)
    with pytest.raises(Forbidden):
        records.create(mine, REGISTRY["outcome"], {**kpi, "objective": foreign.id})
