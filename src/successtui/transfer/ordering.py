"""The order in which rows are saved: what a row refers to comes before it.

The order of files and rows in a bundle means nothing. Rows that refer to each other in a circle
are saved without the reference that closes it, and get that one afterwards.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from successtui.records import REGISTRY
from successtui.records.kinds import AnyReference
from successtui.transfer.cells import Candidate, Link, natural_key

_FIRST = ("setting", "picklist")
"""Defaults and lists of values hold for all rows, so they come before every other."""

Place = tuple[str, str, str]
Ordered = list[tuple[Candidate, frozenset[str]]]


def in_order(candidates: Iterable[Candidate]) -> Ordered:
    """The rows in the order to save them, each with the references to set only afterwards."""
    ranks = {name: place for place, name in enumerate(REGISTRY)}
    rows = sorted(candidates, key=lambda c: (c.name not in _FIRST, ranks[c.name]))
    known = _by_name(rows)
    done: set[Candidate] = set()
    path: set[Candidate] = set()
    later: dict[Candidate, set[str]] = defaultdict(set)
    ordered: list[Candidate] = []
    for root in rows:
        # A stack of one's own: a hierarchy may be deeper than Python recurses.
        stack = [(root, _needs(root, known))] if root not in done else []
        path.update(candidate for candidate, _ in stack)
        while stack:
            candidate, needs = stack[-1]
            for name, needed in needs:
                if needed in path:
                    later[candidate].add(name)
                elif needed not in done:
                    path.add(needed)
                    stack.append((needed, _needs(needed, known)))
                    break
            else:
                stack.pop()
                path.discard(candidate)
                done.add(candidate)
                ordered.append(candidate)
    return [(candidate, frozenset(later.get(candidate, ()))) for candidate in ordered]


def targets(candidate: Candidate, name: str, link: Link) -> Iterator[tuple[str, str]]:
    """The record types a link may lead to, each with the field its keys stand in."""
    if link.target:
        yield link.target, link.by
        return
    kind = candidate.record.declaration.fields[name].kind
    if isinstance(kind, AnyReference):
        for target in dict.fromkeys(target for _, target in kind.targets):
            yield target, natural_key(target)


def _by_name(rows: list[Candidate]) -> dict[Place, list[Candidate]]:
    """The rows under every name that links use for them."""
    used = {
        place
        for row in rows
        for name, link in row.links.items()
        for place in targets(row, name, link)
    }
    found: dict[Place, list[Candidate]] = defaultdict(list)
    by_type: dict[str, list[str]] = defaultdict(list)
    for target, by in used:
        by_type[target].append(by)
    for row in rows:
        for by in by_type.get(row.name, ()):
            text = row.text(by)
            if text is not None:
                found[row.name, by, text].append(row)
    return found


def _needs(row: Candidate, known: dict[Place, list[Candidate]]) -> Iterator[tuple[str, Candidate]]:
    """The rows that a row refers to, with the field it does so by."""
    for name, link in row.links.items():
        for target, by in targets(row, name, link):
            for key in link.keys:
                for needed in known.get((target, by, key), ()):
                    yield name, needed
