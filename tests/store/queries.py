"""Random queries: `queries` draws one as a small tree of tuples, `spell` writes it as text.

Uses neither the parser nor the compiler. Values carry what they mean, so that `query_oracle` need
not read them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from successtui.query.fields import names
from successtui.records import REGISTRY, Record
from successtui.records import kinds as k
from successtui.records.picklists import OPEN_PICKLISTS

TODAY = date(2026, 3, 4)

TEXTS = (
    "Acme",
    "ACME East",
    "Ünited École",
    "50%_off",
    "O'Brien (old)",
    'He said "yes"',
    "back\\slash",
    "Zoë ÉCLAIR",
    "100 or nothing",
    "Support Lead",
)
PIECES = (
    *TEXTS,
    "acme",
    "é",
    "É",
    "zoë éclair",
    "%",
    "_",
    "\\",
    '"',
    "'",
    "or",
    "a",
    "ann",
    "Bob Stone",
    "support",
    "0%_o",
    "'; DROP TABLE account; --",
    "ENG0000002",
)
TAGS = ("pilot", "Gold star", "é", "a_b")
SAME = (":", "=", "!=")
Tree = tuple[Any, ...]
"""("words", text), ("compare", path, operator, values), ("not", tree), ("and"/"or", trees)."""


@dataclass(frozen=True)
class Typed:
    """A value as typed, and what it means to the field it stands beside."""

    text: str
    meaning: Any
    bare: bool = False

    def __str__(self) -> str:
        if self.bare:
            return self.text
        escaped = self.text.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'


NONE = Typed("none", None, bare=True)
ME = Typed("me", "me", bare=True)
TEAM = Typed("MyTeam", "myteam", bare=True)


def spell(tree: Tree) -> str:
    """The query as text."""
    match tree:
        case ("words", text):
            return str(Typed(text, None))
        case ("compare", path, operator, values):
            return f"{'.'.join(path)}{operator}{','.join(map(str, values))}"
        case ("not", inner):
            return f"-({spell(inner)})" if inner[0] in ("and", "or") else f"not {spell(inner)}"
        case ("or", inner):
            return " or ".join(f"({spell(one)})" if one[0] == "or" else spell(one) for one in inner)
        case (_, inner):
            return " ".join(f"({spell(one)})" if one[0] == "or" else spell(one) for one in inner)
    raise AssertionError(tree)


def fields_of(cls: type[Record]) -> dict[str, Any]:
    """What can be asked of a record type."""
    return dict(names(cls))


def targets_of(kind: Any) -> list[str]:
    """The record types a reference can lead to."""
    if isinstance(kind, k.AnyReference):
        return list(dict.fromkeys(target for _, target in kind.targets))
    return [kind.target]


def operators_of(declared: Any) -> tuple[str, ...]:
    """The operators that fit a field."""
    ordered = isinstance(declared.kind, k.Integer | k.Number | k.Date | k.Instant | k.Picklist)
    return (*SAME, "<", "<=", ">", ">=") if ordered else SAME


def values_of(declared: Any, operator: str) -> list[Typed]:
    """Values to try beside a field; `none` is one of them where it fits."""
    whole = operator not in SAME
    found = _values(declared.kind, whole)
    return found if whole else [*found, NONE]


def queries(cls: type[Record], filled: Mapping[str, list[str]]) -> st.SearchStrategy[Tree]:
    """Queries that a record type understands.

    Args:
        filled: by record type, the fields worth asking for, because rows differ in them.
    """
    words = st.sampled_from(PIECES).map(lambda text: ("words", text))
    compared = _comparisons(cls, filled)
    return st.recursive(
        st.one_of(compared, compared, compared, words),
        lambda inner: st.one_of(
            inner.map(lambda tree: ("not", tree)),
            st.lists(inner, min_size=2, max_size=3).map(lambda trees: ("and", tuple(trees))),
            st.lists(inner, min_size=2, max_size=3).map(lambda trees: ("or", tuple(trees))),
        ),
        max_leaves=3,
    )


@st.composite
def _comparisons(draw: st.DrawFn, cls: type[Record], filled: Mapping[str, list[str]]) -> Tree:
    path: tuple[str, ...] = ()
    here, reached = cls, {cls.declaration.name}
    for _ in range(draw(st.sampled_from((0, 0, 1, 2)))):
        known = fields_of(here)
        ways = [
            n
            for n in filled[here.declaration.name]
            if isinstance(known[n].kind, k.Reference | k.References | k.AnyReference)
        ]
        if not ways:
            break
        step = draw(st.sampled_from(ways))
        path = (*path, step)
        here = REGISTRY[draw(st.sampled_from(targets_of(known[step].kind)))]
        reached = {name for one in reached for name in _led_to(one, step)}
    wanted = [n for n in filled[here.declaration.name] if _means_one_thing(reached, n)]
    name = draw(st.sampled_from(wanted or ["version"]))
    declared = fields_of(here)[name]
    operator = draw(st.sampled_from(operators_of(declared)))
    value = st.sampled_from(values_of(declared, operator))
    count = draw(st.sampled_from((1, 1, 2))) if operator in SAME else 1
    return ("compare", (*path, name), operator, tuple(draw(value) for _ in range(count)))


def _led_to(name: str, step: str) -> list[str]:
    declared = fields_of(REGISTRY[name]).get(step)
    is_reference = isinstance(getattr(declared, "kind", None), k.Reference | k.References)
    is_any = isinstance(getattr(declared, "kind", None), k.AnyReference)
    return targets_of(declared.kind) if declared and (is_reference or is_any) else []


def _means_one_thing(types: set[str], name: str) -> bool:
    """Whether a value beside that field means the same whichever of the types it is of."""
    kinds = {
        (type(declared.kind), str(getattr(declared.kind, "choices", "")), repr(targets))
        for cls in map(REGISTRY.__getitem__, types)
        if (declared := fields_of(cls).get(name)) is not None
        and (targets := _led_to(cls.declaration.name, name)) is not None
    }
    return len(kinds) == 1


def _values(kind: k.Kind, whole: bool) -> list[Typed]:
    match kind:
        case k.Picklist(choices=choices):
            return _choices([c.value for c in choices], whole)
        case k.OpenPicklist(setting=setting):
            return _choices(OPEN_PICKLISTS.get(setting) or ("Odd",), True)
        case k.TextList(choices=None):
            return [Typed(text, text.lower()) for text in (*TAGS, "PILOT", "gold", "a%b")]
        case k.TextList(choices=choices):
            assert choices is not None
            return [Typed(c.value, c.value) for c in choices]
        case k.Boolean():
            return [Typed("yes", True, True), Typed("NO", False, True), Typed("true", True)]
        case k.Number():
            return _numbers()
        case k.Integer():
            return [Typed(str(n), Decimal(n), True) for n in (0, 1, 2, 33, 50, 100, -3)]
        case k.Date():
            return _days()
        case k.Instant():
            return [*map(_whole_day, _days()), *_minutes()]
        case k.Reference(target="user") | k.References(target="user") | k.AnyReference():
            people = ("ann", "BOB", "stone", "user:ann", "role:support", "contact:zoë", "nobody")
            return [ME, TEAM, *(Typed(text, text) for text in (*people, *PIECES))]
        case _:
            return [Typed(text, text) for text in PIECES]


def _choices(listed: Iterable[str], whole: bool) -> list[Typed]:
    everything = list(listed)
    spelled = [Typed(c.upper(), frozenset({c})) for c in everything]
    words = {c: c.lower().replace("-", " ").replace("_", " ").split() for c in everything}
    for choice in everything if not whole else ():
        begun = words[choice][-1][:3]
        meant = frozenset(c for c in everything if any(w.startswith(begun) for w in words[c]))
        if all(c.lower() != begun for c in everything) and begun.isalpha():
            spelled.append(Typed(begun, meant, bare=begun not in ("none", "me")))
    return spelled


def _numbers() -> list[Typed]:
    plain = ("0", "10", "0.5", "-2", "99999.99", "100000.01")
    amounts = {**{text: text for text in plain}, "100k": "100000", "1,000": "1000"}
    return [Typed(t, Decimal(n), bare="," not in t) for t, n in amounts.items()]


def _days() -> list[Typed]:
    days = {"today": 0, "+30d": 30, "-30d": -30, "+2w": 14, "tomorrow": 1, "-1y": -365}
    listed = [Typed(text, TODAY + timedelta(days=n), True) for text, n in days.items()]
    return [*listed, Typed("2026-03-10", date(2026, 3, 10), True)]


def _whole_day(day: Typed) -> Typed:
    start = datetime.combine(day.meaning, time.min, UTC)
    return Typed(day.text, (start, start + timedelta(days=1)), day.bare)


def _minutes() -> list[Typed]:
    start = datetime(2026, 3, 10, 14, 30, tzinfo=UTC)
    return [Typed("2026-03-10 14:30", (start, start + timedelta(minutes=1)))]
