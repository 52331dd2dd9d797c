"""`act` about templates: a plan saved as one, and another account's plan made of it."""

from __future__ import annotations

from tests.cli.conftest import Cli


def made(cli: Cli, *call: str) -> str:
    told = cli(*call, "--format", "json")
    assert told.status == 0, told.err
    return str(told.data["number"])


def test_a_plan_goes_to_another_account(cli: Cli) -> None:
    """R003-07, R003-53, R003-55: dates count from the start that is given; KPIs from today."""
    first = made(cli, "new", "account", "name=First")
    second = made(cli, "new", "account", "name=Second")
    library = made(cli, "new", "library", "name=Ours")
    plan = made(cli, "new", "plan", "name=Year", f"account={first}", "start_date=2024-01-01")
    goal = made(
        cli, "new", "objective", "name=Go live", "description=Why", f"account={first}",
        f"plan={plan}", "start_date=2024-01-11",
    )  # fmt: skip
    kpi = ("title=Seats", "description=How", "target_date=2024-03-31")
    made(cli, "new", "outcome", f"objective={goal}", *kpi)

    template = made(cli, "act", plan, "save-as-template", "library=Ours")
    assert library == "Ours"
    copy = made(
        cli, "act", second, "plan-from-template", f"plan={template}", "start_date=2025-06-15"
    )

    shown = cli("show", copy, "--format", "json").data["fields"]
    assert (shown["account"], shown["start_date"]) == (second, "2025-06-15")
    goals = cli("list", "objective", f"plan:{copy}", "--format", "csv").out
    assert "Go live" in goals
    assert "2025-06-25" in goals
    assert cli("undo").status == 0
    assert cli("show", copy).status == 66


def test_what_is_wrong_is_said(cli: Cli) -> None:
    """Each with what to do instead; nothing is made."""
    account = made(cli, "new", "account", "name=First")
    for call, reason in (
        (("act", account, "plan-from-template"), "needs plan=NUMBER"),
        (("act", account, "plan-from-template", "plan=TSK1"), "is no success plan"),
        (("act", account, "plan-from-template", "goal=1", "plan=x"), "not goal"),
        (("act", account, "save-as-template"), "become templates"),
        (("act", "PLY1", "plan-from-template", "plan=x"), "needs an account"),
        (("act", "PLY1", "save-as-template", "--dry-run"), "neither --dry-run"),
    ):
        told = cli(*call)
        assert told.status == 2, (call, told.err)
        assert reason in told.err, (call, told.err)


def test_the_actions_are_listed(cli: Cli) -> None:
    """R001-19: possible for an admin, and not for those who may only look."""
    listed = {row["action"]: row for row in cli("act", "PLY1", "--format", "json").data}
    assert listed["save-as-template"]["possible"]
    told = cli("act", "PLY1", "save-as-template", "--as", "dora")
    assert told.status != 0
    assert "role admin" in told.err
