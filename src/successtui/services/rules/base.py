"""The three moments at which a rule can take part in a save."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from successtui.records import Record
from successtui.services.draft import Draft

if TYPE_CHECKING:
    from successtui.services.saver import Saver

Step = Callable[["Saver", Draft], None]
Effect = Callable[["Saver", Draft, Record], None]


@dataclass(frozen=True, slots=True)
class Rule:
    """`prepare` fills values in, `check` refuses, `after` carries out what follows a save."""

    prepare: Step | None = None
    check: Step | None = None
    after: Effect | None = None


def no_circle(field: str, what: str) -> Step:
    """A check that following `field` from record to record never comes back to the start."""

    def check(saver: Saver, draft: Draft) -> None:
        if draft.old is None or not draft.changes(field):
            return
        seen: set[int] = set()
        above = draft[field]
        while above is not None and above not in seen:
            if above == draft.old.id:
                draft.refuse(field, f"would make {what} run in a circle")
                return
            seen.add(above)
            parent = saver.unit.house.get(draft.cls, above)
            above = None if parent is None else parent[field]

    return check
