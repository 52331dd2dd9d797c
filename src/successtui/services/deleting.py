"""Deleting: what stands in the way, what goes along, what is only unlinked (C2, R003-39)."""

from __future__ import annotations

from collections.abc import Iterator

from successtui.domain.errors import NeedsConfirmation, Refused
from successtui.domain.permissions import Action, decide
from successtui.records import Record, RenewalEvent
from successtui.records.kinds import AnyReference, Field, OnDelete, Reference, References
from successtui.records.record import referring
from successtui.services.draft import Mode
from successtui.services.rules.contracts import recompute_renewal
from successtui.services.saver import Saver

_SHOWN = 5


def remove(saver: Saver, record: Record) -> None:
    """Deletes a record and what belongs to it.

    Raises:
        Forbidden: the person may not.
        Refused: records hang from it that must go first; they are listed.
        NeedsConfirmation: others go along and the person has not seen which.
    """
    cls = type(record)
    record = saver.unit.require(cls, record.id)
    decide(saver.unit.writer, Action.DELETE, saver.subject(cls, record.values())).enforce()
    if cls is RenewalEvent:
        raise Refused("renewal events are kept; a reversed decision replaces its own")
    along = _collect(saver, record)
    if along and not saver.confirmed:
        effects = tuple(f"{_name(other)} will be deleted" for other in along)
        label = cls.declaration.label.lower()
        message = f"deleting the {label} takes {len(along)} more along; confirm it to go on"
        raise NeedsConfirmation(message, effects)
    for doomed in (*along, record):
        _unlink(saver, doomed)
    for doomed in (*along, record):
        fresh = saver.unit.house.get(type(doomed), doomed.id)
        if fresh is not None:
            saver.unit.delete(fresh)
            if doomed.declaration.name == "engagement_contract":
                recompute_renewal(saver, doomed["engagement"])


def _collect(saver: Saver, record: Record) -> list[Record]:
    """Everything that goes along, deepest first; refuses when something must go before."""
    along: dict[tuple[str, int], Record] = {}
    obstacles: list[str] = []
    _walk(saver, record, along, obstacles)
    if obstacles:
        label = record.declaration.label.lower()
        listed = "; ".join(obstacles[:_SHOWN])
        more = f" and {len(obstacles) - _SHOWN} more" if len(obstacles) > _SHOWN else ""
        message = f"the {label} {record.caption} cannot be deleted while it has: {listed}{more}"
        raise Refused(message, tuple(obstacles))
    return list(reversed(along.values()))


def _walk(
    saver: Saver,
    record: Record,
    along: dict[tuple[str, int], Record],
    obstacles: list[str],
) -> None:
    for field, other in _users_of(saver, record):
        policy = _policy(field, record)
        known = (other.declaration.name, other.id)
        if policy is OnDelete.TAKE_ALONG and known not in along:
            along[known] = other
            _walk(saver, other, along, obstacles)
        elif policy is OnDelete.REFUSE and known not in along:
            obstacles.append(_name(other))


def _unlink(saver: Saver, record: Record) -> None:
    """Empties the references that do not mind."""
    for field, other in _users_of(saver, record):
        if isinstance(field.kind, References):
            left = tuple(i for i in other[field.name] if i != record.id)
            saver.change(other, {field.name: left}, mode=Mode.PROGRAM)
        elif _policy(field, record) is OnDelete.UNLINK:
            saver.unit.update(other, {field.name: None})


def _users_of(saver: Saver, record: Record) -> Iterator[tuple[Field, Record]]:
    """Living records that refer to this one, with the field they do it by."""
    name = record.declaration.name
    for cls, field in referring(name):
        if field.mirrors and not isinstance(field.kind, Reference):
            continue
        where: dict[str, object] = {field.name: record.id}
        if isinstance(field.kind, AnyReference):
            told = next(v for v, target in field.kind.targets if target == name)
            where[field.kind.discriminator] = told
        for other in saver.unit.house.all(cls, where, templates=None):
            yield field, other


def _policy(field: Field, record: Record) -> OnDelete | None:
    kind = field.kind
    if isinstance(kind, AnyReference):
        refused = record.declaration.name in kind.refusing
        return OnDelete.REFUSE if refused else kind.on_delete
    if isinstance(kind, Reference):
        # A mirrored reference goes with the record it mirrors through, or is emptied.
        if field.mirrors and kind.on_delete is not OnDelete.UNLINK:
            return OnDelete.REFUSE
        return kind.on_delete
    return None


def _name(record: Record) -> str:
    label = record.declaration.label.lower()
    return f"{label} {record.number} {record.caption}".replace("  ", " ").strip()
