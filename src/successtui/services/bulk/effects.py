"""What a bulk change does to other records than the marked ones, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from successtui.domain.lifecycle import TRANSITIONS, state_field
from successtui.records import REGISTRY, Record
from successtui.store import journal
from successtui.store.changes import Change
from successtui.store.tables import ChangeKind
from successtui.store.unit import UnitOfWork

_DONE = {ChangeKind.DELETE: "deleted", ChangeKind.CREATE: "made", ChangeKind.RESTORE: "restored"}


def side_effects(
    unit: UnitOfWork, cls: type[Record], marked: Iterable[int], *, will: bool
) -> tuple[str, ...]:
    """One line for each other record that goes along, and one for each type whose records only
    follow (an owner or account they mirror). Records the person does not see are not named.

    Args:
        will: it is still to come.
    """
    if unit.batch_id is None:
        return ()
    own = {(cls.declaration.name, i) for i in marked}
    found: dict[str, dict[int, list[Change]]] = {}
    for change in journal.changes_of_batch(unit.connection, unit.batch_id):
        if (change.record_type, change.record_id) not in own:
            theirs = found.setdefault(change.record_type, {})
            theirs.setdefault(change.record_id, []).append(change)
    return tuple(
        line for name, changes in found.items() for line in _of_type(unit, name, changes, will=will)
    )


def _of_type(
    unit: UnitOfWork, name: str, changes: Mapping[int, list[Change]], *, will: bool
) -> list[str]:
    cls = REGISTRY[name]
    verb = "will be" if will else "is now"
    lines: list[str] = []
    following: set[int] = set()
    labels: dict[str, None] = {}
    for record_id, record in unit.rows(cls, list(changes), deleted=True).items():
        told = _told(record, changes[record_id])
        if told:
            label = cls.declaration.label.lower()
            key = record.number or unit.key_of(record)
            caption = record.caption if record.caption != key else ""
            lines.append(f"{label} {key} {caption}".strip() + f" {verb} {told}")
            continue
        following.add(record_id)
        labels.update((_label(cls, change.field), None) for change in changes[record_id])
    if following:
        noun = (cls.declaration.label if len(following) == 1 else cls.declaration.plural).lower()
        change_verb = "will change" if will else "changed"
        lines.append(f"{len(following):,} {noun} {change_verb} along: {', '.join(labels)}")
    return lines


def _told(record: Record, changes: Iterable[Change]) -> str:
    """The one word for what happened to a record; empty when it only followed."""
    word = ""
    for change in changes:
        if change.kind in _DONE:
            word = _DONE[change.kind]
        elif change.record_type in TRANSITIONS and change.field == state_field(change.record_type):
            word = word or str(record[change.field]).lower()
    return word


def _label(cls: type[Record], name: str) -> str:
    declared = cls.declaration.fields.get(name)
    return declared.label if declared is not None else name
