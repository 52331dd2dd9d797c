"""Records as people type and see them, and as programs read them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from successtui.domain.errors import BadCall, Invalid
from successtui.records import (
    REGISTRY,
    Account,
    AccountTeam,
    Engagement,
    Objective,
    Outcome,
    Record,
    Role,
    Task,
    TeamPool,
    Touchpoint,
)
from successtui.records.kinds import References
from successtui.records.picklists import TaskOwnerKind
from successtui.services import records
from successtui.services.reading import read_values
from successtui.services.showing import Shower, related
from tests.pg import TODAY
from tests.worlds import Book, picked


def read(book: Book, cls: type[Record], **texts: str) -> dict[str, Any]:
    with book.session.read() as reader:
        return read_values(reader, cls, texts, TODAY)


def refused(book: Book, cls: type[Record], **texts: str) -> dict[str, str]:
    """What is wrong, by field."""
    with pytest.raises(Invalid) as problems:
        read(book, cls, **texts)
    return {problem.field: problem.message for problem in problems.value.problems}


def test_what_people_type(book: Book) -> None:
    """References by key or by unique name, dates and amounts in short, several by comma."""
    dora = book.user("dora", name="Dora Fischer")
    acme = book.account(name="Acme")
    assert read(book, Account, csm="dora", parent_account="acme") == {
        "csm": dora.id,
        "parent_account": acme.id,
    }
    assert read(book, Account, csm="Dora Fischer", parent_account=acme.number) == {
        "csm": dora.id,
        "parent_account": acme.id,
    }
    assert read(book, Engagement, squad="dora; root,dora", csm="") == {
        "squad": (1, dora.id),
        "csm": None,
    }
    assert read(book, Objective, start_date="fri", end_date="+2w") == {
        "start_date": date(2026, 3, 6),
        "end_date": date(2026, 3, 18),
    }
    assert read(book, Outcome, base_value="1.2m", unit="EUR") == {
        "base_value": Decimal(1_200_000),
        "unit": "EUR",
    }


def test_owner_and_kind_in_one(book: Book) -> None:
    """`user:dora` says both; the kind may also stand on its own."""
    dora = book.user("dora")
    both = {"owner_kind": TaskOwnerKind.USER, "owner": dora.id}
    assert read(book, Task, owner="user:dora") == both
    assert read(book, Task, owner_kind="User", owner="dora") == both
    assert read(book, Task, owner="") == {"owner_kind": None, "owner": None}
    message = refused(book, Task, owner="dora")["owner"]
    assert message == "needs owner kind: one of role, pool, user, contact"
    assert "owner" in refused(book, Task, owner="pool:dora")


def test_everything_misunderstood_is_told_at_once(book: Book) -> None:
    """Field by field, with what would be right."""
    book.account(name="Twin")
    book.account(name="twin")
    problems = refused(
        book,
        Account,
        colour="red",
        csm="nobody",
        status="asleep",
        parent_account="Twin",
        number="ACC1",
    )
    assert problems["csm"] == "there is no user 'nobody'"
    assert problems["parent_account"] == ("there are 2 called 'Twin'; give the account's number")
    assert problems["status"].startswith("'asleep' is not in the list: Prospect, Active")
    assert problems["colour"].startswith("there is no such field in account; known are: name")
    assert set(problems) == {"colour", "csm", "status", "parent_account", "number"}


def test_computed_and_automatic_fields_are_not_typed(book: Book) -> None:
    """What the program fills in cannot be given by hand."""
    assert "no such field" in refused(book, Outcome, progress_pct="5")["progress_pct"]
    for name in ("closed_at", "current_as_of"):
        assert refused(book, Outcome, **{name: "today"})[name] == "is filled in by the program"


def test_hidden_records_are_not_found(book: Book) -> None:
    """Somebody who does not see a record cannot refer to it by typing either."""
    dora = book.user("dora")
    book.account(csm=dora.id, name="Mine")
    hidden = book.account(name="Hidden")
    with book.as_("dora").read() as reader:
        for text in ("Hidden", hidden.number):
            with pytest.raises(Invalid, match=f"there is no account '{text}'"):
                read_values(reader, Account, {"parent_account": text}, TODAY)


def shower(book: Book, record: Record) -> Shower:
    with book.session.read() as reader:
        return Shower(reader, [record], TODAY)


def test_cells(book: Book) -> None:
    """Every kind as a list shows it: names, signs before states, colours in words."""
    dora = book.user("dora", name="Dora")
    account = book.account(csm=dora.id, name="Acme", tags=("a", "b"))
    lead, pool = book.add(Role, name="Lead"), book.add(TeamPool, name="Queue", members=(1,))
    late = TODAY - timedelta(days=1)
    task = book.task(
        book.objective(account),
        owner_kind=TaskOwnerKind.ROLE,
        owner=lead.id,
        due_date=late,
        resources=(1, dora.id),
        estimated_hours=Decimal("1234.50"),
    )
    cells = shower(book, task)
    assert cells.cell(task, "number").text == task.number
    assert cells.cell(task, "account").text == "Acme"
    assert cells.cell(task, "owner").text == "Role: Lead"
    assert cells.cell(task, "resources").text == "root, Dora"
    assert cells.cell(task, "estimated_hours").text == "1,234.5"
    assert cells.cell(task, "state").text == "○ New"
    assert cells.cell(task, "visible_to_customer").text == "no"
    assert cells.cell(task, "description").text == "What to do."
    assert cells.cell(task, "category").text == ""
    overdue = cells.cell(task, "due_date")
    assert overdue.text.startswith(late.isoformat())
    assert overdue.tone == "bad"
    done = book.move(task, "Closed")
    assert shower(book, done).cell(done, "due_date").tone == ""
    assert shower(book, done).cell(done, "state").tone == "good"
    assert shower(book, done).cell(done, "closed_at").text.count(":") == 1
    pooled = book.change(done, owner_kind=TaskOwnerKind.POOL, owner=pool.id)
    assert shower(book, pooled).cell(pooled, "owner").text == "Pool: Queue"
    assert shower(book, account).cell(account, "tags").text == "a, b"
    assert shower(book, account).cell(account, "csm").text == "Dora"
    nobodys = book.change(pooled, **read(book, Task, owner=""))
    assert shower(book, nobodys).cell(nobodys, "owner").text == ""


def test_json(book: Book) -> None:
    """Natural keys, decimals as text, booleans and whole numbers as such, derived values apart."""
    dora = book.user("dora")
    account = book.account(csm=dora.id)
    objective = book.objective(account, products=())
    kpi = book.outcome(
        objective,
        unit="EUR",
        base_value=Decimal(0),
        current_value=Decimal("2.5"),
        target_value=Decimal(10),
        watch_list=(dora.id, 1),
        target_date=TODAY,
    )
    shown = shower(book, kpi)
    fields = shown.json_fields(kpi)
    assert fields["objective"] == objective.number
    assert fields["account"] == account.number
    assert fields["current_value"] == "2.5"
    assert fields["watch_list"] == ["dora", "root"]
    assert fields["target_date"] == "2026-03-04"
    assert fields["is_template"] is False
    assert fields["metric"] is None
    assert shown.json_derived(kpi) == {"progress_pct": 25, "kpi_status": "In progress"}
    assert shown.json_value(kpi, "number") == kpi.number
    assert shown.json_value(kpi, "progress_pct") == 25
    assert shown.cell_text(kpi, "watch_list") == "dora;root"
    assert shown.cell_text(kpi, "number") == kpi.number
    task = book.task(objective)
    assert shower(book, task).json_fields(task)["parent"] == objective.number


def test_hidden_names_are_never_shown(book: Book) -> None:
    """A visible record that refers to a hidden one shows that there is one, nothing more."""
    dora = book.user("dora")
    secret = book.account(name="Secret")
    mine = book.account(csm=dora.id, parent_account=secret.id)
    with book.as_("dora").read() as reader:
        shown = Shower(reader, [mine], TODAY)
        assert shown.cell(mine, "parent_account").text == "(hidden)"
        assert shown.json_fields(mine)["parent_account"] == "(hidden)"
        assert related(reader, mine)["account"] == []


def test_related_records(book: Book) -> None:
    """Everything that refers to a record, by any of its fields, each once."""
    dora = book.user("dora")
    both = book.account(csm=dora.id, account_manager=dora.id)
    managed = book.account(account_manager=dora.id)
    engagement = book.engagement(both)
    lead = book.add(Role, name="Lead")
    book.add(AccountTeam, account=both.id, role=lead.id, user=dora.id)
    touchpoint = book.add(
        Touchpoint,
        engagement=engagement.id,
        subject="Call",
        meeting_at=datetime(2026, 3, 5, tzinfo=UTC),
        channel=picked(Touchpoint, "channel", "Phone"),
    )
    task = book.task(touchpoint)
    records.update(book.session, touchpoint, {"subject": "Visit"}, note="Loud")
    with book.session.read() as reader:
        assert related(reader, dora)["account"] == [both.number, managed.number]
        assert related(reader, dora)["account_team"] == [f"{both.number}/Lead/dora"]
        found = related(reader, touchpoint)
        assert found["task"] == [task.number]
        assert len(found["work_note"]) == 1
        assert related(reader, lead)["account_team"] == [f"{both.number}/Lead/dora"]
        assert related(reader, both)["engagement"] == [engagement.number]


def test_every_list_can_be_shown(book: Book) -> None:
    """The declared columns of every type can be read, sorted and shown."""
    account = book.account(csm=1)
    book.engagement(account)
    book.outcome(book.objective(account))
    for cls in REGISTRY.values():
        with book.session.read() as reader:
            found = reader.all(cls, templates=None)
            shown = Shower(reader, found, TODAY)
            for record in found:
                for name in ("number", *cls.declaration.columns, *cls.declaration.fields):
                    assert isinstance(shown.cell(record, name).text, str)
                    shown.json_value(record, name)
            for name, field in cls.declaration.fields.items():
                if isinstance(field.kind, References):
                    with pytest.raises(BadCall, match="cannot be sorted by"):
                        reader.ids(cls, order=(name,))
                else:
                    assert len(reader.ids(cls, order=(name,), templates=None)) == len(found)
