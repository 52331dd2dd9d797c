"""What the report's filters offer whoever looks (R004-08 to R004-11)."""

from __future__ import annotations

from successtui.services.report.catalogue import NONE
from successtui.services.report.scope import Choice, FilterOptions, Filters, read_range
from successtui.services.report.work import Work, working
from successtui.services.session import Session
from successtui.store.report import people


def offers(session: Session, filters: Filters) -> FilterOptions:
    """The values of each filter, as `scope.filter_options` says.

    Raises:
        Forbidden: the person may not open the report; the message names the missing role.
    """
    with working(session, filters) as work:
        found = people.industries(work.reader.connection, work.before_industries.scope)
        named = sorted({name for name in found if name}, key=lambda name: (name.casefold(), name))
        if any(not name for name in found):
            named.append(NONE)
        ranges = work.settings.contract_value_ranges
    with working(session, Filters()) as everything:
        csms = _csms(everything)
    return FilterOptions(
        tuple(Choice(text, range_label(text)) for text in ranges),
        csms,
        tuple(Choice(name, name) for name in named),
    )


def range_label(text: str) -> str:
    """A range of contract values as people read it: `50k to 100k`, `1M and more`."""
    found = read_range(text)
    if found.high is None:
        return f"{_short(found.low)} and more"
    return f"{_short(found.low)} to {_short(found.high)}"


def _short(amount: object) -> str:
    number = str(amount)
    for zeros, sign in ((9, "bn"), (6, "M"), (3, "k")):
        if number.endswith("0" * zeros) and number != "0" and "." not in number:
            return number[:-zeros] + sign
    return number


def _csms(work: Work) -> tuple[Choice, ...]:
    actor = work.reader.actor
    assert actor is not None
    owners = people.owners(work.reader.connection, work.scope) if actor.is_manager else {actor.id}
    return tuple(
        Choice(person.username, person.name or person.username)
        for person in work.persons
        if person.id in owners or person.is_agent
    )
