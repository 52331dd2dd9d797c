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
from successtui.domain.validation import problems as value_problems
from successtui.records import REGISTRY, Account, Engagement, Library, Record
from successtui.records.kinds import (
    AnyReference,
    Default,
    Field,
    Reference,
    References,
)
from successtui.records.record import fields_of_kind
from successtui.services import house
from successtui.services.draft import Draft, Mode
from successtui.services.mirrors import fill_mirrors, spread_mirrors
from successtui.services.rules import RULES
from successtui.store.unit import UnitOfWork

R = TypeVar("R", bound=Record)

_OWNERS = ("csm", "account_manager", "owner", "assigned_to")


class Saver:
    """Saves records within one unit of work.

    Args:
        today: the date defaults and rules compare with.
        confirmed: the person has seen what a change takes with it.
    """

    def __init__(
        self, unit: UnitOfWork, today: date, mode: Mode = Mode.PERSON, *, confirmed: bool = False
    ) -> None:
        self.unit = unit
        self.today = today
        self.mode = mode
        self.confirmed = confirmed
        self.notices: list[str] = []
        self._seen: dict[tuple[str, int], bool] = {}

    def add(self, cls: type[R], values: Mapping[str, Any], *, mode: Mode | None = None) -> R:
        """Saves a new record.

        Raises:
            Invalid: field by field, what is wrong.
            Forbidden, NotFound, Refused: it may not, or cannot, be made.
        """
        given = {n: v for n, v in values.items() if n in cls.declaration.fields}
        filled = {**self.defaults(cls), **given}
        draft = Draft(cls, None, filled, frozenset(given), mode or self.mode)
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
        current = self.unit.require(type(record), record.id)
        _refuse_overwriting(current, changes, base)
        known = {n: v for n, v in changes.items() if n in current.declaration.fields}
        values = {**current.values(), **known}
        draft = Draft(type(record), current, values, frozenset(known), mode or self.mode)
        self._prepare(draft)
        if not draft.changed():
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
        template = bool(values.get("is_template"))
        return Subject(
            family=cls.declaration.family,
            own=self._is_own(cls, values),
            template=template,
            collaborator=template and self._collaborates(values.get("library")),
        )

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
            if before.template != subject.template:
                decide(self.unit.writer, action, before).enforce()
        for name in _OWNERS:
            if name in draft.values and draft.changes(name):
                self._permit_owner(draft, name)

    def _permit_owner(self, draft: Draft, name: str) -> None:
        """Handing a record to somebody, or making it theirs, follows its own row of the table."""
        kind = draft.cls.declaration.fields[name].kind
        owned_by_user = isinstance(kind, Reference) or draft["owner_kind"] == "user"
        to_user = draft[name] if owned_by_user else None
        if draft.is_new and to_user in (None, self.unit.writer.id):
            return
        known = draft.values if draft.old is None else draft.old.values()
        former = known.get(name) if owned_by_user else None
        own = (
            draft.is_new or former in (None, self.unit.writer.id) or self._in_book(draft.cls, known)
        )
        may_reassign(self.unit.writer, draft.name, own=own, to_user=to_user).enforce()

    def _check(self, draft: Draft, number: str) -> None:
        for rule in RULES.get(draft.name, ()):
            if rule.check is not None:
                rule.check(self, draft)
        touched = None if draft.is_new else frozenset(draft.changed()) | draft.given
        found = value_problems(draft.cls, draft.values, only=touched)
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
            if value in (None, ()) or not draft.changes(field.name) or field.mirrors:
                continue
            target = _target(field, draft)
            if target is None:
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

    def _is_own(self, cls: type[Record], values: Mapping[str, Any]) -> bool:
        """The record belongs to the person's own book."""
        me = self.unit.writer.id
        mine = [values.get(n) for n in ("csm", "assigned_to", "owner_user")]
        if values.get("owner_kind") in (None, "user"):
            mine.append(values.get("owner"))
        return me in mine or self._in_book(cls, values)

    def _in_book(self, cls: type[Record], values: Mapping[str, Any]) -> bool:
        """The person is CSM of the record's account or engagement."""
        me = self.unit.writer.id
        account_id = values.get("account")
        engagement_id = values.get("engagement")
        if cls is Account or cls is Engagement:
            return me in (values.get("csm"),)
        for owner_type, owner_id in ((Engagement, engagement_id), (Account, account_id)):
            if owner_id is not None:
                owner = self.unit.house.get(owner_type, owner_id)
                if owner is not None and owner["csm"] == me:
                    return True
        return False

    def _collaborates(self, library_id: object) -> bool:
        if not isinstance(library_id, int):
            return False
        library = self.unit.house.get(Library, library_id)
        me = self.unit.writer.id
        return library is not None and (library.owner == me or me in library.collaborators)


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


def _once_per_field(cls: type[Record], found: list[Problem]) -> list[Problem]:
    kept: dict[str, Problem] = {}
    for problem in found:
        kept.setdefault(problem.field, problem)
    order = {name: place for place, name in enumerate(cls.declaration.fields)}
    return sorted(kept.values(), key=lambda p: order.get(p.field, -1))
