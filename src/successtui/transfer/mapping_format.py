"""Mapping files: what the columns of another system's files mean here.

Owns the TOML format and its checks against the declarations. Applying a mapping to files is the
business of `mapping.py`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from successtui.domain.errors import BadInput, NotFound
from successtui.domain.plaintext import one_line
from successtui.records import REGISTRY, Record, record_type
from successtui.records.kinds import AnyReference, Reference, References, Text
from successtui.transfer.tables import read_bytes

PLACEHOLDER = re.compile(r"\{([^{}]+)\}")
"""A column's name in a template."""
_SUFFIX = ".toml"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FieldRule(_Part):
    """Where a field's cell comes from: a column, a template of columns, or always the same.

    Attributes:
        template: text with columns in braces, such as `{first} {last}`; empty if they all are.
        default: the cell when there is none otherwise.
        values: translations, in any case; other values stay as they are.
        form: `username` makes `dora.lindqvist` of a name, `slug` makes `dora_lindqvist`.
        by: the field of the referred record that the cell names, if not its key.
        separator: what stands between several values, if not `;`.
    """

    column: str = ""
    template: str = ""
    constant: str | None = None
    default: str = ""
    values: dict[str, str] = Field(default_factory=dict)
    form: Literal["", "username", "slug"] = ""
    by: str = ""
    separator: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the file that the rule reads."""
        return (self.column,) if self.column else tuple(PLACEHOLDER.findall(self.template))


def _in_full(rule: object) -> object:
    return {"column": rule} if isinstance(rule, str) else rule


class FeedRule(_Part):
    """What records of one type are made of; a plain text as a field's rule names a column.

    Attributes:
        match: fields that find an existing record; the number or natural key if left out.
        skip_if_empty: columns without which a row is not for this feed.
    """

    record: str
    match: tuple[str, ...] = ()
    skip_if_empty: tuple[str, ...] = ()
    fields: dict[str, Annotated[FieldRule, BeforeValidator(_in_full)]] = Field(min_length=1)

    @property
    def record_class(self) -> type[Record]:
        """The record type it feeds."""
        return record_type(self.record)


class FileRule(_Part):
    """How files of one name, or fitting one pattern such as `accounts*.csv`, are read.

    Attributes:
        date_format: as in `%d.%m.%Y`; dates as YYYY-MM-DD if left out.
        sheet: name of the sheet in a workbook; the first one if left out.
    """

    name: str
    encoding: str = ""
    delimiter: str = Field(default=",", min_length=1, max_length=1)
    date_format: str = ""
    decimal_mark: Literal[".", ","] = "."
    sheet: str = ""
    feeds: tuple[FeedRule, ...] = Field(min_length=1)


class Mapping(_Part):
    """A whole mapping file; `title` names the other system in history and reports."""

    title: str = Field(min_length=1)
    files: tuple[FileRule, ...] = Field(min_length=1)


def load_mapping(name: str | Path) -> Mapping:
    """The mapping in a file, or the built-in one of that bare name.

    Raises:
        NotFound: neither a file nor a built-in mapping.
        BadInput: it is no valid mapping; the message says where and why.
    """
    path = Path(name)
    if path.exists():
        return parse_mapping(read_bytes(path), path.name)
    bare = str(name).removesuffix(_SUFFIX)
    if bare not in built_in_mappings():
        known = ", ".join(built_in_mappings())
        raise NotFound(f"there is no mapping file {name}; built in are: {known}")
    return parse_mapping((_folder() / f"{bare}{_SUFFIX}").read_bytes(), f"{bare}{_SUFFIX}")


def built_in_mappings() -> tuple[str, ...]:
    """The bare names of the mappings that ship with the program."""
    names = (entry.name for entry in _folder().iterdir() if entry.name.endswith(_SUFFIX))
    return tuple(sorted(name.removesuffix(_SUFFIX) for name in names))


def parse_mapping(content: bytes, name: str) -> Mapping:
    """The mapping that the TOML text describes; `name` is for messages.

    Raises:
        BadInput: as in `load_mapping`.
    """
    try:
        mapping = Mapping.model_validate(tomllib.loads(content.decode()))
    except UnicodeDecodeError:
        raise BadInput(f"{name} is not UTF-8") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise BadInput(f"{name} is no TOML: {one_line(str(error))}") from None
    except ValidationError as error:
        raise BadInput(f"{name}: {_first(error)}") from None
    problem = next(_problems(mapping), None)
    if problem is not None:
        raise BadInput(f"{name}: {problem}")
    return mapping


def _folder() -> Any:
    return resources.files("successtui") / "mappings"


def _first(error: ValidationError) -> str:
    issues = error.errors()
    where = ".".join(str(part) for part in issues[0]["loc"])
    more = f" (and {len(issues) - 1} more)" if len(issues) > 1 else ""
    return one_line(f"{where}: {issues[0]['msg']}{more}")


def _problems(mapping: Mapping) -> Iterator[str]:
    """What does not fit the declarations."""
    for file in mapping.files:
        try:
            "".encode(file.encoding or "utf-8")
        except LookupError:
            yield f"{file.name}: there is no encoding '{file.encoding}'"
        for feed in file.feeds:
            yield from (f"{file.name}: {problem}" for problem in _feed_problems(feed))


def _feed_problems(feed: FeedRule) -> Iterator[str]:
    try:
        cls = feed.record_class
    except KeyError as error:
        yield str(error.args[0])
        return
    declaration = cls.declaration
    for name, rule in feed.fields.items():
        place = f"{declaration.name}.{name}"
        if name not in declaration.fields and not (name == "number" and declaration.numbered):
            yield f"{place}: there is no such field; it has: {', '.join(declaration.fields)}"
        elif sum((bool(rule.column), bool(rule.template), rule.constant is not None)) != 1:
            yield f"{place} needs one of column, template and constant"
        elif rule.by:
            yield from _lookup_problems(cls, name, rule.by)
    for name in feed.match:
        if name not in feed.fields:
            yield f"{declaration.name}: match names '{name}', which has no rule among its fields"


def _lookup_problems(cls: type[Record], name: str, by: str) -> Iterator[str]:
    place = f"{cls.declaration.name}.{name}"
    kind = cls.declaration.fields[name].kind if name != "number" else None
    targets: list[str] = []
    if isinstance(kind, Reference | References):
        targets = [kind.target]
    elif isinstance(kind, AnyReference):
        targets = [target for _, target in kind.targets]
    if not targets:
        yield f"{place} is no reference, so it takes no 'by'"
    for target in targets:
        fields = REGISTRY[target].declaration.fields
        if by != "number" and not (by in fields and isinstance(fields[by].kind, Text)):
            yield f"{place}: a {target.replace('_', ' ')} has no text field '{by}'"
