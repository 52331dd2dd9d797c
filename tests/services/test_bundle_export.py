"""What a bundle looks like on disk: names, columns, order, spelling, and who may read it."""

from __future__ import annotations

import stat
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from successtui.domain.errors import BadInput, CannotCreate, IoTrouble, NotFound
from successtui.records import REGISTRY, Contract, Product
from successtui.services import records
from successtui.services.session import Session
from successtui.transfer.bundle import columns_of, read_bundle, write_bundle
from successtui.transfer.source import record_of_file
from tests.services.importing import Files
from tests.worlds import Book

PROMISED = {
    "users": "username name email roles manager active is_psa_resource timezone",
    "accounts": "number name external_id parent_account account_type industry status tier csm"
    " account_manager currency",
    "account_team": "account role user",
    "contacts": "number account first_name last_name email phone title responsibility"
    " portal_access active",
    "products": "name family",
    "engagements": "number account title csm state stage perceived_health health_score started_on"
    " initial_go_live went_live_on key_contact description closure_code close_notes",
    "contracts": "number name account start_date end_date value currency state substate auto_renew"
    " renewal_start renewal_end renewal_finalized_on",
    "engagement_contracts": "engagement contract",
    "opportunities": "number account contract product owner type stage value currency engaged_on"
    " actual_closed_date",
    "plans": "number name account engagement owner status summary start_date end_date"
    " shared_with_customer is_template",
    "objectives": "number name description account plan engagement owner_kind owner owner_user"
    " products category state progress priority start_date end_date is_template library"
    " closure_code close_notes",
    "outcomes": "number objective title description owner state progress priority planned_start"
    " planned_stop category unit tracking_method metric base_value target_value current_value"
    " current_as_of target_date direction closure_code close_notes",
    "plays": "number name description account objective plan primary_outcome owner_kind owner"
    " owner_user co_owner shared category state progress priority start_date end_date is_template"
    " is_custom library",
    "tasks": "number account parent_type parent title description owner_kind owner owner_user"
    " resources category state progress priority start_date due_date due_offset_days"
    " visible_to_customer launch_mode closure_code close_notes closed_at",
    "success_cases": "number account engagement short_description description assigned_to category"
    " state progress priority due_date",
    "internal_plays": "number account engagement short_description description assigned_to"
    " category state progress priority due_date",
    "touchpoints": "number account engagement subject description channel category state progress"
    " priority meeting_type meeting_at due_date assigned_to contact internal_only",
    "risk_signals": "number account engagement short_description description risk_or_issue"
    " category state priority probability scope tracking_method contracts_impacted"
    " products_impacted reported_by assigned_to due_date closure_code close_notes",
    "escalations": "number account state severity reason opened_at closed_at",
    "product_usage": "account engagement product activation_status usage_plan adoption_score"
    " customer_priority business_criticality as_of",
    "exchange_rates": "currency rate as_of",
    "roles": "name",
    "pools": "name",
    "libraries": "name",
    "renewal_events": "contract finalized_on outcome",
    "work_notes": "record at author",
    "outcome_points": "outcome date",
    "metrics": "name",
    "mappers": "metric",
    "definition_records": "title category state",
    "launcher_notifiers": "play started_at",
    "settings": "name",
    "picklists": "name",
}
"""Files and columns that other programs rely on."""


@pytest.mark.parametrize("file", PROMISED)
def test_promised_files_have_the_promised_columns(file: str) -> None:
    cls = record_of_file(file)
    assert cls is not None
    assert set(PROMISED[file].split()) <= set(columns_of(cls))


def test_every_record_type_has_a_file_of_its_own() -> None:
    assert len({cls.declaration.file for cls in REGISTRY.values()}) == len(REGISTRY)


def test_cells_are_spelled_as_promised(book: Book, tmp_path: Path) -> None:
    account = book.account(number="ACC1", name='=1+1, "x" y', tags=("a;b", "c\\d"))
    book.account(number="ACC10", name="Ä", currency="EUR", parent_account=account.id)
    book.account(number="ACC9", name="-5", notes="two\nlines")
    book.add(Product, name="Core")
    folder = tmp_path / "out"
    written = write_bundle(book.session, folder)

    assert (folder / "accounts.csv").read_bytes().decode() == (
        "number,name,external_id,parent_account,account_type,industry,status,tier,csm,"
        "account_manager,currency,tags,notes\n"
        'ACC1,"=1+1, ""x"" y",,,,,Active,,,,USD,a\\;b;c\\\\d,\n'
        "ACC10,Ä,,ACC1,,,Active,,,,EUR,,\n"
        'ACC9,-5,,,,,Active,,,,USD,,"two\nlines"\n'
    )
    assert written == {"accounts.csv": 3, "products.csv": 1, "settings.csv": 1, "users.csv": 1}
    assert sorted(path.name for path in folder.iterdir()) == sorted(written)


def test_numbers_dates_and_moments(session: Session, tmp_path: Path) -> None:
    files = (
        Files(tmp_path / "in")
        .write("accounts", "number,name", "A,One")
        .write(
            "contracts",
            "number,name,account,start_date,value,auto_renew",
            "C,N,A,2025-01-31,00100.50,true",
        )
    )
    files.write("escalations", "number,account,opened_at", "E,A,2026-01-01T01:00:00+02:00")
    assert files.into(session).rejected == ()
    write_bundle(session, tmp_path / "out")
    exported = (tmp_path / "out" / "contracts.csv").read_text().splitlines()[1]
    assert exported.startswith("C,N,A,2025-01-31,,100.5,USD,Draft,,true,")
    assert "2025-12-31T23:00:00Z" in (tmp_path / "out" / "escalations.csv").read_text()


def test_templates_are_exported_and_deleted_records_are_not(book: Book, tmp_path: Path) -> None:
    book.objective(None, number="OBJ1", is_template=True)
    gone = book.account(number="ACC1")
    records.delete(book.session, gone)
    written = write_bundle(book.session, tmp_path / "out")
    assert written["objectives.csv"] == 1
    assert "accounts.csv" not in written


def test_an_older_bundle_is_replaced_and_strangers_are_left_alone(
    book: Book, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "contacts.csv").write_text("old")
    (folder / "mine.txt").write_text("mine")
    outside = tmp_path / "outside"
    outside.write_text("untouched")
    (folder / "users.csv").symlink_to(outside)
    write_bundle(book.session, folder)
    assert not (folder / "contacts.csv").exists()
    assert (folder / "mine.txt").read_text() == "mine"
    assert outside.read_text() == "untouched"
    assert not (folder / "users.csv").is_symlink()
    assert stat.S_IMODE((folder / "users.csv").stat().st_mode) == 0o600
    assert not [path for path in folder.iterdir() if path.suffix == ".new"]


def test_what_stands_in_the_way_of_an_export_is_told(book: Book, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(CannotCreate, match="is a file; name a folder"):
        write_bundle(book.session, tmp_path / "file")
    with pytest.raises(CannotCreate, match="cannot be made"):
        write_bundle(book.session, tmp_path / "file" / "below")
    folder = tmp_path / "out"
    (folder / "users.csv").mkdir(parents=True)
    with pytest.raises(IoTrouble, match=r"users\.csv cannot be written"):
        write_bundle(book.session, folder)


def test_single_files_and_missing_ones(session: Session, tmp_path: Path) -> None:
    files = Files(tmp_path / "in").write("accounts", "number,name", "A,One")
    source = read_bundle(files.folder / "accounts.csv")
    assert [feed.file for feed in source.feeds] == ["accounts.csv"]
    with pytest.raises(NotFound, match="there is no file or folder"):
        read_bundle(tmp_path / "none")
    (tmp_path / "empty").mkdir()
    with pytest.raises(BadInput, match="there is no CSV file in"):
        read_bundle(tmp_path / "empty")


def test_amounts_keep_every_digit(book: Book, tmp_path: Path) -> None:
    account = book.account(number="ACC1")
    value = Decimal("9999999999999999.99")
    book.add(
        Contract,
        number="C",
        name="N",
        account=account.id,
        start_date=date(2025, 1, 1),
        value=value,
    )
    write_bundle(book.session, tmp_path / "out")
    assert ",9999999999999999.99," in (tmp_path / "out" / "contracts.csv").read_text()
