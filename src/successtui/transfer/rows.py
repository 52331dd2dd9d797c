"""Saving one row of an import: its references looked up, its record found, made, changed or
restored.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from successtui.domain.errors import Invalid, SuccessError
from successtui.domain.lifecycle_statuses import labels, plain_entry
from successtui.domain.permissions import Action, decide
from successtui.records import REGISTRY, Contract, PicklistValues, Record
from successtui.records.kinds import AnyReference, Kind, Reference, References, TextList
from successtui.services.saver import Saver
from successtui.store.reader import HIDDEN
from successtui.store.unit import UnitOfWork
from successtui.transfer.cells import Candidate, Link, stands_in_for_default
from successtui.transfer.limits import beyond_rights
from successtui.transfer.matching import find_stored
from successtui.transfer.ordering import targets
from successtui.transfer.source import Trouble


class OnConflict(StrEnum):
    """What a row does to a living record that it finds."""

    UPDATE = "update"
    SKIP = "skip"
    REPLACE = "replace"
    FAIL = "fail"


class Unusable(Exception):
    """A row cannot be saved; `troubles` says why."""

    def __init__(self, troubles: Iterable[Trouble]) -> None:
        super().__init__()
        self.troubles = list(troubles)


class RowSaver:
    """Saves rows within one unit of work.

    Args:
        used: values that rows of this import give to fields with a picklist, by its name; a row
            that brings such a list brings them along.

    Attributes:
        waiting: rows saved without a reference that another row must exist for first.
        contracts: contracts that were made or changed.
    """

    def __init__(
        self,
        unit: UnitOfWork,
        saver: Saver,
        on_conflict: OnConflict,
        used: Mapping[str, tuple[str, ...]],
    ) -> None:
        self.waiting: dict[Candidate, tuple[Record, frozenset[str]]] = {}
        self.contracts: list[Contract] = []
        self._unit = unit
        self._saver = saver
        self._on_conflict = on_conflict
        self._used = used
        self._defaults: dict[type[Record], dict[str, Any]] = {}

    def save(self, candidate: Candidate, later: frozenset[str]) -> str:
        """Saves a row; returns `created`, `updated` or `unchanged`.

        Args:
            later: references that close a circle; left for `close_circle` if they lead nowhere yet.

        Raises:
            Unusable: with every reason that could be found.
        """
        values, missing = self._resolve(candidate, later)
        stored = find_stored(self._unit.house, candidate, values, self._defaults_of(candidate))
        try:
            record, what = self._store(candidate, values, stored)
        except SuccessError as error:
            raise Unusable(_troubles(candidate, error)) from None
        if missing:
            self.waiting[candidate] = (record, missing)
        if isinstance(record, Contract) and what != "unchanged":
            self.contracts.append(record)
        return what

    def close_circle(self, candidate: Candidate) -> bool:
        """Sets the references a row had to wait for; tells whether that changed anything.

        Raises:
            Unusable: they still lead nowhere, or in a circle that is not allowed.
        """
        record, names = self.waiting[candidate]
        values, _ = self._resolve(candidate, frozenset(), only=names)
        current = self._unit.house.rows(type(record), [record.id])[record.id]
        try:
            saved = self._saver.change(current, values)
        except SuccessError as error:
            raise Unusable(_troubles(candidate, error)) from None
        return saved.version != current.version

    def _store(
        self, candidate: Candidate, values: dict[str, Any], stored: list[Record]
    ) -> tuple[Record, str]:
        if len(stored) > 1:
            label = candidate.record.declaration.plural.lower()
            raise Unusable([Trouble("", "", f"{len(stored)} {label} fit this row")])
        if not stored:
            self._check_rights(candidate, values, None)
            made = {**self._with_used(candidate, values, None), "number": candidate.number}
            return self._saver.add(candidate.record, made), "created"
        record = stored[0]
        if self._unit.get(candidate.record, record.id, deleted=True) is None:
            label = candidate.record.declaration.label.lower()
            raise Unusable([Trouble("", "", f"there is no such {label}, or you may not change it")])
        restored = record.deleted_at is not None
        if restored:
            record = self._restore(candidate, record, values)
        elif self._on_conflict is OnConflict.FAIL:
            raise Unusable([Trouble("", "", "it exists already")])
        elif self._on_conflict is OnConflict.SKIP:
            return record, "unchanged"
        saved = self._change(candidate, record, values)
        return saved, "updated" if restored or saved.version != record.version else "unchanged"

    def _change(self, candidate: Candidate, record: Record, values: dict[str, Any]) -> Record:
        if self._on_conflict is OnConflict.REPLACE:
            values = {**self._emptied(candidate), **values}
        values = self._with_used(candidate, values, record)
        changes = {name: value for name, value in values.items() if record[name] != value}
        if not changes:
            return record
        self._check_rights(candidate, changes, record)
        return self._saver.change(record, changes)

    def _restore(self, candidate: Candidate, record: Record, values: dict[str, Any]) -> Record:
        """Brings a deleted record back, if what it belongs to is there."""
        subject = self._saver.subject(candidate.record, record.values())
        decide(self._unit.writer, Action.CREATE, subject).enforce()
        for field in candidate.record.declaration.fields.values():
            if field.name in values or record[field.name] is None:
                continue
            kind, target = field.kind, None
            if isinstance(kind, Reference):
                target = kind.target
            elif isinstance(kind, AnyReference):
                target = kind.target(record[kind.discriminator])
            if target and self._unit.house.get(REGISTRY[target], record[field.name]) is None:
                label = REGISTRY[target].declaration.label.lower()
                message = f"it was deleted, and so was its {label}; import that as well"
                raise Unusable([candidate.trouble(field.name, message)])
        return self._unit.restore(record)

    def _check_rights(
        self, candidate: Candidate, values: Mapping[str, Any], record: Record | None
    ) -> None:
        found = beyond_rights(self._unit.writer, candidate.record, values, record)
        if found:
            raise Unusable(candidate.trouble(name, reason) for name, reason in found)

    def _emptied(self, candidate: Candidate) -> dict[str, Any]:
        """What `replace` gives to the fields that the file has no column for."""
        defaults = self._defaults_of(candidate)
        declaration = candidate.record.declaration
        return {
            field.name: defaults[field.name] if stands_in_for_default(field) else _empty(field.kind)
            for field in declaration.fields.values()
            if field.exported and not field.mirrors and field.name not in declaration.key
        }

    def _with_used(
        self, candidate: Candidate, values: dict[str, Any], record: Record | None
    ) -> dict[str, Any]:
        """A picklist's row with the values that rows of the same import use besides."""
        if candidate.record is not PicklistValues or "entries" not in values:
            return values
        name = values.get("name") or (record["name"] if record else "")
        entries = values["entries"]
        more = tuple(v for v in self._used.get(name, ()) if v not in labels(name, entries))
        known = labels(name, record["entries"]) if record else ()
        for value in more:
            if value not in known:
                self._saver.notices.append(f"'{value}' was added to the picklist {name}")
        return {**values, "entries": (*entries, *(plain_entry(name, value) for value in more))}

    def _defaults_of(self, candidate: Candidate) -> dict[str, Any]:
        if candidate.record not in self._defaults:
            self._defaults[candidate.record] = self._saver.defaults(candidate.record)
        return self._defaults[candidate.record]

    def _resolve(
        self, candidate: Candidate, later: frozenset[str], only: frozenset[str] | None = None
    ) -> tuple[dict[str, Any], frozenset[str]]:
        """The row's values with references as ids, and the references that have to wait."""
        values = dict(candidate.values) if only is None else {}
        waiting: set[str] = set()
        troubles: list[Trouble] = []
        for name, link in candidate.links.items():
            if only is not None and name not in only:
                continue
            try:
                self._resolve_one(candidate, name, link, values)
            except _Nowhere as nowhere:
                if name in later:
                    waiting.add(name)
                elif HIDDEN not in link.keys:
                    troubles.append(candidate.trouble(name, nowhere.reason))
        if troubles:
            raise Unusable(troubles)
        return values, frozenset(waiting)

    def _resolve_one(
        self, candidate: Candidate, name: str, link: Link, values: dict[str, Any]
    ) -> None:
        kind = candidate.record.declaration.fields[name].kind
        if isinstance(kind, References):
            values[name] = tuple(sorted({self._id(link.target, link.by, k) for k in link.keys}))
        elif link.target:
            values[name] = self._id(link.target, link.by, link.keys[0])
        elif isinstance(kind, AnyReference):
            told, values[name] = self._told(candidate, name, link, kind)
            values[kind.discriminator] = told

    def _told(
        self, candidate: Candidate, name: str, link: Link, kind: AnyReference
    ) -> tuple[str, int]:
        """Type and id of what a key names, when no column says the type and only one has it."""
        found = []
        for target, by in targets(candidate, name, link):
            try:
                record_id = self._id(target, by, link.keys[0])
            except _Nowhere:
                continue
            found += [(value, record_id) for value, named in kind.targets if named == target]
        if len(found) == 1:
            choices = candidate.record.declaration.fields[kind.discriminator].kind.choices  # type: ignore[attr-defined]
            return choices(found[0][0]), found[0][1]
        label = kind.discriminator.replace("_", " ")
        raise _Nowhere(f"needs {label}" if found else "there is no such record")

    def _id(self, target: str, by: str, key: str) -> int:
        cls = REGISTRY[target]
        found = self._unit.house.holders(cls, {by: key})
        if len(found) == 1:
            return found[0]
        if not found:
            # The words the saver has for what is hidden: both must read the same.
            raise _Nowhere(f"there is no such {cls.declaration.label.lower()}")
        plural = cls.declaration.plural.lower()
        raise _Nowhere(f"there are {len(found)} {plural} with this {by.replace('_', ' ')}")


class _Nowhere(Exception):
    """A reference leads to no record, or to several."""

    def __init__(self, reason: str) -> None:
        super().__init__()
        self.reason = reason


def _empty(kind: Kind) -> object:
    return () if isinstance(kind, References | TextList) else None


def _troubles(candidate: Candidate, error: SuccessError) -> list[Trouble]:
    if isinstance(error, Invalid):
        # What the file says itself first; what follows from it, such as a mirrored field, after.
        found = sorted(error.problems, key=lambda p: p.field not in candidate.feed.columns)
        return [candidate.trouble(problem.field, problem.message) for problem in found]
    return [Trouble("", "", str(error))]
