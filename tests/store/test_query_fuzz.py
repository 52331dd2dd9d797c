"""Queries of any text: understood, or refused with the column of the mistake; never a crash."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from successtui.domain.clock import Clock
from successtui.query import QueryError
from successtui.query.fields import names
from successtui.records import REGISTRY, Record
from successtui.services.listing import ListRequest, count, list_ids
from successtui.services.session import Session
from tests.pg import TODAY
from tests.store.queries import PIECES, Tree, fields_of, queries, spell
from tests.store.query_world import fill

SIGNS = (":", "=", "!=", "<", "<=", ">", ">=", ",", "(", ")", "-", '"', "\\", " ", "\n", "\0", ".")
WORDS = (
    "or",
    "and",
    "not",
    "none",
    "me",
    "myteam",
    "today",
    "+90d",
    "100k",
    "2026-02-30",
    "\ud800",
)
TYPES = tuple(REGISTRY.values())
FIELDS = tuple(sorted({name for cls in TYPES for name in names(cls)}))


def ask(session: Session, cls: type[Record], query: str) -> bool:
    """Asks; whether it was understood. A refusal points into the text."""
    request = ListRequest(cls, query, templates=None)
    wrong: QueryError | None = None
    found: list[int] = []
    try:
        found = list_ids(session, request)
    except QueryError as error:
        wrong = error
    if wrong is None:
        assert count(session, request) == len(found)
        return True
    assert wrong.text == query
    assert 0 <= wrong.column <= len(query)
    assert wrong.message
    assert "\n" not in wrong.message
    return False


def test_any_text_is_understood_or_refused_where_it_is_wrong(session: Session) -> None:
    fill(session, 4)
    pieces = st.one_of(st.sampled_from((*SIGNS, *WORDS, *PIECES, *FIELDS)), st.text(max_size=4))
    texts = st.lists(pieces, max_size=9).map("".join)

    @settings(max_examples=150)
    @given(texts, st.sampled_from(TYPES), st.sampled_from(("root", "ann")))
    def check(text: str, cls: type[Record], who: str) -> None:
        ask(Session(session.workspace, who, Clock(TODAY)), cls, text)

    check()


def test_one_sign_too_many_or_too_few_never_widens_a_query(session: Session) -> None:
    """A query that finds nothing still finds nothing, or is refused, when it ends too early."""
    fill(session, 5)
    filled = {name: list(fields_of(cls)) for name, cls in REGISTRY.items()}
    types = st.sampled_from(TYPES)
    asked = types.flatmap(lambda cls: st.tuples(st.just(cls), queries(cls, filled)))

    @settings(max_examples=100)
    @given(asked, st.randoms(use_true_random=False))
    def check(one: tuple[type[Record], Tree], rng: random.Random) -> None:
        cls, tree = one
        query = spell(tree)
        place = rng.randrange(len(query) + 1)
        ask(session, cls, query[:place] + query[place + 1 :])
        ask(session, cls, query[:place] + rng.choice(SIGNS) + query[place:])
        everything = count(session, ListRequest(cls, templates=None))
        nothing = f"({query}) version<0 "
        for broken in (nothing + '"', nothing + "(", nothing + "x:", nothing + "-", nothing + "or"):
            assert not ask(session, cls, broken)
        assert everything == 0 or count(session, ListRequest(cls, nothing, templates=None)) == 0

    check()
