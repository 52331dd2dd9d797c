"""Which stored record a row is about: by number, by natural key, or by what a mapping says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from successtui.records import Record
from successtui.store.memory import HouseReader
from successtui.transfer.cells import Candidate
from successtui.transfer.source import Feed

_SECOND_KEYS: dict[str, tuple[str, ...]] = {"launcher_notifier": ("play", "started_at")}
"""Keys of numbered types by which files may name a record as well."""


def identity(candidate: Candidate) -> tuple[str, ...] | None:
    """What two rows of one import may not have in common; `None` for a row without a key."""
    for names in match_keys(candidate.feed):
        texts = [candidate.text(name) for name in names]
        if any(text is not None for text in texts) and _given(candidate, names):
            return (*names, *(text or "" for text in texts))
    return None


def match_keys(feed: Feed) -> Iterator[tuple[str, ...]]:
    """The fields that find a record, best first."""
    declaration = feed.record.declaration
    if feed.match:
        yield feed.match
        return
    yield declaration.key
    if declaration.numbered:
        yield from ((field.name,) for field in declaration.fields.values() if field.unique)
        if declaration.name in _SECOND_KEYS:
            yield _SECOND_KEYS[declaration.name]


def find_stored(
    house: HouseReader,
    candidate: Candidate,
    values: Mapping[str, Any],
    defaults: Mapping[str, Any],
) -> list[Record]:
    """The stored records a row may mean: living ones, else deleted ones; usually one or none.

    Args:
        values: the row's own values, references as ids.
        defaults: what stands for parts of the key that the row does not give.
    """
    for names in match_keys(candidate.feed):
        if not _given(candidate, names):
            continue
        known = {"number": candidate.number, **defaults, **values}
        wanted = {name: known[name] for name in names}
        if len(wanted) == 1 and None in wanted.values():
            continue
        ids = house.holders(candidate.record, wanted, deleted=True)
        found = list(house.rows(candidate.record, ids, deleted=True).values())
        living = [record for record in found if record.deleted_at is None]
        return living or found[-1:]
    return []


def _given(candidate: Candidate, names: tuple[str, ...]) -> bool:
    """Whether the row says what the key needs; parts of a link's key may be left to defaults."""
    if candidate.record.declaration.numbered or len(names) == 1:
        return all(candidate.gives(name) for name in names)
    return any(candidate.gives(name) for name in names)
