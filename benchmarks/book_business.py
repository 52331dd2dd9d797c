"""Contracts and risks of a benchmark's workspace, and what else the success report counts.

Products and their usage, escalations, opportunities and renewal events besides. Contracts in
force end years later, so that no nightly run has work to do.
"""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from benchmarks.book_rows import START, Links, Rows, csms_of, cycled, day

_PRODUCTS = ("Insight", "Ledger", "Relay", "Atlas", "Beacon", "Courier", "Dispatch", "Forge")
_USAGE_PLANS = ("Activated", "Planned", "Activated", "Deactivated", None)
_PRIORITIES = ("Critical", "High", "Moderate", "Nice to have")
_CURRENCIES = ("EUR", "EUR", "USD", "EUR", "GBP")
_STANDINGS: dict[int, tuple[str, str | None]] = {
    0: ("Draft", None),
    1: ("Canceled", None),
    2: ("Expired", None),
    3: ("Active", "Under review"),
    4: ("Active", "Awaiting review"),
    5: ("Active", "Renewal approved"),
    6: ("Expired", "Renewal rejected"),
    7: ("Active", "Extension approved"),
}
"""State and substate of a contract, by its number within 20; the others are active."""
_STAGES = ("Closed won", "Open", "Closed lost", "Closed won", "Prospecting")
_CATEGORIES = (
    *("Low adoption", "Poor health", "Support volume", "Stakeholder change", "Other"),
    *("Pricing/commercial", None),
)
_SCOPES = ("Onboarding", "Adoption", "Expansion", "Renewal", None)
_USAGES = 2
"""Products an engagement uses."""


def everything(engagements: int) -> Iterator[Rows | Links]:
    """These rows of a workspace of that many engagements, referred ones first."""
    yield Rows("product", ("name", "family"), ((name, "Suite") for name in _PRODUCTS))
    rates = (("USD", Decimal("0.92")), ("GBP", Decimal("1.17")))
    yield Rows("exchange_rate", ("currency", "rate", "as_of"), ((*rate, START) for rate in rates))
    yield from _risks(engagements, engagements * 12 // 5)
    yield from _contracts(engagements, engagements * 6 // 5)
    yield from _usage(engagements)
    yield _escalations(engagements)


def _risks(count: int, risks: int) -> Iterator[Rows | Links]:
    csms, numbers = csms_of(count), range(1, risks + 1)
    columns = ("account", "engagement", "short_description", "description", "probability")
    yield Rows(
        "risk_signal",
        (*columns, "category", "scope", "reported_by", "assigned_to", "state", "due_date"),
        (
            (
                *(account,) * 2,
                "Sponsor is leaving",
                "What was heard.",
                ("High", "Moderate", "Low", "Very high", "Very low")[i % 5],
                _CATEGORIES[i % 7],
                _SCOPES[i // 5 % 5],
                *(csms[account],) * 2,
                ("Active", "New", "Closed")[i % 3],
                day(i % 90),
            )
            for i in numbers
            for account in (cycled(i, count),)
        ),
    )
    # The contract of an engagement has its number.
    named = ((i, cycled(i, count)) for i in numbers if i % 4)
    yield Links("risk_signal", "contracts_impacted", named)


def _contracts(count: int, contracts: int) -> Iterator[Rows | Links]:
    numbers = range(1, contracts + 1)
    columns: tuple[str, ...]
    columns = ("name", "account", "value", "currency", "state", "substate")
    yield Rows(
        "contract",
        (*columns, "start_date", "end_date", "renewal_start", "renewal_end"),
        (
            (
                f"Subscription {i}",
                cycled(i, count),
                1_000 + i % 90_000,
                _CURRENCIES[i // 20 % 5],
                *standing,
                day(i % 500 - 700),
                day(i % 150 if standing[0] == "Expired" else 3_000 + i % 365),
                # Once approved, a renewal begins by itself on its day.
                day(2_900 if standing[1] == "Renewal approved" else 100 + i % 901),
                day(3_000 + i % 365),
            )
            for i in numbers
            for standing in (_STANDINGS.get(i % 20, ("Active", None)),)
        ),
    )
    yield Rows(
        "engagement_contract", ("engagement", "contract"), ((cycled(i, count), i) for i in numbers)
    )
    columns = ("account", "contract", "product", "type", "stage", "value", "currency")
    yield Rows(
        "opportunity",
        (*columns, "actual_closed_date"),
        (
            (
                cycled(i * 4, count),
                i * 4,
                i % len(_PRODUCTS) + 1,
                "Upsell" if i % 6 == 0 else "Renew",
                _STAGES[i % 5],
                2_000 + i % 50_000,
                "EUR",
                day(i % 155) if _STAGES[i % 5].startswith("Closed") else None,
            )
            for i in range(1, contracts // 4 + 1)
        ),
    )
    columns = ("contract", "outcome", "finalized_on", "value", "currency")
    yield Rows(
        "renewal_event",
        columns,
        (
            (i * 3, "lost" if i % 4 == 0 else "won", day(i % 157), 1_000 + i % 90_000, "EUR")
            for i in range(1, contracts // 3 + 1)
        ),
    )


def _usage(count: int) -> Iterator[Rows]:
    columns = ("account", "engagement", "product", "usage_plan", "adoption_score")
    yield Rows(
        "product_usage",
        (*columns, "customer_priority", "business_criticality", "as_of"),
        (
            (
                *((i - 1) // _USAGES + 1,) * 2,
                i % len(_PRODUCTS) + 1,
                _USAGE_PLANS[i % 5],
                None if i % 7 == 0 else Decimal(i * 37 % 101),
                _PRIORITIES[i % 4],
                _PRIORITIES[i // 4 % 4],
                START + timedelta(days=i % 90),
            )
            for i in range(1, count * _USAGES + 1)
        ),
    )


def _escalations(count: int) -> Rows:
    states = ("Escalated", "Requested", "Escalated", "Closed", "Declined")
    return Rows(
        "escalation",
        ("account", "state", "severity", "reason"),
        (
            (i * 10 - 7, states[i % 5], ("High", "Medium")[i % 2], "Inactivity")
            for i in range(1, count // 10 + 1)
        ),
    )
