"""The command that changes many records at once: shown first, then one undo step."""

from __future__ import annotations

import sys

import click

from successtui.cli.call import Call, command
from successtui.cli.naming import named_type, split_assignments
from successtui.cli.output import Answer, emit, say
from successtui.domain.errors import BadCall, NeedsConfirmation, Refused
from successtui.records import Record
from successtui.services import bulk, listing
from successtui.services.bulk import BulkChange, BulkPreview, BulkResult
from successtui.services.listing import ListRequest

_TOLD = 20


@command("bulk")
@click.argument("record", metavar="RECORD")
@click.argument("query", metavar="QUERY")
@click.argument("assignments", nargs=-1, metavar="[FIELD=VALUE]...")
@click.option("--close", is_flag=True, help="Close them; with --code and --notes for all.")
@click.option("--cancel", is_flag=True, help="Cancel them; with --notes for all.")
@click.option("--code", default="", metavar="CODE", help="Closure code.")
@click.option("--notes", default="", metavar="TEXT", help="Close notes.")
@click.option("--assign", default="", metavar="OWNER", help="Hand them to dora, role:Lead, …")
@click.option("--delete", is_flag=True, help="Delete them.")
@click.option("--dry-run", is_flag=True, help="Say what would happen, and store nothing.")
@click.option("--skip-refused", is_flag=True, help="Leave out those that cannot be changed.")
@click.option("--yes", is_flag=True, help="Do it without asking.")
def bulk_command(
    call: Call,
    record: str,
    query: str,
    assignments: tuple[str, ...],
    close: bool,
    cancel: bool,
    code: str,
    notes: str,
    assign: str,
    delete: bool,
    dry_run: bool,
    skip_refused: bool,
    yes: bool,
) -> None:
    """Change every record of type RECORD that the QUERY finds, as one undo step.

    The QUERY is one argument, such as 'state:New owner:me'. FIELD= empties a field.
    """
    form = call.format
    cls = named_type(record)
    if not query.strip():
        raise BadCall("say which records: the query is empty, and that would be all of them")
    changes: list[BulkChange] = []
    if assignments:
        changes.append(_edit(assignments))
    if close:
        changes.append(bulk.Close(code, notes))
    if cancel:
        changes.append(bulk.Cancel(notes))
    if assign:
        changes.append(bulk.Assign(assign))
    if delete:
        changes.append(bulk.Delete())
    if len(changes) != 1:
        raise BadCall("say one thing to do: FIELD=VALUE…, --close, --cancel, --assign or --delete")
    (change,) = changes
    with call.session() as session:
        ids = listing.list_ids(session, ListRequest(cls, query))
        seen = bulk.preview(session, cls, ids, change)
        done = None
        if not dry_run and seen.changing and (skip_refused or not seen.refused):
            _consent(seen, yes)
        if not dry_run:
            done = bulk.apply(session, cls, seen, change, skip_refused=skip_refused)
        emit(_answer(cls, seen, done), form)


def _edit(assignments: tuple[str, ...]) -> bulk.Edit:
    texts, note = split_assignments(assignments)
    if note:
        raise BadCall("work notes are written record by record")
    cleared = frozenset(name for name, text in texts.items() if not text.strip())
    return bulk.Edit({n: t for n, t in texts.items() if n not in cleared}, cleared)


def _consent(seen: BulkPreview, yes: bool) -> None:
    """Asks at a terminal; elsewhere --yes must have been said.

    Raises:
        NeedsConfirmation: there is nobody to ask.
        Refused: the person said no.
    """
    if yes:
        return
    told = tuple(f"{li.number or li.caption}: {_line_text(li)}" for li in seen.lines)
    question = f"{seen.changing:,} records will change"
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise NeedsConfirmation(f"{question}; confirm it with --yes", (*told, *seen.effects))
    say(question)
    for line in (*told[:_TOLD], *seen.effects[:_TOLD]):
        say(f"  {line}")
    if not click.confirm("Go on?", err=True):
        raise Refused("nothing was changed")


def _line_text(line: bulk.Line) -> str:
    return f"{line.label}: {line.before or '-'} → {line.after or '-'}" if line.label else line.after


def _answer(cls: type[Record], seen: BulkPreview, done: BulkResult | None) -> Answer:
    refused = seen.refused if done is None else done.refused
    effects = seen.effects if done is None else done.effects
    batch = None if done is None or done.batch is None else str(done.batch)
    changed = seen.changing if done is None else done.changed
    for line in (*effects[:_TOLD], *(str(refusal).removeprefix(": ") for refusal in refused)):
        say(line)
    data = {
        "record": cls.declaration.name,
        "dry_run": done is None,
        "batch": batch,
        "changed": changed,
        "unchanged": seen.unchanged,
        "changes": [
            {"number": li.number, "field": li.field, "from": li.before, "to": li.after}
            for li in seen.lines
        ],
        "refused": [{"number": r.number, "reason": r.reason} for r in refused],
        "effects": list(effects),
    }
    rows = [(li.number, li.caption, li.field, li.before, li.after) for li in seen.lines]
    columns = ("number", "caption", "field", "from", "to")
    verb = "would change" if done is None else "changed"
    noun = (cls.declaration.label if changed == 1 else cls.declaration.plural).lower()
    text = f"{changed:,} {noun} {verb}" + (f" (batch {batch})" if batch else "")
    return Answer(columns, rows, data, text=text if done is not None else None)
