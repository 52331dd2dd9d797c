"""Exports of a list: its records, its order, its columns, and nothing a spreadsheet would run."""

from __future__ import annotations

import json

import pytest

from successtui.domain.errors import BadCall
from successtui.query import QueryError
from successtui.records import Account
from successtui.services.exporting import export_list, list_rows
from successtui.services.listing import ListRequest, records_json
from tests.worlds import Book


def test_what_is_shown_is_what_is_exported(book: Book) -> None:
    dora = book.user("dora", name="Dora")
    ids = [book.account(name=name, csm=dora.id).id for name in ("Bolt", "=cmd()", "A|B")]
    request = ListRequest(Account, "csm:dora", ("-name",))
    columns = ("name", "csm")
    assert export_list(book.session, request, columns, "csv") == (
        "name,csm\nBolt,dora\nA|B,dora\n'=cmd(),dora\n"
    )
    assert export_list(book.session, request, columns, "md").splitlines()[2:] == [
        "| Bolt | Dora |",
        "| A\\|B | Dora |",
        "| =cmd() | Dora |",
    ]
    told = json.loads(export_list(book.session, request, columns, "json"))
    assert told == records_json(book.session, request, columns)
    marked = [ids[1], ids[0]]
    some = export_list(book.session, request, ("name",), "csv", ids=marked)
    assert some == "name\n'=cmd()\nBolt\n"
    told = json.loads(export_list(book.session, request, ("name",), "json", ids=marked))
    assert (told["total"], [row["name"] for row in told["records"]]) == (2, ["=cmd()", "Bolt"])


def test_exports_hold_what_the_person_sees(book: Book) -> None:
    ann = book.user("ann")
    secret = book.account(name="Secret")
    book.account(name="Mine", csm=ann.id, parent_account=secret.id)
    session = book.as_("ann")
    text = export_list(session, ListRequest(Account), ("name", "parent_account"), "csv")
    assert text == "name,parent_account\nMine,(hidden)\n"
    assert export_list(session, ListRequest(Account), ("name",), "csv", ids=[secret.id]) == "name\n"


def test_rows_say_how_many_there_are(book: Book) -> None:
    for _ in range(3):
        book.account()
    rows = list_rows(book.session, ListRequest(Account), limit=2)
    assert (rows.total, len(rows.exact), len(rows.shown)) == (3, 2, 2)
    assert rows.columns == Account.declaration.columns


def test_mistakes(book: Book) -> None:
    for form, query, columns, error in (
        ("xls", "", ("name",), BadCall),
        ("csv", "", ("nmae",), BadCall),
        ("json", "", ("nmae",), BadCall),
        ("csv", "nmae:x", ("name",), QueryError),
    ):
        with pytest.raises(error):
            export_list(book.session, ListRequest(Account, query), columns, form)
