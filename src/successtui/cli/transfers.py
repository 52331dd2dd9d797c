"""Commands that read and write whole files: bundles, and other systems' files through a mapping."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from successtui.cli.call import Call, command
from successtui.cli.output import Answer, emit, say, write_out
from successtui.domain.errors import BadCall
from successtui.transfer.bundle import read_bundle, write_bundle
from successtui.transfer.importer import Conflict, import_rows

if TYPE_CHECKING:
    from successtui.transfer.report import ImportReport
    from successtui.transfer.source import ImportSource

REJECTED = 65
"""Exit status of an import with rows that could not be used."""

_COUNTS = ("file", "record", "created", "updated", "unchanged", "rejected")
_REASONS = ("file", "line", "column", "value", "reason")


@command("import")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--mapping", metavar="FILE", help="How another system's files are to be read.")
@click.option("--dry-run", is_flag=True, help="Say what would happen, and store nothing.")
@click.option(
    "--on-conflict",
    type=click.Choice(get_args(Conflict)),
    default="update",
    show_default=True,
    help="What a row does to a record that exists.",
)
@click.option("--keep-going", is_flag=True, help="Import the good rows although others are not.")
@click.option("--ignore-unknown", is_flag=True, help="Pass over unknown files and columns.")
@click.option("--suggest-mapping", is_flag=True, help="Print a first draft of a mapping.")
def import_command(
    call: Call,
    paths: tuple[str, ...],
    mapping: str | None,
    dry_run: bool,
    on_conflict: Conflict,
    keep_going: bool,
    ignore_unknown: bool,
    suggest_mapping: bool,
) -> int:
    """Import PATH: a bundle folder, or with a mapping the files of another system.

    One run is one transaction and one undo step. Rows that cannot be used are listed, and stop
    the import unless --keep-going is given; either way the exit status is then 65.
    """
    form = call.format
    where = [Path(path) for path in paths]
    if suggest_mapping:
        if mapping is not None:
            raise BadCall("--suggest-mapping writes a mapping; leave --mapping out")
        return _suggest(where)
    with call.session() as session:
        report = import_rows(
            session,
            _source(where, mapping),
            on_conflict=on_conflict,
            dry_run=dry_run,
            keep_going=keep_going,
            ignore_unknown=ignore_unknown,
            progress=_progress(),
        )
    _tell(report, form)
    return REJECTED if report.rejected else 0


@command("export", past=True)
@click.argument("folder", metavar="DIR")
def export_command(call: Call, folder: str) -> None:
    """Write everything you see into the folder DIR, as a bundle of CSV files."""
    form = call.format
    with call.session() as session:
        written = write_bundle(session, Path(folder))
    rows = [(name, str(count)) for name, count in written.items()]
    data = {"folder": folder, "files": [{"file": n, "rows": c} for n, c in written.items()]}
    emit(Answer(("file", "rows"), rows, data), form)


def _source(paths: list[Path], mapping: str | None) -> ImportSource:
    if mapping is None:
        return read_bundle(*paths)
    from successtui.transfer.mapping import load_mapping, map_folder  # deferred: pydantic models

    return map_folder(load_mapping(mapping), paths)


def _suggest(paths: list[Path]) -> int:
    from successtui.domain.plaintext import for_terminal
    from successtui.transfer.mapping_draft import suggest_mapping

    write_out(for_terminal(suggest_mapping(paths)))
    return 0


def _tell(report: ImportReport, form: str) -> None:
    for notice in report.notices:
        say(notice)
    counts = [
        (f.file, f.record, *map(str, (f.created, f.updated, f.unchanged, f.rejected)))
        for f in report.files
    ]
    emit(Answer(_COUNTS, counts, report.to_json()), form)
    if report.rejected and form != "json":
        reasons = [(r.file, str(r.line), r.column, r.value, r.reason) for r in report.rejected]
        write_out("\n")
        emit(Answer(_REASONS, reasons, None), form)
    say(_outcome(report))


def _outcome(report: ImportReport) -> str:
    rejected = sum(count.rejected for count in report.files)
    told = f"{rejected} rows cannot be used; " if rejected else ""
    if report.dry_run:
        return f"{told}nothing was stored, for this was a dry run"
    if not report.committed:
        return f"{told}nothing was stored; mend them, or store the others with --keep-going"
    if report.batch is None:
        return f"{told}everything else is unchanged" if told else "everything is unchanged"
    return f"{told}stored as batch {report.batch}; take it back with: successtui undo"


def _progress() -> Callable[[int, int], None] | None:
    """Shows at a terminal how far the import has come."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, everything: int) -> None:
        sys.stderr.write(f"\r{done} of {everything} rows" + ("\n" if done == everything else ""))
        sys.stderr.flush()

    return show
