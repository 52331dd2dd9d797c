"""A house with people, accounts and work to run commands on, and the way to run them.

The house is made once and copied for every test. Commands run in this process, so that a failure
shows where it happened; tests of what only a process shows start one of their own.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from successtui.cli.main import main
from successtui.domain.clock import Clock
from successtui.records import REGISTRY, Record
from successtui.services import records
from successtui.services.reading import read_values
from successtui.services.session import Session
from successtui.services.workspaces import create_workspace

TODAY = "2026-03-04"


@dataclass(frozen=True)
class Result:
    """What a command left behind."""

    status: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """The JSON on stdout."""
        return json.loads(self.out)

    @property
    def error(self) -> str:
        """The one line on stderr; above it, of a query, the query and a caret."""
        assert self.err.endswith("\n")
        *above, line = self.err.splitlines()
        assert not above or (len(above) == 2 and above[1].strip() == "^"), self.err
        assert line.startswith("successtui: ")
        return line.removeprefix("successtui: ")


Cli = Callable[..., Result]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Cli:
    """Runs a command without naming a workspace."""

    def call(*arguments: str) -> Result:
        capsys.readouterr()
        status = main(arguments)
        printed = capsys.readouterr()
        assert "Traceback" not in printed.err
        return Result(status, printed.out, printed.err)

    return call


@pytest.fixture(scope="session")
def house_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that holds the house; copy it, never open it."""
    path = tmp_path_factory.mktemp("house") / "house.db"
    session = create_workspace(path, Clock(None), currency="EUR", admin="")
    furnish(session)
    session.workspace.close()
    return path


@pytest.fixture
def house(house_model: Path, tmp_path: Path) -> Path:
    """The house of this test alone."""
    path = tmp_path / "house.db"
    shutil.copy(house_model, path)
    path.chmod(0o600)
    return path


@pytest.fixture
def cli(run: Cli, house: Path) -> Cli:
    """Runs a command on the house, on the day `TODAY`."""

    def call(*arguments: str) -> Result:
        return run(*arguments, "--db", str(house), "--today", TODAY)

    return call


def furnish(session: Session) -> None:
    """People of every role, and a book for two of them.

    mia manages dora; otto reports to nobody. Acme is dora's, Beta is otto's; vera (viewer) and
    pat (participant) are on Acme's team.
    """
    make = _maker(session)
    make("user", username="mia", name="Mia", roles="success_manager")
    make("user", username="dora", name="Dora", roles="customer_success_agent", manager="mia")
    make("user", username="otto", name="Otto", roles="customer_success_agent")
    make("user", username="vera", name="Vera", roles="viewer")
    make("user", username="pat", name="Pat", roles="participant")
    make("user", username="ivan", name="Ivan", roles="viewer", active="no")
    make("role", name="Sponsor")
    make("account", number="ACC1", name="Acme", csm="dora")
    make("account", number="ACC2", name="Beta", csm="otto")
    make("account_team", account="ACC1", role="Sponsor", user="vera")
    make("account_team", account="ACC1", role="Sponsor", user="pat")
    make("engagement", number="ENG1", title="Acme run", account="ACC1", csm="dora")
    make(
        "objective",
        number="OBJ1",
        name="Grow",
        description="More",
        account="ACC1",
        owner="user:dora",
    )
    make("play", number="PLY1", name="Kick-off", objective="OBJ1")
    make(
        "task",
        number="TSK1",
        title="Call",
        parent="play:PLY1",
        owner="user:dora",
        due_date="2026-03-10",
    )
    make(
        "contract",
        number="CON1",
        name="Main",
        account="ACC1",
        start_date="2026-01-01",
        value="1200.50",
    )


def _maker(session: Session) -> Callable[..., Record]:
    def make(kind: str, **texts: str) -> Record:
        cls = REGISTRY[kind]
        number = texts.pop("number", "")
        with session.read() as reader:
            values = read_values(reader, cls, texts, session.clock.today())
        return records.create(session, cls, {**values, "number": number}).record

    return make
