"""What a crash tells: places to the report, one line to the person, a code to the shell."""

import os
from pathlib import Path

import pytest

from successtui.terminal.calm import CalmApp, run_calmly
from successtui.terminal.crash import crash_line, describe_crash, masked, report_crash


def failed(error: BaseException) -> BaseException:
    """The error as it is after it was raised in a frame with something to hide."""
    customer_note = "canary-local"
    try:
        raise error
    except BaseException as raised:
        assert customer_note
        return raised


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("postgresql://ada:hunter2@db/x", "postgresql://ada:***@db/x"),
        ("postgresql://ada:hun@ter2@db/x", "postgresql://ada:***@db/x"),
        ("db?user=a&password=hunter2&x=1", "db?user=a&password=***&x=1"),
        ("{'password': 'hunter2 x', 'user': 'a'}", "{'password': ***, 'user': 'a'}"),
        ("API_KEY=hunter2, Token: hunter2", "API_KEY=***, Token: ***"),
        ("PGPASSWORD=hunter2 psql", "PGPASSWORD=*** psql"),
        ("a time: 10:30@noon, see http://host/path", "a time: 10:30@noon, see http://host/path"),
    ],
)
def test_passwords_are_masked(text: str, shown: str) -> None:
    """SEC-01"""
    assert masked(text) == shown


def test_a_report_holds_places_and_no_values() -> None:
    """LIF-14, SEC-03"""
    inner = failed(ValueError("bad note 'canary-quoted'\n[parameters: ('canary-bound',)]"))
    outer = RuntimeError("cannot connect to postgresql://u:canary-url@host/db")
    outer.__cause__ = inner

    report = describe_crash(failed(outer))

    assert "ValueError: bad note ***\n" in report
    assert "RuntimeError: cannot connect to postgresql://u:***@host/db\n" in report
    assert "in failed" in report
    assert "canary-quoted" not in report
    assert "canary-bound" not in report
    assert "canary-url" not in report
    assert "canary-local" not in report


def test_a_report_names_what_the_code_misspelt() -> None:
    report = describe_crash(failed(AttributeError("'Account' object has no attribute 'nmae'")))

    assert "AttributeError: 'Account' object has no attribute 'nmae'" in report


def test_a_report_covers_groups_loops_and_errors_without_text() -> None:
    class Mute(Exception):
        def __str__(self) -> str:
            raise RuntimeError("no text")

    first, second = failed(KeyError("x")), failed(Mute())
    first.__context__, second.__context__ = second, first

    report = describe_crash(BaseExceptionGroup("two", [first, second]))

    assert "builtins.KeyError: ***" in report
    assert "Mute: (no text)" in report
    assert "ExceptionGroup: two (2 sub-exceptions)" in report


def test_a_report_is_private_and_never_overwrites(tmp_path: Path) -> None:
    former = os.umask(0)
    try:
        paths = {report_crash(failed(KeyError("\x1b[2J")), tmp_path) for _ in range(5)}
    finally:
        os.umask(former)

    assert len(paths) == 5
    assert {path.stat().st_mode & 0o777 for path in paths} == {0o600}
    assert "\x1b" not in next(iter(paths)).read_text()


def test_the_line_for_the_person(tmp_path: Path) -> None:
    error = failed(KeyError("canary"))

    assert crash_line(error, tmp_path / "r.txt") == (
        f"successtui stopped unexpectedly (KeyError). A report was written to {tmp_path}/r.txt"
    )
    assert crash_line(error, None).endswith("No report could be written.")


class Fragile(CalmApp[None]):
    """Fails on request."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder

    def crash_folder(self) -> Path:
        return self.folder

    def key_f3(self) -> None:
        raise RuntimeError("canary")

    def key_f4(self) -> None:
        self._handle_exception(RuntimeError("first"))
        self._handle_exception(KeyError("second"))
        self.exit(return_code=0)


@pytest.mark.parametrize("key", ["f3", "f4"])
async def test_a_failing_handler_ends_the_app_with_one_report(tmp_path: Path, key: str) -> None:
    app = Fragile(tmp_path)

    with pytest.raises(RuntimeError):
        async with app.run_test() as pilot:
            await pilot.press(key)

    assert len(list(tmp_path.glob("crash-*"))) == 1
    assert app._crash_shown


async def test_a_report_that_cannot_be_written_hides_nothing(tmp_path: Path) -> None:
    app = Fragile(tmp_path / "no such folder")

    with pytest.raises(RuntimeError, match="canary"):
        async with app.run_test() as pilot:
            await pilot.press("f3")

    assert app.return_code == 70


@pytest.mark.parametrize(
    ("raised", "return_code", "code"),
    [
        (None, 0, 0),
        (None, 143, 143),
        (None, None, 70),
        (RuntimeError("canary"), None, 70),
        (KeyboardInterrupt(), None, 130),
    ],
)
def test_what_a_run_tells_the_shell(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    raised: BaseException | None,
    return_code: int | None,
    code: int,
) -> None:
    app = Fragile(tmp_path)
    app._return_code = return_code

    def run() -> None:
        if raised is not None:
            raise raised

    monkeypatch.setattr(app, "run", run)

    assert run_calmly(app) == code
    printed = capsys.readouterr().err
    assert "canary" not in printed
    assert ("stopped unexpectedly (RuntimeError)" in printed) == (type(raised) is RuntimeError)


def test_a_crash_followed_by_a_quit_is_still_a_crash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = Fragile(tmp_path)
    app._return_code, app._exception = 0, RuntimeError("x")
    monkeypatch.setattr(app, "run", lambda: None)

    assert run_calmly(app) == 70
