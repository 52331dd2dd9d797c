"""The whole permission table through real saves: every role, every record type, every action."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from successtui.domain.errors import Forbidden, NotFound
from successtui.domain.permissions import Action
from successtui.records import REGISTRY, Record, User
from successtui.records.picklists import TaskParentType
from successtui.services import records
from successtui.services.session import Session
from tests.domain.permission_table import ROLES, Cell, cell, holders
from tests.worlds import DAY, NOW, Book, picked

Values = dict[str, Any]


@dataclass
class Stage:
    """A book that belongs to the person on trial, and one record of every type to refer to."""

    book: Book
    me: User
    ids: dict[str, int] = field(default_factory=dict)
    serial: int = 0

    def next(self) -> int:
        self.serial += 1
        return self.serial


def staged(book: Book, role: str) -> Stage:
    me = book.user("me", role)
    stage = Stage(book, me)
    account = book.account(csm=me.id)
    engagement = book.engagement(account)
    objective = book.objective(account)
    template = book.objective(None, is_template=True)
    made: dict[str, Record] = {
        "account": account,
        "engagement": engagement,
        "objective": objective,
        "template": template,
        "outcome": book.outcome(objective),
        "play": book.play(objective),
    }
    stage.ids.update({name: record.id for name, record in made.items()})
    for name in ("touchpoint", "risk_signal", "contract", "product", "role", "metric"):
        stage.ids[name] = book.add(REGISTRY[name], **VALUES[name](stage)).id
    stage.ids["success_case"] = book.add(
        REGISTRY["success_case"], **VALUES["success_case"](stage)
    ).id
    return stage


def _named(prefix: str) -> Callable[[Stage], Values]:
    return lambda s: {"name": f"{prefix} {s.next()}"}


def _on_account(**values: Any) -> Callable[[Stage], Values]:
    return lambda s: {"account": s.ids["account"], **values}


def _on_engagement(**values: Any) -> Callable[[Stage], Values]:
    return lambda s: {"engagement": s.ids["engagement"], **values}


def _described(**values: Any) -> Callable[[Stage], Values]:
    return _on_engagement(short_description="It", description="It is so", **values)


VALUES: dict[str, Callable[[Stage], Values]] = {
    "account": lambda s: {"name": f"Account {s.next()}", "csm": s.me.id},
    "account_team": lambda s: {
        "account": s.ids["account"],
        "role": s.ids["role"],
        "user": s.book.user(f"colleague{s.next()}").id,
    },
    "contact": _on_account(last_name="Jones"),
    "plan": _on_account(name="Plan"),
    "objective": _on_account(name="Objective", description="Why"),
    "outcome": lambda s: {
        "objective": s.ids["objective"],
        "title": "Outcome",
        "description": "How",
    },
    "outcome_point": lambda s: {
        "outcome": s.ids["outcome"],
        "date": DAY + timedelta(s.next()),
        "value": Decimal(1),
    },
    "play": lambda s: {"objective": s.ids["objective"], "name": "Play"},
    "task": lambda s: {
        "parent_type": TaskParentType.OBJECTIVE,
        "parent": s.ids["objective"],
        "title": "Task",
    },
    "launcher_notifier": lambda s: {"play": s.ids["play"], "started_at": NOW},
    "engagement": lambda s: {
        "account": s.ids["account"],
        "title": "Engagement",
        "csm": s.me.id,
    },
    "success_case": _described(),
    "internal_play": _described(),
    "health_point": lambda s: {
        "engagement": s.ids["engagement"],
        "date": DAY + timedelta(s.next()),
    },
    "risk_signal": lambda s: {
        **_described()(s),
        "probability": picked(REGISTRY["risk_signal"], "probability", "Low"),
    },
    "risk_occurrence": lambda s: {
        "risk_signal": s.ids["risk_signal"],
        "date": DAY + timedelta(s.next()),
    },
    "risk_solution": lambda s: {
        "risk_signal": s.ids["risk_signal"],
        "solution_type": picked(REGISTRY["risk_solution"], "solution_type", "success_case"),
        "solution": s.book.add(REGISTRY["success_case"], **VALUES["success_case"](s)).id,
    },
    "touchpoint": _on_engagement(subject="Call"),
    "next_step": lambda s: {"touchpoint": s.ids["touchpoint"], "text": f"Step {s.next()}"},
    "contract": _on_account(name="Contract", start_date=DAY, value=Decimal(5)),
    "engagement_contract": lambda s: {
        "engagement": s.ids["engagement"],
        "contract": s.book.add(REGISTRY["contract"], **VALUES["contract"](s)).id,
    },
    "renewal_event": lambda s: {
        "contract": s.ids["contract"],
        "outcome": picked(REGISTRY["renewal_event"], "outcome", "won"),
        "finalized_on": DAY + timedelta(s.next()),
    },
    "opportunity": _on_account(),
    "escalation": _on_account(),
    "product_usage": lambda s: {
        "account": s.ids["account"],
        "engagement": s.ids["engagement"],
        "product": s.book.add(REGISTRY["product"], **VALUES["product"](s)).id,
    },
    "metric": _named("Metric"),
    "mapper": lambda s: {
        "metric": s.ids["metric"],
        "source_column": f"c{s.next()}",
        "target_table": "outcome",
        "target_key": "number",
    },
    "data_source": lambda s: {
        "name": f"Source {s.next()}",
        "kind": picked(REGISTRY["data_source"], "kind", "file"),
        "location": "x.csv",
    },
    "definition_record": lambda s: {
        "title": f"Definition {s.next()}",
        "category": picked(REGISTRY["definition_record"], "category", "Onboarding"),
    },
    "product": _named("Product"),
    "library": _named("Library"),
    "role": _named("Role"),
    "team_pool": _named("Pool"),
    "setting": _named("setting"),
    "picklist": _named("list"),
    "user": lambda s: {"username": f"user{s.next()}", "name": "User", "roles": ("viewer",)},
    "exchange_rate": lambda s: {
        "currency": "CHF",
        "rate": Decimal(2),
        "as_of": DAY + timedelta(s.next()),
    },
    "work_note": lambda s: {
        "record_type": picked(REGISTRY["work_note"], "record_type", "objective"),
        "record": s.ids["objective"],
        "at": NOW + timedelta(seconds=s.next()),
        "author": s.me.id,
        "text": "Note",
    },
}
CHANGES: dict[str, Values] = {
    "account": {"notes": "x"},
    "account_team": {},
    "contact": {"phone": "1"},
    "outcome_point": {"value": Decimal(2)},
    "launcher_notifier": {"message": "x"},
    "health_point": {"score": Decimal(3)},
    "risk_occurrence": {"value": Decimal(2)},
    "risk_solution": {},
    "next_step": {"due_date": DAY},
    "engagement_contract": {},
    "renewal_event": {"source": "x"},
    "contract": {"auto_renew": True},
    "opportunity": {"value": Decimal(2)},
    "escalation": {"justification": "x"},
    "product_usage": {"licenses_used": 2},
    "metric": {"unit": "x"},
    "mapper": {"target_key": "x"},
    "data_source": {"location": "y.csv"},
    "product": {"family": "x"},
    "role": {"name": "Other"},
    "team_pool": {"members": (1,)},
    "setting": {"value": "x"},
    "picklist": {"entries": ("x",)},
    "user": {"email": "x@example.com"},
    "exchange_rate": {"rate": Decimal(3)},
    "work_note": {"text": "Other"},
    "plan": {"horizon_end": DAY},
}
DEFAULT_CHANGE: Values = {"description": "Other words"}


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
        _expect(about, "create", partial(records.create, mine, cls, values))
        stored = book.add(cls, **VALUES[name](stage))
        change = CHANGES.get(name, DEFAULT_CHANGE)
        if change:
            _expect(about, "edit", partial(records.update, mine, stored, change))
        fresh = book.again(stored)
        _expect(about, "delete", partial(records.delete, mine, fresh, confirmed=True))


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


@pytest.mark.parametrize(
    ("role", "former", "to", "allowed"),
    [
        ("admin", "stranger", "stranger2", True),
        ("success_manager", "report", "me", True),
        ("success_manager", "me", "report", True),
        ("success_manager", "report", "stranger", False),
        ("success_manager", "report", None, True),
        ("customer_success_agent", "me", "stranger", True),
        ("customer_success_agent", "me", None, True),
        ("customer_success_agent", "stranger", "me", False),
        ("customer_success_agent", "stranger", None, False),
        ("participant", "me", "stranger", False),
        ("viewer", "me", "stranger", False),
    ],
)
def test_reassigning_an_account(
    book: Book, role: str, former: str, to: str | None, allowed: bool
) -> None:
    """The row "reassign csm or owner": all, within the team, own to anyone, refused."""
    people = {"me": book.user("me", role)}
    people["report"] = book.user("report", manager=people["me"].id)
    people["stranger"], people["stranger2"] = book.user("stranger"), book.user("stranger2")
    account = book.account(csm=people[former].id, account_manager=people["me"].id)
    change = {"csm": people[to].id if to else None}
    if allowed:
        records.update(book.as_("me"), account, change)
        assert book.again(account).csm == change["csm"]
    else:
        with pytest.raises(Forbidden):
            records.update(book.as_("me"), account, change)
        assert book.again(account).csm == account.csm


@pytest.mark.parametrize(("former", "allowed"), [("me", True), ("stranger", False), (None, True)])
def test_a_participant_reassigns_own_tasks_only(
    book: Book, former: str | None, allowed: bool
) -> None:
    """Participants hand on their own tasks, and take or leave those of nobody."""
    people = {"me": book.user("me", "participant"), "stranger": book.user("stranger")}
    account = book.account(account_manager=people["me"].id)
    kind = picked(REGISTRY["task"], "owner_kind", "user")
    owned = {"owner_kind": kind, "owner": people[former].id} if former else {}
    task = book.task(book.objective(account), **owned)
    change = {
        "owner_kind": kind,
        "owner": people["stranger"].id if former == "me" else people["me"].id,
    }
    if former == "stranger":
        change["owner"] = book.user("third").id
    mine = book.as_("me")
    if allowed:
        records.update(mine, task, change)
    else:
        with pytest.raises(Forbidden, match="only their own tasks"):
            records.update(mine, task, change)


def test_a_role_lost_is_lost_at_once(book: Book) -> None:
    """A dismissal or another role counts from the next read or save on."""
    me = book.user("me")
    account = book.account(csm=me.id)
    mine = book.as_("me")
    records.update(mine, account, {"notes": "x"})
    me = book.again(me)
    records.update(book.session, me, {"roles": ("viewer",)})
    with pytest.raises(Forbidden, match="you hold viewer"):
        records.update(mine, book.again(account), {"notes": "y"})
    records.update(book.session, book.again(me), {"active": False})
    with pytest.raises(Forbidden, match="'me' is no active user"):
        records.get(mine, REGISTRY["account"], account.id)


def test_asking_before_acting(book: Book) -> None:
    """What a screen greys out is what a save would refuse, with the same reason."""
    stage = staged(book, "participant")
    mine = book.as_("me")
    kpi = records.get(mine, REGISTRY["outcome"], stage.ids["outcome"])
    refused = records.may(mine, Action.DELETE, kpi)
    assert not refused.allowed
    with pytest.raises(Forbidden) as saved:
        records.delete(mine, kpi)
    assert str(saved.value) == refused.reason
    assert records.may(mine, Action.EDIT, kpi).allowed
    assert records.may(mine, Action.CREATE, REGISTRY["objective"]).allowed
    assert not records.may(mine, Action.CREATE, REGISTRY["account"]).allowed
    hidden = book.account()
    with pytest.raises(NotFound):
        records.may(mine, Action.VIEW, hidden)


def test_asking_about_what_is_not_ones_own(book: Book) -> None:
    """An agent may delete a touchpoint of their own book, not one they merely see."""
    me, manager = book.user("me"), book.user("boss", "success_manager")
    records.update(book.session, me, {"manager": manager.id})
    both = book.user("both", "success_manager", "customer_success_agent")
    records.update(book.session, book.again(me), {"manager": both.id})
    account = book.account(csm=me.id)
    touchpoint = book.add(
        REGISTRY["touchpoint"], engagement=book.engagement(account).id, subject="Call"
    )
    for who, allowed in (("me", True), ("both", True)):
        session: Session = book.as_(who)
        assert records.may(session, Action.DELETE, touchpoint).allowed == allowed
    records.delete(book.as_("both"), touchpoint)
