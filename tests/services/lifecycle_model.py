"""A model of the lifecycles of objectives, outcomes, plays and tasks.

Written from C1 and C2 of lifecycles.md; knows nothing of the program's tables.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from successtui.domain.errors import NeedsConfirmation, Refused

STATES = ("New", "Define", "In progress", "Paused", "Closed", "Canceled")
WORK = {
    "New": {"In progress", "Paused", "Closed", "Canceled"},
    "In progress": {"Paused", "Closed", "Canceled"},
    "Paused": {"In progress", "Closed", "Canceled"},
    "Closed": {"In progress"},
    "Canceled": {"In progress"},
}
GOAL = {
    "New": {"Define", "In progress", "Closed", "Canceled"},
    "Define": {"In progress", "Closed", "Canceled"},
    "In progress": {"Define", "Closed", "Canceled"},
    "Closed": {"In progress"},
    "Canceled": {"In progress"},
}
ENTERED = {
    "New": "Not Started",
    "Define": "Not Started",
    "In progress": "On-Track",
    "Paused": "Paused",
    "Closed": "Completed",
    "Canceled": "Canceled",
}
DRIVEN = {
    "Not Started": "New",
    "On-Track": "In progress",
    "At Risk": "In progress",
    "Paused": "Paused",
    "Completed": "Closed",
    "Canceled": "Canceled",
}
ENDED = ("Closed", "Canceled")


@dataclass
class Item:
    """What the model knows of one record."""

    type: str
    parent: tuple[str, int] | None = None
    works_toward: int | None = None
    state: str = "New"
    progress: str = "Not Started"
    code: str | None = None

    @property
    def open(self) -> bool:
        return self.state not in ENDED


Key = tuple[str, int]


@dataclass
class Model:
    """All records, and what may happen to them."""

    items: dict[Key, Item] = field(default_factory=dict)

    def below(self, key: Key) -> list[Key]:
        """Work that hangs directly under a record."""
        return [
            k
            for k, item in self.items.items()
            if item.parent == key or (key[0] == "outcome" and item.works_toward == key[1])
        ]

    def open_below(self, key: Key) -> list[Key]:
        found: list[Key] = []
        for child in self.below(key):
            if self.items[child].open:
                found.append(child)
            if child[0] == "play":
                found += [task for task in self.below(child) if self.items[task].open]
        return list(dict.fromkeys(found))

    def obstacle(
        self, key: Key, new: str, code: str | None, notes: bool, confirmed: bool
    ) -> type[Exception] | None:
        """The error a person gets; `None` when the move is carried out."""
        item = self.items[key]
        graph = GOAL if item.type == "objective" else WORK
        if new not in graph[item.state]:
            return Refused
        if new == "Closed":
            if code == "Canceled" or (code is None and item.type != "task"):
                return Refused
            if not notes and item.type != "task":
                return Refused
            if item.type in ("objective", "play") and self.open_below(key):
                return Refused
        if new == "Canceled":
            if code not in (None, "Canceled") or (not notes and item.type != "task"):
                return Refused
            if self.open_below(key) and not confirmed:
                return NeedsConfirmation
        if not item.open and item.parent is not None and not self.items[item.parent].open:
            return Refused
        return None

    def move(self, key: Key, new: str, code: str | None, progress: str | None = None) -> None:
        """Carries out a move that nothing stands in the way of."""
        item = self.items[key]
        cascade = self.open_below(key) if new == "Canceled" else []
        item.state = new
        item.progress = progress or ENTERED[new]
        item.code = None
        if new == "Closed":
            item.code = code or "Achieved"
        if new == "Canceled":
            item.code = "Canceled"
        for child in cascade:
            if self.items[child].open:
                self.move(child, "Canceled", None)

    def fits(self, key: Key, progress: str) -> bool:
        """Whether a progress goes with the state a record is in."""
        item = self.items[key]
        if item.state == "In progress":
            more = ("Paused",) if item.type == "objective" else ()
            return progress in ("On-Track", "At Risk", *more)
        return ENTERED[item.state] == progress
