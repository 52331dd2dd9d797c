"""Words as search knows them: folded alike wherever they come from, and never an operator."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from successtui.store.search_words import MOST_WORDS, asked, placed, searchable, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Café Zoë's ÉCLAIR", "cafe zoe s eclair"),
        ("cafe\u0301", "cafe"),
        ("STRASSE straße", "strasse"),
        ("Łódź Ørsted İstanbul", "lodz orsted istanbul"),
        ("jane.doe@acme-corp.com", "jane doe acme corp com"),
        ("TSK0000012 snake_case", "tsk0000012 snake case"),
        ("日本の会社", "日 本 の 会 社"),
        ("한국 회사", "한국 회사"),
        ("हिन्दी भाषा", "हिनदी भाषा"),
        ("ﬁne ½", "fine 1 2"),
        ("again Again AGAIN", "again"),
        ("", ""),
        ("* \" - ' () 👩‍👩‍👧 \0 \n…", ""),
    ],
)
def test_words_are_folded(text: str, expected: str) -> None:
    normalized = [piece for word in expected.split() for piece in words(word)]
    assert words(text) == normalized


def test_the_last_word_typed_stands_last_even_when_it_was_typed_before() -> None:
    assert asked("sso roll sso") == ["roll", "sso"]
    assert asked(" -- ") == []
    many = " ".join(f"w{n}" for n in range(500))
    assert len(asked(many)) == MOST_WORDS
    assert asked(many)[-1] == "w499"


@given(st.text())
def test_any_text_is_read_and_what_is_kept_reads_the_same(text: str) -> None:
    found = words(text)
    assert words(searchable([text])) == found
    assert all(word.strip() and not set(word) & set('"*%_ \\') for word in found)
    assert asked(text) == [] or asked(text)[-1] in found
    assert [word for _, _, some in placed(text) for word in some if word not in found] == []


@given(st.text())
def test_capitals_make_no_difference_to_what_is_found(text: str) -> None:
    """A word shouted finds the word whispered, as far as both have one spelling."""
    lower = text.lower()
    if lower.upper().lower() == lower:
        assert words(lower.upper()) == words(lower)
