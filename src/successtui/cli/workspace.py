"""Commands about the workspace as a whole: making one, checking it, copies and upgrades."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from successtui.cli.call import Call, command, existing
from successtui.cli.output import Answer, emit, say
from successtui.domain.errors import BadCall

if TYPE_CHECKING:
    from successtui.domain.clock import Clock
    from successtui.services.checking import Finding, Findings

BROKEN = 74


@command("init")
@click.option("--currency", metavar="XXX", help="Base currency; your locale's by default.")
@click.option("--library", is_flag=True, help="Put the starter library in it.")
def init_command(call: Call, currency: str | None, library: bool) -> None:
    """Make an empty workspace; you become its admin."""
    from successtui.services.currencies import is_currency_code, locale_currency

    form, clock, address = call.format, call.clock, call.address
    if call.as_user is not None:
        raise BadCall("init makes yourself the first admin; leave --as out")
    base = locale_currency() if currency is None else currency
    if not is_currency_code(base):
        raise BadCall(f"'{base}' is not a currency code of three capital letters, such as EUR")
    where, admin = _make(address, clock, base, library)
    text = f"workspace made: {where}\nadmin: {admin}\nbase currency: {base}"
    data = {"workspace": where, "admin": admin, "currency": base, "library": library}
    emit(Answer(("workspace", "admin", "currency"), [(where, admin, base)], data, text=text), form)


@command("check")
def check_command(call: Call) -> int:
    """Look for damage and gaps in the data; ends with status 74 if something is damaged."""
    from successtui.services.checking import check

    form = call.format
    with call.session() as session:
        found = check(session)
    emit(_findings_answer(found), form)
    return BROKEN if found.broken else 0


@command("backup")
@click.argument("file")
def backup_command(call: Call, file: str) -> None:
    """Write a verified copy of the workspace into the new FILE; others may work on meanwhile."""
    from successtui.services.safekeeping import backup

    form = call.format
    with call.session() as session:
        path = backup(session, Path(file))
    size = path.stat().st_size
    text = f"verified backup of {size} bytes: {path}"
    emit(
        Answer(("backup", "bytes"), [(str(path), str(size))], {"backup": str(path)}, text=text),
        form,
    )


@command("restore")
@click.argument("file")
def restore_command(call: Call, file: str) -> None:
    """Bring the backup FILE back; the present state is kept beside the workspace."""
    from successtui.services.safekeeping import restore

    form = call.format
    done = restore(call.address, Path(file), call.clock, as_user=call.as_user or "")
    kept = "" if done.kept is None else str(done.kept)
    text = f"restored: {done.workspace}"
    if kept:
        text += f"\nprevious state kept in: {kept}"
    data = {"workspace": str(done.workspace), "kept": kept or None}
    rows = [(str(done.workspace), kept)]
    emit(Answer(("workspace", "kept"), rows, data, text=text), form)


@command("upgrade")
@click.option(
    "--copied", is_flag=True, help="On a server: a copy was made with pg_dump; go on without."
)
def upgrade_command(call: Call, copied: bool) -> None:
    """Bring an older workspace to this version's layout, after a verified backup."""
    from successtui.services.safekeeping import upgrade

    form = call.format
    done = upgrade(existing(call.address), as_user=call.as_user or "", copied=copied)
    kept = "" if done.backup is None else str(done.backup)
    if done.mended:
        text = f"the layout is the newest, {done.after}; what search finds records by was mended"
    elif done.before == done.after:
        text = f"nothing to do: the workspace has the newest layout, {done.after}"
    else:
        text = f"upgraded from layout {done.before} to {done.after}"
        text += f"\nbackup of the state before: {kept}" if kept else ""
    data = {"from": done.before, "to": done.after, "backup": kept or None}
    rows = [(done.before, done.after, kept)]
    emit(Answer(("from", "to", "backup"), rows, data, text=text), form)


def _make(address: str, clock: Clock, currency: str, library: bool) -> tuple[str, str]:
    """Makes the workspace; returns what to call it, and its admin."""
    from successtui.services.session import operating_system_user
    from successtui.services.workspaces import create_workspace
    from successtui.store.engine import file_of, parse_address
    from successtui.transfer.demo import install_library
    from successtui.transfer.starting import make_empty

    path = file_of(parse_address(address))
    if path is not None:
        make_empty(path, clock, currency=currency, library=library)
        return str(path), operating_system_user()
    session = create_workspace(address, clock, currency=currency)
    try:
        if library:
            install_library(session)
    finally:
        session.workspace.close()
    return "the database", session.username


def _findings_answer(found: Findings) -> Answer:
    rows = [("engine", "", "", "", text) for text in found.engine]
    rows += [("damage", *_row(finding)) for finding in found.damage]
    rows += [("quality", *_row(finding)) for finding in found.quality]
    data = {
        "ok": not found.broken,
        "integrity": [*found.engine, *(_line(finding) for finding in found.damage)],
        "damage": [_object(finding) for finding in found.damage],
        "findings": [_object(finding) for finding in found.quality],
    }
    text = None if rows else "nothing found: data sound and complete"
    if rows and not found.broken:
        say(f"data sound; {len(found.quality)} findings about their quality")
    columns = ("kind", "record", "number", "field", "message")
    return Answer(columns, rows, data, text=text)


def _row(finding: Finding) -> tuple[str, str, str, str]:
    return finding.record, finding.number, finding.field, finding.message


def _line(finding: Finding) -> str:
    return f"{finding.record} {finding.number}: {finding.field} {finding.message}"


def _object(finding: Finding) -> dict[str, str]:
    return {
        "record": finding.record,
        "number": finding.number,
        "field": finding.field,
        "message": finding.message,
    }
