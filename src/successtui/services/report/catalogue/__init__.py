"""Every indicator of the success report, declared once: name, wording, rule, counting, drill-down.

The screen, the explanation behind `i`, drill-downs, JSON, Markdown, HTML and the documentation all
follow from `INDICATORS`; each tab declares its own in a module of its name. Loads no database
layer: what is counted is named here and stands as one condition in `store/report/measures.py`.
Texts may hold the names of settings in braces, such as `{renewal_window_days}`; `explaining.py`
fills them in.
"""

from __future__ import annotations

from successtui.services.report.catalogue.adoption import ADOPTION
from successtui.services.report.catalogue.indicator import (
    HEALTH_ORDER,
    NONE,
    PROGRESS_LABELS,
    RENEWAL_STAGES,
    TABS,
    TASK_BUCKETS,
    UNASSIGNED,
    UNCATEGORISED,
    Indicator,
    Shape,
    Tab,
)
from successtui.services.report.catalogue.overview import OVERVIEW
from successtui.services.report.catalogue.renewal import RENEWAL
from successtui.services.report.catalogue.risk import RISK

__all__ = [
    "BY_KEY",
    "HEALTH_ORDER",
    "INDICATORS",
    "NONE",
    "PROGRESS_LABELS",
    "RENEWAL_STAGES",
    "TABS",
    "TASK_BUCKETS",
    "UNASSIGNED",
    "UNCATEGORISED",
    "Indicator",
    "Shape",
    "Tab",
    "of_tab",
]

INDICATORS: tuple[Indicator, ...] = (*OVERVIEW, *RISK, *ADOPTION, *RENEWAL)
"""The 29 indicators, tab by tab, in the order they stand in."""

BY_KEY: dict[str, Indicator] = {indicator.key: indicator for indicator in INDICATORS}
"""Each indicator by its key."""


def of_tab(tab: Tab) -> tuple[Indicator, ...]:
    """The indicators of a tab in their order."""
    return tuple(indicator for indicator in INDICATORS if indicator.tab is tab)
