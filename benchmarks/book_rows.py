"""The rows of a benchmark's workspace: plain values, the same every time, no randomness.

Knows the record types' fields; how they are stored is the business of `book`. Contracts,
risks and what else the success report counts stand in `book_business`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from math import gcd
from typing import Any

MADE_AT = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
START = date(2026, 1, 5)

DIRECTORS, MANAGERS, CSMS = 9, 60, 429
STEADY = "steady"
"""Username of one more CSM, who has as many engagements in every book."""
STEADY_ENGAGEMENTS = 40
ADMIN, HEAD = 1, 2
FIRST_DIRECTOR = HEAD + 1
FIRST_MANAGER = FIRST_DIRECTOR + DIRECTORS
FIRST_CSM = FIRST_MANAGER + MANAGERS

OBJECTIVES = 4
OUTCOMES = 3
TASKS = 5
"""Objectives of an engagement; outcomes and tasks of an objective (tasks hang from its play)."""
TOUCHPOINTS = 12

_FIRST = ("Amber", "Birch", "Cobalt", "Delta", "Ember", "Fjord", "Garnet", "Harbour", "Iris")
_SECOND = ("Freight", "Foods", "Energy", "Clinics", "Media", "Tools", "Bank", "Textiles")
_INDUSTRIES = ("Retail", "Energy", "Healthcare", "Banking", "Media")
_TIERS = ("Strategic", "Enterprise", "Growth")
_GOALS = ("Shorten onboarding", "Raise adoption", "Cut ticket volume", "Renew early")
_KPIS = ("Weekly active users", "Days to first value", "Tickets a month")
_STEPS = ("Invite the sponsor", "Review the data", "Train the team", "Agree on dates", "Report")
_STAGES = (*("Initial onboarding",) * 2, *("Adoption",) * 4, *("Expand",) * 2, *("Renew", "Lost"))
_GOAL_STATES = (
    *(("In progress", "On-Track"),) * 3,
    *(("In progress", "At Risk"),) * 2,
    ("New", "Not Started"),
    ("Define", "Paused"),
    ("Canceled", "Canceled"),
)
_WORK_STATES = {
    0: ("New", "Not Started"),
    1: ("In progress", "On-Track"),
    2: ("Closed", "Completed"),
    4: ("Paused", "Paused"),
    5: ("Canceled", "Canceled"),
}
"""State and progress of a task, by its number within 30, else within 3."""
_TOPICS = ("Weekly call", "Roadmap talk", "Business review", "Support review")


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one record type, with ids from `first_id` on."""

    record: str
    columns: tuple[str, ...]
    values: Iterable[tuple[Any, ...]]
    first_id: int = 1


@dataclass(frozen=True, slots=True)
class Links:
    """What a field that holds several references refers to: ids of rows, and of their targets."""

    record: str
    field: str
    pairs: Iterable[tuple[int, int]]


def csms_of(count: int) -> list[int]:
    """Ids of the CSMs of the accounts, and engagements, by their number."""
    csms = [FIRST_CSM + number % CSMS for number in range(count + 1)]
    widest = count // STEADY_ENGAGEMENTS
    # Without a factor in common with the patterns below, theirs are as mixed as everybody's.
    step = next((n for n in range(widest, 10, -1) if gcd(n, 2 * 3 * 5 * 7) == 1), None)
    if step is not None:
        last = step * STEADY_ENGAGEMENTS
        csms[step : last + 1 : step] = [FIRST_CSM + CSMS] * STEADY_ENGAGEMENTS
    return csms


def everything(engagements: int) -> Iterator[Rows]:
    """All rows of a workspace of that many engagements, referred ones first."""
    csms = csms_of(engagements)
    yield _users()
    yield from _book(engagements, csms)
    yield from _goals(engagements, csms)
    yield from _actions(engagements, csms)


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
        yield STEADY, "Sam Steady", agent, FIRST_MANAGER

    return Rows("user", ("username", "name", "roles", "manager"), rows(), HEAD)


def _book(count: int, csms: Sequence[int]) -> Iterator[Rows]:
    numbers = range(1, count + 1)
    yield Rows(
        "account",
        ("name", "parent_account", "industry", "tier", "csm", "currency"),
        (
            (_name(i), _parent(i), _INDUSTRIES[i % 5], _TIERS[i % 3], csms[i], "EUR")
            for i in numbers
        ),
    )
    columns = ("account", "title", "csm", "state", "stage", "perceived_health", "health_score")
    yield Rows(
        "engagement",
        (*columns, "started_on", "initial_go_live", "went_live_on", "renewal_date"),
        (
            (
                i,
                f"{_name(i)} success",
                csms[i],
                {18: "Canceled", 19: "Closed"}.get(i % 20, "In progress"),
                _STAGES[i % 10],
                ("Green", "Yellow", "Green", "Red", "Unknown")[i // 10 % 5],
                None if i % 3 == 0 else Decimal(i * 37 % 101),
                day(i % 500 - 400),
                day(110 + i % 101),
                None if i % 10 < 2 or i % 7 == 0 else day(i % 90),
                day(i % 365),
            )
            for i in numbers
        ),
    )


def _goals(count: int, csms: Sequence[int]) -> Iterator[Rows]:
    yield Rows(
        "plan",
        ("name", "account", "engagement", "owner", "status", "start_date", "end_date"),
        (
            (f"Success plan {i}", i, i, csms[i], "Active", START, day(300))
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
                *(of,) * 2,
                None if of % 30 == 7 else of,
                "user",
                *(csms[of],) * 2,
                *(("Closed", "Completed") if of % 6 == 0 else _GOAL_STATES[i % 8]),
                START,
                day(60 + i % 240),
            )
            for i in objectives
            for of in (_of_objective(i),)
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
                csms[_of_objective(_third(i))],
                _KPIS[i % 3],
                "How it is measured.",
                "users",
                Decimal(100),
                Decimal(250),
                Decimal(100 + i % 180),
                day(60 + i % 240),
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
                *(csms[_of_objective(i)],) * 2,
                "In progress",
                "On-Track",
                START,
                day(40 + i % 90),
            )
            for i in objectives
        ),
    )


def _actions(count: int, csms: Sequence[int]) -> Iterator[Rows]:
    columns: tuple[str, ...]
    columns = ("account", "parent_type", "parent", "title", "owner_kind", "owner", "owner_user")
    yield Rows(
        "task",
        (*columns, "plan", "state", "progress", "closed_at", "priority", "due_date"),
        (
            (
                account,
                "play",
                play,
                _STEPS[i % 5],
                "user",
                csms[account],
                csms[account],
                account,
                *_WORK_STATES.get(i % 30, _WORK_STATES[i % 3]),
                MADE_AT + timedelta(days=i % 190 - 40) if i % 3 == 2 else None,
                ("High", "Medium", "Medium", "Low")[i % 4],
                day(i % 241),
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
                account,
                account,
                _TOPICS[i % 4],
                ("Weekly status", "Ad-hoc", "QBR", "Renewal")[(account + turn) % 4],
                MADE_AT + timedelta(days=after),
                csms[account],
                "Closed" if after < 150 else "In progress" if turn % 4 == 0 else "Canceled",
                30,
            )
            for i in range(1, count * TOUCHPOINTS + 1)
            for account, turn in ((cycled(i, count), (i - 1) // count),)
            for after in ((account * 17 + turn * 29) % 400 - 150,)
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


def cycled(number: int, count: int) -> int:
    """The account, and engagement, the row of that number is of."""
    return (number - 1) % count + 1


def day(offset: int) -> date:
    """So many days after the start."""
    return START + timedelta(days=offset)
