"""What a list asks of the services, off the screen's thread.

Every function here runs inside a job of the desk; the services are imported there, behind the first
paint.
"""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING

from successtui.records import Record
from successtui.screens.cells import cell
from successtui.screens.list_look import Look
from successtui.widgets.columns import Cell
from successtui.widgets.query_line import Suggestion

if TYPE_CHECKING:
    from successtui.services.session import Session
    from successtui.services.views import View

Rows = dict[int, tuple[Cell, ...]]


def default_view_of(record_type: type[Record], session: Session) -> View | None:
    """What the list of that type opens with."""
    from successtui.services.views import default_view

    return default_view(session, record_type)


def first_rows(
    record_type: type[Record], look: Look, names: tuple[str, ...], limit: int, session: Session
) -> Rows:
    """The first records of a list, with their cells."""
    from successtui.services.listing import first_page

    found = first_page(session, look.request(record_type), names, limit)
    return {i: tuple(cell(shown) for shown in row) for i, row in found.items()}


def all_ids(
    record_type: type[Record], look: Look, stop: Event, session: Session
) -> tuple[int, ...]:
    """The ids of a list; those found so far once `stop` is set."""
    from successtui.services.listing import list_ids

    return tuple(list_ids(session, look.request(record_type), stop.is_set))


def rows_of(
    record_type: type[Record], ids: tuple[int, ...], names: tuple[str, ...], session: Session
) -> Rows:
    """The cells of some records."""
    from successtui.services.listing import page

    found = page(session, record_type, ids, names)
    return {i: tuple(cell(shown) for shown in row) for i, row in found.items()}


def suggestions(
    record_type: type[Record], text: str, cursor: int, session: Session
) -> list[Suggestion]:
    """How a query can go on at the cursor."""
    from successtui.services.suggesting import suggest

    return [
        Suggestion(found.start, found.end, found.text, found.label, found.hint)
        for found in suggest(session, record_type, text, cursor)
    ]


def sort_fields(
    record_type: type[Record], names: tuple[str, ...], _session: Session
) -> tuple[str, ...]:
    """What a list can be sorted by, the columns it shows first."""
    from successtui.services.listing import sortable

    possible = sortable(record_type)
    shown = [name for name in names if name in possible]
    return tuple(dict.fromkeys((*shown, *possible)))
