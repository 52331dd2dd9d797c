"""Commands that change records: the same rules, rights and history as on the screen."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from successtui.cli.call import Call, command
from successtui.cli.naming import named_type, split_assignments
from successtui.cli.output import Answer, emit, say
from successtui.domain.errors import BadCall, NeedsConfirmation, Refused
from successtui.domain.plaintext import clean_text
from successtui.records import Record
from successtui.services import records, undoing
from successtui.services.reading import read_values

if TYPE_CHECKING:
    from successtui.services.records import Saved
    from successtui.services.session import Session

T = TypeVar("T")

_assignments = click.argument("assignments", nargs=-1, metavar="[FIELD=VALUE]...")
_yes = click.option("--yes", is_flag=True, help="Do it although it takes other records along.")


@command("new")
@click.argument("record", metavar="RECORD")
@_assignments
def new_command(call: Call, record: str, assignments: tuple[str, ...]) -> None:
    """Create a record of type RECORD.

    Fields take what the screen takes: dates such as fri or +2w, amounts such as 1.2m, references
    by number or name. number=… gives the number, work_notes=… adds a note.
    """
    form = call.format
    cls = named_type(record)
    texts, note = split_assignments(assignments)
    with call.session() as session:
        number = texts.pop("number", "") if cls.declaration.numbered else ""
        values = _values(session, cls, texts)
        if number:
            values["number"] = clean_text(number, multiline=False).strip()
        saved = records.create(session, cls, values, note=note)
        tell_saved(saved, key_of(session, saved.record), "created", form)


@command("set")
@click.argument("number")
@_assignments
@_yes
def set_command(call: Call, number: str, assignments: tuple[str, ...], yes: bool) -> None:
    """Change fields of the record NUMBER, such as OBJ0000001 or user:dora.

    FIELD= empties a field; work_notes=… adds a note.
    """
    form = call.format
    texts, note = split_assignments(assignments)
    if not texts and not note:
        raise BadCall("say what to change: FIELD=VALUE")
    with call.session() as session:
        record = records.find(session, number)
        key = key_of(session, record)
        values = _values(session, type(record), texts)
        saved = with_consent(
            yes,
            lambda consent: records.update(session, record, values, note=note, confirmed=consent),
        )
        tell_saved(saved, key, "saved", form)


@command("delete")
@click.argument("number")
@_yes
def delete_command(call: Call, number: str, yes: bool) -> None:
    """Delete the record NUMBER; undo brings it back."""
    form = call.format
    with call.session() as session:
        record = records.find(session, number)
        key = key_of(session, record)
        saved = with_consent(
            yes, lambda consent: records.delete(session, record, confirmed=consent)
        )
        tell_saved(saved, key, "deleted", form)


@command("undo")
@click.argument("batch", required=False, type=click.IntRange(1, 2**63 - 1))
@click.option("--force", is_flag=True, help="Overwrite what was changed again since.")
def undo_command(call: Call, batch: int | None, force: bool) -> None:
    """Take back BATCH, or your own newest batch that was not taken back yet."""
    form = call.format
    with call.session() as session:
        _tell_undone(session, undoing.undo(session, batch, later=_later(force)), "undone", form)


@command("redo")
@click.option("--force", is_flag=True, help="Overwrite what was changed again since.")
def redo_command(call: Call, force: bool) -> None:
    """Bring back what your own newest undo took away."""
    form = call.format
    with call.session() as session:
        _tell_undone(session, undoing.redo(session, later=_later(force)), "redone", form)


def _later(force: bool) -> undoing.Later:
    """What becomes of values that were changed again since."""
    return undoing.Later.OVERWRITE if force else undoing.Later.ASK


def with_consent(yes: bool, do: Callable[[bool], T]) -> T:
    """Does something; at a terminal it asks first when more is taken along.

    Raises:
        NeedsConfirmation: more is taken along, and there is nobody to ask.
        Refused: the person said no.
    """
    try:
        return do(yes)
    except NeedsConfirmation as need:
        if yes or not (sys.stdin.isatty() and sys.stderr.isatty()):
            raise
        say(str(need))
        for effect in need.effects:
            say(f"  {effect}")
    if not click.confirm("Go on?", err=True):
        raise Refused("nothing was changed")
    return do(True)


def _values(session: Session, cls: type[Record], texts: dict[str, str]) -> dict[str, Any]:
    with session.read() as reader:
        return read_values(reader, cls, texts, session.clock.today())


def key_of(session: Session, record: Record) -> str:
    """What commands call the record; asked before a change that may take one's sight of it."""
    if record.number:
        return record.number
    with session.read() as reader:
        return reader.key_of(record)


def tell_saved(
    saved: Saved, key: str, done: str, form: str, extra: dict[str, object] | None = None
) -> None:
    """Prints what a save did: notices on stderr, the record and what changed on stdout."""
    for notice in saved.notices:
        say(notice)
    record = saved.record
    data = {
        "record": record.declaration.name,
        "number": key,
        "version": record.version,
        "batch": None if saved.batch is None else str(saved.batch),
        "changed": list(saved.changed),
        **(extra or {}),
    }
    columns = ("record", "number", "version", "batch", "changed")
    batch_text = "" if saved.batch is None else str(saved.batch)
    name = record.declaration.name
    row = (name, key, str(record.version), batch_text, ";".join(saved.changed))
    nothing = saved.batch is None and done == "saved"
    what = "unchanged" if nothing else done
    batch = f" (batch {batch_text})" if batch_text else ""
    emit(Answer(columns, [row], data, text=f"{name} {key} {what}{batch}"), form)


def _tell_undone(session: Session, undone: undoing.Undone, done: str, form: str) -> None:
    keys = [[record.declaration.name, key_of(session, record)] for record in undone.records]
    data = {
        "title": undone.title,
        "undone": str(undone.undone),
        "batch": str(undone.batch),
        "records": keys,
    }
    count = f"{len(keys)} record{'' if len(keys) == 1 else 's'}"
    text = f"{undone.title}: {count} {done} (batch {undone.batch})"
    rows = [[*key, str(undone.undone), str(undone.batch)] for key in keys]
    emit(Answer(("record", "number", "undone", "batch"), rows, data, text=text), form)
