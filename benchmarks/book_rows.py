"""The rows of a benchmark's workspace: plain values, the same every time, no randomness.

Knows the record types' fields; how they are stored is the business of `book`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

MADE_AT = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
START = date(2026, 1, 5)

DIRECTORS, MANAGERS, CSMS = 9, 60, 430
ADMIN, HEAD = 1, 2
FIRST_DIRECTOR = HEAD + 1
FIRST_MANAGER = FIRST_DIRECTOR + DIRECTORS
FIRST_CSM = FIRST_MANAGER + MANAGERS

OBJECTIVES = 4
OUTCOMES = 3
TASKS = 5
"""Objectives of an engagement; outcomes and tasks of an objective (tasks hang from its play)."""
TOUCHPOINTS = 12

_CONTRACT_DATES = ("start_date", "end_date", "renewal_start", "renewal_end")
_FIRST = ("Amber", "Birch", "Cobalt", "Delta", "Ember", "Fjord", "Garnet", "Harbour", "Iris")
_SECOND = ("Freight", "Foods", "Energy", "Clinics", "Media", "Tools", "Bank", "Textiles")
_INDUSTRIES = ("Retail", "Energy", "Healthcare", "Banking", "Media")
_TIERS = ("Strategic", "Enterprise", "Growth")
_GOALS = ("Shorten onboarding", "Raise adoption", "Cut ticket volume", "Renew early")
_KPIS = ("Weekly active users", "Days to first value", "Tickets a month")
_STEPS = ("Invite the sponsor", "Review the data", "Train the team", "Agree on dates", "Report")
_TOPICS = ("Weekly call", "Roadmap talk", "Business review", "Support review")


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one record type, with ids from `first_id` on."""

    record: str
    columns: tuple[str, ...]
    values: Iterable[tuple[Any, ...]]
    first_id: int = 1


def csm_of(number: int) -> int:
    """Id of the CSM of the account, and engagement, of that number."""
    return FIRST_CSM + number % CSMS


def everything(engagements: int) -> Iterator[Rows]:
    """All rows of a workspace of that many engagements, referred ones first."""
    yield _users()
    yield from _book(engagements)
    yield from _goals(engagements)
    yield from _actions(engagements)


def _users() -> Rows:
    def rows() -> Iterator[tuple[Any, ...]]:
        manager, agent = ("success_manager",), ("customer_success_agent",)
        yield "head", "Hanna Head", manager, None
        for i in range(DIRECTORS):
            yield f"director{i + 1}", f"Dana Director {i + 1}", manager, HEAD
        for i in range(MANAGERS):
            yield f"manager{i + 1}", f"Max Manager {i + 1}", manager, FIRST_DIRECTOR + i % DIRECTORS
        for i in range(CSMS):
            yield f"csm{i + 1}", f"Chris Agent {i + 1}", agent, FIRST_MANAGER + i % MANAGERS

    return Rows("user", ("username", "name", "roles", "manager"), rows(), HEAD)


def _book(count: int) -> Iterator[Rows]:
    numbers, contracts = range(1, count + 1), count * 6 // 5
    yield Rows(
        "account",
        ("name", "parent_account", "industry", "tier", "csm", "currency"),
        (
            (_name(i), _parent(i), _INDUSTRIES[i % 5], _TIERS[i % 3], csm_of(i), "EUR")
            for i in numbers
        ),
    )
    yield Rows(
        "engagement",
        ("account", "title", "csm", "stage", "started_on", "renewal_date", "perceived_health"),
        (
            (
                i,
                f"{_name(i)} success",
                csm_of(i),
                ("Adoption", "Expand", "Renew")[i % 3],
                START,
                _day(i % 365),
                ("Green", "Yellow", "Green", "Red")[i % 4],
            )
            for i in numbers
        ),
    )
    yield Rows(
        "contract",
        ("name", "account", "value", "currency", "state", *_CONTRACT_DATES),
        (
            (
                f"Subscription {i}",
                _cycled(i, count),
                1_000 + i % 90_000,
                "EUR",
                "Active",
                START,
                _day(3_000 + i % 365),
                _day(2_900 + i % 365),
                _day(3_000 + i % 365),
            )
            for i in range(1, contracts + 1)
        ),
    )
    yield Rows(
        "engagement_contract",
        ("engagement", "contract"),
        ((_cycled(i, count), i) for i in range(1, contracts + 1)),
    )


def _goals(count: int) -> Iterator[Rows]:
    yield Rows(
        "plan",
        ("name", "account", "engagement", "owner", "status", "start_date", "end_date"),
        (
            (f"Success plan {i}", i, i, csm_of(i), "Active", START, _day(300))
            for i in range(1, count + 1)
        ),
    )
    objectives = range(1, count * OBJECTIVES + 1)
    columns: tuple[str, ...]
    columns = ("name", "description", "account", "plan", "engagement", "owner_kind", "owner")
    yield Rows(
        "objective",
        (*columns, "owner_user", "state", "progress", "start_date", "end_date"),
        (
            (
                _GOALS[i % 4],
                "In their words.",
                *(_of_objective(i),) * 3,
                "user",
                *(csm_of(_of_objective(i)),) * 2,
                ("In progress", "In progress", "New", "Define")[i % 4],
                ("On-Track", "At Risk", "Not Started", "Not Started")[i % 4],
                START,
                _day(60 + i % 240),
            )
            for i in objectives
        ),
    )
    columns = ("account", "objective", "owner", "title", "description", "unit", "base_value")
    yield Rows(
        "outcome",
        (*columns, "target_value", "current_value", "target_date", "state", "progress"),
        (
            (
                _of_objective(_third(i)),
                _third(i),
                csm_of(_of_objective(_third(i))),
                _KPIS[i % 3],
                "How it is measured.",
                "users",
                Decimal(100),
                Decimal(250),
                Decimal(100 + i % 180),
                _day(60 + i % 240),
                "In progress",
                "On-Track",
            )
            for i in range(1, count * OBJECTIVES * OUTCOMES + 1)
        ),
    )
    columns = ("name", "account", "objective", "plan", "owner_kind", "owner", "owner_user")
    yield Rows(
        "play",
        (*columns, "state", "progress", "start_date", "end_date"),
        (
            (
                "Kick-off and training",
                _of_objective(i),
                i,
                _of_objective(i),
                "user",
                *(csm_of(_of_objective(i)),) * 2,
                "In progress",
                "On-Track",
                START,
                _day(40 + i % 90),
            )
            for i in objectives
        ),
    )


def _actions(count: int) -> Iterator[Rows]:
    columns: tuple[str, ...]
    columns = ("account", "parent_type", "parent", "title", "owner_kind", "owner", "owner_user")
    yield Rows(
        "task",
        (*columns, "plan", "state", "progress", "priority", "due_date"),
        (
            (
                account,
                "play",
                play,
                _STEPS[i % 5],
                "user",
                csm_of(account),
                csm_of(account),
                account,
                ("New", "In progress", "Closed")[i % 3],
                ("Not Started", "On-Track", "Completed")[i % 3],
                ("High", "Medium", "Medium", "Low")[i % 4],
                _day(i % 120),
            )
            for i in range(1, count * OBJECTIVES * TASKS + 1)
            for play in ((i - 1) // TASKS + 1,)
            for account in (_of_objective(play),)
        ),
    )
    columns = ("account", "engagement", "subject", "meeting_type", "meeting_at", "assigned_to")
    yield Rows(
        "touchpoint",
        (*columns, "state", "duration_min"),
        (
            (
                _cycled(i, count),
                _cycled(i, count),
                _TOPICS[i % 4],
                ("Weekly status", "Ad-hoc", "QBR", "Renewal")[i % 4],
                MADE_AT + timedelta(days=i % 200),
                csm_of(_cycled(i, count)),
                "Closed",
                30,
            )
            for i in range(1, count * TOUCHPOINTS + 1)
        ),
    )
    columns = ("account", "engagement", "short_description", "description", "probability")
    yield Rows(
        "risk_signal",
        (*columns, "reported_by", "assigned_to", "state", "due_date"),
        (
            (
                *(_cycled(i, count),) * 2,
                "Sponsor is leaving",
                "What was heard.",
                ("High", "Moderate", "Low")[i % 3],
                *(csm_of(_cycled(i, count)),) * 2,
                ("Active", "New", "Closed")[i % 3],
                _day(i % 90),
            )
            for i in range(1, count * 12 // 5 + 1)
        ),
    )


def _name(number: int) -> str:
    return f"{_FIRST[number % 9]} {_SECOND[number % 8]} {number:06d}"


def _parent(number: int) -> int | None:
    """Blocks of ten: a company, its three divisions, two units of each."""
    place = (number - 1) % 10
    if place == 0:
        return None
    return number - place if place < 4 else number - place + 1 + (place - 4) // 2


def _of_objective(number: int) -> int:
    """The account, engagement and plan (all of one number) an objective or play is of."""
    return (number - 1) // OBJECTIVES + 1


def _third(number: int) -> int:
    return (number - 1) // OUTCOMES + 1


def _cycled(number: int, count: int) -> int:
    return (number - 1) % count + 1


def _day(offset: int) -> date:
    return START + timedelta(days=offset)
