"""The report screen: tabs, cursor, drill-down, explanation, refusal (R004-01, -12, -13)."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Static

from successtui.app import SuccessApp
from successtui.screens.form import RecordForm
from successtui.screens.report import ReportPlace, parted
from successtui.screens.report_explain import ReportExplain
from successtui.screens.report_pages import Page, layouts_of
from successtui.services.report.catalogue import INDICATORS, TABS, Shape, Tab, of_tab
from successtui.services.report.drill import drill
from successtui.services.report.scope import NO_FILTERS
from successtui.widgets.board import Board
from successtui.widgets.board_layout import chosen, draw, next_spot
from tests.ui.office import add, screen_text, settle
from tests.ui.report_stage import drilled, press, report_of

REFUSED = {"vic": "viewer", "pat": "participant"}


def line_of(place: ReportPlace) -> str:
    return str(place.query_one(".report-line", Static).render())


async def test_the_page_has_four_tabs_and_opens_on_overview(tmp_path: Path) -> None:
    """R004-12: exactly Overview, Risk, Adoption, Renewal, by digit and by tab."""
    async with report_of(tmp_path) as (pilot, place, _):
        assert [tab.label for tab in TABS] == ["Overview", "Risk", "Adoption", "Renewal"]
        seen = []
        for key in ("1", "2", "3", "4", "5", "tab", "shift+tab"):
            await press(pilot, key)
            seen.append(place.tab.value)
        assert seen == [
            *("overview", "risk", "adoption", "renewal", "renewal", "overview", "renewal")
        ]
        assert "YTD renewals and losses by month" in screen_text(place.app)  # type: ignore[arg-type]


async def test_all_tabs_are_counted_behind_the_first_one(tmp_path: Path) -> None:
    async with report_of(tmp_path) as (_, place, _session):
        for tab in TABS:
            report = place._states[tab].page.report
            assert report is not None
            assert set(report.numbers) == {one.key for one in of_tab(tab)}


async def test_a_switch_shows_the_tab_before_anything_is_read(tmp_path: Path) -> None:
    async with report_of(tmp_path) as (pilot, place, _):
        await pilot.press("2")
        assert place.board.cursor_key == ("risk.total_contract_value_at_risk",)


async def test_a_tab_keeps_its_cursor_and_its_scroll(tmp_path: Path) -> None:
    async with report_of(tmp_path) as (pilot, place, _):
        await press(pilot, "down", "down", "down", "right", "end")
        key, top = place.board.cursor_key, place.board.top_line
        assert top > 0
        await press(pilot, "3", "down", "1")
        assert (place.board.cursor_key, place.board.top_line) == (key, top)


@pytest.mark.parametrize("width", [76, 80, 120, 200])
@pytest.mark.parametrize("tab", TABS)
def test_every_number_of_a_tab_is_on_its_page_at_every_width(tab: Tab, width: int) -> None:
    spots = draw(chosen(layouts_of(tab, Page()), width), width).spots
    shown = {spot.key[0] for spot in spots}
    without_groups = {one.key for one in of_tab(tab) if one.shape in (Shape.TOP, Shape.MONTHS)}
    assert shown | without_groups == {one.key for one in of_tab(tab)}


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60), (50, 20)])
async def test_arrows_reach_every_spot(tmp_path: Path, size: tuple[int, int]) -> None:
    """Nothing on a page is out of the cursor's reach."""
    async with report_of(tmp_path, "max", size) as (pilot, place, _):
        for digit in ("1", "2", "3", "4"):
            await press(pilot, digit)
            spots = place.board._picture.spots
            reached, waiting = {spots[0].key}, [spots[0]]
            while waiting:
                here = waiting.pop()
                for way in ("up", "down", "left", "right"):
                    there = next_spot(spots, here, way)
                    if there is not None and there.key not in reached:
                        reached.add(there.key)
                        waiting.append(there)
            assert reached == {spot.key for spot in spots}


@pytest.mark.parametrize("tab", TABS)
async def test_every_spot_opens_exactly_what_it_counts(tmp_path: Path, tab: Tab) -> None:
    """R004-13: tile, bar, cell and month; the number on the page is the number of rows."""
    async with report_of(tmp_path, "max") as (pilot, place, session):
        await press(pilot, str(TABS.index(tab) + 1))
        for key in place.board.keys:
            place.board.move_to(key)
            await press(pilot, "enter")
            behind = drilled(place.app)  # type: ignore[arg-type]
            name, group, record_id = parted(key)
            assert behind.table.ids == drill(session, NO_FILTERS, name, group).ids
            if record_id is not None:
                assert behind.table.cursor_id == record_id
            await press(pilot, "escape")
            assert place.is_current
            assert place.board.cursor_key == key


async def test_numbers_stand_on_tiles_cells_and_bars(tmp_path: Path) -> None:
    async with report_of(tmp_path, "max") as (pilot, place, _):
        board = place.board
        expected = {
            ("overview.total_engagements",): "Total engagements: 4 ",
            ("overview.engagement_health_by_stage", "Adoption/Red"): "Adoption › Red: 1 ",
            ("overview.engagement_health_by_stage", "/Red"): "stage › Red: 2 ",
            ("overview.engagement_health_by_stage", "Adoption"): "Adoption: 2 ",
        }
        for key, text in expected.items():
            assert board.move_to(key)
            await pilot.pause()
            assert text in line_of(place)
        await press(pilot, "2")
        assert board.move_to(("risk.by_scope", "Renewal"))
        await pilot.pause()
        assert "Risk signals by scope › Renewal: 2 " in line_of(place)
        await press(pilot, "4")
        assert board.move_to(("renewal.total_contract_value_by_month", "2026-03"))
        await pilot.pause()
        assert "EUR 1,234,567.50" in line_of(place)


async def test_from_the_list_into_a_record_and_back_with_place_kept(tmp_path: Path) -> None:
    async with report_of(tmp_path) as (pilot, place, _):
        await press(pilot, "enter", "down", "enter")
        assert isinstance(place.app.screen, RecordForm)
        await press(pilot, "escape")
        behind = drilled(place.app)  # type: ignore[arg-type]
        assert behind.table.cursor_row == 1
        await press(pilot, "escape")
        assert place.board.cursor_key == ("overview.total_engagements",)


async def test_what_changed_below_is_counted_anew(tmp_path: Path) -> None:
    async with report_of(tmp_path) as (pilot, place, session):
        await press(pilot, "down", "2")
        add(session, "engagement", title="Late", account="Acme", csm="dora", state="New")
        place.data_changed(frozenset({"engagement"}))
        await settle(pilot)
        assert place.tab is Tab.RISK
        await press(pilot, "1")
        report = place.page.report
        assert report is not None
        assert report.numbers["overview.total_engagements"].value == 5
        assert place.board.cursor_key == ("overview.engagements_with_escalations",)


async def test_a_number_explains_itself(tmp_path: Path) -> None:
    """`i` says rule, window, what is left out and as of when."""
    async with report_of(tmp_path, size=(100, 30)) as (pilot, place, _):
        await press(pilot, "3", "right", "right", "i")
        assert isinstance(place.app.screen, ReportExplain)
        text = " ".join(screen_text(place.app).split())  # type: ignore[arg-type]
        for part in ("Counts", "Window", "2026-03-02 to 2026-04-01", "Leaves out", "As of", "dora"):
            assert part in text
        await press(pilot, "i")
        assert place.is_current


@pytest.mark.parametrize("username", REFUSED)
async def test_others_read_which_role_they_lack(tmp_path: Path, username: str) -> None:
    """R004-01: neither viewers nor participants see a number."""
    async with report_of(tmp_path, username) as (pilot, place, _):
        text = " ".join(screen_text(place.app).split())  # type: ignore[arg-type]
        assert "success_manager or customer_success_agent" in text
        assert f"you hold {REFUSED[username]}" in text
        assert not place.query_one(Board).display
        await press(pilot, "2", "enter", "i", "f", "F")
        assert place.is_current
        assert not any(one.title in screen_text(place.app) for one in INDICATORS)  # type: ignore[arg-type]


async def test_an_empty_portfolio_says_what_to_do(tmp_path: Path) -> None:
    async with report_of(tmp_path, empty=True) as (_, place, _session):
        assert "g l, then Engagements" in screen_text(place.app)  # type: ignore[arg-type]


@pytest.mark.parametrize("size", [(80, 24), (200, 60), (40, 12)])
async def test_people_s_text_is_shown_as_typed(tmp_path: Path, size: tuple[int, int]) -> None:
    """Hostile names neither vanish nor act, wherever the report shows them."""
    async with report_of(tmp_path, "max", size) as (pilot, place, _):
        app = place.app
        assert isinstance(app, SuccessApp)
        for digit in ("1", "2", "3", "4"):
            await press(pilot, digit, "end")
            assert "\x1b" not in screen_text(app)
        await press(pilot, "2")
        if size[0] > 100:
            assert "[/x] [red]" in screen_text(app)
        place.board.move_to(("risk.active_risk_signals",))
        await press(pilot, "enter")
        shown = list(drilled(app).table._cells.values())
        assert any("[/x] [red]" in str(row) for row in shown)
        assert app.is_running


async def test_g_g_is_the_first_number(tmp_path: Path) -> None:
    async with report_of(tmp_path) as (pilot, place, _):
        await press(pilot, "end", "g", "g")
        assert place.board.cursor_key == place.board.keys[0]
