"""The virtual table over record ids."""

from collections.abc import Iterable

import pytest
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from successtui.widgets.record_table import CELLS_KEPT, Cell, Column, RecordTable, nearest_row
from tests.ui.widget_stage import ENDLESS, HOSTILE, Stage, lines_of, stage

COLUMNS = [
    Column("number", "Number", width=11, priority=6),
    Column("title", "Title", min_width=16, weight=3, priority=9),
    Column("status", "Status", width=12, priority=8),
    Column("owner", "Owner", min_width=8, priority=4),
    Column("value", "Value", width=10, align="right", priority=3),
]


def cells_of(record_id: int) -> tuple[Cell | str, ...]:
    status = Cell("● on track", "good") if record_id % 2 else Cell("▲ at risk", "bad")
    return f"OUT{record_id:07d}", f"Outcome {record_id}", status, "Jane", f"{record_id:,}"


def provide(table: RecordTable, ids: Iterable[int]) -> None:
    table.provide({record_id: cells_of(record_id) for record_id in ids})


def provide_what_is_wanted(message: Message) -> None:
    if isinstance(message, RecordTable.RowsWanted):
        provide(message.table, message.ids)


async def fill(run: Stage, table: RecordTable, ids: Iterable[int]) -> None:
    run.answer = provide_what_is_wanted
    table.set_rows(list(ids))
    await run.settle()
    run.forget()


async def test_rows_show_an_ellipsis_until_they_are_provided() -> None:
    table = RecordTable(COLUMNS)
    async with stage(table) as run:
        table.set_rows([7, 8])
        await run.settle()
        assert lines_of(table)[1].split() == ["›", "…", "…", "…", "…", "…"]

        provide(table, [7])
        await run.settle()

        header, first, second, *_ = lines_of(table)
        assert header.split() == ["Number", "Title", "Status", "Owner", "Value"]
        assert " ".join(first.split()) == "› OUT0000007 Outcome 7 ● on track Jane 7"
        assert second.split() == ["…"] * 5


async def test_people_s_text_is_shown_literally_on_one_line() -> None:
    table = RecordTable([Column("title", HOSTILE, min_width=10)], empty=HOSTILE)
    async with stage(table) as run:
        assert "[/x] [red] [@click=app.quit] [EMEA] 日本" in lines_of(table)[1]

        table.set_rows([1, 2])
        table.provide({1: (HOSTILE,), 2: (Cell(ENDLESS, "bad"),)})
        await run.settle()

        for line in lines_of(table)[:3]:
            assert "[/x] [red] [@click=app.quit] [EMEA] 日本" in line
        strips = table.render_lines(Region(0, 0, 80, 24))
        assert {strip.cell_length for strip in strips} == {80}


async def test_500_000_rows_ask_only_for_what_is_near_the_window() -> None:
    table = RecordTable(COLUMNS)
    async with stage(table, size=(80, 24)) as run:
        run.answer = provide_what_is_wanted
        table.set_rows(range(500_000))
        await run.settle()
        assert [wanted.ids for wanted in run.said(RecordTable.RowsWanted)] == [tuple(range(46))]
        run.forget()

        await run.press("end")
        (wanted,) = run.said(RecordTable.RowsWanted)
        assert wanted.ids == tuple(range(500_000 - 46, 500_000))
        assert table.cursor_id == 499_999
        assert "OUT0499999" in lines_of(table)[23]
        run.forget()

        await run.press("pageup")
        assert table.cursor_id == 499_999 - 22
        assert table.top_row == 500_000 - 23 - 22
        asked = [record_id for each in run.said(RecordTable.RowsWanted) for record_id in each.ids]
        assert len(asked) == len(set(asked))
        assert min(asked, default=table.top_row) >= table.top_row - 23


async def test_moving_the_cursor_draws_two_rows_whatever_the_number_of_rows() -> None:
    """Quality goal S5: 500,000 rows cost what 100 cost."""

    class Counting(RecordTable):
        drawn = 0

        def render_line(self, y: int) -> Strip:
            type(self).drawn += 1
            return super().render_line(y)

    counts = []
    for rows in (100, 500_000):
        table = Counting(COLUMNS)
        async with stage(table) as run:
            await fill(run, table, range(rows))
            Counting.drawn = 0
            await run.press("down")
            counts.append(Counting.drawn)

    assert counts == [2, 2]


async def test_the_same_ids_are_not_asked_for_twice_in_a_row_but_again_after_moving() -> None:
    table = RecordTable(COLUMNS)
    async with stage(table, size=(80, 11)) as run:
        table.set_rows(range(1_000))
        await run.settle()
        await run.press("down", "down", "up")
        assert len(run.said(RecordTable.RowsWanted)) == 1
        run.forget()

        await run.press("end", "home")

        last, first = run.said(RecordTable.RowsWanted)
        assert last.ids[-1] == 999
        assert first.ids[0] == 0


async def test_scrolling_line_by_line_asks_in_portions() -> None:
    table = RecordTable(COLUMNS)
    async with stage(table, size=(80, 11)) as run:
        await fill(run, table, range(1_000))

        await run.press(*["down"] * 40)

        wanted = run.said(RecordTable.RowsWanted)
        assert 0 < len(wanted) <= 8
        assert "…" not in "".join(lines_of(table))


async def test_rows_are_asked_for_once_there_is_a_size() -> None:
    table = RecordTable(COLUMNS)
    table.set_rows([1, 2, 3])
    async with stage(table) as run:
        assert [each.ids for each in run.said(RecordTable.RowsWanted)] == [(1, 2, 3)]
        assert table.cursor_id == 1


async def test_the_cursor_stays_on_its_record_and_the_record_on_its_line() -> None:
    table = RecordTable(COLUMNS)
    async with stage(table, size=(80, 11)) as run:
        await fill(run, table, range(100, 200))
        table.move_to(150)
        await run.settle()
        line = table.cursor_row - table.top_row
        run.forget()

        table.set_rows([*range(50), *range(100, 200)])
        await run.settle()

        assert table.cursor_id == 150
        assert table.cursor_row - table.top_row == line
        assert run.said(RecordTable.Highlighted) == []


async def test_the_nearest_record_takes_over_when_the_record_is_gone() -> None:
    table = RecordTable(COLUMNS)
    async with stage(table) as run:
        await fill(run, table, [1, 2, 3, 4])
        await run.press("down", "down")
        run.forget()

        table.set_rows([9, 1, 2, 4])
        await run.settle()
        table.set_rows([9, 1])
        await run.settle()
        table.set_rows([])
        await run.settle()
        table.set_rows([5])
        await run.settle()

        highlighted = [each.record_id for each in run.said(RecordTable.Highlighted)]
        assert highlighted == [4, 1, None, 5]


def test_nearest_row_prefers_the_later_neighbour_and_else_keeps_the_number() -> None:
    assert nearest_row((1, 2, 3), 1, (1, 3)) == 1
    assert nearest_row((1, 2, 3), 2, (1, 2)) == 1
    assert nearest_row((1, 2, 3), 2, (7, 8, 9)) == 2


async def test_without_keeping_the_cursor_a_new_list_starts_at_its_top() -> None:
    table = RecordTable(COLUMNS)
    async with stage(table, size=(80, 11)) as run:
        await fill(run, table, range(100))
        await run.press("end")

        table.set_rows(range(100), keep_cursor=False)
        await run.settle()

        assert (table.cursor_id, table.top_row) == (0, 0)
        assert [each.record_id for each in run.said(RecordTable.Highlighted)] == [99, 0]


async def test_keys_move_and_stop_at_the_ends() -> None:
    table = RecordTable(COLUMNS)
    async with stage(table, size=(80, 11)) as run:
        await fill(run, table, range(100))
        seen = []
        for key in ("up", "j", "down", "k", "pagedown", "pagedown", "pageup", "end", "down"):
            await run.press(key)
            seen.append(table.cursor_id)
        assert seen == [0, 1, 2, 1, 10, 19, 10, 99, 99]

        table.action_first()
        assert table.cursor_id == 0
        table.action_last()
        assert table.cursor_id == 99
        assert table.top_row == 90


async def test_enter_opens_the_record() -> None:
    table = RecordTable(COLUMNS)
    async with stage(table) as run:
        await run.press("enter")
        assert run.said(RecordTable.Opened) == []
        await fill(run, table, [4, 5])

        await run.press("down", "enter")

        assert [each.record_id for each in run.said(RecordTable.Opened)] == [5]
        assert run.said(RecordTable.Opened)[0].control is table


async def test_marks_belong_to_records_and_survive_other_rows() -> None:
    table = RecordTable(COLUMNS)
    async with stage(table) as run:
        await fill(run, table, [1, 2, 3])
        await run.press("space", "space")
        assert table.marked == {1, 2}
        assert table.cursor_id == 3
        assert lines_of(table)[1].startswith("● OUT0000001")

        table.set_rows([3])
        await run.settle()
        assert table.marked == {1, 2}
        assert (table.mark_count, table.marked_elsewhere) == (2, 2)
        table.set_rows([2, 3])
        await run.settle()
        assert table.marked_elsewhere == 1
        table.move_to(2)
        await run.press("space")

        assert len(run.said(RecordTable.MarksChanged)) == 3
        assert table.marked == {1}
        assert table.marked_elsewhere == 1
        table.set_marks([])
        assert table.marked == frozenset()
        assert table.marked_elsewhere == 0


async def test_provide_repaints_only_what_changed_and_is_in_sight() -> None:
    table = RecordTable(COLUMNS)
    async with stage(table) as run:
        await fill(run, table, range(500))
        refreshed: list[int] = []
        original = table._refresh_rows

        def counted(rows: Iterable[int]) -> None:
            rows = list(rows)
            refreshed.extend(rows)
            original(rows)

        table._refresh_rows = counted  # type: ignore[method-assign]
        provide(table, range(10))
        table.provide({3: ("OUT0000003", "Renamed", "", "", ""), 400: cells_of(400)})
        await run.settle()

        assert refreshed == [3]
        assert "Renamed" in lines_of(table)[4]


async def test_refreshed_rows_are_asked_for_again_and_stay_on_the_screen_meanwhile() -> None:
    table = RecordTable(COLUMNS)
    async with stage(table) as run:
        await fill(run, table, [1, 2, 3])
        run.answer = lambda message: None

        table.refresh_rows()
        await run.settle()
        assert [each.ids for each in run.said(RecordTable.RowsWanted)] == [(1, 2, 3)]
        assert "Outcome 1" in lines_of(table)[1]
        provide(table, [1, 2, 3])
        run.forget()
        table.refresh_rows([2])
        await run.settle()

        assert [each.ids for each in run.said(RecordTable.RowsWanted)] == [(2,)]


async def test_cells_far_away_are_forgotten() -> None:
    table = RecordTable(COLUMNS)
    async with stage(table) as run:
        await fill(run, table, range(10_000))
        provide(table, range(1_000, 1_000 + CELLS_KEPT + 500))
        run.answer = lambda message: None

        assert len(table._cells) == CELLS_KEPT
        assert "…" not in "".join(lines_of(table))
        table.move_to(1_000)
        await run.settle()

        assert 1_000 in run.said(RecordTable.RowsWanted)[-1].ids


async def test_the_header_carries_the_sort_arrow_and_can_be_clicked() -> None:
    table = RecordTable(COLUMNS)
    async with stage(table) as run:
        table.set_sorts([("title", False)])
        assert "Title ▲ " in lines_of(table)[0]
        table.set_sorts([("value", True), ("title", False)])
        assert lines_of(table)[0].endswith("Value ▼1")
        assert "Title ▲2" in lines_of(table)[0]
        table.set_sorts([])
        assert "▼" not in lines_of(table)[0]

        await run.pilot.click(table, offset=(16, 0))
        await run.settle()

        assert [each.column_key for each in run.said(RecordTable.HeaderPressed)] == ["title"]


async def test_a_click_selects_and_a_second_one_opens() -> None:
    table = RecordTable(COLUMNS)
    async with stage(table) as run:
        await fill(run, table, [1, 2, 3])

        await run.pilot.click(table, offset=(20, 3))
        await run.settle()
        assert table.cursor_id == 3
        assert run.said(RecordTable.Opened) == []
        await run.pilot.click(table, offset=(20, 3))
        await run.settle()
        assert [each.record_id for each in run.said(RecordTable.Opened)] == [3]
        await run.press("up", "down")
        await run.pilot.click(table, offset=(20, 3))
        await run.pilot.click(table, offset=(20, 20))
        await run.settle()
        assert len(run.said(RecordTable.Opened)) == 1
        await run.pilot.click(table, offset=(0, 2))
        await run.settle()

        assert table.marked == {2}
        assert table.cursor_id == 3


async def test_the_wheel_scrolls_and_the_cursor_stays() -> None:
    table = RecordTable(COLUMNS)
    async with stage(table, size=(80, 11)) as run:
        await fill(run, table, range(100))

        table.scroll_to(y=50, animate=False)
        await run.settle()
        assert table.cursor_id == 0
        assert table.visible_ids == tuple(range(50, 60))
        table.set_rows(range(100))
        await run.settle()

        assert table.top_row == 50


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (120, ("number", "title", "status", "owner", "value")),
        (62, ("number", "title", "status", "owner")),
        (50, ("number", "title", "status")),
        (34, ("title", "status")),
        (20, ("title",)),
        (5, ("title",)),
    ],
)
async def test_columns_of_low_priority_give_way(width: int, shown: tuple[str, ...]) -> None:
    table = RecordTable(COLUMNS)
    async with stage(table, size=(width, 10)) as run:
        await fill(run, table, range(3))

        assert table.shown_columns == shown
        strips = table.render_lines(Region(0, 0, width, 10))
        assert {strip.cell_length for strip in strips} == {width}


async def test_a_resize_keeps_the_cursor_in_sight_and_asks_for_more_rows() -> None:
    table = RecordTable(COLUMNS)
    async with stage(table, size=(80, 24)) as run:
        await fill(run, table, range(1_000))
        await run.press("pagedown")

        await run.pilot.resize_terminal(60, 8)
        await run.settle()
        assert table.top_row <= table.cursor_row < table.top_row + 7
        run.forget()
        await run.pilot.resize_terminal(120, 60)
        await run.settle()

        assert "…" not in "".join(lines_of(table))


async def test_other_columns_and_another_empty_sentence() -> None:
    table = RecordTable(COLUMNS, empty="No outcomes yet: press n to add one.")
    async with stage(table) as run:
        assert lines_of(table)[1] == "  No outcomes yet: press n to add one."
        table.empty = "Nothing matches: press / to change the filter."
        table.set_columns([Column("only", "Only")])
        await run.settle()

        header, empty, *_ = lines_of(table)
        assert header == "  Only"
        assert empty == "  Nothing matches: press / to change the filter."
        assert [column.key for column in table.columns] == ["only"]


async def test_the_cursor_s_cells_can_be_copied() -> None:
    table = RecordTable(COLUMNS)
    async with stage(table) as run:
        copied = [table.cursor_cells]
        await fill(run, table, [7])
        copied.append(table.cursor_cells)

        assert copied == [None, cells_of(7)]
        assert table.ids == (7,)
        assert not table.move_to(8)


async def test_the_cursor_row_is_reversed_in_every_theme() -> None:
    """Quality: readable in 16 colours."""
    table = RecordTable(COLUMNS)
    async with stage(table) as run:
        await fill(run, table, range(3))
        for theme in ("textual-dark", "textual-light", "ansi-dark", "ansi-light"):
            run.app.theme = theme
            await run.settle()
            strip = table.render_lines(Region(0, 1, 80, 1))[0]
            style = next(iter(strip)).style
            assert style is not None
            assert style.reverse, theme
