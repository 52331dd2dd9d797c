"""A line of text that lets its owner have the brackets.

Textual hides printable keys from every binding while an input has the focus. A form walks from
record to record with `[` and `]` where they are no text; whether they are is for the form to say,
and what it does not take is typed as ever.
"""

from textual.widgets import Input

BRACKETS = ("left_square_bracket", "right_square_bracket")


class Entry(Input):
    """An input whose owner may bind the brackets, with priority."""

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Every printable key but the brackets is the line's own."""
        return key not in BRACKETS and super().check_consume_key(key, character)
