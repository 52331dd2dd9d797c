"""What an import makes of rows: matching, conflicts, order, circles, numbers, and one undo step."""

from __future__ import annotations

from pathlib import Path

import pytest

from successtui.domain.errors import BadInput
from successtui.records import (
    Account,
    Contract,
    Engagement,
    LauncherNotifier,
    Objective,
    Opportunity,
    Outcome,
    PicklistValues,
    Play,
    ProductUsage,
    RenewalEvent,
    Task,
    User,
    WorkNote,
)
from successtui.services import records, undoing
from successtui.services.session import Session
from successtui.store import journal
from successtui.transfer.bundle import read_bundle
from successtui.transfer.importer import import_rows
from tests.services.importing import Files, counts, told
from tests.worlds import Book


@pytest.fixture
def files(tmp_path: Path) -> Files:
    """A bundle to write."""
    return Files(tmp_path / "bundle")


def account(session: Session, number: str) -> Account:
    """The stored account of that number."""
    with session.read() as reader:
        found = reader.by_key(Account, number)
    assert found is not None
    return found


def test_one_import_is_one_batch_and_one_undo_step(session: Session, files: Files) -> None:
    files.write("accounts", "number,name", "ACC1,One", "ACC2,Two").write(
        "products", "name,family", "Core,Base"
    )
    report = files.into(session)

    assert report.committed
    assert report.batch is not None
    with session.read() as reader:
        batch = journal.batches(reader.connection, [report.batch])[report.batch]
    assert batch.title == "Import bundle bundle"
    undoing.undo(session)
    with session.read() as reader:
        assert reader.count(Account) == 0
    undoing.redo(session)
    assert account(session, "ACC2").name == "Two"


def test_order_of_rows_and_files_means_nothing(session: Session, files: Files) -> None:
    files.write(
        "accounts",
        "number,name,parent_account,csm",
        "ACC3,Leaf,ACC2,dora",
        "ACC2,Middle,ACC1,dora",
        "ACC1,Root,,dora",
    ).write(
        "users",
        "username,name,roles,manager",
        "dora,Dora,customer_success_agent,max",
        "max,Max,success_manager,",
    )
    assert files.into(session).rejected == ()
    leaf = account(session, "ACC3")
    with session.read() as reader:
        assert reader.key_of(reader.require(Account, leaf.parent_account)) == "ACC2"
        dora = reader.require(User, leaf.csm)
        assert reader.require(User, dora.manager).username == "max"


def test_a_deep_hierarchy_needs_no_deep_stack(session: Session, files: Files) -> None:
    rows = [f"ACC{n},Level {n},ACC{n + 1}" for n in range(1, 1500)]
    files.write("accounts", "number,name,parent_account", *rows, "ACC1500,Top,")
    assert counts(files.into(session)) == {"accounts.csv": (1500, 0, 0, 0)}


def test_allowed_circles_are_closed_afterwards(session: Session, files: Files) -> None:
    files.write("accounts", "number,name", "ACC1,One").write(
        "objectives",
        "number,name,description,account,template_origin",
        "OBJ1,A,a,ACC1,OBJ2",
        "OBJ2,B,b,ACC1,OBJ1",
        "OBJ3,C,c,ACC1,OBJ3",
    )
    assert files.into(session).rejected == ()
    with session.read() as reader:
        origins = {o.number: o.template_origin for o in reader.all(Objective)}
        keys = reader.keys("objective", [i for i in origins.values() if i])
    assert {n: keys[i or 0] for n, i in origins.items()} == {
        "OBJ1": "OBJ2",
        "OBJ2": "OBJ1",
        "OBJ3": "OBJ3",
    }
    assert counts(files.into(session))["objectives.csv"] == (0, 0, 3, 0)


def test_a_forbidden_circle_is_refused_and_leaves_no_trace(session: Session, files: Files) -> None:
    files.write(
        "accounts", "number,name,parent_account", "ACC1,One,ACC2", "ACC2,Two,ACC1", "ACC3,Three,"
    )
    report = files.into(session, keep_going=True)

    assert report.committed
    assert any("run in a circle" in reason for *_, reason in told(report))
    with session.read() as reader:
        assert [a.number for a in reader.all(Account)] == ["ACC3"]
    assert counts(report) == {"accounts.csv": (1, 0, 0, 2)}


def test_new_numbers_lie_above_those_that_files_bring(session: Session, files: Files) -> None:
    files.write("accounts", "number,name", ",First", "ACC0000009,Ninth", ",Second")
    assert files.into(session).rejected == ()
    with session.read() as reader:
        numbers = {a.name: a.number for a in reader.all(Account)}
    assert numbers == {"First": "ACC0000010", "Ninth": "ACC0000009", "Second": "ACC0000011"}


def test_an_account_without_number_is_found_by_its_external_id(
    session: Session, files: Files
) -> None:
    files.write("accounts", "external_id,name", "a_1,One")
    files.into(session)
    files.write("accounts", "external_id,name,tier", "a_1,One,Growth")
    assert counts(files.into(session)) == {"accounts.csv": (0, 1, 0, 0)}
    assert counts(files.into(session)) == {"accounts.csv": (0, 0, 1, 0)}


def test_missing_column_unchanged_and_empty_cell_null(session: Session, files: Files) -> None:
    files.write("accounts", "number,name,tier,industry", "ACC1,One,Growth,Energy").into(session)
    files.write("accounts", "number,name,tier", "ACC1,Uno,").into(session)
    stored = account(session, "ACC1")
    assert (stored.name, stored.tier, stored.industry) == ("Uno", None, "Energy")


def test_an_empty_cell_of_what_is_never_empty_means_the_default(
    session: Session, files: Files
) -> None:
    files.write("accounts", "number,name,status,currency", "ACC1,One,,").write(
        "contacts", "number,account,last_name,active", "CNT1,ACC1,Abel,"
    )
    assert files.into(session).rejected == ()
    assert account(session, "ACC1").status == "Active"
    files.write("accounts", "number,name,status,currency", "ACC1,One,Prospect,").into(session)
    files.write("accounts", "number,name,status,currency", "ACC1,One,,").into(session)
    assert account(session, "ACC1").status == "Prospect"


def test_replace_empties_what_the_file_does_not_have(session: Session, files: Files) -> None:
    files.write("accounts", "number,name,tier,status,tags", "ACC1,One,Growth,Prospect,a;b").into(
        session
    )
    files.write("accounts", "number,name", "ACC1,One").into(session, on_conflict="replace")
    stored = account(session, "ACC1")
    assert (stored.tier, stored.status, stored.tags) == (None, "Active", ())
    again = files.into(session, on_conflict="replace")
    assert counts(again) == {"accounts.csv": (0, 0, 1, 0)}


def test_skip_leaves_and_fail_rejects_what_exists(session: Session, files: Files) -> None:
    files.write("accounts", "number,name", "ACC1,One").into(session)
    files.write("accounts", "number,name", "ACC1,Uno", "ACC2,Due")
    skipped = files.into(session, on_conflict="skip")
    assert counts(skipped) == {"accounts.csv": (1, 0, 1, 0)}
    assert account(session, "ACC1").name == "One"
    failed = files.into(session, on_conflict="fail")
    assert told(failed) == [
        ("accounts.csv", 2, "", "it exists already"),
        ("accounts.csv", 3, "", "it exists already"),
    ]
    assert not failed.committed


def test_a_dry_run_tells_everything_and_stores_nothing(session: Session, files: Files) -> None:
    files.write("accounts", "number,name,industry", "ACC1,One,Brewing")
    report = files.into(session, dry_run=True)
    assert (report.dry_run, report.committed, report.batch) == (True, False, None)
    assert counts(report) == {"accounts.csv": (1, 0, 0, 0)}
    assert report.notices == ("'Brewing' was added to the picklist industry",)
    with session.read() as reader:
        assert reader.count(Account) == 0
        assert reader.count(PicklistValues) == 0


def test_any_rejected_row_stops_everything_unless_told_to_keep_going(
    session: Session, files: Files
) -> None:
    files.write("accounts", "number,name", "ACC1,One", "ACC2,")
    stopped = files.into(session)
    assert (stopped.committed, stopped.batch) == (False, None)
    assert counts(stopped) == {"accounts.csv": (1, 0, 0, 1)}
    with session.read() as reader:
        assert reader.count(Account) == 0
    assert files.into(session, keep_going=True).committed
    assert account(session, "ACC1").name == "One"


def test_a_rejected_row_leaves_nothing_behind(session: Session, files: Files) -> None:
    """Its industry is not added to the picklist, and what hangs from it is rejected too."""
    files.write(
        "accounts", "number,name,industry,currency", "ACC1,One,Brewing,EUR", "ACC2,Two,Mining,euro"
    ).write("contacts", "number,account,last_name", "CNT1,ACC1,Abel", "CNT2,ACC2,Bell")
    report = files.into(session, keep_going=True)
    assert [(f, line, column) for f, line, column, _ in told(report)] == [
        ("accounts.csv", 3, "currency"),
        ("contacts.csv", 3, "account"),
    ]
    with session.read() as reader:
        stored = reader.by_key(PicklistValues, "industry")
    assert stored is not None
    assert "Brewing" in stored.entries
    assert "Mining" not in stored.entries


def test_a_deleted_record_is_restored_and_updated(session: Session, files: Files) -> None:
    files.write("accounts", "number,name", "ACC1,One").into(session)
    records.delete(session, account(session, "ACC1"))
    files.write("accounts", "number,name", "ACC1,Uno")
    assert counts(files.into(session, on_conflict="fail")) == {"accounts.csv": (0, 1, 0, 0)}
    assert account(session, "ACC1").name == "Uno"
    undoing.undo(session)
    with session.read() as reader:
        assert reader.by_key(Account, "ACC1") is None


def test_a_deleted_record_whose_parent_is_deleted_stays_so(session: Session, files: Files) -> None:
    files.write("accounts", "number,name", "ACC1,One").write(
        "contacts", "number,account,last_name", "CNT1,ACC1,Abel"
    ).into(session)
    records.delete(session, records.find(session, "CNT1"))
    records.delete(session, account(session, "ACC1"))
    (files.folder / "accounts.csv").unlink()
    files.write("contacts", "number,last_name", "CNT1,Abel")
    assert told(files.into(session)) == [
        (
            "contacts.csv",
            2,
            "account",
            "it was deleted, and so was its account; import that as well",
        )
    ]


def test_keyed_types_and_links_are_found_by_their_keys(session: Session, files: Files) -> None:
    files.write("accounts", "number,name", "ACC1,One").write("products", "name", "Core").write(
        "engagements", "number,account,title", "ENG1,ACC1,Go"
    ).write(
        "product_usage",
        "account,engagement,product,adoption_score",
        "ACC1,ENG1,Core,10",
        "ACC1,,Core,20",
    ).write("work_notes", "record,at,author,text", "ENG1,2026-01-01T10:00:00Z,root,hello").write(
        "plays", "number,name,account", "PLY1,Play,ACC1"
    ).write("launcher_notifiers", "play,started_at,status", "PLY1,2026-01-01T10:00:00Z,Succeeded")
    assert files.into(session).rejected == ()
    assert files.into(session).batch is None
    files.write("product_usage", "account,product,adoption_score", "ACC1,Core,25")
    assert counts(files.into(session))["product_usage.csv"] == (0, 1, 0, 0)
    with session.read() as reader:
        scores = {u.engagement is None: str(u.adoption_score) for u in reader.all(ProductUsage)}
        assert scores == {True: "25.00", False: "10.00"}
        assert reader.count(LauncherNotifier) == 1
        assert reader.all(WorkNote)[0].record_type == "engagement"


def test_the_same_record_twice_in_the_files(session: Session, files: Files) -> None:
    files.write("accounts", "number,name", "ACC1,One", "ACC1,Uno").write(
        "products", "name,family", "Core,A", " Core ,B"
    )
    assert told(files.into(session)) == [
        ("accounts.csv", 3, "", "the same record stands in accounts.csv line 2 already"),
        ("products.csv", 3, "", "the same record stands in products.csv line 2 already"),
    ]


def test_unknown_files_and_columns_are_errors_unless_passed_over(
    session: Session, files: Files
) -> None:
    files.write("accounts", "number,name,colour,id", "ACC1,One,red,7").write("readme", "x", "y")
    (files.folder / "notes.txt").write_text("hello")
    with pytest.raises(BadInput) as refusal:
        files.into(session)
    assert "accounts.csv has unknown columns: colour, id" in str(refusal.value)
    assert "readme.csv is no file of a bundle" in str(refusal.value)
    assert "notes.txt is no file of a bundle" in str(refusal.value)
    assert files.into(session, ignore_unknown=True).committed


def test_unknown_picklist_values_are_added_and_reported_fixed_ones_rejected(
    session: Session, files: Files
) -> None:
    files.write("accounts", "number,name,industry,status", "ACC1,One,Brewing,Active").write(
        "picklists", "name,entries", "industry,Energy;Retail"
    )
    report = files.into(session)
    assert report.notices == ("'Brewing' was added to the picklist industry",)
    assert files.into(session).batch is None
    with session.read() as reader:
        stored = reader.by_key(PicklistValues, "industry")
    assert stored is not None
    assert stored.entries == ("Energy", "Retail", "Brewing")
    files.write("accounts", "number,name,status", "ACC1,One,Sleeping")
    ((_, _, column, reason),) = told(files.into(session))
    assert column == "status"
    assert reason.startswith("'Sleeping' is not in the list: Prospect, Active")


def test_lifecycle_guards_do_not_bind_history(session: Session, files: Files) -> None:
    """A closed record without a code gets one; states come as they are (lifecycles, imports)."""
    files.write("accounts", "number,name", "ACC1,One").write(
        "contracts",
        "number,name,account,start_date,value,state,substate",
        "CON1,C,ACC1,2025-01-01,10,Active,Renewed",
    ).write(
        "objectives",
        "number,name,description,account,state,progress",
        "OBJ1,A,a,ACC1,Closed,At Risk",
        "OBJ2,B,b,ACC1,Canceled,",
    ).write("outcomes", "number,objective,title,description,state", "OUT1,OBJ1,K,k,In progress")
    assert files.into(session).rejected == ()
    with session.read() as reader:
        closed, canceled = reader.all(Objective)
        assert (closed.progress, closed.closure_code, closed.closed_at) == (
            "At Risk",
            "Achieved",
            None,
        )
        assert (canceled.closure_code, canceled.progress) == ("Canceled", "Canceled")
        assert reader.all(Contract)[0].substate == "Renewed"
        assert reader.all(Outcome)[0].progress == "On-Track"
    assert files.into(session).batch is None


def test_a_role_resolves_to_a_person_unless_the_file_says_who(
    session: Session, files: Files
) -> None:
    """R001-27: the column is absent: from the account team; empty: nobody."""
    files.write("accounts", "number,name", "ACC1,One").write("roles", "name", "Lead").write(
        "users", "username,name,roles", "dora,Dora,viewer"
    ).write("account_team", "account,role,user", "ACC1,Lead,dora").write(
        "plays", "number,name,account,owner_kind,owner", "PLY1,P,ACC1,role,Lead"
    ).write(
        "tasks",
        "number,parent_type,parent,title,owner_kind,owner,owner_user",
        "TSK1,play,PLY1,T,role,Lead,",
    )
    assert files.into(session).rejected == ()
    with session.read() as reader:
        dora = reader.by_key(User, "dora")
        assert dora is not None
        assert reader.all(Play)[0].owner_user == dora.id
        assert reader.all(Task)[0].owner_user is None


def test_mirrored_columns_must_agree(session: Session, files: Files) -> None:
    files.write("accounts", "number,name", "ACC1,One", "ACC2,Two").write(
        "plays", "number,name,account", "PLY1,P,ACC1"
    ).write(
        "tasks",
        "number,account,parent_type,parent,title",
        "TSK1,ACC1,play,PLY1,T",
        "TSK2,ACC2,play,PLY1,U",
        "TSK3,,play,PLY1,V",
    )
    ((_, line, column, reason),) = told(files.into(session))
    assert (line, column) == (3, "account")
    assert "must be that of its" in reason


def test_renewal_dates_follow_the_linked_contracts(session: Session, files: Files) -> None:
    files.write("accounts", "number,name", "ACC1,One").write(
        "engagements", "number,account,title,renewal_date", "ENG1,ACC1,Go,2030-01-01"
    ).write(
        "contracts",
        "number,name,account,start_date,end_date,value,state",
        "CON1,C,ACC1,2025-01-01,2026-12-31,10,Active",
    ).write("engagement_contracts", "engagement,contract", "ENG1,CON1")
    files.into(session)
    with session.read() as reader:
        assert str(reader.all(Engagement)[0].renewal_date) == "2026-12-31"
    assert files.into(session).batch is None


def test_a_decided_renewal_makes_its_event_unless_the_file_brings_it(
    session: Session, files: Files
) -> None:
    """W5: an imported contract with a decided renewal counts in the month it was decided."""
    files.write("accounts", "number,name", "ACC1,One").write(
        "contracts",
        "number,name,account,start_date,value,state,substate,renewal_finalized_on",
        "CON1,A,ACC1,2025-01-01,10,Active,Renewal approved,2026-02-01",
        "CON2,B,ACC1,2025-01-01,20,Expired,Renewal rejected,2026-02-02",
        "CON3,C,ACC1,2025-01-01,30,Active,Under review,2026-02-03",
        "CON4,D,ACC1,2025-01-01,40,Active,Renewal approved,2026-02-04",
    ).write("renewal_events", "contract,finalized_on,outcome,value", "CON4,2026-02-04,won,99")
    report = files.into(session)
    assert report.notices == ("2 renewal events were recorded from contracts",)
    with session.read() as reader:
        events = reader.all(RenewalEvent, order=("finalized_on",))
    assert [(str(e.finalized_on), e.outcome, str(e.value)) for e in events] == [
        ("2026-02-01", "won", "10.00"),
        ("2026-02-02", "lost", "20.00"),
        ("2026-02-04", "won", "99.00"),
    ]
    assert files.into(session).batch is None


def test_an_import_never_places_objectives_by_itself(session: Session, files: Files) -> None:
    files.write("accounts", "number,name", "ACC1,One").write(
        "engagements", "number,account,title", "ENG1,ACC1,Go"
    ).write("objectives", "number,name,description,account", "OBJ1,A,a,ACC1").into(session)
    with session.read() as reader:
        assert reader.all(Objective)[0].engagement is None


def test_what_the_import_asks_for_is_shown_and_can_be_stopped(
    session: Session, files: Files
) -> None:
    files.write("opportunities", "number,account", *(f"O{n},ACC1" for n in range(250))).write(
        "accounts", "number,name", "ACC1,One"
    )
    seen: list[tuple[int, int]] = []

    def stop(done: int, everything: int) -> None:
        seen.append((done, everything))
        if done >= 200:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_rows(session, read_bundle(files.folder), progress=stop)
    assert seen == [(0, 251), (100, 251), (200, 251)]
    with session.read() as reader:
        assert reader.count(Opportunity) == 0


def test_rows_asked_one_by_one_and_all_at_once_come_to_the_same(book: Book, files: Files) -> None:
    """Fifty rows of a type are read whole before; fewer are looked up as they come."""
    book.account(number="ACC1")
    lines = [f"CNT{n},ACC1,Name {n},n{n}@x.example" for n in range(70)]
    files.write("contacts", "number,account,last_name,email", *lines[:10])
    assert counts(files.into(book.session)) == {"contacts.csv": (10, 0, 0, 0)}
    files.write("contacts", "number,account,last_name,email", *lines)
    assert counts(files.into(book.session)) == {"contacts.csv": (60, 0, 10, 0)}
    twice = "CNT99,ACC1,Other,n5@x.example"
    files.write("contacts", "number,account,last_name,email", *lines, twice)
    ((_, line, column, _),) = told(files.into(book.session))
    assert (line, column) == (72, "email")
