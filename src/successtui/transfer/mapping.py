"""Files of other systems turned into the rows of a bundle, as a mapping says.

The door of this part: what reads, applies and drafts mappings is imported from here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from pathlib import Path

from successtui.domain.codec import instant_text, join_list
from successtui.domain.errors import BadInput, IoTrouble, NotFound
from successtui.domain.plaintext import one_line
from successtui.records.kinds import Date, Instant, Number
from successtui.transfer.mapping_draft import suggest_mapping
from successtui.transfer.mapping_format import (
    PLACEHOLDER,
    FeedRule,
    FieldRule,
    FileRule,
    Mapping,
    load_mapping,
)
from successtui.transfer.source import Feed, ImportSource, Row, Trouble
from successtui.transfer.tables import Table, read_csv
from successtui.transfer.workbooks import read_workbook

__all__ = ["load_mapping", "map_folder", "suggest_mapping"]

_SUFFIXES = (".csv", ".xlsx")
_LONGEST_NAME = 64
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)

Convert = Callable[[str], str]
Fill = Callable[[Row], str]


def map_folder(mapping: Mapping, paths: Sequence[Path]) -> ImportSource:
    """The rows that the files, or the files of the folders, give under a mapping.

    Raises:
        BadInput: no file fits the mapping, or one lacks a column that the mapping asks for.
        NotFound, IoTrouble: a path leads nowhere or cannot be read.
    """
    feeds: list[Feed] = []
    notices: list[str] = []
    for path in _files(paths):
        rules = [rule for rule in mapping.files if fnmatchcase(path.name, rule.name)]
        if not rules:
            notices.append(f"{one_line(path.name, 60)} was left out: the mapping does not name it")
        for rule in rules:
            table = _read_table(path, rule)
            feeds += [_feed(path.name, table, rule, feed) for feed in rule.feeds]
    if not feeds:
        wanted = ", ".join(rule.name for rule in mapping.files)
        raise BadInput(f"no file fits the mapping '{mapping.title}'; it is for: {wanted}")
    return ImportSource(mapping.title, tuple(feeds), notices=tuple(notices))


def made_name(text: str, between: str) -> str:
    """A name of lower-case letters and digits, such as `dora.lindqvist`; empty if none are left."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(c for c in plain if not unicodedata.combining(c))
    words = re.split(r"[^a-z0-9]+", kept)
    return between.join(word for word in words if word)[:_LONGEST_NAME].strip(between)


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            try:
                found = sorted(path.iterdir())
            except OSError as error:
                raise IoTrouble(f"{path} cannot be read: {error.strerror}") from None
            yield from (p for p in found if p.suffix.lower() in _SUFFIXES and p.name[0] != ".")
        elif path.exists():
            yield path
        else:
            raise NotFound(f"there is no file or folder {path}")


def _read_table(path: Path, rule: FileRule) -> Table:
    if path.suffix.lower() == ".xlsx":
        return read_workbook(
            path, sheet=rule.sheet, date_format=rule.date_format, decimal_mark=rule.decimal_mark
        )
    return read_csv(path, encoding=rule.encoding, delimiter=rule.delimiter)


def _feed(file: str, table: Table, rule: FileRule, feed: FeedRule) -> Feed:
    _check_columns(file, table, feed)
    places = {column: place for place, column in enumerate(table.columns)}
    fillers = {name: _filler(feed, name, r, rule, places) for name, r in feed.fields.items()}
    required = [places[column] for column in feed.skip_if_empty]
    cls = feed.record_class
    keyed = bool(feed.match) or not cls.declaration.numbered or "number" in feed.fields
    rows: list[Row] = []
    seen: set[tuple[str, ...]] = set()
    for source in table.rows:
        if any(not source.cells[place].strip() for place in required):
            continue
        row = _mapped(source, fillers, feed)
        # A file with one row per agent names each manager many times.
        if keyed and not row.troubles:
            if row.cells in seen:
                continue
            seen.add(row.cells)
        rows.append(row)
    return Feed(
        file=file,
        record=cls,
        columns=tuple(feed.fields),
        rows=rows,
        match=feed.match,
        lookups={name: r.by for name, r in feed.fields.items() if r.by},
        headers={name: r.columns[0] for name, r in feed.fields.items() if r.columns},
    )


def _check_columns(file: str, table: Table, feed: FeedRule) -> None:
    asked = [column for rule in feed.fields.values() for column in rule.columns]
    for column in (*asked, *feed.skip_if_empty):
        if column not in table.columns:
            shown = ", ".join(one_line(c, 40) for c in table.columns[:20])
            raise BadInput(
                f"{file} has no column '{column}', which the mapping reads; has: {shown}"
            )


def _mapped(source: Row, fillers: dict[str, Fill], feed: FeedRule) -> Row:
    cells: list[str] = []
    troubles = list(source.troubles)
    for name, fill in fillers.items():
        try:
            cells.append(fill(source))
        except ValueError as error:
            cells.append("")
            column = feed.fields[name].columns[0]
            value, _, reason = str(error).partition("\n")
            troubles.append(Trouble(column, value, reason))
    return Row(source.line, tuple(cells), tuple(troubles))


def _filler(
    feed: FeedRule, name: str, rule: FieldRule, file: FileRule, places: dict[str, int]
) -> Fill:
    """What gives a field's cell for a row of the file."""
    if rule.constant is not None:
        constant = rule.constant
        return lambda _row: constant
    translations = {key.strip().casefold(): value for key, value in rule.values.items()}
    convert = _converter(feed, name, file)

    def fill(row: Row) -> str:
        text = _raw(row, rule, places).strip()
        text = translations.get(text.casefold(), text) or rule.default
        if rule.form and text:
            made = made_name(text, "." if rule.form == "username" else "_")
            if not made:
                raise ValueError(f"{text}\nno {rule.form} can be made of it")
            return made
        if rule.separator:
            return join_list([part.strip() for part in text.split(rule.separator)])
        return convert(text) if text else ""

    return fill


def _raw(row: Row, rule: FieldRule, places: dict[str, int]) -> str:
    if rule.column:
        return row.cells[places[rule.column]]
    if not any(row.cells[places[column]].strip() for column in rule.columns):
        return ""
    return PLACEHOLDER.sub(lambda found: row.cells[places[found[1]]].strip(), rule.template)


def _converter(feed: FeedRule, name: str, file: FileRule) -> Convert:
    """Turns the file's spelling of dates and numbers into the bundle's."""
    declared = feed.record_class.declaration.fields.get(name)
    kind = declared.kind if declared else None
    if isinstance(kind, Date | Instant) and file.date_format:
        return _date_converter(file.date_format, with_time=isinstance(kind, Instant))
    if isinstance(kind, Number):
        return _number_converter(file.decimal_mark)
    return str


def _date_converter(date_format: str, *, with_time: bool) -> Convert:
    def convert(text: str) -> str:
        try:
            moment = datetime.strptime(text, date_format)
        except ValueError:
            if _ISO_DAY.match(text) and not with_time:
                return text
            raise ValueError(f"{text}\n'{one_line(text, 40)}' is not like {date_format}") from None
        if not with_time:
            return moment.date().isoformat()
        return instant_text(moment if moment.tzinfo else moment.replace(tzinfo=UTC))

    return convert


def _number_converter(mark: str) -> Convert:
    group = "," if mark == "." else "."
    grouped = re.compile(
        rf"[+-]?[0-9]{{1,3}}(?:[{group}\u00a0\u202f ][0-9]{{3}})+(?:\{mark}[0-9]+)?"
    )
    plain = re.compile(rf"[+-]?[0-9]+(?:\{mark}[0-9]+)?")

    def convert(text: str) -> str:
        if not plain.fullmatch(text) and not grouped.fullmatch(text):
            shown = one_line(text, 40)
            raise ValueError(f"{text}\n'{shown}' is no number with the decimal mark '{mark}'")
        return re.sub(rf"[{group}\u00a0\u202f +]", "", text).replace(mark, ".")

    return convert
