"""Files as tables of text: strict about encoding, quotes and shape, so that no row is ever lost or
misread in silence.

Knows nothing of records. What a cell means is read elsewhere.
"""

from __future__ import annotations

import codecs
import csv
import io
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from successtui.domain.errors import BadInput, IoTrouble, NotFound
from successtui.domain.plaintext import one_line
from successtui.transfer.source import Row, Trouble

LARGEST_FILE = 256 * 2**20
"""Bytes a file may have."""
LONGEST_CELL = 1_000_000
"""Characters a cell may have."""
MOST_ROWS = 250_000
"""Rows one file may have; more are to be split, so that memory stays bounded."""
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Table:
    """The header and the rows of one file; rows of another length carry a trouble."""

    columns: tuple[str, ...]
    rows: list[Row]


def read_csv(path: Path, *, encoding: str = "", delimiter: str = ",") -> Table:
    """The table in a CSV file.

    Args:
        encoding: declared by a mapping; otherwise UTF-8, or UTF-16 that says so itself.

    Raises:
        BadInput: it cannot be read without guessing; the message names line and cause.
        NotFound, IoTrouble: there is no such file, or it is no plain file.
    """
    text = _decode(path.name, read_bytes(path), encoding)
    # NUL passes through the csv module into places that cannot hold it.
    lines = _records(path.name, text.replace("\0", "\N{SYMBOL FOR NULL}"), delimiter)
    return make_table(path.name, lines, delimiter)


def make_table(name: str, lines: Iterable[tuple[int, list[str]]], delimiter: str = ",") -> Table:
    """A table from records of cells with their line numbers; the first one is the header.

    Raises:
        BadInput: no header, a column without a name or named twice, too many rows.
    """
    records = iter(lines)
    first = next(records, None)
    if first is None:
        raise BadInput(f"{name} is empty; even a file without rows has a header")
    columns = _header(name, first[1], delimiter)
    rows: list[Row] = []
    for line, cells in records:
        if len(rows) == MOST_ROWS:
            raise BadInput(f"{name} has more than {MOST_ROWS} rows; split it into several files")
        rows.append(_row(line, cells, len(columns)))
    return Table(columns, rows)


def read_bytes(path: Path) -> bytes:
    """The content of a plain file; pipes, devices and folders are refused without waiting."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        raise NotFound(f"there is no file {path}") from None
    except OSError as error:
        raise IoTrouble(f"{path} cannot be read: {error.strerror}") from None
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise BadInput(f"{path} is not a file")
        with os.fdopen(handle, "rb", closefd=False) as file:
            data = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise IoTrouble(f"{path} cannot be read: {error.strerror}") from None
    finally:
        os.close(handle)
    if len(data) > LARGEST_FILE:
        raise BadInput(f"{path} is larger than {LARGEST_FILE // 2**20} MB; split it")
    return data


def _decode(name: str, data: bytes, encoding: str) -> str:
    chosen = encoding or _own_encoding(data)
    try:
        text = data.decode(chosen)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        byte = f"byte 0x{data[error.start]:02X}"
        hint = "" if encoding else "; save it as UTF-8, or declare its encoding in a mapping"
        raise BadInput(f"{name} line {line}: {byte} is not {chosen.upper()}{hint}") from None
    if "\0" in text[:1000] and text[:1000].count("\0") > len(text[:1000]) // 4:
        raise BadInput(f"{name} looks like UTF-16 that does not say so; save it as UTF-8")
    return text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")


def _own_encoding(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return "utf-8"


def _records(name: str, text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Records that are not blank, with the line each starts in."""
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise BadInput(f"{name} line {line}: {_in_words(str(error))}") from None
        if cells is None:
            return
        if cells:
            yield line, cells


def _in_words(error: str) -> str:
    if "unexpected end" in error:
        return "a quotation mark opens a cell and is never closed"
    if "expected after" in error:
        return "a quotation mark inside a quoted cell must be doubled"
    if "limit" in error:
        return f"a cell has more than {LONGEST_CELL} characters"
    return error


def _header(name: str, cells: list[str], delimiter: str) -> tuple[str, ...]:
    columns = tuple(cell.strip() for cell in cells)
    if len(columns) == 1 and delimiter == "," and (";" in columns[0] or "\t" in columns[0]):
        raise BadInput(f"{name}: the columns are not separated by commas")
    seen: set[str] = set()
    for place, column in enumerate(columns, 1):
        if not column:
            raise BadInput(f"{name}: column {place} has no name in the header")
        if column in seen:
            shown = one_line(column, _SHOWN)
            raise BadInput(f"{name}: the column '{shown}' stands twice in the header")
        seen.add(column)
    return columns


def _row(line: int, cells: list[str], width: int) -> Row:
    if len(cells) == width:
        return Row(line, tuple(cells))
    fitted = (*cells, *[""] * width)[:width]
    reason = f"the row has {len(cells)} cells, the header {width}"
    return Row(line, fitted, (Trouble("", "", reason),))
