"""What draws a random world: a generator of choices, numbers and days."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

from tests.report.days import Days
from tests.report.world import Row, World


class Maker:
    """Draws from what is there already, and adds to it."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.days = Days(rng)
        self.world = World(self.days.today, fiscal_start=rng.choice((1, 1, 1, 4, 10)))
        self.serials: dict[str, int] = {}

    def number(self, prefix: str) -> str:
        """The next number with that prefix."""
        self.serials[prefix] = self.serials.get(prefix, 0) + 1
        return f"{prefix}{self.serials[prefix]}"

    def some(self, low: int, high: int) -> range:
        """As many turns as chance gives, from low to high."""
        return range(self.rng.randint(low, high))

    def one(self, name: str) -> Row:
        """Any row of a type."""
        return self.rng.choice(self.world.every(name))

    def chance(self, share: float) -> bool:
        """Whether it happens, which it does in that share of cases."""
        return self.rng.random() < share

    def pick(self, choices: Sequence[Any]) -> Any:
        """Any of the choices."""
        return self.rng.choice(choices)

    def user(self, chance: float = 1.0) -> str | None:
        """Any username, or nobody."""
        return self.one("user")["username"] if self.chance(chance) else None
