"""Values for a record of every type, on a book that belongs to the person on trial."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

from successtui.records import REGISTRY, Record, User
from successtui.records.picklists import TaskParentType
from tests.random_worlds import DAY, NOW
from tests.worlds import Book, picked

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
