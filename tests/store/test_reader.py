"""Reading rows: by address, by typing, in order, in portions, under conditions."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from successtui.domain.errors import BadCall, NotFound
from successtui.records import (
    Account,
    Contact,
    Metric,
    Product,
    TeamPool,
    User,
    WorkNote,
)
from successtui.services.session import Session
from tests.worlds import row


def test_addresses(session: Session) -> None:
    """A number, or a type with its key; unknown types and records are told apart."""
    with session.change("Write") as unit:
        account = unit.insert(Account, {"name": "Acme", "currency": "USD"})
        odd = unit.insert(Account, {"name": "Odd", "currency": "USD", "number": "TSK0000001"})
        unit.insert(Product, {"name": "Suite: extended"})
    with session.read() as reader:
        assert reader.find(account.number) == account
        assert reader.find(f"account:{account.number}") == account
        assert reader.find("TSK0000001") == odd
        assert reader.find("product:Suite: extended").caption == "Suite: extended"
        assert reader.find("user:root").id == 1
        with pytest.raises(BadCall, match="there is no record type 'starship'"):
            reader.find("starship:1")
        for address in ("ACC9", "product:Other", "next_step:x", ""):
            with pytest.raises(NotFound, match=f"there is no record '{address}'"):
                reader.find(address)


def test_keys_and_captions(session: Session) -> None:
    """Links are known by the keys of what they join."""
    with session.change("Write") as unit:
        account = unit.insert(Account, {"name": "Acme", "currency": "USD"})
        person = unit.insert(Contact, row(Contact, account=account.id, last_name="Doe"))
        note = unit.insert(
            WorkNote,
            {
                "record_type": WorkNote.declaration.fields["record_type"].kind.choices("task"),  # type: ignore[attr-defined]
                "record": 7,
                "at": datetime(2026, 3, 4, tzinfo=UTC),
                "author": 1,
                "text": "x",
            },
        )
    with session.read() as reader:
        assert reader.key_of(note) == "task/(hidden)/2026-03-04 00:00:00+00:00/root"
        assert person.caption == "Doe"
        assert reader.labels("contact", [person.id, 99]) == {person.id: "Doe", 99: "(hidden)"}
        assert reader.keys("account", [account.id, 99]) == {account.id: account.number}


def test_choosing_by_typing(session: Session) -> None:
    """Every word must occur; signs of the database mean nothing special."""
    with session.change("Write") as unit:
        for name in ("Acme 100%", "acme_x", "Acme\\y", "Beta Acme"):
            unit.insert(Account, {"name": name, "currency": "USD"})
        unit.insert(Contact, row(Contact, account=1, first_name="Jane", last_name="Doe"))
    with session.read() as reader:
        expected = {
            "acme": 4,
            "ACME beta": 1,
            "100%": 1,
            "%": 1,
            "_": 1,
            "\\": 1,
            "ACC0000002": 1,
            "none such": 0,
        }
        for typed, count in expected.items():
            assert len(reader.choices("account", typed)) == count, typed
        assert len(reader.choices("account", "", limit=2)) == 2
        assert [c.caption for c in reader.choices("contact", "doe jane")] == ["Jane Doe"]
        assert reader.choices("contact", "", where={"account": 2}) == []


def test_order(session: Session) -> None:
    """Case does not matter, nothing comes last, references sort by name, ids decide."""
    with session.change("Write") as unit:
        zoe, ann = (
            unit.insert(User, row(User, username=n, name=n, roles=("viewer",)))
            for n in ("zoe", "Ann")
        )
        rows = [("b", zoe.id), ("A", None), ("a", ann.id), ("C", zoe.id)]
        for name, csm in rows:
            unit.insert(Account, {"name": name, "currency": "USD", "csm": csm})
    with session.read() as reader:

        def names(*order: str) -> str:
            return "".join(account.name for account in reader.all(Account, order=order))

        assert names() == "bAaC"
        assert names("name") == "AabC"
        assert names("-name") == "CbAa"
        assert names("csm", "-name") == "aCbA"
        assert names("-csm") == "bCaA"
        assert names("-number") == "CaAb"
        for wrong in ("nothing", "deleted_at", "tagz"):
            with pytest.raises(BadCall, match="accounts cannot be sorted by"):
                names(wrong)


def test_more_ids_than_fit_one_statement(session: Session) -> None:
    """Asked for in portions, answered in the order asked for."""
    with session.change("Write") as unit:
        made = [unit.insert(Product, {"name": f"P{i}"}).id for i in range(1203)]
    wanted = [*reversed(made), 10**9]
    with session.read() as reader:
        assert list(reader.rows(Product, wanted)) == wanted[:-1]
        assert reader.count(Product, {"id": made[:2]}) == 2


def test_conditions(session: Session) -> None:
    """A value, one of several, nothing, and one of a list of references."""
    with session.change("Write") as unit:
        for name, family in (("a", "x"), ("b", "y"), ("c", None)):
            unit.insert(Product, {"name": name, "family": family})
        pools = [unit.insert(TeamPool, {"name": n, "members": (1,)}).id for n in "ab"]
        unit.insert(TeamPool, {"name": "c"})
    with session.read() as reader:
        assert reader.count(Product, {"family": "x"}) == 1
        assert reader.count(Product, {"family": ["x", "y"]}) == 2
        assert reader.count(Product, {"family": None}) == 1
        assert reader.count(Product, {"family": []}) == 0
        assert reader.ids(TeamPool, {"members": 1}) == pools
        assert reader.ids(TeamPool, {"members": [1, 2]}) == pools


def test_a_damaged_picklist_value_is_handed_out(session: Session) -> None:
    """A value that is in no list any more does not stop a list from being read."""
    with session.change("Write") as unit:
        metric = unit.insert(Metric, {"name": "Logins"})
    engine = session.workspace.write_engine
    if session.workspace.file is None:
        with engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE metric DROP CONSTRAINT ck_metric_frequency")
            connection.exec_driver_sql("UPDATE metric SET frequency = 'Hourly'")
    else:
        with engine.begin() as connection:
            connection.exec_driver_sql("PRAGMA ignore_check_constraints = ON")
            connection.exec_driver_sql("UPDATE metric SET frequency = 'Hourly'")
    with session.read() as reader:
        assert reader.require(Metric, metric.id).frequency == "Hourly"
