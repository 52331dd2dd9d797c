"""The starter library: complete, consistent with itself, and the same every time it is read."""

from datetime import date, timedelta

import pytest

from successtui.records.record import REGISTRY
from successtui.starter.library import library_rows
from successtui.starter.rows import DEFAULTS, Row, Rows, cell, make_row, several
from successtui.starter.templates import TEMPLATE_START, libraries


@pytest.fixture(scope="module")
def rows() -> Rows:
    return library_rows("alex")


def children(rows: Rows, file: str, column: str, number: str) -> list[Row]:
    return [row for row in rows[file] if row[column] == number]


def test_five_libraries_belong_to_the_given_owner(rows: Rows) -> None:
    assert [row["name"] for row in rows["libraries"]] == [
        "Onboarding",
        "Adoption",
        "Value review",
        "Renewal",
        "Risk recovery",
    ]
    assert {row["owner"] for row in rows["libraries"]} == {"alex"}
    assert {row["owner"] for row in library_rows()["libraries"]} == {""}


def test_reading_twice_gives_the_same_rows() -> None:
    assert library_rows("alex") == library_rows("alex")


def test_changing_the_rows_does_not_change_the_library() -> None:
    library_rows()["objectives"][0]["name"] = "spoilt"
    assert library_rows()["objectives"][0]["name"] != "spoilt"


def test_the_library_is_large_enough(rows: Rows) -> None:
    assert len(rows["objectives"]) >= 12
    assert len(rows["plays"]) >= 20
    for play in rows["plays"]:
        assert 3 <= len(children(rows, "tasks", "parent", play["number"])) <= 7, play["number"]
    assert any(play["objective"] == "" for play in rows["plays"])


def test_some_objectives_bring_many_children_and_one_brings_none(rows: Rows) -> None:
    """R003-02, R003-14, R003-17."""
    plays = {
        objective["number"]: children(rows, "plays", "objective", objective["number"])
        for objective in rows["objectives"]
    }
    rich = [each for each in plays.values() if len(each) > 1]
    assert len(rich) >= 2
    for each in rich:
        tasks = [
            task for play in each for task in children(rows, "tasks", "parent", play["number"])
        ]
        assert len(tasks) >= 5
    barren = [number for number, each in plays.items() if not each]
    assert len(barren) == 1
    assert children(rows, "outcomes", "objective", barren[0]) == []


def test_templates_are_marked_and_belong_to_a_library(rows: Rows) -> None:
    """R001-13, R003-23."""
    shelf = {row["name"] for row in rows["libraries"]}
    plans = {row["number"] for row in rows["plans"] if row["library"] in shelf}
    of_plans = {row["number"] for row in rows["objectives"] if row["plan"] in plans}
    for row in rows["plans"] + rows["objectives"] + rows["plays"]:
        assert row["is_template"] == "true"
        assert row["account"] == ""
        alone = row.get("plan") in plans or row.get("objective") in of_plans
        assert (row["library"] in shelf) is not alone, row["number"]
    assert {row["source"] for row in rows["objectives"]} == {"library"}


def test_a_plan_template_brings_ten_objectives_with_all_they_need(rows: Rows) -> None:
    """R003-55: each with a KPI and a play, within the plan's own year."""
    [plan] = rows["plans"]
    objectives = children(rows, "objectives", "plan", plan["number"])
    assert len(objectives) == 10
    for objective in objectives:
        assert children(rows, "outcomes", "objective", objective["number"])
        assert children(rows, "plays", "objective", objective["number"])
        assert plan["start_date"] <= objective["start_date"] < objective["end_date"]
        assert objective["end_date"] <= plan["end_date"]


def test_numbers_are_unique_and_leave_the_running_series_alone(rows: Rows) -> None:
    for file in ("plans", "objectives", "outcomes", "plays", "tasks"):
        numbers = [row["number"] for row in rows[file]]
        assert len(set(numbers)) == len(numbers)
        assert all("-LIB-" in number for number in numbers)


def test_every_reference_resolves(rows: Rows) -> None:
    objectives = {row["number"] for row in rows["objectives"]}
    outcomes = {row["number"]: row["objective"] for row in rows["outcomes"]}
    plays = {row["number"]: row for row in rows["plays"]}
    roles = {row["name"] for row in rows["roles"]}
    assert set(outcomes.values()) <= objectives
    for play in plays.values():
        assert play["objective"] in objectives | {""}
        if play["primary_outcome"]:
            assert outcomes[play["primary_outcome"]] == play["objective"]
    for task in rows["tasks"]:
        assert task["parent_type"] == "play"
        assert task["parent"] in plays
        assert task["owner_kind"] == "role"
        assert task["owner"] in roles


def test_task_dates_agree_with_their_offsets_and_lie_within_the_play(rows: Rows) -> None:
    """R003-21: everything shifts from the template's start, so everything must hang from it."""
    plays = {row["number"]: row for row in rows["plays"]}
    for task in rows["tasks"]:
        due = date.fromisoformat(task["due_date"])
        assert due == TEMPLATE_START + timedelta(days=int(task["due_offset_days"]))
        play = plays[task["parent"]]
        assert play["start_date"] <= task["start_date"] <= task["due_date"] <= play["end_date"]


def test_plays_and_kpis_end_with_their_objective(rows: Rows) -> None:
    ends = {row["number"]: row["end_date"] for row in rows["objectives"]}
    for play in rows["plays"]:
        if play["objective"]:
            assert play["end_date"] <= ends[play["objective"]], play["number"]
    for kpi in rows["outcomes"]:
        assert kpi["target_date"] <= ends[kpi["objective"]], kpi["number"]


def test_kpi_targets_lie_in_the_direction_of_the_kpi(rows: Rows) -> None:
    """R003-44: an increase from a higher base could never make progress."""
    for kpi in rows["outcomes"]:
        if kpi["target_value"]:
            rising = float(kpi["target_value"]) > float(kpi["base_value"])
            assert kpi["direction"] == ("Increase" if rising else "Decrease"), kpi["number"]
            assert kpi["unit"]


def test_texts_are_written_out(rows: Rows) -> None:
    for file in ("objectives", "outcomes", "plays", "tasks"):
        for row in rows[file]:
            assert len(row["description"]) > 20, row["number"]
            assert row["description"] == row["description"].strip()
    assert all(library.description for library in libraries())


def test_every_column_is_a_field_of_its_record() -> None:
    records = {record.declaration.file: record.declaration for record in REGISTRY.values()}
    for file, columns in DEFAULTS.items():
        known = set(records[file].fields) | ({"number"} if records[file].numbered else set())
        assert set(columns) <= known, file


def test_a_row_refuses_unknown_columns() -> None:
    with pytest.raises(KeyError, match="roles has no column colour"):
        make_row("roles", colour="red")


def test_cells_are_spelled_as_in_the_bundle() -> None:
    assert [cell(value) for value in (None, True, False, 3, date(2025, 1, 2), "x")] == [
        "",
        "true",
        "false",
        "3",
        "2025-01-02",
        "x",
    ]
    assert several(("a;b", "c")) == "a\\;b;c"
