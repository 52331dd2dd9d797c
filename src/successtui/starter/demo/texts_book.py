"""What the demo says about engagements and in plan summaries, written as a CSM would.

Owns texts only, and the choice among them.
"""

from random import Random

from successtui.starter.demo.scenarios import Scenario

REASONS = {
    "Agriculture": "Field reports arrived on paper and reached the office three days late.",
    "Education": "Four faculties ran four request systems; students gave up half-way.",
    "Energy": "Maintenance crews and control room worked from different lists.",
    "Finance": "The auditor found approvals in mailboxes and asked for one traceable place.",
    "Government": "Citizens' requests had to be answered within ten days; the average was 23.",
    "Healthcare": "Wards, pharmacy and purchasing each kept their own order book.",
    "Manufacturing": "Engineering changes took six weeks from drawing to shop floor.",
    "Media": "Rights, planning and production never saw the same schedule.",
    "Retail": "Stores phoned in their issues; nobody knew which were still open.",
    "Services": "Client requests were handled by whoever read the shared mailbox first.",
    "Technology": "The company tripled in two years and its spreadsheets did not.",
    "Telecommunications": "Field service missed one appointment in six for want of information.",
    "Transport": "Depots planned alone; late changes reached the drivers by telephone.",
}
"""Why a customer of an industry bought."""

_SITUATION = {
    "adoption-healthy": "First teams are at home in the product. Next: show the value in money.",
    "onboarding-late": "Data delivery slipped twice, the project lead changed. Go-live is overdue.",
    "renew-at-risk": "Use has fallen since the spring; purchasing has asked a rival for a quote.",
    "expand-strong": "All goals of the first year reached. A reference call is agreed.",
    "onboarding-on-time": "Single sign-on is done, training is booked, the sponsor turns up.",
    "renew-safe": "Good use, good people, no open promises. Renewal is with purchasing.",
    "adoption-stalled": "One department carries all the use; the others stopped after training.",
    "renewed": "Renewed without discount. The new year starts with a value review.",
    "adoption-red": "Two outages in one month and a new COO who did not choose us.",
    "onboarding-new": "Signed this month. Hand-over from sales is under way.",
    "adoption-no-plan": "Self-sufficient customer, rarely calls. No plan agreed so far.",
    "lost": "Did not renew. Data return and exit interview remain.",
    "expand-paused": "Budget freeze until the new fiscal year; the second site waits.",
    "onboarding-define": "Kick-off held, success criteria being written down.",
    "renew-approved": "Renewal approved; new term begins in a few weeks.",
    "expired-review": "Contract has run out while legal reviews the new terms. Service continues.",
    "adoption-steady": "Solid use in two teams, modest ambitions, friendly administrator.",
    "renew-extension": "Bridge month agreed because the tender board meets late.",
    "finished": "Move from the old system, completed.",
    "stopped": "Pilot for a second site, stopped.",
    "left": "Long-standing customer until the merger.",
}

_GOALS = {
    "Initial onboarding": (
        "First team works in the product every day",
        "Two certified administrators",
        "Success criteria signed by the sponsor",
    ),
    "Adoption": (
        "Four of five licensed users active every week",
        "One key process without paper",
        "Champions in every team",
    ),
    "Expand": (
        "Second department live",
        "Savings confirmed by controlling",
        "Reference call with a peer company",
    ),
    "Renew": (
        "Renewal signed 20 days before the end",
        "Value recap accepted by the sponsor",
        "Licence count matched to real use",
    ),
    "Lost": ("Clean exit, data returned", "Lessons written down", "Door kept open"),
}

_WATCH = {
    "Green": (
        "Nothing urgent. Keep the sponsor close; she is a candidate for promotion.",
        "Administrator is on parental leave from next quarter, deputy not trained yet.",
        "They ask for the mobile release every time. Do not promise dates.",
    ),
    "Yellow": (
        "Line managers do not free people for training; sponsor has to step in.",
        "Three wishes open for more than a quarter. An honest no is better than silence.",
        "Budget round starts soon: the value recap must be ready before it.",
    ),
    "Red": (
        "Sponsor no longer answers mails. Call, and bring our executive.",
        "A rival runs a pilot in the sister company.",
        "Ticket backlog is read out in their management meeting every Monday.",
    ),
    "Unknown": (
        "Decision maker not yet met in person.",
        "Promised integration needs a check with product before the kick-off.",
    ),
}


def engagement_description(rng: Random, industry: str, key: str) -> str:
    """Why they bought and how things stand."""
    return f"{REASONS[industry]} {_SITUATION[key]}" if rng.random() < 0.9 else _SITUATION[key]


def plan_summary(
    rng: Random, story: Scenario, industry: str, health: str, milestones: tuple[str, str, str]
) -> str:
    """A plan summary in Markdown; `milestones` are three ISO dates, earliest first (R001-04)."""
    goals = _GOALS[story.stage]
    lines = [
        f"**In one line:** {_SITUATION[story.key]}",
        "",
        "## Why they bought",
        REASONS[industry],
        "",
        "## Goals for the next 3–12 months",
        *(f"{place}. {goal}" for place, goal in enumerate(goals, 1)),
        "",
        "## Milestones",
        *(f"- `{day}` {goal.lower()}" for day, goal in zip(milestones, goals, strict=True)),
        "",
        "## What to watch",
        rng.choice(_WATCH[health]),
    ]
    return "\n".join(lines)
