"""How answers are printed: a table, CSV, Markdown or JSON on stdout, and messages on stderr.

Every text passes `for_terminal`, so nothing a person stored can steer a terminal. CSV, Markdown and
JSON are those of `services/formats.py`, which the screens export as well.
"""

from __future__ import annotations

import codecs
import shutil
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from successtui.domain.plaintext import cut_to_width, display_width, for_terminal, one_line
from successtui.services import formats
from successtui.services.formats import Row, csv_text, markdown_text

_GAP = "  "
_NARROWEST = 8


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command says, in every form it can be asked for.

    Attributes:
        columns, rows: the exact spelling, for CSV.
        data: the object for JSON.
        shown: rows as people read them, for table and Markdown; `rows` if not given.
        text: lines to print in place of a table.
    """

    columns: Row
    rows: Sequence[Row]
    data: object
    shown: Sequence[Row] | None = None
    text: str | None = None


def emit(answer: Answer, form: str) -> None:
    """Prints the answer on stdout."""
    match form:
        case "json":
            write_out(json_text(answer.data))
        case "csv":
            write_out(csv_text(answer.columns, answer.rows))
        case "md":
            write_out(for_terminal(markdown_text(answer.columns, _for_people(answer))))
        case _ if answer.text is not None:
            write_out(for_terminal(answer.text).rstrip("\n") + "\n")
        case _:
            write_out(table_text(answer.columns, _for_people(answer), _screen_width()))


def say(message: str) -> None:
    """Writes one line for a person on stderr."""
    text = one_line(message.removeprefix("successtui "))
    sys.stderr.write(f"successtui: {text}\n")
    sys.stderr.flush()


def write_out(text: str) -> None:
    """Writes text on stdout; signs its encoding lacks become question marks."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    sys.stdout.write(text.encode(encoding, "replace").decode(encoding))


def json_text(data: object) -> str:
    """The object as JSON, with everything escaped that a terminal would obey or cannot show."""
    return formats.json_text(data, ascii_only=not _writes_unicode())


def table_text(columns: Row, rows: Iterable[Row], width: int | None) -> str:
    """Columns in line, one row a line; cut to `width` terminal columns if that is given."""
    cells = [[one_line(cell) for cell in row] for row in (columns, *rows)]
    widths = [max(map(display_width, column)) for column in zip(*cells, strict=True)]
    if width is not None:
        _narrow(widths, width)
    cells.insert(1, ["-" * column for column in widths])
    return "".join(_table_row(row, widths) for row in cells)


def fields_text(rows: Iterable[tuple[str, str]]) -> str:
    """Names and values, one a line; further lines of a long text stand below its beginning."""
    pairs = list(rows)
    indent = max((display_width(name) for name, _ in pairs), default=0) + len(_GAP)
    lines = []
    for name, value in pairs:
        text = ("\n" + " " * indent).join(value.splitlines()) or "-"
        lines.append(name + " " * (indent - display_width(name)) + text)
    return "\n".join(lines)


def _for_people(answer: Answer) -> Sequence[Row]:
    return answer.rows if answer.shown is None else answer.shown


def _table_row(row: Row, widths: Sequence[int]) -> str:
    parts = []
    for cell, width in zip(row, widths, strict=True):
        cut = cut_to_width(cell, width)
        parts.append(cut + " " * (width - display_width(cut)))
    return _GAP.join(parts).rstrip() + "\n"


def _narrow(widths: list[int], total: int) -> None:
    """Takes from the widest columns until the row fits, as far as it can."""
    room = max(total - len(_GAP) * (len(widths) - 1), _NARROWEST * len(widths))
    while sum(widths) > room:
        widest = widths.index(max(widths))
        widths[widest] -= 1


def _screen_width() -> int | None:
    """The terminal's width; `None` when stdout goes elsewhere, which gets everything uncut."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def _writes_unicode() -> bool:
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    return codecs.lookup(encoding).name == "utf-8"
