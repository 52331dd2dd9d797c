"""What bulk work says before it happens, and what it did."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

Stop = Callable[[], bool]
Progress = Callable[[int, int], None]
"""Called with how many records are done, and how many there are."""


@dataclass(frozen=True, slots=True)
class Line:
    """One field of one record that changes: its value as shown, before and after.

    A deletion has one line a record, with an empty `field` and `label`.
    """

    record_id: int
    number: str
    caption: str
    field: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """A record the change cannot be made to, and why, in one line.

    Number and caption are empty for what is gone or hidden: both read the same.
    """

    record_id: int
    number: str
    caption: str
    reason: str

    def __str__(self) -> str:
        return f"{self.number} {self.caption}".strip() + f": {self.reason}"


@dataclass(frozen=True, slots=True)
class BulkPreview:
    """What a bulk change would do.

    Attributes:
        ids: the records it was asked for, each once.
        lines: what changes on them, record by record in the order of `ids`.
        refused: those it cannot be made to.
        unchanged: how many already are as wanted.
        effects: what happens to other records besides, one line each.
        notices: what would be filled in or decided, one line each.
        versions: the versions of the records that were looked at, by id.
    """

    ids: tuple[int, ...]
    lines: tuple[Line, ...]
    refused: tuple[Refusal, ...]
    unchanged: int
    effects: tuple[str, ...]
    notices: tuple[str, ...]
    versions: Mapping[int, int]

    @property
    def changing(self) -> int:
        """How many of the records would change."""
        return len({line.record_id for line in self.lines})


@dataclass(frozen=True, slots=True)
class BulkResult:
    """What a bulk change did.

    Attributes:
        changed: how many of the marked records changed.
        batch: the one undo step; `None` when nothing changed.
        touched: names of all record types the batch changed.
        refused: what was left out (with `skip_refused`).
        effects: what happened to other records besides.
    """

    changed: int
    batch: int | None
    touched: frozenset[str]
    refused: tuple[Refusal, ...]
    effects: tuple[str, ...]
    notices: tuple[str, ...]
