"""What happened on an account, and on one record, in people's words."""

from __future__ import annotations

import pytest

from successtui.domain.errors import NotFound, Refused
from successtui.records import REGISTRY, Account, Task
from successtui.services import records, undoing
from successtui.services.activity import account_activity
from successtui.services.retelling import record_history
from successtui.services.session import Session
from tests.worlds import Book, move_state, picked

HIDDEN_TITLE = "Secret renewal talk"


def _told(session: Session, account: Account) -> list[str]:
    return [line.what for line in account_activity(session, account.id)]


def test_changes_are_told_newest_first_by_name_and_number(session: Session) -> None:
    book = Book(session)
    dora = book.user("dora")
    account = book.account(name="Acme", csm=dora.id)
    objective = book.objective(account, name="Grow")
    outcome = book.outcome(objective, title="SSO roll-out")
    task = book.task(objective, title="Kick-off call")
    move_state(session, task, "In progress", confirmed=True)

    told = _told(session, account)

    assert told[0].startswith(f"Task {task.number} Kick-off call: state New → In progress")
    assert told[1] == f"New task {task.number} Kick-off call"
    assert f"New outcome (KPI) {outcome.number} SSO roll-out" in told
    assert told[-1] == f"New account {account.number} Acme"
    assert {line.who for line in account_activity(session, account.id)} == {"root"}


def test_notes_deletions_and_what_was_brought_back_are_told(session: Session) -> None:
    book = Book(session)
    account = book.account()
    task = book.task(account, title="Call")
    records.update(session, task, {}, note="She is\non leave")
    records.delete(session, book.again(task), confirmed=True)
    undoing.undo(session)

    told = _told(session, account)

    assert f"Restored task {task.number} Call" in told
    assert f"Deleted task {task.number} Call" in told
    assert any("Work note on" in line and "She is⏎on leave" in line for line in told)


def test_other_accounts_and_hidden_records_are_not_told(session: Session) -> None:
    book = Book(session)
    dora, emil = book.user("dora"), book.user("emil")
    account = book.account(csm=dora.id)
    other = book.account(csm=emil.id)
    book.engagement(account, title=HIDDEN_TITLE, csm=emil.id)
    book.plan(other, name="Not mine")

    told = _told(book.as_(dora), account)

    assert told
    assert not [line for line in told if HIDDEN_TITLE in line or "Not mine" in line]
    assert [line for line in _told(session, account) if HIDDEN_TITLE in line]
    with pytest.raises(NotFound):
        account_activity(book.as_(dora), other.id)


def test_hidden_rows_do_not_use_up_the_limit(session: Session) -> None:
    book = Book(session)
    dora, emil = book.user("dora"), book.user("emil")
    account = book.account(csm=dora.id)
    for _ in range(5):
        book.engagement(account, csm=emil.id)

    assert len(account_activity(book.as_(dora), account.id, limit=1)) == 1


def test_history_of_a_record_names_people_and_redacts_what_is_hidden(session: Session) -> None:
    book = Book(session)
    dora, emil = book.user("dora", name="Dora Diaz"), book.user("emil")
    account = book.account(csm=dora.id)
    theirs = book.account(name=HIDDEN_TITLE, csm=emil.id)
    records.update(session, account, {"parent_account": theirs.id, "tier": "Enterprise"})

    seen = record_history(book.as_(dora), book.again(account))
    full = record_history(session, book.again(account))

    parent = next(line for line in seen if line.field == "Parent account")
    assert (parent.was, parent.now) == ("", "(hidden)")
    assert next(line for line in full if line.field == "Parent account").now == HIDDEN_TITLE
    assert next(line for line in seen if line.field == "CSM").now == "Dora Diaz"
    assert [line.at for line in seen] == sorted((line.at for line in seen), reverse=True)
    assert seen[0].step.startswith("Edit account")
    with pytest.raises(NotFound):
        record_history(book.as_(dora), theirs)


def test_history_says_when_an_admin_acted_as_somebody(session: Session) -> None:
    book = Book(session)
    dora = book.user("dora", name="Dora Diaz")
    account = book.account(csm=dora.id)
    acting = Session(session.workspace, "dora", session.clock, acting_for="root")
    made = records.create(
        acting,
        Task,
        {
            "title": "Call",
            "description": "About SSO",
            "parent_type": picked(Task, "parent_type", "account"),
            "parent": account.id,
        },
    )

    assert {line.who for line in record_history(session, made.record)} == {"root as Dora Diaz"}
    assert record_history(session, made.record)[0].was == ""


def test_a_step_names_no_record_that_is_hidden(book: Book) -> None:
    """Who owns a task but does not see what it hangs from is not told the number of that."""
    dora = book.user("dora")
    objective = book.objective(book.account())
    task = book.task(objective, owner_kind=picked(Task, "owner_kind", "user"), owner=dora.id)
    book.move(objective, "Canceled", confirmed=True)
    dora_session = book.as_("dora")
    steps = [line.step for line in record_history(dora_session, book.again(task))]
    assert not any(objective.number in step for step in steps), steps
    assert any("(hidden)" in step for step in steps), steps
    own = record_history(book.session, book.again(task))
    assert any(objective.number in line.step for line in own)


def test_escalations_take_no_notes(book: Book) -> None:
    """Refused in one line, for the form of notes knows nothing of them."""
    escalation = book.add(REGISTRY["escalation"], account=book.account().id)
    with pytest.raises(Refused, match="escalations take no work notes"):
        records.update(book.session, escalation, {}, note="Hm")
    assert record_history(book.session, escalation)
