"""Commands that change records: what they print, what they refuse, and whom."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Cli


def test_new_prints_the_number_and_its_json_has_the_promised_shape(cli: Cli) -> None:
    made = cli("new", "task", "title=Write", "parent=play:PLY1", "due_date=fri", "--format", "json")

    assert made.status == 0
    assert made.data["record"] == "task"
    assert made.data["number"] == "TSK0000002"
    assert made.data["version"] == 1
    assert made.data["batch"].isdigit()
    assert "title" in made.data["changed"]
    shown = cli("show", "TSK0000002", "--format", "json").data["fields"]
    assert shown["due_date"] == "2026-03-06"
    assert shown["account"] == "ACC1"


def test_new_takes_aliases_and_a_given_number_once(cli: Cli) -> None:
    made = cli("new", "success-initiative", "name=P", "objective=OBJ1", "number=PLY77")
    assert made.out.startswith("play PLY77 created")

    again = cli("new", "play", "name=P", "objective=OBJ1", "number=PLY77")
    assert again.status == 1
    assert again.error == "Number: 'PLY77' is taken"


def test_every_problem_has_a_line_of_its_own(cli: Cli) -> None:
    told = cli("new", "account", "name=A", "csm=nobody", "status=Sleepy", "shoe_size=4")

    assert told.status == 1
    assert told.err.count("\n") == 3
    assert all(line.startswith("successtui: ") for line in told.err.splitlines())
    assert told.out == ""


def test_set_changes_what_it_names_and_nothing_else(cli: Cli) -> None:
    before = cli("show", "TSK1", "--format", "json").data
    done = cli("set", "TSK1", "title=Ring back", "priority=high", "--format", "json")

    assert done.status == 0
    assert set(done.data["changed"]) == {"title", "priority"}
    after = cli("show", "TSK1", "--format", "json").data
    changed = {n for n, v in after["fields"].items() if before["fields"][n] != v}
    assert changed == {"title", "priority"}
    assert after["version"] == done.data["version"] == before["version"] + 1


def test_set_to_what_it_is_makes_no_batch(cli: Cli) -> None:
    done = cli("set", "TSK1", "title=Call", "--format", "json")

    assert done.status == 0
    assert done.data["batch"] is None
    assert done.data["changed"] == []
    assert cli("set", "TSK1", "title=Call").out == "task TSK1 unchanged\n"


def test_set_empties_a_field_and_adds_a_note(cli: Cli) -> None:
    assert cli("set", "TSK1", "due_date=", "work_notes=Nobody\nthere").status == 0

    shown = cli("show", "TSK1", "--format", "json").data
    assert shown["fields"]["due_date"] is None
    assert len(shown["related"]["work_note"]) == 1
    assert cli("set", "ACC1", "work_notes=Hello").status == 1


def test_keyed_records_are_named_by_type_and_key(cli: Cli) -> None:
    done = cli("set", "user:otto", "name=Otto B.", "--format", "json")

    assert done.data["number"] == "otto"
    assert cli("show", "user:otto", "--format", "json").data["fields"]["name"] == "Otto B."


def test_delete_alone_needs_no_consent(cli: Cli) -> None:
    done = cli("delete", "TSK1", "--format", "json")

    assert done.status == 0
    assert done.data["number"] == "TSK1"
    assert cli("show", "TSK1").status == 66


def test_delete_that_takes_others_along_needs_yes_without_a_terminal(cli: Cli) -> None:
    told = cli("delete", "PLY1")

    assert told.status == 1
    assert "task TSK1 Call will be deleted" in told.error
    assert "--yes" in told.error
    assert cli("show", "TSK1").status == 0

    assert cli("delete", "PLY1", "--yes").status == 0
    assert cli("show", "TSK1").status == 66
    assert cli("undo").status == 0
    assert cli("show", "TSK1").status == 0


@pytest.mark.parametrize(("answer", "status"), [("y\n", 0), ("n\n", 1), ("", 130)])
def test_at_a_terminal_it_asks(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, answer: str, status: int
) -> None:
    typed = iter(answer)

    def prompt(*_: object, **__: object) -> str:
        try:
            return next(typed)
        except StopIteration:
            raise EOFError from None

    monkeypatch.setattr("click.termui.visible_prompt_func", prompt)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)

    told = cli("delete", "PLY1")

    assert told.status == status
    assert "task TSK1 Call will be deleted" in told.err
    assert cli("show", "PLY1").status == (66 if status == 0 else 0)


def test_delete_refuses_what_others_need(cli: Cli) -> None:
    told = cli("delete", "ACC1", "--yes")

    assert told.status == 1
    assert "cannot be deleted while it has" in told.error


def test_close_asks_for_what_closing_needs(cli: Cli) -> None:
    cli("act", "TSK1", "complete")
    refused = cli("act", "PLY1", "close")
    assert refused.status == 1
    assert "closure code" in refused.error

    done = cli(
        "act", "PLY1", "close", "closure_code=achieved", "close_notes=Done", "--format", "json"
    )
    assert done.status == 0
    assert {"state", "progress", "closure_code", "close_notes"} <= set(done.data["changed"])
    assert cli("show", "PLY1", "--format", "json").data["fields"]["progress"] == "Completed"


def test_close_refuses_while_children_are_open(cli: Cli) -> None:
    told = cli("act", "PLY1", "close", "closure_code=Achieved", "close_notes=x")

    assert told.status == 1
    assert "TSK1 Call is New" in told.error


def test_cancel_takes_children_along_only_with_consent(cli: Cli) -> None:
    looked = cli("act", "OBJ1", "cancel", "close_notes=x", "--dry-run", "--format", "json")
    assert looked.status == 0
    assert looked.data["dry_run"] is True
    assert looked.data["batch"] is None
    assert len(looked.data["effects"]) == 2
    assert cli("show", "OBJ1", "--format", "json").data["fields"]["state"] == "New"

    assert cli("act", "OBJ1", "cancel", "close_notes=x").status == 1
    assert cli("act", "OBJ1", "cancel", "close_notes=x", "--yes").status == 0
    for number in ("OBJ1", "PLY1", "TSK1"):
        assert cli("show", number, "--format", "json").data["fields"]["state"] == "Canceled"


@pytest.mark.parametrize(
    ("before", "action", "after"),
    [
        ([], "start", "In progress"),
        ([], "pause", "Paused"),
        (["pause"], "start", "In progress"),
        ([], "complete", "Closed"),
        (["complete"], "reopen", "In progress"),
        (["start"], "start", None),
        ([], "reopen", None),
        (["complete"], "start", None),
        (["complete"], "pause", None),
        (["complete"], "cancel", None),
    ],
)
def test_actions_follow_the_lifecycle(
    cli: Cli, before: list[str], action: str, after: str | None
) -> None:
    for step in before:
        assert cli("act", "TSK1", step).status == 0
    state = cli("show", "TSK1", "--format", "json").data["fields"]["state"]

    done = cli("act", "TSK1", action)

    now = cli("show", "TSK1", "--format", "json").data["fields"]["state"]
    assert (done.status, now) == ((0, after) if after else (1, state))


def test_pausing_an_objective_pauses_its_progress(cli: Cli) -> None:
    """An objective has no state Paused (lifecycles.md, C2)."""
    cli("act", "OBJ1", "start")
    assert cli("act", "OBJ1", "pause").status == 0

    fields = cli("show", "OBJ1", "--format", "json").data["fields"]
    assert (fields["state"], fields["progress"]) == ("In progress", "Paused")


def test_what_has_no_state_takes_no_action(cli: Cli) -> None:
    assert cli("act", "ACC1", "close").status == 2


def test_undo_and_redo(cli: Cli) -> None:
    cli("set", "TSK1", "title=One")
    batch = cli("set", "TSK1", "title=Two", "--format", "json").data["batch"]
    undone = cli("undo", "--format", "json")

    assert undone.data["undone"] == batch
    assert undone.data["records"] == [["task", "TSK1"]]
    assert cli("show", "TSK1", "--format", "json").data["fields"]["title"] == "One"
    assert cli("redo").status == 0
    assert cli("show", "TSK1", "--format", "json").data["fields"]["title"] == "Two"
    assert cli("redo").status == 66


def test_undo_of_a_named_batch_refuses_what_changed_since(cli: Cli) -> None:
    batch = cli("set", "TSK1", "title=One", "--format", "json").data["batch"]
    cli("set", "TSK1", "title=Two")

    assert cli("undo", batch).status == 1
    assert cli("undo", batch, "--force").status == 0
    assert cli("show", "TSK1", "--format", "json").data["fields"]["title"] == "Call"


def test_undo_of_somebody_elses_batch_reads_like_none(cli: Cli) -> None:
    batch = cli("set", "TSK1", "title=One", "--format", "json").data["batch"]

    others = cli("undo", batch, "--as", "dora")
    none = cli("undo", "999", "--as", "dora")

    assert others.status == none.status == 66
    assert others.error.replace(batch, "N") == none.error.replace("999", "N")


def test_a_viewer_changes_nothing(cli: Cli, house: Path) -> None:
    before = cli("show", "TSK1", "--format", "json").out
    for arguments in (
        ["set", "TSK1", "title=x"],
        ["delete", "TSK1"],
        ["act", "TSK1", "complete"],
        ["new", "task", "title=x", "parent=play:PLY1"],
        ["set", "TSK1", "work_notes=x"],
    ):
        told = cli(*arguments, "--as", "vera")

        assert told.status == 77, arguments
        assert "you need the role" in told.error
    assert cli("show", "TSK1", "--format", "json").out == before


def test_a_participant_creates_but_does_not_delete_objectives(cli: Cli) -> None:
    """R003-04: objectives and outcomes are theirs to create and edit, not to delete."""
    made = cli("new", "objective", "name=A", "description=b", "account=ACC1", "--as", "pat")

    assert made.status == 0
    assert cli("delete", made.out.split()[1], "--as", "pat").status == 77


def test_hidden_and_missing_records_answer_alike(cli: Cli) -> None:
    for arguments in (
        ["show", "{}"],
        ["history", "{}"],
        ["set", "{}", "name=x"],
        ["delete", "{}"],
        ["act", "{}", "close"],
    ):
        texts = []
        for number in ("ACC2", "ACC9"):
            told = cli(*(part.format(number) for part in arguments), "--as", "dora")
            assert told.status == 66
            assert told.out == ""
            texts.append(told.error.replace(number, "N"))
        assert texts[0] == texts[1]


def test_a_hidden_parent_reads_like_a_missing_one(cli: Cli) -> None:
    hidden = cli("new", "contact", "last_name=X", "account=ACC2", "--as", "dora")
    missing = cli("new", "contact", "last_name=X", "account=ACC9", "--as", "dora")

    assert hidden.status == missing.status == 1
    assert hidden.error.replace("ACC2", "N") == missing.error.replace("ACC9", "N")


def test_acting_as_another_is_for_admins(cli: Cli) -> None:
    assert cli("whoami", "--as", "dora").status == 0
    assert cli("whoami", "--as", "ivan").status == 77
    assert cli("whoami", "--as", "nobody").status == 77

    cli("new", "user", "username=boss", "name=Boss", "roles=admin")
    me = cli("whoami", "--format", "json").data["username"]
    assert cli("set", f"user:{me}", "roles=customer_success_agent", "--as", "boss").status == 0
    assert cli("whoami", "--as", "dora").status == 77
    assert cli("whoami", "--as", me).status == 0


def test_rows_without_a_number_are_named_by_the_parts_of_their_key(cli: Cli) -> None:
    """A next step by its touchpoint and text; what one may not see is not there."""
    assert cli("new", "touchpoint", "number=TCH1", "engagement=ENG1", "subject=Call").status == 0
    for text in ("Send the deck", "Ask A/B"):
        assert cli("new", "next_step", "touchpoint=TCH1", f"text={text}").status == 0
    step = "next_step:TCH1/Ask A/B"
    assert cli("set", step, "due_date=2026-05-01", "--as", "dora").status == 0
    assert cli("show", step, "--format", "json").data["fields"]["due_date"] == "2026-05-01"
    for stranger in (step, "next_step:TCH1/Other", "next_step:TCH9/Ask A/B", "next_step:TCH1"):
        assert cli("show", stranger, "--as", "otto").status == 66
    assert cli("delete", step, "--as", "dora").status == 0
    assert cli("show", step).status == 66
    assert cli("show", "next_step:TCH1/Send the deck").status == 0
