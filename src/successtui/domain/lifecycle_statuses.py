"""Statuses an admin defines: how a label and the state it belongs to are written (R001-18).

An entry of the picklists in `STATUS_LISTS` reads `Waiting on the customer = Paused`; an entry
without `=` is a label that belongs to no state. Pure functions.
"""

from __future__ import annotations

from dataclasses import dataclass

from successtui.domain.errors import Refused
from successtui.records import REGISTRY
from successtui.records.kinds import Picklist

STATUS_LISTS = {"objective_status": "objective", "play_status": "play", "task_status": "task"}
"""The picklists whose labels belong to states, and the record type they are for."""


@dataclass(frozen=True, slots=True)
class Status:
    """A label people choose, and the state it stands for; empty for none."""

    label: str
    state: str = ""


def read_entry(entry: str) -> Status:
    """What an entry of a status list says; the last `=` divides label and state."""
    label, divider, state = entry.rpartition("=")
    return Status(label.strip(), state.strip()) if divider else Status(entry.strip())


def write_entry(status: Status) -> str:
    """The entry that `read_entry` reads."""
    if status.state:
        return f"{status.label} = {status.state}"
    return f"{status.label} =" if "=" in status.label else status.label


def labels(picklist: str, entries: tuple[str, ...]) -> tuple[str, ...]:
    """What records may hold of a picklist with those entries."""
    if picklist not in STATUS_LISTS:
        return entries
    return tuple(read_entry(entry).label for entry in entries)


def plain_entry(picklist: str, label: str) -> str:
    """The entry for a value that came without a state."""
    return write_entry(Status(label)) if picklist in STATUS_LISTS else label


def check_entries(picklist: str, entries: tuple[str, ...]) -> tuple[str, ...]:
    """The entries with their states spelled as declared; each label stands there once.

    Raises:
        Refused: naming the entry and the states there are.
    """
    states = states_of(STATUS_LISTS[picklist])
    seen: set[str] = set()
    written = []
    for entry in entries:
        status = read_entry(entry)
        if not status.label:
            raise Refused(f"'{entry}' has no label; write it as: Waiting = Paused")
        if status.label.casefold() in seen:
            raise Refused(f"'{status.label}' stands there twice")
        seen.add(status.label.casefold())
        state = next((s for s in states if s.casefold() == status.state.casefold()), "")
        if status.state and not state:
            known = ", ".join(states)
            raise Refused(f"'{status.state}' is no state; '{status.label}' can belong to: {known}")
        written.append(write_entry(Status(status.label, state)))
    return tuple(written)


def states_of(record_type: str) -> tuple[str, ...]:
    """The states of records of that type, as they are spelled."""
    kind = REGISTRY[record_type].declaration.fields["state"].kind
    assert isinstance(kind, Picklist)
    return tuple(str(choice) for choice in kind.choices)
