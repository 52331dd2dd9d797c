"""The part of a random world that brings the money: people, accounts, engagements, contracts."""

from __future__ import annotations

from datetime import date

from tests.report.maker import Maker
from tests.report.world import STAGES, Row

ROLES: tuple[tuple[str, ...], ...] = (
    ("customer_success_agent",),
    ("customer_success_agent",),
    ("customer_success_agent",),
    ("success_manager",),
    ("success_manager", "customer_success_agent"),
    ("customer_success_agent", "participant"),
    ("participant",),
    ("viewer",),
    ("admin",),
)
ZONES = (None, "UTC", "Europe/Berlin", "America/Los_Angeles", "Pacific/Kiritimati", "Asia/Kolkata")
SCORES = (None, None, "0", "39.99", "40", "69.5", "90")
USAGE_SCORES = (None, "0", "12.5", "39.99", "40", "88")
VALUES = ("0", "333.33", "1234.55", "40000", "49999.99", "50000", "60000", "100000", "750000")
CURRENCIES = ("USD", "USD", "USD", "EUR", "EUR", "JPY", "GBP", "CHF")
SUBSTATES = (
    None,
    None,
    "Awaiting review",
    "Under review",
    "Renewal approved",
    "Renewal rejected",
    "Renewal in process",
    "Renewed",
    "Extension approved",
    "Extension rejected",
)


def people(m: Maker) -> None:
    """A director, managers, and others somewhere below them; a link may be inactive."""
    world = m.world
    world.add("user", username="root", name="Root", roles=("admin",), manager=None)
    world.add("user", username="dir", roles=("success_manager",), manager=None)
    world.add("user", username="mia", roles=("success_manager",), manager="dir")
    world.add("user", username="abe", roles=("customer_success_agent",), manager="mia")
    for serial in m.some(3, 6):
        above = m.one("user")["username"] if m.chance(0.8) else None
        manager = None if above == "root" else above
        world.add("user", username=f"u{serial}", roles=m.pick(ROLES), manager=manager)
    for user in world.every("user"):
        user.setdefault("name", user["username"].title())
        user["timezone"] = m.pick(ZONES)
        user["active"] = user["username"] == "root" or m.chance(0.9)
    for name in ("Support Lead", "Sponsor"):
        world.add("role", name=name)
    for name in ("Suite", "Core", "Add-on"):
        world.add("product", name=name)
    world.add("team_pool", name="Queue", members=("abe",))


def money(m: Maker) -> None:
    """Rates that are old, of today, and of the future; CHF has none, GBP only a future one."""
    for currency, rates in (
        ("EUR", (("1.1", -400), ("1.25", m.pick((-1, 0))), ("9", m.pick((1, 40))))),
        ("JPY", (("0.00671234", m.pick((-800, 0))),)),
        ("GBP", (("1.3", m.pick((1, 30))),)),
    ):
        for rate, offset in rates:
            as_of = m.days.at(offset)
            m.world.add("exchange_rate", currency=currency, rate=rate, as_of=as_of)


def accounts(m: Maker) -> None:
    for serial in m.some(3, 5):
        number = m.number("ACC")
        parent = m.one("account")["number"] if serial and m.chance(0.3) else None
        m.world.add(
            "account",
            number=number,
            name=f"Account {serial}",
            csm=m.user(0.6),
            account_manager=m.user(0.2),
            parent_account=parent,
            industry=m.pick((None, "Retail", "Energy", "Health & Care")),
            currency=m.pick(("USD", "EUR")),
        )
        m.world.add("contact", number=m.number("CNT"), account=number, last_name="Jones")


def engagements(m: Maker) -> None:
    for serial in m.some(5, 14):
        m.world.add(
            "engagement",
            number=m.number("ENG"),
            account=m.one("account")["number"],
            title=f"Engagement {serial}",
            csm=m.user(0.75),
            state=m.pick(("New", "Define", *["In progress"] * 4, "Closed", "Closed", "Canceled")),
            stage=m.pick((*STAGES, "Initial onboarding", "Initial onboarding")),
            perceived_health=m.pick(("Unknown", "Red", "Red", "Yellow", "Green")),
            health_score=m.pick(SCORES),
            started_on=m.days.past(),
            initial_go_live=m.days.maybe(),
            went_live_on=m.days.past() if m.chance(0.2) else None,
            renewal_date=m.days.maybe(),
        )


def contracts(m: Maker) -> None:
    world = m.world
    homes = [e["account"] for e in world.every("engagement")]
    for serial in m.some(5, 12):
        state = m.pick(("Draft", *["Active"] * 5, "Expired", "Expired", "Canceled"))
        substate = m.pick(SUBSTATES)
        verdict = substate in ("Renewal approved", "Renewal rejected")
        start = m.days.past()
        ends = [d for d in (m.days.maybe(), m.days.soon()) if d is None or d >= start]
        world.add(
            "contract",
            number=m.number("CON"),
            name=f"Contract {serial}",
            account=m.pick(homes),
            start_date=start,
            end_date=m.pick(ends) if ends else None,
            value=m.pick(VALUES),
            currency=m.pick(CURRENCIES),
            state=state,
            substate=m.pick((None, "Approved")) if state == "Draft" else substate,
            renewal_start=m.days.soon() if m.chance(0.3) else None,
            renewal_finalized_on=m.days.past() if verdict else None,
        )
    for engagement in world.every("engagement"):
        of_account = [c for c in world.every("contract") if c["account"] == engagement["account"]]
        for contract in m.rng.sample(of_account, min(len(of_account), m.pick((0, 1, 2)))):
            world.add(
                "engagement_contract",
                engagement=engagement["number"],
                contract=contract["number"],
            )
    for contract in world.every("contract"):
        _renewals(m, contract)


def _renewals(m: Maker, contract: Row) -> None:
    """Renewals talked about, and decisions: one now and then, or a loss that became a win."""
    closed = [s for s in ("Closed won", "Closed lost") if m.chance(0.25)]
    m.rng.shuffle(closed)
    ended = m.days.ascending(len(closed))
    for stage, day in zip(closed, ended, strict=True):
        _opportunity(m, contract, "Renew", stage, day)
    if m.chance(0.5):
        _opportunity(m, contract, "Renew", m.pick(("Open", "Engaging")), None)
    if m.chance(0.3):
        kind, stage = m.pick(("New", "Upsell")), m.pick(("Closed won", "Closed lost"))
        _opportunity(m, contract, kind, stage, m.days.past())
    decided = contract["renewal_finalized_on"]
    if decided is not None:
        won = contract["substate"] == "Renewal approved"
        _event(m, contract, "won" if won else "lost", decided)
        earlier = m.days.earlier_in_year(decided, m.world.fiscal_start)
        if won and earlier and m.chance(0.5):
            _event(m, contract, "lost", earlier)
    elif m.chance(0.3):
        _event(m, contract, m.pick(("won", "lost")), m.days.past())


def _opportunity(m: Maker, contract: Row, kind: str, stage: str, closed: date | None) -> None:
    m.world.add(
        "opportunity",
        number=m.number("OPP"),
        account=contract["account"],
        contract=contract["number"],
        type=kind,
        stage=stage,
        value="777",
        currency="USD",
        actual_closed_date=closed,
    )


def _event(m: Maker, contract: Row, outcome: str, day: date) -> None:
    m.world.add(
        "renewal_event",
        contract=contract["number"],
        outcome=outcome,
        finalized_on=day,
        value=contract["value"],
        currency=contract["currency"],
        source="substate",
    )
