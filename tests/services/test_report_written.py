"""The report in words, JSON, Markdown and HTML, its settings, and what changed since a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser

import pytest

from successtui.domain.errors import Invalid
from successtui.records import Account, Setting
from successtui.services import records as saving
from successtui.services.report.answer import as_json
from successtui.services.report.as_html import as_html
from successtui.services.report.as_text import as_markdown, as_text
from successtui.services.report.catalogue import BY_KEY, INDICATORS, TABS, Tab, of_tab
from successtui.services.report.explaining import explain
from successtui.services.report.offers import range_label
from successtui.services.report.report import report
from successtui.services.report.scope import NO_FILTERS, Filters, filter_options
from successtui.services.report.settings import REPORT_SETTINGS, ReportSettings, read_settings
from successtui.services.report.since import changes_json, changes_since
from successtui.services.report.windows import later, month_ends, year_start
from tests.services.reporting import DAY, at_work, contract, groups, number, setting
from tests.worlds import Book

NASTY = "<b>&\"'|*[x](y)\x1b[31m"


def test_tabs() -> None:
    """Four tabs, every indicator on one of them (R004-12)."""
    assert [tab.label for tab in TABS] == ["Overview", "Risk", "Adoption", "Renewal"]
    assert [i for tab in TABS for i in of_tab(tab)] == list(INDICATORS)
    assert [len(of_tab(tab)) for tab in TABS] == [7, 8, 7, 7]


def test_json_has_every_indicator(book: Book) -> None:
    """All keys in order; money and averages as texts, groups complete."""
    account = book.account(csm=book.user("dora").id)
    engagement = book.engagement(account, number="E1")
    contract(book, account, engagement, value=Decimal("10.5"))
    data = as_json(report(at_work(book)))
    assert list(data) == ["as", "today", "currency", "filters", "indicators"]
    assert (data["as"], data["today"], data["currency"]) == ("root", "2025-11-22", "USD")
    found = data["indicators"]
    assert list(found) == [indicator.key for indicator in INDICATORS]
    for indicator in INDICATORS:
        assert ("records" in found[indicator.key]) is indicator.listed
        if indicator.groups:
            assert [g[0] for g in found[indicator.key]["groups"]] == list(indicator.groups)
    assert found["overview.total_engagements"]["records"] == ["E1"]
    assert found["overview.average_engagements_per_csm"]["value"] == "1.0"
    assert found["risk.total_contract_value_at_risk"]["value"] == "0.00"
    months = found["renewal.total_contract_value_by_month"]["groups"]
    assert months[-1] == ["2025-11", "10.50"]
    verdicts = found["renewal.renewals_and_losses_by_month"]["groups"]
    assert verdicts[0] == [
        "2025-01",
        {"won": 0, "lost": 0, "won_value": "0.00", "lost_value": "0.00"},
    ]
    matrix = found["overview.engagement_health_by_stage"]["groups"]
    assert matrix[0][1] == {"Green": 0, "Yellow": 0, "Red": 0, "Unknown": 1}


def test_only_the_tabs_asked_for(book: Book) -> None:
    """Nothing else is counted."""
    found = report(at_work(book), tabs=(Tab.RISK,), records=False).numbers
    assert {BY_KEY[key].tab for key in found} == {Tab.RISK}


class _Page(HTMLParser):
    """Collects the tags of a page and checks that they nest."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        assert not {"src", "href", "onclick"} & dict(attrs).keys()
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_written_forms_keep_what_people_typed_harmless(book: Book) -> None:
    """Names are escaped in HTML and Markdown; the page needs nothing from outside."""
    account = book.brought(Account, name="Acme", industry="Any")
    book.engagement(account)
    found = report(at_work(book))
    found = replace(found, filters=Filters(industries=(NASTY,)))
    page = as_html(found)
    parser = _Page()
    parser.feed(page)
    assert not parser.open
    assert not parser.seen & {"script", "img", "link", "iframe", "b"}
    assert "\x1b" not in page
    assert "&lt;b&gt;" in page
    markdown = as_markdown(found)
    assert "\\<b\\>" in markdown
    assert "\\[x\\]" in markdown
    text = as_text(report(at_work(book)))
    assert all(len(line) <= 80 for line in text.splitlines())
    for form in (page, markdown, text):
        for indicator in INDICATORS:
            assert indicator.title.split(">")[0].split(",")[0] in form


def test_every_number_is_explained(book: Book) -> None:
    """Rule, window, exclusions and day in words, with the settings filled in (R004-13)."""
    setting(book, "go_live_window_days", "14")
    found = report(at_work(book), records=False)
    for indicator in INDICATORS:
        told = explain(found, indicator.key)
        assert told.rule
        assert "{" not in told.rule + told.window + told.excludes
        assert told.as_of == "2025-11-22, as seen by root, amounts in USD"
    told = explain(found, "adoption.go_live_due_in_30_days")
    assert "14 days" in told.rule
    assert told.window == "Initial go-live from 2025-11-22 to 2025-12-06, both included"


def test_defaults_and_names_of_settings() -> None:
    """Every setting has a default that can be read, and an attribute of its name (R004-08)."""
    settings, notes = read_settings({})
    assert not notes
    assert {s.name for s in REPORT_SETTINGS} == set(ReportSettings.__slots__)
    assert settings.contract_value_ranges[-1] == "1000000-"
    assert (settings.renewal_window_days, settings.go_live_window_days) == (90, 30)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("contract_value_ranges", "0-10;nine"),
        ("contract_value_ranges", ";"),
        ("health_bands", "70;40"),
        ("health_bands", "40"),
        ("low_adoption_below", "-1"),
        ("renewal_window_days", "1.5"),
        ("fiscal_year_start_month", "13"),
        ("fiscal_year_start_month", "0"),
    ],
)
def test_wrong_setting_is_refused_and_never_stops_the_report(
    book: Book, name: str, wrong: str
) -> None:
    """People cannot save it; what an import brought gives way to the default, which is said."""
    with pytest.raises(Invalid):
        setting(book, name, wrong)
    stored = book.brought(Setting, name=name, value=wrong)
    found = report(at_work(book))
    assert len(found.notes) == 1
    assert name in found.notes[0]
    with pytest.raises(Invalid):
        saving.update(book.session, stored, {"value": wrong + "!"})


def test_ranges_and_bands_are_settings(book: Book) -> None:
    """The filter offers the ranges that were set; a band moves what counts as poor (R004-08)."""
    setting(book, "contract_value_ranges", "0-10; 10-2500000 ;2500000-")
    offered = filter_options(at_work(book)).contract_values
    assert [(c.value, c.label) for c in offered] == [
        ("0-10", "0 to 10"),
        ("10-2500000", "10 to 2500k"),
        ("2500000-", "2500k and more"),
    ]
    assert range_label("1000000-3000000000") == "1M to 3bn"
    key = "risk.renewals_due_soon_in_poor_health"
    book.engagement(book.account(), renewal_date=DAY, health_score=Decimal(45))
    assert number(at_work(book), key).value == 0
    setting(book, "health_bands", "50;80")
    assert number(at_work(book), key).value == 1


def test_windows() -> None:
    """Years and months at their edges."""
    assert year_start(date(2025, 3, 31), 4) == date(2024, 4, 1)
    assert year_start(date(2025, 4, 1), 4) == date(2025, 4, 1)
    assert list(month_ends(date(2024, 3, 1), 1)) == [
        date(2024, 1, 31),
        date(2024, 2, 29),
        date(2024, 3, 1),
    ]
    assert later(date(9999, 12, 30), 5) == date.max


def test_changes_between_two_reports(book: Book) -> None:
    """Numbers then and now, and who came and went."""
    account = book.account()
    gone = book.engagement(account, number="E1")
    book.engagement(account, number="E2")
    before, after = at_work(book, day=date(2025, 11, 1)), at_work(book)
    changes = changes_since(before, before, NO_FILTERS)
    assert not any(difference.is_any for difference in changes.differences)
    kept = report(before)
    with book.session.change("Delete") as unit:
        unit.delete(gone)
    book.engagement(account, number="E3")
    changes = changes_since(after, after, NO_FILTERS, (Tab.OVERVIEW,))
    assert changes.now.numbers["overview.total_engagements"].value == 2
    assert kept.numbers["overview.total_engagements"].records == ("E1", "E2")
    data = changes_json(changes)
    assert data["indicators"]["overview.total_engagements"]["then"] == 2
    assert groups(after, "overview.engagement_health_by_stage")
