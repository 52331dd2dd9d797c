"""The part of a random world that is work: plans, conversations, risks, usage and tasks."""

from __future__ import annotations

from tests.report.maker import Maker
from tests.report.world import PROGRESS, Row

USAGE_SCORES = (None, "0", "12.5", "39.99", "40", "88")
CATEGORIES = (None, "Low adoption", "Poor health", "Support volume", "Other", "Zeal", "Abandon")
IMPORTANCE = (None, "Critical", "High", "Moderate", "Nice to have", "Not required")


def plans(m: Maker) -> None:
    """Plans, objectives and plays, templates among them."""
    world = m.world
    for account in (*world.every("account"), None):
        world.add(
            "plan",
            number=m.number("PLN"),
            name="Plan",
            account=account and account["number"],
            owner="root",
            is_template=account is None or m.chance(0.2),
        )
    for engagement in world.every("engagement"):
        done = m.pick((None, (4, 1), (5, 1), (1, 0)))
        if done is None:
            states = [m.pick(tuple(PROGRESS)) for _ in m.some(0, 3)]
        else:
            states = ["Closed"] * done[0] + ["New"] * done[1]
        for state in (*states, *(["Canceled"] if m.chance(0.3) else [])):
            _objective(m, engagement, state, is_template=False)
        if m.chance(0.25):
            _objective(m, engagement, m.pick(tuple(PROGRESS)), is_template=True)
    for account in world.every("account"):
        if m.chance(0.5):
            _objective(m, {"account": account["number"], "number": None}, "New", False)
    for objective in m.rng.sample(world.every("objective"), 2):
        world.add(
            "play",
            number=m.number("PLY"),
            name="Play",
            account=objective["account"],
            objective=objective["number"],
            is_template=objective["is_template"],
        )


def _objective(m: Maker, engagement: Row, state: str, is_template: bool) -> None:
    m.world.add(
        "objective",
        number=m.number("OBJ"),
        name="Objective",
        description="Because",
        account=engagement["account"],
        engagement=engagement["number"],
        state=state,
        progress=m.pick(PROGRESS[state]),
        is_template=is_template,
        start_date=m.world.today,
    )


def activities(m: Maker) -> None:
    """Touchpoints, cases, internal plays, risk signals, escalations and usage."""
    world = m.world
    for engagement in world.every("engagement"):
        home = {"account": engagement["account"], "engagement": engagement["number"]}
        for _ in m.some(0, 2):
            _touchpoint(m, home)
        for _ in m.some(0, 3):
            _risk(m, home)
        for product in world.every("product"):
            if m.chance(0.3):
                _usage(m, home, product["name"])
    about = {"short_description": "It", "description": "It is so"}
    for prefix, name in (("CAS", "success_case"), ("IPL", "internal_play")):
        engagement = m.one("engagement")
        home = {"account": engagement["account"], "engagement": engagement["number"]}
        world.add(name, number=m.number(prefix), **home, **about)
    for account in world.every("account"):
        if m.chance(0.3):
            _usage(m, {"account": account["number"], "engagement": None}, "Suite")
        if m.chance(0.5):
            state = m.pick(("Escalated", "Requested", "Declined", "Closed"))
            number = m.number("ESC")
            world.add("escalation", number=number, account=account["number"], state=state)


def _touchpoint(m: Maker, home: Row) -> None:
    kind = m.pick(("QBR", "QBR", "Weekly status", "Renewal", None))
    meets = kind == "QBR" or m.chance(0.5)
    m.world.add(
        "touchpoint",
        number=m.number("TCH"),
        **home,
        subject="Talk",
        meeting_type=kind,
        meeting_at=m.days.moment(m.days.soon()) if meets else None,
        due_date=m.days.maybe(),
        state=m.pick(("New", "In progress", "Paused", "Closed", "Canceled")),
    )


def _risk(m: Maker, home: Row) -> None:
    of_account = [c["number"] for c in m.world.every("contract") if c["account"] == home["account"]]
    hit = m.rng.sample(of_account, min(len(of_account), m.pick((0, 0, 1, 2))))
    m.world.add(
        "risk_signal",
        number=m.number("RSK"),
        **home,
        short_description="It",
        description="It may be",
        risk_or_issue=m.pick(("Risk", "Issue")),
        category=m.pick(CATEGORIES),
        state=m.pick(("New", "Active", "Active", "Closed", "Canceled")),
        probability=m.pick(("Very high", "High", "Moderate", "Low", "Very low")),
        scope=m.pick((None, "Onboarding", "Adoption", "Expansion", "Renewal")),
        contracts_impacted=tuple(sorted(hit)),
        reported_by="root",
    )


def _usage(m: Maker, home: Row, product: str) -> None:
    m.world.add(
        "product_usage",
        **home,
        product=product,
        usage_plan=m.pick((None, "No plan", "Planned", "Activated", "Deactivated")),
        adoption_score=m.pick(USAGE_SCORES),
        customer_priority=m.pick(IMPORTANCE),
        business_criticality=m.pick(IMPORTANCE),
    )


def tasks(m: Maker) -> None:
    """Tasks of every parent, owned by every kind of owner and by nobody."""
    parents = ("play", "success_case", "internal_play", "touchpoint", "objective", "plan")
    told = [name for name in (*parents, "account") if m.world.every(name)]
    for _ in m.some(15, 35):
        name = m.pick(told)
        above = m.one(name)
        kind = m.pick(("user", "user", "user", "role", "role", "pool", "contact", None))
        state = m.pick(("New", "In progress", "Paused", "Closed", "Closed", "Canceled"))
        ended = state in ("Closed", "Canceled") and m.chance(0.9)
        m.world.add(
            "task",
            number=m.number("TSK"),
            title="Task",
            description="Do it",
            parent_type=name,
            parent=above["number"],
            account=above["number"] if name == "account" else above["account"],
            engagement=above.get("engagement"),
            is_template=bool(above.get("is_template")),
            owner_kind=kind,
            owner=_owner(m, kind),
            owner_user=m.user(0.8) if kind == "role" else None,
            state=state,
            progress=PROGRESS[state][0] if state != "Paused" else "Paused",
            due_date=m.days.near_today(),
            closed_at=m.days.moment(m.days.past()) if ended else None,
        )


def _owner(m: Maker, kind: str | None) -> str | None:
    if kind is None:
        return None
    name, key = {
        "user": ("user", "username"),
        "role": ("role", "name"),
        "pool": ("team_pool", "name"),
        "contact": ("contact", "number"),
    }[kind]
    return str(m.one(name)[key])
