"""A list as a file: exactly the records and columns that are shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from successtui.domain.errors import BadCall
from successtui.records import Record
from successtui.services.formats import csv_text, json_text, markdown_text
from successtui.services.listing import ListRequest, check_columns, found_ids, records_json
from successtui.services.session import Session
from successtui.services.showing import Shower
from successtui.store.reader import Reader

FORMATS = ("csv", "json", "md")
"""What a list can be exported as."""

_PORTION = 2_000
Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListRows:
    """Rows of a list in its order.

    Attributes:
        total: how many records match, given or not.
        exact: cells spelled as in a bundle.
        shown: cells as people read them.
    """

    columns: Row
    total: int
    exact: list[Row] = field(default_factory=list)
    shown: list[Row] = field(default_factory=list)


def list_rows(
    session: Session,
    request: ListRequest,
    columns: Sequence[str] = (),
    *,
    limit: int | None = None,
    ids: Sequence[int] | None = None,
) -> ListRows:
    """The list's records as rows of texts.

    Args:
        columns: the type's usual columns when empty.
        limit: records given at most; `total` counts all of them either way.
        ids: only these (the marked ones), in this order.

    Raises:
        BadCall: an unknown column or order.
        QueryError: the query cannot be understood.
    """
    cls = request.record
    wanted = tuple(columns) or cls.declaration.columns
    check_columns(cls, wanted)
    with session.read() as reader:
        every = found_ids(reader, session.clock, request) if ids is None else list(ids)
        rows = ListRows(wanted, len(every))
        for record, shower in _shown(reader, session, cls, every[:limit], wanted):
            rows.exact.append(tuple(shower.cell_text(record, name) for name in wanted))
            rows.shown.append(tuple(shower.cell(record, name).text for name in wanted))
    return rows


def export_list(
    session: Session,
    request: ListRequest,
    columns: Sequence[str],
    form: str,
    *,
    ids: Sequence[int] | None = None,
) -> str:
    """The list's records in its order and columns, as text of that format.

    CSV has the exact spelling, with cells a spreadsheet would run disarmed; Markdown shows what
    the list shows; JSON is the object of `successtui list --format json`.

    Args:
        ids: only these (the marked ones), in this order.

    Raises:
        BadCall: an unknown column, order or format.
        QueryError: the query cannot be understood.
    """
    if form not in FORMATS:
        raise BadCall(f"a list is exported as {', '.join(FORMATS)}, not as '{form}'")
    if form == "json":
        return json_text(records_json(session, request, columns, 0, ids))
    rows = list_rows(session, request, columns, ids=ids)
    if form == "csv":
        return csv_text(rows.columns, rows.exact)
    return markdown_text(rows.columns, rows.shown)


def _shown(
    reader: Reader, session: Session, cls: type[Record], ids: Sequence[int], columns: Sequence[str]
) -> Iterator[tuple[Record, Shower]]:
    """The records with what shows them, looked up a portion at a time."""
    today = session.clock.today()
    for start in range(0, len(ids), _PORTION):
        records = list(reader.rows(cls, ids[start : start + _PORTION]).values())
        shower = Shower(reader, records, today, columns)
        for record in records:
            yield record, shower
