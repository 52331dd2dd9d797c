"""The command `inbox`: what happened on records one watches."""

from __future__ import annotations

import click

from successtui.cli.call import Call, command
from successtui.cli.output import Answer, emit
from successtui.domain.codec import instant_text
from successtui.services.inbox import Notice, inbox, mark


@command("inbox")
@click.option("--all", "everything", is_flag=True, help="Those already read as well.")
@click.option("--mark-read", is_flag=True, help="Tick off what is shown.")
@click.option(
    "--limit", type=click.IntRange(1), default=200, help="Shown at most; 200 if not said."
)
def inbox_command(call: Call, everything: bool, mark_read: bool, limit: int) -> None:
    """Show what changed on records whose watch list or work-notes list names you, newest first."""
    form = call.format
    with call.session() as session:
        found = inbox(session, unread_only=not everything, limit=limit)
        rows = [_row(one) for one in found.notices]
        data = {"unread": found.unread, "notices": [_object(one) for one in found.notices]}
        text = None if rows else "nothing new"
        emit(Answer(("at", "who", "record", "title", "what"), rows, data, text=text), form)
        if mark_read:
            mark(session, [one.id for one in found.notices if not one.read])


def _row(one: Notice) -> tuple[str, ...]:
    what = "; ".join(one.lines)
    told = f"note: {what}" if one.kind == "note" else what
    return instant_text(one.at), one.who, one.record.number, one.record.caption, told


def _object(one: Notice) -> dict[str, object]:
    return {
        "at": instant_text(one.at),
        "who": one.who,
        "kind": str(one.kind),
        "record": one.record.declaration.name,
        "number": one.record.number,
        "title": one.record.caption,
        "lines": list(one.lines),
        "read": one.read,
    }
