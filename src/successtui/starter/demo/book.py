"""The book of business: accounts with their people, and the engagements that serve them.

Owns who looks after whom and which story each engagement plays. Money, plans and conversations
are added by the other modules.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from random import Random

from successtui.starter.demo import names, people
from successtui.starter.demo.ended_stories import CLOSED_STORIES, LEFT_FOR_GOOD
from successtui.starter.demo.scenarios import Scenario
from successtui.starter.demo.stories import STORIES
from successtui.starter.demo.texts_book import engagement_description
from successtui.starter.demo.world import Account, Contact, Engagement, World

BOOK_SIZE = 11
"""Accounts of every CSM but the first, who has one for each story."""

_FAMILY_CSMS = ("dora", "felix", "lucia", "greta", "priya", "bruno")
_TIERS = ("Strategic", "Enterprise", "Mid-market", "Growth")
_UNOWNED_STORIES = ("adoption-steady", "adoption-stalled", "renew-safe", "adoption-no-plan")
_WEEKS = 12
_BANDS = ((40, "Red"), (70, "Yellow"), (101, "Green"))


def add_accounts(world: World) -> tuple[dict[str, list[Account]], list[Account]]:
    """Adds all accounts with teams and contacts.

    Returns:
        The customers of each CSM (`""`: of nobody; the former CSM: those who left), and the
        prospects.
    """
    maker = _AccountMaker(world)
    books: dict[str, list[Account]] = {csm: [] for csm in people.CSMS}
    for csm, family in zip(_FAMILY_CSMS, names.FAMILIES, strict=True):
        for account in maker.family(csm, *family):
            books[account.csm].append(account)
    singles = list(names.COMPANIES)
    maker.rng.shuffle(singles)
    for csm, book in books.items():
        size = len(STORIES) if csm == people.HERO else BOOK_SIZE
        while len(book) < size:
            book.append(maker.account(*singles.pop(), csm=csm))
    former = books[people.FORMER_CSM] = []
    unowned = books[""] = []
    for place, (name, industry) in enumerate(singles):
        if place < len(singles) // 2:
            former.append(maker.account(name, industry, csm="", status="Canceled"))
        else:
            carer = ("ingrid", "samuel", "marcus", "")[place % 4]
            unowned.append(maker.account(name, industry, csm=carer))
    prospects = [
        maker.account(name, industry, csm="", status="Prospect")
        for name, industry in names.PROSPECTS
    ]
    return books, prospects


class _AccountMaker:
    """Adds accounts one by one from one source of chance."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.rng = world.chance("accounts")

    def family(
        self, csm: str, top: str, industry: str, currency: str, parts: dict[str, tuple[str, ...]]
    ) -> Iterator[Account]:
        """A group of companies three deep; one division of the Swiss group has another CSM."""
        group = self.account(top, industry, csm=csm, currency=currency, tier="Strategic")
        yield group
        for division, sites in parts.items():
            carer = "owen" if division == "Ostermann Online" else csm
            middle = self.account(
                division, industry, carer, currency, "Enterprise", group.number, "Division"
            )
            yield middle
            for site in sites:
                yield self.account(
                    site, industry, carer, currency, "Mid-market", middle.number, "Site"
                )

    def account(
        self,
        name: str,
        industry: str,
        csm: str,
        currency: str = "",
        tier: str = "",
        parent: str = "",
        account_type: str = "Company",
        status: str = "Active",
    ) -> Account:
        """One account with its team and two to four contacts."""
        rng = self.rng
        currency = (
            currency or rng.choices(("USD", *people.RATES), weights=(50, 20, 12, 4, 5, 4, 5))[0]
        )
        tier = tier or rng.choices(_TIERS, weights=(8, 27, 38, 27))[0]
        manager = people.ACCOUNT_MANAGERS[rng.random() < 0.5]
        number = self._world.add(
            "accounts",
            name=name,
            external_id=f"crm_{20411 + 7 * len(self._world.rows.get('accounts', ()))}",
            parent_account=parent,
            account_type=account_type,
            industry=industry,
            status=status,
            tier=tier,
            csm=csm,
            account_manager=manager,
            currency=currency,
        )
        team = people.account_team(rng, csm, manager, tier)
        account = Account(number, name, industry, tier, currency, csm, manager, team)
        for role, user in team.items():
            self._world.add("account_team", account=number, role=role, user=user)
        self._add_contacts(account)
        return account

    def _add_contacts(self, account: Account) -> None:
        rng = self.rng
        domain = f"{_plain(account.name)}.example"
        taken: set[str] = set()
        for place in range(rng.choice((2, 3, 3, 4))):
            first, last = rng.choice(names.FIRST_NAMES), rng.choice(names.LAST_NAMES)
            while last in taken:
                last = rng.choice(names.LAST_NAMES)
            taken.add(last)
            responsibility, titles = names.CONTACT_TITLES[place]
            portal = place in (0, 2) and rng.random() < 0.75
            number = self._world.add(
                "contacts",
                account=account.number,
                first_name=first,
                last_name=last,
                email=f"{_plain(first)}.{_plain(last)}@{domain}",
                phone=f"+1 555 01{rng.randrange(100):02}" if rng.random() < 0.7 else "",
                title=rng.choice(titles),
                responsibility=responsibility,
                portal_access=portal,
                active=place < 2 or rng.random() < 0.9,
            )
            account.contacts.append(Contact(number, f"{first} {last}", portal))


def _plain(name: str) -> str:
    """A name in the letters of an e-mail address."""
    special = str.maketrans({"ø": "o", "ł": "l", "ı": "i", "ß": "ss", "æ": "ae"})
    letters = unicodedata.normalize("NFKD", name.lower().translate(special))
    return "".join(letter for letter in letters if letter.isascii() and letter.isalnum())


def add_engagements(world: World, books: dict[str, list[Account]]) -> list[Engagement]:
    """Deals every CSM a hand of stories, one for each account, plus second engagements."""
    rng = world.chance("engagements")
    made: list[Engagement] = []
    for seat, csm in enumerate(people.CSMS):
        book = books[csm]
        for place, account in enumerate(book):
            story = STORIES[(place + 7 * seat) % len(STORIES)]
            made.append(_engagement(world, rng, account, story, csm))
        seconds = CLOSED_STORIES if csm == people.HERO else (CLOSED_STORIES[seat % 2],)
        for account, story in zip(book[:2], seconds, strict=False):
            made.append(_engagement(world, rng, account, story, csm))
    for account in books[people.FORMER_CSM]:
        made.append(_engagement(world, rng, account, LEFT_FOR_GOOD, people.FORMER_CSM))
    stories = {story.key: story for story in STORIES}
    for place, account in enumerate(books[""]):
        key = _UNOWNED_STORIES[place % len(_UNOWNED_STORIES)]
        story = replace(stories[key], plays=(), goals=stories[key].goals[:1])
        made.append(_engagement(world, rng, account, story, ""))
    return made


def _engagement(
    world: World, rng: Random, account: Account, story: Scenario, csm: str
) -> Engagement:
    started = rng.randint(*story.started)
    go_live = started + rng.randint(*story.live_after)
    score = rng.randint(*story.score) if story.score else None
    health = rng.choice(story.health)
    closed = story.state in ("Closed", "Canceled")
    ended = rng.randint(-80, -20)
    number = world.add(
        "engagements",
        account=account.number,
        title=story.title,
        csm=csm,
        account_manager=account.account_manager,
        state=story.state,
        stage=story.stage,
        perceived_health=health,
        health_score=score,
        started_on=world.day(started),
        initial_go_live=world.day(go_live),
        went_live_on=world.day(go_live + rng.choice((-3, 0, 0, 2, 9, 16))) if story.live else None,
        key_contact=account.contacts[0].number,
        description=engagement_description(rng, account.industry, story.key),
        closure_code=_closure_code(story) if closed else None,
        close_notes=_CLOSE_NOTES[story.key] if closed else None,
        closed_at=world.instant(ended, 15, 30) if closed else None,
    )
    if score is not None and not closed:
        _add_health(world, rng, number, story, score, health, started)
    if story.usage is not None and story.state == "In progress":
        _add_usage(world, rng, number, account, story.usage)
    return Engagement(number, account, story, csm, started)


_CLOSE_NOTES = {
    "finished": "All teams moved over, old system switched off; steering group dissolved.",
    "stopped": "Second site was sold before the pilot began.",
    "left": "Moved to the group's in-house solution after the merger.",
}


def _closure_code(story: Scenario) -> str:
    if story.state == "Canceled":
        return "Canceled"
    return "Missed" if story.stage == "Lost" else "Achieved"


def _add_health(
    world: World,
    rng: Random,
    engagement: str,
    story: Scenario,
    score: int,
    health: str,
    started: int,
) -> None:
    """Twelve weekly points that lead to today's score; the last one is this week's."""
    for week in range(_WEEKS):
        day = -7 * week
        if day < started:
            break
        noise = rng.randint(-3, 3) if week else 0
        points = min(100, max(0, score - story.trend * week // _WEEKS + noise))
        band = next(colour for limit, colour in _BANDS if points < limit)
        world.add(
            "health_points",
            engagement=engagement,
            date=world.day(day),
            score=points,
            perceived=band if week else health,
        )


def _add_usage(
    world: World, rng: Random, engagement: str, account: Account, scores: tuple[int, int]
) -> None:
    levels = ("Critical", "High", "Moderate", "Nice to have")
    bought = 1 + rng.choice((0, 1, 1, 2, 3))
    for place, (product, _) in enumerate(rng.sample(people.PRODUCTS[1:], bought - 1)):
        planned = rng.random() < 0.25
        score = None if planned else max(0, min(100, rng.randint(*scores) - 6 * place))
        _usage_row(world, rng, engagement, account, product, score, rng.choice(levels[1:]))
    score = rng.randint(*scores)
    _usage_row(world, rng, engagement, account, people.PRODUCTS[0][0], score, levels[0])


def _usage_row(
    world: World,
    rng: Random,
    engagement: str,
    account: Account,
    product: str,
    score: int | None,
    priority: str,
) -> None:
    licences = 25 * rng.randint(1, 8) * (4 - _TIERS.index(account.tier))
    used = 0 if score is None else min(licences, licences * (score + 12) // 100)
    retired = score is not None and score < 30 and rng.random() < 0.2
    plan = "Deactivated" if retired else "Activated"
    world.add(
        "product_usage",
        account=account.number,
        engagement=engagement,
        product=product,
        activation_status="In Use" if score is not None and not retired else "Not in use",
        usage_plan=rng.choice(("Planned", "No plan")) if score is None else plan,
        adoption_score=score,
        customer_priority=priority,
        business_criticality=rng.choice(("Critical", "High", "Moderate")),
        monthly_active_users=used * 9 // 10,
        licenses_used=used,
        licenses_total=licences,
        as_of=world.day(-rng.randint(1, 6)),
    )
