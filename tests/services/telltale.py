"""Random books of business in which every record carries a word of its own, and people at work.

Whatever the program tells somebody can then be searched for the words and numbers of records that
this person must not know of.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from successtui.domain.clock import Clock
from successtui.domain.errors import SuccessError
from successtui.records import REGISTRY, Record
from successtui.records.kinds import Text
from successtui.records.record import Scope
from successtui.services import acting, records
from successtui.services.session import Session
from successtui.services.views import View, save_view
from successtui.store.notices import NOTED, NOTES_LIST, WATCH_LIST, WATCHED
from successtui.store.search_index import naming_fields, telling_fields
from successtui.store.tables import TABLES
from successtui.store.unit import UnitOfWork
from successtui.store.workspace import Workspace
from tests.random_worlds import FOUNDER, NOW, World, make_world
from tests.store.oracle import Oracle

Where = tuple[str, int]
"""Name of a record type, and an id."""

_WORD = re.compile(r"zq[0-9]+[a-z]+q")
_PREFIXES = sorted({c.declaration.prefix for c in REGISTRY.values() if c.declaration.prefix})
_NUMBER = re.compile(rf"(?:{'|'.join(map(re.escape, _PREFIXES))})[0-9]{{5,}}")
EDITED = 8
"""So many records are edited by the admin, whose titles of steps then name them."""


def word_of(name: str, record_id: int) -> str:
    """The word that only that record holds."""
    return f"zq{record_id}{name.replace('_', '')}q"


def worded_fields(name: str) -> list[str]:
    """The fields of a type that carry the record's word: what it is known by, and another text."""
    cls = REGISTRY[name]
    if cls.declaration.scope is Scope.EVERYONE:
        return []

    def texts(names: tuple[str, ...]) -> list[str]:
        fields = cls.declaration.fields
        return [n for n in names if n in fields and isinstance(fields[n].kind, Text)]

    return [*texts(naming_fields(name))[:1], *texts(telling_fields(name))[-1:]]


@dataclass(frozen=True)
class Scene:
    """A workspace, what is stored in it, and whom its words and numbers belong to."""

    workspace: Workspace
    world: World
    today: date
    owners: dict[str, Where]

    def session(self, username: str) -> Session:
        """A session of one of its people."""
        return Session(self.workspace, username, Clock(self.today))

    def named_in(self, text: str) -> Iterator[tuple[str, Where]]:
        """The words and numbers in a text, and the records they belong to."""
        for found in (*_WORD.findall(text), *_NUMBER.findall(text)):
            if found in self.owners:
                yield found, self.owners[found]

    def row(self, where: Where) -> dict[str, object]:
        """The plain values of a record."""
        return next(row for row in self.world.rows[where[0]] if row["id"] == where[1])

    def may_know(self, oracle: Oracle, where: Where) -> bool:
        """Whether somebody may read the name of a record, which may be deleted by now."""
        row = self.row(where)
        return oracle.sees(where[0], row) or (bool(row["deleted"]) and oracle.knew(where[0], row))


def scene(workspace: Workspace, seed: int, today: date) -> Scene:
    """A random world with words in it, in which the admin and others have been at work."""
    rng = random.Random(seed)
    with workspace.change(lambda _: FOUNDER, now=NOW, title="World") as unit:
        world = make_world(unit, random.Random(seed))
    with workspace.change(lambda _: FOUNDER, now=NOW, title="Words") as unit:
        _put_words(unit, world)
        _watch_everything(unit, world)
    found = Scene(workspace, world, today, {})
    _at_work(found, rng)
    _keep_views(found, rng)
    return _as_stored(found)


def _put_words(unit: UnitOfWork, world: World) -> None:
    for name, rows in world.rows.items():
        fields = worded_fields(name)
        for row in rows if fields else ():
            record = unit.house.get(REGISTRY[name], row["id"], deleted=True)
            assert record is not None
            word = word_of(name, record.id)
            unit.update(record, {field: f"{record[field] or ''} {word}" for field in fields})


def _watch_everything(unit: UnitOfWork, world: World) -> None:
    """Everybody stands on every list, so that everybody would be told of everything."""
    people = tuple(sorted(user["id"] for user in world.rows["user"]))
    for field, names in ((WATCH_LIST, WATCHED), (NOTES_LIST, NOTED)):
        for name in sorted(names):
            for row in world.living(name):
                record = unit.house.get(REGISTRY[name], row["id"])
                if record is not None and field in record.declaration.fields:
                    unit.update(record, {field: people})


def _at_work(found: Scene, rng: random.Random) -> None:
    """Edits, notes, cascades and deletions by the admin; what is refused is left."""
    root = found.session("root")
    living = [(name, row["id"]) for name in sorted(WATCHED) for row in found.world.living(name)]
    for name, record_id in rng.sample(living, min(EDITED, len(living))):
        with suppress(SuccessError):
            record = records.get(root, REGISTRY[name], record_id)
            field = worded_fields(name)[-1]
            records.update(root, record, {field: f"{record[field]} again"}, note="Noted")
    for name in ("objective", "play", "task"):
        for row in found.world.living(name)[:2]:
            with suppress(SuccessError):
                record = records.get(root, REGISTRY[name], row["id"])
                acting.act(root, record, "cancel", {"close_notes": "Over"}, confirmed=True)
    for name, record_id in rng.sample(living, min(3, len(living))):
        with suppress(SuccessError):
            _delete(root, records.get(root, REGISTRY[name], record_id))


def _delete(root: Session, record: Record) -> None:
    records.delete(root, record, confirmed=True)


def _keep_views(found: Scene, rng: random.Random) -> None:
    """A private and a team view of everybody who may sign in."""
    for user in found.world.rows["user"]:
        for team in (False, True):
            pinned = rng.random() < 0.5
            name = f"{'Team' if team else 'Own'} {user['username']}"
            with suppress(SuccessError):
                view = View("task", name, team=team, pinned=pinned)
                save_view(found.session(user["username"]), view)


def _as_stored(found: Scene) -> Scene:
    """The scene with the rows as they are after all that work, and whose every word is."""
    world = World()
    owners: dict[str, Where] = {}
    with found.workspace.read(lambda _: FOUNDER) as reader:
        for name, cls in REGISTRY.items():
            ids = list(reader.connection.scalars(select(TABLES[name].c.id)))
            rows = list(reader.rows(cls, ids, deleted=True).values())
            world.rows[name] = [
                {"id": r.id, "number": r.number, "deleted": r.deleted_at is not None} | r.values()
                for r in rows
            ]
            for record in rows:
                owners[word_of(name, record.id)] = (name, record.id)
                if record.number:
                    owners[record.number] = (name, record.id)
    return Scene(found.workspace, world, found.today, owners)
