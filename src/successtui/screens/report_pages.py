"""Where everything stands on the four pages of the report, for narrow, usual and wide terminals.

Owns the layouts only, as rows of indicators with their share of the width.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from successtui.screens.report_blocks import Glance, block_of, listing_of, per_csm
from successtui.services.report.catalogue import Tab, of_tab
from successtui.services.report.numbers import Report
from successtui.widgets.board_layout import BoardRow, Layout
from successtui.widgets.charts import Sentence
from successtui.widgets.pictures import Block

LIST = "list:"
"""In front of an indicator whose first rows are shown, not its number."""
_CSMS = "csms"
_ROOM = "."
_AVERAGE = "overview.average_engagements_per_csm"

_SMALL, _USUAL, _WIDE = 76, 112, 170
"""Cells that a page needs at least."""

# A line is a row of the page: names of indicators (without their tab), each with its share of the
# width behind a star. A dot leaves room.
_OVERVIEW_TILES = """
total_engagements ytd_new_engagements average_engagements_per_csm \
engagements_with_escalations engagements_with_upcoming_qbrs
"""
_RISK_TILES = """
total_contract_value_at_risk red_yellow_engagements renewals_due_soon_in_poor_health \
no_touchpoints_in_90_days active_risk_signals
"""
_ADOPTION_TILES = """
overdue_go_live active_onboarding go_live_due_in_30_days
no_success_objectives over_80_percent_objective_completion low_adoption_products
"""
_RENEWAL_TILES = """
due_in_90_days opened_renewals contracts_on_extension lost_contracts
"""

_PAGES: dict[Tab, dict[int, str]] = {
    Tab.OVERVIEW: {
        _WIDE: _OVERVIEW_TILES
        + """
engagement_health_by_stage*4 success_manager_tasks*4 csms*3
list:engagements_with_escalations list:engagements_with_upcoming_qbrs
""",
        _USUAL: _OVERVIEW_TILES
        + """
engagement_health_by_stage*5 success_manager_tasks*4
list:engagements_with_escalations list:engagements_with_upcoming_qbrs
csms .
""",
        _SMALL: """
total_engagements ytd_new_engagements average_engagements_per_csm
engagements_with_escalations engagements_with_upcoming_qbrs .
engagement_health_by_stage*47 success_manager_tasks*30
list:engagements_with_escalations
list:engagements_with_upcoming_qbrs
csms
""",
    },
    Tab.RISK: {
        _WIDE: _RISK_TILES
        + """
top_5_indicators by_scope by_probability
list:renewals_due_soon_in_poor_health list:no_touchpoints_in_90_days list:active_risk_signals
""",
        _USUAL: _RISK_TILES
        + """
top_5_indicators*4 by_scope*3 by_probability*3
list:renewals_due_soon_in_poor_health list:no_touchpoints_in_90_days
list:active_risk_signals
""",
        _SMALL: """
total_contract_value_at_risk red_yellow_engagements renewals_due_soon_in_poor_health
no_touchpoints_in_90_days active_risk_signals .
top_5_indicators*30 by_scope*22 by_probability*22
list:renewals_due_soon_in_poor_health
list:no_touchpoints_in_90_days
list:active_risk_signals
""",
    },
    Tab.ADOPTION: {
        _WIDE: _ADOPTION_TILES.replace("days\n", "days ")
        + """
success_objective_progress list:low_adoption_products
list:overdue_go_live list:go_live_due_in_30_days list:no_success_objectives
""",
        _USUAL: _ADOPTION_TILES
        + """
success_objective_progress list:low_adoption_products
list:overdue_go_live list:go_live_due_in_30_days
list:no_success_objectives .
""",
        _SMALL: _ADOPTION_TILES
        + """
success_objective_progress*33 list:low_adoption_products*43
list:overdue_go_live
list:go_live_due_in_30_days
list:no_success_objectives
""",
    },
    Tab.RENEWAL: {
        _WIDE: _RENEWAL_TILES
        + """
by_stage list:due_in_90_days list:lost_contracts
renewals_and_losses_by_month total_contract_value_by_month
""",
        _USUAL: _RENEWAL_TILES
        + """
by_stage*4 list:due_in_90_days*5
renewals_and_losses_by_month
total_contract_value_by_month
list:lost_contracts
""",
        _SMALL: """
due_in_90_days opened_renewals contracts_on_extension
lost_contracts*1 by_stage*2
renewals_and_losses_by_month
total_contract_value_by_month
list:due_in_90_days
list:lost_contracts
""",
    },
}


@dataclass(frozen=True, slots=True)
class Page:
    """What is known of one tab.

    Attributes:
        report: `None` until it was counted.
        glances: the first rows of its lists, by indicator.
        sentence: said above everything, such as why all of it is empty.
    """

    report: Report | None = None
    glances: Mapping[str, Glance] = field(default_factory=dict)
    sentence: str = ""


def layouts_of(tab: Tab, page: Page) -> tuple[Layout, ...]:
    """The page for every width, the widest first."""
    drawn = {
        roomy: {name: _block(tab, name, page, roomy=roomy) for name in _names(tab)}
        for roomy in (False, True)
    }
    first: tuple[BoardRow, ...] = (((Sentence(page.sentence), 1),),) if page.sentence else ()
    layouts = []
    for least, text in _PAGES[tab].items():
        blocks = drawn[least == _WIDE]
        rows = (tuple((blocks.get(n), share) for n, share in _parts(line)) for line in _lines(text))
        layouts.append(Layout(least, (*first, *rows)))
    return tuple(layouts)


def listed(tab: Tab) -> tuple[str, ...]:
    """The indicators of a tab whose first rows are shown."""
    return tuple(
        f"{tab.value}.{name.removeprefix(LIST)}" for name in _names(tab) if name.startswith(LIST)
    )


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


def _parts(line: str) -> list[tuple[str, int]]:
    parts = (word.partition("*") for word in line.split())
    return [(name, int(share or 1)) for name, _, share in parts]


def _names(tab: Tab) -> tuple[str, ...]:
    """Everything that stands on one of the layouts."""
    lines = (line for text in _PAGES[tab].values() for line in _lines(text))
    return tuple(dict.fromkeys(n for line in lines for n, _ in _parts(line) if n != _ROOM))


def first_of(tab: Tab) -> str:
    """The indicator the cursor begins on."""
    return of_tab(tab)[0].key


def _block(tab: Tab, name: str, page: Page, *, roomy: bool) -> Block:
    report = page.report
    if name == _CSMS:
        return per_csm(_AVERAGE, report.numbers[_AVERAGE] if report else None)
    key = f"{tab.value}.{name.removeprefix(LIST)}"
    if name.startswith(LIST):
        return listing_of(key, page.glances.get(key), roomy=roomy)
    return block_of(key, report, roomy=roomy)
