"""The commands `act` and `nightly`."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Cli


def brought(cli: Cli, tmp_path: Path, *rows: str) -> None:
    """Contracts as an import brings them, in any state."""
    head = "number,name,account,start_date,end_date,value,currency,state,substate,renewal_start"
    folder = tmp_path / "bundle"
    folder.mkdir()
    (folder / "contracts.csv").write_text("\n".join((head, *rows)) + "\n", encoding="utf-8")
    told = cli("import", str(folder))
    assert told.status == 0, told.err


def field(cli: Cli, number: str, name: str) -> object:
    found: object = cli("show", number, "--format", "json").data["fields"][name]
    return found


def test_without_an_action_it_lists_what_can_be_done(cli: Cli) -> None:
    listed = cli("act", "TSK1", "--format", "json")

    possible = {row["action"]: row["possible"] for row in listed.data}
    assert possible["close"] is True
    assert possible["reopen"] is False
    assert "edit" not in possible
    shown = cli("act", "TSK1")
    assert "it is New, not Closed or Canceled" in shown.out
    assert cli("act", "ACC9").status == 66


def test_closing_what_is_below_along(cli: Cli) -> None:
    """G2: --children names the remedy, --yes gives the consent."""
    close = ("act", "PLY1", "close", "closure_code=Achieved", "close_notes=x")
    asked = cli(*close, "--children", "close")
    assert (asked.status, field(cli, "TSK1", "state")) == (1, "New")
    assert "TSK1 Call will be closed; add --yes to go on" in asked.error

    assert cli(*close, "--children", "cancel", "--yes").status == 0

    assert field(cli, "PLY1", "state") == "Closed"
    assert field(cli, "TSK1", "state") == "Canceled"
    assert cli(*close, "--children", "sell").status == 2


def test_the_last_task_says_how_to_close_its_play(cli: Cli) -> None:
    """C1, task extra."""
    told = cli("act", "TSK1", "complete")

    assert "successtui act PLY1 close" in told.err


def test_a_contract_goes_through_its_review(cli: Cli) -> None:
    """C5: an agent submits, a manager approves; the dates of an Active contract are locked."""
    assert cli("act", "CON1", "submit", "--as", "dora").status == 0
    refused = cli("act", "CON1", "approve", "--as", "dora")
    assert refused.status == 77
    assert "you need the role success_manager" in refused.error
    assert cli("act", "CON1", "approve", "--as", "mia").status == 0
    assert field(cli, "CON1", "state") == "Active"

    locked = cli("set", "CON1", "end_date=2027-01-01")
    assert locked.status == 1
    assert "changes only through the contract's actions" in locked.error
    assert cli("act", "CON1", "adjust", "end_date=2027-01-01").status == 0
    assert cli("act", "CON1", "adjust", "end_date=2027-01-01").status == 1
    renewal = ("renewal_start=2027-01-02", "renewal_end=2028-01-01")
    assert cli("act", "CON1", "submit-renewal", *renewal, "--as", "dora").status == 0
    looked = cli("act", "CON1", "approve", "--dry-run", "--as", "mia")
    assert "a renewal event (won) will be recorded" in looked.err
    assert field(cli, "CON1", "substate") == "Under review"
    assert cli("act", "CON1", "approve", "--as", "mia").status == 0
    assert field(cli, "CON1", "substate") == "Renewal approved"
    assert cli("count", "renewal_event", "--format", "json").data["count"] == 1


def test_people_begin_with_drafts(cli: Cli) -> None:
    """C5: only imports bring other states."""
    made = ("new", "contract", "name=x", "account=ACC1", "start_date=2026-01-01", "value=1")
    told = cli(*made, "state=Active")
    assert told.status == 1
    assert "State: a new contract is a Draft" in told.error
    assert cli(*made).status == 0


def test_nightly(cli: Cli, run: Cli, house: Path, tmp_path: Path) -> None:
    """C5: one undo step; a second run finds nothing; a pinned date only looks."""
    brought(
        cli,
        tmp_path,
        "CON2,Old,ACC1,2020-01-01,2020-12-31,1,EUR,Active,,",
        "CON3,Next,ACC1,2020-01-01,,1,EUR,Draft,Approved,",
        "CON4,Future,ACC1,2020-01-01,2999-12-31,1,EUR,Active,Renewal approved,2999-12-31",
    )
    pinned = cli("nightly")
    assert pinned.status == 1
    assert "the date is pinned to 2026-03-04" in pinned.error
    looked = cli("nightly", "--dry-run", "--format", "json")
    assert [line.partition(" ")[0] for line in looked.data["changes"]] == ["CON2", "CON3"]
    assert (looked.data["batch"], field(cli, "CON2", "state")) == (None, "Active")

    done = run("nightly", "--db", str(house))
    assert done.status == 0
    assert "CON2 Old: Active -> Expired" in done.out
    assert "CON3 Next: Draft Approved -> Active" in done.out
    assert [field(cli, f"CON{n}", "state") for n in (2, 3, 4)] == ["Expired", "Active", "Active"]
    again = run("nightly", "--db", str(house), "--format", "json")
    assert again.data == {"dry_run": False, "batch": None, "changes": []}
    assert cli("undo").status == 0
    assert [field(cli, f"CON{n}", "state") for n in (2, 3)] == ["Active", "Draft"]
    assert run("nightly", "--db", str(house), "--as", "vera").status == 77


def test_a_status_in_a_bundle_belongs_to_a_state(cli: Cli, tmp_path: Path) -> None:
    """R001-18: labels keep their states on the way out and in."""
    made = cli(
        "new", "picklist", "name=objective_status", "entries=Waiting = In progress;Over = Closed"
    )
    assert made.status == 0
    assert cli("set", "OBJ1", "status=waiting").status == 0
    assert field(cli, "OBJ1", "state") == "In progress"
    folder = tmp_path / "out"
    assert cli("export", str(folder)).status == 0
    exported = (folder / "picklists.csv").read_text(encoding="utf-8")
    assert "Waiting = In progress;Over = Closed" in exported
    assert cli("import", str(folder), "--on-conflict", "replace").status == 0
    again = tmp_path / "again"
    assert cli("export", str(again)).status == 0
    assert (again / "picklists.csv").read_text(encoding="utf-8") == exported


def _library(cli: Cli) -> None:
    """A template of an objective with a KPI and a play with a task."""
    rows = (
        ("objective", "number=OBJ7", "name=Launch", "description=All work", "is_template=yes",
         "start_date=2024-01-01"),
        ("outcome", "title=Seats", "description=Used", "objective=OBJ7"),
        ("play", "number=PLY7", "name=Set up", "objective=OBJ7", "start_date=2024-01-01"),
        ("task", "title=Connect", "description=SSO", "parent=play:PLY7", "due_date=2024-01-08"),
    )  # fmt: skip
    for row in rows:
        told = cli("new", *row)
        assert told.status == 0, told.err


def test_a_play_is_run_from_the_library(cli: Cli) -> None:
    """R001-34, R001-35: on an objective; tasks are dated from the start given."""
    _library(cli)
    ran = cli("act", "OBJ1", "run-play", "play=PLY7", "start_date=2026-04-01", "owner=user:dora",
              "--format", "json", "--as", "dora")  # fmt: skip
    assert ran.status == 0, ran.err
    number = ran.data["number"]
    assert field(cli, number, "objective") == "OBJ1"
    assert field(cli, number, "start_date") == "2026-04-01"
    tasks = cli("list", "task", f"parent:{number}", "--columns", "title,due_date",
                "--format", "json").data["records"]  # fmt: skip
    assert tasks == [{"title": "Connect", "due_date": "2026-04-08"}]
    assert cli("undo", "--as", "dora").status == 0
    assert cli("show", number).status == 66


def test_an_objective_is_added_from_the_library(cli: Cli) -> None:
    """R001-14, R003-07: to an account or its current plan, with what hangs from it."""
    _library(cli)
    add = ("add-from-library", "objective=OBJ7", "start_date=2026-04-01", "--format", "json")
    first = cli("act", "ACC1", *add, "--as", "dora")
    assert first.status == 0, first.err
    plan = str(field(cli, first.data["number"], "plan"))
    second = cli("act", plan, *add, "--as", "dora")
    assert second.status == 0, second.err
    assert field(cli, second.data["number"], "plan") == plan
    assert cli("count", "outcome", "title:Seats", "--format", "json").data["count"] == 2
    brought = cli("act", "ACC1", "run-play", "play=PLY7", "--format", "json", "--as", "dora")
    assert field(cli, brought.data["number"], "objective") not in (None, "OBJ7")


def test_who_may_bring_what_from_the_library(cli: Cli) -> None:
    """permissions.md, "create from template, run a play": listed with the missing role."""
    _library(cli)
    for username, status in (("dora", 0), ("pat", 77), ("vera", 77)):
        listed = cli("act", "ACC1", "--as", username, "--format", "json")
        told = {row["action"]: row for row in listed.data}
        for action, given in (("run-play", "play=PLY7"), ("add-from-library", "objective=OBJ7")):
            assert told[action]["possible"] == (status == 0)
            assert status == 0 or "you need the role" in told[action]["reason"]
            done = cli("act", "ACC1", action, given, "--as", username)
            assert done.status == status, done.err
    assert cli("act", "ACC2", "run-play", "play=PLY7", "--as", "dora").status == 66


def test_what_is_asked_wrongly_of_the_library(cli: Cli) -> None:
    """One line says what is missing, and nothing is made."""
    _library(cli)
    for arguments, message in (
        (("OBJ1", "run-play"), "run-play needs play=NUMBER"),
        (("OBJ1", "run-play", "play=PLY1"), "PLY1 is no template"),
        (("OBJ1", "run-play", "play=PLY7", "due=1"), "takes play, start_date, owner, name"),
        (("TSK1", "run-play", "play=PLY7"), "needs an objective or account"),
        (("OBJ7", "run-play", "play=PLY7"), "that is no template"),
        (("OBJ1", "add-from-library", "objective=OBJ7"), "needs an account or success plan"),
        (("ACC1", "add-from-library", "objective=OBJ7", "--dry-run"), "takes neither --dry-run"),
    ):
        told = cli("act", *arguments)
        assert told.status == 2, arguments
        assert message in told.error
    missing = cli("act", "ACC1", "add-from-library", "objective=OBJ99")
    assert missing.status == 66
