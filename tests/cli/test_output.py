"""The forms an answer can take, apart from any command."""

from __future__ import annotations

import csv
import io
import json
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from successtui.cli.output import json_text, table_text, write_out
from successtui.domain.plaintext import display_width
from successtui.services.formats import csv_text, disarmed, markdown_text


@pytest.mark.parametrize(
    "cell", ["=1+1", "+cmd", "-cmd", "@x", "\tx", "\rx", " =x", "＝1", "-", "1-=", ""]
)
def test_formulas_are_disarmed(cell: str) -> None:
    dangerous = cell not in ("1-=", "")

    assert disarmed(cell) == (f"'{cell}" if dangerous else cell)


@pytest.mark.parametrize("cell", ["-5", "+5", "-1200.50", "0", "12"])
def test_plain_numbers_stay_numbers(cell: str) -> None:
    assert disarmed(cell) == cell


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2)))
def test_csv_is_read_back_cell_by_cell(rows: list[list[str]]) -> None:
    text = csv_text(("a", "b"), rows)

    read = list(csv.reader(io.StringIO(text)))
    assert len(read) == len(rows) + 1
    assert all(len(row) == 2 for row in read)


@given(st.recursive(st.text() | st.integers() | st.none(), st.lists, max_leaves=5))
def test_json_is_read_back_and_holds_no_control_signs(data: object) -> None:
    text = json_text({"data": data})

    assert json.loads(text) == {"data": data}
    assert all(s == "\n" or s >= " " for s in text)
    assert not any("\x7f" <= s <= "\x9f" or "\ud800" <= s <= "\udfff" for s in text)


def test_json_is_ascii_where_the_output_is(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="latin-1")
    monkeypatch.setattr(sys, "stdout", stream)

    assert json_text("日本") == '"\\u65e5\\u672c"\n'


def test_what_the_output_cannot_spell_becomes_a_question_mark(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="latin-1"))

    write_out("Zoë 日\n")
    sys.stdout.flush()

    assert raw.getvalue() == "Zoë ?\n".encode("latin-1")


def test_markdown_cells_cannot_break_the_table() -> None:
    text = markdown_text(("a",), [("x|y\n[z](javascript:1) <b>",)])

    assert text.splitlines()[2] == r"| x\|y⏎\[z\](javascript:1) \<b\> |"


@given(
    st.lists(st.tuples(st.text(max_size=40), st.text(max_size=40)), max_size=5),
    st.integers(20, 100),
)
def test_a_table_fits_the_screen_and_keeps_one_line_a_row(
    rows: list[tuple[str, str]], width: int
) -> None:
    lines = table_text(("first", "second"), rows, width).split("\n")

    assert len(lines) == len(rows) + 3
    assert all(display_width(line) <= width for line in lines)


def test_a_table_into_a_pipe_is_not_cut() -> None:
    assert "x" * 500 in table_text(("a", "b"), [("x" * 500, "y")], None)
