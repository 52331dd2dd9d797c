"""The house of the demo: Fennwick's people, their roles, pools and products.

Owns who works at the fictional vendor and who plays which role for an account.
"""

from random import Random

from successtui.starter.demo.world import World
from successtui.starter.rows import several

HERO = "dora"
"""The person the demo opens as: a CSM with a full book."""

ADMIN, DIRECTOR = "alex", "dana"
MANAGERS = ("marcus", "ingrid")
TEAMS = {
    "marcus": (HERO, "felix", "priya", "tomas", "aisha", "kenji"),
    "ingrid": ("lucia", "owen", "nadia", "bruno", "greta", "samuel"),
}
CSMS = tuple(csm for team in TEAMS.values() for csm in team)
MANAGER_OF = {csm: manager for manager, team in TEAMS.items() for csm in team}
FORMER_CSM = "hugo"
ACCOUNT_MANAGERS = ("nico", "helen")
SUPPORT_LEADS = ("sven", "yuki")
CONSULTANT = "mira"
SUPPORT_POOL, TRAINING_POOL, CONSULTING_POOL = (
    "Support desk",
    "Training desk",
    "Solution consulting",
)

_NAMES = {
    ADMIN: "Alex Admin",
    DIRECTOR: "Dana Whitlock",
    "marcus": "Marcus Feld",
    "ingrid": "Ingrid Solberg",
    HERO: "Dora Lindqvist",
    "felix": "Felix Moreau",
    "priya": "Priya Raman",
    "tomas": "Tomáš Dvořák",
    "aisha": "Aisha Bello",
    "kenji": "Kenji Mori",
    "lucia": "Lucía Ferrer",
    "owen": "Owen Pryce",
    "nadia": "Nadia Haddad",
    "bruno": "Bruno Tavares",
    "greta": "Greta Oyelaran",
    "samuel": "Samuel Achterberg",
    FORMER_CSM: "Hugo Brandt",
    "nico": "Nico Santoro",
    "helen": "Helen Marsh",
    "sven": "Sven Ekholm",
    "yuki": "Yuki Arai",
    CONSULTANT: "Mira Kovač",
    "pavel": "Pavel Novotny",
    "fiona": "Fiona Grant",
}
_PARTICIPANTS = (*ACCOUNT_MANAGERS, *SUPPORT_LEADS, CONSULTANT, "pavel")

PRODUCTS = (
    ("Fennwick Core", "Platform"),
    ("Fennwick Insights", "Analytics"),
    ("Fennwick Connect", "Integration"),
    ("Fennwick Mobile", "Platform"),
    ("Fennwick Vault", "Compliance"),
    ("Fennwick Assist", "Automation"),
)

RATES = {
    "EUR": (1.0850, 1.0920, 1.0760, 1.0810, 1.0885),
    "GBP": (1.2710, 1.2640, 1.2580, 1.2690, 1.2755),
    "CHF": (1.1290, 1.1340, 1.1180, 1.1220, 1.1305),
    "CAD": (0.7390, 0.7340, 0.7310, 0.7285, 0.7325),
    "AUD": (0.6610, 0.6580, 0.6530, 0.6570, 0.6625),
    "JPY": (0.00668, 0.00672, 0.00655, 0.00661, 0.00667),
}
"""Dollars for one unit, oldest first, a quarter apart."""


def add_house(world: World) -> None:
    """Adds settings, exchange rates, users, pools and products."""
    world.add("settings", name="base_currency", value="USD")
    for currency, rates in RATES.items():
        for age, rate in zip((370, 280, 190, 100, 5), rates, strict=True):
            world.add("exchange_rates", currency=currency, rate=str(rate), as_of=world.day(-age))
    for username, name in _NAMES.items():
        world.add(
            "users",
            username=username,
            name=name,
            email=f"{username}@fennwick.example",
            roles=_permission_role(username),
            manager=_manager(username),
            active=username != FORMER_CSM,
            is_psa_resource=username == "pavel",
        )
    world.add("roles", name="Executive Sponsor")
    for pool, members, strategy in (
        (SUPPORT_POOL, SUPPORT_LEADS, "next available"),
        (TRAINING_POOL, (CONSULTANT, "yuki"), "next available"),
        (CONSULTING_POOL, (CONSULTANT,), "manual"),
    ):
        world.add("pools", name=pool, members=several(sorted(members)), strategy=strategy)
    for product, family in PRODUCTS:
        world.add("products", name=product, family=family)


def account_team(rng: Random, csm: str, account_manager: str, tier: str) -> dict[str, str]:
    """Who plays which role for an account; without a CSM nobody is its Success Manager."""
    team = {
        "Success Manager": csm,
        "Account Manager": account_manager,
        "Support Lead": rng.choice(SUPPORT_LEADS),
        "Solution Consultant": CONSULTANT,
        "Executive Sponsor": DIRECTOR if tier == "Strategic" else "",
    }
    return {role: user for role, user in team.items() if user}


def _permission_role(username: str) -> str:
    if username == ADMIN:
        return "admin"
    if username == DIRECTOR or username in MANAGERS:
        return "success_manager"
    if username in _PARTICIPANTS:
        return "participant"
    return "viewer" if username == "fiona" else "customer_success_agent"


def _manager(username: str) -> str:
    if username in MANAGERS:
        return DIRECTOR
    if username == FORMER_CSM:
        return "ingrid"
    return MANAGER_OF.get(username, "")
