"""How the app lives and dies in a real pseudo-terminal.

One small app stands for the product: a note whose every change is journalled, the safety net, and
hotkeys that a paste must never press.
"""

import json
import random
import re
import signal
import stat
from pathlib import Path

import pytest

from successtui.drafts import DraftStore
from tests.ui.pty_session import PtySession, pty_session

PROBE = Path(__file__).with_name("pty_probe.py")

F3, F4, F5, F8 = b"\x1bOR", b"\x1bOS", b"\x1b[15~", b"\x1b[19~"
QUIT = b"\x11"
TYPED = "Call Ada about the renewal; 12 % up"


class Home:
    """The folder the probe writes to, and what it said there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def said(self, name: str) -> list[object]:
        log = self.folder / "log"
        lines = log.read_text().splitlines() if log.exists() else []
        facts = [json.loads(line) for line in lines if line.endswith("}")]
        return [fact[name] for fact in facts if name in fact]

    def has_note(self, text: str) -> bool:
        return self.said("note")[-1:] == [text]

    def drafts(self) -> list[dict[str, str]]:
        return [draft.fields for draft in DraftStore(self.folder / "drafts").orphans()]

    def reports(self) -> list[Path]:
        return sorted(self.folder.glob("crash-*"))


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def open_note(home: Home, session: PtySession, text: str = TYPED) -> None:
    session.until(lambda: bool(home.said("ready")))
    session.type(text.encode())
    session.until(lambda: home.has_note(text))


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGHUP, 129), (signal.SIGTERM, 143), (signal.SIGINT, 130)]
)
def test_a_signal_ends_the_app_in_order(home: Home, number: signal.Signals, code: int) -> None:
    with pty_session(PROBE, str(home.folder)) as session:
        open_note(home, session)

        session.process.send_signal(number)

        assert session.exit_code(3) == code
        assert home.said("end") == [True]
        assert session.echoes()
    assert session.output.rfind(b"\x1b[?1049l") > session.output.rfind(b"\x1b[?1049h")
    assert b"Traceback" not in session.output
    assert home.drafts() == [{"text": TYPED}]


@pytest.mark.parametrize("ignore_hangup", [False, True])
def test_a_closed_terminal_ends_the_app(home: Home, ignore_hangup: bool) -> None:
    with pty_session(PROBE, str(home.folder), ignore_hangup=ignore_hangup) as session:
        open_note(home, session)

        session.close_terminal()

        assert session.exit_code(5) == 129
    assert home.drafts() == [{"text": TYPED}]


@pytest.mark.parametrize("hang_up", [False, True])
def test_a_terminal_nobody_reads_cannot_keep_the_app_alive(home: Home, hang_up: bool) -> None:
    with pty_session(PROBE, str(home.folder), "busy") as session:
        open_note(home, session, "x")
        frozen_at = wait_until_ticks_stop(home, session)

        if hang_up:
            session.close_terminal()
        else:
            session.process.send_signal(signal.SIGTERM)

        assert session.exit_code(5, reading=False) == (129 if hang_up else 143)
        # The loop never ran again, so it was the watchdog.
        assert len(home.said("tick")) == frozen_at or hang_up
    assert home.drafts() == [{"text": "x"}]


def wait_until_ticks_stop(home: Home, session: PtySession) -> int:
    """Read no more; the app draws until its output is full and its loop stands still."""
    known, unchanged = -1, 0
    while unchanged < 20:
        session.pause()
        ticks = len(home.said("tick"))
        known, unchanged = ticks, unchanged + 1 if ticks == known else 0
    return known


def test_a_stuck_app_gives_the_terminal_back(home: Home) -> None:
    with pty_session(PROBE, str(home.folder)) as session:
        open_note(home, session)
        session.type(F4)
        session.until(lambda: bool(home.said("stuck")))

        session.process.send_signal(signal.SIGTERM)

        assert session.exit_code(4) == 143
        assert session.echoes()
    assert session.output.rfind(b"\x1b[?1049l") > session.output.rfind(b"\x1b[?1049h")
    assert home.drafts() == [{"text": TYPED}]


def test_a_stuck_worker_does_not_keep_a_quit_app_alive(home: Home) -> None:
    with pty_session(PROBE, str(home.folder)) as session:
        session.until(lambda: bool(home.said("ready")))
        session.type(F5)
        session.until(lambda: bool(home.said("hanging")))

        session.type(QUIT)

        assert session.exit_code(4) == 0
        assert session.echoes()


def test_bytes_that_are_no_utf8_are_typed_as_replacement_signs(home: Home) -> None:
    with pty_session(PROBE, str(home.folder)) as session:
        open_note(home, session, "a")

        session.type(b"\xff")
        session.until(lambda: home.has_note("a\ufffd"))
        session.type("ä".encode()[:1])
        session.type(b"b")
        session.until(lambda: home.has_note("a\ufffd\ufffdb"))
        session.type(QUIT)

        assert session.exit_code(3) == 0


def test_a_paste_with_escapes_presses_no_key(home: Home) -> None:
    with pty_session(PROBE, str(home.folder)) as session:
        open_note(home, session, "<")

        session.type(b"\x1b[200~notes \x1bdELETE \x1bOQ \x04 \x1b[31mred\x1b[201~>")
        session.until(lambda: ">" in str(home.said("note")[-1]))
        session.type(QUIT)

        assert session.exit_code(3) == 0
    assert home.said("note")[-1] == "<notes dELETE OQ \x04 [31mred>"
    assert home.said("hotkey") == []


def test_a_paste_without_an_end_is_finished_for_it(home: Home) -> None:
    with pty_session(PROBE, str(home.folder)) as session:
        open_note(home, session, "x")

        session.type(b"\x1b[200~abc")
        session.until(lambda: home.has_note("xabc"), seconds=4)
        session.type(b"y")
        session.until(lambda: home.has_note("xabcy"))
        session.type(QUIT)

        assert session.exit_code(3) == 0


def test_sequences_no_terminal_means_are_survived(home: Home) -> None:
    key_beyond_unicode = b"\x1b[1114112;1u"
    text_beyond_unicode = b"\x1b[97;1;1114112u"
    click_in_a_window_of_no_size = b"\x1b[48;0;0;0;0t\x1b[<0;5;5M"
    with pty_session(PROBE, str(home.folder)) as session:
        open_note(home, session, "x")

        session.type(key_beyond_unicode + b"y" + text_beyond_unicode + b"y")
        session.until(lambda: home.has_note("xyy"))
        session.type(click_in_a_window_of_no_size + b"y")
        session.until(lambda: str(home.said("note")[-1]).count("y") == 3)
        session.type(QUIT)

        assert session.exit_code(3) == 0


def test_random_bytes_do_not_end_the_app(home: Home) -> None:
    """TRM-12, on a smaller scale."""
    noise = random.Random(20260301).randbytes(2_000).replace(QUIT, b"\xff")
    with pty_session(PROBE, str(home.folder), "flooded") as session:
        session.until(lambda: bool(home.said("ready")))

        session.type(noise + b"\x1b[201~" + b"\x1b[20~" * 3)  # F9 quits

        assert session.exit_code(20) == 0
    assert home.reports() == []


@pytest.mark.parametrize(
    ("key", "kind", "masked"),
    [(F3, "RuntimeError", "password=*** for ***\n"), (F8, "KeyError", "***\n")],
)
def test_a_crash_shows_one_line_and_writes_a_private_report(
    home: Home, key: bytes, kind: str, masked: str
) -> None:
    with pty_session(PROBE, str(home.folder)) as session:
        open_note(home, session)
        session.type(key)

        assert session.exit_code(5) == 70
        assert session.echoes()
    [report] = home.reports()
    after = session.output[session.output.rfind(b"\x1b[?1049l") :].decode()
    shown = re.sub("\x1b\\[[0-9;?<]*[a-z]", "", after).split("\r\n")
    assert shown == [
        f"successtui stopped unexpectedly ({kind}). A report was written to {report}",
        "",
    ]
    assert b"canary" not in session.output
    assert "canary" not in report.read_text().replace('canary-note")', "").replace(
        "canary-secret for '{customer_note}'", ""
    )
    assert f"{kind}: " in report.read_text()
    assert stat.S_IMODE(report.stat().st_mode) == 0o600
    assert home.drafts() == [{"text": TYPED}]


def test_hostile_data_reaches_the_terminal_as_text_only(home: Home) -> None:
    """TRM-01, TRM-02, TRM-09: in widgets that were given the raw text."""
    with pty_session(PROBE, str(home.folder), "hostile") as session:
        session.until(lambda: bool(home.said("ready")))
        session.until(lambda: session.output.count(b"Ltd") >= 6)
        session.type(QUIT)
        assert session.exit_code(3) == 0
    drawn = session.output.decode("utf-8")
    assert "Acme ]52;c;Y2FuYXJ5\\]2;canary\\31mLtd" in drawn
    assert set(re.findall("\x1b\\][0-9]+", drawn)) <= {"\x1b]22"}  # Textual's mouse pointer
    assert not re.search("[\x80-\x9f\u202e]", drawn)
