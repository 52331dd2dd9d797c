"""The command `report dashboard`."""

from __future__ import annotations

import csv
import io

import pytest

from successtui.services.report.catalogue import INDICATORS
from tests.cli.conftest import Cli

TOTAL = "overview.total_engagements"


def test_text_is_what_one_gets(cli: Cli) -> None:
    """Four tabs within 80 columns (R004-12)."""
    found = cli("report", "dashboard")
    assert found.status == 0
    assert found.out.startswith("Success report of ")
    for tab in ("OVERVIEW", "RISK", "ADOPTION", "RENEWAL"):
        assert f"\n{tab}\n" in found.out
    assert max(map(len, found.out.splitlines())) <= 80


def test_json(cli: Cli) -> None:
    """One object with the promised names and all 29 indicators."""
    data = cli("report", "dashboard", "--format", "json").data
    assert list(data) == ["as", "today", "currency", "filters", "indicators"]
    assert data["today"] == "2026-03-04"
    assert list(data["indicators"]) == [indicator.key for indicator in INDICATORS]
    assert data["indicators"][TOTAL]["records"] == ["ENG1"]


def test_eyes_of_others(cli: Cli) -> None:
    """Everybody gets their own numbers (R004-03, R004-04)."""
    for name, seen in (("dora", 1), ("mia", 1), ("otto", 0)):
        data = cli("report", "dashboard", "--as", name, "--format", "json").data
        assert (data["as"], data["indicators"][TOTAL]["value"]) == (name, seen)


@pytest.mark.parametrize("name", ["vera", "pat"])
def test_refusal_names_the_missing_role(cli: Cli, name: str) -> None:
    """R004-01."""
    found = cli("report", "dashboard", "--as", name)
    assert (found.status, found.out) == (77, "")
    assert "success_manager or customer_success_agent" in found.error


def test_filters_and_tabs(cli: Cli) -> None:
    """Filters are told in the answer; what matches nothing is no error (R004-05, R004-06)."""
    asked = ("--csm", "dora", "--csm", "nobody", "--industry", "(none)", "--contract-value", "0-5")
    data = cli("report", "dashboard", "--tab", "overview", *asked, "--format", "json").data
    assert data["filters"] == {
        "contract_values": ["0-5"],
        "csms": ["dora", "nobody"],
        "industries": ["(none)"],
    }
    assert {key.partition(".")[0] for key in data["indicators"]} == {"overview"}
    assert data["indicators"][TOTAL]["value"] == 1
    text = cli("report", "dashboard", *asked)
    assert "Filtered by contract value: 0 to 5; CSM: dora or nobody;" in text.out


@pytest.mark.parametrize(
    "wrong",
    [
        ("--contract-value", "5-1"),
        ("--contract-value", "lots"),
        ("--tab", "money"),
        ("--format", "pdf"),
        ("--since", "someday"),
    ],
)
def test_wrong_calls(cli: Cli, wrong: tuple[str, ...]) -> None:
    """One line and the status of a wrong call."""
    found = cli("report", "dashboard", *wrong)
    assert found.status == 2
    assert found.error


def test_other_forms(cli: Cli) -> None:
    """Markdown, HTML, a table and CSV; shared options stand anywhere."""
    assert cli("report", "dashboard", "--format", "md").out.startswith("# Success report")
    page = cli("report", "--format", "html", "dashboard").out
    assert page.startswith("<!doctype html>")
    assert page.rstrip().endswith("</html>")
    table = cli("report", "dashboard", "--format", "table").out
    assert len(table.splitlines()) == 2 + 29
    rows = list(csv.DictReader(io.StringIO(cli("--format", "csv", "report", "dashboard").out)))
    assert rows[0] == {
        "indicator": TOTAL,
        "title": "Total engagements",
        "value": "1",
        "besides": "",
    }


def test_past_and_what_changed_since(cli: Cli) -> None:
    """The report of a day before anything was, and how it came to be what it is."""
    before = cli("report", "dashboard", "--as-of", "2020-01-01", "--as", "dora", "--format", "json")
    assert before.status in (0, 77)
    found = cli("report", "dashboard", "--since", "2020-01-01", "--format", "json")
    total = found.data["indicators"][TOTAL]
    assert (total["then"], total["now"], total["came"]) == (0, 1, ["ENG1"])
    text = cli("report", "dashboard", "--since", "2020-01-01")
    assert "+ENG1" in text.out
    assert cli("report", "dashboard", "--since", "2020-01-01", "--format", "html").status == 2
