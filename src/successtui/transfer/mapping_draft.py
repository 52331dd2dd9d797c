"""A first draft of a mapping, guessed from the headers of files; a person completes it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from successtui.domain.plaintext import one_line
from successtui.records import REGISTRY, Record
from successtui.records.kinds import Date, Instant
from successtui.transfer.tables import Table, read_csv
from successtui.transfer.workbooks import read_workbook

_ALSO = {
    "company": "account",
    "customer": "account",
    "client": "account",
    "e_mail": "email",
    "mail": "email",
    "firstname": "first_name",
    "lastname": "last_name",
    "surname": "last_name",
    "phone_number": "phone",
    "sector": "industry",
    "full_name": "name",
    "amount": "value",
    "sales_agent": "owner",
    "assignee": "assigned_to",
}
"""Common headings of other systems, and the fields they usually mean."""

_DATE_FORMATS = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%Y/%m/%d", "%d-%m-%Y")
_SAMPLE = 200


def suggest_mapping(paths: Sequence[Path]) -> str:
    """A mapping for those files in TOML: what could be guessed, and as comments what could not.

    Raises:
        BadInput, NotFound, IoTrouble: a file cannot be read as a table.
    """
    parts = ['title = "Another system"']
    for path in _tables(paths):
        workbook = path.suffix.lower() == ".xlsx"
        table = read_workbook(path) if workbook else read_csv(path)
        parts.append("\n".join(_file_part(path, table)))
    return "\n\n".join(parts) + "\n"


def _tables(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from (p for p in sorted(path.iterdir()) if p.suffix.lower() in (".csv", ".xlsx"))
        else:
            yield path


def _file_part(path: Path, table: Table) -> Iterator[str]:
    cls = _guess(path.stem, table.columns)
    declaration = cls.declaration
    used: dict[str, str] = {}
    for column in table.columns:
        name = _field(cls, column)
        if name is not None:
            used.setdefault(name, column)
    yield "[[files]]"
    yield f"name = {_quoted(path.name)}"
    yield from _date_lines(table, [c for n, c in used.items() if _is_date(cls, n)])
    yield ""
    yield "[[files.feeds]]"
    others = ", ".join(name for name in REGISTRY if name != declaration.name)
    yield f"record = {_quoted(declaration.name)}  # or {others}"
    if declaration.numbered and "number" not in used:
        match = next((n for n in ("external_id", "name", "email") if n in used), None)
        known = f'["{match}"]' if match else "[]"
        yield f"match = {known}  # the fields that find a record when the file comes again"
    yield ""
    yield "[files.feeds.fields]"
    yield from (f"{name} = {_quoted(column)}" for name, column in used.items())
    for field in declaration.fields.values():
        if field.required and field.default is None and not field.mirrors:
            if field.name not in used:
                yield f'# {field.name} = ""  # is required'
    for column in table.columns:
        if column not in used.values():
            yield f"# column {_quoted(one_line(column, 60))} is not used"


def _guess(stem: str, columns: tuple[str, ...]) -> type[Record]:
    """The record type named like the file, else the one that knows most of its columns."""
    words = _plain(stem)
    for cls in REGISTRY.values():
        declaration = cls.declaration
        names = (declaration.name, declaration.file, *declaration.aliases)
        if words in names or words.rstrip("s") in names:
            return cls

    def fitting(cls: type[Record]) -> float:
        hits = sum(_field(cls, column) is not None for column in columns)
        return hits - len(cls.declaration.fields) / 1000

    return max(REGISTRY.values(), key=fitting)


def _field(cls: type[Record], column: str) -> str | None:
    """The field of that name or label, or what the heading usually means."""
    declaration = cls.declaration
    labels = {_plain(field.label): name for name, field in declaration.fields.items()}
    if declaration.numbered:
        labels["number"] = "number"
        labels["id"] = labels[f"{declaration.name}_id"] = "number"
    words = _plain(column)
    for known in (words, _ALSO.get(words, "")):
        if known in declaration.fields:
            return known
        if known in labels:
            return labels[known]
    if words in (declaration.name, declaration.file) and len(declaration.caption) == 1:
        return declaration.caption[0]
    return None


def _date_lines(table: Table, columns: list[str]) -> Iterator[str]:
    """The date format that fits all dates of the file, if there is exactly one."""
    places = [table.columns.index(column) for column in columns]
    texts = [row.cells[p].strip() for row in table.rows[:_SAMPLE] for p in places]
    texts = [text for text in texts if text]
    if not texts:
        return
    fitting = [f for f in _DATE_FORMATS if all(_fits(text, f) for text in texts)]
    if len(fitting) == 1 and fitting[0] != "%Y-%m-%d":
        yield f"date_format = {_quoted(fitting[0])}"
    elif len(fitting) > 1:
        yield f"# date_format = {_quoted(fitting[0])}  # or {' or '.join(fitting[1:])}"
    elif not fitting:
        yield '# date_format = ""  # no common format fits the dates'


def _fits(text: str, date_format: str) -> bool:
    try:
        datetime.strptime(text, date_format)
    except ValueError:
        return False
    return True


def _is_date(cls: type[Record], name: str) -> bool:
    field = cls.declaration.fields.get(name)
    return field is not None and isinstance(field.kind, Date | Instant)


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", text.casefold()).strip("_")


def _quoted(text: str) -> str:
    """A TOML basic string; JSON spells these the same way."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
