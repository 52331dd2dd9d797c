"""Tiles and charts: every line as wide as asked for, sizes true to the numbers, spots in place."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from successtui.text import width
from successtui.widgets.charts import (
    Bar,
    Bars,
    Entry,
    Heading,
    Listing,
    Matrix,
    MatrixRow,
    Number,
    Sentence,
    Tile,
    bar_of,
)
from successtui.widgets.month_chart import Figures, Month, Months, Series
from successtui.widgets.pictures import Block, Line, Picture, best_fitting

HOSTILE = "[/x] [red] [@click=app.quit] 日本 👩‍👩‍👧 \x1b[31m a\nb"
TEXTS = st.sampled_from(["", "New", HOSTILE, "x" * 200]) | st.text(max_size=12)
SIZES = st.decimals(0, 10**12, places=2)


def text_of(line: Line) -> str:
    return "".join(span.text for span in line)


def lines_of(picture: Picture) -> list[str]:
    return [text_of(line).rstrip() for line in picture.lines]


tiles = st.builds(
    Tile, st.just(("a",)), st.tuples(TEXTS, TEXTS), TEXTS, st.tuples(TEXTS), st.just("bad")
)
bars = st.builds(
    Bars,
    st.tuples(TEXTS),
    st.lists(
        st.builds(Bar, st.just(("a", "b")), TEXTS, SIZES, TEXTS, st.just("good"), TEXTS), max_size=4
    ).map(tuple),
    TEXTS,
    TEXTS,
)
matrices = st.builds(
    lambda titles, rows: Matrix(
        titles,
        (Heading((HOSTILE, "x"), "good"), Heading(("Total", "Σ"))),
        tuple(
            MatrixRow(label, (Number(("a", label), value), Number(("a",), None)))
            for label, value in rows
        ),
    ),
    st.tuples(TEXTS),
    st.lists(st.tuples(TEXTS, st.integers(0, 10**9)), max_size=4),
)
listings = st.builds(
    Listing,
    st.tuples(TEXTS),
    st.lists(st.builds(Entry, st.just(("a", "", "1")), TEXTS, TEXTS), max_size=4).map(tuple),
    TEXTS,
    TEXTS,
)
months = st.builds(
    lambda titles, sizes, shown: Months(
        titles,
        (Series("won", "good"), Series("lost", "bad", "▒")),
        tuple(Month(("a", str(i)), "Jan", pair) for i, pair in enumerate(sizes)),
        (Figures("won", tuple(shown[: len(sizes)]), "good", tuple(("a", "x") for _ in sizes)),),
    ),
    st.tuples(TEXTS),
    st.lists(st.tuples(SIZES, SIZES), max_size=12),
    st.lists(TEXTS, min_size=12, max_size=12),
)
blocks = st.one_of(tiles, bars, matrices, listings, months, st.builds(Sentence, TEXTS))


@given(blocks, st.integers(24, 200))
def test_a_block_keeps_to_its_room(block: Block, cells: int) -> None:
    picture = block.draw(cells)

    assert {sum(width(span.text) for span in line) for line in picture.lines} == {cells}
    for spot in picture.spots:
        for box in (spot.area, spot.mark):
            assert box.x >= 0
            assert box.y >= 0
            assert box.right <= cells
            assert box.bottom <= len(picture.lines)


@given(blocks, st.integers(-3, 23))
def test_no_room_breaks_nothing(block: Block, cells: int) -> None:
    block.draw(cells)


@given(SIZES, SIZES, st.integers(1, 60))
def test_a_longer_bar_is_never_shorter(one: Decimal, other: Decimal, cells: int) -> None:
    small, large = sorted((one, other))

    shorter, longer = bar_of(small, large, cells), bar_of(large, large, cells)

    assert len(shorter) == len(longer) == cells
    assert len(shorter.rstrip()) <= len(longer.rstrip())
    assert bool(shorter.strip()) == (small > 0)
    assert longer == ("█" * cells if large else " " * cells)


def test_a_tile_says_name_number_and_remark() -> None:
    tile = Tile(("k",), ("A very long name of a number", "Short"), "1,234", ("+ 3 closed",))

    assert lines_of(tile.draw(20)) == ["▌ Short", "▌ 1,234", "▌ + 3 closed"]
    assert lines_of(tile.draw(40))[0] == "▌ A very long name of a number"


def test_bars_show_label_length_number_and_value() -> None:
    chart = Bars(
        ("By scope",),
        (
            Bar(("k", "a"), "! Overdue", Decimal(20), "20", "bad", "1.2m"),
            Bar(("k", "b"), "○ New", Decimal(10), "10"),
            Bar(("k", "c"), "  None", Decimal(0), "0"),
        ),
        note="30",
    )

    assert lines_of(chart.draw(39)) == [
        "By scope  30",
        " ! Overdue ████████████████████ 20 1.2m",
        " ○ New     ██████████           10",
        "   None                          0",
    ]
    assert [spot.key for spot in chart.draw(40).spots] == [("k", "a"), ("k", "b"), ("k", "c")]


def test_a_matrix_cuts_names_of_columns_only_where_it_must() -> None:
    chart = Matrix(
        ("Health by stage",),
        (Heading(("✓ Green", "✓Gre", "✓"), "good"), Heading(("Total", "Σ"))),
        (MatrixRow("Adoption", (Number(("k", "Adoption/Green"), 1_234), Number(("k",), None))),),
    )

    assert lines_of(chart.draw(40))[1].split() == ["✓", "Green", "Total"]
    assert lines_of(chart.draw(22))[1].split() == ["✓Gre", "Total"]
    assert lines_of(chart.draw(40))[2].split() == ["Adoption", "1,234", "…"]


def test_months_stand_side_by_side_with_their_figures_below() -> None:
    chart = Months(
        ("By month",),
        (Series("won", "good"), Series("lost", "bad", "▒")),
        (
            Month(("k", "2026-01"), "Jan", (Decimal(4), Decimal(0))),
            Month(("k", "2026-02"), "Feb", (Decimal(2), Decimal(1))),
        ),
        (Figures("won", ("4", "2"), "good", (("k", "2026-01/won"), ("k", "2026-02/won"))),),
        height=2,
    )

    picture = chart.draw(24)

    assert lines_of(picture) == [
        "By month",
        "        ███",
        "        ███      ███▒▒▒",
        "           Jan      Feb",
        " won         4        2",
    ]
    keys = [spot.key for spot in picture.spots]
    assert keys == [
        ("k", "2026-01"),
        ("k", "2026-02"),
        ("k", "2026-01/won"),
        ("k", "2026-02/won"),
    ]


@pytest.mark.parametrize(("cells", "expected"), [(9, "Long name"), (8, "Short"), (1, "Short")])
def test_the_longest_wording_that_fits_is_taken(cells: int, expected: str) -> None:
    assert best_fitting(("Long name", "Short"), cells) == expected
