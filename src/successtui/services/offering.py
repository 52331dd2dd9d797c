"""What can be done with a record now, and why not the rest: for the `.` menu and `act NUMBER`.

Offers everything the record's type knows. Nothing is decided here for good: carrying an action out
checks again.
"""

from __future__ import annotations

from dataclasses import dataclass

from successtui.domain.lifecycle import FINAL, is_open, proposed_code, state_field
from successtui.domain.lifecycle_actions import Act, acts_of, obstacle, states_before
from successtui.domain.permissions import Action, Subject, decide
from successtui.records import Outcome, Record
from successtui.services.children import open_children, parent_of
from successtui.services.derived import outcome_values
from successtui.services.offering_templates import template_action
from successtui.services.session import Session
from successtui.services.subjects import subject_of
from successtui.store.reader import Reader


@dataclass(frozen=True, slots=True)
class Offer:
    """An action as a menu shows it.

    Attributes:
        name: as `act` takes it.
        reason: why it is not allowed now: the state, a guard, or the missing role.
        asks: the fields to ask for.
        waiting: open work below, one line each, which has to be ended along.
        proposed: the closure code that measured progress proposes; else empty.
    """

    name: str
    title: str
    key: str
    allowed: bool
    reason: str = ""
    asks: tuple[str, ...] = ()
    confirm: bool = False
    waiting: tuple[str, ...] = ()
    proposed: str = ""


EDIT, DELETE = "edit", "delete"


def actions_of(session: Session, record: Record) -> tuple[Offer, ...]:
    """All actions of the record as it is stored now, its lifecycle first, then edit and delete.

    Raises:
        NotFound: missing or hidden.
    """
    with session.read() as reader:
        assert reader.actor is not None
        stored = reader.require(type(record), record.id)
        house = Reader(reader.connection, None)
        about = subject_of(house, reader.actor, type(stored), stored.values())
        today = session.clock.today()
        proposed = ""
        if isinstance(stored, Outcome) and stored.current_value is not None:
            proposed = proposed_code(outcome_values(stored, today)["progress_pct"])
        acts = _worth_showing(stored)
        offers = [_offer(reader, about, house, stored, act, proposed) for act in acts]
        if (about_templates := template_action(reader, stored)) is not None:
            name, title, reason = about_templates
            offers.append(Offer(name, title, "T", not reason, reason))
        for name, title, key, right in (
            (EDIT, "Edit", "e", Action.EDIT),
            (DELETE, "Delete", "d", Action.DELETE),
        ):
            decision = decide(reader.actor, right, about)
            offers.append(Offer(name, title, key, decision.allowed, decision.reason))
        return tuple(offers)


def _worth_showing(record: Record) -> list[Act]:
    """All acts; of those one presses the same key for only what is possible, or the nearest."""
    name, values = record.declaration.name, record.values()
    now = str(values.get(state_field(name)))
    by_key: dict[str, list[Act]] = {}
    for act in acts_of(name):
        by_key.setdefault(act.key.lower() or act.name, []).append(act)
    shown: list[Act] = []
    for acts in by_key.values():
        possible = [act for act in acts if not obstacle(act, name, values)]
        nearest = [act for act in acts if now in states_before(act, name)] or acts
        shown += possible or nearest[:1]
    return shown


def _offer(
    reader: Reader, about: Subject, house: Reader, record: Record, act: Act, proposed: str
) -> Offer:
    assert reader.actor is not None
    reason = obstacle(act, record.declaration.name, record.values())
    for right in dict.fromkeys((Action.EDIT, act.right)):
        decision = decide(reader.actor, right, about)
        if not decision.allowed:
            reason = decision.reason
    waiting: tuple[str, ...] = ()
    if not reason and act.reopens:
        reason = _ended_parent(reader, house, record)
    if not reason and act.state == "Closed" and record.declaration.name != "outcome":
        waiting = tuple(
            f"{c.number} {c.caption} is {c['state']}" for c in open_children(house, record)
        )
    return Offer(
        act.name,
        act.title,
        act.key,
        not reason,
        reason,
        act.asks,
        act.confirm,
        waiting,
        proposed if act.state in FINAL - {"Canceled"} else "",
    )


def _ended_parent(reader: Reader, house: Reader, record: Record) -> str:
    parent = parent_of(house, record)
    if parent is None or is_open(parent[state_field(parent.declaration.name)]):
        return ""
    seen = reader.get(type(parent), parent.id) is not None
    name = parent.number if seen else "above it"
    return f"reopen the {parent.declaration.label.lower()} {name} first"
