"""The tables, built from the record declarations, and the few the store keeps for itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from threading import RLock
from typing import TypeVar

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.schema import SchemaItem

from successtui.records import REGISTRY, Record
from successtui.records.kinds import AnyReference, Boolean, Field, Picklist, Reference, References
from successtui.records.record import fields_of_kind
from successtui.store.types import Choice, Flag, Id, Moment, Texts, column_type

K = TypeVar("K")
V = TypeVar("V")

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class ChangeKind(StrEnum):
    """What a history row records."""

    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"
    RESTORE = "restore"


class NoticeKind(StrEnum):
    """Why somebody is told of a change."""

    UPDATE = "update"
    NOTE = "note"


class BatchKind(StrEnum):
    """Whether a batch did something new, took something back, or brought it back again."""

    DO = "do"
    UNDO = "undo"
    REDO = "redo"


batch = Table(
    "batch",
    metadata,
    Column("id", Id, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("by", Id, nullable=False, index=True),
    Column("acting_for", Text, nullable=False, default=""),
    Column("title", Text, nullable=False),
    Column("kind", Choice(BatchKind), nullable=False),
    Column("undoes", Id, ForeignKey("batch.id"), index=True),
    sqlite_strict=True,
)
"""One thing a person did: every change of one transaction, and one undo step."""

history = Table(
    "history",
    metadata,
    Column("seq", Id, primary_key=True),
    Column("batch", Id, ForeignKey("batch.id"), nullable=False, index=True),
    Column("record_type", Text, nullable=False),
    Column("record_id", Id, nullable=False),
    Column("action", Choice(ChangeKind), nullable=False),
    Column("field", Text, nullable=False, default=""),
    Column("old", Text),
    Column("new", Text),
    Index(None, "record_type", "record_id"),
    sqlite_strict=True,
)
"""What changed, append-only: one row per changed field; a creation is one row with all values."""

counter = Table(
    "counter",
    metadata,
    Column("prefix", Text, primary_key=True),
    Column("last", Id, nullable=False),
    sqlite_strict=True,
)
"""The highest number given so far for each prefix."""

notice = Table(
    "notice",
    metadata,
    Column("id", Id, primary_key=True),
    Column("user", Id, ForeignKey("user.id"), nullable=False),
    Column("batch", Id, ForeignKey("batch.id"), nullable=False),
    Column("record_type", Text, nullable=False),
    Column("record_id", Id, nullable=False),
    Column("kind", Choice(NoticeKind), nullable=False),
    Column("read_at", Moment),
    Column("sent_at", Moment),
    UniqueConstraint("user", "batch", "record_type", "record_id", "kind"),
    Index(None, "batch"),
    sqlite_strict=True,
)
"""Who is told of which change, and when they read it; what changed stands in the history."""

saved_view = Table(
    "saved_view",
    metadata,
    Column("id", Id, primary_key=True),
    Column("owner", Id, ForeignKey("user.id"), nullable=False),
    Column("record_type", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("team", Flag, nullable=False, default=False),
    Column("query", Text, nullable=False, default=""),
    Column("columns", Texts, nullable=True),
    Column("order", Texts, nullable=True),
    Column("grouped_by", Text, nullable=False, default=""),
    Column("templates", Flag, nullable=False, default=False),
    Column("pinned", Flag, nullable=False, default=False),
    Column("is_default", Flag, nullable=False, default=False),
    UniqueConstraint("owner", "record_type", "name"),
    sqlite_strict=True,
)
"""How a person looks at a list: its query, columns, order and grouping under a name."""

search_text = Table(
    "search_text",
    metadata,
    Column("id", Id, primary_key=True),
    Column("record_type", Text, nullable=False),
    Column("record_id", Id, nullable=False),
    Column("name", Text, nullable=False),
    Column("body", Text, nullable=False),
    UniqueConstraint("record_type", "record_id"),
    sqlite_strict=True,
)
"""The words of each record that search finds it by, in the order records were made."""


def _build(record_type: type[Record]) -> Table:
    declaration = record_type.declaration
    columns = [_column(f) for f in declaration.fields.values() if not _is_several(f)]
    return Table(
        declaration.name,
        metadata,
        Column("id", Id, primary_key=True),
        Column("number", Text),
        *columns,
        Column("created_at", Moment),
        Column("created_by", Id),
        Column("updated_at", Moment),
        Column("updated_by", Id),
        Column("version", Id, nullable=False, default=1),
        Column("deleted_at", Moment),
        *_extras(record_type),
        sqlite_strict=True,
    )


def _column(field: Field) -> Column[object]:
    target = field.kind.target if isinstance(field.kind, Reference) else None
    foreign = (_foreign(target),) if target else ()
    nullable = not isinstance(field.kind, Boolean)
    return Column(field.name, column_type(field.kind), *foreign, nullable=nullable)


def _extras(record_type: type[Record]) -> Iterator[SchemaItem]:
    """Checks, keys and indexes of a record's table."""
    declaration = record_type.declaration
    if declaration.numbered:
        yield UniqueConstraint("number")
    else:
        yield _living_unique(declaration.name, declaration.key)
    for field in declaration.fields.values():
        kind = field.kind
        if isinstance(kind, Picklist):
            spelled = ", ".join("'" + choice.replace("'", "''") + "'" for choice in kind.choices)
            yield CheckConstraint(f'"{field.name}" IN ({spelled})', name=field.name)
        if isinstance(kind, Reference) and declaration.key[:1] != (field.name,):
            yield Index(None, field.name)
        if isinstance(kind, AnyReference):
            yield Index(None, field.name, kind.discriminator)
        if field.unique and declaration.key != (field.name,):
            yield _living_unique(declaration.name, (field.name,))


def _living_unique(table: str, columns: tuple[str, ...]) -> Index:
    """A uniqueness that deleted rows do not stand in the way of."""
    living = text("deleted_at IS NULL")
    return Index(
        f"uq_{table}_{'_'.join(columns)}",
        *columns,
        unique=True,
        sqlite_where=living,
        postgresql_where=living,
    )


def _foreign(target: str) -> ForeignKey:
    """Checked at commit, so that an import may name a record before the row that makes it."""
    return ForeignKey(f"{target}.id", deferrable=True, initially="DEFERRED")


def _is_several(field: Field) -> bool:
    return isinstance(field.kind, References)


def _build_links(record_type: type[Record], field: Field) -> Table:
    declaration = record_type.declaration
    assert isinstance(field.kind, References)
    return Table(
        f"{declaration.name}__{field.name}",
        metadata,
        Column("record_id", Id, _foreign(declaration.name), primary_key=True),
        Column("target_id", Id, _foreign(field.kind.target), primary_key=True),
        Index(None, "target_id"),
        sqlite_strict=True,
    )


class Made(Mapping[K, V]):
    """A mapping whose values are made when they are first asked for.

    Making every table takes longer than opening the database and reading the first list.
    """

    def __init__(self, keys: Iterable[K], make: Callable[[K], V]) -> None:
        self._known = dict.fromkeys(keys)
        self._make = make
        self._made: dict[K, V] = {}

    def __getitem__(self, key: K) -> V:
        """The value of a known key; several threads get the same one."""
        if key not in self._made:
            if key not in self._known:
                raise KeyError(key)
            with _MAKING:
                if key not in self._made:
                    self._made[key] = self._make(key)
        return self._made[key]

    def __contains__(self, key: object) -> bool:
        """Whether the key is known; makes nothing."""
        return key in self._known

    def __iter__(self) -> Iterator[K]:
        """The known keys, in the order of declaration."""
        return iter(self._known)

    def __len__(self) -> int:
        """How many keys are known."""
        return len(self._known)


_MAKING = RLock()

TABLES: Mapping[str, Table] = Made(REGISTRY, lambda name: _build(REGISTRY[name]))
"""The table of each record type."""

COLUMNS: Mapping[str, tuple[str, ...]] = Made(REGISTRY, lambda name: tuple(TABLES[name].c.keys()))
"""The columns of each record type's table, by name."""

LINKS: Mapping[tuple[str, str], Table] = Made(
    (
        (name, field.name)
        for name, cls in REGISTRY.items()
        for field in fields_of_kind(cls, References)
    ),
    lambda key: _build_links(REGISTRY[key[0]], REGISTRY[key[0]].declaration.fields[key[1]]),
)
"""The link table of each field that holds several references, by (record type, field)."""


def whole_schema() -> MetaData:
    """Every table there is, in one description of the schema."""
    for tables in (TABLES, LINKS):
        for key in tables:
            tables[key]  # type: ignore[index]
    return metadata


def table_of(record_type: type[Record]) -> Table:
    """The table that keeps records of that type."""
    return TABLES[record_type.declaration.name]
