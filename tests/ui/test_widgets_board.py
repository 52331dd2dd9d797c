"""The board: one cursor over all spots, a new page costs only what differs; lists of choices."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip

from successtui.widgets.board import Board
from successtui.widgets.board_layout import Layout, chosen, draw, next_spot
from successtui.widgets.charts import Bar, Bars, Tile
from successtui.widgets.check_list import CheckGroup, CheckList
from successtui.widgets.pictures import Key
from successtui.widgets.strip_changes import changes
from tests.ui.widget_stage import HOSTILE, lines_of, stage

BOLD = Style(bold=True)


def tile(name: str, figure: str = "1") -> Tile:
    return Tile((name,), (name,), figure)


def bars(*sizes: int) -> Bars:
    found = (Bar(("b", str(i)), f"Bar {i}", Decimal(n), f"{n}") for i, n in enumerate(sizes))
    return Bars(("Bars",), tuple(found))


def page(figure: str = "1") -> tuple[Layout, ...]:
    rows = (((tile("a", figure), 1), (tile("b2"), 1), (None, 1)), ((bars(3, 2, 1), 1),))
    return (Layout(60, rows),)


def here(board: Board) -> Key | None:
    return board.cursor_key


async def test_arrows_go_to_the_nearest_spot() -> None:
    board = Board()
    async with stage(board) as run:
        board.show(page(), cursor=None)
        walk = {"right": ("b2",), "down": ("b", "0"), "j": ("b", "1"), "k": ("b", "0")}
        await run.settle()
        assert here(board) == ("a",)
        for key, expected in walk.items():
            await run.press(key)
            assert here(board) == expected, key
        await run.press("up", "end")
        assert here(board) == ("b", "2")
        await run.press("home", "left")
        assert here(board) == ("a",)
        assert [said.key for said in run.said(Board.Moved)][-1] == ("a",)


async def test_enter_and_a_second_click_open() -> None:
    board = Board()
    async with stage(board) as run:
        board.show(page(), cursor=("b2",))
        await run.press("enter")
        await run.pilot.click(board, offset=(3, 0))
        await run.pilot.click(board, offset=(3, 1))
        await run.settle()
        assert [said.key for said in run.said(Board.Opened)] == [("b2",), ("a",)]


async def test_a_new_number_repaints_its_cells_only() -> None:
    """Quality goal S8: new numbers on the same tiles cost their own cells."""

    class Watched(Board):
        painted: list[Region] = []

        def refresh(self, *regions: Region, **kwargs: bool) -> Board:  # type: ignore[override]
            self.painted += regions or (Region(0, 0, 80, 24),)
            return super().refresh(*regions, **kwargs)

    board = Watched()
    async with stage(board) as run:
        board.show(page("1"), cursor=("a",))
        await run.settle()
        board.painted.clear()
        board.show(page("23"), cursor=("a",))
        await run.settle()
        assert board.painted == [Region(3, 1, 2, 1)]


async def test_without_room_blocks_stand_below_each_other() -> None:
    board = Board()
    async with stage(board, size=(40, 24)) as run:
        board.show(page(), cursor=("b2",), top=0)
        await run.settle()
        shown = [line.strip("▌ ") for line in lines_of(board)]
        assert shown.index("b2") > shown.index("a")
        assert here(board) == ("b2",)


async def test_the_cursor_comes_back_to_what_is_there_again() -> None:
    board = Board()
    async with stage(board) as run:
        board.show(page(), cursor=("b", "2"))
        await run.settle()
        board.show((Layout(0, (((tile("a"), 1),),)),), cursor=board.wanted_key)
        await run.settle()
        assert here(board) == ("a",)
        board.show(page(), cursor=board.wanted_key)
        await run.settle()
        assert here(board) == ("b", "2")


async def test_names_are_shown_as_typed() -> None:
    board = Board()
    async with stage(board) as run:
        board.show((Layout(0, (((tile(HOSTILE), 1),),)),), cursor=None)
        await run.settle()
        assert "[/x] [red] [@click=app.quit] [EMEA] 日本" in lines_of(board)[0]
        assert {s.cell_length for s in board.render_lines(Region(0, 0, 80, 24))} == {80}


@given(st.text("ab日 ", max_size=30), st.text("ab日 ", max_size=30), st.booleans())
def test_changes_are_all_the_cells_that_differ(was: str, now: str, bold: bool) -> None:
    old = Strip([Segment(was, Style())]).adjust_cell_length(30, Style())
    new = Strip([Segment(now, BOLD if bold else Style())]).adjust_cell_length(30, Style())

    runs = list(changes(old, new))

    patched = old
    for first, last in runs:
        parts = [patched.crop(0, first), new.crop(first, last), patched.crop(last, None)]
        patched = Strip.join(parts)
    assert patched.text == new.text
    assert runs == sorted(runs)
    assert bool(runs) == (was.rstrip() != now.rstrip() or (bold and now != ""))


@given(st.integers(20, 200))
def test_a_row_is_as_wide_as_the_page(cells: int) -> None:
    picture = draw(chosen(page(), cells), cells)

    assert {sum(len(span.text) for span in line) for line in picture.lines} == {cells}
    first = picture.spots[0]
    assert next_spot(picture.spots, first, "up") is None


GROUPS = (
    CheckGroup("value", "Value", (("0-1", "little"), ("1-", "much"))),
    CheckGroup("csm", "CSM", (("dora", "Dora Lind"), ("otto", HOSTILE))),
)


async def test_a_choice_is_checked_and_the_order_of_choices_kept() -> None:
    checks = CheckList("Several")
    async with stage(checks) as run:
        checks.set_groups(GROUPS, [("csm", "gone")])
        await run.press("down", "space", "up", "space", "tab", "enter")
        assert checks.checked_of("value") == ("0-1", "1-")
        assert checks.checked_of("csm") == ("dora", "gone")
        shown = lines_of(checks)
        assert "Value – 2 chosen" in shown[1]
        assert "[x] little" in shown[2]
        assert "[/x] [red]" in shown[6]


async def test_a_heading_unchecks_its_group_and_typing_narrows() -> None:
    checks = CheckList("Several")
    async with stage(checks) as run:
        checks.set_groups(GROUPS, [("csm", "dora"), ("value", "1-")])
        await run.press("tab", "up", "space")
        assert checks.checked_of("csm") == ()
        assert checks.checked_of("value") == ("1-",)
        checks.narrow("LIND")
        await run.settle()
        assert [line.strip(" ›") for line in lines_of(checks)[1:3]] == [
            "CSM – all",
            "[ ] Dora Lind",
        ]
