"""The terminal's guards one by one: the filter, the paste guard, the refusals.

The same together in a real terminal: `test_terminal_pty.py`.
"""

import io
import os
import re
import sys
from inspect import signature
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import ControlType, Segment
from rich.style import Style
from textual import _xterm_parser
from textual.app import App
from textual.color import Color
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver

from successtui.terminal.calm import CalmApp
from successtui.terminal.checks import refuse_unusable_terminal
from successtui.terminal.driver import SafeLinuxDriver, safe_driver_class
from successtui.terminal.filter import SafeFilter, install_filter
from successtui.terminal.paste import PASTE_END, PASTE_PATIENCE, PASTE_START, Pasted, PasteGuard

any_text = st.text(
    st.one_of(
        st.characters(exclude_categories=()),
        st.sampled_from("ab\x1b\x9b\n\t\x00\u202e\ud83d客\u0301\u200d👩\ufe0f"),
    )
)
NEVER = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


# What we lean on that Textual does not promise ------------------------------------------------


def test_the_private_names_we_use_still_exist() -> None:
    """A new Textual that renames them must fail here, not in a customer's terminal."""
    app = App[None]()

    assert isinstance(app._filters, list)
    assert app._exception is None
    assert app._return_code is None
    assert app._exit_renderables == []
    for name in ("_handle_exception", "_fatal_error", "_print_error_renderables"):
        assert callable(getattr(App, name))
    assert callable(App._close_messages_no_wait)
    for name in ("_run_input_thread", "run_input_thread", "write", "close"):
        assert callable(getattr(LinuxDriver, name))
    assert "_writer_thread" in LinuxDriver.__init__.__code__.co_names
    assert {"_app", "_debug", "_loop"} <= set(Driver.__init__.__code__.co_names)
    parser = _xterm_parser.XTermParser(False)
    for name in ("last_x", "last_y", "mouse_pixels", "terminal_size", "terminal_pixel_size"):
        assert hasattr(parser, name)
    assert list(signature(parser.feed).parameters) == ["data"]
    assert list(signature(parser.tick).parameters) == []


def test_our_app_uses_our_driver_whatever_the_environment_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """IDN-04"""
    monkeypatch.setattr("textual.constants.DRIVER", "os:evil")

    assert CalmApp[None]().driver_class is safe_driver_class() is SafeLinuxDriver


# The filter -----------------------------------------------------------------------------------


def test_the_filter_is_first_and_there_once() -> None:
    app = CalmApp[None]()
    install_filter(app)

    assert isinstance(app._filters[0], SafeFilter)
    assert sum(isinstance(each, SafeFilter) for each in app._filters) == 1
    assert app.get_line_filters()[0] is app._filters[0]


@given(any_text)
def test_the_filter_lets_no_control_through_and_moves_nothing(text: str) -> None:
    [drawn] = SafeFilter().apply([Segment(text, Style(bold=True))], Color(0, 0, 0))

    assert not NEVER.search(drawn.text)
    assert drawn.style == Style(bold=True)
    if not re.search("[\u0300-\u036f\u200d\ufe0f\U0001f469]|[^\x00-\uffff]", text):
        assert cell_len(drawn.text) == cell_len(text)


def test_the_filter_drops_links_and_keeps_everything_else() -> None:
    plain = Segment("Acme ü 客", Style(color="red"))
    control = Segment("\x1b[H", None, [(ControlType.HOME,)])
    linked = Segment("safe", Style(link="https://evil.test/", bold=True))

    drawn = SafeFilter().apply([plain, linked, control], Color(0, 0, 0))

    assert drawn[0] is plain
    assert drawn[1].text == "safe"
    assert drawn[1].style is not None
    assert drawn[1].style.link is None
    assert drawn[1].style.bold
    assert drawn[2] is control


# Pastes ---------------------------------------------------------------------------------------


def fed(guard: PasteGuard, *chunks: str) -> tuple[str, list[str]]:
    """What reaches the key parser, and the pastes."""
    items = [item for chunk in chunks for item in guard.feed(chunk, 0.0)]
    keys = "".join(item for item in items if isinstance(item, str))
    return keys, [item.text for item in items if isinstance(item, Pasted)]


pieces = st.lists(
    st.one_of(
        st.text(st.sampled_from("ab[20~1\x1b"), max_size=4),
        st.sampled_from([PASTE_START, PASTE_END]),
    )
)


@given(pieces, st.lists(st.integers(0, 40)))
def test_it_does_not_matter_how_the_bytes_arrive(parts: list[str], cuts: list[int]) -> None:
    stream = "".join(parts)
    edges = [0, *sorted(min(cut, len(stream)) for cut in cuts), len(stream)]
    chunks = [stream[start:end] for start, end in pairwise(edges)]

    whole, cut = PasteGuard(), PasteGuard()

    assert fed(whole, stream) == fed(cut, *chunks)
    end = PASTE_PATIENCE + 1
    assert list(whole.tick(end)) == list(cut.tick(end))


@given(st.text(), st.text(st.characters(exclude_characters="\x1b")))
def test_what_is_pasted_comes_out_in_order_without_escapes(text: str, after: str) -> None:
    """TRM-13"""
    content = text.replace(PASTE_END, "")
    keys, pastes = fed(PasteGuard(), PASTE_START + content + PASTE_END + after)

    assert pastes == [re.sub("[\x00\x1b]", "", content)]
    assert keys == PASTE_START + PASTE_END + after


def test_an_unfinished_paste_ends_in_silence_only() -> None:
    """TRM-14"""
    guard = PasteGuard()
    list(guard.feed(PASTE_START + "abc", 10.0))
    list(guard.feed("def\x1b[2", 11.5))

    assert list(guard.tick(11.5 + PASTE_PATIENCE - 0.1)) == []
    assert list(guard.tick(11.5 + PASTE_PATIENCE)) == [Pasted("abcdef[2")]
    assert list(guard.feed("q", 14.0)) == ["q"]


# Terminals we refuse --------------------------------------------------------------------------


class Stream(io.StringIO):
    """A standard stream that says what it is told to say about itself."""

    def __init__(self, terminal: bool = True, encoding: str | None = "utf-8") -> None:
        super().__init__()
        self.terminal = terminal
        self.claimed = encoding

    @property
    def encoding(self) -> str | None:  # type: ignore[override]
        return self.claimed

    def isatty(self) -> bool:
        return self.terminal


@pytest.fixture
def good_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("__stdin__", "__stdout__", "__stderr__"):
        monkeypatch.setattr(sys, name, Stream())
    monkeypatch.setenv("TERM", "xterm")


@pytest.mark.usefixtures("good_terminal")
@pytest.mark.parametrize("term", ["xterm", "linux", "vt100", "unheard-of", None])
def test_a_terminal_is_accepted(monkeypatch: pytest.MonkeyPatch, term: str | None) -> None:
    """LIF-10"""
    monkeypatch.delenv("TERM")
    if term:
        monkeypatch.setenv("TERM", term)

    assert refuse_unusable_terminal() is None


@pytest.mark.usefixtures("good_terminal")
@pytest.mark.parametrize(
    ("name", "stream", "says"),
    [
        ("__stdin__", Stream(terminal=False), "standard input is not one"),
        ("__stdout__", Stream(terminal=False), "standard output is not one"),
        ("__stderr__", Stream(terminal=False), "standard error is not one"),
        ("__stdin__", None, "standard input is not one"),
        ("__stderr__", Stream(encoding="ISO-8859-1"), "uses ISO-8859-1"),
        ("__stderr__", Stream(encoding="ascii"), "uses ascii"),
        ("__stderr__", Stream(encoding="no-such"), "uses no-such"),
    ],
)
def test_what_is_no_terminal_is_refused(
    monkeypatch: pytest.MonkeyPatch, name: str, stream: Stream | None, says: str
) -> None:
    """LIF-07, LIF-11"""
    monkeypatch.setattr(sys, name, stream)

    reason = refuse_unusable_terminal()

    assert reason is not None
    assert says in reason
    assert len(reason.splitlines()) == 1


@pytest.mark.usefixtures("good_terminal")
def test_a_closed_stream_and_a_dumb_terminal_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    assert "type dumb" in (refuse_unusable_terminal() or "")

    closed = open(os.devnull)  # noqa: SIM115
    closed.close()
    monkeypatch.setattr(sys, "__stdin__", closed)
    assert "standard input" in (refuse_unusable_terminal() or "")


# The safety net -------------------------------------------------------------------------------
