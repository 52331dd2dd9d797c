"""Queries find what a plain Python filter finds, on both engines, whoever asks."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from successtui.domain.clock import Clock
from successtui.records import REGISTRY, Record
from successtui.services.listing import ListRequest, list_ids
from successtui.services.session import Session
from tests.store.queries import (
    TODAY,
    Oracle,
    Tree,
    fields_of,
    operators_of,
    queries,
    spell,
    values_of,
)
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
VALUES_TRIED = 3


@dataclass
class Stage:
    """A random world, people who ask, and what each of them should find."""

    people: Mapping[str, Session]
    oracles: Mapping[str, Oracle]

    def compare(self, cls: type[Record], name: str, tree: Tree) -> None:
        """Asks one query as one person."""
        query = spell(tree)
        found = set(list_ids(self.people[name], ListRequest(cls, query, templates=None)))
        assert found == self.oracles[name].ids(cls, tree), (cls, name, query)


def stage(session: Session, seed: int) -> Stage:
    """Makes a random world in the session's workspace."""
    fill(session, seed)
    clock = Clock(TODAY, "UTC")
    people = {name: Session(session.workspace, name, clock) for name in PEOPLE}
    oracles = {}
    with session.workspace.read(None) as everything:
        for name, person in people.items():
            with person.read() as reader:
                oracles[name] = Oracle(everything, reader)
    return Stage(people, oracles)


@pytest.mark.parametrize("seed", [1, 2])
def test_queries_find_what_a_plain_filter_finds(session: Session, seed: int) -> None:
    there = stage(session, seed)
    filled = there.oracles["root"].filled()
    kinds = st.sampled_from(ASKED).map(lambda name: REGISTRY[name])
    trees = kinds.flatmap(lambda cls: st.tuples(st.just(cls), queries(cls, filled)))

    @settings(max_examples=300)
    @given(trees, st.sampled_from(PEOPLE))
    def check(asked: tuple[type[Record], Tree], name: str) -> None:
        there.compare(asked[0], name, asked[1])

    check()


def test_every_field_can_be_asked_with_every_operator(session: Session) -> None:
    there = stage(session, 3)
    filled = there.oracles["root"].filled()
    rng = random.Random(3)
    for name in ASKED:
        cls = REGISTRY[name]
        for field, declared in fields_of(cls).items():
            tried = VALUES_TRIED if field in filled[name] else 1
            for operator in operators_of(declared):
                values = values_of(declared, operator)
                for value in rng.sample(values, min(tried, len(values))):
                    tree = ("compare", (field,), operator, (value,))
                    there.compare(cls, rng.choice(PEOPLE), tree)
