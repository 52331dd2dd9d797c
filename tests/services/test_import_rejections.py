"""Every kind of bad cell is refused with one clear line: file, line, column, value, reason."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from successtui.records import Account
from successtui.services.session import Session
from tests.services.importing import Files, told

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"])
"""Rows are refused before the engine hears of them."""

HOUSE = {
    "accounts": ("number,name", "ACC1,One", "ACC2,Two"),
    "users": ("username,name,roles,email", "dora,Dora,viewer,dora@x.example"),
    "roles": ("name", "Lead"),
    "products": ("name", "Core"),
    "engagements": ("number,account,title", "ENG1,ACC1,Go", "ENG2,ACC2,Go"),
    "contracts": ("number,name,account,start_date,value", "CON2,C,ACC2,2025-01-01,1"),
    "objectives": ("number,name,description,account", "OBJ1,A,a,ACC1", "OBJ2,B,b,ACC1"),
    "outcomes": ("number,objective,title,description", "OUT2,OBJ2,K,k"),
    "internal_plays": ("number,engagement,short_description,description", "IPL1,ENG1,x,y"),
    "contacts": ("number,account,last_name", "CNT1,ACC1,Abel"),
}
"""What the bad rows refer to."""


BAD = [
    ("accounts", "number,name", "ACC9,", "name", "name is required"),
    ("accounts", "number,name", "ACC9,\u200b", "name", "name is required"),
    ("accounts", "number,name,status", "ACC9,N,Gone", "status", "'Gone' is not in the list"),
    ("accounts", "number,name,csm", "ACC9,N,nobody", "csm", "there is no such user"),
    ("accounts", "number,name,csm", "ACC9,N,Dora", "csm", "there is no such user"),
    ("accounts", "number,name,parent_account", "ACC9,N,ACC9", "parent_account", "in a circle"),
    ("accounts", "number,name,currency", "ACC9,N,eur", "currency", "three capital letters"),
    ("accounts", "number,name,external_id", "ACC9,N,a-b", "external_id", "letters, digits and _"),
    ("accounts", "number,name", f"{'A' * 65},N", "number", "number is longer than 64 characters"),
    ("users", "username,name,roles", "eve,Eve,", "roles", "roles is required"),
    ("users", "username,name,roles", "eve,Eve,boss", "roles", "'boss' is not in the list"),
    ("users", "username,name,roles,email", "eve,E,viewer,dora@x.example", "email", "unique"),
    ("users", "username,name,roles,active", "eve,E,viewer,yes", "active", "'yes' is not true or"),
    ("users", "username,name,roles", f"{'e' * 65},E,viewer", "username", "longer than 64"),
    ("account_team", "account,role,user", "ACC1,Nobody,dora", "role", "there is no such role"),
    ("account_team", "account,role,user", "ACC1,,dora", "role", "role is required"),
    (
        "contracts",
        "number,name,account,start_date,value",
        "C,C,ACC1,2025-01-01,",
        "value",
        "is req",
    ),
    ("contracts", "name,account,start_date,value", "C,ACC1,2025-02-30,1", "start_date", "calendar"),
    (
        "contracts",
        "name,account,start_date,value",
        "C,ACC1,01/02/2025,1",
        "start_date",
        "YYYY-MM-D",
    ),
    ("contracts", "name,account,start_date,value", 'C,ACC1,2025-01-01,"1,5"', "value", "plain num"),
    (
        "contracts",
        "name,account,start_date,value",
        "C,ACC1,2025-01-01,1e9",
        "value",
        "plain number",
    ),
    (
        "contracts",
        "name,account,start_date,value",
        "C,ACC1,2025-01-01,nan",
        "value",
        "plain number",
    ),
    (
        "contracts",
        "name,account,start_date,value",
        "C,ACC1,2025-01-01,1_0",
        "value",
        "plain number",
    ),
    ("contracts", "name,account,start_date,value", "C,ACC1,2025-01-01,٣", "value", "plain number"),
    ("contracts", "name,account,start_date,value", "C,ACC1,2025-01-01,-1", "value", "between 0"),
    ("contracts", "name,account,start_date,value", "C,ACC1,2025-01-01,1.001", "value", "too many"),
    (
        "contracts",
        "name,account,start_date,value,end_date",
        "C,ACC1,2025-01-02,1,2025-01-01",
        "end_date",
        "lies before start date",
    ),
    (
        "engagements",
        "account,title,health_score",
        "ACC1,T,101",
        "health_score",
        "between 0 and 100",
    ),
    ("engagement_contracts", "engagement,contract", "ENG1,CON2", "contract", "another account"),
    (
        "objectives",
        "name,description,account,engagement",
        "O,o,ACC1,ENG2",
        "engagement",
        "another account",
    ),
    (
        "objectives",
        "name,description,account,owner_kind,owner",
        "O,o,ACC1,team,x",
        "owner_kind",
        "'team' is not in the list",
    ),
    (
        "objectives",
        "name,description,account,owner_kind,owner",
        "O,o,ACC1,,dora",
        "owner",
        "needs owner kind: one of role, user, contact",
    ),
    (
        "objectives",
        "name,description,account,owner_kind,owner",
        "O,o,ACC1,role,dora",
        "owner",
        "there is no such role",
    ),
    (
        "outcomes",
        "title,description,objective",
        "T,t,OBJ9",
        "objective",
        "there is no such objectiv",
    ),
    (
        "outcomes",
        "title,description,objective,base_value",
        "T,t,OBJ1,1",
        "unit",
        "unit is required",
    ),
    (
        "plays",
        "name,account,objective,primary_outcome",
        "P,,OBJ1,OUT2",
        "primary_outcome",
        "another",
    ),
    ("plays", "name,account,co_owner", "P,ACC1,CNT1", "co_owner", "co-owner only of a shared play"),
    (
        "tasks",
        "parent_type,parent,title",
        "case,CAS1,T",
        "parent_type",
        "'case' is not in the list",
    ),
    ("tasks", "parent_type,parent,title", "play,PLY9,T", "parent", "there is no such successplay"),
    ("tasks", "parent_type,parent,title", ",,T", "parent_type", "parent type is required"),
    ("tasks", "parent_type,parent,title", "internal_play,IPL1,T", "description", "is required"),
    (
        "tasks",
        "parent_type,parent,title,due_offset_days",
        "account,ACC1,T,1.5",
        "due_offset_days",
        "'1.5' is not a whole number",
    ),
    ("touchpoints", "engagement,subject,meeting_type", "ENG1,S,QBR", "meeting_at", "for a QBR"),
    (
        "touchpoints",
        "engagement,subject,meeting_at",
        "ENG1,S,tomorrow",
        "meeting_at",
        "'tomorrow' is not a moment",
    ),
    (
        "touchpoints",
        "engagement,subject,internal_only,contact",
        "ENG1,S,true,CNT1",
        "contact",
        "an internal touchpoint takes no contacts",
    ),
    (
        "work_notes",
        "record,at,author,text",
        "ENG9,2026-01-01T10:00:00Z,root,x",
        "record",
        "no such",
    ),
    ("products", "name,family", "Tide", "", "the row has 1 cells, the header 2"),
]
"""File, header, bad row, column that is named, part of the reason."""


@pytest.mark.parametrize(("file", "header", "row", "column", "reason"), BAD)
def test_a_bad_row_is_listed_with_its_place_and_reason(
    session: Session, tmp_path: Path, file: str, header: str, row: str, column: str, reason: str
) -> None:
    house = Files(tmp_path / "house")
    for name, lines in HOUSE.items():
        house.write(name, *lines)
    assert house.into(session).rejected == ()

    report = Files(tmp_path / "bad").write(file, header, row).into(session)

    first = report.rejected[0]
    assert (first.file, first.line, first.column) == (f"{file}.csv", 2, column)
    assert reason in first.reason
    assert "\n" not in str(first)
    assert str(first).startswith(f"{file}.csv line 2")
    if column in header.split(","):
        assert first.value == _cell(header, row, column)
    assert not report.committed


def test_all_that_is_wrong_with_a_row_and_with_a_file_is_told(
    session: Session, tmp_path: Path
) -> None:
    files = Files(tmp_path / "bad").write(
        "accounts",
        "number,name,csm,account_manager,currency",
        "ACC1,One,nobody,noone,EUR",
        "ACC2,,,,euro",
    )
    assert [(line, column) for _, line, column, _ in told(files.into(session))] == [
        (2, "csm"),
        (2, "account_manager"),
        (3, "name"),
        (3, "currency"),
    ]


def test_control_signs_in_bad_cells_never_reach_a_terminal(
    session: Session, tmp_path: Path
) -> None:
    files = Files(tmp_path / "bad").write("accounts", "number,name,status", "A,N,\x1b]52;c;x\x07")
    (refused,) = files.into(session).rejected
    assert "\x1b" not in str(refused)
    with session.read() as reader:
        assert reader.count(Account) == 0


def _cell(header: str, row: str, column: str) -> str:
    cells = next(csv.reader([row]))
    return cells[header.split(",").index(column)]
