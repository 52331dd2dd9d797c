"""Queries find what a plain Python filter finds, on both engines, whoever asks."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from successtui.domain.clock import Clock
from successtui.records import REGISTRY, Record
from successtui.services.listing import filter_for
from successtui.services.session import Session
from successtui.store.reader import Reader
from tests.store.queries import (
    TODAY,
    Tree,
    fields_of,
    operators_of,
    queries,
    spell,
    values_of,
)
from tests.store.query_oracle import Oracle
from tests.store.query_world import fill

ASKED = (
    "account",
    "account_team",
    "contact",
    "contract",
    "engagement",
    "engagement_contract",
    "objective",
    "outcome",
    "play",
    "risk_signal",
    "task",
    "touchpoint",
    "user",
)
PEOPLE = ("root", "mia", "ann", "zed")
VALUES_TRIED = 2
CLOCK = Clock(TODAY, "UTC")


@dataclass
class Stage:
    """A random world, people who ask, and what each of them should find."""

    readers: Mapping[str, Reader]
    oracles: Mapping[str, Oracle]

    def compare(self, cls: type[Record], name: str, tree: Tree) -> None:
        """Asks one query as one person."""
        query, reader = spell(tree), self.readers[name]
        found = filter_for(reader, CLOCK, cls, query)
        ids = set(reader.ids(cls, None, found.condition, templates=None))
        assert ids == self.oracles[name].ids(cls, tree), (cls, name, query)


@contextmanager
def stage(session: Session, seed: int) -> Iterator[Stage]:
    """Makes a random world in the session's workspace."""
    fill(session, seed)
    with ExitStack() as stack:
        everything = stack.enter_context(session.workspace.read(None))
        people = {name: Session(session.workspace, name, CLOCK) for name in PEOPLE}
        readers = {name: stack.enter_context(who.read()) for name, who in people.items()}
        oracles = {name: Oracle(everything, reader) for name, reader in readers.items()}
        yield Stage(readers, oracles)


@pytest.mark.parametrize("seed", [1, 2])
def test_queries_find_what_a_plain_filter_finds(session: Session, seed: int) -> None:
    with stage(session, seed) as there:
        filled = there.oracles["root"].filled()
        kinds = st.sampled_from(ASKED).map(lambda name: REGISTRY[name])
        trees = kinds.flatmap(lambda cls: st.tuples(st.just(cls), queries(cls, filled)))

        @settings(max_examples=100)
        @given(trees, st.sampled_from(PEOPLE))
        def check(asked: tuple[type[Record], Tree], name: str) -> None:
            there.compare(asked[0], name, asked[1])

        check()


def test_every_field_can_be_asked_with_every_operator(session: Session) -> None:
    rng = random.Random(3)
    with stage(session, 3) as there:
        filled = there.oracles["root"].filled()
        for name in ASKED:
            cls = REGISTRY[name]
            for field, declared in fields_of(cls).items():
                operators = operators_of(declared)
                if field not in filled[name]:
                    operators = (rng.choice(operators),)
                for operator in operators:
                    values = values_of(declared, operator)
                    for value in rng.sample(values, min(VALUES_TRIED, len(values))):
                        tree = ("compare", (field,), operator, (value,))
                        there.compare(cls, rng.choice(PEOPLE), tree)
