"""A CSM's first hour, keyboard only, in a real terminal of 80×24, on an imported book."""

from __future__ import annotations

import json
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from successtui.cli.main import main
from tests.walk.terminal import Terminal, terminal

REPOSITORY = Path(__file__).parents[2]
SAMPLE = REPOSITORY / "src" / "successtui" / "samples" / "crm-sales"
REAL = REPOSITORY.parent / "shared" / "data" / "crm-sales"
SUMMARY = "Grow with us by autumn"


def run(*arguments: str) -> str:
    """A headless command's answer; a rejected row (65) is no failure here."""
    out = StringIO()
    with redirect_stdout(out):
        status = main(arguments)
    assert status in (0, 65), out.getvalue()
    return out.getvalue()


def count(record_type: str, query: str = "") -> int:
    """How many records there are."""
    answer = run("count", record_type, *((query,) if query else ()), "--format", "json")
    return int(json.loads(answer)["count"])


@pytest.mark.parametrize("folder", [SAMPLE, REAL], ids=["sample", "real export"])
def test_walk(folder: Path) -> None:
    """R001-04, -08, -10, -11, -20 to -22, -24, -28, -31, R000-09, -16, -17, R003-42: the walk.

    Open an account, write its summary, add a library objective with two plays and five tasks after
    changing an owner and a due date, add a custom objective that groups an active play, create an
    outcome (save refused until title and description are there), read 40%, complete a task, undo
    it, quit, start again: all there.
    """
    if not folder.is_dir():
        pytest.skip(f"the real export is not at {folder}")
    run("init", "--library")
    run("import", str(folder), "--mapping", "crm-sales", "--keep-going")
    templates = count("task", "is_template:yes")
    with terminal() as person:
        open_plan(person)
        write_summary(person)
        add_from_library(person)
        add_custom_objective(person)
        create_outcome(person)
        complete_and_undo(person)
        assert person.quit() == 0
    assert count("objective") == 2
    assert count("play") == 2
    assert count("task") == 5
    assert count("task", "state:Closed") == 0
    assert count("task", "is_template:yes") == templates
    with terminal() as person:
        open_plan(person, "summary by")
        screen = person.wait("Two teams live", SUMMARY)
        assert "40%" in screen or count("outcome", "progress_pct:40") == 1
        assert person.quit() == 0


def open_plan(person: Terminal, shown: str = "No success plan yet") -> None:
    """From the accounts to the first one's plan."""
    person.wait("accounts", "›")
    person.press("enter")
    person.wait("2 Plan", shown)


def write_summary(person: Terminal) -> None:
    """Closing the editor keeps the text; editor and time are shown."""
    person.press("S")
    person.wait("Plan summary", "3–12 months")
    person.press(SUMMARY, "escape")
    person.wait("summary by", SUMMARY)


def add_from_library(person: Terminal) -> None:
    """Two plays and five of ten tasks, with one owner and one due date changed."""
    person.press("o")
    person.wait("14 of 14 templates")
    person.press("right")
    person.wait("Adoption review")
    person.press("enter")
    person.wait("14 of 14 will be created")
    person.press("tab", "tab", "end")
    for _ in range(5):
        person.press("space", "up")
    person.wait("9 of 14 will be created")
    person.press("home", "down", "down", "down", "right", "right", "enter")
    person.wait("enter takes it")
    person.press("+3w", "enter")
    person.wait_gone("enter takes it")
    person.press("right", "enter")
    person.wait("Owner of")
    person.press("Support")
    person.wait("Support Lead")
    person.press("down", "enter")
    person.wait("Role: Supp", "will be created")
    person.press("ctrl+s")
    person.wait("Added")


def add_custom_objective(person: Terminal) -> None:
    """An objective of one's own that takes over a play that is running."""
    person.press("O")
    person.wait("New objective for", "SuccessPlays to group under it (2 open)")
    person.press("Two teams live by summer", "tab", "Agreed with the customer")
    person.press(*["tab"] * 7, "Champion")
    person.wait("Champion network")
    person.press("down", "enter", "ctrl+s")
    person.wait_gone("New objective for")
    person.wait("Two teams live")


def create_outcome(person: Terminal) -> None:
    """Save names what is missing; the three values read 40% before and after it."""
    person.press("K")
    person.wait("New outcome", "Base value")
    person.press("ctrl+s")
    person.wait("✗ is required", "2 to mend; nothing was saved")
    person.press("Run rate", "tab", "Revenue a year", *["tab"] * 5, "EUR", "tab", "tab", "tab")
    person.press("1,000,000", "tab", "1,250,000", "tab", "1,100,000")
    person.wait("40%")
    person.press("ctrl+s")
    person.wait_gone("New outcome")
    person.wait("Run rate", "40%")


def complete_and_undo(person: Terminal) -> None:
    """A task closes on one key and comes back on another."""
    person.press("end", "up", "up", "up", "c")
    person.wait("✓ Closed")
    person.press("u")
    person.wait("Undo: Complete task")
    person.wait_gone("✓ Closed")
