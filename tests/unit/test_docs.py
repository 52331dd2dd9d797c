"""The generated pages: up to date, complete, and readable as Markdown."""

from __future__ import annotations

from pathlib import Path

from successtui.actions import ACTIONS, key_name
from successtui.docs import BEGIN, END, ROOT, keys_page, pages, records_page, write_pages
from successtui.records import REGISTRY


def test_the_committed_pages_are_up_to_date() -> None:
    """After a change of actions or declarations: `python -m successtui.docs`."""
    stale = [
        str(path.relative_to(ROOT))
        for path, text in pages().items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    assert stale == []


def test_every_field_of_every_record_is_described() -> None:
    page = records_page()
    for cls in REGISTRY.values():
        section = page.partition(f"## {cls.declaration.label}\n")[2].partition("\n## ")[0]
        for name in (*cls.declaration.fields, *cls.declaration.derived):
            assert f"\n| `{name}` |" in section, (cls, name)


def test_rows_have_as_many_cells_as_their_head() -> None:
    for page in (records_page(), keys_page()):
        width = 0
        for line in page.splitlines():
            cells = line.replace("\\|", "").count("|")
            if line.startswith("|---"):
                width = cells
            elif line.startswith("| `"):
                assert cells == width, line


def test_every_key_is_in_the_key_page() -> None:
    page = keys_page()
    for spec in ACTIONS:
        for key in key_name(spec.keys).split():
            assert f"`{key}`" in page


def test_writing_changes_what_is_stale_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    readme = tmp_path / "README.md"
    readme.write_text(f"before\n{BEGIN}old\n{END}\nafter\n", encoding="utf-8")

    assert len(write_pages(tmp_path)) == 3
    assert write_pages(tmp_path) == []

    text = readme.read_text(encoding="utf-8")
    assert text.startswith(f"before\n{BEGIN}| where | key | does |\n")
    assert text.endswith(f"{END}\nafter\n")
