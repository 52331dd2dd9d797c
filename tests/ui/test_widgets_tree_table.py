"""The tree with columns."""

from collections.abc import Iterator

from successtui.widgets.tree_table import Cell, Column, Node, TreeTable, chain_of_parents
from tests.ui.widget_stage import ENDLESS, HOSTILE, lines_of, stage

COLUMNS = [
    Column("title", "Plan", min_width=20),
    Column("status", "Status", width=12),
    Column("owner", "Owner", width=30),
]


def plan(objectives: int = 2) -> Iterator[Node]:
    for number in range(objectives):
        objective = f"o{number}"
        yield Node(objective, 0, (f"Objective {number}", Cell("● active", "good"), "Jane"), True)
        for play in range(2):
            key = f"{objective}p{play}"
            yield Node(key, 1, (f"Play {play}", "", "Sam"), True, objective)
            for task in range(2):
                yield Node(f"{key}t{task}", 2, (f"Task {task}", "", "Sam"), False, key, task == 1)


def tree(initially_expanded: int = 1) -> TreeTable:
    table = TreeTable(COLUMNS, initially_expanded=initially_expanded)
    table.set_nodes(list(plan()))
    return table


async def test_nodes_are_indented_and_marked() -> None:
    table = tree()
    async with stage(table):
        lines = lines_of(table)

        assert lines[1].startswith("› ▾ Objective 0")
        assert lines[2].startswith("    ▸ Play 0")
        assert lines[3].startswith("    ▸ Play 1")
        assert lines[4].startswith("  ▾ Objective 1")
        assert table.shown_keys == ("o0", "o0p0", "o0p1", "o1", "o1p0", "o1p1")


async def test_the_initial_depth_is_the_caller_s() -> None:
    assert tree(initially_expanded=0).shown_keys == ("o0", "o1")
    assert len(tree(initially_expanded=2).shown_keys) == 14


async def test_left_and_right_walk_the_tree() -> None:
    table = tree()
    async with stage(table) as run:
        seen = []
        for key in ("l", "right", "l", "l", "left", "h", "h", "h", "h"):
            await run.press(key)
            seen.append((table.cursor_key, len(table.shown_keys)))

        assert seen == [
            ("o0p0", 6),
            ("o0p0", 8),
            ("o0p0t0", 8),
            ("o0p0t0", 8),
            ("o0p0", 8),
            ("o0p0", 6),
            ("o0", 6),
            ("o0", 4),
            ("o0", 4),
        ]
        toggled = [(each.key, each.expanded) for each in run.said(TreeTable.Toggled)]
        assert toggled == [("o0p0", True), ("o0p0", False), ("o0", False)]


async def test_z_expands_all_and_then_collapses_all() -> None:
    table = tree()
    async with stage(table) as run:
        table.move_to("o1p1t0")
        await run.settle()
        run.forget()

        await run.press("z")
        assert len(table.shown_keys) == 14
        assert table.cursor_key == "o1p1t0"
        await run.press("z")

        assert table.shown_keys == ("o0", "o1")
        assert table.cursor_key == "o1"
        assert [each.key for each in run.said(TreeTable.Highlighted)] == ["o1"]


async def test_expansion_and_cursor_stay_by_key_when_the_nodes_are_set_again() -> None:
    table = tree()
    async with stage(table) as run:
        await run.press("h", "down", "down", "l")
        assert table.cursor_key == "o1p0"
        shown = table.shown_keys
        run.forget()

        table.set_nodes([Node("new", 0, ("New",)), *plan()])
        await run.settle()

        assert table.shown_keys == ("new", *shown)
        assert table.cursor_key == "o1p0"
        assert run.said(TreeTable.Highlighted) == []


async def test_the_nearest_ancestor_takes_over_when_a_node_is_gone() -> None:
    table = tree()
    async with stage(table) as run:
        table.move_to("o1p1t1")
        await run.settle()
        run.forget()

        table.set_nodes([node for node in plan() if not node.key.startswith("o1p")])
        await run.settle()
        assert table.cursor_key == "o1"
        table.set_nodes([])
        await run.settle()

        assert table.shown_keys == ()
        assert [each.key for each in run.said(TreeTable.Highlighted)] == ["o1", None]


async def test_moving_to_a_hidden_node_expands_its_ancestors() -> None:
    table = tree(initially_expanded=0)
    async with stage(table) as run:
        assert table.move_to("o1p0t1")
        await run.settle()

        assert table.cursor_key == "o1p0t1"
        assert table.is_expanded("o1")
        assert not table.is_expanded("o0")
        assert not table.move_to("nothing")


async def test_enter_opens_and_a_click_on_the_marker_toggles() -> None:
    table = tree()
    async with stage(table) as run:
        await run.press("down", "enter")
        assert [each.key for each in run.said(TreeTable.Opened)] == ["o0p0"]
        assert run.said(TreeTable.Opened)[0].control is table

        await run.pilot.click(table, offset=(2, 1))
        await run.settle()

        assert [each.key for each in run.said(TreeTable.Toggled)] == ["o0"]
        assert table.cursor_key == "o0"


async def test_people_s_text_and_great_depth_stay_on_their_line() -> None:
    table = TreeTable([Column("title", "Plan", min_width=10), *COLUMNS[1:]])
    deep = [Node(f"n{depth}", depth, (HOSTILE, ENDLESS), True) for depth in range(60)]
    async with stage(table, size=(120, 24)) as run:
        table.set_nodes(deep)
        await run.settle()
        assert "[/x] [red] [@click=app.quit] [EMEA]" in lines_of(table)[1]
        await run.press("z", "end")
        assert {strip.cell_length for strip in table.render_lines(table.size.region)} == {120}
        assert "[/x]" in lines_of(table)[-1]


async def test_the_tree_column_is_never_left_out() -> None:
    table = tree()
    async with stage(table, size=(30, 10)):
        assert table.shown_columns == ("title",)


def test_a_circle_of_parents_ends() -> None:
    nodes = {"a": Node("a", 0, (), parent="b"), "b": Node("b", 0, (), parent="a")}

    assert chain_of_parents("a", nodes) == ["b"]
