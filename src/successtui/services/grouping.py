"""How many records of a list fall to each value of a field, and the query that shows just these."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from successtui.domain.errors import BadCall
from successtui.query import quoted
from successtui.query.errors import expected_one_of
from successtui.query.fields import names
from successtui.records import REGISTRY, Derived, Field, Record
from successtui.records.kinds import (
    AnyReference,
    Boolean,
    Date,
    Instant,
    OpenPicklist,
    Picklist,
    Reference,
)
from successtui.services.house import picklist
from successtui.services.listing import ListRequest, filter_for, query_context
from successtui.services.session import Session
from successtui.store.ordering import choices_of, sort_obstacle
from successtui.store.reader import HIDDEN, Reader

NOBODY = "(none)"
"""The label of the records whose field is empty."""

_Seen = tuple[int, str, str]
"""Id, label and key of a record the person sees."""
_KINDS = (Picklist, OpenPicklist, Reference, AnyReference, Boolean, Date, Instant)


@dataclass(frozen=True, slots=True)
class Group:
    """The records of a list that hold one value.

    Attributes:
        label: the value as lists show it; a month as `2026-03`; `NOBODY` for an empty field.
        count: how many there are; never 0.
        query: the list's own query narrowed to exactly these.
    """

    label: str
    count: int
    query: str


def group_counts(session: Session, request: ListRequest, field: str) -> tuple[Group, ...]:
    """The groups of a list by a field; their counts add up to the list's.

    Picklists stand in their own order, references by what they are known by, dates by month, the
    empty ones last. Values the query language cannot tell apart (`Web`, `web`) are one group.

    Raises:
        BadCall: there is no such field, or it cannot be grouped by.
        QueryError: the list's query cannot be understood.
    """
    declared = check_grouping(request.record, field)
    with session.read() as reader:
        found = _groups(reader, session, request, declared)
        sorted_groups = sorted(found.values(), key=lambda group: group.place)
    own = request.query.strip()
    narrowed = f"({own}) " if own else ""
    return tuple(
        Group(", ".join(dict.fromkeys(g.labels)), g.count, narrowed + g.term) for g in sorted_groups
    )


def groupable(cls: type[Record]) -> tuple[Field | Derived, ...]:
    """The fields a list of that type can be grouped by, in the order of declaration."""
    return tuple(declared for declared in names(cls).values() if _can_group(cls, declared))


def check_grouping(cls: type[Record], name: str) -> Field | Derived:
    """The field of that name.

    Raises:
        BadCall: there is none, or a list cannot be grouped by it.
    """
    declared = names(cls).get(name)
    label = cls.declaration.label
    if declared is None:
        raise BadCall(f"{label} has no field '{name}'; {expected_one_of(name, names(cls))}")
    if not _can_group(cls, declared):
        plural = cls.declaration.plural.lower()
        raise BadCall(f"{plural} cannot be grouped by {declared.label}")
    return declared


def _can_group(cls: type[Record], declared: Field | Derived) -> bool:
    kind = declared.kind
    if isinstance(kind, Reference) and len(REGISTRY[kind.target].declaration.key) != 1:
        return False
    return isinstance(kind, _KINDS) and not sort_obstacle(cls, declared.name)


@dataclass
class _Found:
    """A group on its way: where it stands, and the term of the query that finds it."""

    place: tuple[Any, ...]
    term: str
    labels: list[str] = field(default_factory=list)
    count: int = 0


class _Groups(dict[object, _Found]):
    """Groups by what makes them one."""

    def put(self, same: object, label: str, count: int, place: tuple[Any, ...], term: str) -> None:
        """Adds records to the group, which is made if it is the first of its kind."""
        group = self.setdefault(same, _Found(place, term))
        group.labels.append(label)
        group.count += count


def _groups(
    reader: Reader, session: Session, request: ListRequest, declared: Field | Derived
) -> _Groups:
    cls, kind, name = request.record, declared.kind, declared.name
    found = filter_for(reader, session.clock, cls, request.query, templates=request.templates)
    context = query_context(reader, session.clock)
    told = kind.discriminator if isinstance(kind, AnyReference) else None
    columns = (name,) if told is None else (name, told)
    counts = reader.tally(cls, columns, found.condition, templates=found.templates, context=context)
    groups = _Groups()
    empty = sum(n for values, n in counts.items() if values[0] is None)
    filled = {values: n for values, n in counts.items() if values[0] is not None}
    match kind:
        case AnyReference():
            _by_any_reference(groups, reader, kind, name, filled)
        case Reference(target=target):
            _by_reference(groups, reader, target, name, {v[0]: n for v, n in filled.items()})
        case Date() | Instant():
            zone = context.zone
            _by_month(
                groups, name, {v[0]: n for v, n in filled.items()}, lambda at: at.astimezone(zone)
            )
        case _:
            single = {v[0]: n for v, n in filled.items()}
            _by_choice(groups, reader, declared, single)
    if empty:
        groups.put(None, NOBODY, empty, (3,), f"{name}:none")
    return groups


def _by_choice(
    groups: _Groups, reader: Reader, declared: Field | Derived, counts: Mapping[Any, int]
) -> None:
    """Picklists of both kinds, and yes or no."""
    kind, name = declared.kind, declared.name
    if isinstance(kind, Boolean):
        for value, count in counts.items():
            word = "yes" if value else "no"
            groups.put(word, word, count, (0, bool(value)), f"{name}:{word}")
        return
    if isinstance(declared, Derived):
        choices = choices_of(declared)
        counts = {choices[place]: n for place, n in counts.items()}
    elif isinstance(kind, OpenPicklist):
        choices = tuple(picklist(reader, kind.setting))
    else:
        choices = tuple(c.value for c in kind.choices) if isinstance(kind, Picklist) else ()
    places = {choice.lower(): place for place, choice in reversed(list(enumerate(choices)))}
    for value, count in counts.items():
        text = str(value)
        place = places.get(text.lower(), len(choices))
        groups.put(text.lower(), text, count, (0, place, text.lower()), f"{name}={quoted(text)}")


def _by_reference(
    groups: _Groups, reader: Reader, target: str, name: str, counts: Mapping[int, int]
) -> None:
    key_name = REGISTRY[target].declaration.key[0]
    for record_id, label, key in _known(reader, target, counts):
        count = counts[record_id]
        if key is None:
            term = f"{name}!=none -{name}.{key_name}!=none"
            groups.put(HIDDEN, HIDDEN, count, (2,), term)
        else:
            term = f"{name}.{key_name}={quoted(key)}"
            groups.put(key.lower(), label, count, (0, label.lower(), key.lower()), term)


def _by_any_reference(
    groups: _Groups,
    reader: Reader,
    kind: AnyReference,
    name: str,
    counts: Mapping[tuple[Any, ...], int],
) -> None:
    """The language finds these by key or by a part of the name, so what one term would find too
    is taken out again; what cannot be told apart that way is one group."""
    hidden = 0
    for told, target in kind.targets:
        theirs = {values[0]: n for values, n in counts.items() if str(values[1]) == told}
        known = list(_known(reader, target, theirs))
        hidden += sum(theirs[i] for i, _, key in known if key is None)
        seen = [(i, label, key) for i, label, key in known if key is not None]
        for one in _told_apart(seen):
            wanted = ",".join(quoted(f"{told}:{key}") for _, _, key in one)
            found = {i for i, _, _ in one}
            besides = [
                key
                for i, label, key in seen
                if i not in found and any(_finds(k, label, key) for _, _, k in one)
            ]
            term = f"{name}:{wanted}"
            if besides:
                term += f" -{name}:" + ",".join(quoted(f"{told}:{key}") for key in besides)
            for i, label, _ in one:
                shown = f"{told.capitalize()}: {label}" if told in ("role", "pool") else label
                place = (0, label.lower(), one[0][2].lower())
                groups.put((told, one[0][0]), shown, theirs[i], place, term)
    if hidden:
        rest = "".join(f" -({group.term})" for group in groups.values())
        groups.put(HIDDEN, HIDDEN, hidden, (2,), f"{name}!=none{rest}")


def _told_apart(seen: Iterable[_Seen]) -> list[list[_Seen]]:
    """Records gathered so that a term for each gathering can leave out all the others."""
    gathered = [[one] for one in seen]
    while True:
        entangled = next(
            (
                (one, other)
                for one in gathered
                for other in gathered
                if one is not other and _entangled(one, other)
            ),
            None,
        )
        if entangled is None:
            return gathered
        one, other = entangled
        gathered.remove(other)
        one.extend(other)


def _entangled(one: list[_Seen], other: list[_Seen]) -> bool:
    """Whether taking out of one what belongs to the other takes out some of its own."""
    return any(
        any(_finds(key, label, theirs) for _, _, key in one)
        and any(_finds(theirs, label_, key_) for _, label_, key_ in one)
        for _, label, theirs in other
    )


def _finds(text: str, label: str, key: str) -> bool:
    """Whether a term with that text finds the record too."""
    return text.lower() in label.lower() or text.lower() == key.lower()


def _by_month(
    groups: _Groups,
    name: str,
    counts: Mapping[Any, int],
    local: Callable[[datetime], datetime],
) -> None:
    for value, count in counts.items():
        day: date = local(value).date() if isinstance(value, datetime) else value
        last = calendar.monthrange(day.year, day.month)[1]
        month = f"{day.year:04d}-{day.month:02d}"
        term = f"{name}>={month}-01 {name}<={month}-{last}"
        groups.put(month, month, count, (0, month), term)


def _known(
    reader: Reader, target: str, ids: Iterable[int]
) -> Iterable[tuple[int, str, str | None]]:
    """Id, label and key of records; without key where the person does not see them."""
    cls = REGISTRY[target]
    found = reader.rows(cls, sorted(ids), deleted=True)
    for record_id in sorted(ids):
        record = found.get(record_id)
        if record is None:
            yield record_id, HIDDEN, None
        else:
            key = record.number or reader.key_of(record)
            yield record_id, record.caption or key, key
