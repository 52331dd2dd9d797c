"""Text from people: the door it comes in by and the forms it may leave in.

Owns what a stored text may contain (`clean_text`, `is_blank`) and what a terminal, a log or an
error line may be sent (`for_terminal`, `one_line`). Knows nothing about markup: that is the
business of `successtui.text`.
"""

import re
import unicodedata

# NUL, ESC and the other controls become the sign Unicode has for showing them: nothing a person
# pasted vanishes, and nothing a terminal would obey stays.
_PICTURES = {code: 0x2400 + code for code in range(0x20)} | {0x7F: 0x2421}
_UNPRINTABLE = dict.fromkeys([*range(0x80, 0xA0), *range(0xD800, 0xE000)], "\ufffd")
_STORED_LINES = _PICTURES | _UNPRINTABLE
for _kept in "\t\n":
    del _STORED_LINES[ord(_kept)]
_STORED_LINE = _STORED_LINES | dict.fromkeys(map(ord, "\t\n\u2028\u2029"), " ")

_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_NOT_FOR_STORE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_NOT_FOR_TERMINAL = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff{_BIDI}]")
_BIDI_CONTROLS = re.compile(f"[{_BIDI}]+")
_LINE_BREAKS = re.compile("(?:\r\n|[\n\r\u2028\u2029])+")

# Letters and signs by category, yet nothing is seen of them.
_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_INVISIBLE_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp", "Zs"})
_WIDTHLESS_CATEGORIES = frozenset({"Cc", "Cf", "Me", "Mn"})

LINE_BREAK_SIGN = "⏎"
ELLIPSIS = "…"


def clean_text(text: str, *, multiline: bool) -> str:
    """A text value as it is stored, whichever door it came in by (form, import, command).

    NFC; line ends become LF; controls become visible pictures (ESC becomes ␛); C1 controls and
    lone surrogates become U+FFFD; marks of right-to-left writing stay. On a single line TAB and
    line ends become a space. Cleaning twice changes nothing more.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not multiline:
        text = text.translate(_STORED_LINE)
    elif _NOT_FOR_STORE.search(text):
        text = text.translate(_STORED_LINES)
    return unicodedata.normalize("NFC", text)


def is_blank(text: str) -> bool:
    """Whether a reader would see nothing: no text, spaces, or only invisible signs."""
    return all(_is_invisible(character) for character in text)


def for_terminal(text: str) -> str:
    """The text as a terminal or a log may be sent it; LF and TAB stay, all other controls do not.

    Controls are shown as in `clean_text`; direction controls are dropped, for they reorder what
    stands beside the text.
    """
    if not _NOT_FOR_TERMINAL.search(text):
        return text
    return _BIDI_CONTROLS.sub("", text).translate(_STORED_LINES)


def one_line(text: str, width: int | None = None) -> str:
    """The text on one line for a cell or a message: line breaks show as ⏎, TAB as a space.

    Args:
        text: any text.
        width: terminal columns it may take; longer text ends in "…". None: not cut.
    """
    if width is not None:
        # Marks without width could make a "short" text endless: cut by characters as well.
        limit = 16 * (max(width, 0) + 1)
        text, rest = text[:limit], text[limit:]
        line = _flat(text)
        return cut_to_width(line, width, always_mark=not is_blank(rest))
    return _flat(text)


def display_width(text: str) -> int:
    """Terminal columns a line takes: wide characters two, combining marks none."""
    if text.isascii() and text.isprintable():
        return len(text)
    return sum(map(_columns, text))


def cut_to_width(line: str, width: int, *, always_mark: bool = False) -> str:
    """The beginning of a line that fits `width` columns, ending in "…" if anything is missing.

    Args:
        line: text without line breaks.
        width: terminal columns; 0 or less gives an empty text.
        always_mark: something was cut off before, so end in "…" even if the line fits.
    """
    if width <= 0:
        return ""
    if not always_mark and display_width(line) <= width:
        return line
    taken, kept = 0, 0
    for character in line:
        taken += _columns(character)
        if taken > width - 1:
            break
        kept += 1
    return line[:kept] + ELLIPSIS


def _flat(text: str) -> str:
    text = _LINE_BREAKS.sub(LINE_BREAK_SIGN, text.strip("\r\n\u2028\u2029"))
    return for_terminal(text.replace("\t", " "))


def _is_invisible(character: str) -> bool:
    return (
        character in _INVISIBLE
        or unicodedata.category(character) in _INVISIBLE_CATEGORIES
        or "\ufe00" <= character <= "\ufe0f"
        or "\U000e0100" <= character <= "\U000e01ef"
    )


def _columns(character: str) -> int:
    if unicodedata.category(character) in _WIDTHLESS_CATEGORIES:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
