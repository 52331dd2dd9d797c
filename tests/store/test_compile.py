"""Queries find what a plain Python filter finds, on both engines, whoever asks."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from successtui.domain.clock import Clock
from successtui.records import REGISTRY, Record
from successtui.services.listing import ListRequest, filter_for, list_ids
from successtui.services.session import Session
from tests.store.queries import TODAY, Oracle, Tree, queries, spell
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


@st.composite
def questions(draw: st.DrawFn) -> tuple[type[Record], str, Tree]:
    cls = REGISTRY[draw(st.sampled_from(ASKED))]
    return cls, draw(st.sampled_from(PEOPLE)), draw(queries(cls))


@pytest.mark.parametrize("seed", [1, 2])
def test_queries_find_what_a_plain_filter_finds(session: Session, seed: int) -> None:
    fill(session, seed)
    clock = Clock(TODAY, "UTC")
    with session.workspace.read(None) as everything:
        people = {name: Session(session.workspace, name, clock) for name in PEOPLE}
        oracles = {}
        for name, person in people.items():
            with person.read() as reader:
                oracles[name] = Oracle(everything, reader)

    @settings(max_examples=400)
    @given(questions())
    def check(question: tuple[type[Record], str, Tree]) -> None:
        cls, name, tree = question
        request = ListRequest(cls, spell(tree), templates=None)
        assert set(list_ids(people[name], request)) == oracles[name].ids(cls, tree)

    check()
