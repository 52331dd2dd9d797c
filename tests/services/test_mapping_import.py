"""Other systems' files through a mapping: spelling, references, generated names, workbooks."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from successtui.domain.errors import BadInput
from successtui.records import Account, Contract, Objective, Opportunity, Product, User
from successtui.services.session import Session
from successtui.transfer import workbooks
from successtui.transfer.bundle import read_bundle
from successtui.transfer.importer import import_rows
from successtui.transfer.mapping import load_mapping, map_folder
from successtui.transfer.mapping_format import Mapping, parse_mapping
from successtui.transfer.report import ImportReport
from tests.services.importing import counts, told

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"])

SAMPLE = Path(__file__).parents[2] / "src" / "successtui" / "samples" / "crm-sales"
REAL = Path(os.environ.get("CRM_SALES") or Path(__file__).parents[3] / "shared/data/crm-sales")
"""A real export of 8,800 deals, which is not part of the project."""


def run(session: Session, mapping: Mapping, *paths: Path) -> ImportReport:
    """Imports files under a mapping; good rows stay though others are rejected."""
    return import_rows(session, map_folder(mapping, paths), keep_going=True)


def mapped(text: str, **options: str) -> Mapping:
    """A mapping of `deals.csv` to contracts with these lines of fields."""
    lines = "\n".join(f"{name} = '{value}'" for name, value in options.items())
    head = f'title = "Old"\n[[files]]\nname = "deals.*"\n{lines}\n[[files.feeds]]\n'
    return parse_mapping(f"{head}{text}".encode(), "old.toml")


CONTRACTS = """
record = "contract"
[files.feeds.fields]
number = "no"
name = { template = "{what} for {who}" }
account = { column = "who", by = "name" }
start_date = "from"
value = { column = "sum", default = "0" }
state = { column = "st", values = { run = "Active", OVER = "Expired" } }
currency = { constant = "EUR" }
"""


def test_the_sample_comes_in_with_the_built_in_mapping(session: Session) -> None:
    mapping = load_mapping("crm-sales")
    report = run(session, mapping, SAMPLE)

    assert counts(report)["sales_pipeline.csv"] == (19, 0, 0, 1)
    assert told(report) == [("sales_pipeline.csv", 14, "account", "account is required")]
    with session.read() as reader:
        accounts = {a.name: a for a in reader.all(Account)}
        parent = accounts["Larkfield Online"].parent_account
        assert parent == accounts["Larkfield Mills"].id
        assert accounts["Larkfield Online"].industry == "Technology"
        people = {u.username: u for u in reader.all(User)}
        assert people["petr.havelka"].manager == people["marion.keogh"].id
        assert people["petr.havelka"].roles == ("customer_success_agent",)
        assert people["marion.keogh"].roles == ("success_manager",)
        assert {p.name for p in reader.all(Product)} == {"Harbor One", "Harbor Pro", "Tidewater"}
        deal = reader.by_key(Opportunity, "S1008")
        assert deal is not None
        assert (deal.stage, str(deal.value)) == ("Closed won", "5010.00")
        assert reader.require(Product, deal.product).name == "Harbor Pro"
    again = run(session, mapping, SAMPLE)
    assert again.batch is None
    assert counts(again)["accounts.csv"] == (0, 0, 6, 0)


@pytest.mark.skipif(not REAL.is_dir(), reason=f"no real export in {REAL}; set CRM_SALES to one")
def test_a_real_export_comes_in_whole(session: Session) -> None:
    mapping = load_mapping("crm-sales")
    report = run(session, mapping, REAL)

    created = {f.record: f.created for f in report.files}
    assert created == {"account": 85, "user": 41, "product": 7, "opportunity": 7375}
    assert len(report.rejected) == 1425
    assert {(r.file, r.column, r.value, r.reason) for r in report.rejected} == {
        ("sales_pipeline.csv", "account", "", "account is required")
    }
    with session.read() as reader:
        accounts = reader.all(Account)
        assert sum(a.parent_account is not None for a in accounts) == 15
        assert "technolgy" not in {str(a.industry).casefold() for a in accounts}
        assert len({u.manager for u in reader.all(User) if u.manager is not None}) == 6
    again = run(session, mapping, REAL)
    assert again.batch is None
    assert sum(f.unchanged for f in again.files) == 85 + 41 + 7 + 7375
    assert again.rejected == report.rejected


def test_dates_and_numbers_are_read_as_declared_or_refused(
    session: Session, tmp_path: Path
) -> None:
    (tmp_path / "deals.csv").write_bytes(
        "no;who;what;from;sum;st\n"
        "C1;Größe;Café;31.12.2025;1.234,50;run\n"
        "C2;Größe;X;2025-12-30;1234,5;over\n"
        "C3;Größe;X;12/31/2025;1;run\n"
        "C4;Größe;X;01.01.2025;1,234.50;run\n"
        "C5;Größe;X;01.01.2025;;run\n"
        "C6;Nobody;X;01.01.2025;1;run\n".encode("cp1252")
    )
    accounts = tmp_path / "accounts.csv"
    accounts.write_text("number,name\nACC1,Größe\n")
    mapping = mapped(
        CONTRACTS, delimiter=";", encoding="cp1252", date_format="%d.%m.%Y", decimal_mark=","
    )
    import_rows(session, read_bundle(accounts))
    report = run(session, mapping, tmp_path / "deals.csv")

    assert told(report) == [
        ("deals.csv", 4, "from", "'12/31/2025' is not like %d.%m.%Y"),
        ("deals.csv", 5, "sum", "'1,234.50' is no number with the decimal mark ','"),
        ("deals.csv", 7, "who", "there is no such account"),
    ]
    with session.read() as reader:
        found = {
            c.number: (c.name, str(c.start_date), str(c.value), str(c.state), c.currency)
            for c in reader.all(Contract)
        }
    assert found == {
        "C1": ("Café for Größe", "2025-12-31", "1234.50", "Active", "EUR"),
        "C2": ("X for Größe", "2025-12-30", "1234.50", "Expired", "EUR"),
        "C5": ("X for Größe", "2025-01-01", "0.00", "Active", "EUR"),
    }


def test_a_name_that_several_have_leads_nowhere(session: Session, tmp_path: Path) -> None:
    (tmp_path / "accounts.csv").write_text("number,name\nACC1,Twin\nACC2,Twin\n")
    import_rows(session, read_bundle(tmp_path / "accounts.csv"))
    (tmp_path / "deals.csv").write_text("no,who,what,from,sum,st\nC1,Twin,X,2025-01-01,1,run\n")
    report = run(session, mapped(CONTRACTS), tmp_path / "deals.csv")
    assert told(report) == [("deals.csv", 2, "who", "there are 2 accounts with this name")]


def test_rows_of_one_import_are_found_by_name_too(session: Session, tmp_path: Path) -> None:
    """References by name work within one import, in any order of the files."""
    (tmp_path / "firms.csv").write_text("firm,tags,boss\nOne,a|b;c,Ann Ode\nTwo,,李\n")
    (tmp_path / "aims.csv").write_text("aim,firm\nGrow,One\nGrow,One\n")
    mapping = parse_mapping(
        b"""
        title = "Old"
        [[files]]
        name = "aims.csv"
        [[files.feeds]]
        record = "objective"
        [files.feeds.fields]
        name = "aim"
        description = "aim"
        account = { column = "firm", by = "name" }
        [[files]]
        name = "firms.csv"
        [[files.feeds]]
        record = "account"
        match = ["name"]
        [files.feeds.fields]
        name = "firm"
        tags = { column = "tags", separator = "|" }
        [[files.feeds]]
        record = "user"
        skip_if_empty = ["boss"]
        [files.feeds.fields]
        username = { column = "boss", form = "username" }
        name = "boss"
        roles = { constant = "viewer" }
        """,
        "old.toml",
    )
    report = run(session, mapping, tmp_path)
    assert told(report) == [("firms.csv", 3, "boss", "no username can be made of it")]
    with session.read() as reader:
        assert {a.name: a.tags for a in reader.all(Account)} == {"One": ("a", "b;c"), "Two": ()}
        # Without a key there is no telling whether two equal rows are one.
        assert reader.count(Objective) == 2
        assert reader.by_key(User, "ann.ode") is not None


def test_files_the_mapping_does_not_fit(session: Session, tmp_path: Path) -> None:
    (tmp_path / "other.csv").write_text("a\n1\n")
    with pytest.raises(BadInput, match=r"no file fits the mapping 'Old'; it is for: deals\.\*"):
        run(session, mapped(CONTRACTS), tmp_path)
    (tmp_path / "deals.csv").write_text("no,who\n1,2\n")
    with pytest.raises(BadInput, match=r"deals\.csv has no column 'what'"):
        run(session, mapped(CONTRACTS), tmp_path)
    (tmp_path / "deals.csv").write_text("no,who,what,from,sum,st\n")
    report = run(session, mapped(CONTRACTS), tmp_path)
    assert report.notices == ("other.csv was left out: the mapping does not name it",)
    assert counts(report) == {"deals.csv": (0, 0, 0, 0)}


def test_a_workbook_reads_like_a_file(session: Session, tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["no", "who", "what", "from", "sum", "st"],
        ["C1", "One", "X", 45658, 1234.5, "run"],
        ["C2", "One", "Y", "31.12.2025", "1.234,50", "run"],
    ]
    workbook(tmp_path / "deals.xlsx", rows)
    (tmp_path / "accounts.csv").write_text("number,name\nACC1,One\n")
    import_rows(session, read_bundle(tmp_path / "accounts.csv"))
    mapping = mapped(CONTRACTS, date_format="%d.%m.%Y", decimal_mark=",")
    report = run(session, mapping, tmp_path / "deals.xlsx")
    assert report.rejected == ()
    with session.read() as reader:
        found = {c.number: (str(c.start_date), str(c.value)) for c in reader.all(Contract)}
    assert found == {"C1": ("2025-01-01", "1234.50"), "C2": ("2025-12-31", "1234.50")}


@pytest.mark.parametrize(
    ("cell", "limit", "reason"),
    [
        ("x" * 20_000_000, workbooks.LARGEST_CONTENT, "unpacks to 19 MB"),
        ("x", 1_000, "unpacks to 0 MB"),
        (None, workbooks.LARGEST_CONTENT, "formulas that were never calculated"),
    ],
)
def test_workbooks_that_would_do_harm_are_refused(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    engine_name: str,
    cell: str | None,
    limit: int,
    reason: str,
) -> None:
    monkeypatch.setattr(workbooks, "LARGEST_CONTENT", limit)
    workbook(tmp_path / "deals.xlsx", [["a"], [cell]])
    with pytest.raises(BadInput, match=reason):
        map_folder(mapped(CONTRACTS), [tmp_path])


def test_what_is_no_workbook_is_refused(tmp_path: Path, engine_name: str) -> None:
    (tmp_path / "deals.xlsx").write_bytes(b"no zip")
    with pytest.raises(BadInput, match="is no workbook"):
        map_folder(mapped(CONTRACTS), [tmp_path])


def workbook(path: Path, rows: list[list[object]]) -> None:
    """Writes the least that is a workbook; whole numbers are dates, nothing is a formula."""
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    lines = "".join(
        f'<row r="{n}">{"".join(_cell(value) for value in row)}</row>'
        for n, row in enumerate(rows, 1)
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        '<sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{office}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{main}"><cellXfs count="2"><xf numFmtId="0"/>'
        '<xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{lines}</sheetData>'
        "</worksheet>",
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, head + text)


def _cell(value: object) -> str:
    if value is None:
        return "<c><f>1+1</f></c>"
    if isinstance(value, int):
        return f'<c s="1"><v>{value}</v></c>'
    if isinstance(value, float):
        return f"<c><v>{value}</v></c>"
    return f'<c t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'
