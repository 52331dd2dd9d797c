"""Who may not open the report, and what is no way to ask for it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from successtui.cli.main import main
from successtui.domain.clock import Clock
from successtui.domain.errors import BadCall, Forbidden
from successtui.services.report.drill import drill
from successtui.services.report.report import report
from successtui.services.report.scope import Filters, filter_options
from successtui.services.session import Session
from successtui.services.workspaces import create_workspace
from successtui.store.workspace import Workspace
from tests.report.asking import session_of
from tests.report.loading import store_world
from tests.report.oracle import expected
from tests.report.oracle_scope import Oracle, Wanted
from tests.report.small import TODAY, Small
from tests.report.world import World

NEEDED = "to open the report you need the role success_manager or customer_success_agent"
OUTSIDERS = {"vera": "viewer", "pat": "participant", "nina": "wizard"}
HELD = {"vera": "viewer", "pat": "participant", "nina": "no role"}
"""What the refusal says they hold; an unknown role is none."""
FORMS = ("text", "json", "md", "html")
DOORS: dict[str, Callable[[Session], object]] = {
    "report": report,
    "drill": lambda session: drill(session, Filters(), "overview.total_engagements"),
    "options": filter_options,
}
Told = tuple[int, str, str]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[tuple[Workspace, World]]:
    """A workspace whose admin is whoever runs the test, with people of every role."""
    workspace = create_workspace(tmp_path / "house.db", Clock(TODAY)).workspace
    small = Small(workspace)
    for username, role in OUTSIDERS.items():
        small.user(username, role, "dir")
        small.engagement(f"ENG-{username}", csm=username)
    small.engagement("ENG1")
    store_world(workspace, small.world)
    yield workspace, small.world
    workspace.close()


@pytest.fixture
def dashboard(
    house: tuple[Workspace, World], capsys: pytest.CaptureFixture[str]
) -> Callable[..., Told]:
    """Runs `report dashboard` as somebody; gives exit status, stdout and stderr."""

    def call(username: str, *options: str) -> Told:
        where = ("--db", str(house[0].file), "--today", TODAY.isoformat(), "--as", username)
        capsys.readouterr()
        status = main(("report", "dashboard", *options, *where))
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return call


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("username", OUTSIDERS)
def test_services_refuse_who_has_none_of_the_roles(
    username: str, door: str, house: tuple[Workspace, World]
) -> None:
    """R004-01: naming the roles it takes and the one the person has."""
    session = session_of(*house, username)
    with pytest.raises(Forbidden, match=NEEDED) as refusal:
        DOORS[door](session)
    assert f"you hold {HELD[username]}" in str(refusal.value)


@pytest.mark.parametrize("username", ["root", "dir", "abe"])
def test_each_of_the_roles_opens_it(username: str, house: tuple[Workspace, World]) -> None:
    """R004-01: an admin holds every role."""
    for door in DOORS.values():
        assert door(session_of(*house, username))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("username", OUTSIDERS)
def test_the_command_refuses_in_one_line(
    username: str, form: str, dashboard: Callable[..., Told]
) -> None:
    """R004-01: exit 77, nothing on stdout, whatever was asked for."""
    status, out, err = dashboard(username, "--format", form, "--tab", "risk")
    assert (status, out) == (77, "")
    assert NEEDED in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("form", FORMS)
def test_a_malformed_range_is_a_wrong_call(form: str, dashboard: Callable[..., Told]) -> None:
    """R004-08: a value that matches nothing is none."""
    for text in ("many", "-5", "5", "9-1", "1-2-3", "1e3-", "50000–100000"):
        status, out, err = dashboard("dir", "--format", form, f"--contract-value={text}")
        assert (status, out, err.count("\n")) == (2, "", 1), text
    with pytest.raises(BadCall):
        Filters(contract_values=("many",))


@pytest.mark.parametrize("username", ["dir", "abe"])
def test_the_command_prints_what_the_oracle_says(
    username: str, house: tuple[Workspace, World], dashboard: Callable[..., Told]
) -> None:
    """R004-12, R004-14 to R004-42: the object of interchange.md, with exactly its 29 keys."""
    asked = ("--csm", "abe", "--csm", "nobody", "--industry", "(none)", "--contract-value", "0-")
    status, out, err = dashboard(username, "--format", "json", *asked)
    assert (status, err) == (0, "")
    told = json.loads(out)
    assert (told["as"], told["today"], told["currency"]) == (username, TODAY.isoformat(), "USD")
    wanted = Wanted(("0-",), ("abe", "nobody"), ("(none)",))
    answers = expected(Oracle(house[1], username, wanted))
    assert list(told["indicators"]) == list(answers)
    assert len(answers) == 29
    for key, answer in answers.items():
        assert {name: told["indicators"][key].get(name) for name in answer} == answer, key
