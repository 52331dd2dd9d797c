"""The gate between data and the renderer: verbatim, one line where one is due, of known width."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text
from textual.app import ComposeResult
from textual.widgets import Button, DataTable, Label, OptionList, Static, Tree

from successtui.terminal.calm import CalmApp
from successtui.text import CELL_LIMIT, cell_text, fit, safe_notify, ui_text, width

MARKUP = [
    "[/]",
    "[/x",
    "[",
    "[[",
    "[red]",
    "ACME [EMEA] renewal",
    '{"a":[true]} [00]',
    "$x [$primary]",
    "\\[",
    "[@click=app.quit]x[/]",
    "[ @click=app.quit]x[/]",
    "[link=https://evil.test/]safe[/link]",
]
any_text = st.text(
    st.one_of(
        st.characters(exclude_categories=()),
        st.sampled_from("ab\x1b\x9b\n\t\x00\u202e\ud83d客\u0301\u200d👩\ufe0f"),
    )
)
NEVER = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class Gallery(CalmApp[None]):
    """Every widget that parses markup, given text through the gate."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def compose(self) -> ComposeResult:
        yield Static(ui_text(self.text))
        yield Label(ui_text(self.text, "bold"))
        yield Button(ui_text(self.text))
        yield OptionList(ui_text(self.text))
        yield DataTable[Text]()
        yield Tree(cell_text(self.text))

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        table.add_columns(cell_text(self.text))
        table.add_row(cell_text(self.text), label=cell_text(self.text))
        safe_notify(self, self.text, severity="warning", title=self.text)
        self.query_one(Static).tooltip = ui_text(self.text)
        self.query_one(Button).border_title = ui_text(self.text)


@pytest.mark.parametrize("text", MARKUP)
async def test_text_is_never_markup(text: str) -> None:
    """TRM-04, TRM-05, TRM-07"""
    app = Gallery(text)

    async with app.run_test(size=(100, 50)) as pilot:
        await pilot.pause()
        strips = app.screen._compositor.render_strips()
        segments = [segment for strip in strips for segment in strip]
        await pilot.click(DataTable, offset=(2, 1))
        assert app.is_running

    drawn = "".join(segment.text for segment in segments)
    # Static, Label, Button, OptionList, column, cell, row label, Tree, toast.
    assert drawn.count(text) >= 9
    for segment in segments:
        assert segment.style is None or not segment.style.link
        assert segment.style is None or not segment.style.meta.get("@click")
    assert app.return_code is None  # nobody asked it to end


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Acme\x1b]2;x\x1b\\", "Acme␛]2;x␛\\"),
        ("a\u202eb\x9b", "ab\ufffd"),
        ("one\ntwo", "one⏎two"),
    ],
)
def test_a_cell_is_one_clean_line(text: str, shown: str) -> None:
    cell = cell_text(text, "bold")

    assert cell.plain == shown
    assert cell.style == "bold"


def test_a_cell_is_bounded() -> None:
    assert cell_text("x" * CELL_LIMIT).plain == "x" * CELL_LIMIT
    assert cell_text("x" * 1_000_000).plain == "x" * CELL_LIMIT + "…"


def test_a_label_keeps_its_lines() -> None:
    assert ui_text("one\ntwo\x1b").plain == "one\ntwo␛"


@given(any_text, st.integers(-1, 40))
def test_fitted_text_has_exactly_its_width(text: str, columns: int) -> None:
    fitted = fit(text, columns)

    assert cell_len(fitted) == max(columns, 0)
    assert not NEVER.search(fitted)


@pytest.mark.parametrize(
    ("text", "columns", "shown"),
    [
        ("Acme", 6, "Acme  "),
        ("Acme Ltd", 6, "Acme… "),
        ("Acme Ltd", 8, "Acme Ltd"),
        ("客客客", 5, "客客…"),
        ("客客客", 4, "客… "),
        ("", 2, "  "),
    ],
)
def test_how_text_is_fitted(text: str, columns: int, shown: str) -> None:
    assert fit(text, columns) == shown


@pytest.mark.parametrize("text", ["x" * 10_000, "a" + "\u0301" * 10_000, "👩\u200d" * 5_000])
def test_endless_text_is_fitted(text: str) -> None:
    """TRM-11"""
    assert cell_len(fit(text, 20)) == 20
    assert "…" in fit(text, 20)
    assert len(fit(text, 20)) < 400


def test_width_counts_columns() -> None:
    assert [width(text) for text in ("Acme", "客", "e\u0301", "", "\x1b")] == [4, 2, 1, 0, 1]
