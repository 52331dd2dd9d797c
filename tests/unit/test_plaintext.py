"""Text from people: what is stored, what counts as nothing, what a terminal may be sent."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from successtui.domain.plaintext import (
    clean_text,
    cut_to_width,
    display_width,
    for_terminal,
    is_blank,
    one_line,
)

# Any code point with controls, direction marks and surrogates far more often than by chance.
HOSTILE = "\x00\x07\x08\x1b\x7f\x85\x9b\x9d\t\n\r\u061c\u200e\u202e\u2066\u2069\ud83d\udc00\u0301"
any_text = st.text(
    st.one_of(st.sampled_from(HOSTILE), st.characters(exclude_categories=()), st.sampled_from("ab"))
)

CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@given(any_text, st.booleans())
def test_cleaning_twice_changes_nothing_more(text: str, multiline: bool) -> None:
    once = clean_text(text, multiline=multiline)

    assert clean_text(once, multiline=multiline) == once


@given(any_text, st.booleans())
def test_a_stored_text_holds_no_control_character(text: str, multiline: bool) -> None:
    stored = clean_text(text, multiline=multiline)

    assert not CONTROLS.search(stored)
    assert multiline or not re.search("[\t\n\u2028\u2029]", stored)
    stored.encode("utf-8")


@given(st.text(st.characters(exclude_categories=("C", "Zl", "Zp"))), st.booleans())
def test_printable_text_is_stored_verbatim(text: str, multiline: bool) -> None:
    composed = unicodedata.normalize("NFC", text)

    assert clean_text(composed, multiline=multiline) == composed


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("Acme\x1b]52;c;xx\x1b\\Ltd", "Acme␛]52;c;xx␛\\Ltd"),
        ("a\x00b\x7fc", "a␀b␡c"),
        ("\x9b31mred\x85", "\ufffd31mred\ufffd"),
        ("one\r\ntwo\rthree\tfour", "one two three four"),
        ("lone \ud83d half", "lone \ufffd half"),
        ("Zoe\u0308", "Zoë"),
        ("\u05e9\u200f (2)", "\u05e9\u200f (2)"),
        ("[/] [@click=app.quit]x[/]", "[/] [@click=app.quit]x[/]"),
    ],
)
def test_what_a_single_line_becomes(text: str, stored: str) -> None:
    assert clean_text(text, multiline=False) == stored


def test_a_long_text_keeps_its_lines_and_tabs() -> None:
    stored = clean_text("one\r\ntwo\rthree\tfour\x0b", multiline=True)

    assert stored == "one\ntwo\nthree\tfour␋"


@pytest.mark.parametrize(
    "text",
    ["", " ", "\t\n", "\u200b", "\ufeff", "\u3164", "\u2800", "\u202e\u2066", "\ufe0f\u00a0"],
)
def test_text_nobody_can_see_is_blank(text: str) -> None:
    assert is_blank(text)


@pytest.mark.parametrize("text", ["a", " . ", "\u200bx", "客", "0"])
def test_text_somebody_can_see_is_not_blank(text: str) -> None:
    assert not is_blank(text)


@given(any_text)
def test_a_terminal_is_sent_nothing_it_would_obey(text: str) -> None:
    sent = for_terminal(text)

    assert not CONTROLS.search(sent)
    assert not DIRECTION.search(sent)
    assert for_terminal(sent) == sent


def test_direction_controls_are_dropped_and_lines_kept_for_a_terminal() -> None:
    assert for_terminal("invoice\u202efdp.exe\n\tx\r") == "invoicefdp.exe\n\tx␍"


@given(any_text, st.integers(0, 30))
def test_one_line_is_one_line_of_at_most_its_width(text: str, width: int) -> None:
    line = one_line(text, width)

    assert not re.search("[\t\n\r\u2028\u2029]", line)
    assert not CONTROLS.search(line)
    assert display_width(line) <= width


def test_line_breaks_inside_show_and_those_around_do_not() -> None:
    assert one_line("\nfirst\r\n\r\nsecond\tx\n") == "first⏎second x"


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [("Acme", 4, "Acme"), ("Acme Ltd", 4, "Acm…"), ("客客客", 5, "客客…"), ("客客客", 4, "客…")],
)
def test_a_cut_line_ends_in_an_ellipsis(text: str, width: int, shown: str) -> None:
    assert one_line(text, width) == shown


def test_an_endless_stack_of_marks_is_cut_too() -> None:
    assert len(one_line("a" + "\u0301" * 10_000, 10)) < 200


def test_a_cut_keeps_a_line_that_fits() -> None:
    assert cut_to_width("Acme", 4) == "Acme"
    assert cut_to_width("Acme", 5, always_mark=True) == "Acme…"
    assert cut_to_width("Acme", 0) == ""
