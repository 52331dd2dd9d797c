"""Workbooks (XLSX) as tables of text; refuses what fills the memory or loses values in silence."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

from successtui.domain.errors import BadInput
from successtui.transfer.tables import Table, make_table, read_bytes

LARGEST_CONTENT = 128 * 2**20
"""Bytes a workbook may unpack to."""
_MOST_SQUEEZED = 200
_SMALL = 4 * 2**20
_NEVER_CALCULATED = re.compile(rb"(?:</f>|<f [^>]*/>|<f/>)\s*</c>")


def read_workbook(
    path: Path, *, sheet: str = "", date_format: str = "", decimal_mark: str = "."
) -> Table:
    """The table on one sheet; numbers and dates are spelled as the file rule says.

    Args:
        sheet: its name; the first one if empty.

    Raises:
        BadInput: no workbook, no such sheet, or nothing safe to read.
        NotFound, IoTrouble: as in `tables.read_bytes`.
    """
    read_bytes(path)
    _check_content(path)
    rows = _sheet(path, sheet)
    return make_table(path.name, _records(rows, date_format, decimal_mark))


def _sheet(path: Path, sheet: str) -> Sequence[Sequence[object]]:
    try:
        import python_calamine as calamine  # an extra: most imports need no workbook
    except ModuleNotFoundError:
        hint = "install it with: pip install 'successtui[xlsx]', or save the sheet as CSV"
        raise BadInput(f"{path.name}: workbooks need the extra 'xlsx'; {hint}") from None
    try:
        book = calamine.CalamineWorkbook.from_path(str(path))
        names = book.sheet_names
        if not names or (sheet and sheet not in names):
            known = ", ".join(names) or "none"
            raise BadInput(f"{path.name} has no sheet '{sheet}'; its sheets are: {known}")
        return book.get_sheet_by_name(sheet or names[0]).to_python(skip_empty_area=False)
    except (calamine.CalamineError, OSError) as error:
        raise BadInput(f"{path.name} is no workbook: {error}") from None


def _check_content(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            content = sum(entry.file_size for entry in archive.infolist())
            packed = sum(entry.compress_size for entry in archive.infolist())
            squeezed = content > _SMALL and content > _MOST_SQUEEZED * max(packed, 1)
            if content > LARGEST_CONTENT or squeezed:
                raise BadInput(f"{path.name} unpacks to {content // 2**20} MB; save it as CSV")
            sheets = [n for n in archive.namelist() if n.startswith("xl/worksheets/sheet")]
            if any(_NEVER_CALCULATED.search(archive.read(name)) for name in sheets):
                hint = "open and save it in a spreadsheet program first"
                raise BadInput(f"{path.name} has formulas that were never calculated; {hint}")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise BadInput(f"{path.name} is no workbook: {error}") from None


def _records(
    rows: Sequence[Sequence[object]], date_format: str, decimal_mark: str
) -> Iterator[tuple[int, list[str]]]:
    width = 0
    for line, row in enumerate(rows, 1):
        cells = [_text(value, date_format, decimal_mark) for value in row]
        if not any(cells):
            continue
        # Sheets have no ragged rows; columns right of the header are decoration.
        width = width or max(place for place, cell in enumerate(cells, 1) if cell)
        yield line, cells[:width]


def _text(value: object, date_format: str, decimal_mark: str) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float | int):
        return format(Decimal(repr(value)).normalize(), "f").replace(".", decimal_mark)
    if isinstance(value, datetime) and value.time() != time():
        return value.strftime(date_format) if "%H" in date_format else f"{value.isoformat()}Z"
    if isinstance(value, date):
        day = value.date() if isinstance(value, datetime) else value
        return day.strftime(date_format) if date_format else day.isoformat()
    return str(value)
