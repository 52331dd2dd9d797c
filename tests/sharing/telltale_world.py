"""A random book of business in which every text of every record is a token of its own.

A token found anywhere says which field of which record it came from, so whatever leaves the house
can be held against what may. The rows are kept as plain dictionaries for those who judge.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from successtui.records import REGISTRY, Record
from successtui.records.kinds import (
    Boolean,
    Date,
    Instant,
    Number,
    OpenPicklist,
    Picklist,
    References,
    Text,
    TextList,
)
from successtui.store.unit import UnitOfWork

Row = dict[str, Any]
TOKEN = re.compile(r"Tk\d{5}q")
NOW = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
_STATES = ("New", "New", "In progress", "Closed", "Canceled")
_PLAN_STATES = ("Active", "Active", "Draft", "Completed", "Canceled")
_PARENTS = (
    *("play",) * 6,
    *("touchpoint",) * 3,
    *("objective", "plan", "account", "internal_play", "success_case"),
)


@dataclass
class TelltaleWorld:
    """Rows of every record type by name, with id, number and whether they were deleted."""

    rows: dict[str, list[Row]] = field(default_factory=dict)

    def living(self, name: str) -> list[Row]:
        """The rows of a type that were not deleted."""
        return [row for row in self.rows.get(name, []) if not row["deleted"]]

    def find(self, name: str, record_id: int | None) -> Row | None:
        """A row, deleted or not."""
        return next((row for row in self.rows.get(name, []) if row["id"] == record_id), None)


def tokens(text: str) -> set[str]:
    """All tokens in a text."""
    return set(TOKEN.findall(text))


class _Maker:
    def __init__(self, unit: UnitOfWork, rng: random.Random) -> None:
        self.unit = unit
        self.rng = rng
        self.world = TelltaleWorld()
        self._serial = 0

    def token(self) -> str:
        self._serial += 1
        return f"Tk{self._serial:05d}q"

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def add(self, name: str, **values: Any) -> int:
        """A record whose every text nobody gave is a token; one in twelve is deleted again."""
        cls = REGISTRY[name]
        filled = {n: self._value(f.kind) for n, f in cls.declaration.fields.items()}
        for key, value in values.items():
            kind = cls.declaration.fields[key].kind
            picks = isinstance(kind, Picklist) and isinstance(value, str)
            filled[key] = kind.choices(value) if picks else value  # type: ignore[attr-defined]
        if "is_template" in filled:
            filled["is_template"] = False
        record: Record = self.unit.insert(cls, filled)
        deleted = name not in ("user", "role", "team_pool") and self.chance(1 / 12)
        if deleted:
            self.unit.delete(record)
        row = {**filled, "id": record.id, "number": record.number, "deleted": deleted}
        self.world.rows.setdefault(name, []).append(row)
        return record.id

    def one(self, name: str, **where: Any) -> int | None:
        rows = self.world.rows.get(name, [])
        fitting = [r["id"] for r in rows if all(r[n] == value for n, value in where.items())]
        return self.rng.choice(fitting) if fitting else None

    def value(self, name: str, record_id: int | None, key: str) -> Any:
        row = self.world.find(name, record_id)
        return None if row is None else row.get(key)

    def _value(self, kind: Any) -> Any:
        match kind:
            case Text() | OpenPicklist():
                return self.token()
            case TextList():
                return (self.token(),)
            case Boolean():
                return self.chance(0.5)
            case Date():
                return date(2026, 3, 4) + timedelta(days=self.rng.randint(-90, 200))
            case Instant():
                return NOW
            case Number():
                return Decimal(self.rng.randint(0, 90))
            case Picklist():
                return self.rng.choice(list(kind.choices))
            case References():
                return ()
            case _:
                return None


def make_telltale_world(unit: UnitOfWork, seed: int) -> TelltaleWorld:
    """Stores a random world beside what a fresh workspace holds."""
    m = _Maker(unit, random.Random(seed))
    for _ in range(3):
        m.add("user", roles=("customer_success_agent",), manager=None, active=True)
        m.add("role")
        m.add("team_pool")
    for _ in range(2):
        account = m.add("account", csm=m.one("user"), currency="EUR", parent_account=None)
        for _ in range(3):
            m.add("contact", account=account)
        m.add("engagement", account=account, csm=m.one("user"))
    for _ in range(m.rng.randint(2, 4)):
        _plan(m)
    for _ in range(m.rng.randint(2, 6)):
        _objective(m)
    for _ in range(m.rng.randint(4, 9)):
        _play(m)
    for turn in range(3):
        _activity(m, NOW - timedelta(days=turn))
    for _ in range(m.rng.randint(10, 25)):
        _task(m)
    unit.prepare()
    return m.world


def _owner(m: _Maker, kinds: tuple[str, ...], account: int | None) -> Row:
    kind = m.rng.choice((None, *kinds))
    target = {"pool": "team_pool"}.get(kind or "", kind or "")
    where = {"account": account} if kind == "contact" else {}
    person = m.one("user") if kind == "role" and m.chance(0.5) else None
    return {
        "owner_kind": kind,
        "owner": m.one(target, **where) if kind else None,
        "owner_user": m.one("user") if kind == "user" else person,
    }


def _plan(m: _Maker) -> None:
    account = m.one("account")
    named = {m.one("contact", account=account)} if m.chance(0.3) else set()
    m.add(
        "plan",
        account=account,
        engagement=m.one("engagement", account=account),
        owner=m.one("user"),
        status=m.rng.choice(_PLAN_STATES),
        shared_with_customer=m.chance(0.7),
        shared_contacts=tuple(sorted(i for i in named if i is not None)),
    )


def _objective(m: _Maker) -> None:
    plan = m.one("plan") if m.chance(0.9) else None
    account = m.value("plan", plan, "account") or m.one("account")
    owner = _owner(m, ("role", "user", "contact"), account)
    home = {"account": account, "plan": plan}
    goal = m.add("objective", **home, **owner, state=m.rng.choice(_STATES))
    for _ in range(m.rng.randint(0, 2)):
        state = m.rng.choice(_STATES)
        outcome = m.add("outcome", objective=goal, account=account, state=state)
        for day in range(m.rng.randint(0, 2)):
            m.add("outcome_point", outcome=outcome, date=date(2026, 1, 1 + day))


def _play(m: _Maker) -> None:
    goal = m.one("objective") if m.chance(0.8) else None
    plan = m.value("objective", goal, "plan") if goal else m.one("plan")
    account = m.value("objective" if goal else "plan", goal or plan, "account")
    owner = _owner(m, ("role", "user"), account)
    m.add(
        "play",
        objective=goal,
        plan=plan,
        account=account,
        **owner,
        co_owner=m.one("contact", account=account),
        shared=m.chance(0.6),
        state=m.rng.choice(_STATES),
    )


def _activity(m: _Maker, at: datetime) -> None:
    engagement = m.one("engagement")
    account = m.value("engagement", engagement, "account")
    for name in ("internal_play", "success_case", "touchpoint", "risk_signal"):
        extra = {"reported_by": m.one("user")} if name == "risk_signal" else {}
        m.add(name, account=account, engagement=engagement, **extra)
    m.add("work_note", record_type="engagement", record=engagement, at=at, author=m.one("user"))


def _task(m: _Maker) -> None:
    kind = m.rng.choice(_PARENTS)
    parent = m.one(kind)
    if parent is None:
        return
    account = parent if kind == "account" else m.value(kind, parent, "account")
    plan = parent if kind == "plan" else m.value(kind, parent, "plan")
    owner = _owner(m, ("role", "user", "contact", "contact", "pool"), account)
    m.add(
        "task",
        parent_type=kind,
        parent=parent,
        account=account,
        plan=plan,
        **owner,
        visible_to_customer=owner["owner_kind"] == "contact" or m.chance(0.5),
        state=m.rng.choice(_STATES),
    )
