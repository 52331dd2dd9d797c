"""The command `share`: what a customer may read, as a document."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import click

from successtui.cli.call import Call, command, in_forms
from successtui.cli.output import say
from successtui.domain.dates import parse_date
from successtui.domain.errors import BadCall, CannotCreate, IoTrouble
from successtui.records import Account, Contact
from successtui.services import records
from successtui.services.session import Session
from successtui.services.sharing.looking import review_pack, shared_view
from successtui.transfer.customer_pages import FORMATS, render


@in_forms(*FORMATS)
@command("share")
@click.argument("account")
@click.option("--qbr", is_flag=True, help="The business-review pack: what changed, what is next.")
@click.option("--since", metavar="DATE", help="Count changes from there, not the last review.")
@click.option("--for", "contact", metavar="CONTACT", help="For one contact, not for all.")
@click.option("--output", type=click.Path(path_type=Path), required=True, help="File to write.")
@click.option("--overwrite", is_flag=True, help="Replace the file if there is one.")
def share_command(
    call: Call,
    account: str,
    qbr: bool,
    since: str | None,
    contact: str | None,
    output: Path,
    overwrite: bool,
) -> None:
    """Write what the customer of ACCOUNT may read: only what is shared, nothing internal.

    The form is that of the file's name (.html, .md, .pdf) unless --format says otherwise.
    """
    form = _form(call, output)
    if since is not None and not qbr:
        raise BadCall("--since belongs to --qbr")
    if output.exists() and not overwrite:
        raise CannotCreate(f"{output} is there already; --overwrite replaces it")
    with call.session() as session:
        content = _content(session, (account, contact), form, qbr, since)
    _store(output, content)
    say(f"{output} was written; read it before you send it")


def _form(call: Call, output: Path) -> str:
    form = call.format_name or output.suffix.lower().removeprefix(".")
    if form not in FORMATS:
        raise BadCall(f"--format takes one of: {', '.join(FORMATS)}")
    return form


def _content(
    session: Session, about: tuple[str, str | None], form: str, qbr: bool, since: str | None
) -> bytes:
    account, contact = _found(session, *about)
    if not qbr:
        return render(shared_view(session, account, contact), form)
    view, review = review_pack(session, account, _day(session, since), contact)
    return render(view, form, review)


def _found(
    session: Session, address: str, contact_address: str | None
) -> tuple[Account, Contact | None]:
    account = records.find(session, address)
    if not isinstance(account, Account):
        raise BadCall(f"{address} is no account; plans are shared account by account")
    if contact_address is None:
        return account, None
    contact = records.find(session, contact_address)
    if not isinstance(contact, Contact) or contact.account != account.id:
        raise BadCall(f"{contact_address} is no contact of {account.name}")
    return account, contact


def _day(session: Session, since: str | None) -> date | None:
    try:
        return None if since is None else parse_date(since, session.clock.today())
    except ValueError as error:
        raise BadCall(f"--since: {error}") from None


def _store(output: Path, content: bytes) -> None:
    """Whole or not at all."""
    fresh = output.with_name(f".{output.name}.{os.getpid()}")
    try:
        fresh.write_bytes(content)
        fresh.replace(output)
    except OSError as error:
        raise IoTrouble(f"{output} cannot be written: {error.strerror}") from None
    finally:
        fresh.unlink(missing_ok=True)
