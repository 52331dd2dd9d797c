"""`inbox`: what happened on records one watches, from the command line."""

from __future__ import annotations

from tests.cli.conftest import Cli


def test_the_inbox_lists_and_ticks_off(cli: Cli) -> None:
    """R000-18 and R000-19: an update and a note reach the watchers; ticked off, it is empty."""
    assert cli("inbox", "--as", "mia").out == "nothing new\n"
    assert cli("set", "TSK1", "watch_list=mia", "work_notes_list=dora").status == 0
    assert cli("inbox", "--mark-read", "--as", "mia").status == 0
    assert cli("set", "TSK1", "title=Call Jane", "work_notes=she is back").status == 0
    told = cli("inbox", "--as", "mia", "--format", "json").data
    assert told["unread"] == 2
    assert [(one["number"], one["kind"], one["lines"]) for one in told["notices"]] == [
        ("TSK1", "note", ["she is back"]),
        ("TSK1", "update", ["Title: Call → Call Jane"]),
    ]
    notes = cli("inbox", "--as", "dora", "--format", "json").data["notices"]
    assert [one["lines"] for one in notes] == [["she is back"]]
    cli("inbox", "--mark-read", "--as", "mia")
    assert cli("inbox", "--as", "mia").out == "nothing new\n"
    assert len(cli("inbox", "--all", "--as", "mia", "--format", "json").data["notices"]) == 3


def test_nobody_reads_of_what_they_cannot_see(cli: Cli) -> None:
    """R000-18: on the watch list of a record that is hidden from them, they are told nothing."""
    assert cli("set", "TSK1", "watch_list=otto").status == 0
    assert cli("set", "TSK1", "title=Secret call").status == 0
    assert cli("inbox", "--as", "otto").out == "nothing new\n"
