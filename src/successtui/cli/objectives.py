"""The command `report objectives`: every objective in the person's scope."""

from __future__ import annotations

import click

from successtui.cli.call import Call, command
from successtui.cli.output import Answer, emit


@command("objectives", past=True)
@click.argument("query", nargs=-1, metavar="[QUERY]...")
@click.option("--team", metavar="USERNAME", default="", help="Only the scope of this colleague.")
@click.option("--sort", metavar="A,-B", default="", help="Order; - in front for descending.")
def objectives_command(call: Call, query: tuple[str, ...], team: str, sort: str) -> None:
    """Print the outcome success plan report; a QUERY narrows it, such as: state:open."""
    from successtui.services.objectives_report import COLUMNS, objectives_report

    form = call.format
    order = tuple(name.strip() for name in sort.split(",") if name.strip())
    with call.session() as session:
        found = objectives_report(session, " ".join(query), team=team, order=order)
    emit(Answer(COLUMNS, found.rows, found.data, shown=found.shown), form)
