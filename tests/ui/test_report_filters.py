"""The report's filters: staged, applied on Apply only, in force everywhere (R004-05 to R004-11)."""

from __future__ import annotations

from pathlib import Path

from textual.widgets import Static

from successtui.screens.report import ReportPlace
from successtui.screens.report_filters import ReportFilters
from successtui.services.report.catalogue import TABS
from successtui.services.report.scope import NO_FILTERS, Filters
from successtui.widgets.check_list import CheckList
from tests.ui.office import HOSTILE, screen_text
from tests.ui.report_stage import drilled, press, report_of

TOTAL = "overview.total_engagements"


def total(place: ReportPlace) -> object:
    report = place._states[TABS[0]].page.report
    return None if report is None else report.numbers[TOTAL].value


def checks(place: ReportPlace) -> CheckList:
    screen = place.app.screen
    assert isinstance(screen, ReportFilters)
    return screen.query_one(CheckList)


def labels(table: CheckList) -> list[str]:
    return [str(table.line(row).cells[0]) for row in range(table.row_count)]  # type: ignore[index]


async def test_filters_take_effect_on_apply_only(tmp_path: Path) -> None:
    """R004-05."""
    async with report_of(tmp_path, "max") as (pilot, place, _):
        await press(pilot, "f", "tab", "tab", "space")
        assert total(place) == 4
        await press(pilot, "escape")
        assert place.filters == NO_FILTERS
        assert total(place) == 4

        await press(pilot, "f", "tab", "tab", "space", "ctrl+s")
        assert place.filters == Filters(industries=("Retail",))
        assert total(place) == 2


async def test_filters_hold_on_every_tab_and_in_every_list(tmp_path: Path) -> None:
    """R004-06: several ranges at once; the list behind a number is filtered as it is."""
    async with report_of(tmp_path, "max") as (pilot, place, _):
        await press(pilot, "f", "end", "home", "down", "space", "down", "space", "ctrl+s")
        assert len(place.filters.contract_values) == 2
        for tab in TABS:
            report = place._states[tab].page.report
            assert report is not None
            assert report.filters == place.filters
        head = str(place.query_one(".report-head", Static).render())
        assert "contract value 0-50,000 or 50,000-100,000" in head
        await press(pilot, "1", "enter")
        behind = drilled(place.app)  # type: ignore[arg-type]
        assert len(behind.table.ids) == total(place) == 3
        assert "Filtered: contract value" in screen_text(place.app)  # type: ignore[arg-type]


async def test_one_key_clears_all_filters(tmp_path: Path) -> None:
    async with report_of(tmp_path, "max") as (pilot, place, _):
        await press(pilot, "f", "tab", "tab", "space", "ctrl+s", "F")
        assert place.filters == NO_FILTERS
        assert total(place) == 4


async def test_agents_are_offered_nobody_but_themselves(tmp_path: Path) -> None:
    """R004-09."""
    async with report_of(tmp_path, "dora") as (pilot, place, _):
        await press(pilot, "f")
        found = labels(checks(place))
        assert found[found.index("CSM – all") + 1 : found.index("Industry – all")] == ["Dora Lind"]


async def test_managers_are_offered_the_agents_below_them(tmp_path: Path) -> None:
    """R004-10, R004-11: and the industries of the accounts in sight."""
    async with report_of(tmp_path, "max") as (pilot, place, _):
        await press(pilot, "f")
        found = labels(checks(place))
        assert "Dora Lind" in found
        assert "Otto Other" not in found
        assert found[found.index("Industry – all") + 1 :] == ["Retail", "(none)"]


async def test_what_is_in_force_is_checked_and_x_unchecks_it(tmp_path: Path) -> None:
    async with report_of(tmp_path, "max") as (pilot, place, _):
        await press(pilot, "f", "tab", "space", "ctrl+s", "f")
        assert checks(place).checked_of("csms") == ("dora",)
        await press(pilot, "x")
        assert place.filters == Filters(csms=("dora",))
        await press(pilot, "ctrl+s")
        assert place.filters == NO_FILTERS


async def test_choices_are_found_by_typing(tmp_path: Path) -> None:
    async with report_of(tmp_path, "max") as (pilot, place, _):
        await press(pilot, "f", "slash", *"dora", "enter", "space")
        assert labels(checks(place)) == ["CSM – 1 chosen", "Dora Lind"]
        await press(pilot, "ctrl+s")
        assert place.filters == Filters(csms=("dora",))


async def test_a_filter_that_leaves_nothing_says_how_to_get_back(tmp_path: Path) -> None:
    async with report_of(tmp_path, "dora") as (pilot, place, _):
        place._apply(Filters(industries=(f"None {HOSTILE}",)))
        await press(pilot, "2")
        text = screen_text(place.app)  # type: ignore[arg-type]
        assert "No engagement fits these filters" in text
        assert "[/x] [red]" in text
        await press(pilot, "F")
        assert total(place) == 4
