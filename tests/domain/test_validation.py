"""What makes a record's values acceptable, for every declared record type."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
import time_machine

from successtui.domain.clock import Clock
from successtui.domain.errors import Conflict, Invalid, NeedsConfirmation, Problem, SuccessError
from successtui.domain.validation import problems
from successtui.records import REGISTRY, Account, Objective, Outcome, Touchpoint, User, record_type
from successtui.records.kinds import Boolean, Date, Default, Instant, Number, Text
from successtui.records.record import Record


def blank(cls: type[Record], **values: Any) -> dict[str, Any]:
    """Every field at its default."""
    fixed = {
        name: None if isinstance(field.default, Default) else field.default
        for name, field in cls.declaration.fields.items()
    }
    return {**fixed, **values}


@pytest.mark.parametrize("name", REGISTRY)
def test_required_fields_of_every_type(name: str) -> None:
    """Exactly the fields declared as required are asked for, in the order of the declaration."""
    cls = REGISTRY[name]
    found = problems(cls, blank(cls))
    needed = [
        field.name
        for field in cls.declaration.fields.values()
        if (field.required and (field.default is None or isinstance(field.default, Default)))
        or (field.required and field.default == ())
    ]
    assert [problem.field for problem in found] == needed
    assert {problem.message for problem in found} <= {"is required"}


WRONG: dict[type, tuple[object, ...]] = {
    Text: (5, b"x"),
    Boolean: ("true", 1),
    Date: ("2026-01-01", 5, datetime(2026, 1, 1, 5, tzinfo=UTC)),
    Instant: ("2026-01-01T00:00:00Z", 5),
    Number: (1, 1.5, "1", Decimal("NaN"), Decimal("Infinity"), Decimal(10) ** 20),
}


@pytest.mark.parametrize("name", REGISTRY)
def test_wrong_types_of_every_field(name: str) -> None:
    """Types are exact: no text for a date, no float for an amount, no 1 for true."""
    cls = REGISTRY[name]
    for field in cls.declaration.fields.values():
        for value in WRONG.get(type(field.kind), ()):
            found = {p.field for p in problems(cls, blank(cls, **{field.name: value}))}
            assert field.name in found, (field.name, value)


def test_untouched_fields_do_not_stop_a_change() -> None:
    """What was wrong before and was not touched stays out of the way, unless it is missing."""
    values = blank(Account, name="x", currency="bad", external_id="not ok")
    assert {p.field for p in problems(Account, values)} == {"currency", "external_id"}
    assert problems(Account, values, only=frozenset({"notes"})) == []
    del values["name"]
    assert [p.field for p in problems(Account, values, only=frozenset({"notes"}))] == ["name"]


def test_order_of_dates() -> None:
    """The later one is named, with both dates."""
    values = blank(Outcome, planned_start=date(2026, 2, 2), planned_stop=date(2026, 2, 1))
    (wrong,) = (p for p in problems(Outcome, values) if p.field == "planned_stop")
    assert str(wrong) == "Planned stop: 2026-02-01 lies before planned start 2026-02-02"


def test_one_problem_for_each_field() -> None:
    """The first thing that is wrong with a field is enough."""
    values = blank(Objective, name="x" * 300, description=5, account=1)
    found = problems(Objective, values)
    assert [p.field for p in found] == ["name", "description", "start_date"]


def test_lists_of_texts() -> None:
    """Each item has a limit, and a list with choices takes no others."""
    assert [
        p.message for p in problems(User, blank(User, username="a", name="b", roles=("x",)))
    ] == ["takes one of: admin, success_manager, customer_success_agent, participant, viewer"]
    wrong = blank(Touchpoint, engagement=1, subject="s", shared_items=("x" * 256,))
    assert [p.field for p in problems(Touchpoint, wrong)] == ["shared_items"]


def test_problems_in_words() -> None:
    """A problem names its field; without one it stands alone."""
    assert str(Problem("a", "A", "is required")) == "A: is required"
    assert str(Problem("", "", "is required")) == "is required"
    both = Invalid([Problem("a", "A", "is required"), Problem("b", "B", "is odd")])
    assert str(both) == "A: is required; B: is odd"


def test_every_error_ends_a_command_in_its_own_way() -> None:
    """Exit codes are those of the rule for commands."""
    # Other rooms add errors of their own, once they are imported.
    own = [c for c in SuccessError.__subclasses__() if c.__module__ == SuccessError.__module__]
    assert {cls.__name__: cls.exit_code for cls in own} == {
        "Refused": 1,
        "BadCall": 2,
        "BadInput": 65,
        "NotFound": 66,
        "Unreachable": 69,
        "CannotCreate": 73,
        "IoTrouble": 74,
        "Busy": 75,
        "NewerSchema": 76,
        "Forbidden": 77,
    }
    assert Conflict("x", {"a": 1}, 2).exit_code == NeedsConfirmation("x", ("y",)).exit_code == 1
    assert NeedsConfirmation("x", ("y",)).obstacles == ("y",)


def test_the_clock() -> None:
    """A pinned date moves only the date; the zone decides which day it is."""
    pinned = Clock(date(2020, 2, 29))
    assert pinned.today() == date(2020, 2, 29)
    with time_machine.travel(datetime(2026, 3, 4, 23, 30, tzinfo=UTC), tick=False):
        assert pinned.now() == datetime(2026, 3, 4, 23, 30, tzinfo=UTC)
        assert Clock(zone="Europe/Berlin").today() == date(2026, 3, 5)
        assert Clock(zone="America/New_York").today() == date(2026, 3, 4)
        assert Clock().today() == date(2026, 3, 4)


def test_record_types_have_many_names() -> None:
    """Singular, plural, file and vendor names all lead to the type; unknown ones are listed."""
    for cls in REGISTRY.values():
        declaration = cls.declaration
        for name in (declaration.name, declaration.file, declaration.plural, *declaration.aliases):
            assert record_type(name).declaration.name
        assert record_type(declaration.name.upper().replace("_", "-")) is cls
    with pytest.raises(KeyError, match="there is no record type 'spaceship'; known are: account"):
        record_type("spaceship")
