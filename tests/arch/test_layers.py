"""What a command loads: import cost is a feature, so it is proved in a fresh interpreter.

Which room may import which is the business of `lint-imports` (contracts in pyproject.toml); these
tests see what the contracts cannot: the modules that really are loaded at run time.
"""

import json
import subprocess
import sys
from pathlib import Path

# Runs commands one after the other in one interpreter; the last line printed is the set of
# top-level packages loaded by then.
RUN_COMMANDS = """
import json, sys
from successtui.cli.main import main

for arguments in json.loads(sys.argv[1]):
    try:
        code = main(arguments)
    except SystemExit as stop:
        code = stop.code
    if code not in (0, None):
        sys.exit(f"{arguments} ended with {code}")
print()
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""


def packages_loaded_by(*commands: list[str]) -> set[str]:
    """The top-level packages in memory after the commands ran in a fresh interpreter."""
    done = subprocess.run(
        [sys.executable, "-c", RUN_COMMANDS, json.dumps(commands)],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_version_loads_neither_the_screen_nor_the_database() -> None:
    loaded = packages_loaded_by(["--version"])

    assert "successtui" in loaded
    assert loaded.isdisjoint({"textual", "rich", "sqlalchemy", "alembic", "pydantic"})


def test_headless_commands_load_no_screen(tmp_path: Path) -> None:
    database = str(tmp_path / "layers.db")

    loaded = packages_loaded_by(["init", "--db", database], ["list", "account", "--db", database])

    assert "sqlalchemy" in loaded
    assert loaded.isdisjoint({"textual", "rich"})
