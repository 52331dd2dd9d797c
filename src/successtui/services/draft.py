"""A record on its way to being saved: its values, what was given, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from successtui.domain.errors import Problem
from successtui.records import Record


class Mode(Enum):
    """On whose behalf something is saved.

    PERSON obeys every guard; IMPORT brings history in, so lifecycle guards do not bind it;
    PROGRAM carries out what follows from a change that was already allowed.
    """

    PERSON = "person"
    IMPORT = "import"
    PROGRAM = "program"


@dataclass
class Draft:
    """What a save is about to store.

    Attributes:
        old: the record as it is stored, `None` for a new one.
        values: every field's value as it would be stored.
        given: names of the fields the caller set.
        notices: one line each about what was filled in or decided on the way.
    """

    cls: type[Record]
    old: Record | None
    values: dict[str, Any]
    given: frozenset[str]
    mode: Mode
    problems: list[Problem] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The record type's name."""
        return self.cls.declaration.name

    @property
    def is_new(self) -> bool:
        """Whether the record does not exist yet."""
        return self.old is None

    def __getitem__(self, name: str) -> Any:
        return self.values.get(name)

    def __setitem__(self, name: str, value: object) -> None:
        self.values[name] = value

    def before(self, name: str) -> Any:
        """The stored value of a field; `None` on a new record."""
        return None if self.old is None else self.old[name]

    def changes(self, name: str) -> bool:
        """Whether the save would change that field."""
        return self.old is None or self.old[name] != self.values.get(name)

    def changed(self) -> dict[str, Any]:
        """The fields that differ from what is stored."""
        assert self.old is not None
        old = self.old
        return {name: value for name, value in self.values.items() if old[name] != value}

    def refuse(self, field_name: str, message: str) -> None:
        """Notes what is wrong with a field; saving will list it."""
        declared = self.cls.declaration.fields.get(field_name)
        label = declared.label if declared else ""
        self.problems.append(Problem(field_name, label, message))
