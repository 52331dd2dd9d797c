"""The report as one HTML page that needs nothing else: no scripts, no fonts, no pictures.

Every text is escaped; bars are boxes with a width, and always stand beside their number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from successtui.domain.plaintext import for_terminal
from successtui.services.report.numbers import Report
from successtui.services.report.writing import Block, blocks, filters_line, headline

_STYLE = """
:root { color-scheme: light dark; --line: #8884; --bar: #2f6fb0; --second: #b0562f; }
body { font: 15px/1.45 system-ui, sans-serif; max-width: 68rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.4rem; }
h2 { margin-top: 2.2rem; border-bottom: 2px solid var(--line); }
h3 { font-size: 1rem; margin: 0 0 .4rem; font-weight: 600; }
.tiles, .charts { display: grid; gap: 1rem; }
.tiles { grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); }
.charts { grid-template-columns: repeat(auto-fill, minmax(26rem, 1fr)); margin-top: 1rem; }
section { border: 1px solid var(--line); border-radius: 6px; padding: .8rem 1rem; }
section { break-inside: avoid; overflow-x: auto; }
.value { font-size: 1.7rem; font-variant-numeric: tabular-nums; }
.note, .rule { opacity: .75; font-size: .85rem; margin: .3rem 0 0; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { padding: .15rem .4rem; text-align: right; border-bottom: 1px solid var(--line); }
th:first-child, td:first-child { text-align: left; }
td.bars { width: 40%; text-align: left; }
.bar { height: .55rem; background: var(--bar); margin: .1rem 0; border-radius: 2px; }
.bar + .bar { background: var(--second); }
@media (max-width: 30rem) { .charts { grid-template-columns: 1fr; } }
"""


def as_html(report: Report) -> str:
    """The report as a page for a browser or a printer."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    title = _text(headline(report))
    yield "<!doctype html>"
    yield '<html lang="en"><head><meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{title}</title><style>{_STYLE}</style></head><body>"
    yield f"<h1>{title}</h1>"
    if filters := filters_line(report):
        yield f"<p>Filtered by {_text(filters)}.</p>"
    for note in report.notes:
        yield f'<p class="note">{_text(note)}</p>'
    for tab, found in blocks(report):
        yield f"<h2>{_text(tab.label)}</h2>"
        yield '<div class="tiles">'
        for block in found:
            if not block.rows:
                yield from _section(block)
        yield '</div><div class="charts">'
        for block in found:
            if block.rows:
                yield from _section(block)
        yield "</div>"
    yield "</body></html>"


def _section(block: Block) -> Iterator[str]:
    yield f'<section id="{_text(block.key)}"><h3>{_text(block.title)}</h3>'
    if block.value:
        yield f'<div class="value">{_text(block.value)}</div>'
    if block.rows:
        yield from _table(block)
    if block.notes:
        yield f'<p class="note">{_text(", ".join(block.notes))}</p>'
    yield f'<p class="rule">{_text(block.rule)}</p></section>'


def _table(block: Block) -> Iterator[str]:
    barred = bool(block.bars)
    head = "".join(f'<th scope="col">{_text(name)}</th>' for name in block.head)
    yield f"<table><thead><tr>{head}{'<th></th>' if barred else ''}</tr></thead><tbody>"
    for place, row in enumerate(block.rows):
        cells = "".join(f"<td>{_text(cell)}</td>" for cell in row[1:])
        bars = f'<td class="bars">{_bars(block.bars[place])}</td>' if barred else ""
        yield f"<tr><td>{_text(row[0])}</td>{cells}{bars}</tr>"
    yield "</tbody></table>"


def _bars(shares: Sequence[float]) -> str:
    return "".join(f'<div class="bar" style="width:{share * 100:.1f}%"></div>' for share in shares)


def _text(text: str) -> str:
    return escape(for_terminal(text), quote=True)
