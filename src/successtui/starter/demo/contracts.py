"""Money in the demo: contracts, their links, renewals won and lost, and opportunities.

Owns the contract stories the scenarios name. Every row already stands where the nightly run would
leave it, so opening the demo changes nothing by itself.
"""

from dataclasses import dataclass
from random import Random

from successtui.starter.demo.people import ADMIN, MANAGER_OF, PRODUCTS, RATES
from successtui.starter.demo.scenarios import Range
from successtui.starter.demo.world import Account, Contract, Engagement, World

YEAR = 365
_VALUES = {
    "Strategic": (420_000, 1_450_000),
    "Enterprise": (150_000, 620_000),
    "Mid-market": (52_000, 190_000),
    "Growth": (9_000, 64_000),
}
_EXTRAS = (
    "running",
    "draft",
    "open_ended",
    "draft_awaiting",
    "extension_rejected",
    "draft_review",
    "predecessor",
    "canceled",
    "draft_approved",
    "running",
    "in_process",
    "draft_rejected",
    "rejected",
)
"""Stories of the additional contracts, dealt in turn to every third engagement."""


@dataclass(frozen=True, slots=True)
class Story:
    """How a contract stands.

    Attributes:
        end: days from today it ends, unless the scenario says; None is open-ended.
        renewal: whether renewal dates are filled in.
        outcome: `won` or `lost` once the renewal is decided.
        decided: day of the decision; None is shortly before the new term began.
    """

    state: str
    substate: str = ""
    end: Range | None = (60, 300)
    term: int = YEAR
    renewal: bool = False
    outcome: str = ""
    decided: Range | None = None
    auto_renew: float = 0.2


_STORIES = {
    "fresh": Story("Active"),
    "running": Story("Active", auto_renew=0.4),
    "soon": Story("Active", auto_renew=0.0),
    "awaiting": Story("Active", "Awaiting review", renewal=True),
    "under_review": Story("Active", "Under review", renewal=True),
    "approved": Story("Active", "Renewal approved", renewal=True, outcome="won", decided=(-30, -3)),
    "renewed": Story("Active", outcome="won"),
    "extension": Story("Active", "Extension approved"),
    "lost": Story("Expired", outcome="lost", auto_renew=0.0),
    "expired_review": Story("Expired", "Under review", renewal=True),
    "draft": Story("Draft", end=(395, 430)),
    "draft_awaiting": Story("Draft", "Awaiting review", end=(380, 400)),
    "draft_review": Story("Draft", "Under review", end=(375, 395)),
    "draft_approved": Story("Draft", "Approved", end=(378, 400)),
    "draft_rejected": Story("Draft", "Rejected", end=(380, 420)),
    "extension_rejected": Story("Active", "Extension rejected", end=(15, 70)),
    "in_process": Story("Active", "Renewal in process", end=(12, 40), renewal=True),
    "rejected": Story(
        "Active", "Renewal rejected", (6, 50), renewal=True, outcome="lost", decided=(-25, -2)
    ),
    "predecessor": Story("Expired", "Renewed", end=(-340, -200), auto_renew=0.0),
    "canceled": Story("Canceled", end=(40, 200), auto_renew=0.0),
    "open_ended": Story("Active", end=None, auto_renew=0.0),
}


def add_contracts(world: World, engagements: list[Engagement], prospects: list[Account]) -> None:
    """Adds contracts, links and opportunities for engagements, and offers for prospects."""
    maker = _ContractMaker(world)
    extras = 0
    for place, engagement in enumerate(engagements):
        scenario = engagement.scenario
        if scenario.contract == "shared":
            maker.share(engagement)
            continue
        maker.contract(engagement, scenario.contract, scenario.contract_end)
        if place % 3 == 1 and scenario.stage not in ("Lost", "Initial onboarding"):
            maker.contract(engagement, _EXTRAS[extras % len(_EXTRAS)], None, share=0.25)
            extras += 1
        if scenario.stage == "Expand":
            maker.upsell(engagement)
    for place, account in enumerate(prospects):
        maker.offer(account, ("Open", "Prospecting", "Engaging", "Closed lost")[place % 4])


class _ContractMaker:
    """Adds contracts one by one from one source of chance."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._rng = world.chance("contracts")

    def contract(
        self, engagement: Engagement, key: str, end_range: Range | None, share: float = 1.0
    ) -> None:
        """A contract of the named story, linked to the engagement."""
        rng, world, account = self._rng, self._world, engagement.account
        story = _STORIES[key]
        span = end_range or story.end
        end = rng.randint(*span) if span else None
        start = end - story.term + 1 if end is not None else -rng.randint(200, 500)
        substate = self._substate(key, story)
        decided = self._decided(story, start, end)
        value = _amount(rng, account, share)
        product = PRODUCTS[0][0] if share == 1.0 else rng.choice(PRODUCTS[1:])[0]
        number = world.add(
            "contracts",
            name=f"{account.name} – {product}",
            account=account.number,
            start_date=world.day(start),
            end_date=None if end is None else world.day(end),
            value=f"{value}.00",
            currency=account.currency,
            state=story.state,
            substate=substate,
            auto_renew=rng.random() < story.auto_renew,
            renewal_start=world.day(end + 1) if story.renewal and end is not None else None,
            renewal_end=world.day(end + YEAR) if story.renewal and end is not None else None,
            renewal_finalized_on=(
                world.day(decided) if decided is not None and _is_stamped(key, substate) else None
            ),
        )
        made = Contract(number, start, end or YEAR, story.state, value, account.currency)
        account.contracts.append(made)
        self._link(engagement, made)
        if decided is not None:
            self._decision(engagement, made, product, story.outcome, decided, substate)
        elif key in ("awaiting", "under_review", "expired_review"):
            self._opportunity(
                account,
                number,
                product,
                "Renew",
                "Engaging",
                value,
                made.end - rng.randint(95, 120),
            )
        elif key == "fresh":
            self._opportunity(
                account, number, product, "New", "Closed won", value, start - 80, start - 6
            )

    def share(self, engagement: Engagement) -> None:
        """Links a second engagement to the contract the account already has."""
        if engagement.scenario.state == "Closed":
            self._link(engagement, engagement.account.contracts[0])

    def upsell(self, engagement: Engagement) -> None:
        """Growth that is being talked about, was won, or was not."""
        rng, account = self._rng, engagement.account
        stage = rng.choice(("Prospecting", "Engaging", "Engaging", "Closed won", "Closed lost"))
        engaged = -rng.randint(40, 150)
        closed = engaged + rng.randint(20, 38) if stage.startswith("Closed") else None
        product = rng.choice(PRODUCTS[1:])[0]
        amount = _amount(rng, account, 0.3)
        self._opportunity(account, "", product, "Upsell", stage, amount, engaged, closed)

    def offer(self, account: Account, stage: str) -> None:
        """New business with a prospect; two of them already have a draft contract."""
        rng, world = self._rng, self._world
        engaged = -rng.randint(20, 120)
        value = _amount(rng, account, 1.0)
        contract = ""
        if stage == "Engaging":
            contract = world.add(
                "contracts",
                name=f"{account.name} – {PRODUCTS[0][0]}",
                account=account.number,
                start_date=world.day(30),
                end_date=world.day(30 + YEAR - 1),
                value=f"{value}.00",
                currency=account.currency,
                substate="Awaiting review",
            )
        closed = engaged + 15 if stage == "Closed lost" else None
        self._opportunity(account, contract, PRODUCTS[0][0], "New", stage, value, engaged, closed)

    def _substate(self, key: str, story: Story) -> str:
        if key == "lost" and self._rng.random() < 0.5:
            return "Renewal rejected"
        if key == "expired_review" and self._rng.random() < 0.4:
            return "Awaiting review"
        return story.substate

    def _decided(self, story: Story, start: int, end: int | None) -> int | None:
        """The day the renewal was decided; a lost one some days before the contract ran out."""
        if not story.outcome or end is None:
            return None
        if story.decided:
            return self._rng.randint(*story.decided)
        before = self._rng.randint(4, 26)
        return (start if story.outcome == "won" else end) - before

    def _decision(
        self,
        engagement: Engagement,
        contract: Contract,
        product: str,
        outcome: str,
        decided: int,
        substate: str,
    ) -> None:
        """Logs a renewal won or lost; most also have an opportunity closed on the same day."""
        with_opportunity = self._rng.random() < 0.7
        if not with_opportunity and outcome == "lost" and not substate:
            return
        self._world.add(
            "renewal_events",
            contract=contract.number,
            finalized_on=self._world.day(decided),
            outcome=outcome,
            value=f"{contract.value}.00",
            currency=contract.currency,
            by=MANAGER_OF.get(engagement.csm, ADMIN),
            source="opportunity" if with_opportunity else "substate",
        )
        if with_opportunity:
            self._opportunity(
                engagement.account,
                contract.number,
                product,
                "Renew",
                f"Closed {outcome}",
                contract.value,
                decided - self._rng.randint(60, 100),
                decided,
            )

    def _link(self, engagement: Engagement, contract: Contract) -> None:
        engagement.contracts.append(contract)
        self._world.add(
            "engagement_contracts", engagement=engagement.number, contract=contract.number
        )

    def _opportunity(
        self,
        account: Account,
        contract: str,
        product: str,
        kind: str,
        stage: str,
        value: int,
        engaged: int,
        closed: int | None = None,
    ) -> None:
        self._world.add(
            "opportunities",
            account=account.number,
            contract=contract,
            product=product,
            owner=account.account_manager,
            type=kind,
            stage=stage,
            value=f"{value}.00",
            currency=account.currency,
            engaged_on=self._world.day(min(engaged, -1)),
            actual_closed_date=None if closed is None else self._world.day(closed),
        )


def _is_stamped(key: str, substate: str) -> bool:
    """A contract that simply ran out was never finalized."""
    return key != "lost" or substate != ""


def _amount(rng: Random, account: Account, share: float) -> int:
    """A yearly value in the account's currency, rounded as price lists are."""
    low, high = _VALUES[account.tier]
    dollars = rng.randint(low, high) * share
    local = dollars / RATES.get(account.currency, (1.0,))[-1]
    step = 50_000 if account.currency == "JPY" else 500
    return max(step, round(local / step) * step)
