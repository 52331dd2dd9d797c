"""One person of a random book of business: what they may see, and how what they hear is judged."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

from successtui.domain.errors import NotFound
from successtui.records import REGISTRY
from successtui.services.session import Session
from tests.services.telltale import Scene
from tests.store.oracle import Oracle

SAMPLE = 4
"""Records of a type that are looked at one by one."""


@dataclass(frozen=True)
class Viewer:
    """One person of a scene, what they may see, and what they get."""

    scene: Scene
    session: Session
    oracle: Oracle
    rng: random.Random
    folder: Path

    @cached_property
    def seen(self) -> dict[str, set[int]]:
        """Ids of all living records the person may see, by type."""
        return {name: self.oracle.ids(name) for name in REGISTRY}

    def hears(self, door: str, told: object) -> None:
        """Fails if what is told names a record the person must not know of."""
        for what, where in self.scene.named_in(str(told)):
            allowed = self.scene.may_know(self.oracle, where)
            assert allowed, (door, what, where, self.oracle.viewer, told)

    def refused(self, door: str, call: Callable[[], object]) -> None:
        """Fails unless a call is refused as if there were no such record."""
        with pytest.raises(NotFound) as refusal:
            call()
        self.hears(door, refusal.value)

    def some(self, ids: set[int]) -> list[int]:
        """A few of the ids."""
        return self.rng.sample(sorted(ids), min(SAMPLE, len(ids)))

    def hidden(self, name: str) -> set[int]:
        """Ids of the records of a type that the person must not know of at all."""
        ids = {row["id"] for row in self.scene.world.rows[name]}
        return {i for i in ids if not self.scene.may_know(self.oracle, (name, i))}

    def all_ids(self, name: str) -> list[int]:
        """Ids of everything that was ever stored of a type."""
        return sorted(row["id"] for row in self.scene.world.rows[name])
