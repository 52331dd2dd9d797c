"""Random books of business for tests of who sees what.

They hold what people can bring about only over years: reporting lines that run in circles, users
nobody manages, inactive and deleted people, unknown roles, work without an owner. They are written
straight through the unit of work, past the guards.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from successtui.domain.permissions import Actor
from successtui.records import (
    REGISTRY,
    Record,
    Setting,
    User,
)
from successtui.records.picklists import Role, TaskParentType
from successtui.store.unit import UnitOfWork

Rows = dict[str, list[dict[str, Any]]]
FOUNDER = Actor(1, "root", "Root", frozenset({Role.ADMIN}), None)
NOW = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
DAY = date(2026, 3, 4)
ROLE_SETS: tuple[tuple[str, ...], ...] = (
    ("admin",),
    ("success_manager",),
    ("success_manager",),
    ("sn_acct_lc.success_manager",),
    ("customer_success_agent",),
    ("customer_success_agent",),
    ("success_manager", "customer_success_agent"),
    ("success_manager", "participant"),
    ("customer_success_agent", "viewer"),
    ("participant",),
    ("viewer",),
    ("wizard",),
    ("wizard", "viewer"),
    (),
)


@dataclass
class World:
    """What `make_world` stored: plain values of every row by record type, deleted ones marked."""

    rows: Rows = field(default_factory=dict)

    def living(self, name: str) -> list[dict[str, Any]]:
        """Rows of a type that were not deleted."""
        return [row for row in self.rows.get(name, []) if not row["deleted"]]


class _Maker:
    def __init__(self, unit: UnitOfWork, rng: random.Random) -> None:
        self.unit = unit
        self.rng = rng
        self.made: dict[str, list[Record]] = {name: [] for name in REGISTRY}
        self.deleted: set[tuple[str, int]] = set()

    def add(self, name: str, /, **values: Any) -> Record:
        cls = REGISTRY[name]
        fields = cls.declaration.fields
        filled: dict[str, Any] = {
            n: f.default for n, f in fields.items() if isinstance(f.default, str | bool | tuple)
        }
        for key, value in values.items():
            choices = getattr(fields[key].kind, "choices", None)
            told = isinstance(value, str) and choices is not None and not isinstance(value, tuple)
            filled[key] = choices(value) if told and choices is not None else value
        record = self.unit.insert(cls, filled)
        self.made[name].append(record)
        return record

    def change(self, record: Record, /, **values: Any) -> None:
        held = self.made[record.declaration.name]
        held[held.index(record)] = self.unit.update(record, values)

    def delete(self, record: Record) -> None:
        known = (record.declaration.name, record.id)
        if known not in self.deleted:
            self.unit.delete(record)
            self.deleted.add(known)

    def one(self, name: str) -> int:
        return self.rng.choice(self.made[name]).id

    def maybe(self, name: str, chance: float) -> int | None:
        there = self.made[name] and self.rng.random() < chance
        return self.one(name) if there else None

    def some(self, low: int, high: int) -> range:
        return range(self.rng.randint(low, high))

    def world(self) -> World:
        rows: Rows = {}
        for name, made in self.made.items():
            rows[name] = [
                {"id": r.id, "number": r.number, "deleted": (name, r.id) in self.deleted}
                | r.values()
                for r in made
            ]
        return World(rows)


def make_world(unit: UnitOfWork, rng: random.Random) -> World:
    """Stores a random world beside what a fresh workspace holds."""
    maker = _Maker(unit, rng)
    for cls in (User, Setting):
        maker.made[cls.declaration.name].extend(unit.house.all(cls))
    _people(maker)
    _accounts(maker)
    _engagements(maker)
    _plans(maker)
    _tasks(maker)
    _contracts(maker)
    _deletions(maker)
    unit.prepare()
    return maker.world()


def _people(m: _Maker) -> None:
    for serial in m.some(4, 7):
        m.add(
            "user",
            username=f"u{serial}",
            name=f"User {serial}",
            roles=m.rng.choice(ROLE_SETS),
            active=m.rng.random() < 0.85,
        )
    for user in list(m.made["user"]):
        if m.rng.random() < 0.75:
            m.change(user, manager=m.one("user"))
    m.add("role", name="Support Lead")
    m.add("product", name="Suite")
    m.add("team_pool", name="Queue", members=(m.one("user"),))
    m.add("library", name="Library")
    m.add("data_source", name="Warehouse", kind="file", location="x.csv")
    m.add("metric", name="Logins")


def _accounts(m: _Maker) -> None:
    for serial in m.some(2, 4):
        m.add(
            "account",
            name=f"Account {serial}",
            csm=m.maybe("user", 0.6),
            account_manager=m.maybe("user", 0.2),
            parent_account=m.maybe("account", 0.3),
            currency="USD",
        )
    for user in m.rng.sample(m.made["user"], m.rng.randint(0, 2)):
        m.add("account_team", account=m.one("account"), role=m.one("role"), user=user.id)
    for serial in m.some(1, 2):
        m.add("contact", account=m.one("account"), last_name=f"Contact {serial}")


def _engagements(m: _Maker) -> None:
    for serial in m.some(2, 4):
        m.add(
            "engagement",
            account=m.one("account"),
            title=f"Engagement {serial}",
            csm=m.maybe("user", 0.6),
            started_on=DAY,
        )
    for name in ("success_case", "internal_play", "touchpoint", "risk_signal"):
        for _ in m.some(0, 2):
            home = m.rng.choice(m.made["engagement"])
            own = {"account": home["account"], "engagement": home.id}
            if name == "touchpoint":
                m.add(name, **own, subject="Call")
                continue
            named = {"short_description": "It", "description": "It is so"}
            risk = {"probability": "Low", "reported_by": m.one("user")}
            m.add(name, **own, **named, **(risk if name == "risk_signal" else {}))
    for parent, child, values in (
        ("touchpoint", "next_step", {"text": "Do it"}),
        ("engagement", "health_point", {"date": DAY}),
        ("risk_signal", "risk_occurrence", {"date": DAY}),
    ):
        if m.made[parent]:
            m.add(child, **{parent: m.one(parent)}, **values)
    if m.made["risk_signal"] and m.made["success_case"]:
        m.add(
            "risk_solution",
            risk_signal=m.one("risk_signal"),
            solution_type="success_case",
            solution=m.one("success_case"),
        )
    m.add("product_usage", account=m.one("account"), product=1, engagement=m.one("engagement"))
    m.add("product_usage", account=m.one("account"), product=1)
    m.add("escalation", account=m.one("account"))


def _plans(m: _Maker) -> None:
    for serial in m.some(1, 2):
        template = m.rng.random() < 0.25
        home = None if template and m.rng.random() < 0.7 else m.one("account")
        m.add(
            "plan", name=f"Plan {serial}", account=home, owner=m.one("user"), is_template=template
        )
    for serial in m.some(2, 4):
        template = m.rng.random() < 0.25
        home = None if template and m.rng.random() < 0.7 else m.one("account")
        m.add(
            "objective",
            name=f"Objective {serial}",
            description="Because",
            account=home,
            is_template=template,
            owner_kind="user",
            owner=m.one("user"),
            start_date=DAY,
        )
    for _ in m.some(1, 4):
        above = m.rng.choice(m.made["objective"])
        own = {"account": above["account"], "is_template": above["is_template"]}
        if m.rng.random() < 0.5:
            m.add("outcome", objective=above.id, title="KPI", description="Value", **own)
        else:
            m.add("play", objective=above.id, name="Play", **own)
    if m.made["outcome"]:
        m.add("outcome_point", outcome=m.one("outcome"), date=DAY, value=Decimal(1))
    if m.made["play"]:
        m.add("launcher_notifier", play=m.one("play"), started_at=NOW)


_OWNERS = {"role": "role", "pool": "team_pool", "user": "user", "contact": "contact"}


def _tasks(m: _Maker) -> None:
    for serial in m.some(3, 7):
        told = m.rng.choice([p for p in TaskParentType if m.made[p.value]])
        above = m.rng.choice(m.made[told.value])
        kind = m.rng.choice((None, *_OWNERS))
        values = above.values()
        m.add(
            "task",
            title=f"Task {serial}",
            parent_type=told.value,
            parent=above.id,
            account=above.id if told == "account" else values["account"],
            engagement=values.get("engagement"),
            is_template=bool(values.get("is_template")),
            owner_kind=kind,
            owner=m.one(_OWNERS[kind]) if kind else None,
            owner_user=m.one("user") if kind == "role" and m.rng.random() < 0.7 else None,
        )
    noted = [n for n in ("engagement", "objective", "outcome", "play", "task") if m.made[n]]
    for name in noted:
        m.add("work_note", record_type=name, record=m.one(name), at=NOW, author=1, text="Note")


def _contracts(m: _Maker) -> None:
    for serial in m.some(1, 2):
        m.add(
            "contract",
            name=f"Contract {serial}",
            account=m.one("account"),
            start_date=DAY,
            value=Decimal(10),
            currency="USD",
        )
    m.add("engagement_contract", engagement=m.one("engagement"), contract=m.one("contract"))
    m.add("renewal_event", contract=m.one("contract"), outcome="won", finalized_on=DAY)
    m.add("opportunity", account=m.one("account"), currency="USD")


_LONELY = ("user", "account", "account_team", "engagement", "contact", "contract", "touchpoint")


def _deletions(m: _Maker) -> None:
    for name in (*_LONELY, "objective", "play", "task"):
        for record in list(m.made[name])[1 if name == "user" else 0 :]:
            if m.rng.random() < 0.2:
                m.delete(record)
                for task in list(m.made["task"]):
                    if (task["parent_type"], task["parent"]) == (name, record.id):
                        m.delete(task)
