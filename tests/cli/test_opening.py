"""What the commands that open the app hand over to it; the app itself has tests of its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from successtui.options import AppOptions
from tests.cli.conftest import Cli


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Callable[[], AppOptions]:
    """Lets the app end at once, and tells the options it was started with."""
    seen: list[AppOptions] = []

    def fake_run(options: AppOptions) -> int:
        if options.demo:
            assert Path(options.address or "").is_file()
        seen.append(options)
        return 0

    monkeypatch.setattr("successtui.app.run", fake_run)
    monkeypatch.setattr("successtui.cli.opening.refuse_unusable_terminal", lambda: None)
    return lambda: seen[-1]


def test_without_a_workspace_the_app_starts_empty_handed(
    run: Cli, opened: Callable[[], AppOptions]
) -> None:
    assert run().status == 0
    assert opened() == AppOptions(address=None, as_user="", today=None, demo=False)


def test_the_default_workspace_is_opened_once_it_exists(
    run: Cli, opened: Callable[[], AppOptions], private_environment: Path
) -> None:
    run("init")

    assert run("--today", "2026-03-04").status == 0
    expected = str(private_environment / "data" / "successtui.db")
    assert opened() == AppOptions(expected, today=date(2026, 3, 4))


def test_the_workspace_asked_for_is_opened(
    run: Cli, opened: Callable[[], AppOptions], house: Path, tmp_path: Path
) -> None:
    assert run("--db", str(house), "--as", "dora").status == 0
    assert opened() == AppOptions(str(house), as_user="dora")

    assert run("--db", str(tmp_path / "none.db")).status == 74


def test_the_demo_is_thrown_away(run: Cli, opened: Callable[[], AppOptions]) -> None:
    assert run("demo", "--as", "mia", "--today", "2026-03-04").status == 0

    told = opened()
    assert (told.as_user, told.today, told.demo) == ("mia", date(2026, 3, 4), True)
    assert not Path(told.address or "").parent.exists()


def test_the_demo_takes_no_workspace(run: Cli, house: Path) -> None:
    assert run("demo", "--db", str(house)).status == 2
