"""A filter tells nothing of what is hidden, and text from people is never SQL, on both engines."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import suppress

import pytest

from successtui.query import QueryError
from successtui.records import REGISTRY, Account, Engagement, RiskSignal, Role, Task
from successtui.records.kinds import Reference, References
from successtui.services.listing import ListRequest, count, list_ids
from successtui.services.session import Session
from tests.worlds import Book, picked


@pytest.fixture
def agent(session: Session) -> Session:
    """Ann, whose engagement stands below one she may not see, with work in a hidden account."""
    book = Book(session)
    boss, ann = book.user("mia", "success_manager"), book.user("ann")
    secret = book.account(name="Secret Bank", industry="Finance", csm=boss.id, tags=("hush",))
    above = book.engagement(secret, title="Hidden rescue", csm=boss.id)
    mine = book.account(name="Open Shop", industry="Retail", csm=ann.id, parent_account=secret.id)
    book.engagement(mine, title="My rollout", csm=ann.id, parent=above.id)
    lead = book.add(Role, name="Support Lead")
    book.task(secret, title="Call them", owner_kind="user", owner=ann.id)
    book.objective(mine, name="Grow", owner_kind="role", owner=lead.id)
    return book.as_("ann")


HIDDEN_FACTS = (
    (Account, "parent_account", ("Secret", "ACC0000001", '"secret bank"')),
    (Account, "parent_account.name", ("Secret", "Bank")),
    (Account, "parent_account.industry", ("Finance",)),
    (Account, "parent_account.tags", ("hush",)),
    (Account, "parent_account.csm", ("mia",)),
    (Account, "parent_account.csm.name", ("mia",)),
    (Account, "parent_account.number", ("ACC0000001",)),
    (Account, "parent_account.status", ("active",)),
    (Engagement, "parent", ("Hidden", "ENG0000001")),
    (Engagement, "parent.title", ("rescue",)),
    (Engagement, "parent.stage", ('"Initial onboarding"',)),
    (Engagement, "parent.account.name", ("Secret",)),
    (Engagement, "parent.started_on", ("2026-03-04",)),
    (Engagement, "account.parent_account.industry", ("Finance",)),
    (Task, "account", ("Secret",)),
    (Task, "account.industry", ("Finance",)),
    (Task, "parent", ("Secret", "account:Secret", "ACC0000001")),
    (Task, "parent.name", ("Secret",)),
    (Task, "parent.industry", ("Finance",)),
    (Task, "parent.csm.name", ("mia",)),
)


@pytest.mark.parametrize(("cls", "field", "values"), HIDDEN_FACTS, ids=lambda v: str(v)[:40])
def test_paths_and_references_do_not_reach_hidden_records(
    agent: Session, cls: type[Account], field: str, values: tuple[str, ...]
) -> None:
    """A guess that is right and one that is wrong answer alike (permissions, "which rows")."""
    everything = list_ids(agent, ListRequest(cls))
    assert everything
    for value in values:
        assert list_ids(agent, ListRequest(cls, f"{field}:{value}")) == []
        assert list_ids(agent, ListRequest(cls, f"{field}!={value}")) == everything
        assert list_ids(agent, ListRequest(cls, f"not {field}:{value}")) == everything
    if field.count("."):
        assert list_ids(agent, ListRequest(cls, f"{field}:none")) == everything
        assert list_ids(agent, ListRequest(cls, f"{field}!=none")) == []


@pytest.mark.parametrize("operator", ["<", "<=", ">", ">="])
def test_comparing_by_order_does_not_reach_hidden_records(agent: Session, operator: str) -> None:
    for query in (f"parent.started_on{operator}2026-03-04", f"parent.stage{operator}adoption"):
        assert list_ids(agent, ListRequest(Engagement, query)) == []


def test_a_manager_reaches_what_the_agent_cannot(agent: Session) -> None:
    """The facts are there; only the agent's eyes make the difference."""
    boss = Session(agent.workspace, "root", agent.clock)
    for cls, field, values in HIDDEN_FACTS:
        assert count(boss, ListRequest(cls, f"{field}:{values[0]}")) >= 1, field


@pytest.mark.parametrize("word", ["secret", "bank", "hidden", "rescue", "ACC0000001", "ENG0000001"])
def test_words_do_not_find_hidden_records(agent: Session, word: str) -> None:
    for cls in REGISTRY.values():
        found = list_ids(agent, ListRequest(cls, word, templates=None))
        assert cls not in (Account, Engagement) or not found
        with agent.read() as reader:
            assert all(word not in r.caption.lower() for r in reader.rows(cls, found).values())


def test_computed_values_count_only_what_is_seen(agent: Session) -> None:
    boss = Session(agent.workspace, "root", agent.clock)
    book = Book(boss)
    with boss.read() as reader:
        mine = reader.all(Engagement, {"title": "My rollout"})[0]
    signal = book.add(
        RiskSignal,
        engagement=mine.id,
        short_description="x",
        description="x",
        probability=picked(RiskSignal, "probability", "Low"),
    )
    assert list_ids(agent, ListRequest(RiskSignal, "contract_value_at_risk<1")) == [signal.id]


INJECTIONS = (
    "' OR 1=1 --",
    '" OR 1=1 --',
    "'; DROP TABLE account; --",
    "\\' OR 1=1 --",
    "%' OR '1'='1",
    ":name",
    "%(name)s",
    "{name}",
    "?",
    "$1",
    "1) OR (1=1",
    "x' UNION SELECT value FROM setting --",
    "\x00",
    "\ud800",
    "a\nb",
)


def every_text_place() -> Iterator[str]:
    """Query texts that end where a value is expected."""
    yield ""
    for field in ("name", "industry", "tags", "csm", "number", "csm.name", "account_type"):
        for operator in (":", "=", "!="):
            yield f"{field}{operator}"


def test_text_is_never_sql(session: Session) -> None:
    Book(session).account(name="Acme", account_type="Company", industry="Retail")
    for lead, text in itertools.product(every_text_place(), INJECTIONS):
        escaped = text.replace("\\", "\\\\").replace('"', '\\"')
        found = count(session, ListRequest(Account, f'{lead}"{escaped}"'))
        assert found == (1 if lead.endswith("!=") else 0), (lead, text)
        with suppress(QueryError):
            count(session, ListRequest(Account, f"{lead}{text}"))
    assert count(session, ListRequest(Account)) == 1


def test_field_names_are_never_sql(session: Session) -> None:
    for name in ("id", "deleted_at", "account.id", "1", "name)--", "__class__", "csm.deleted_at"):
        with pytest.raises(QueryError):
            count(session, ListRequest(Account, f"{name}:1"))


def test_every_record_type_and_field_compiles_as_an_agent(agent: Session) -> None:
    """Paths through every reference, one by one, so that no combination breaks the statement."""
    for cls in REGISTRY.values():
        for name, field in cls.declaration.fields.items():
            if isinstance(field.kind, Reference | References):
                query = f"{name}:x or {name}.created_by:me or -{name}.updated_by.name:none"
                assert count(agent, ListRequest(cls, query, templates=None)) >= 0
