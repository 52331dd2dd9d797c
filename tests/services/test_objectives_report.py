"""The outcome success plan report: what is in it, for whom, in which order."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from successtui.cli.main import main
from successtui.domain.clock import Clock
from successtui.domain.errors import BadCall, Forbidden, NotFound
from successtui.records import PicklistValues
from successtui.services.objectives_report import COLUMNS, objectives_report
from successtui.services.session import Session
from successtui.services.workspaces import create_workspace
from tests.pg import TODAY
from tests.worlds import Book, picked

_FIELDS = [*COLUMNS]


def _numbers(session: Session, **asked: object) -> list[str]:
    found = objectives_report(session, **asked)  # type: ignore[arg-type]
    return [record["number"] for record in found.data["records"]]


@pytest.fixture
def team(book: Book) -> Book:
    """Max leads Dora and Finn; Otto is in nobody's team. Each CSM has an account and objectives."""
    leader = book.user("max", "success_manager")
    for name in ("dora", "finn"):
        book.user(name, manager=leader.id)
    book.user("otto")
    book.user("vic", "viewer")
    book.user("pat", "participant")
    for place, name in enumerate(("dora", "finn", "otto", "vic", "pat")):
        csm = book.session
        with csm.read() as reader:
            user = reader.find(f"user:{name}")
        account = book.account(name=f"{'ZYXWV'[place]} Corp", csm=user.id)
        for turn in range(2):
            book.objective(
                account,
                name=f"Goal {name} {turn}",
                owner_kind=None,
                start_date=TODAY + timedelta(days=place * 3 - turn),
                end_date=TODAY + timedelta(days=40 - place + 9 * turn),
                category=("Adoption", "Value")[turn],
            )
    return book


def test_it_lists_all_objectives_of_the_scope_and_no_other(team: Book) -> None:
    """R001-46: a manager's team, a CSM's own book; accounts outside of it are absent."""
    names = {
        who: {row["name"] for row in objectives_report(team.as_(who)).data["records"]}
        for who in ("max", "dora", "otto")
    }
    assert names["max"] == {f"Goal {who} {turn}" for who in ("dora", "finn") for turn in (0, 1)}
    assert names["dora"] == {"Goal dora 0", "Goal dora 1"}
    assert names["otto"] == {"Goal otto 0", "Goal otto 1"}
    assert len(objectives_report(team.session).data["records"]) == 10


def test_templates_and_deleted_objectives_are_not_in_it(team: Book) -> None:
    """R001-46: only what is at work for an account."""
    before = len(objectives_report(team.session).rows)
    team.objective(None, is_template=True)
    gone = team.objective(team.account())
    with team.session.change("Delete") as unit:
        unit.delete(unit.house.require(type(gone), gone.id))
    assert len(objectives_report(team.session).rows) == before


def test_it_narrows_to_a_colleague_in_ones_team(team: Book) -> None:
    """R001-46: a manager looks at one CSM; whoever is not in the team is nobody."""
    found = objectives_report(team.as_("max"), team="dora").data["records"]
    assert {row["name"] for row in found} == {"Goal dora 0", "Goal dora 1"}
    assert len(objectives_report(team.session, team="max").rows) == 4
    for who, whom in (("max", "otto"), ("dora", "finn"), ("max", "nobody")):
        with pytest.raises(NotFound, match=f"no user {whom} in your team"):
            objectives_report(team.as_(who), team=whom)


@pytest.mark.parametrize("who", ["vic", "pat"])
def test_it_takes_a_role_that_opens_reports(team: Book, who: str) -> None:
    """R001-47, R001-49: viewers and participants see their objectives, but not the report."""
    with pytest.raises(Forbidden, match="success_manager or customer_success_agent"):
        objectives_report(team.as_(who))


@pytest.mark.parametrize("column", COLUMNS)
def test_it_is_sorted_by_every_column(team: Book, column: str) -> None:
    """R001-48: up and down by each header, against a sort in plain Python."""
    book = team
    found = objectives_report(book.session, order=(column,)).data["records"]
    assert len(found) == 10
    values = [row[column] for row in found]
    if column == "account":
        with book.session.read() as reader:
            values = [reader.find(number).caption for number in values]
    known = [str(value) for value in values if value is not None]
    assert known == sorted(known, key=str.casefold)
    down = [
        row[column]
        for row in objectives_report(book.session, order=(f"-{column}",)).data["records"]
    ]
    told = [str(value) for value in down if value is not None]
    up = [str(row[column]) for row in found if row[column] is not None]
    assert told == [*reversed(up)]


def test_further_columns_decide_where_the_first_is_equal(team: Book) -> None:
    """R001-48: category first, then the latest start."""
    rows = objectives_report(team.session, order=("category", "-start_date")).data["records"]
    assert [(row["category"], row["start_date"]) for row in rows] == sorted(
        ((row["category"], row["start_date"]) for row in rows),
        key=lambda pair: (pair[0], -date.fromisoformat(pair[1]).toordinal()),
    )
    with pytest.raises(BadCall, match="sorted by one of"):
        objectives_report(team.session, order=("notes",))


def test_a_query_narrows_it(team: Book) -> None:
    """R001-48: filtered like any list."""
    assert len(_numbers(team.session, query="category:Value")) == 5
    assert len(_numbers(team.as_("dora"), query="category:Value")) == 1


def test_the_status_is_the_one_an_admin_defined_else_the_state(team: Book) -> None:
    """R001-48: the column is never empty, and sorts by what it shows."""
    with team.session.read() as reader:
        goal = reader.find("OBJ0000001")
    team.add(PicklistValues, name="objective_status", entries=("Agreed = In progress",))
    team.change(goal, status="Agreed")
    kind = picked(type(goal), "state", "In progress")
    assert team.again(goal)["state"] == kind
    rows = objectives_report(team.session, order=("status",)).data["records"]
    assert [row["status"] for row in rows] == ["Agreed", *["New"] * 9]


def test_the_command_prints_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """R001-46 to R001-48: JSON with the columns of the contract, CSV, sorting, refusals."""
    path = tmp_path / "own.db"
    book = Book(create_workspace(path, Clock(TODAY), currency="EUR", admin=""))
    account = book.account(name="Acme")
    for name in ("B", "A"):
        book.objective(account, name=name)
    asked = ("report", "objectives", "--db", str(path))
    assert main((*asked, "--sort", "name", "--format", "json")) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["columns"] == _FIELDS
    assert [(row["name"], row["account"]) for row in answer["records"]] == [
        ("A", account.number),
        ("B", account.number),
    ]
    assert answer["total"] == 2
    assert main((*asked, "name:B", "--format", "csv")) == 0
    head, line = capsys.readouterr().out.strip().splitlines()
    assert head == ",".join(COLUMNS)
    assert line.split(",")[:3] == [account.number, "OBJ0000001", "B"]
    assert main((*asked, "--sort", "wishes")) == 2
    assert main((*asked, "--team", "nobody")) == 66
