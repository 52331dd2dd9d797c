"""The world every test runs in: private folders, fixed user, locale and zone, no animation.

Owns only what must hold for all tests. Databases, people and apps come from the fixtures of the
folders that need them.
"""

import os
import sys
import time
from pathlib import Path

import pytest
from hypothesis import Phase, settings

# The fixtures that make databases, on both engines.
pytest_plugins = ("tests.pg",)

# The same examples in every run: a failure in CI is a failure at the desk.
# Explaining one traces every line of the program, which can take minutes.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink)
settings.register_profile("ci", deadline=None, derandomize=True, phases=PHASES)
settings.load_profile("ci")

# Pictures differ by a cell between versions, so the baseline comes from one pair only.
SNAPSHOT_PYTHON = (3, 11)
SNAPSHOT_TEXTUAL = "8.2.8"

FIXED_ENVIRONMENT = {
    "LANG": "C.UTF-8",
    "LOGNAME": "tester",
    "TEXTUAL_ANIMATIONS": "none",
    "TZ": "UTC",
    "USER": "tester",
}
UNSET_VARIABLES = (
    "COLUMNS",
    "LANGUAGE",
    "LC_ALL",
    "LC_MONETARY",
    "LINES",
    "NO_COLOR",
    "SSH_CONNECTION",
    "SSH_ORIGINAL_COMMAND",
    "SUCCESSTUI_AS",
    "SUCCESSTUI_DB",
    "SUCCESSTUI_TODAY",
)


def pytest_configure(config: pytest.Config) -> None:
    """Fix the environment for the whole run and refuse a snapshot baseline of other versions."""
    os.environ.update(FIXED_ENVIRONMENT)
    for variable in UNSET_VARIABLES:
        os.environ.pop(variable, None)
    if hasattr(time, "tzset"):
        time.tzset()
    if config.getoption("update_snapshots", False):
        _refuse_other_baseline()


@pytest.fixture(autouse=True)
def private_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of the app for this test alone; what a test sets in the environment is undone after.

    Returns:
        The folder SUCCESSTUI_HOME points to; it does not exist yet.
    """
    home = tmp_path / "successtui-home"
    monkeypatch.setenv("SUCCESSTUI_HOME", str(home))
    for variable, value in FIXED_ENVIRONMENT.items():
        monkeypatch.setenv(variable, value)
    for variable in UNSET_VARIABLES:
        monkeypatch.delenv(variable, raising=False)
    return home


@pytest.fixture(autouse=True)
def no_animation(monkeypatch: pytest.MonkeyPatch) -> None:
    """Textual reads TEXTUAL_ANIMATIONS at its import, which a pytest plug-in did before us."""
    constants = sys.modules.get("textual.constants")
    if constants is not None:
        monkeypatch.setattr(constants, "TEXTUAL_ANIMATIONS", "none")


def _refuse_other_baseline() -> None:
    from importlib.metadata import version

    found = (sys.version_info[:2], version("textual"))
    if found != (SNAPSHOT_PYTHON, SNAPSHOT_TEXTUAL):
        wanted = ".".join(map(str, SNAPSHOT_PYTHON))
        raise pytest.UsageError(
            f"snapshots are drawn with Python {wanted} and Textual {SNAPSHOT_TEXTUAL} only"
        )
