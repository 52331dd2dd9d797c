"""What counts as a word when searching, the same for the index, the question and the highlight.

A word is a run of letters and digits, in small letters and without accents; signs between words do
not count. Chinese and Japanese, written without spaces, are found sign by sign. Knows no database.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

MOST_WORDS = 64
"""Different words of a question that count; databases limit how much one may ask at once."""

_ASCII = re.compile(r"[a-z0-9]+")
_LONE = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_LAST_COMMON = 0xFFFF
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t"}
)
"""Letters that look like another one with an accent, but are not made of it in Unicode."""


def words(text: str) -> list[str]:
    """The different words of a text, folded, in the order they first stand there."""
    if text.isascii():
        return list(dict.fromkeys(_ASCII.findall(text.lower())))
    return list(dict.fromkeys(word for _, _, some in placed(text) for word in some))


def placed(text: str) -> Iterator[tuple[int, int, list[str]]]:
    """Where words stand in the text: start, end, and the folded words there (most often one)."""
    for found in _as_written().finditer(text):
        if some := _folded(found[0]):
            yield found.start(), found.end(), some


def asked(text: str) -> list[str]:
    """The words of a question, the last one typed at the end; empty when it holds none."""
    found = words(text)
    if found:
        last = words(_last_typed(text))[-1]
        found.remove(last)
        found = [*found[: MOST_WORDS - 1], last]
    return found


def searchable(texts: list[str]) -> str:
    """Texts as the index keeps them: their words, a space around each; empty without any."""
    found = words("\n".join(texts))
    return f" {' '.join(found)} " if found else ""


def _last_typed(text: str) -> str:
    *_, (start, end, _some) = placed(text)
    return text[start:end]


def _folded(word: str) -> list[str]:
    if word.isascii():
        return [word.lower()]
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", word).casefold())
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return _as_written().findall(bare.casefold().translate(_LETTERS))


@cache
def _as_written() -> re.Pattern[str]:
    """Words as people write them. Python's own idea of a word leaves out vowels of many scripts."""
    marks = [i for i in range(_LAST_COMMON + 1) if unicodedata.category(chr(i))[0] == "M"]
    ranges: list[list[int]] = []
    for code in marks:
        if ranges and code == ranges[-1][1] + 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    signs = "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)
    return re.compile(f"[{_LONE}]|(?:[^\\W_{_LONE}]|[{signs}])+")
