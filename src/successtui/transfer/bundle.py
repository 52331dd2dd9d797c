"""Bundles: a workspace as a folder of CSV files, one for each record type.

Owns the files' names, columns, order and spelling (interchange format). Importing what was read is
the business of `importer.py`.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator
from pathlib import Path

from successtui.domain.codec import Key, write
from successtui.domain.errors import BadInput, CannotCreate, IoTrouble, NotFound
from successtui.domain.plaintext import one_line
from successtui.records import REGISTRY, Record
from successtui.records.kinds import AnyReference, Field, References
from successtui.services.session import Session
from successtui.store.reader import HIDDEN, Reader
from successtui.transfer.source import Feed, ImportSource, record_of_file
from successtui.transfer.tables import read_csv

_SHOWN = 5
_FRESH = ".new"


def columns_of(cls: type[Record]) -> tuple[str, ...]:
    """The columns of a record type's bundle file."""
    declaration = cls.declaration
    own = tuple(f.name for f in declaration.fields.values() if f.exported)
    return ("number", *own) if declaration.numbered else own


def write_bundle(session: Session, folder: Path) -> dict[str, int]:
    """Writes everything the person sees, templates included, as a bundle.

    Files of an earlier bundle in that folder are replaced; types without records have no file.

    Returns:
        File name to number of rows.

    Raises:
        CannotCreate: the folder cannot be made.
        IoTrouble: a file cannot be written; what stood there before is kept.
    """
    with session.read() as reader:
        texts = dict(_files(reader))
    _make_folder(folder)
    try:
        for name, (_, text) in texts.items():
            _write_new(folder / f"{name}{_FRESH}", text)
        for name in texts:
            os.replace(folder / f"{name}{_FRESH}", folder / name)
        for cls in REGISTRY.values():
            name = f"{cls.declaration.file}.csv"
            if name not in texts:
                (folder / name).unlink(missing_ok=True)
    except OSError as error:
        place = str(error.filename or folder).removesuffix(_FRESH)
        raise IoTrouble(f"{place} cannot be written: {error.strerror}") from None
    finally:
        for name in texts:
            (folder / f"{name}{_FRESH}").unlink(missing_ok=True)
    return {name: rows for name, (rows, _) in texts.items()}


def read_bundle(*paths: Path) -> ImportSource:
    """The rows of a bundle folder, or of single files named as in a bundle.

    Raises:
        BadInput: a file cannot be read as a table.
        NotFound: there is no such folder or file.
    """
    unknown: list[str] = []
    feeds: list[Feed] = []
    for path in _bundle_files(paths):
        cls = record_of_file(path.stem) if path.suffix == ".csv" else None
        if cls is None:
            unknown.append(f"{one_line(path.name, 60)} is no file of a bundle")
            continue
        table = read_csv(path)
        known = ["number"] if cls.declaration.numbered else []
        known += cls.declaration.fields
        strange = [one_line(c, 40) for c in table.columns if c not in known]
        if strange:
            listed = ", ".join(strange[:_SHOWN]) + (" …" if len(strange) > _SHOWN else "")
            unknown.append(f"{path.name} has unknown columns: {listed}")
        feeds.append(Feed(path.name, cls, table.columns, table.rows))
    if not feeds and not unknown:
        raise BadInput(f"there is no CSV file in {', '.join(str(path) for path in paths)}")
    title = "bundle " + ", ".join(path.absolute().name for path in paths)
    return ImportSource(title, tuple(feeds), tuple(unknown))


def _bundle_files(paths: tuple[Path, ...]) -> Iterator[Path]:
    for path in paths:
        if not path.is_dir():
            if not path.exists():
                raise NotFound(f"there is no file or folder {path}")
            yield path
            continue
        try:
            names = sorted(os.listdir(path))
        except OSError as error:
            raise IoTrouble(f"{path} cannot be read: {error.strerror}") from None
        yield from (path / name for name in names if not name.startswith("."))


def _files(reader: Reader) -> Iterator[tuple[str, tuple[int, str]]]:
    """Name, number of rows and text of every file that has rows."""
    records = {name: reader.all(cls, templates=None) for name, cls in REGISTRY.items()}
    keys = {name: _keys(many) for name, many in records.items()}
    all_seen = reader.actor is None or reader.actor.people is None
    # Who sees everything meets only deleted records here; nothing can be said of them.
    unseen = "" if all_seen else HIDDEN

    def key(target: str, record_id: int) -> str:
        return keys[target].get(record_id, unseen)

    for name, cls in REGISTRY.items():
        declaration = cls.declaration
        fields = [field for field in declaration.fields.values() if field.exported]
        places = [columns_of(cls).index(part) for part in declaration.key]
        rows = []
        for record in records[name]:
            number = [record.number] if declaration.numbered else []
            rows.append(number + [_cell(record, field, key) for field in fields])
        if rows:
            rows.sort(key=lambda row: ([row[place] for place in places], row))
            yield f"{declaration.file}.csv", (len(rows), _text(columns_of(cls), rows))


def _keys(records: list[Record]) -> dict[int, str]:
    """Natural keys in one text, of types that others refer to; links have none."""
    if not records or len(records[0].declaration.key) != 1:
        return {}
    name = records[0].declaration.key[0]
    return {record.id: str(record[name]) for record in records}


def _cell(record: Record, field: Field, key: Key) -> str:
    kind, value = field.kind, record[field.name]
    if isinstance(kind, References):
        value = [i for i in value if key(kind.target, i)]
    target = kind.target(record[kind.discriminator]) if isinstance(kind, AnyReference) else None
    return write(kind, value, key, target=target)


def _text(columns: tuple[str, ...], rows: list[list[str]]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue()


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except FileExistsError:
        raise CannotCreate(f"{folder} is a file; name a folder") from None
    except OSError as error:
        raise CannotCreate(f"{folder} cannot be made: {error.strerror}") from None


def _write_new(path: Path, text: str) -> None:
    """Makes a file for its owner alone; follows no link."""
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(text.encode())
