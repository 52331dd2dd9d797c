"""Files as tables: every encoding, quote and shape is read rightly or refused with its place."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from successtui.domain.errors import BadInput, NotFound
from successtui.transfer import tables
from successtui.transfer.tables import read_csv

TABLE = "name,family\nGröße ›X‹ €,Ä\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the table of a test stands."""
    return tmp_path / "products.csv"


def cells(path: Path, **options: str) -> list[tuple[str, ...]]:
    """The rows of a file without their lines."""
    return [row.cells for row in read_csv(path, **options).rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_that_say_what_they_are(file: Path, encoding: str) -> None:
    file.write_bytes(TABLE.encode(encoding))
    assert read_csv(file).columns == ("name", "family")
    assert cells(file) == [("Größe ›X‹ €", "Ä")]


@pytest.mark.parametrize("order", ["utf-16-le", "utf-16-be"])
def test_utf16_of_either_byte_order(file: Path, order: str) -> None:
    file.write_bytes(("\ufeff" + TABLE).encode(order))
    assert cells(file) == [("Größe ›X‹ €", "Ä")]


def test_a_declared_encoding(file: Path) -> None:
    file.write_bytes(TABLE.encode("cp1252"))
    assert cells(file, encoding="cp1252") == [("Größe ›X‹ €", "Ä")]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (TABLE.encode("cp1252"), "products.csv line 2: byte 0xF6 is not UTF-8; save it as UTF-8"),
        ("name\nabc\n".encode("utf-16-le"), "looks like UTF-16 that does not say so"),
        (b"", "is empty; even a file without rows has a header"),
        (b"\xef\xbb\xbf", "is empty"),
        (b'name,family\na,"b\nc,d\ne,f\n', "line 2: a quotation mark opens a cell and is never"),
        (b'name,family\na,"b"c\n', "line 2: a quotation mark inside a quoted cell must be doubled"),
        (b"name,name\na,b\n", "the column 'name' stands twice in the header"),
        (b"name,\na,b\n", "column 2 has no name in the header"),
        (b"name;family\na;b\n", "the columns are not separated by commas"),
        (b"name\n" + b"x" * 1_000_001 + b"\n", "line 2: a cell has more than 1000000 characters"),
    ],
)
def test_what_would_need_guessing_is_refused_with_its_place(
    file: Path, content: bytes, told: str
) -> None:
    file.write_bytes(content)
    with pytest.raises(BadInput) as refusal:
        read_csv(file)
    assert told in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_rows_know_the_line_they_start_in(file: Path) -> None:
    file.write_text('name,family\n"two\nlines",x\n\nlast,"a\n\nb"\n')
    assert [row.line for row in read_csv(file).rows] == [2, 5]


def test_rows_of_another_length_are_kept_apart(file: Path) -> None:
    file.write_text("name,family\na\nb,c\nd,e,f\n")
    reasons = [[t.reason for t in row.troubles] for row in read_csv(file).rows]
    assert reasons == [
        ["the row has 1 cells, the header 2"],
        [],
        ["the row has 3 cells, the header 2"],
    ]


def test_nul_becomes_visible(file: Path) -> None:
    file.write_bytes(b"name,family\na\0b,c\n")
    assert cells(file) == [("a\N{SYMBOL FOR NULL}b", "c")]


def test_a_long_text_is_no_trouble(file: Path) -> None:
    file.write_text(f"name,family\n{'x' * 200_000},y\n")
    assert len(cells(file)[0][0]) == 200_000


def test_too_many_rows_are_refused(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_ROWS", 2)
    file.write_text("name\na\nb\n")
    assert len(read_csv(file).rows) == 2
    file.write_text("name\na\nb\nc\n")
    with pytest.raises(BadInput, match="more than 2 rows; split it"):
        read_csv(file)


def test_too_large_a_file_is_refused(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "LARGEST_FILE", 10)
    file.write_text("name\nabcdef\n")
    with pytest.raises(BadInput, match="is larger than"):
        read_csv(file)


def test_pipes_folders_and_missing_files_are_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(BadInput, match=r"pipe\.csv is not a file"):
        read_csv(tmp_path / "pipe.csv")
    with pytest.raises(BadInput, match="is not a file"):
        read_csv(tmp_path)
    with pytest.raises(NotFound, match="there is no file"):
        read_csv(tmp_path / "none.csv")


def test_devices_are_refused() -> None:
    with pytest.raises(BadInput, match="is not a file"):
        read_csv(Path("/dev/zero"))
