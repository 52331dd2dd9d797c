"""The largest queries the language allows are still statements both engines can run."""

from __future__ import annotations

import pytest

from successtui.query.parser import DEEPEST, LONGEST, MOST_TERMS, MOST_VALUES
from successtui.records import Account, Engagement, Outcome, Record, RiskSignal, Task
from successtui.services.listing import ListRequest, count
from successtui.services.session import Session
from tests.worlds import Book

LETTERS = "".join(map(chr, range(0xC0, 0x250)))


def joined(term: str, joint: str, most: int = MOST_TERMS) -> str:
    """As many terms, numbered, as a query may have."""
    terms: list[str] = []
    for serial in range(most):
        terms.append(term.replace("#", str(serial)))
        if len(joint.join(terms)) > LONGEST:
            return joint.join(terms[:-1])
    return joint.join(terms)


def nested(innermost: str, around: str) -> str:
    """A query as deep as one may be, with a term at every level."""
    depth = DEEPEST // 2
    return "-(" * depth + innermost + "".join(f" or {around}) x{n}" for n in range(depth))


LARGE: tuple[tuple[type[Record], str], ...] = (
    (Account, joined("a#", " ")),
    (Account, joined("é#", " or ")),
    (Account, "csm:" + joined("a#", ",", MOST_VALUES)),
    (Account, "tags:" + joined("é#", ",", MOST_VALUES)),
    (Account, "number:" + joined("ACC#", ",", MOST_VALUES)),
    (Task, "owner:" + joined("a#", ",", MOST_VALUES)),
    (Task, joined("owner!=#", " ")),
    (Task, joined("parent:a#", " or ")),
    (Task, joined("engagement.csm:a#", " or ")),
    (Engagement, joined("contract_value>#", " or ")),
    (Engagement, joined("last_touchpoint_on:none", " ")),
    (Outcome, joined("progress_pct>#", " ")),
    (Account, "(" * DEEPEST + "a" + ")" * DEEPEST),
    (Task, nested("engagement.account.parent_account.csm:a", "parent:b")),
    (Task, nested("owner:a", "engagement.account.csm.name:b")),
    (
        RiskSignal,
        nested("engagement.parent.contract_value>=10", "contracts_impacted.account.csm:b"),
    ),
    (Account, f'name:"{LETTERS}"'),
    (Account, f'"{LETTERS}" name={LETTERS}'),
)


def test_the_largest_queries_run_for_those_who_see_least(session: Session) -> None:
    book = Book(session)
    mia = book.user("mia", "success_manager")
    ann = book.user("ann", manager=mia.id)
    book.engagement(book.account(name=LETTERS, csm=ann.id))
    agent = book.as_(ann)
    for cls, query in LARGE:
        assert len(query) <= LONGEST
        assert count(agent, ListRequest(cls, query, templates=None)) >= 0
    assert count(agent, ListRequest(Account, f'name:"{LETTERS}"')) == 1


@pytest.mark.parametrize(
    "query",
    [
        "progress_pct>=999999999999999999",
        "base_value<99999999999999.9999",
        "version<999999999999999999",
        "created_at>9999-12-31",
        "created_at<0001-01-01",
        'created_at<="9999-12-31 23:59"',
        "target_date<=0001-01-01",
    ],
)
def test_the_outermost_values_run(session: Session, query: str) -> None:
    assert count(session, ListRequest(Outcome, query)) == 0
