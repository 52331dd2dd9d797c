"""The command that searches everywhere."""

from __future__ import annotations

import click

from successtui.cli.call import Call, command
from successtui.cli.output import Answer, emit, say
from successtui.services.searching import search, search_json

_DEFAULT_LIMIT = 100
_MOST = 2**31 - 1
_COLUMNS = ("record", "number", "title", "account", "field", "snippet")


@command("search", past=True)
@click.argument("text", nargs=-1, required=True, metavar="TEXT...")
@click.option(
    "--limit",
    type=click.IntRange(0, _MOST),
    default=_DEFAULT_LIMIT,
    show_default=True,
    help="How many at most; 0 for all.",
)
@click.option("--by-name", is_flag=True, help="Those first whose name holds the words.")
def search_command(call: Call, text: tuple[str, ...], limit: int, by_name: bool) -> None:
    """Find records of every type that hold all words of TEXT, newest first."""
    form = call.format
    asked = " ".join(text)
    with call.session() as session:
        results = search(session, asked, limit=limit or None, ranked=by_name)
    data = search_json(results)
    rows = [tuple(str(one[name] or "") for name in _COLUMNS) for one in data["results"]]
    if form != "json" and len(rows) < results.total:
        say(f"{len(rows)} of {results.total}; --limit 0 gives all")
    emit(Answer(_COLUMNS, rows, data), form)
