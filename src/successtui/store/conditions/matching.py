"""Comparing text in SQL the same way on every engine: letters in any case, and no wildcards.

SQLite's own `lower` knows only ASCII, PostgreSQL's depends on the locale of the database. So the
letters that a pattern holds beyond ASCII are folded one by one, on both sides.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, FromClause, String, Text, case, func, literal, type_coerce

Condition = ColumnElement[bool]

_MOST_LETTERS = 16
"""Letters folded one by one; databases limit how deep calls may nest. Others match as typed."""


def contains(column: ColumnElement[str], text: str) -> Condition:
    """Whether the text stands anywhere in the column; an empty column holds nothing."""
    return _like(column, f"%{_escaped(text)}%", text)


def equals(column: ColumnElement[str], text: str) -> Condition:
    """Whether the column is the text, letters in any case."""
    return _folded(column, text) == func.lower(literal(_replaced(text, _pairs(text)), String))


def holds(column: ColumnElement[str], element: str) -> Condition:
    """Whether a column of several short texts, kept one a line, has the text among them."""
    return _like(column, f"%\n{_escaped(element)}\n%", element)


def caption(rows: FromClause, parts: tuple[str, ...]) -> ColumnElement[str]:
    """What people know a row by: its caption's parts joined by a space, empty ones left out."""
    texts = [plain(rows.c[name]) for name in parts]
    if len(texts) == 1:
        return texts[0]
    joined: ColumnElement[str] = literal("", String)
    for text in texts:
        joined = joined + case((func.coalesce(text, "") == "", ""), else_=text + " ")
    return func.rtrim(joined)


def plain(column: ColumnElement[object]) -> ColumnElement[str]:
    """The column as the text it is kept as."""
    return type_coerce(column, Text())


def _like(column: ColumnElement[str], pattern: str, text: str) -> Condition:
    folded = func.lower(literal(_replaced(pattern, _pairs(text)), String))
    return _folded(column, text).like(folded, escape="\\")


def _folded(column: ColumnElement[str], text: str) -> ColumnElement[str]:
    folded: ColumnElement[str] = func.lower(func.coalesce(column, ""))
    for capital, letter in _pairs(text).items():
        folded = func.replace(folded, capital, letter)
    return folded


def _pairs(text: str) -> dict[str, str]:
    """Capitals beyond ASCII that count as the same as a letter of the text, to that letter."""
    found: dict[str, str] = {}
    for sign in text:
        letter, capital = sign.lower(), sign.upper()
        if sign.isascii() or len(found) == _MOST_LETTERS:
            continue
        if len(letter) == 1 and letter != sign:
            found[sign] = letter
        elif len(capital) == 1 and capital.lower() == sign:
            found[capital] = sign
    return found


def _replaced(text: str, pairs: dict[str, str]) -> str:
    return "".join(pairs.get(sign, sign) for sign in text)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
