"""Mapping files: what is wrong with one is said in one line, and drafts are themselves valid."""

from __future__ import annotations

from pathlib import Path

import pytest

from successtui.domain.errors import BadInput, NotFound
from successtui.transfer.mapping import load_mapping, suggest_mapping
from successtui.transfer.mapping_format import built_in_mappings, parse_mapping

GOOD = """
title = "Old system"
[[files]]
name = "firms*.csv"
[[files.feeds]]
record = "account"
match = ["external_id"]
[files.feeds.fields]
name = "firm"
external_id = { column = "id" }
"""


def test_a_plain_text_names_a_column() -> None:
    mapping = parse_mapping(GOOD.encode(), "old.toml")
    assert mapping.files[0].feeds[0].fields["name"].column == "firm"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("title", "titel", "old.toml: title: Field required (and 1 more)"),
        ("[[files]]", "[[files", "old.toml is no TOML"),
        ('record = "account"', 'record = "acount"', "there is no record type 'acount'"),
        ('name = "firm"', 'nmae = "firm"', "account.nmae: there is no such field; it has: name"),
        ('{ column = "id" }', "{ colum = 1 }", "fields.external_id.colum: Extra inputs are not"),
        ('{ column = "id" }', "{}", "account.external_id needs one of column, template and"),
        ('{ column = "id" }', '{ column = "a", constant = "b" }', "needs one of column, template"),
        ('["external_id"]', '["number"]', "match names 'number', which has no rule"),
        ('"firm"', '{ column = "firm", by = "name" }', "account.name is no reference"),
        ('name = "firm"', 'csm = { column = "x", by = "nick" }', "a user has no text field 'nick'"),
        ('"firms*.csv"', '"f.csv"\nencoding = "klingon"', "there is no encoding 'klingon'"),
        ('"firms*.csv"', '"f.csv"\ndecimal_mark = ";"', "decimal_mark: Input should be '.' or ','"),
        ('"firms*.csv"', '"f.csv"\ndelimiter = "ab"', "delimiter: String should have at most 1"),
    ],
)
def test_what_is_wrong_is_told_in_one_line(old: str, new: str, told: str) -> None:
    with pytest.raises(BadInput) as refusal:
        parse_mapping(GOOD.replace(old, new, 1).encode(), "old.toml")
    assert told in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_hostile_mapping_files_are_refused(tmp_path: Path) -> None:
    for content in (b"\xff\xfe", b"a = " + b"[" * 100_000, b"a = 1\na = 2"):
        with pytest.raises(BadInput):
            parse_mapping(content, "old.toml")
    with pytest.raises(BadInput, match="is not a file"):
        load_mapping(tmp_path)


def test_built_in_mappings_are_found_by_their_bare_name(tmp_path: Path) -> None:
    assert "crm-sales" in built_in_mappings()
    assert load_mapping("crm-sales") == load_mapping("crm-sales.toml")
    with pytest.raises(NotFound, match=r"no mapping file other; built in are: .*crm-sales"):
        load_mapping("other")
    (tmp_path / "old.toml").write_text(GOOD)
    assert load_mapping(tmp_path / "old.toml").title == "Old system"


def test_a_draft_is_a_valid_mapping_as_far_as_it_goes(tmp_path: Path) -> None:
    file = tmp_path / "contacts.csv"
    file.write_text(
        'Id,First Name,Surname,E-Mail,Company,"odd ""name"" \\ here",Since\n'
        "1,Ann,Abel,a@x.example,One,x,31.12.2025\n"
    )
    draft = suggest_mapping([file])
    (rule,) = parse_mapping(draft.encode(), "draft").files
    (feed,) = rule.feeds
    assert feed.record == "contact"
    assert {name: field.column for name, field in feed.fields.items()} == {
        "number": "Id",
        "first_name": "First Name",
        "last_name": "Surname",
        "email": "E-Mail",
        "account": "Company",
    }
    assert '# column "Since" is not used' in draft


def test_a_draft_says_which_date_format_fits(tmp_path: Path) -> None:
    file = tmp_path / "contracts.csv"
    header = "number,name,start_date\n"
    for dates, told in [
        (("31.12.2025", "01.02.2026"), 'date_format = "%d.%m.%Y"\n'),
        (("31/12/2025", "01/02/2026"), 'date_format = "%d/%m/%Y"\n'),
        (("01/02/2026",), '# date_format = "%d/%m/%Y"  # or %m/%d/%Y'),
        (("soon",), '# date_format = ""'),
    ]:
        file.write_text(header + "".join(f"C{n},N,{day}\n" for n, day in enumerate(dates)))
        draft = suggest_mapping([file])
        assert told in draft
        parse_mapping(draft.encode(), "draft")
