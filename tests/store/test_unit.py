"""Rows in and out: every kind of value comes back as it went in, and numbers count up."""

from __future__ import annotations

import itertools
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from successtui.records import (
    REGISTRY,
    Account,
    Outcome,
    Product,
    Record,
    Role,
    TeamPool,
)
from successtui.records.kinds import (
    Boolean,
    Date,
    Field,
    Instant,
    Integer,
    Number,
    Picklist,
    TextList,
)
from successtui.records.kinds import Text as TextKind
from successtui.services.session import Session
from successtui.store import changes, journal
from successtui.store.tables import ChangeKind, counter
from successtui.store.unit import UnitOfWork

SERIAL = itertools.count()


PLAIN = (TextKind, TextList, Integer, Number, Boolean, Date, Instant, Picklist)


def some_value(field: Field) -> st.SearchStrategy[Any]:
    """Values of a field that refers to nothing."""
    match field.kind:
        case TextKind():
            letters = st.characters(exclude_characters="\x00", exclude_categories=["Cs"])
            return st.text(letters, min_size=1, max_size=40)
        case TextList():
            return st.lists(st.text("abc;\\ é", min_size=1)).map(tuple)
        case Integer():
            return st.integers(0, 2**62)
        case Number(scale=scale):
            limit = 10 ** (18 - scale) - 1
            return st.decimals(-limit, limit, places=scale)
        case Boolean():
            return st.booleans()
        case Date():
            return st.dates()
        case Instant():
            zones = st.sampled_from([UTC, timezone(timedelta(hours=-7))])
            middle = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=zones)
            return middle
        case Picklist(choices=choices):
            return st.sampled_from(list(choices))
        case _:
            return st.none()


def plain_values(cls: type[Record]) -> st.SearchStrategy[dict[str, Any]]:
    """Values for all fields that need no other record; optional ones may stay empty."""
    fields = [f for f in cls.declaration.fields.values() if isinstance(f.kind, PLAIN)]
    return st.fixed_dictionaries(
        {
            f.name: some_value(f)
            if isinstance(f.kind, Boolean | TextList)
            else st.one_of(st.none(), some_value(f))
            for f in fields
            if f.name not in cls.declaration.key and not f.unique
        }
    )


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_every_kind_of_value_comes_back(session: Session, data: st.DataObject) -> None:
    """Decimals to the last place, instants to the microsecond, texts sign by sign, both engines."""
    name = data.draw(st.sampled_from(["touchpoint", "contract", "outcome", "engagement", "user"]))
    cls = REGISTRY[name]
    values = data.draw(plain_values(cls))
    if name == "user":
        values |= {"username": f"u{next(SERIAL)}"}
    with session.change("Write") as unit:
        written = unit.insert(cls, values)
    with session.workspace.read(None) as reader:
        stored = reader.require(cls, written.id)
        (created,) = journal.changes_of_record(reader.connection, name, written.id)
    assert stored == written
    assert all(stored[key] == value for key, value in values.items())
    kept = {key: value for key, value in values.items() if value not in (None, ())}
    assert {key: created.new[key] for key in kept} == kept
    changed = {k: v for k, v in data.draw(plain_values(cls)).items() if stored[k] != v}
    with session.change("Change") as unit:
        now = unit.update(unit.require(cls, written.id), changed)
    with session.workspace.read(None) as reader:
        assert reader.require(cls, written.id) == now
        later = journal.changes_of_record(reader.connection, name, written.id)[1:]
    told = {c.field: (c.old, c.new) for c in later}
    assert told == {k: (stored[k], v) for k, v in changed.items()}


def test_a_unit_reads_what_it_wrote(session: Session) -> None:
    """Held-back inserts are seen by every way of reading within the unit."""
    with session.change("Write") as unit:
        product = unit.insert(Product, {"name": "Suite"})
        assert unit.require(Product, product.id) == product
        assert unit.by_key(Product, "Suite") == product
        other = unit.insert(Product, {"name": "Portal"})
        assert unit.ids(Product, order=("name",)) == [other.id, product.id]
        third = unit.insert(Product, {"name": "Robots"})
        assert unit.count(Product) == 3
        assert unit.all(Product, {"name": ["Robots"]}) == [third]
        unit.delete(third)
        assert unit.get(Product, third.id) is None
        assert unit.house.get(Product, third.id) is None
        assert unit.house.get(Product, third.id, deleted=True) is not None
        assert unit.house.by_key(Product, "Robots") is None


def test_numbers_count_up(session: Session) -> None:
    """Seven digits above the highest of the prefix, given numbers included, in one unit or many."""

    def numbers(unit: UnitOfWork, *given: str) -> list[str]:
        row = {"name": "A", "currency": "USD"}
        return [unit.insert(Account, {**row, "number": number}).number for number in given]

    with session.change("One") as unit:
        assert numbers(unit, "", "ACC0000005", "", "mine", "ACCX", "") == [
            "ACC0000001",
            "ACC0000005",
            "ACC0000006",
            "mine",
            "ACCX",
            "ACC0000007",
        ]
    with session.change("Two") as unit:
        unit.reserve(Account, ["ACC0000020"])
        assert numbers(unit, "ACC0000003", "") == ["ACC0000003", "ACC0000021"]
    with suppress(RuntimeError), session.change("Three") as unit:
        numbers(unit, "")
        raise RuntimeError
    with session.change("Four") as unit:
        assert numbers(unit, "ACC" + "9" * 16, "") == ["ACC" + "9" * 16, "ACC0000022"]
        assert unit.insert(Product, {"name": "Suite"}).number == ""
    with session.read() as reader:
        last = select(counter.c.last).where(counter.c.prefix == "ACC")
        assert reader.connection.scalar(last) == 22


def test_what_a_unit_reports(session: Session) -> None:
    """Which types it touched, how often it wrote, and its batch once it did."""
    with session.change("Nothing") as unit:
        assert (unit.batch_id, unit.touched, unit.written) == (None, set(), 0)
    with session.change("Something") as unit:
        pool = unit.insert(TeamPool, {"name": "Queue", "members": (1,)})
        pool = unit.update(pool, {"members": ()})
        unit.delete(pool)
        assert unit.touched == {"team_pool"}
        assert unit.written == 3
    with session.read() as reader:
        kinds = [c.kind for c in journal.changes_of_batch(reader.connection, unit.batch_id or 0)]
    assert kinds == [ChangeKind.CREATE, ChangeKind.UPDATE, ChangeKind.DELETE]


def test_a_deleted_record_comes_back(session: Session) -> None:
    """Restoring is a change of its own, with its row."""
    with session.change("Write") as unit:
        role = unit.insert(Role, {"name": "Lead"})
        unit.delete(role)
        gone = unit.house.get(Role, role.id, deleted=True)
        assert gone is not None
        back = unit.restore(gone)
        assert back.deleted_at is None
        assert unit.require(Role, role.id).version == 3


def test_records_are_frozen() -> None:
    """A row is changed through a service, never in place."""
    role = Role(name="Lead")
    with pytest.raises(AttributeError, match="save a change of name through a service"):
        role.name = "Other"  # type: ignore[misc]
    assert role.changed(name="Other").name == "Other"
    assert role != role.changed(name="Other")
    assert len({role, role.changed(id=5)}) == 2
    assert repr(role.changed(id=5)) == "Role(5)"


def test_history_survives_its_fields() -> None:
    """What the declaration no longer has is left out; odd values are kept as they stand."""
    assert changes.load_record(Product, '{"name": "x", "colour": "red"}') == {"name": "x"}
    fields = Outcome.declaration.fields
    assert changes.load(fields["state"], '"Pending"') == "Pending"
    assert changes.load(fields["state"], None) is None
    assert changes.load(fields["watch_list"], "[2, 3]") == (2, 3)
    assert changes.load(fields["base_value"], '"1.5"') == Decimal("1.5")
    assert changes.load(fields["target_date"], '"2026-03-04"') == date(2026, 3, 4)
    assert changes.dump(None) is None
