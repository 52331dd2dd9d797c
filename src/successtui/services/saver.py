"""Saving and deleting any record: permission, rules, validation, then the change and its effects.

Every way in (screen, command line, import, undo of a cascade) ends here, so a rule holds whoever
asks. What is special about single record types stands in `rules/`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from successtui.domain.errors import Conflict, Invalid, Problem
from successtui.domain.permissions import Action, Subject, decide, may_reassign
from successtui.domain.plaintext import clean_text
from successtui.domain.validation import problems as value_problems
from successtui.records import REGISTRY, Record
from successtui.records.kinds import (
    AnyReference,
    Default,
    Field,
    Reference,
    References,
    Text,
    TextList,
)
from successtui.records.record import fields_of_kind
from successtui.services import house
from successtui.services.draft import Draft, Mode
from successtui.services.mirrors import fill_mirrors, spread_mirrors
from successtui.services.rules import RULES
from successtui.services.subjects import in_book, subject_of
from successtui.store.unit import UnitOfWork

R = TypeVar("R", bound=Record)

_OWNERS = ("csm", "account_manager", "owner", "assigned_to")


class Saver:
    """Saves records within one unit of work.

    Args:
        today: the date defaults and rules compare with.
        confirmed: the person has seen what a change takes with it.

    Attributes:
        unlocked: fields the action that is carried out may change, although people may not edit
            them otherwise.
    """

    def __init__(
        self, unit: UnitOfWork, today: date, mode: Mode = Mode.PERSON, *, confirmed: bool = False
    ) -> None:
        self.unit = unit
        self.today = today
        self.mode = mode
        self.confirmed = confirmed
        self.unlocked: frozenset[str] = frozenset()
        self.notices: list[str] = []
        self._seen: dict[tuple[str, int], bool] = {}

    def add(self, cls: type[R], values: Mapping[str, Any], *, mode: Mode | None = None) -> R:
        """Saves a new record.

        Raises:
            Invalid: field by field, what is wrong.
            Forbidden, NotFound, Refused: it may not, or cannot, be made.
        """
        mode = mode or self.mode
        given = _given(cls, values, mode)
        filled = {**self.defaults(cls), **given}
        draft = Draft(cls, None, filled, frozenset(given), mode)
        self._prepare(draft)
        self._permit(draft, Action.CREATE)
        number = str(values.get("number") or "")
        self._check(draft, number)
        record = self.unit.insert(cls, {**draft.values, "number": number})
        self._settle(draft, record)
        return record

    def change(
        self,
        record: R,
        changes: Mapping[str, Any],
        *,
        base: Mapping[str, Any] | None = None,
        mode: Mode | None = None,
    ) -> R:
        """Saves changes of a stored record.

        Args:
            base: the values the person saw of the fields they changed; a field that somebody
                else changed since to something else is a conflict, others are kept.

        Raises:
            Conflict: with the values stored meanwhile.
            Invalid, Forbidden, NotFound, Refused: as in `add`.
        """
        # What follows from an allowed change reaches records the person may not see.
        mode = mode or self.mode
        reader = self.unit.house if mode is Mode.PROGRAM else self.unit
        current = reader.require(type(record), record.id)
        _refuse_overwriting(current, changes, base)
        known = _given(type(record), changes, mode)
        values = {**current.values(), **known}
        draft = Draft(type(record), current, values, frozenset(known), mode)
        self._prepare(draft)
        if not draft.changed() and not draft.problems:
            return current
        self._permit(draft, Action.EDIT)
        self._check(draft, current.number)
        saved = self.unit.update(current, draft.changed())
        self._settle(draft, saved)
        spread_mirrors(self, saved, frozenset(draft.changed()))
        return saved

    def sees(self, target: str, record_id: int) -> bool:
        """Whether the person sees that record; asked once per unit."""
        known = (target, record_id)
        if known not in self._seen:
            self._seen[known] = self.unit.get(REGISTRY[target], record_id) is not None
        return self._seen[known]

    def subject(self, cls: type[Record], values: Mapping[str, Any]) -> Subject:
        """What permission needs to know of a record with those values."""
        return subject_of(self.unit.house, self.unit.writer, cls, values)

    def defaults(self, cls: type[Record]) -> dict[str, Any]:
        """What a new record's fields hold when nothing is said of them."""
        return {n: self._default(f) for n, f in cls.declaration.fields.items()}

    def _prepare(self, draft: Draft) -> None:
        fill_mirrors(self.unit.house, draft)
        for rule in RULES.get(draft.name, ()):
            if rule.prepare is not None:
                rule.prepare(self, draft)

    def _permit(self, draft: Draft, action: Action) -> None:
        if draft.mode is Mode.PROGRAM:
            return
        subject = self.subject(draft.cls, draft.values)
        decide(self.unit.writer, action, subject).enforce()
        if draft.old is not None:
            before = self.subject(draft.cls, draft.old.values())
            decide(self.unit.writer, action, before).enforce()
        for name in _OWNERS:
            if name in draft.values and _changes_owner(draft, name):
                self._permit_owner(draft, name)

    def _permit_owner(self, draft: Draft, name: str) -> None:
        """Handing a record to somebody, or making it theirs, follows its own row of the table."""
        to_user = _owner_in(draft.cls, draft.values, name)
        me = self.unit.writer
        if draft.is_new and to_user in (None, me.id):
            return
        own = True
        if draft.old is not None:
            known = draft.old.values()
            nobodys_or_mine = known[name] is None or _owner_in(draft.cls, known, name) == me.id
            own = nobodys_or_mine or in_book(self.unit.house, me, draft.cls, known)
        may_reassign(me, draft.name, own=own, to_user=to_user).enforce()

    def _check(self, draft: Draft, number: str) -> None:
        for rule in RULES.get(draft.name, ()):
            if rule.check is not None:
                rule.check(self, draft)
        touched = None if draft.is_new else frozenset(draft.changed()) | draft.given
        found = _locked_problems(draft)
        found += value_problems(draft.cls, draft.values, only=touched)
        found += self._reference_problems(draft)
        found += house.picklist_problems(self, draft)
        found += self._uniqueness_problems(draft, number)
        found += draft.problems
        if found:
            raise Invalid(_once_per_field(draft.cls, found))

    def _settle(self, draft: Draft, record: Record) -> None:
        self.notices.extend(draft.notices)
        for rule in RULES.get(draft.name, ()):
            if rule.after is not None:
                rule.after(self, draft, record)

    def _default(self, field: Field) -> Any:
        match field.default:
            case Default.TODAY:
                return self.today
            case Default.CURRENT_USER:
                return self.unit.writer.id
            case Default.BASE_CURRENCY:
                return house.base_currency(self.unit.house)
            case value:
                return value

    def _reference_problems(self, draft: Draft) -> list[Problem]:
        """References must lead to records the person sees (permissions.md, new parents)."""
        found = []
        for field in fields_of_kind(draft.cls, Reference, References, AnyReference):
            value = draft[field.name]
            target = _target(field, draft)
            if value in (None, ()) or field.mirrors or target is None:
                continue
            if not (draft.changes(field.name) or _points_elsewhere(field, draft)):
                continue
            ids = value if isinstance(field.kind, References) else (value,)
            old = draft.before(field.name) if isinstance(field.kind, References) else ()
            fresh = [i for i in ids if i not in (old or ())]
            if draft.mode is not Mode.PROGRAM and not all(self.sees(target, i) for i in fresh):
                label = REGISTRY[target].declaration.label.lower()
                found.append(Problem(field.name, field.label, f"there is no such {label}"))
        return found

    def _uniqueness_problems(self, draft: Draft, number: str) -> list[Problem]:
        declaration = draft.cls.declaration
        reader = self.unit.house
        if draft.is_new and number and declaration.numbered:
            if reader.holders(draft.cls, {"number": number}, deleted=True):
                return [Problem("number", "Number", f"'{number}' is taken")]
        groups: list[tuple[str, ...]] = [(f.name,) for f in declaration.fields.values() if f.unique]
        if not declaration.numbered:
            groups.append(declaration.key)
        found = []
        for names in dict.fromkeys(groups):
            if not any(draft.changes(name) for name in names):
                continue
            if len(names) == 1 and draft[names[0]] is None:
                continue
            same = reader.holders(draft.cls, {n: draft[n] for n in names})
            if any(i != (draft.old.id if draft.old else 0) for i in same):
                field = declaration.fields[names[-1]]
                found.append(Problem(field.name, field.label, "exists already; it must be unique"))
        return found


def _given(cls: type[Record], values: Mapping[str, Any], mode: Mode) -> dict[str, Any]:
    """The values of declared fields: several references in order, texts cleaned unless a file's
    reader did so before."""
    given = {n: v for n, v in values.items() if n in cls.declaration.fields}
    for field in fields_of_kind(cls, References):
        if field.name in given:
            given[field.name] = tuple(sorted(set(given[field.name] or ())))
    if mode is Mode.IMPORT:
        return given
    for field in fields_of_kind(cls, Text, TextList):
        value = given.get(field.name)
        if isinstance(value, str) and isinstance(field.kind, Text):
            given[field.name] = clean_text(value, multiline=field.kind.multiline) or None
        elif isinstance(value, tuple):
            given[field.name] = tuple(clean_text(str(v), multiline=False) for v in value)
    return given


def _owner_in(cls: type[Record], values: Mapping[str, Any], name: str) -> int | None:
    """The user an owner's field names; `None` for nobody, a role, a pool or a contact."""
    by_reference = isinstance(cls.declaration.fields[name].kind, Reference)
    return values[name] if by_reference or values["owner_kind"] == "user" else None


def _changes_owner(draft: Draft, name: str) -> bool:
    field = draft.cls.declaration.fields[name]
    return draft.changes(name) or _points_elsewhere(field, draft)


def _points_elsewhere(field: Field, draft: Draft) -> bool:
    """Whether the same id now means a record of another type."""
    kind = field.kind
    return isinstance(kind, AnyReference) and draft.changes(kind.discriminator)


def _target(field: Field, draft: Draft) -> str | None:
    kind = field.kind
    if isinstance(kind, Reference | References):
        return kind.target
    if isinstance(kind, AnyReference):
        return kind.target(draft[kind.discriminator])
    return None


def _refuse_overwriting(
    current: Record, changes: Mapping[str, Any], base: Mapping[str, Any] | None
) -> None:
    if base is None:
        return
    theirs = {
        name: current[name]
        for name, mine in changes.items()
        if name in base and current[name] not in (base[name], mine)
    }
    if theirs:
        labels = ", ".join(current.declaration.fields[name].label for name in theirs)
        message = f"somebody else changed {labels} meanwhile"
        raise Conflict(message, theirs, current.version)


def _locked_problems(draft: Draft) -> list[Problem]:
    """Fields that keep the value they were made with (R003-31)."""
    if draft.is_new or draft.mode is Mode.PROGRAM:
        return []
    fields = draft.cls.declaration.fields.values()
    message = "cannot be changed after the record is made"
    return [Problem(f.name, f.label, message) for f in fields if f.locked and draft.changes(f.name)]


def _once_per_field(cls: type[Record], found: list[Problem]) -> list[Problem]:
    kept: dict[str, Problem] = {}
    for problem in found:
        kept.setdefault(problem.field, problem)
    order = {name: place for place, name in enumerate(cls.declaration.fields)}
    return sorted(kept.values(), key=lambda p: order.get(p.field, -1))
