"""The grid of the wizards: check boxes and editable cells."""

import pytest

from successtui.widgets.pick_grid import Column, PickGrid, PickItem
from tests.ui.widget_stage import ENDLESS, HOSTILE, lines_of, stage

COLUMNS = [
    Column("title", "Record", min_width=20),
    Column("owner", "Owner", width=14, editable=True),
    Column("note", "Note", width=6),
    Column("start", "Start", width=10, editable=True),
    Column("end", "End", width=10, editable=True, priority=1),
]
ITEMS = [
    PickItem("o", 0, None, ("Objective", "Jane", "", "2026-01-01", "")),
    PickItem("p", 1, "o", ("Play", "Sam", "", "2026-01-01", "2026-02-01")),
    PickItem("t", 2, "p", ("Task", "Sam", "", "2026-01-02", "2026-02-01"), checked=False),
    PickItem("q", 1, "o", ("Other play", "Sam", "", "2026-01-01", "2026-02-01")),
]


def grid() -> PickGrid:
    table = PickGrid(COLUMNS)
    table.set_items(ITEMS)
    return table


async def test_boxes_are_shown_literally() -> None:
    table = grid()
    async with stage(table):
        lines = lines_of(table)
        assert lines[1].startswith("› [x] Objective")
        assert lines[2].startswith("    [x] Play")
        assert lines[3].startswith("      [ ] Task")
        assert table.checked == {"o", "p", "q"}


async def test_a_parent_takes_its_children_along_but_not_the_other_way_round() -> None:
    table = grid()
    async with stage(table) as run:
        await run.press("down", "space")
        assert table.checked == {"o", "q"}
        await run.press("space")
        assert table.checked == {"o", "p", "t", "q"}
        await run.press("up", "space")
        assert table.checked == frozenset()
        await run.press("down", "down", "space")

        assert table.checked == {"t"}
        assert run.said(PickGrid.CheckedChanged)[-1].checked == {"t"}


async def test_a_selects_all_and_then_none() -> None:
    table = grid()
    async with stage(table) as run:
        await run.press("a")
        assert table.checked == {"o", "p", "t", "q"}
        await run.press("a")
        assert table.checked == frozenset()


async def test_the_cell_cursor_stops_at_editable_columns_and_enter_asks_for_the_edit() -> None:
    table = grid()
    async with stage(table) as run:
        seen = []
        for key in ("left", "right", "l", "right", "h"):
            await run.press(key)
            seen.append(table.column_key)
        assert seen == ["owner", "start", "end", "end", "start"]

        await run.press("down", "enter")

        (wanted,) = run.said(PickGrid.EditWanted)
        assert (wanted.key, wanted.column_key) == ("p", "start")
        assert wanted.control is table


async def test_the_cell_cursor_is_seen() -> None:
    table = grid()
    async with stage(table):
        strip = table.render_line(1)
        reversed_text = [
            segment.text for segment in strip if segment.style and segment.style.reverse
        ]
        assert reversed_text == ["Jane          "]


async def test_an_answered_edit_changes_one_row() -> None:
    table = grid()
    async with stage(table) as run:
        table.update_item("p", ("Play", "Kim", "", "2026-03-01", "2026-04-01"))
        await run.settle()

        assert "Kim" in lines_of(table)[2]
        assert table.checked == {"o", "p", "q"}
        with pytest.raises(KeyError):
            table.update_item("nothing", ())


async def test_a_click_on_the_box_toggles_and_one_on_a_cell_moves_the_cursor_there() -> None:
    table = grid()
    async with stage(table) as run:
        await run.pilot.click(table, offset=(3, 1))
        await run.settle()
        assert table.checked == frozenset()

        await run.pilot.click(table, offset=(60, 2))
        await run.settle()

        assert (table.cursor_key, table.column_key) == ("p", "start")


async def test_set_items_keeps_the_cursor_by_key() -> None:
    table = grid()
    async with stage(table) as run:
        assert table.move_to("q", "end")
        table.set_items(ITEMS[:1] + ITEMS[3:])
        await run.settle()
        assert (table.cursor_key, table.column_key) == ("q", "end")
        table.set_items(ITEMS[:1])
        await run.settle()
        assert (table.cursor_key, table.row_count) == ("o", 1)
        table.set_items([])
        await run.press("space", "enter", "left", "a")

        assert (table.cursor_key, table.row_count) == (None, 0)
        assert not table.move_to("q")


async def test_without_an_editable_column_enter_asks_nothing() -> None:
    table = PickGrid([Column("title", "Record")])
    table.set_items([PickItem("o", 0, None, ("Objective",))])
    async with stage(table) as run:
        await run.press("right", "enter")

        assert table.column_key == ""
        assert run.said(PickGrid.EditWanted) == []


async def test_people_s_text_is_shown_literally() -> None:
    table = PickGrid(COLUMNS)
    table.set_items([PickItem("o", 0, None, (HOSTILE, HOSTILE, ENDLESS, "", ""))])
    async with stage(table, size=(120, 10)):
        assert "[x] [/x] [red] [@click=app.quit] [EMEA]" in lines_of(table)[1]
        assert {strip.cell_length for strip in table.render_lines(table.size.region)} == {120}
