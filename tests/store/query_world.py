"""A small book of business full of odd texts, gaps and edges, for comparing queries with."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, TypeVar

from successtui.records import (
    Account,
    AccountTeam,
    Contact,
    Contract,
    Engagement,
    EngagementContract,
    Escalation,
    ExchangeRate,
    Objective,
    Outcome,
    Plan,
    Play,
    Product,
    Record,
    RiskSignal,
    Role,
    SuccessCase,
    Task,
    Touchpoint,
    User,
)
from successtui.records import kinds as k
from successtui.services.draft import Mode
from successtui.services.saver import Saver
from successtui.services.session import Session
from tests.store.queries import TAGS, TEXTS, TODAY

R = TypeVar("R", bound=Record)
Owners = Mapping[str, Sequence[Record]]

AGENT, MANAGER = ("customer_success_agent",), ("success_manager",)


def fill(session: Session, seed: int) -> None:
    """Stores a random world in one unit, as an import, so that history may be as it was."""
    with session.change("World") as unit:
        _Filler(Saver(unit, TODAY, Mode.IMPORT), random.Random(seed)).fill()


class _Filler:
    def __init__(self, saver: Saver, rng: random.Random) -> None:
        self.saver = saver
        self.rng = rng

    def add(self, cls: type[R], **values: Any) -> R:
        known = {n: self._member(cls, n, v) for n, v in values.items()}
        return self.saver.add(cls, known)

    def fill(self) -> None:
        users = self._users()
        roles = [self.add(Role, name="Support Lead"), self.add(Role, name="Sponsor")]
        products = [
            self.add(Product, name=name, family=self.maybe("Core")) for name in ("A", "B é")
        ]
        for currency, rate in (("EUR", "1.0825"), ("GBP", "1.3")):
            as_of = TODAY - timedelta(days=9)
            self.add(ExchangeRate, currency=currency, rate=Decimal(rate), as_of=as_of)
        accounts: list[Account] = []
        for _ in range(5):
            accounts.append(self._account(users, accounts))
        contacts = [self._contact(accounts) for _ in range(6)]
        for _ in range(4):
            link = {"account": self.one(accounts).id, "role": self.one(roles).id}
            self._once(AccountTeam, **link, user=self.one(users).id)
        contracts = [self._contract(accounts) for _ in range(12)]
        engagements = [self._engagement(accounts, users, contracts) for _ in range(12)]
        for engagement, state in zip(engagements, ("Escalated", "Closed"), strict=False):
            self.add(Escalation, account=engagement.account, state=state)
        for engagement in engagements:
            self._happenings(engagement, users, contracts)
        plans = [self._plan(accounts, users) for _ in range(4)]
        owners: Owners = {"user": users, "role": roles, "contact": contacts}
        for _ in range(8):
            self._objective(accounts, plans, owners, products)

    def _users(self) -> list[User]:
        people = (("ann", "Ann Lee"), ("bob", "Bob Stone"), ("zed", "Zed É."))
        boss = self.add(User, username="mia", name="Mia", roles=MANAGER)
        agents = [self.add(User, username=u, name=n, roles=AGENT) for u, n in people]
        for agent in agents[:2]:
            self.saver.change(agent, {"manager": boss.id})
        return [boss, *agents]

    def _account(self, users: Sequence[User], accounts: Sequence[Account]) -> Account:
        return self.add(
            Account,
            name=self.one(TEXTS),
            industry=self.maybe(self.one(("Retail", "Finance", "Media"))),
            tier=self.maybe("Growth"),
            csm=self.maybe(self.one(users).id),
            account_manager=self.maybe(self.one(users).id, 0.2),
            parent_account=self.maybe(self.one(accounts).id) if accounts else None,
            tags=tuple(tag for tag in TAGS if self.rng.random() < 0.3),
            notes=self.maybe("Line one\nline two É"),
            status=self.one(("Active", "Prospect")),
        )

    def _contact(self, accounts: Sequence[Account]) -> Contact:
        return self.add(
            Contact,
            account=self.one(accounts).id,
            first_name=self.maybe(self.one(("Zoë", "Bob", "An_"))),
            last_name=self.one(("Stone", "ÉCLAIR", "O'Brien")),
            active=self.rng.random() < 0.7,
        )

    def _contract(self, accounts: Sequence[Account]) -> Contract:
        return self.add(
            Contract,
            name=self.one(TEXTS),
            account=self.one(accounts).id,
            start_date=self.day(),
            value=Decimal(self.one(("0", "0.01", "10", "99999.99", "100000", "92379"))),
            currency=self.one(("USD", "EUR", "GBP", "JPY")),
            state=self.one(("Active", "Active", "Active", "Expired")),
            auto_renew=self.rng.random() < 0.5,
        )

    def _engagement(
        self, accounts: Sequence[Account], users: Sequence[User], contracts: Sequence[Contract]
    ) -> Engagement:
        made = self.add(
            Engagement,
            account=self.one(accounts).id,
            title=self.one(TEXTS),
            csm=self.maybe(self.one(users).id),
            stage=self.one(("Initial onboarding", "Adoption", "Expand", "Renew")),
            perceived_health=self.one(("Red", "Yellow", "Green", "Unknown")),
            health_score=self.maybe(Decimal(self.one((0, 10, 50)))),
            started_on=self.day(),
            renewal_date=self.maybe(self.day()),
            squad=tuple(sorted(u.id for u in users if self.rng.random() < 0.3)),
            state=self.one(("New", "In progress", "Define")),
        )
        for contract in contracts:
            if contract.account == made.account and self.rng.random() < 0.7:
                self.add(EngagementContract, engagement=made.id, contract=contract.id)
        return made

    def _happenings(
        self, engagement: Engagement, users: Sequence[User], contracts: Sequence[Contract]
    ) -> None:
        if self.rng.random() < 0.7:
            met = datetime(2026, 3, 10, 14, 30, self.one((0, 59)), tzinfo=UTC)
            self.add(
                Touchpoint,
                engagement=engagement.id,
                subject=self.one(TEXTS),
                meeting_at=self.maybe(self.one((met, met - timedelta(days=8)))),
                due_date=self.maybe(self.day()),
                state=self.one(("New", "Canceled", "Closed")),
                duration_min=self.maybe(self.one((1, 33, 100))),
            )
        if self.rng.random() < 0.5:
            mine = [c.id for c in contracts if c.account == engagement.account]
            self.add(
                RiskSignal,
                engagement=engagement.id,
                short_description=self.one(TEXTS),
                description="It may happen",
                probability=self.one(("Very high", "High", "Low")),
                priority=self.maybe("Medium"),
                contracts_impacted=tuple(sorted(mine)),
                reported_by=self.one(users).id,
            )
        if self.rng.random() < 0.4:
            case = self.add(
                SuccessCase,
                engagement=engagement.id,
                short_description=self.one(TEXTS),
                description="Help",
            )
            self._task("success_case", case, {"user": users})

    def _plan(self, accounts: Sequence[Account], users: Sequence[User]) -> Plan:
        return self.add(
            Plan,
            name=self.one(TEXTS),
            account=self.one(accounts).id,
            owner=self.one(users).id,
            shared_with_customer=self.rng.random() < 0.6,
        )

    def _objective(
        self,
        accounts: Sequence[Account],
        plans: Sequence[Plan],
        owners: Owners,
        products: Sequence[Product],
    ) -> None:
        template = self.rng.random() < 0.2
        plan = None if template else self.maybe(self.one(plans))
        home = plan.account if plan is not None else self.one(accounts).id
        kind = self.maybe(self.one(tuple(owners)))
        objective = self.add(
            Objective,
            name=self.one(TEXTS),
            description="Why",
            account=None if template else home,
            plan=plan.id if plan is not None else None,
            owner_kind=kind,
            owner=self.one(owners[kind]).id if kind else None,
            products=tuple(sorted(p.id for p in products if self.rng.random() < 0.5)),
            is_template=template,
            end_date=self.maybe(TODAY + timedelta(days=60)),
            start_date=TODAY,
        )
        for _ in range(self.rng.randint(0, 2)):
            self._outcome(objective)
        for _ in range(self.rng.randint(0, 2)):
            play = self.add(
                Play,
                objective=objective.id,
                name=self.one(TEXTS),
                shared=self.rng.random() < 0.5,
                state=self.one(("New", "Closed", "Canceled")),
            )
            self._task("play", play, owners)
        self._task("objective", objective, owners)

    def _outcome(self, objective: Objective) -> None:
        values = (None, Decimal(0), Decimal("0.5"), Decimal(10), Decimal("33.3333"), Decimal(100))
        self.add(
            Outcome,
            objective=objective.id,
            title=self.one(TEXTS),
            description="How",
            unit="Percent",
            base_value=self.one(values),
            current_value=self.one(values),
            target_value=self.one(values),
            direction=self.one(("Increase", "Decrease")),
            target_date=self.maybe(self.day()),
        )

    def _task(self, told: str, parent: Record, owners: Owners) -> None:
        kind = self.maybe(self.one(tuple(owners)))
        self.add(
            Task,
            parent_type=told,
            parent=parent.id,
            title=self.one(TEXTS),
            owner_kind=kind,
            owner=self.one(owners[kind]).id if kind else None,
            due_date=self.maybe(TODAY + timedelta(days=self.one((0, 1, 14, 30)))),
            estimated_hours=self.maybe(Decimal("0.5")),
            start_date=None,
        )

    def _once(self, cls: type[Record], **values: Any) -> None:
        if not self.saver.unit.house.count(cls, values):
            self.add(cls, **values)

    def _member(self, cls: type[Record], name: str, value: Any) -> Any:
        kind = cls.declaration.fields[name].kind
        if isinstance(kind, k.Picklist) and isinstance(value, str):
            return kind.choices(value)
        return value

    def day(self) -> Any:
        return TODAY + timedelta(days=self.one((-365, -31, -30, -1, 0, 1, 6, 14, 29, 30, 31, 200)))

    def one(self, several: Sequence[Any]) -> Any:
        return self.rng.choice(list(several))

    def maybe(self, value: Any, chance: float = 0.6) -> Any:
        return value if self.rng.random() < chance else None
