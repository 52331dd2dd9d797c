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


class Effects:
    """What happens besides, gathered from one unit of work or several.

    Args:
        marked: the records the change is for; of these nothing is said.
        will: it is still to come.
    """

    def __init__(self, cls: type[Record], marked: Iterable[int], *, will: bool) -> None:
        self._own = {(cls.declaration.name, i) for i in marked}
        self._verbs = ("will be", "will change") if will else ("is now", "changed")
        self._lines: dict[str, dict[str, None]] = {}
        self._following: dict[str, set[int]] = {}
        self._labels: dict[str, dict[str, None]] = {}

    def gather(self, unit: UnitOfWork) -> None:
        """Takes in what a unit did so far. Records the person does not see are not named."""
        if unit.batch_id is None:
            return
        found: dict[str, dict[int, list[Change]]] = {}
        for change in journal.changes_of_batch(unit.connection, unit.batch_id):
            if (change.record_type, change.record_id) not in self._own:
                theirs = found.setdefault(change.record_type, {})
                theirs.setdefault(change.record_id, []).append(change)
        for name, changes in found.items():
            self._of_type(unit, name, changes)

    def lines(self) -> tuple[str, ...]:
        """One line for each other record that goes along, and one for each type whose records
        only follow (an owner or account they mirror)."""
        lines: list[str] = []
        for name, told in self._lines.items():
            lines += told
            if following := self._following[name]:
                declaration = REGISTRY[name].declaration
                noun = declaration.label if len(following) == 1 else declaration.plural
                labels = ", ".join(self._labels[name])
                what = f"{len(following):,} {noun.lower()} {self._verbs[1]} along: {labels}"
                lines.append(what)
        return tuple(lines)

    def _of_type(self, unit: UnitOfWork, name: str, changes: Mapping[int, list[Change]]) -> None:
        cls = REGISTRY[name]
        lines = self._lines.setdefault(name, {})
        following = self._following.setdefault(name, set())
        labels = self._labels.setdefault(name, {})
        for record_id, record in unit.rows(cls, list(changes), deleted=True).items():
            if told := _told(record, changes[record_id]):
                label = cls.declaration.label.lower()
                key = record.number or unit.key_of(record)
                caption = record.caption if record.caption != key else ""
                named = f"{label} {key} {caption}".strip()
                lines[f"{named} {self._verbs[0]} {told}"] = None
            else:
                following.add(record_id)
                labels.update((_label(cls, change.field), None) for change in changes[record_id])


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
