"""Bundles for tests: valid, of every record type, made from the declarations, with hostile texts.

Owns what a valid bundle is, told independently of the importer: cells are spelled here by hand, and
`expected` says what an export must give back for them.
"""

from __future__ import annotations

import csv
import io
import random
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

from hypothesis import strategies as st

from successtui.records import REGISTRY, Record
from successtui.records.kinds import (
    AnyReference,
    Boolean,
    Date,
    Field,
    Instant,
    Integer,
    Number,
    OpenPicklist,
    Picklist,
    Reference,
    References,
    Text,
    TextList,
)
from successtui.records.picklists import OPEN_PICKLISTS

Cells = dict[str, str]
Bundle = dict[str, list[Cells]]

ORDER = (
    "setting",
    "picklist",
    "role",
    "user",
    "team_pool",
    "library",
    "product",
    "account",
    "account_team",
    "contact",
    "data_source",
    "metric",
    "mapper",
    "engagement",
    "contract",
    "engagement_contract",
    "renewal_event",
    "opportunity",
    "exchange_rate",
    "plan",
    "objective",
    "outcome",
    "outcome_point",
    "play",
    "success_case",
    "internal_play",
    "touchpoint",
    "next_step",
    "health_point",
    "task",
    "definition_record",
    "launcher_notifier",
    "risk_signal",
    "risk_occurrence",
    "risk_solution",
    "escalation",
    "product_usage",
    "work_note",
)
"""Every record type, each after those it refers to."""

_NASTY = (
    ";",
    "\\",
    "\\;",
    ";;",
    '"',
    '""',
    ",",
    "\n",
    "\r\n",
    "\r",
    "=1+1",
    "@x",
    "(hidden)",
    "\x1b]52;c;x\x07",
    "\x00",
    "\x85",
    "\ufeff",
    "e\u0301",
    "\u2028",
    "\u202e",
    "[/bold]",
    "  ",
    "\t",
    "𝔘",
    "/",
    ":",
)
hostile_texts = st.lists(
    st.one_of(
        st.sampled_from(_NASTY),
        st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
        st.lists(st.sampled_from(_NASTY), max_size=4).map("".join),
    ),
    min_size=1,
    max_size=6,
)
"""Texts people, files and attackers may put into any field."""

bundles = st.builds(
    lambda seed, texts: BundleMaker(random.Random(seed), texts).bundle,
    st.integers(0, 2**32),
    hostile_texts,
)
"""Valid bundles: rows and files in any order, some optional columns left out."""


class BundleMaker:
    """Makes one bundle; `bundle` maps record type names to rows of cells."""

    def __init__(self, rng: random.Random, texts: list[str]) -> None:
        assert set(ORDER) == set(REGISTRY), "a record type is missing in ORDER"
        self._rng = rng
        self._texts = texts
        self._serial = 0
        self.bundle: Bundle = {}
        for name in ORDER:
            self.bundle[name] = []
            for _ in range(rng.randint(1, 3)):
                row = self._row(REGISTRY[name])
                if not any(_same_key(REGISTRY[name], row, other) for other in self.bundle[name]):
                    self.bundle[name].append(row)
        self._close_circles()

    def _row(self, cls: type[Record]) -> Cells:
        declaration = cls.declaration
        row: Cells = {}
        if declaration.numbered:
            row["number"] = self._key(declaration.prefix)
        for field in declaration.fields.values():
            row[field.name] = "" if field.mirrors else self._cell(field, row, cls)
        _FITTING.get(declaration.name, _as_it_is)(self, row)
        return row

    def _cell(self, field: Field, row: Cells, cls: type[Record]) -> str:
        rng, kind = self._rng, field.kind
        must = field.required and not isinstance(kind, References)
        if not must and rng.random() < 0.3:
            return ""
        match kind:
            case Text():
                return self._text(field, cls)
            case TextList(choices=None):
                return joined(self._plain() for _ in range(rng.randint(1, 3)))
            case TextList(choices=choices):
                assert choices is not None
                return joined(sorted({rng.choice(list(choices)).value for _ in range(2)}))
            case Integer(minimum=low, maximum=high):
                return str(rng.randint(-9999 if low is None else low, high or 99999))
            case Number(scale=scale, maximum=high, minimum=low):
                whole = rng.randint(0, 99 if high else 10 ** (18 - scale) - 1)
                sign = "-" if low is None and rng.random() < 0.5 and whole else ""
                return f"{sign}{whole}{self._fraction(scale)}"
            case Boolean():
                return rng.choice(["true", "false"])
            case Date():
                return self._day().isoformat()
            case Instant():
                return self._instant()
            case Picklist(choices=choices):
                return rng.choice(list(choices)).value
            case OpenPicklist(setting=setting):
                known = OPEN_PICKLISTS.get(setting, ("New one",))
                return rng.choice([*known, self._plain()])
            case Reference(target=target):
                return self._pick(target, may_miss=not must)
            case References(target=target):
                keys = {self._pick(target, may_miss=True) for _ in range(rng.randint(0, 3))}
                return joined(sorted(keys - {""}))
            case AnyReference(targets=targets, discriminator=discriminator):
                told = row[discriminator]
                return self._pick(dict(targets)[told], may_miss=False) if told else ""
        raise AssertionError(f"no cells for {kind}")

    def _text(self, field: Field, cls: type[Record]) -> str:
        kind = field.kind
        assert isinstance(kind, Text)
        if field.name == "currency":
            return self._rng.choice(["EUR", "USD", "JPY"])
        if field.name == "external_id":
            return self._serial_text("x_")
        if field.unique or field.name in cls.declaration.key:
            return self._key("")
        limit = min(kind.max_length or 200, 200) - 2
        text = self._rng.choice(self._texts)[: limit // 3]
        if kind.multiline and self._rng.random() < 0.5:
            text = f"{text}\n{self._rng.choice(self._texts)[: limit // 3]}"
        return f"{text}x" if field.required or self._rng.random() < 0.5 else text

    def _key(self, prefix: str) -> str:
        text = self._rng.choice([*self._texts, "", ""])[:20]
        return self._serial_text(prefix + text)

    def _serial_text(self, start: str) -> str:
        self._serial += 1
        return f"{start}{self._serial}"

    def _plain(self) -> str:
        return f"{self._rng.choice(self._texts)[:20]}v"

    def _fraction(self, scale: int) -> str:
        digits = "".join(self._rng.choice("0123456789") for _ in range(scale)).rstrip("0")
        return f".{digits}" if digits and self._rng.random() < 0.5 else ""

    def _day(self) -> date:
        return date(2020, 1, 1) + timedelta(days=self._rng.randint(0, 4000))

    def _instant(self) -> str:
        moment = datetime(2020, 1, 1) + timedelta(seconds=self._rng.randint(0, 3 * 10**8))
        if self._rng.random() < 0.3:
            moment += timedelta(microseconds=self._rng.randint(0, 999_999))
        return f"{moment.isoformat()}Z"

    def _pick(self, target: str, *, may_miss: bool) -> str:
        rows = self.bundle.get(target, [])
        if not rows:
            assert may_miss, f"no {target} to refer to"
            return ""
        return key_cell(REGISTRY[target], self._rng.choice(rows))

    def named(self, target: str, key: str) -> Cells | None:
        """The row of that type and key."""
        cls = REGISTRY[target]
        return next((r for r in self.bundle[target] if key_cell(cls, r) == key), None)

    def same(self, target: str, **cells: str) -> str:
        """The key of any row of a type with those cells, empty without one."""
        rows = [r for r in self.bundle[target] if all(r[n] == c for n, c in cells.items())]
        return key_cell(REGISTRY[target], self._rng.choice(rows)) if rows else ""

    def chance(self) -> bool:
        """Heads or tails."""
        return self._rng.random() < 0.5

    def _close_circles(self) -> None:
        """Origins of templates may lead anywhere, in circles too."""
        for name in ("objective", "play", "task"):
            for row in self.bundle[name]:
                if self.chance():
                    row["template_origin"] = self._pick(name, may_miss=False)


def _same_key(cls: type[Record], row: Cells, other: Cells) -> bool:
    return all(row[name] == other[name] for name in cls.declaration.key)


def joined(texts: object) -> str:
    """Several values in one cell, spelled as the interchange format says."""
    assert not isinstance(texts, str)
    return ";".join(str(t).replace("\\", "\\\\").replace(";", "\\;") for t in texts)  # type: ignore[attr-defined]


def key_cell(cls: type[Record], row: Cells) -> str:
    """What other rows name this one by."""
    return row[cls.declaration.key[0]]


def expected(field: Field, cell: str, *, is_key: bool) -> str:
    """What an export gives for a cell of a valid bundle."""
    if isinstance(field.kind, Text) and not is_key:
        return stored_text(cell, lines=field.kind.multiline)
    if isinstance(field.kind, OpenPicklist):
        return stored_text(cell.strip())
    if isinstance(field.kind, References):
        return joined(sorted(stored_text(k).strip() for k in split(cell)))
    if isinstance(field.kind, TextList):
        return joined(stored_text(k).strip() for k in split(cell))
    return stored_text(cell).strip()


def stored_text(text: str, *, lines: bool = False) -> str:
    """A text as it may be kept: NFC, no controls, line ends only where lines are wanted."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = []
    for character in text:
        code = ord(character)
        if character in "\n\t\u2028\u2029":
            kept.append(character if lines else " ")
        elif code < 0x20:
            kept.append(chr(0x2400 + code))
        elif code == 0x7F:
            kept.append("\u2421")
        else:
            kept.append("\ufffd" if 0x80 <= code < 0xA0 else character)
    return unicodedata.normalize("NFC", "".join(kept))


def split(cell: str) -> list[str]:
    """The values of a cell that `joined` made."""
    values, value, escaped = [], "", False
    for character in cell:
        if escaped or character not in "\\;":
            value, escaped = value + character, False
        elif character == "\\":
            escaped = True
        else:
            values.append(value)
            value = ""
    return [v for v in [*values, value] if v.strip()]


def write_files(bundle: Bundle, folder: Path, rng: random.Random) -> None:
    """Writes a bundle: rows in any order, some columns that hold nothing left out."""
    folder.mkdir(parents=True)
    for name, rows in bundle.items():
        cls = REGISTRY[name]
        columns = list(rows[0])
        fields = cls.declaration.fields
        idle = [c for c in columns if not any(row[c] for row in rows)]
        kept = [c for c in columns if c not in idle or _says_something(fields[c], rng)]
        shuffled = rng.sample(rows, len(rows))
        rng.shuffle(kept)
        out = io.StringIO(newline="")
        writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator=rng.choice(["\n", "\r\n"]))
        writer.writerow(kept)
        writer.writerows([row[c] for c in kept] for row in shuffled)
        mark = rng.choice(["", "\ufeff"])
        (folder / f"{cls.declaration.file}.csv").write_bytes((mark + out.getvalue()).encode())


def _says_something(field: Field, rng: random.Random) -> bool:
    """An empty column without a default means the same as no column."""
    return field.default is not None and field.default != () and rng.random() < 0.5


def _as_it_is(_maker: BundleMaker, _row: Cells) -> None:
    """A row that needs no care."""


def _setting(_maker: BundleMaker, row: Cells) -> None:
    row["name"] = f"s.{row['name']}"[:64]


def _contact(maker: BundleMaker, row: Cells) -> None:
    row["email"] = row["email"] and f"{row['email'][:60]}{row['number']}"


def _owner(row: Cells) -> None:
    if not row["owner"] or not row["owner_kind"]:
        row["owner"] = row["owner_kind"] = ""


def _in_order(row: Cells, earlier: str, later: str) -> None:
    if row[earlier] and row[later] and row[later] < row[earlier]:
        row[earlier], row[later] = row[later], row[earlier]


def _contract(maker: BundleMaker, row: Cells) -> None:
    _in_order(row, "start_date", "end_date")
    _in_order(row, "renewal_start", "renewal_end")
    row["adjustment_amount" if maker.chance() else "adjustment_percentage"] = ""


def _engagement_contract(maker: BundleMaker, row: Cells) -> None:
    engagement = maker.named("engagement", row["engagement"])
    assert engagement is not None
    fitting = maker.same("contract", account=engagement["account"])
    if not fitting:
        contract = maker.bundle["contract"][0]
        contract["account"] = engagement["account"]
        fitting = contract["number"]
        maker.bundle["engagement_contract"].clear()
    row["contract"] = fitting


def _plan(maker: BundleMaker, row: Cells) -> None:
    _in_order(row, "start_date", "end_date")
    _in_order(row, "horizon_start", "horizon_end")
    if row["is_template"] == "true" and maker.chance():
        row["account"] = ""


def _objective(maker: BundleMaker, row: Cells) -> None:
    _in_order(row, "start_date", "end_date")
    _owner(row)
    if row["is_template"] == "true" and maker.chance():
        row["account"] = ""
    row["plan"] = maker.same("plan", account=row["account"]) if maker.chance() else ""
    row["engagement"] = maker.same("engagement", account=row["account"])


def _outcome(maker: BundleMaker, row: Cells) -> None:
    _in_order(row, "planned_start", "planned_stop")
    row["unit"] = row["unit"] or "Percent"
    if row["tracking_method"] == "Metric":
        row["metric"] = row["metric"] or maker.bundle["metric"][0]["name"]


def _play(maker: BundleMaker, row: Cells) -> None:
    _in_order(row, "start_date", "end_date")
    _owner(row)
    objective = maker.named("objective", row["objective"]) if row["objective"] else None
    row["primary_outcome"] = row["applicable_outcomes"] = ""
    if objective is not None:
        row["primary_outcome"] = maker.same("outcome", objective=row["objective"])
        other = maker.same("outcome", objective=row["objective"])
        row["applicable_outcomes"] = joined([other]) if other else ""
        row["account"] = objective["account"] if maker.chance() else ""
        account = objective["account"]
    else:
        account = row["account"] = maker.bundle["account"][0]["number"]
        row["is_template"] = "true" if maker.chance() else "false"
    row["co_owner"] = maker.same("contact", account=account) if row["shared"] == "true" else ""


def _task(maker: BundleMaker, row: Cells) -> None:
    _in_order(row, "start_date", "due_date")
    _owner(row)
    row["description"] += "why"


def _touchpoint(maker: BundleMaker, row: Cells) -> None:
    row["repeat_until"] = ""
    if row["meeting_type"] == "QBR":
        row["meeting_at"] = row["meeting_at"] or "2026-05-01T10:00:00Z"
    if row["internal_only"] == "true":
        row["participants"] = row["contact"] = ""


def _risk(maker: BundleMaker, row: Cells) -> None:
    engagement = maker.named("engagement", row["engagement"])
    assert engagement is not None
    hit = maker.same("contract", account=engagement["account"])
    row["contracts_impacted"] = joined([hit]) if hit else ""


_FITTING: dict[str, Callable[[BundleMaker, Cells], None]] = {
    "setting": _setting,
    "contact": _contact,
    "contract": _contract,
    "engagement_contract": _engagement_contract,
    "plan": _plan,
    "objective": _objective,
    "outcome": _outcome,
    "play": _play,
    "task": _task,
    "touchpoint": _touchpoint,
    "risk_signal": _risk,
}
"""What makes the cells of a row fit each other, by record type."""
