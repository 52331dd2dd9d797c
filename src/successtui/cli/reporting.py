"""The command `report`: the success report as text, JSON, Markdown or HTML, now or compared."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

import click

from successtui import config
from successtui.cli.call import Call, SharedOptions, command
from successtui.cli.objectives import objectives_command
from successtui.cli.output import Answer, emit, write_out
from successtui.domain.as_of import read_point
from successtui.domain.errors import BadCall
from successtui.domain.plaintext import for_terminal
from successtui.services.report.catalogue import BY_KEY, TABS, Tab
from successtui.services.report.scope import Filters

if TYPE_CHECKING:
    from successtui.services.report.numbers import Report
    from successtui.services.report.since import Changes
    from successtui.services.session import Session

C = TypeVar("C", bound=click.Command)
FORMATS = ("text", "table", "csv", "json", "md", "html")
"""How the report can be printed; the first is what one gets without asking."""


class ReportGroup(SharedOptions, click.Group):
    """The group of reports; shared options may stand before the report's name as well."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.take_shared_options()


def _in_more_forms(declared: C) -> C:
    """Lets a command print in the forms of the report."""
    for param in declared.params:
        if param.name == "format_name":
            param.type = click.Choice(FORMATS)
    return declared


@_in_more_forms
@click.group("report", cls=ReportGroup)
def report_command() -> None:
    """The reports: `dashboard` is the success report, `objectives` that of all objectives."""


@_in_more_forms
@command("dashboard", past=True)
@click.option(
    "--tab",
    "tabs",
    multiple=True,
    type=click.Choice([tab.value for tab in TABS]),
    help="Only this tab; may be given several times.",
)
@click.option("--csm", "csms", multiple=True, metavar="USERNAME", help="Only this CSM's book.")
@click.option(
    "--industry",
    "industries",
    multiple=True,
    metavar="NAME",
    help="Only accounts of this industry; (none) for those without one.",
)
@click.option(
    "--contract-value",
    "ranges",
    multiple=True,
    metavar="MIN-MAX",
    help="Only engagements whose active contracts are worth that much; MIN- has no end.",
)
@click.option("--since", metavar="DATE", default=None, help="What changed since that day.")
def dashboard_command(
    call: Call,
    tabs: tuple[str, ...],
    csms: tuple[str, ...],
    industries: tuple[str, ...],
    ranges: tuple[str, ...],
    since: str | None,
) -> None:
    """Print the success report: 29 numbers on the tabs overview, risk, adoption and renewal."""
    form = _form(call)
    filters = Filters(ranges, csms, industries)
    wanted = tuple(map(Tab, tabs))
    with call.session() as session:
        if since is not None:
            _tell_changes(_changes(call, session, filters, wanted, since), form)
            return
        from successtui.services.report.report import report

        listed = form == "json"
        found = report(session, filters, wanted, records=listed)
    _tell(found, form)


def _form(call: Call) -> str:
    """What was asked for; the usual table of other commands would not suit the report."""
    if call.format_name is not None:
        return call.format_name
    chosen = config.choose_format(None)
    return FORMATS[0] if chosen == config.FORMATS[0] else chosen


def _tell(found: Report, form: str) -> None:
    from successtui.services.report.answer import as_json
    from successtui.services.report.as_html import as_html
    from successtui.services.report.as_text import as_markdown, as_text
    from successtui.services.report.writing import value_text

    match form:
        case "html":
            write_out(as_html(found))
        case "md":
            write_out(for_terminal(as_markdown(found)))
        case "json":
            emit(Answer((), (), as_json(found)), form)
        case "text":
            write_out(for_terminal(as_text(found)))
        case _:
            rows = [
                (key, BY_KEY[key].title, value_text(BY_KEY[key], number.value), *_besides(number))
                for key, number in found.numbers.items()
            ]
            emit(Answer(("indicator", "title", "value", "besides"), rows, None), form)


def _besides(number: Any) -> tuple[str]:
    groups = ", ".join(f"{group.label} {group.value}" for group in number.groups)
    return (", ".join(number.notes) or groups,)


def _changes(
    call: Call, session: Session, filters: Filters, tabs: tuple[Tab, ...], since: str
) -> Changes:
    from successtui.services.as_of import PastSession, look_back
    from successtui.services.report.since import changes_since

    try:
        point = read_point(since, call.clock.today())
    except ValueError as error:
        raise BadCall(f"--since: {error}") from None
    live = session.live if isinstance(session, PastSession) else session
    # A pinned date is that of the newer report; the older one has the date of its day.
    then = look_back(replace(live, clock=replace(live.clock, pinned=None)), point)
    try:
        return changes_since(session, then, filters, tabs)
    finally:
        then.close()


def _tell_changes(changes: Changes, form: str) -> None:
    from successtui.services.report.since import changes_json
    from successtui.services.report.writing import group_text, value_text

    if form == "html":
        raise BadCall("--since prints text, table, csv, json or md; leave out --format html")
    rows = []
    for difference in changes.differences:
        indicator = BY_KEY[difference.key]
        if difference.is_any:
            came = ", ".join(f"+{_key(key)}" for key in difference.came)
            went = ", ".join(f"-{_key(key)}" for key in difference.went)
            groups = ", ".join(
                f"{name} {group_text(then)} → {group_text(now)}"
                for name, then, now in difference.groups
            )
            values = (value_text(indicator, n.value) for n in (difference.then, difference.now))
            moved = ", ".join(filter(None, (came, went))) or groups
            rows.append((indicator.title, *values, moved))
    days = (changes.then.today.isoformat(), changes.now.today.isoformat())
    data = changes_json(changes) if form == "json" else None
    emit(Answer(("indicator", *days, "changed"), rows, data), "table" if form == "text" else form)


def _key(key: str | tuple[str, ...]) -> str:
    return key if isinstance(key, str) else "/".join(key)


report_command.add_command(dashboard_command)
report_command.add_command(objectives_command)
