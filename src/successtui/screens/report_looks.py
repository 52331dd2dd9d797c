"""How the report's numbers are written and coloured on screen; what they mean stands elsewhere.

Every tone comes with a glyph, for a colour alone says nothing to many people and terminals.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from successtui.domain.lifecycle import glyph

UNKNOWN = "…"
"""Stands for a number that is being counted."""
NOTHING = "–"
WARNING = "!"
FINE = "✓"

SHORT_TITLES: dict[str, tuple[str, ...]] = {
    "overview.total_engagements": ("Engagements",),
    "overview.ytd_new_engagements": ("New this year",),
    "overview.average_engagements_per_csm": ("Engagements per CSM", "Per CSM"),
    "overview.engagements_with_escalations": ("With escalations", "Escalations"),
    "overview.engagements_with_upcoming_qbrs": ("With upcoming QBRs", "Upcoming QBRs"),
    "overview.engagement_health_by_stage": ("Health by stage",),
    "overview.success_manager_tasks": ("Tasks",),
    "risk.total_contract_value_at_risk": ("Contract value at risk", "Value at risk"),
    "risk.red_yellow_engagements": ("Red, yellow",),
    "risk.renewals_due_soon_in_poor_health": (
        "Renewals in poor health",
        "Renew in poor health",
        "Poor, renewing",
    ),
    "risk.no_touchpoints_in_90_days": (
        "No upcoming touchpoint",
        "No touchpoint ahead",
        "No touchpoint",
    ),
    "risk.active_risk_signals": ("Risk signals",),
    "risk.top_5_indicators": ("Top 5 risk indicators", "Top 5 risks"),
    "risk.by_scope": ("Risks by scope", "By scope"),
    "risk.by_probability": ("Risks by probability", "By probability"),
    "adoption.overdue_go_live": ("Overdue go-live",),
    "adoption.active_onboarding": ("Active onboarding", "In onboarding"),
    "adoption.go_live_due_in_30_days": ("Go-live in 30 days", "Go-live soon"),
    "adoption.no_success_objectives": ("No success objectives", "No objectives"),
    "adoption.over_80_percent_objective_completion": (">80% objectives completed", ">80% done"),
    "adoption.success_objective_progress": ("Objective progress",),
    "adoption.low_adoption_products": ("Low adoption products", "Low adoption"),
    "renewal.due_in_90_days": ("Renewals in 90 days", "Due in 90 days"),
    "renewal.opened_renewals": ("Opened renewals",),
    "renewal.contracts_on_extension": ("On extension",),
    "renewal.by_stage": ("Renewals by stages",),
    "renewal.renewals_and_losses_by_month": ("Renewals and losses by month",),
    "renewal.lost_contracts": ("With lost contracts", "Lost contracts"),
    "renewal.total_contract_value_by_month": ("Contract value by month",),
}
"""What a title is cut to where there is no room for all of it, longest first."""

WORRIES: dict[str, str] = {
    "overview.engagements_with_escalations": "bad",
    "risk.total_contract_value_at_risk": "bad",
    "risk.red_yellow_engagements": "warn",
    "risk.renewals_due_soon_in_poor_health": "bad",
    "risk.no_touchpoints_in_90_days": "warn",
    "risk.active_risk_signals": "warn",
    "adoption.overdue_go_live": "bad",
    "adoption.no_success_objectives": "warn",
    "adoption.low_adoption_products": "warn",
    "renewal.lost_contracts": "bad",
}
"""Numbers that had better be 0, and how bad it is when they are not."""

_TONES = {
    "Overdue": "bad",
    "Due today": "warn",
    "Closed": "good",
    "Canceled": "muted",
    "On-Track": "good",
    "At Risk": "warn",
    "Completed": "good",
    "Very high": "bad",
    "High": "warn",
    "Green": "good",
    "Yellow": "warn",
    "Red": "bad",
    "Unknown": "muted",
    "Renewal approved": "good",
    "Renewal rejected": "bad",
}
_OWN_GLYPHS = {
    "Due today": WARNING,
    "Very high": WARNING,
    "High": WARNING,
    "Renewal approved": FINE,
    "Renewal rejected": "✗",
    "Awaiting review": "○",
    "Under review": "▶",
    "Unknown": "?",
}


def tone_of(label: str) -> str:
    """What the colour of a group says."""
    return _TONES.get(label, "")


def marked(label: str) -> str:
    """A group's name behind its glyph; what has none keeps the column."""
    return f"{_OWN_GLYPHS.get(label) or glyph(label)} {label}"


def all_marked(labels: Sequence[str]) -> list[str]:
    """The names of groups that stand below each other; without glyphs where none has one."""
    shown = [marked(label) for label in labels]
    return shown if any(text.strip() == text for text in shown) else list(labels)


def sign(tone: str) -> str:
    """The glyph that goes with a tone in front of a number."""
    return {"bad": f"{WARNING} ", "warn": f"{WARNING} ", "good": f"{FINE} "}.get(tone, "")


def whole_money(value: Decimal, currency: str) -> str:
    """An amount to the cent: `EUR 1,234,567.89`."""
    rounded = value.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{currency} {rounded:,f}"


def compact_money(value: Decimal) -> str:
    """An amount in at most five characters up to a trillion: `999`, `12.3k`, `1.25m`, `340m`."""
    size = abs(value)
    for limit, power, ending in _SIZES:
        if size < limit:
            return f"{'-' if value < 0 else ''}{_three_digits(size.scaleb(-power))}{ending}"
    return f"{value:.2E}"


# Each limit is where rounding would reach the next size.
_SIZES = (
    (Decimal("999.5"), 0, ""),
    (Decimal("999500"), 3, "k"),
    (Decimal("999500000"), 6, "m"),
    (Decimal("999500000000"), 9, "bn"),
    (Decimal("999500000000000"), 12, "tn"),
)


def _three_digits(value: Decimal) -> str:
    """A number below 1,000 with three digits, none of them a needless zero."""
    places = 0 if value >= Decimal("99.95") else 1 if value >= Decimal("9.995") else 2
    shown = f"{value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown
