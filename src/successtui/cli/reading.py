"""Commands that read records: lists and counts by query, one record, and its history."""

from __future__ import annotations

from typing import Any

import click

from successtui.cli.call import Call, command
from successtui.cli.naming import named_type
from successtui.cli.output import Answer, emit, fields_text, json_text, say
from successtui.domain.codec import REFERENCE_KINDS, instant_text, join_list
from successtui.records import Record
from successtui.services import exporting, listing
from successtui.services.histories import FieldChange, history_of
from successtui.services.listing import ListRequest, narrowed
from successtui.services.session import Session
from successtui.services.showing import Shower, related
from successtui.services.views import find_view
from successtui.store.reader import Reader

_DEFAULT_LIMIT = 100
_MOST = 2**31 - 1


@command("list", past=True)
@click.argument("record", metavar="RECORD")
@click.argument("query", nargs=-1, metavar="[QUERY]...")
@click.option("--columns", metavar="A,B", default="", help="Fields to print.")
@click.option("--sort", metavar="A,-B", default="", help="Order; - in front for descending.")
@click.option(
    "--limit",
    type=click.IntRange(0, _MOST),
    default=_DEFAULT_LIMIT,
    show_default=True,
    help="How many at most; 0 for all.",
)
@click.option("--view", metavar="NAME", default="", help="A saved view; a QUERY narrows it.")
def list_command(
    call: Call, record: str, query: tuple[str, ...], columns: str, sort: str, limit: int, view: str
) -> None:
    """List the records of type RECORD that match the QUERY, such as: state:New owner:me."""
    form = call.format
    cls = named_type(record)
    request = ListRequest(cls, " ".join(query), order=_split(sort))
    wanted = _split(columns)
    with call.session() as session:
        if view:
            kept = find_view(session, cls, view)
            request = narrowed(kept.request, request)
            wanted = wanted or kept.columns
        wanted = wanted or cls.declaration.columns
        if form == "json":
            data = listing.records_json(session, request, wanted, limit)
            answer = Answer((), (), data)
        else:
            answer = _list_answer(session, request, wanted, limit)
    emit(answer, form)


@command("count", past=True)
@click.argument("record", metavar="RECORD")
@click.argument("query", nargs=-1, metavar="[QUERY]...")
def count_command(call: Call, record: str, query: tuple[str, ...]) -> None:
    """Count the records of type RECORD that match the QUERY."""
    form = call.format
    request = ListRequest(named_type(record), " ".join(query))
    with call.session() as session:
        found = listing.count(session, request)
    name = request.record.declaration.name
    data = {"record": name, "count": found}
    emit(Answer(("record", "count"), [(name, str(found))], data, text=str(found)), form)


@command("show", past=True)
@click.argument("number")
def show_command(call: Call, number: str) -> None:
    """Show the record NUMBER, such as OBJ0000001 or user:dora, and what belongs to it."""
    form = call.format
    with call.session() as session, session.read() as reader:
        answer = _record_answer(session, reader, reader.find(number))
    emit(answer, form)


@command("history", past=True)
@click.argument("number")
def history_command(call: Call, number: str) -> None:
    """Show what changed on the record NUMBER, oldest first."""
    form = call.format
    with call.session() as session:
        record, changes = history_of(session, number)
        with session.read() as reader:
            key = record.number or reader.key_of(record)
    data = {
        "record": record.declaration.name,
        "number": key,
        "changes": [_change_object(change) for change in changes],
    }
    columns = ("at", "by", "action", "field", "from", "to", "batch")
    emit(Answer(columns, [_change_row(change) for change in changes], data), form)


def _list_answer(
    session: Session, request: ListRequest, columns: tuple[str, ...], limit: int
) -> Answer:
    rows = exporting.list_rows(session, request, columns, limit=limit or None)
    if len(rows.exact) < rows.total:
        say(f"{len(rows.exact)} of {rows.total}; --limit 0 lists all")
    return Answer(columns, rows.exact, None, shown=rows.shown)


def _split(names: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in names.split(",") if name.strip())


def _record_answer(session: Session, reader: Reader, record: Record) -> Answer:
    shower = Shower(reader, [record], session.clock.today())
    key = record.number or reader.key_of(record)
    author = _author(reader, record.updated_by or 0)
    at = None if record.updated_at is None else instant_text(record.updated_at)
    data = {
        "record": record.declaration.name,
        "number": key,
        "version": record.version,
        "updated_at": at,
        "updated_by": author,
        "fields": shower.json_fields(record),
        "derived": shower.json_derived(record),
        "related": (others := related(reader, record)),
    }
    exact, shown = [], []
    for name in (*record.declaration.fields, *record.declaration.derived):
        exact.append((name, shower.cell_text(record, name)))
        shown.append((name, _for_people(shower, record, name)))
    links = [(name, ";".join(keys)) for name, keys in others.items() if keys]
    head = f"{record.declaration.label} {key}  {record.caption if record.caption != key else ''}"
    told = [(n, v) for n, v in (*shown, *links) if v]
    stamp = ("updated", f"{at} by {author or 'successtui'}, version {record.version}")
    text = f"{head.rstrip()}\n\n{fields_text([*told, stamp])}"
    return Answer(("field", "value"), [*exact, *links], data, shown=[*shown, *links], text=text)


def _author(reader: Reader, by: int) -> str | None:
    """The username of who changed a record, or the number of the customer's contact."""
    kind = "contact" if by < 0 else "user"
    return reader.keys(kind, [abs(by)]).get(abs(by))


def _for_people(shower: Shower, record: Record, name: str) -> str:
    """The value as people read it; references with the key that commands take."""
    text = shower.cell(record, name).text
    declared = record.declaration.fields.get(name)
    if declared is not None and isinstance(declared.kind, REFERENCE_KINDS) and text:
        key = shower.cell_text(record, name)
        return text if key in text else f"{key} ({text})"
    return text


def _change_object(change: FieldChange) -> dict[str, object]:
    return {
        "batch": str(change.batch),
        "at": instant_text(change.at),
        "by": change.by,
        "acting_as": change.acting_as,
        "action": change.action,
        "field": change.field,
        "from": change.before,
        "to": change.after,
    }


def _change_row(change: FieldChange) -> tuple[str, ...]:
    by = change.by if change.acting_as is None else f"{change.by} as {change.acting_as}"
    values = _plain(change.before), _plain(change.after)
    at = instant_text(change.at)
    return at, by, change.action, change.field or "", *values, str(change.batch)


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return join_list(value)
    return value if isinstance(value, str) else json_text(value).strip()
