"""Saved views: how a person looks at a list, kept under a name, for oneself or one's team.

A private view is seen by its owner only. A team view is also seen by those who share the owner's
manager, by the owner's managers up the chain and by everybody below the owner. Only the owner
changes or deletes a view. Views are not data: any user may keep them, imports leave them alone, and
they have no history.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from successtui.domain.errors import BadCall, Forbidden, Invalid, NotFound, Problem
from successtui.domain.plaintext import clean_text
from successtui.query.fields import names
from successtui.records import REGISTRY, Record
from successtui.records import record_type as named_type
from successtui.services.grouping import check_grouping
from successtui.services.listing import ListRequest, check_columns, check_order, filter_for
from successtui.services.session import Session
from successtui.store.reader import Reader
from successtui.store.views import ViewRow, drop_view, seen_views, store_view, unset_default

LONGEST_NAME = 80
"""Letters the name of a view may have."""


@dataclass(frozen=True, slots=True)
class View:
    """One saved view; to make a new one leave `id` at 0.

    Attributes:
        name: unique among the owner's views of that record type.
        owner, owner_name, own: whose it is; set when it is read, ignored when it is saved.
        team: seen by the owner's team.
        columns, order: empty for the type's own.
        grouped_by: the field whose groups are counted; empty for none.
        templates: a view of templates.
        pinned: stands with the record types on the page of lists, for everybody who sees it.
        is_default: what the list of that type opens with.
    """

    record_type: str
    name: str
    id: int = 0
    owner: int = 0
    owner_name: str = ""
    own: bool = True
    team: bool = False
    query: str = ""
    columns: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    grouped_by: str = ""
    templates: bool = False
    pinned: bool = False
    is_default: bool = False

    @property
    def request(self) -> ListRequest:
        """The list this view shows."""
        return ListRequest(REGISTRY[self.record_type], self.query, self.order, self.templates)


def views(session: Session, record_type: type[Record]) -> tuple[View, ...]:
    """The views of lists of that type the person sees: own ones first, then the team's, by name.

    What a view says of fields that are no more is left out.
    """
    with session.read() as reader:
        return tuple(_seen(reader, record_type.declaration.name))


def pinned_views(session: Session) -> tuple[View, ...]:
    """The pinned views the person sees, of all types in the order of declaration."""
    with session.read() as reader:
        pinned = [view for view in _seen(reader, None) if view.pinned]
    order = list(REGISTRY)
    return tuple(sorted(pinned, key=lambda view: order.index(view.record_type)))


def default_view(session: Session, record_type: type[Record]) -> View | None:
    """What the list of that type opens with: the own default, else the nearest manager's team
    default, else another one of the team; `None` when there is none."""
    with session.read() as reader:
        assert reader.actor is not None
        name = record_type.declaration.name
        rows = seen_views(reader.connection, reader.actor.id, name)
        rows = [row for row in rows if row.values["is_default"] and not row.values["templates"]]
        nearest = min(rows, key=lambda row: row.distance, default=None)
        return None if nearest is None else _view(nearest)


def find_view(session: Session, record_type: type[Record], name: str) -> View:
    """The view of that name, an own one before the team's; letters in any case.

    Raises:
        NotFound: the person sees no such view.
    """
    wanted = name.strip().casefold()
    found = views(session, record_type)
    for view in found:
        if view.name.casefold() == wanted:
            return view
    plural = record_type.declaration.plural.lower()
    known = "; ".join(view.name for view in found)
    hint = f"; there are: {known}" if known else ""
    raise NotFound(f"there is no view '{name}' of {plural}{hint}")


def save_view(session: Session, view: View) -> View:
    """Keeps a view, a new one or (with its id) as a change of it; returns it as it is kept.

    A new default takes the place of the former one of the same type.

    Raises:
        Invalid: the name is missing, too long or taken by another view of one's own.
        BadCall: record type, a column, the order or the grouping are not known.
        QueryError: the query cannot be understood.
        Forbidden: it belongs to somebody else.
        NotFound: it is gone or hidden.
    """
    with session.change("Save view") as unit:
        me = unit.writer
        cls = _type_of(view)
        kept = replace(
            view,
            record_type=cls.declaration.name,
            name=clean_text(view.name, multiline=False).strip(),
            query=clean_text(view.query, multiline=False).strip(),
            owner=me.id,
            owner_name=me.name,
            own=True,
        )
        mine = [v for v in _seen(unit, kept.record_type) if v.own]
        if view.id:
            _require_own(unit, view.id)
        _check(unit, session, cls, kept, mine)
        if kept.is_default:
            unset_default(unit.connection, me.id, kept.record_type)
        return replace(kept, id=store_view(unit.connection, view.id, _values(kept)))


def remove_view(session: Session, view_id: int) -> None:
    """Deletes one's own view.

    Raises:
        Forbidden: it belongs to somebody else.
        NotFound: it is gone or hidden.
    """
    with session.change("Delete view") as unit:
        _require_own(unit, view_id)
        drop_view(unit.connection, view_id)


def _seen(reader: Reader, record_type: str | None) -> list[View]:
    assert reader.actor is not None
    rows = seen_views(reader.connection, reader.actor.id, record_type)
    return [_view(row) for row in rows if row.values["record_type"] in REGISTRY]


def _view(row: ViewRow) -> View:
    kept = row.values
    known = names(REGISTRY[kept["record_type"]])

    def still(wanted: Iterable[str] | None) -> tuple[str, ...]:
        return tuple(name for name in wanted or () if name.lstrip("-+") in known)

    return View(
        record_type=kept["record_type"],
        name=kept["name"],
        id=row.id,
        owner=row.owner,
        owner_name=row.owner_name,
        own=row.distance == 0,
        team=kept["team"],
        query=kept["query"],
        columns=still(kept["columns"]),
        order=still(kept["order"]),
        grouped_by=kept["grouped_by"] if kept["grouped_by"] in known else "",
        templates=kept["templates"],
        pinned=kept["pinned"],
        is_default=kept["is_default"],
    )


def _values(view: View) -> dict[str, object]:
    """The columns of the table."""
    return {
        "owner": view.owner,
        "record_type": view.record_type,
        "name": view.name,
        "team": view.team,
        "query": view.query,
        "columns": view.columns,
        "order": view.order,
        "grouped_by": view.grouped_by,
        "templates": view.templates,
        "pinned": view.pinned,
        "is_default": view.is_default,
    }


def _type_of(view: View) -> type[Record]:
    try:
        return named_type(view.record_type)
    except KeyError as error:
        raise BadCall(str(error.args[0])) from None


def _check(
    reader: Reader, session: Session, cls: type[Record], view: View, mine: Iterable[View]
) -> None:
    taken = {v.name.casefold() for v in mine if v.id != view.id}
    problem = ""
    if not view.name:
        problem = "give the view a name"
    elif len(view.name) > LONGEST_NAME:
        problem = f"may have {LONGEST_NAME} letters at most"
    elif view.name.casefold() in taken:
        problem = f"you have a view '{view.name}' already; choose another name, or change that one"
    if problem:
        raise Invalid([Problem("name", "Name", problem)])
    check_columns(cls, view.columns)
    check_order(cls, view.order)
    if view.grouped_by:
        check_grouping(cls, view.grouped_by)
    filter_for(reader, session.clock, cls, view.query)


def _require_own(reader: Reader, view_id: int) -> None:
    found = next((view for view in _seen(reader, None) if view.id == view_id), None)
    if found is None:
        raise NotFound("there is no such view")
    if not found.own:
        raise Forbidden(f"the view '{found.name}' belongs to {found.owner_name}; save your own")
