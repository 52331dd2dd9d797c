"""Reading a query's text into a tree. The grammar stands in `grammar.lark`; lark loads when needed.

Says what was expected when the text is no query. Knows no record types: `fields` checks names.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from successtui.domain.plaintext import clean_text, one_line
from successtui.query.errors import QueryError
from successtui.query.tree import (
    EVERYTHING,
    And,
    Compare,
    Node,
    Not,
    Operator,
    Or,
    Span,
    Value,
    Words,
)

if TYPE_CHECKING:
    from lark import Lark, Token, Tree
    from lark.exceptions import UnexpectedInput

LONGEST = 4000
"""Characters a query may have."""
MOST_TERMS = 100
"""Words and comparisons one query may have; databases limit how much one statement may hold."""
MOST_VALUES = 200
"""Values all its comparisons may have together."""
DEEPEST = 8
"""Parentheses and negations that may stand in each other."""

_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_HINT = "put text with special signs in quotes"


def parse(text: str) -> Node:
    """The tree of a query; of a blank text, one that matches everything.

    Raises:
        QueryError: it is no query; the error says where and what was expected.
    """
    if len(text) > LONGEST:
        message = f"the query is too long; it may have {LONGEST} characters"
        raise QueryError(message, LONGEST, text)
    if not text.strip():
        return EVERYTHING
    from lark.exceptions import UnexpectedInput

    try:
        tree = grammar().parse(text)
    except UnexpectedInput as error:
        raise _in_words(error, text) from None
    return _Builder(text).node(_trees(tree)[0], 0)


@cache
def grammar() -> Lark:
    """The parser, made once for the process."""
    from lark import Lark

    source = Path(__file__).with_name("grammar.lark").read_text(encoding="utf-8")
    return Lark(source, start="query", parser="lalr", lexer="contextual")


def unquote(literal: str) -> str:
    """The text between the quotes of a string, `\\"` and `\\\\` read as what they stand for."""
    return _ESCAPED.sub(r"\1", literal[1:-1])


class _Builder:
    """Makes nodes of lark's trees and tokens."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._terms = 0
        self._values = 0

    def node(self, tree: Tree[Token], depth: int) -> Node:
        self._check_size(tree, depth)
        match tree.data:
            case "any":
                return Or(tuple(self.node(part, depth) for part in _trees(tree)))
            case "all":
                return self._all(tree, depth)
            case "negated":
                return Not(self.node(_trees(tree)[0], depth + 1))
            case "group":
                return self.node(_trees(tree)[0], depth + 1)
            case "compare":
                return self._compare(tree)
            case _:
                (value,) = map(self._value, _tokens(tree))
                return Words(value.text, value.span)

    def _all(self, tree: Tree[Token], depth: int) -> Node:
        self._refuse_touching(tree)
        items: list[Node] = []
        for part in _trees(tree):
            node = self.node(part, depth)
            items.extend(node.items if isinstance(node, And) else (node,))
        return And(tuple(items))

    def _compare(self, tree: Tree[Token]) -> Node:
        name, operator, *rest = _tokens(tree)
        values = tuple(self._value(token) for token in rest if token.type != "COMMA")
        op = Operator(operator)
        if op.orders and len(values) > 1:
            raise values[1].span.error(f"'{op}' takes one value; ':' takes several")
        return Compare(tuple(name.split(".")), op, values, self._span(name, rest[-1]))

    def _value(self, token: Token) -> Value:
        span = self._span(token, token)
        self._values += 1
        if self._values > MOST_VALUES:
            raise span.error(f"the query has too many values; it may have {MOST_VALUES}")
        in_quotes = token.type == "STRING"
        plain = clean_text(unquote(token) if in_quotes else str(token), multiline=False)
        if not plain.strip():
            raise span.error("nothing stands in the quotes; an empty field is found with none")
        return Value(plain, in_quotes, span)

    def _span(self, first: Token, last: Token) -> Span:
        return Span(self._text, _start(first), _end(last))

    def _check_size(self, tree: Tree[Token], depth: int) -> None:
        first = _outer_tokens(tree)[0]
        if depth > DEEPEST:
            message = f"too deep; at most {DEEPEST} parentheses and negations may nest"
            raise self._span(first, first).error(message)
        self._terms += tree.data in ("compare", "words")
        if self._terms > MOST_TERMS:
            message = f"the query has too many parts; it may have {MOST_TERMS}"
            raise self._span(first, first).error(message)

    def _refuse_touching(self, tree: Tree[Token]) -> None:
        """Two terms without a space between are a slip, such as a forgotten comma or quote."""
        end = -1
        for part in tree.children:
            first, last = _outer_tokens(part)
            if _start(first) == end:
                raise self._span(first, first).error("expected a space here")
            end = _end(last)


def _is_tree(part: Any) -> bool:
    return hasattr(part, "children")


def _trees(tree: Tree[Token]) -> list[Tree[Token]]:
    return [cast("Tree[Token]", part) for part in tree.children if _is_tree(part)]


def _tokens(tree: Tree[Token]) -> list[Token]:
    return [cast("Token", part) for part in tree.children if not _is_tree(part)]


def _outer_tokens(part: Any) -> tuple[Token, Token]:
    """The first and the last token of a tree."""
    first = last = part
    while _is_tree(first):
        first = first.children[0]
    while _is_tree(last):
        last = last.children[-1]
    return first, last


def _start(token: Token) -> int:
    assert token.start_pos is not None
    return token.start_pos


def _end(token: Token) -> int:
    assert token.end_pos is not None
    return token.end_pos


def _in_words(error: UnexpectedInput, text: str) -> QueryError:
    """What lark could not read, as a sentence that points to the place."""
    from lark.exceptions import UnexpectedToken

    token = error.token if isinstance(error, UnexpectedToken) else None
    if token is not None:
        place = len(text) if token.type == "$END" else _start(token)
        wanted = set(error.expected)  # type: ignore[attr-defined]
    else:
        place = cast(int, error.pos_in_stream)
        wanted = set(error.allowed or ())  # type: ignore[attr-defined]
    return QueryError(_reason(text, place, wanted), place, text)


def _reason(text: str, place: int, wanted: set[str]) -> str:
    found = text[place : place + 1]
    if found == '"':
        return 'the quote that begins here is not closed; expected another "'
    if "VALUE" in wanted:
        return 'expected a value, such as high, "two words", a,b or none'
    if found == "-":
        return f"'-' stands directly before what it excludes; {_HINT}"
    begins = "WORD" in wanted
    if not found:
        return "expected a field or a word after this" if begins else "expected ')' at the end"
    if found == ")":
        return "expected a field or a word before ')'" if begins else "this ')' was never opened"
    word = one_line(text[place:].split()[0], 24)
    return f"'{word}' cannot stand here; expected a field, such as state:New, or a word; {_HINT}"
