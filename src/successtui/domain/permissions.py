"""Who may do what: the action table, held once and asked through one pure function, `decide`.

Which rows a person sees is the store's business (`store/visibility.py`); this module only knows
families of records, actions and roles.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from successtui.domain.errors import Forbidden
from successtui.records.picklists import Role


class Action(StrEnum):
    """What can be asked for."""

    VIEW = "view"
    CREATE = "create"
    EDIT = "edit"
    DELETE = "delete"
    USE_TEMPLATES = "use templates"
    REPORT = "open the report"
    APPROVE = "approve"
    ADMINISTER = "administer"
    IMPORT = "import"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is at work.

    Attributes:
        id: of the user; of a customer's contact its id with a minus in front, for no user has that.
        people: ids of the users whose records they see: themselves and, for a manager, all
            transitive reports; `None` means everyone (admin).
        acting_for: username of the admin who acts as this person, else empty. Of a contact how
            history names them, for they are no user it could look up.
        timezone: IANA name of the zone they live in, as they gave it; empty when they did not.
    """

    id: int
    username: str
    name: str
    roles: frozenset[Role]
    people: frozenset[int] | None
    acting_for: str = ""
    timezone: str = field(default="", compare=False)

    @property
    def is_admin(self) -> bool:
        """Whether the person holds every right."""
        return Role.ADMIN in self.roles

    @property
    def user_id(self) -> int | None:
        """The user they are; `None` for a customer's contact."""
        return self.id if self.id > 0 else None

    @property
    def is_manager(self) -> bool:
        """Whether the person sees a team's records."""
        return self.is_admin or Role.MANAGER in self.roles

    def oversees(self, user_id: int) -> bool:
        """Whether that user is the person or one of their transitive reports."""
        return self.people is None or user_id in self.people


@dataclass(frozen=True, slots=True)
class Subject:
    """What the action is about, as far as permission goes.

    Attributes:
        family: row of the table.
        own: the record belongs to the actor's own book.
        template: it is a template or belongs to one.
        collaborator: the actor owns or helps with the template's library.
    """

    family: str
    own: bool = False
    template: bool = False
    collaborator: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether it is allowed, and if not, why, naming the missing role."""

    allowed: bool
    reason: str = ""

    def enforce(self) -> None:
        """Raises `Forbidden` with the reason unless allowed."""
        if not self.allowed:
            raise Forbidden(self.reason)


_LETTER = {Action.VIEW: "v", Action.CREATE: "c", Action.EDIT: "e", Action.DELETE: "d"}

# Letters: v view, c create, e edit and lifecycle, d delete, o delete what is one's own.
_M, _A, _P, _V = Role.MANAGER, Role.AGENT, Role.PARTICIPANT, Role.VIEWER
_TABLE: dict[str, dict[Role, str]] = {
    "account": {_M: "vce", _A: "vce", _P: "v", _V: "v"},
    "plan": {_M: "vced", _A: "vced", _P: "v", _V: "v"},
    "objective": {_M: "vced", _A: "vced", _P: "vce", _V: "v"},
    "outcome": {_M: "vced", _A: "vced", _P: "vce", _V: "v"},
    "play": {_M: "vced", _A: "vced", _P: "vce", _V: "v"},
    "task": {_M: "vced", _A: "vced", _P: "vce", _V: "v"},
    "template": {_M: "v", _A: "v", _P: "v", _V: "v"},
    "engagement": {_M: "vced", _A: "vceo", _P: "v", _V: "v"},
    "risk": {_M: "vced", _A: "vceo", _P: "v", _V: "v"},
    "touchpoint": {_M: "vced", _A: "vceo", _P: "vce", _V: "v"},
    "contract": {_M: "vce", _A: "vce", _P: "v", _V: "v"},
    "usage": {_M: "vce", _A: "vce", _P: "v", _V: "v"},
    "metric": {_M: "v", _A: "v"},
    "product": {_M: "v", _A: "v", _P: "v", _V: "v"},
    "library": {_M: "v", _A: "v", _P: "v", _V: "v"},
    "house": {_M: "v", _A: "v", _P: "v", _V: "v"},
    "work_note": {_M: "vc", _A: "vc", _P: "vc", _V: "v"},
}
_HOUSE = ("user", "role", "pool", "picklist", "rate", "setting")

_SPECIAL: dict[Action, frozenset[Role]] = {
    Action.USE_TEMPLATES: frozenset({_M, _A}),
    Action.REPORT: frozenset({_M, _A}),
    Action.APPROVE: frozenset({_M}),
    Action.ADMINISTER: frozenset(),
    Action.IMPORT: frozenset({_M, _A}),
}

_ALIASES = {
    "sn_acct_lc.success_manager": Role.MANAGER,
    "sn_acct_lc.customer_success_agent": Role.AGENT,
}


def role_named(text: str) -> Role | None:
    """The role of that name, or of a vendor's name for it; `None` when there is none."""
    try:
        return _ALIASES.get(text) or Role(text)
    except ValueError:
        return None


def known_roles(texts: Iterable[str]) -> frozenset[Role]:
    """The roles among the given names; unknown names grant nothing."""
    return frozenset(role for text in texts if (role := role_named(text)))


def decide(actor: Actor, action: Action, subject: Subject) -> Decision:
    """Whether the actor may do this to that (permissions.md, "Which actions").

    Templates follow the row of templates; a library's collaborators may create and edit there
    (R001-19). Participants create blank records only (R003-04).
    """
    if actor.is_admin:
        return Decision(True)
    if action in _SPECIAL:
        holders = _SPECIAL[action]
        return Decision(True) if actor.roles & holders else _refusal(actor, action, "", holders)
    family = _row(subject)
    letter = _LETTER[action]
    row = _TABLE.get(family, {})
    allowed = any(_grants(row.get(role, ""), letter, subject) for role in actor.roles)
    if not allowed and subject.template and subject.collaborator and letter in "ce":
        allowed = bool(actor.roles & {_M, _A})
    if allowed:
        return Decision(True)
    holders = frozenset(role for role, letters in row.items() if letter in letters)
    return _refusal(actor, action, subject.family, holders)


def may_reassign(actor: Actor, family: str, *, own: bool, to_user: int | None) -> Decision:
    """Whether the actor may hand a record over to `to_user` (`None`: to no particular person).

    `own` says the record is the actor's or nobody's, or stands in the actor's own book.
    """
    if actor.is_admin:
        return Decision(True)
    if Role.MANAGER in actor.roles:
        if to_user is None or actor.oversees(to_user):
            return Decision(True)
        if Role.AGENT not in actor.roles or not own:
            return Decision(False, "a success_manager assigns within their own team only")
    if Role.AGENT in actor.roles:
        if own:
            return Decision(True)
        return Decision(False, "a customer_success_agent hands over only what is their own")
    if Role.PARTICIPANT in actor.roles:
        if own and family == "task":
            return Decision(True)
        if to_user in (None, actor.id):
            return Decision(True)
        return Decision(False, "a participant reassigns only their own tasks")
    return _refusal(actor, Action.EDIT, family, frozenset({_M, _A}))


def _row(subject: Subject) -> str:
    if subject.template:
        return "template"
    return "house" if subject.family in _HOUSE else subject.family


def _grants(letters: str, letter: str, subject: Subject) -> bool:
    return letter in letters or (letter == "d" and "o" in letters and subject.own)


def _refusal(actor: Actor, action: Action, family: str, holders: frozenset[Role]) -> Decision:
    needed = " or ".join(role.value for role in Role if role in holders) or "admin"
    held = ", ".join(sorted(actor.roles)) or "no role"
    what = f"{action} {family.replace('_', ' ')}".strip()
    return Decision(False, f"to {what} you need the role {needed}; you hold {held}")
