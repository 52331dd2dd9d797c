"""The pages that follow from the code: `python -m successtui.docs` writes them into the checkout.

Owns `docs/keys.md`, `docs/records.md` and the key table of the README. Says nothing that is not
declared in `actions.py`, `screens/help.py` or `records/`.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from successtui.actions import Scope, key_table
from successtui.records import REGISTRY, Declaration
from successtui.records.kinds import (
    AnyReference,
    Boolean,
    Date,
    Default,
    Field,
    Instant,
    Integer,
    Kind,
    Number,
    OpenPicklist,
    Picklist,
    Reference,
    References,
    Text,
    TextList,
)
from successtui.screens.help import FORM_KEYS, MOUSE, TAB_KEYS, TABLE_KEYS
from successtui.screens.places import DESTINATIONS

ROOT = Path(__file__).resolve().parents[2]
_IN_README = (Scope.APP, Scope.LIST, Scope.RECORD, Scope.PLAN, Scope.REPORT)
BEGIN, END = "<!-- keys:begin -->\n", "<!-- keys:end -->"
_WRITTEN = "Written by `python -m successtui.docs`; change the declarations, not this page."


def pages(root: Path = ROOT) -> dict[Path, str]:
    """Every generated page by its path, as it should read now."""
    found = {
        root / "docs" / "keys.md": keys_page(),
        root / "docs" / "records.md": records_page(),
    }
    readme = root / "README.md"
    text = readme.read_text(encoding="utf-8")
    if BEGIN in text and END in text:
        before, _, rest = text.partition(BEGIN)
        found[readme] = f"{before}{BEGIN}{key_table(*_IN_README)}{END}{rest.partition(END)[2]}"
    return found


def write_pages(root: Path = ROOT) -> list[Path]:
    """Writes the pages that changed; returns their paths."""
    changed = []
    for path, text in pages(root).items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8", newline="\n")
            changed.append(path)
    return changed


def keys_page() -> str:
    """All keys, those of actions and those of the widgets."""
    places = "".join(f"| `g {d.letter}` | {d.title} | {d.help} |\n" for d in DESTINATIONS)
    moving = "".join(
        f"| {line.where} | `{line.key}` | {line.title}: {line.help} |\n"
        for line in (*TABLE_KEYS, *TAB_KEYS, *FORM_KEYS)
    )
    return (
        f"# Keys\n\n{_WRITTEN}\n\n"
        "`?` shows the keys of the screen in front, `ctrl+p` finds every action by name.\n\n"
        f"## Actions\n\n{key_table()}\n"
        f"## Places\n\n| key | place | what is there |\n|---|---|---|\n{places}\n"
        f"## Moving about\n\n| where | key | does |\n|---|---|---|\n{moving}\n"
        f"## Mouse\n\n{MOUSE}\n"
    )


def records_page() -> str:
    """Every record type with its fields."""
    parts = [f"# Records\n\n{_WRITTEN}\n"]
    parts += ["\n".join(_record(cls.declaration)) for cls in REGISTRY.values()]
    return "\n".join(parts)


def _record(declaration: Declaration) -> Iterator[str]:
    yield f"## {declaration.label}\n"
    prefix = f"numbers `{declaration.prefix}0000001` …" if declaration.numbered else ""
    key = "" if declaration.numbered else f"key: {', '.join(f'`{n}`' for n in declaration.key)}"
    names = ", ".join(f"`{name}`" for name in (declaration.name, *declaration.aliases))
    yield f"{names}; file `{declaration.file}.csv`; {prefix or key}\n"
    yield "| field | label | kind | required | default | help |"
    yield "|---|---|---|---|---|---|"
    for field in declaration.fields.values():
        required = "yes" if field.required else ""
        cells = (f"`{field.name}`", field.label, kind_in_words(field.kind), required)
        yield _row(*cells, _default(field), _help(field))
    if declaration.derived:
        yield "\nComputed on reading:\n"
        yield "| value | label | kind | how |"
        yield "|---|---|---|---|"
        for derived in declaration.derived.values():
            kind = kind_in_words(derived.kind)
            yield _row(f"`{derived.name}`", derived.label, kind, derived.help)
    yield ""


def kind_in_words(kind: Kind) -> str:
    """What a field holds, in words."""
    match kind:
        case Text(markdown=True):
            return "Markdown"
        case Text(max_length=limit, multiline=multiline):
            words = "text of several lines" if multiline else "text"
            return f"{words}, at most {limit} characters" if limit else words
        case TextList(choices=choices):
            return f"several of: {_values(choices)}" if choices else "several texts"
        case Integer(minimum=low, maximum=high):
            return f"whole number{_range(low, high)}"
        case Number(minimum=low, maximum=high, currency_field=currency):
            money = f"amount in `{currency}`" if currency else "number"
            return f"{money}{_range(low, high)}"
        case Boolean():
            return "yes or no"
        case Date():
            return "date"
        case Instant():
            return "moment (UTC)"
        case Picklist(choices=choices):
            return f"one of: {_values(choices)}"
        case OpenPicklist(setting=setting):
            return f"one of the picklist `{setting}`"
        case Reference(target=target):
            return f"one `{target}`"
        case References(target=target):
            return f"several `{target}`"
        case AnyReference(discriminator=told, targets=targets):
            known = ", ".join(f"`{target}`" for target in dict(targets).values())
            return f"told by `{told}`: {known}"
    raise TypeError(f"no words for {kind}")


def _values(choices: type[StrEnum]) -> str:
    return ", ".join(choice.value for choice in choices)


def _range(low: int | None, high: int | None) -> str:
    if low is not None and high is not None:
        return f", {low:,} to {high:,}"
    return f", at least {low:,}" if low is not None else (f", at most {high:,}" if high else "")


def _default(field: Field) -> str:
    match field.default:
        case None | ():
            return ""
        case Default():
            return str(field.default.value)
        case bool():
            return "yes" if field.default else "no"
        case _:
            return str(field.default)


def _help(field: Field) -> str:
    notes = [field.help.removesuffix(".")] if field.help else []
    if field.mirrors:
        notes.append(f"always that of `{field.mirrors}`")
    elif field.automatic:
        notes.append("filled in by the program")
    if field.required and field.template_optional:
        notes.append("may be empty on templates")
    for flag, words in (
        (field.locked, "never changes"),
        (field.unique, "unique"),
        (field.internal, "never shown to customers"),
    ):
        notes += [words] if flag else []
    return "; ".join(notes)


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


if __name__ == "__main__":
    write_pages()
