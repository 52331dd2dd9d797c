"""What the report's places ask of the services, off the screen's thread.

Every function here runs inside a job of the desk; the services that need the database are imported
there, behind the first paint.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from successtui.records import REGISTRY
from successtui.screens.report_blocks import ROWS_WHERE_ROOMY, Glance, Row
from successtui.services.report.catalogue import Tab
from successtui.services.report.scope import Filters

if TYPE_CHECKING:
    from datetime import datetime

    from successtui.services.report.numbers import Drilled, Report
    from successtui.services.report.scope import FilterOptions
    from successtui.services.session import Session
    from successtui.services.showing import Shown

_NAMES = {
    "engagement": ("account", "title"),
    "product_usage": ("account", "product"),
    "risk_signal": ("account", "short_description"),
}
"""What tells a record of a short list from the others."""
_FACTS = {
    "overview.engagements_with_escalations": "perceived_health",
    "risk.renewals_due_soon_in_poor_health": "renewal_date",
    "risk.no_touchpoints_in_90_days": "last_touchpoint_on",
    "risk.active_risk_signals": "probability",
    "adoption.overdue_go_live": "initial_go_live",
    "adoption.go_live_due_in_30_days": "initial_go_live",
    "adoption.no_success_objectives": "stage",
    "adoption.low_adoption_products": "adoption_score",
}
"""The column one wants to see beside the name, where the drill-down has no remark of its own."""
_SAID = ("QBR ", "due ", "lost ")
"""Words that remarks begin with and the title of the list says already."""
_MISSING = {"last_touchpoint_on": "never touched"}
_BEFORE = {"last_touchpoint_on": "last "}


def numbers_of(tab: Tab, filters: Filters, session: Session) -> tuple[Report, datetime]:
    """The numbers of a tab, and when they were counted in the person's zone."""
    from successtui.services.report.report import report

    found = report(session, filters, (tab,), records=False)
    return found, session.clock.local(session.clock.now())


def glance_at(key: str, filters: Filters, session: Session) -> Glance:
    """The first records behind a number."""
    from successtui.services.listing import page
    from successtui.services.report.drill import drill

    found = drill(session, filters, key)
    fact = _FACTS.get(key, "")
    names = (*_NAMES[found.record_type], *((fact,) if fact else ()))
    ids = found.ids[:ROWS_WHERE_ROOMY]
    shown = page(session, REGISTRY[found.record_type], ids, names)
    rows = tuple(_row(i, shown[i], fact, found.remarks.get(i, "")) for i in ids if i in shown)
    return Glance(rows, len(found.ids))


def records_behind(key: str, group: str | None, filters: Filters, session: Session) -> Drilled:
    """Exactly the records counted in a number or one of its groups."""
    from successtui.services.report.drill import drill

    return drill(session, filters, key, group)


def options(filters: Filters, session: Session) -> FilterOptions:
    """What the filters offer the person."""
    from successtui.services.report.scope import filter_options

    return filter_options(session, filters)


def _row(record_id: int, cells: tuple[Shown, ...], fact: str, remark: str) -> Row:
    whose, what = cells[0].text, cells[1].text
    text = what if whose in what else f"{whose} – {what}"
    for word in _SAID:
        remark = remark.removeprefix(word)
    if remark or not fact:
        return Row(record_id, text, remark)
    shown = cells[2]
    said = f"{_BEFORE.get(fact, '')}{shown.text}" if shown.text else _MISSING.get(fact, "")
    return Row(record_id, text, said, shown.tone)
