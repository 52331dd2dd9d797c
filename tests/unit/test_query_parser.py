"""Queries are read into the right tree, or refused with the place and what was expected."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from successtui.domain.errors import BadCall, SuccessError
from successtui.query import And, Compare, Node, Not, Operator, Or, QueryError, Words, parse, quoted
from successtui.query.parser import DEEPEST, LONGEST, MOST_TERMS, MOST_VALUES
from successtui.query.tree import EVERYTHING, terms

SIGNS = st.text(alphabet='ab1 :<>=!,.()"\\-+\n\t%é\x00\ud800ornt', max_size=40)


def plain(node: Node) -> Any:
    """The tree as plain values, easy to write in a test."""
    match node:
        case And(items=items):
            return ["and", *map(plain, items)]
        case Or(items=items):
            return ["or", *map(plain, items)]
        case Not(item=item):
            return ["not", plain(item)]
        case Words(text=text):
            return text
        case Compare(path=path, op=op, values=values):
            return (".".join(path), op.value, *(v.text for v in values))


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("", ["and"]),
        (" \n\t ", ["and"]),
        ("a", "a"),
        ("a b c", ["and", "a", "b", "c"]),
        ("a and b", ["and", "a", "b"]),
        ("a or b c", ["or", "a", ["and", "b", "c"]]),
        ("(a or b) c", ["and", ["or", "a", "b"], "c"]),
        ("(a b) (c d)", ["and", "a", "b", "c", "d"]),
        ("not a b", ["and", ["not", "a"], "b"]),
        ("-a -(b or c)", ["and", ["not", "a"], ["not", ["or", "b", "c"]]]),
        ("NOT a OR b AND c", ["or", ["not", "a"], ["and", "b", "c"]]),
        ("not(a)or(b)", ["or", ["not", "a"], "b"]),
        ("state:New", ("state", ":", "New")),
        ("state : New", ("state", ":", "New")),
        ("x>= 100k", ("x", ">=", "100k")),
        ("a=b", ("a", "=", "b")),
        ("a!=b,c", ("a", "!=", "b", "c")),
        ("a:b , c d", ["and", ("a", ":", "b", "c"), "d"]),
        ("due<+90d", ("due", "<", "+90d")),
        ("due>-30d", ("due", ">", "-30d")),
        ("account.csm.name:x", ("account.csm.name", ":", "x")),
        ('a:"x y",z', ("a", ":", "x y", "z")),
        (r'a:"say \"x\" \\ y"', ("a", ":", r'say "x" \ y')),
        ("at>2026-01-01T10:00:00Z", ("at", ">", "2026-01-01T10:00:00Z")),
        ("link:https://x.y/z?a=b", ("link", ":", "https://x.y/z?a=b")),
        ("a:or", ("a", ":", "or")),
        ('"or" "not" "and"', ["and", "or", "not", "and"]),
        ("orange nothing not-for-profit", ["and", "orange", "nothing", "not-for-profit"]),
        ("O'Brien x@y.z what! 50% a_b", ["and", "O'Brien", "x@y.z", "what!", "50%", "a_b"]),
        ("Smith, John", ["and", "Smith,", "John"]),
        ('"a b" -"c d"', ["and", "a b", ["not", "c d"]]),
        ("e\u0301", "é"),
        ('"a\x1bb"', "a␛b"),
    ],
)
def test_reading(text: str, tree: Any) -> None:
    assert plain(parse(text)) == tree


def test_a_query_of_every_kind_of_term() -> None:
    query = (
        "stage:renew perceived_health!=green renewal_date<=+60d csm:me,none -tags:trial "
        'contract_value>=250k "board sponsor"'
    )
    assert plain(parse(query)) == [
        "and",
        ("stage", ":", "renew"),
        ("perceived_health", "!=", "green"),
        ("renewal_date", "<=", "+60d"),
        ("csm", ":", "me", "none"),
        ["not", ("tags", ":", "trial")],
        ("contract_value", ">=", "250k"),
        "board sponsor",
    ]


@pytest.mark.parametrize(
    ("text", "column", "says"),
    [
        ("a:", 2, "expected a value"),
        ("a:b,", 4, "expected a value"),
        ("a: )", 3, "expected a value"),
        ("a:(b)", 2, "expected a value"),
        ("a==b", 2, "expected a value"),
        ("a:>3", 2, "expected a value"),
        ("(a", 2, "expected ')'"),
        ("(a or (b) c", 11, "expected ')'"),
        ("a) b", 1, "never opened"),
        ("()", 1, "before ')'"),
        ("a or", 4, "after this"),
        ("a -", 2, "directly before"),
        ("a - b", 2, "directly before"),
        ("or a", 0, "'or' cannot stand here"),
        ("a or or b", 5, "'or' cannot stand here"),
        (":x", 0, "':x' cannot stand here"),
        ('a "b c', 2, "not closed"),
        ('a:"b', 2, "not closed"),
        ('a"b"', 1, "space"),
        ("a:b(c)", 3, "space"),
        ('a:"b"c', 5, "space"),
        ("(a)(b)", 3, "space"),
        ('a:""', 2, "none"),
        ('" "', 0, "none"),
        ("x<1,2", 4, "takes one value"),
    ],
)
def test_mistakes(text: str, column: int, says: str) -> None:
    with pytest.raises(QueryError, match=says.replace("(", r"\(").replace(")", r"\)")) as caught:
        parse(text)
    assert caught.value.column == column
    assert caught.value.text == text


def test_a_mistake_is_shown_under_the_text() -> None:
    with pytest.raises(QueryError) as caught:
        parse("stage:adoption (csm:me")
    assert str(caught.value).splitlines() == [
        "stage:adoption (csm:me",
        "                      ^",
        "expected ')' at the end",
    ]
    assert isinstance(caught.value, SuccessError)
    assert caught.value.exit_code == BadCall.exit_code == 2


def test_the_caret_stands_right_under_wide_signs_and_in_long_texts() -> None:
    with pytest.raises(QueryError) as caught:
        parse("日本\tx\x1b a:")
    lines = str(caught.value).splitlines()
    assert lines[0] == "日本 x␛ a:"
    assert lines[1] == " " * 10 + "^"
    with pytest.raises(QueryError) as caught:
        parse("word " * 100 + "a: ")
    text, caret, _ = str(caught.value).splitlines()
    assert text.startswith("…")
    assert text.rstrip().endswith("a:")
    assert len(caret) - 1 == len(text)
    assert len(text) <= 80


def test_positions_are_kept() -> None:
    text = 'ab  cd.e:"f g",h'
    words, compare = list(terms(parse(text)))
    assert text[words.span.start : words.span.end] == "ab"
    assert text[compare.span.start : compare.span.end] == 'cd.e:"f g",h'
    assert isinstance(compare, Compare)
    assert [text[v.span.start : v.span.end] for v in compare.values] == ['"f g"', "h"]
    assert [v.quoted for v in compare.values] == [True, False]


def test_quotes_take_words_of_the_language_as_text() -> None:
    (compare,) = terms(parse('a:none,"none",NONE'))
    assert isinstance(compare, Compare)
    assert [v.is_none for v in compare.values] == [True, False, True]


def test_limits_are_said_not_hit() -> None:
    assert len(list(terms(parse("x " * MOST_TERMS)))) == MOST_TERMS
    for text in ("x" * (LONGEST + 1), "x " * (MOST_TERMS + 1), "a:" + "b," * MOST_VALUES + "b"):
        with pytest.raises(QueryError, match="too"):
            parse(text)
    assert plain(parse("(" * DEEPEST + "x" + ")" * DEEPEST)) == "x"
    for deep in ("(" * 1900 + "x" + ")" * 1900, "-" * 3000 + "x", "not " * 900 + "x", "(" * 3999):
        with pytest.raises(QueryError):
            parse(deep)


@given(st.one_of(st.text(max_size=60), SIGNS, SIGNS.map(lambda t: f"state:{t}")))
@example("\ud800")
@example('"\\')
@example('a:"\\"')
@example("a.:b")
@example("!")
@example("!=")
def test_garbage_is_read_or_refused_with_a_place(text: str) -> None:
    with suppress(QueryError):
        assert parse(text) != EVERYTHING or not text.strip()
        return
    with pytest.raises(QueryError) as caught:
        parse(text)
    assert 0 <= caught.value.column <= len(text)
    assert caught.value.message
    assert len(str(caught.value).splitlines()) == 3


@given(st.text(min_size=1, max_size=30).filter(lambda t: t.strip() and max(t) < "\ud800"))
def test_what_is_quoted_comes_back(text: str) -> None:
    from successtui.domain.plaintext import clean_text

    (compare, words) = terms(parse(f"a:{quoted(text)} {quoted(text)}"))
    cleaned = clean_text(text, multiline=False)
    assert isinstance(compare, Compare)
    assert compare.op is Operator.IS
    assert compare.values[0].text == cleaned
    assert isinstance(words, Words)
    assert words.text == cleaned


def test_the_parser_loads_only_when_a_query_is_parsed() -> None:
    code = (
        "import sys; import successtui.query as q; import successtui.query.completion;"
        "q.parse(''); assert 'lark' not in sys.modules; q.parse('a'); assert 'lark' in sys.modules;"
        "assert not {'sqlalchemy', 'textual', 'rich', 'pydantic'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
