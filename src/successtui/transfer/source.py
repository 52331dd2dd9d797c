"""What an import reads from, whatever it came from: rows of text cells, each with its place.

Bundles, mapped files, the demo and the starter library all end as an `ImportSource`; only
`importer.py` turns it into records.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from successtui.domain.errors import BadInput
from successtui.records import REGISTRY, Record


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a row cannot be used: the column and its cell when it is about one, and the reason."""

    column: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file.

    Attributes:
        line: where it starts in the file; the header stands in line 1.
        cells: one for each column of the feed.
    """

    line: int
    cells: tuple[str, ...]
    troubles: tuple[Trouble, ...] = ()


@dataclass(slots=True)
class Feed:
    """The rows of one file that make records of one type.

    Attributes:
        file: name of the file, as reports give it.
        columns: fields of the record, in the order of the rows' cells.
        match: fields that find an existing record; empty: the number or natural key.
        lookups: by reference field, the field of the referred record that its cells name;
            the natural key where nothing is said.
        headers: by field, the column of the file as its owner knows it.
    """

    file: str
    record: type[Record]
    columns: tuple[str, ...]
    rows: list[Row]
    match: tuple[str, ...] = ()
    lookups: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportSource:
    """Everything one import reads.

    Attributes:
        title: what is imported, in words; `Import <title>` is shown in history and undo.
        unknown: one line for each file or column nobody knows what to do with.
        notices: one line each about what was left out on purpose.
    """

    title: str
    feeds: tuple[Feed, ...]
    unknown: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()


def record_of_file(name: str) -> type[Record] | None:
    """The record type whose bundle file has that name, without `.csv`."""
    return next((c for c in REGISTRY.values() if c.declaration.file == name), None)


def source_of_rows(rows: Mapping[str, Iterable[Mapping[str, str]]], title: str) -> ImportSource:
    """Rows made by the program itself: file name without `.csv` to rows of column and cell.

    Raises:
        BadInput: there is no such file in a bundle.
    """
    feeds = []
    for name, many in rows.items():
        cls = record_of_file(name)
        if cls is None:
            raise BadInput(f"a bundle has no file {name}.csv")
        made = list(many)
        columns = tuple(dict.fromkeys(column for row in made for column in row))
        lines = [
            Row(line, tuple(row.get(column, "") for column in columns))
            for line, row in enumerate(made, 2)
        ]
        feeds.append(Feed(f"{name}.csv", cls, columns, lines))
    return ImportSource(title, tuple(feeds))
