"""Names and operators are checked against the declarations, values against the kind of field."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from successtui.query import Compare, Operator, QueryError, check, parse
from successtui.query.fields import names
from successtui.query.tree import Span, Value, terms
from successtui.query.values import (
    ranked,
    read_choices,
    read_day,
    read_flag,
    read_number,
    read_stretch,
)
from successtui.records import REGISTRY, Account, Engagement, Objective, Record, Task
from successtui.records import kinds as k
from successtui.records.picklists import Health, Priority, Probability, Stage

TODAY = date(2026, 3, 4)


def value(text: str, *, in_quotes: bool = False) -> Value:
    return Value(text, in_quotes, Span(f"x:{text}", 2, 2 + len(text)))


@pytest.mark.parametrize(
    ("cls", "query"),
    [
        (Account, "number:ACC1 name:x industry!=none tags:a,b csm:me created_at>today version<3"),
        (Account, "parent_account.parent_account.csm.name:x updated_by.email:none"),
        (Engagement, "contract_value>=100k stage<renew health_score<=5 escalated:yes squad.name:x"),
        (Task, "owner:dora owner_kind:user owner_user.manager:me due_date<=eom parent_type:play"),
        (Objective, "is_template:yes products.family:x (a or not b)"),
        (Account, "NAME:x Csm.NAME:y"),
    ],
)
def test_names_that_are_known(cls: type[Record], query: str) -> None:
    check(parse(query), cls)


@pytest.mark.parametrize(
    ("cls", "query", "column", "says"),
    [
        (Account, "x nmae:y", 2, "Account has no field 'nmae', and text"),
        (Account, "csm.nmae:y", 4, "User has no field 'nmae'"),
        (Account, "a or (b -industri:x)", 9, "did you mean industry"),
        (Account, "zzz:1", 0, "expected one of: number, name"),
        (Account, "http://x.y", 0, "quotes"),
        (Account, "csm.:x", 4, "a name is missing"),
        (Account, ".name:x", 0, "a name is missing"),
        (Account, "name.csm:x", 0, "no reference"),
        (Engagement, "escalated.x:y", 0, "no reference"),
        (Task, "owner.nmae:x", 6, "none of Role, Pool, User and Contact has a field 'nmae'"),
        (Task, "parent.owner.shoe:x", 13, "has a field 'shoe'"),
        (Task, "owner.name<x", 0, "no order"),
        (Account, "parent_account.parent_account.parent_account.csm.name:x", 45, "too long"),
        (Account, "name<x", 0, "no order"),
        (Account, "csm>=x", 0, "no order"),
        (Account, "tags>x", 0, "no order"),
        (Engagement, "escalated<yes", 0, "no order"),
        (Engagement, "renewal_date<none", 13, "neither more nor less"),
        (Account, "id:1", 0, "no field 'id'"),
        (Account, "deleted_at:none", 0, "no field 'deleted_at'"),
    ],
)
def test_names_that_are_not(cls: type[Record], query: str, column: int, says: str) -> None:
    with pytest.raises(QueryError) as caught:
        check(parse(query), cls)
    assert says in caught.value.message
    assert caught.value.column == column
    assert caught.value.text == query


def test_every_declared_name_can_be_asked_for() -> None:
    for cls in REGISTRY.values():
        for name in (*cls.declaration.fields, *cls.declaration.derived, "created_at", "version"):
            check(parse(f"{name}:x"), cls)
        assert ("number" in names(cls)) == cls.declaration.numbered


@pytest.mark.parametrize(
    ("choices", "typed", "meant"),
    [
        (Stage, "adoption", ["Adoption"]),
        (Stage, "onb", ["Initial onboarding"]),
        (Stage, "INITIAL ONB", ["Initial onboarding"]),
        (Stage, "re", ["Renew"]),
        (Priority, "low", ["Low"]),
        (Priority, "lo", ["Low", "Very Low"]),
        (Priority, "very_low", ["Very Low"]),
        (Probability, "high", ["High"]),
        (Probability, "hi", ["Very high", "High"]),
    ],
)
def test_picklist_values(choices: type[Stage], typed: str, meant: list[str]) -> None:
    assert list(read_choices(value(typed), [c.value for c in choices], "x")) == meant


@pytest.mark.parametrize("typed", ["adotpion", "doption", "-", "…", "initialonboarding"])
def test_no_picklist_value(typed: str) -> None:
    with pytest.raises(QueryError, match="stage is never") as caught:
        read_choices(value(typed), [c.value for c in Stage], "stage")
    assert caught.value.column == 2


def test_an_empty_list_says_so() -> None:
    with pytest.raises(QueryError, match="still empty"):
        read_choices(value("x"), [], "status")


def test_the_order_of_a_list() -> None:
    order = [c.value for c in Health]
    cases = {
        Operator.BELOW: ("Unknown",),
        Operator.UP_TO: ("Unknown", "Red"),
        Operator.ABOVE: ("Yellow", "Green"),
        Operator.FROM: ("Red", "Yellow", "Green"),
    }
    for op, expected in cases.items():
        assert ranked(op, value("red"), order, "health") == expected
    with pytest.raises(QueryError, match="Very high or High"):
        ranked(Operator.BELOW, value("hi"), [c.value for c in Probability], "probability")


def test_numbers_days_and_flags() -> None:
    assert str(read_number(value("1.2m"), k.Number(2))) == "1200000.00"
    assert str(read_number(value("1k"), k.Integer())) == "1000"
    assert read_day(value("+1m"), TODAY) == date(2026, 4, 4)
    assert [read_flag(value(text)) for text in ("yes", "TRUE", "no", "False")] == [
        True,
        True,
        False,
        False,
    ]
    for read in (
        lambda: read_number(value("x"), k.Number(2)),
        lambda: read_number(value("1.5"), k.Integer()),
        lambda: read_number(value("1" * 30), k.Number(2)),
        lambda: read_day(value("2026-02-30"), TODAY),
        lambda: read_day(value("03/04/2026"), TODAY),
        lambda: read_flag(value("maybe")),
        lambda: read_stretch(value("noon"), TODAY, UTC),
        lambda: read_stretch(value("2026-02-30 10:00"), TODAY, UTC),
    ):
        with pytest.raises(QueryError) as caught:
            read()
        assert caught.value.column == 2


def test_a_day_is_a_stretch_of_its_zone() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    day = read_stretch(value("2026-03-29"), TODAY, berlin)  # the clocks go forward
    assert day.start == datetime(2026, 3, 28, 23, tzinfo=UTC)
    assert day.end == datetime(2026, 3, 29, 22, tzinfo=UTC)
    assert read_stretch(value("today"), TODAY, None).start == datetime(2026, 3, 4, tzinfo=UTC)
    for text in ("0001-01-01", "9999-12-31"):
        for zone in (UTC, berlin, ZoneInfo("America/New_York")):
            edge = read_stretch(value(text), TODAY, zone)
            assert edge.start <= edge.end


@pytest.mark.parametrize(
    ("typed", "seconds"),
    [
        ("fri 14:30", 60),
        ("2026-03-01T10:00:00Z", 60),
        ("2026-03-01T10:00:07Z", 1),
        ("2026-03-01T10:00:07.000001Z", 0.000001),
        ("9999-12-31T23:59:00Z", 59.999999),
    ],
)
def test_a_moment_is_as_long_as_it_was_typed(typed: str, seconds: float) -> None:
    stretch = read_stretch(value(typed), TODAY, UTC)
    assert (stretch.end - stretch.start).total_seconds() == seconds


def test_the_tree_knows_its_terms() -> None:
    found = list(terms(parse("a (b:c or not d) -e:f")))
    assert [t.path[0] if isinstance(t, Compare) else t.text for t in found] == ["a", "b", "d", "e"]
