"""Where one can go, and the lists of record types that are picked by typing.

Owns the letters of the places and the names record types are found by, those of the twelve
ServiceNow tables among them (R002-01). Going there is `going.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from successtui.records import REGISTRY

if TYPE_CHECKING:
    from successtui.services.views import View

NO_WORKSPACE = "No workspace is open yet: choose what to start with"


@dataclass(frozen=True, slots=True)
class ListChoice:
    """A list to open; `view` is the saved view to open it with."""

    record_type: str
    query: str = ""
    templates: bool = False
    view: View | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A list under one of its names; `hint` says what stands behind a name that is not its own."""

    title: str
    choice: ListChoice
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Destination:
    """A place of the `g` menu.

    Attributes:
        place: `module:class` of the screen, loaded when somebody goes there; empty for a list to
            pick from.
        entries: the lists to pick from.
    """

    letter: str
    title: str
    help: str
    place: str = ""
    entries: Callable[[], tuple[Entry, ...]] | None = None


TOP = "g"
"""The letter that goes nowhere but to the first row of the table in front."""

_SERVICENOW = (
    ("Success objectives", ListChoice("objective")),
    ("Success outcomes", ListChoice("outcome")),
    ("Success initiatives", ListChoice("play")),
    ("Success tasks", ListChoice("task")),
    ("Internal play tasks", ListChoice("task", "parent_type:internal_play")),
    ("Risk signals and issues", ListChoice("risk_signal")),
)
"""Tables whose ServiceNow name is not ours already."""
_TASKS = "Tasks of internal plays"
_ADMIN = (
    "user",
    "role",
    "team_pool",
    "picklist",
    "setting",
    "exchange_rate",
    "product",
    "metric",
    "mapper",
    "data_source",
    "definition_record",
    "launcher_notifier",
)
_TEMPLATES = ("objective", "play", "plan")


def list_entries() -> tuple[Entry, ...]:
    """Every record type by its plural, and the ServiceNow names, in the order of the alphabet."""
    own = [Entry(cls.declaration.plural, ListChoice(name)) for name, cls in REGISTRY.items()]
    theirs = [
        Entry(title, choice, _TASKS if choice.query else _plural(choice.record_type))
        for title, choice in _SERVICENOW
    ]
    return tuple(sorted((*own, *theirs), key=lambda entry: entry.title.lower()))


def pinned_entries(views: Iterable[View]) -> tuple[Entry, ...]:
    """Pinned views, which stand before the lists."""
    return tuple(
        Entry(f"★ {view.name}", ListChoice(view.record_type, view=view), _plural(view.record_type))
        for view in views
    )


def library_entries() -> tuple[Entry, ...]:
    """What the library is made of."""
    templates = (
        Entry(f"{REGISTRY[name].declaration.label} templates", ListChoice(name, templates=True))
        for name in _TEMPLATES
    )
    return (Entry(_plural("library"), ListChoice("library")), *templates)


def admin_entries() -> tuple[Entry, ...]:
    """What an admin looks after."""
    return tuple(Entry(_plural(name), ListChoice(name)) for name in _ADMIN)


DESTINATIONS = (
    Destination("a", "Accounts", "All accounts with their plans", "record_list:AccountList"),
    Destination("t", "Tracker", "A plan in time, changed in place", "tracker:TrackerPlace"),
    Destination("l", "Lists", "Any record type, by typing its name", entries=list_entries),
    Destination("r", "Report", "Where the portfolio stands, in charts", "report:ReportPlace"),
    Destination("o", "Objectives", "Every objective", "objectives_report:ObjectivesReport"),
    Destination("n", "Inbox", "What colleagues changed on records you watch", "inbox:InboxPlace"),
    Destination("b", "Library", "Objective, play and plan templates", entries=library_entries),
    Destination("s", "Admin", "Users, roles, picklists, settings …", entries=admin_entries),
)
"""Every place of the `g` menu, in its order."""


def matching(entries: Iterable[Entry], text: str) -> list[Entry]:
    """The entries that hold every word; first those that begin with the text, and what stands
    on its own before what hangs from it (outcomes before their values)."""
    words = text.lower().split()
    begins = " ".join(words)

    def rank(entry: Entry) -> tuple[bool, bool]:
        hangs = bool(words and REGISTRY[entry.choice.record_type].declaration.through)
        return not entry.title.lower().startswith(begins), hangs

    found = [e for e in entries if all(word in shown(e).lower() for word in words)]
    return sorted(found, key=rank)


def _plural(name: str) -> str:
    return REGISTRY[name].declaration.plural


def shown(entry: Entry) -> str:
    """An entry as menus spell it."""
    return f"{entry.title}  → {entry.hint}" if entry.hint else entry.title
