"""The report as plain text and as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from textwrap import wrap

from successtui.domain.plaintext import cut_to_width, display_width, one_line
from successtui.services.report.numbers import Report
from successtui.services.report.writing import Block, blocks, filters_line, headline

_WIDTH = 80
_BAR = 20
_TITLE = 46
_LABEL = 24
_MARKUP = re.compile(r"([\\`*_{}\[\]<>|#])")


def as_text(report: Report) -> str:
    """The report for a terminal or a mail, within 80 columns; bars are made of signs."""
    return "\n".join(_text_lines(report)) + "\n"


def as_markdown(report: Report) -> str:
    """The report as Markdown, a table for each tab's numbers and one for each set of bars."""
    return "\n".join(_markdown_lines(report)) + "\n"


def _text_lines(report: Report) -> Iterator[str]:
    yield headline(report)
    if filters := filters_line(report):
        yield from wrap(one_line(f"Filtered by {filters}"), _WIDTH)
    yield from report.notes
    for tab, found in blocks(report):
        yield ""
        yield tab.label.upper()
        for block in found:
            yield from _text_block(block)


def _text_block(block: Block) -> Iterator[str]:
    line = f"  {block.title:<{_TITLE}}{block.value:>12}".rstrip()
    notes = f"({', '.join(block.notes)})" if block.notes else ""
    if len(line) + 2 + len(notes) <= _WIDTH:
        yield f"{line}  {notes}".rstrip()
    else:
        yield line
        yield f"    {notes}"
    if not block.rows:
        return
    widths = [
        max(len(row[place]) for row in (block.head, *block.rows))
        for place in range(1, len(block.head))
    ]
    if len(block.head) > 2:
        yield _text_row(block.head, widths)
    for place, row in enumerate(block.rows):
        line = _text_row(row, widths)
        if len(widths) == 1 and block.bars:
            line += "  " + "█" * round(block.bars[place][0] * _BAR)
        yield line.rstrip()


def _text_row(row: Sequence[str], widths: Sequence[int]) -> str:
    label = cut_to_width(one_line(row[0]), _LABEL)
    label += " " * (_LABEL - display_width(label))
    cells = (f"{cell:>{width}}" for cell, width in zip(row[1:], widths, strict=True))
    return f"    {label}  " + "  ".join(cells)


def _markdown_lines(report: Report) -> Iterator[str]:
    yield f"# {_escaped(headline(report))}"
    if filters := filters_line(report):
        yield ""
        yield f"Filtered by {_escaped(filters)}."
    for note in report.notes:
        yield ""
        yield f"*{_escaped(note)}*"
    for tab, found in blocks(report):
        yield ""
        yield f"## {tab.label}"
        yield ""
        rows = [(b.title, b.value, ", ".join(b.notes)) for b in found if b.value]
        yield from _markdown_table(("Number", "Value", "Besides"), rows)
        for block in found:
            if block.rows:
                yield ""
                yield f"### {_escaped(block.title)}"
                yield ""
                if block.notes and not block.value:
                    yield f"{_escaped(', '.join(block.notes))}"
                    yield ""
                yield from _markdown_table(block.head, block.rows)


def _markdown_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield "| " + " | ".join(map(_escaped, head)) + " |"
    yield "| --- |" + " ---: |" * (len(head) - 1)
    for row in rows:
        yield "| " + " | ".join(map(_escaped, row)) + " |"


def _escaped(text: str) -> str:
    return _MARKUP.sub(r"\\\1", one_line(text))
