"""The last guard before the terminal: no control character and no hyperlink from data is drawn.

Owns the filter every rendered line passes. It is the second defence: text is cleaned when it comes
in (`domain.plaintext`) and wrapped when it is shown (`text`); this one forgives whoever forgot.
Touches one private name of Textual: `App._filters`.
"""

import re
from typing import Any

from rich.segment import Segment
from textual.app import App
from textual.color import Color
from textual.filter import LineFilter

# Rich counts all of these as no column, so dropping them moves nothing. A lone surrogate counts as
# one and gets a sign in its place.
_NEVER_DRAWN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_SUSPECT = re.compile(f"{_NEVER_DRAWN.pattern}|{_SURROGATE.pattern}")


class SafeFilter(LineFilter):
    """Drops control characters, direction controls and hyperlinks from rendered lines."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments, harmless and of the same width."""
        return [_harmless(segment) for segment in segments]


def install_filter(app: App[Any]) -> None:
    """Put the filter before all others of the app; a second call changes nothing."""
    filters = app._filters
    if not any(isinstance(present, SafeFilter) for present in filters):
        filters.insert(0, SafeFilter())


def _harmless(segment: Segment) -> Segment:
    text, style, control = segment
    # Control segments are written by Textual itself, never made of data.
    if control:
        return segment
    if _SUSPECT.search(text):
        text = _SURROGATE.sub("\ufffd", _NEVER_DRAWN.sub("", text))
    elif style is None or not style.link:
        return segment
    if style is not None and style.link:
        style = style.update_link(None)
    return Segment(text, style)
