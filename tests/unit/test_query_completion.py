"""Completion offers what can follow at the cursor, and what it offers can be parsed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from successtui.query import check, parse
from successtui.query.completion import MOST, complete, spelled
from successtui.query.tree import Value, terms
from successtui.records import REGISTRY, Account, Engagement, Field, Objective, Record, Task, User


def known(field: Field, typed: str) -> list[str]:
    """What a workspace might hold: a value of each kind of difficulty."""
    held = ("Acme", "None", "me", "two words", 'say "x"', "a,b", ":x", "dora")
    return [value for value in held if typed.casefold() in value.casefold()]


def offered(text: str, cls: type[Record] = Engagement) -> list[str]:
    """The texts after each completion; the cursor stands at `|`, or at the end."""
    cursor = text.find("|") if "|" in text else len(text)
    text = text.replace("|", "")
    found = complete(text, cursor, cls, known)
    return [text[: c.start] + c.text + text[c.end :] for c in found]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("sta", ["state:", "stage:", "started_on"]),
        ("-sta", ["-state:", "-stage:", "-started_on"]),
        ("(a or sta", ["(a or state:", "(a or stage:"]),
        ("x sta|", ["x state:", "x stage:"]),
        ("sta|ge", ["state:", "stage:"]),
        ("st|:new", ["state:new", "stage:new"]),
        ("health", ["health_score", "perceived_health:"]),
        ("account.ind", ["account.industry:"]),
        ("ACCOUNT.csm.na", ["account.csm.name:"]),
        ("account.csm.manager.na", ["account.csm.manager.name:"]),
        ("not", ["notes:"]),
        ("stage:", ['stage:"Initial onboarding"', "stage:Adoption"]),
        ("stage:ad", ["stage:Adoption"]),
        ("stage: ad", ["stage: Adoption"]),
        ('stage:"init', ['stage:"Initial onboarding"']),
        ('stage:"init|"', ['stage:"Initial onboarding"']),
        ("stage:lost,ad", ["stage:lost,Adoption"]),
        ("stage:lost, ", ['stage:lost, "Initial onboarding"']),
        ("stage:onb|x", ['stage:"Initial onboarding"']),
        ("kpi", []),
        ("escalated:", ["escalated:yes", "escalated:no"]),
        ("renewal_date<", ["renewal_date<today", "renewal_date<tomorrow"]),
        ("renewal_date<+9", ["renewal_date<+90d"]),
        ("renewal_date:no", ["renewal_date:none"]),
        ("csm:", ["csm:me", "csm:myteam", "csm:none", "csm:Acme", 'csm:"None"', 'csm:"me"']),
        ("csm:do", ["csm:dora"]),
        ("account.industry:ac", ["account.industry:Acme"]),
        ("account:tw", ['account:"two words"']),
        ("title:", []),
    ],
)
def test_what_is_offered(text: str, first: list[str]) -> None:
    cls = Account if text == "not" else Engagement
    found = offered(text, cls)
    assert found[: len(first)] == first
    if not first:
        assert found == []


@pytest.mark.parametrize(
    "text", ['"some wor', "a:b) c", "bogus:x", "name.x:y", "owner.x", "a b)", "x ="]
)
def test_nothing_is_offered_where_nothing_is_known(text: str) -> None:
    assert offered(text, Account) == []


def test_a_new_term_offers_the_columns_first() -> None:
    for text in ("", "stage:adoption ", "a or ", "(", "-"):
        assert offered(text)[0] == f"{text}number:"
        assert offered(text)[1] == f"{text}account:"


def test_owners_may_be_me() -> None:
    assert offered("owner:", Task)[:3] == ["owner:me", "owner:myteam", "owner:none"]
    assert offered("roles:adm", User) == ["roles:admin"]
    assert "progress:none" not in offered("progress:", Objective)


def test_labels_and_hints_help_to_choose() -> None:
    (industry,) = complete("account.ind", 11, Engagement, known)
    assert (industry.label, industry.hint) == ("account.industry", "Industry")


@given(st.text(alphabet='stage:"adoption,none() -.<=!é\\', max_size=25), st.data())
def test_any_text_can_be_completed(text: str, data: st.DataObject) -> None:
    cls = data.draw(st.sampled_from(list(REGISTRY.values())))
    cursor = data.draw(st.integers(0, len(text)))
    found = complete(text, cursor, cls, known)
    assert len(found) <= MOST
    assert all(0 <= c.start <= cursor <= c.end <= len(text) for c in found)


@pytest.mark.parametrize("cls", REGISTRY.values(), ids=REGISTRY)
def test_every_field_and_value_offered_is_understood(cls: type[Record]) -> None:
    for completion in complete("", 0, cls, known):
        name = completion.text.removesuffix(":")
        for value in offered(f"{name}:", cls):
            check(parse(value), cls)


@given(st.text(min_size=1, max_size=20))
def test_a_value_is_spelled_so_that_it_means_itself(text: str) -> None:
    from successtui.domain.plaintext import clean_text

    clean = clean_text(text, multiline=False)
    if not clean.strip():
        return
    (compare,) = terms(parse(f"x:{spelled(clean)}"))
    (value,) = compare.values  # type: ignore[union-attr]
    assert value == Value(clean, value.quoted, value.span)
    assert not value.is_none


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("owner.na", ["owner.name:"]),
        ("owner.last", ["owner.last_name:"]),
        ("owner.account.na", ["owner.account.name:"]),
        ("parent.state:paus", ["parent.state:Paused"]),
        ("title.na", []),
    ],
)
def test_paths_through_references_of_several_types_are_completed(
    text: str, expected: list[str]
) -> None:
    assert offered(text, Task)[: len(expected) or 1] == expected
