"""How a list is looked at: sorting, columns, narrowing."""

import pytest

from successtui.records import REGISTRY, Account, Task
from successtui.screens.list_look import (
    Look,
    declared,
    keep_columns,
    kept_columns,
    possible_columns,
)


def test_sorting_by_the_first_key_again_turns_it_round() -> None:
    once = Look().sorted_by("name")
    twice = once.sorted_by("name")

    assert once.order == ("name",)
    assert twice.order == ("-name",)
    assert twice.sorted_by("name").order == ("name",)
    assert twice.sorted_by("tier").order == ("tier",)


def test_a_further_key_keeps_the_earlier_ones_in_front() -> None:
    look = Look().sorted_by("tier").sorted_also_by("name")

    assert look.order == ("tier", "name")
    assert look.sorted_also_by("tier").order == ("-tier", "name")
    assert look.sorted_also_by("name").sorts == (("tier", False), ("name", True))


@pytest.mark.parametrize("name", REGISTRY)
def test_every_type_can_show_its_columns_and_what_every_record_has(name: str) -> None:
    cls = REGISTRY[name]
    possible = possible_columns(cls)

    assert possible[: len(cls.declaration.columns)] == cls.declaration.columns
    assert {"created_at", "updated_by"} <= set(possible)
    assert len(possible) == len(set(possible))
    assert all(declared(cls, column).label for column in possible)


def test_columns_are_remembered_for_each_type_and_forgotten_when_they_are_unknown() -> None:
    keep_columns(Account, ("name", "tier"))
    assert kept_columns(Account) == ("name", "tier")
    assert kept_columns(Task) == ()

    keep_columns(Account, ("name", "no_such_field"))
    assert kept_columns(Account) == ()
