"""Values as text and back: exactly for files, forgivingly for people."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from successtui.domain.codec import join_list, read_exact, read_typed, split_list, to_json, write
from successtui.records.kinds import (
    AnyReference,
    Boolean,
    Date,
    Instant,
    Integer,
    Kind,
    Number,
    OpenPicklist,
    Picklist,
    Reference,
    References,
    Text,
    TextList,
)
from successtui.records.picklists import Priority, Role

TODAY = date(2026, 3, 4)
CHOICE, ROLES = Picklist(Priority), TextList(Role)


def key(target: str, record_id: int) -> str:
    return f"{target}-{record_id}"


@pytest.mark.parametrize(
    ("kind", "value", "cell", "json"),
    [
        (Text(), None, "", None),
        (Text(), "a;b", "a;b", "a;b"),
        (TextList(), (), "", []),
        (TextList(), ("a;b", "c\\d", "e"), "a\\;b;c\\\\d;e", ["a;b", "c\\d", "e"]),
        (Integer(), 5, "5", 5),
        (Number(4), Decimal("1.5000"), "1.5", "1.5"),
        (Number(2), Decimal("1200"), "1200", "1200"),
        (Boolean(), True, "true", True),
        (Boolean(), False, "false", False),
        (Date(), TODAY, "2026-03-04", "2026-03-04"),
        (
            Instant(),
            datetime(2026, 3, 4, 9, 30, tzinfo=UTC),
            "2026-03-04T09:30:00Z",
            "2026-03-04T09:30:00Z",
        ),
        (
            Instant(),
            datetime(2026, 3, 4, 9, 30, 0, 7, tzinfo=timezone(timedelta(hours=2))),
            "2026-03-04T07:30:00.000007Z",
            "2026-03-04T07:30:00.000007Z",
        ),
        (CHOICE, Priority.VERY_LOW, "Very Low", "Very Low"),
        (OpenPicklist("unit"), "EUR", "EUR", "EUR"),
        (Reference("user"), 3, "user-3", "user-3"),
        (References("user"), (3, 20, 1), "user-1;user-20;user-3", ["user-1", "user-20", "user-3"]),
        (AnyReference("owner_kind", ()), None, "", None),
    ],
)
def test_as_text_and_as_json(kind: Kind, value: Any, cell: str, json: object) -> None:
    """Every kind has one spelling in files and one in JSON."""
    assert write(kind, value, key) == cell
    assert to_json(kind, value, key) == json


def test_a_reference_of_any_type() -> None:
    """Its target is told beside it; without one it is empty."""
    kind = AnyReference("owner_kind", (("user", "user"),))
    assert write(kind, 3, key, target="user") == "user-3"
    assert to_json(kind, 3, key, target="user") == "user-3"
    assert write(kind, 3, key) == ""


VALUES: dict[str, tuple[Kind, st.SearchStrategy[Any]]] = {
    "integer": (Integer(), st.integers(-(10**17), 10**17)),
    "number": (Number(4), st.decimals(-(10**13), 10**13, places=4)),
    "boolean": (Boolean(), st.booleans()),
    "date": (Date(), st.dates()),
    "instant": (Instant(), st.datetimes(timezones=st.just(UTC))),
    "choice": (CHOICE, st.sampled_from(Priority)),
    "roles": (ROLES, st.lists(st.sampled_from([r.value for r in Role])).map(tuple)),
    "texts": (
        TextList(),
        st.lists(st.text("ab;\\ é", min_size=1).map(str.strip).filter(bool)).map(tuple),
    ),
}


@pytest.mark.parametrize("name", VALUES)
@given(data=st.data())
def test_files_read_back_what_they_hold(name: str, data: st.DataObject) -> None:
    """write and read_exact are each other's inverse."""
    kind, values = VALUES[name]
    value = data.draw(values)
    assert read_exact(kind, write(kind, value, key)) == value


@given(st.lists(st.text().map(str.strip).filter(lambda t: t and "\x00" not in t)).map(tuple))
def test_lists_of_texts(texts: tuple[str, ...]) -> None:
    """Whatever signs the texts hold, the list comes back."""
    assert split_list(join_list(texts)) == texts


@pytest.mark.parametrize(
    ("kind", "cell", "complaint"),
    [
        (Boolean(), "yes", "is not true or false"),
        (Boolean(), "TRUE", "is not true or false"),
        (Date(), "4.3.2026", "is not a date; write YYYY-MM-DD"),
        (Date(), "2026-3-4", "is not a date; write YYYY-MM-DD"),
        (Date(), "2026-02-29", "is not a day of the calendar"),
        (Date(), "٢٠٢٦-٠٣-٠٤", "is not a date"),
        (Integer(), "1.0", "is not a whole number"),
        (Integer(), "٣", "is not a whole number"),
        (Integer(), "9" * 19, "is not a whole number"),
        (Instant(), "yesterday", "is not a moment"),
        (Instant(), "0001-01-01T00:00:00+14:00", "is not a moment"),
        (CHOICE, "high", "'high' is not in the list: Critical, High"),
        (ROLES, "admin;wizard", "'wizard' is not in the list"),
        (Number(2), "1,5", "1,5"),
        (Number(2), "nan", "nan"),
    ],
)
def test_files_must_be_exact(kind: Kind, cell: str, complaint: str) -> None:
    """Other spellings are refused with the right one."""
    with pytest.raises(ValueError, match=complaint):
        read_exact(kind, cell)


def test_empty_cells() -> None:
    """An empty cell is no value, for every kind."""
    kinds = (Text(), Integer(), Number(), Boolean(), Date(), Instant(), CHOICE, OpenPicklist("x"))
    for kind in kinds:
        assert read_exact(kind, "") is None
        assert read_typed(kind, " ", TODAY) is None
    assert read_exact(TextList(), "") == ()
    assert read_typed(TextList(), " , ", TODAY) == ()


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        (Text(), "  Acme\t Inc ", "Acme  Inc"),
        (Text(multiline=True), " a\r\nb ", " a\nb "),
        (TextList(), "a, b;c", ("a", "b", "c")),
        (Date(), "fri", date(2026, 3, 6)),
        (Date(), "+2w", date(2026, 3, 18)),
        (Number(2), "1.2m", Decimal(1_200_000)),
        (Boolean(), "Yes", True),
        (Boolean(), "off", False),
        (CHOICE, "very low", Priority.VERY_LOW),
        (OpenPicklist("unit"), " EUR ", "EUR"),
        (Integer(), " -7 ", -7),
        (Instant(), "2026-03-04T09:30:00Z", datetime(2026, 3, 4, 9, 30, tzinfo=UTC)),
        (Instant(), "2026-03-04 09:30", datetime(2026, 3, 4, 9, 30, tzinfo=UTC)),
        (Instant(), "fri 9:05", datetime(2026, 3, 6, 9, 5, tzinfo=UTC)),
        (Instant(), "tomorrow", datetime(2026, 3, 5, tzinfo=UTC)),
    ],
)
def test_what_people_type(kind: Kind, typed: str, value: object) -> None:
    """Shorthands, any case, blanks around."""
    assert read_typed(kind, typed, TODAY) == value


@pytest.mark.parametrize(
    ("kind", "typed", "complaint"),
    [
        (Boolean(), "perhaps", "is neither yes nor no"),
        (CHOICE, "urgent", "is not in the list"),
        (Instant(), "fri 25:00", "is not a time of day; write HH:MM"),
        (Instant(), "fri 9:75", "is not a time of day; write HH:MM"),
        (Instant(), "2026-13-04T09:30", "is not a moment"),
        (Date(), "someday", "someday"),
    ],
)
def test_what_cannot_be_understood(kind: Kind, typed: str, complaint: str) -> None:
    """The message says what would be."""
    with pytest.raises(ValueError, match=complaint):
        read_typed(kind, typed, TODAY)


def test_vendor_names_of_roles_are_read() -> None:
    """The vendors' names become ours, in files and by hand."""
    cell = "sn_acct_lc.success_manager;viewer"
    assert read_exact(ROLES, cell) == ("success_manager", "viewer")
    assert read_typed(ROLES, cell, TODAY) == ("success_manager", "viewer")
