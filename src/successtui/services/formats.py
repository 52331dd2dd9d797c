"""Tables and objects as text for files and other programs: CSV, Markdown and JSON.

Every text passes `for_terminal`, so nothing a person stored can steer a terminal; JSON escapes what
a terminal must not get, which loses nothing. CSV cells that a spreadsheet would run get an
apostrophe in front; plain numbers stay numbers.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence

from successtui.domain.plaintext import for_terminal, one_line

Row = Sequence[str]

_FORMULA = re.compile(r"[\t\r]|\s*[=+\-@＝＋－＠]")
_PLAIN_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?", re.ASCII)
_MARKUP = re.compile(r"([\\`*_{}\[\]<>|#])")
_UNSAFE_IN_JSON = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def json_text(data: object, *, ascii_only: bool = False) -> str:
    """The object as JSON, with everything escaped that a terminal would obey."""
    text = json.dumps(data, indent=2, ensure_ascii=ascii_only)
    return _UNSAFE_IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"


def csv_text(columns: Row, rows: Iterable[Row]) -> str:
    """Header and rows as CSV that no spreadsheet runs as formulas."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    for row in (columns, *rows):
        writer.writerow([for_terminal(disarmed(cell)) for cell in row])
    return buffer.getvalue()


def disarmed(cell: str) -> str:
    """The cell with an apostrophe in front if a spreadsheet would take it for a formula."""
    if _FORMULA.match(cell) and not _PLAIN_NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell


def markdown_text(columns: Row, rows: Iterable[Row]) -> str:
    """A Markdown table; markup in cells is escaped."""
    lines = [_markdown_row(columns), "|" + " --- |" * len(columns)]
    lines.extend(_markdown_row(row) for row in rows)
    return "\n".join(lines) + "\n"


def _markdown_row(row: Row) -> str:
    cells = (_MARKUP.sub(r"\\\1", one_line(cell)) for cell in row)
    return "| " + " | ".join(cells) + " |"
