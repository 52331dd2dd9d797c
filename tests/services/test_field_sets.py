"""Record types and field sets as an admin sets them up; on both engines."""

from __future__ import annotations

import pytest

from successtui.domain.errors import Invalid
from successtui.domain.field_sets import record_types_list, type_of_set
from successtui.records import (
    REGISTRY,
    Account,
    Objective,
    PicklistValues,
    Plan,
    Play,
    Record,
    Task,
    Touchpoint,
)
from successtui.services.field_sets import field_set, record_types
from tests.worlds import Book

FIVE: tuple[type[Record], ...] = (Touchpoint, Objective, Play, Task, Plan)


@pytest.mark.parametrize("cls", FIVE, ids=lambda cls: cls.declaration.name)
def test_each_of_the_five_types(book: Book, cls: type[Record]) -> None:
    """R003-08, R003-30, R003-32: its record type's set, else the type's own, else all fields."""
    name = cls.declaration.name
    general, special = ("description", "priority"), ("category",)
    known = [n for n in general if n in cls.declaration.fields] or ["owner"]
    with book.session.read() as reader:
        assert record_types(reader, cls) == ()
        assert field_set(reader, cls, {}) is None
    book.add(PicklistValues, name=f"{name}_record_type", entries=("Strategic", "Tactical"))
    book.add(PicklistValues, name=f"{name}_fields", entries=tuple(known))
    named = special if "category" in cls.declaration.fields else ("name",)
    book.add(PicklistValues, name=f"{name}_fields: Strategic", entries=named)
    with book.session.read() as reader:
        assert record_types(reader, cls) == ("Strategic", "Tactical")
        assert field_set(reader, cls, {"record_type": "Strategic"}) == frozenset(named)
        assert field_set(reader, cls, {"record_type": "Tactical"}) == frozenset(known)
        assert field_set(reader, cls, {}) == frozenset(known)


def test_only_these_five_have_record_types(book: Book) -> None:
    """R003-32: activities, objectives, plays, tasks and plans; other types show all fields."""
    typed = {cls for cls in REGISTRY.values() if record_types_list(cls)}
    assert typed == frozenset(FIVE)
    with book.session.read() as reader:
        assert field_set(reader, Account, {}) is None


def test_a_field_set_names_fields(book: Book) -> None:
    """R003-30: a name that is no field is refused at once; other lists hold what they like."""
    with pytest.raises(Invalid, match="colour: no field of Objectives"):
        book.add(PicklistValues, name="objective_fields: Strategic", entries=("name", "colour"))
    book.add(PicklistValues, name="objective_category_2", entries=("colour",))
    assert type_of_set("objective_fields") is Objective
    assert type_of_set("account_fields") is None
    assert type_of_set("unit") is None
