"""What queries find, worked out in plain Python from the documented rules, record by record."""

from __future__ import annotations

from typing import Any

from successtui.query.fields import names
from successtui.records import REGISTRY, Field, Record
from successtui.records import kinds as k
from successtui.services.derived import derive
from successtui.store.reader import Reader
from tests.store.queries import NONE, TODAY, Tree, Typed, fields_of


class Oracle:
    """Which records a query finds, for one reader.

    Args:
        everything: a reader that sees all rows.
        reader: the person's, asked only which ids they see and for computed values.
    """

    def __init__(self, everything: Reader, reader: Reader) -> None:
        assert reader.actor is not None
        self.me = reader.actor.id
        self.people = reader.actor.people
        self.rows = {
            name: {r.id: r for r in everything.all(cls, templates=None)}
            for name, cls in REGISTRY.items()
        }
        self.seen = {name: set(reader.ids(cls, templates=None)) for name, cls in REGISTRY.items()}
        self.computed = {
            name: derive(reader, list(self.rows[name].values()), TODAY)
            for name, cls in REGISTRY.items()
            if cls.declaration.derived
        }

    def filled(self) -> dict[str, list[str]]:
        """By record type, the fields that rows differ in."""
        found = {}
        for name, cls in REGISTRY.items():
            rows = list(self.rows[name].values())
            found[name] = [n for n in fields_of(cls) if len({self._value(r, n) for r in rows}) > 1]
        return {name: some or ["version"] for name, some in found.items()}

    def ids(self, cls: type[Record], tree: Tree) -> set[int]:
        """Ids of the visible records the query finds, templates included."""
        name = cls.declaration.name
        return {i for i in self.seen[name] if self._holds(self.rows[name][i], tree)}

    def _holds(self, record: Record, tree: Tree) -> bool:
        match tree:
            case ("words", text):
                return self._has_words(record, text.lower())
            case ("compare", path, operator, values):
                found = any(self._leads(record, path, operator, value) for value in values)
                return not found if operator == "!=" else found
            case ("not", inner):
                return not self._holds(record, inner)
            case ("and", inner):
                return all(self._holds(record, one) for one in inner)
            case ("or", inner):
                return any(self._holds(record, one) for one in inner)
        raise AssertionError(tree)

    def _has_words(self, record: Record, text: str) -> bool:
        declaration = record.declaration
        texts = [record.number, record.caption]
        linked = []
        for name in declaration.key:
            field = declaration.fields.get(name)
            if field is not None and isinstance(field.kind, k.Text):
                texts.append(record[name] or "")
            elif field is not None and isinstance(field.kind, k.Reference):
                linked.append(self._is_called(field.kind.target, record[name], text))
        if declaration.caption or declaration.numbered or any(texts):
            return any(text in one.lower() for one in texts)
        return any(linked)

    def _leads(self, record: Record, path: tuple[str, ...], operator: str, value: Typed) -> bool:
        """Whether any record at the end of the path has the value; none at all has no value."""
        records = [record]
        for step in path[:-1]:
            records = [other for one in records for other in self._referred(one, step)]
        name = path[-1]
        records = [one for one in records if name in names(type(one))]
        if value is NONE:
            return not any(self._value(one, name) not in (None, ()) for one in records)
        return any(self._is(one, name, operator, value) for one in records)

    def _referred(self, record: Record, name: str) -> list[Record]:
        declared = names(type(record)).get(name)
        if declared is None or record[name] is None:
            return []
        kind, value = declared.kind, record[name]
        if isinstance(kind, k.AnyReference):
            target = kind.target(record[kind.discriminator])
        else:
            target = kind.target if isinstance(kind, k.Reference | k.References) else None
        ids = value if isinstance(kind, k.References) else (value,)
        return [self.rows[target][i] for i in ids if i in self.seen[target]] if target else []

    def _value(self, record: Record, name: str) -> Any:
        if name in record.declaration.derived:
            return self.computed[record.declaration.name][record.id][name]
        return record[name]

    def _is(self, record: Record, name: str, operator: str, value: Typed) -> bool:
        held = self._value(record, name)
        if held in (None, ()):
            return False
        declared = names(type(record))[name]
        match declared.kind:
            case k.Text():
                whole = operator in ("=", "!=") or name == "number"
                wanted, text = value.meaning.lower(), held.lower()
                return bool(wanted == text if whole else wanted in text)
            case k.TextList():
                return value.meaning in [item.lower() for item in held]
            case k.Picklist(choices=choices):
                order = [c.value for c in choices]
                if operator in (":", "=", "!="):
                    return held in value.meaning
                (limit,) = value.meaning
                return _compare(order.index(held), operator, order.index(limit))
            case k.OpenPicklist():
                return held in value.meaning
            case k.Instant():
                start, end = value.meaning
                edge = end if operator in (">", "<=") else start
                if operator in (":", "=", "!="):
                    return bool(start <= held < end)
                return bool(held >= edge if operator in (">", ">=") else held < edge)
            case k.Reference() | k.References() | k.AnyReference():
                assert isinstance(declared, Field)
                return self._points(record, declared, held, value)
        return _compare(held, operator, value.meaning)

    def _points(self, record: Record, field: Field, held: Any, value: Typed) -> bool:
        text = value.meaning.lower()
        told = None
        if isinstance(field.kind, k.AnyReference):
            told = record[field.kind.discriminator]
            target = field.kind.target(told)
            wanted, colon, key = text.partition(":")
            if colon and wanted in dict(field.kind.targets):
                if wanted != told:
                    return False
                text = key
        else:
            target = field.kind.target  # type: ignore[attr-defined]
        ids = held if isinstance(held, tuple) else (held,)
        if target is None:
            return False
        of_users = isinstance(field.kind, k.AnyReference) and "user" in dict(field.kind.targets)
        if of_users and target != "user" and value.bare and value.meaning in ("me", "myteam"):
            return False
        if target == "user" and value.bare:
            people = {self.me} if value.meaning == "me" else self.people
            return people is None or any(i in people for i in ids)
        return any(self._is_called(target, i, text) for i in ids)

    def _is_called(self, target: str, record_id: int, text: str) -> bool:
        if record_id not in self.seen[target]:
            return False
        record = self.rows[target][record_id]
        declaration = record.declaration
        key = record.number if declaration.numbered else record[declaration.key[0]]
        return str(key).lower() == text or text in record.caption.lower()


def _compare(held: Any, operator: str, limit: Any) -> bool:
    return bool(
        {
            ":": held == limit,
            "=": held == limit,
            "!=": held == limit,
            "<": held < limit,
            "<=": held <= limit,
            ">": held > limit,
            ">=": held >= limit,
        }[operator]
    )
