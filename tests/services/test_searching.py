"""Search everywhere: what is found, in which order, and that nothing hidden is found or counted."""

from __future__ import annotations

import random
from contextlib import suppress

import pytest

from successtui.domain.clock import Clock
from successtui.domain.errors import Conflict
from successtui.records import (
    REGISTRY,
    Account,
    Objective,
    Product,
    Record,
    Task,
    Touchpoint,
    User,
    WorkNote,
)
from successtui.services import records, undoing
from successtui.services.searching import SNIPPET, Results, search, search_json
from successtui.services.session import Session
from successtui.store.search_index import naming_fields, searched_types, telling_fields
from successtui.store.search_words import asked, words
from tests.pg import TODAY
from tests.random_worlds import FOUNDER, NOW, make_world
from tests.services.office import Office
from tests.worlds import Book

MALFORMED = (
    *("", " ", '"', "'", "*", "-", "--", "()", "(", "^", ":", "{}", "\\", "%", "_", "\0", "\n\t"),
    *("👩‍👩‍👧", "…", "'; --", "\u202e", '" * "', "%%", "__"),
)
ODD = (
    *("AND", "OR", "NOT", "NEAR", "NEAR(a b)", "a AND", "-sso", "name:sso", "sso*", '"sso', "s\0o"),
    *(
        "sso' OR '1'='1",
        "sso) OR (1=1",
        "\ud800sso",
        "sso " * 400,
        "x" * 5000,
        "sso %",
        "ss_",
        "ACC\ud800",
        "TSK\0",
        "ACC0000001\0",
    ),
)


def numbers(results: Results) -> list[str]:
    return [one.number for one in results.found]


def test_words_are_found_wherever_they_stand(book: Book) -> None:
    """Any order, any case, without accents; all of them; the last one as it is being typed."""
    account = book.account(name="Café Zoë", notes="Prefers calls", tags=("pilot", "emea"))
    task = book.task(book.objective(account), title="SSO rollout", description="Ask the café's IT")
    contact = book.contact(account, first_name="Jane", email="jane.doe@cafe-zoe.example")
    find = {
        "sso": [task.number],
        "ROLLOUT sso": [task.number],
        "cafe": [contact.number, task.number, account.number],
        "CAFÉ zoe": [contact.number, account.number],
        "zoé caf": [contact.number, account.number],
        "roll": [task.number],
        "roll sso": [],
        "it rollo": [task.number],
        "jane.doe@": [contact.number],
        "emea": [account.number],
        "pilot calls": [account.number],
        "sso calls": [],
        task.number.lower(): [task.number],
    }
    assert {text: numbers(search(book.session, text)) for text in find} == find


def test_what_is_found_is_shown_with_where_it_was_found(book: Book) -> None:
    account = book.account(name="Acme")
    long = f"{'before ' * 40}the Single\nSign-On of [red]Acme[/] {'after ' * 40}"
    task = book.task(book.objective(account), title="Rollout", description=long)
    (one,) = search(book.session, "sign single").found

    assert (one.record_type, one.record_id, one.number) == (Task, task.id, task.number)
    assert (one.title, one.account, one.account_name) == ("Rollout", account.number, "Acme")
    assert one.field == "description"
    assert [one.snippet[start:end] for start, end in one.marks] == ["Single", "Sign"]
    assert one.snippet.startswith("…")
    assert one.snippet.endswith("…")
    assert "Single Sign-On of [red]Acme[/]" in one.snippet
    assert len(one.snippet) <= SNIPPET + 2


def test_newest_first_and_by_name_on_demand(book: Book) -> None:
    account = book.account(name="Rollout Inc")
    objective = book.objective(account)
    older = book.task(objective, title="Rollout plan", description="x")
    newer = book.task(objective, title="Other", description="the rollout")
    assert numbers(search(book.session, "rollout")) == [newer.number, older.number, account.number]
    by_name = search(book.session, "rollout", ranked=True)
    assert numbers(by_name) == [older.number, account.number, newer.number]
    only = search(book.session, "rollout", records=[Account])
    assert (numbers(only), only.total) == ([account.number], 1)


def test_the_total_counts_all_and_stops_when_told(book: Book) -> None:
    objective = book.objective(book.account())
    made = [book.task(objective, title="Call them").number for _ in range(5)]
    found = search(book.session, "call", limit=2)
    assert (numbers(found), found.total, found.more) == (made[::-1][:2], 5, False)
    capped = search(book.session, "call", limit=2, count_to=3)
    assert (capped.total, capped.more) == (3, True)
    exact = search(book.session, "call", limit=2, count_to=5)
    assert (exact.total, exact.more) == (5, False)
    assert len(search(book.session, "call", limit=None).found) == 5


def test_a_number_typed_stands_first(book: Book) -> None:
    objective = book.objective(book.account())
    first = book.task(objective, title="One")
    mention = book.task(objective, title=f"After {first.number}")
    assert numbers(search(book.session, f" {first.number.lower()} ")) == [
        first.number,
        mention.number,
    ]
    assert numbers(search(book.session, first.number, limit=1)) == [first.number]
    assert numbers(search(book.session, first.number, records=[Objective])) == []


def test_search_follows_changes_deletes_and_undo(book: Book) -> None:
    """Kept in the transaction of the change; what is deleted is not found until it is back."""
    session = book.session
    task = book.task(book.objective(book.account()), title="Alpha")
    book.change(task, title="Bravo")
    assert numbers(search(session, "alpha")) == []
    assert numbers(search(session, "bravo")) == [task.number]
    undoing.undo(session)
    assert numbers(search(session, "alpha")) == [task.number]
    undoing.redo(session)
    assert numbers(search(session, "bravo")) == [task.number]
    records.delete(session, book.again(task), confirmed=True)
    assert search(session, "bravo").total == 0
    assert search(session, task.number).total == 0
    undoing.undo(session)
    assert numbers(search(session, "bravo")) == [task.number]
    with suppress(Conflict), session.change("Nothing comes of it") as unit:
        unit.update(unit.require(Task, task.id), {"title": "Charlie"})
        unit.update(book.again(task), {"title": "Delta"})
    assert search(session, "charlie").total == 0


def test_templates_and_keyed_records_are_found(book: Book) -> None:
    template = book.objective(None, name="Golden template", is_template=True)
    book.add(Product, name="GTX Pro", family="Golden")
    dora = book.user("dora", name="Dora Golden")
    found = search(book.session, "golden").found
    assert {(one.record_type, one.number) for one in found} == {
        (Objective, template.number),
        (Product, "GTX Pro"),
        (User, dora.username),
    }


def test_a_note_follows_its_record(book: Book) -> None:
    """R000-20: whoever does not see the record finds nothing of its notes."""
    ann, bob = book.user("ann"), book.user("bob")
    task = book.task(book.objective(book.account(csm=ann.id, name="Acme")), title="Secretive")
    records.update(book.session, task, {}, note="The board resigns on Friday")
    (note,) = search(book.as_(ann), "board").found
    assert note.record_type is WorkNote
    assert note.title == "Work note: Secretive"
    assert (note.account_name, note.field) == ("Acme", "text")
    assert note.snippet == "The board resigns on Friday"
    hidden = search(book.as_(bob), "board")
    assert (hidden.found, hidden.total, hidden.more) == ((), 0, False)
    records.delete(book.session, book.again(task), confirmed=True)
    assert search(book.as_(ann), "board").total == 0


def test_an_account_one_may_not_see_is_not_named(book: Book) -> None:
    """A task one owns can belong to an account of somebody else."""
    ann = book.user("ann")
    task = book.task(book.objective(book.account(name="Hush Ltd")), title="Call")
    book.change(task, owner_kind="user", owner=ann.id)
    (one,) = search(book.as_(ann), "call").found
    assert (one.number, one.account, one.account_name) == (task.number, "", "")
    assert search(book.as_(ann), "hush").total == 0


def test_malformed_questions_find_nothing_and_never_fail(book: Book) -> None:
    book.task(book.objective(book.account()), title="SSO and more", description="a or b")
    for text in MALFORMED:
        assert (search(book.session, text).found, search(book.session, text).total) == ((), 0), text
    everything = search(book.session, "s", limit=None).total
    for text in ODD:
        found = search(book.session, text, limit=None)
        assert found.total == len(found.found) <= everything, text


def test_the_answer_for_programs(book: Book) -> None:
    account = book.account(name="Acme")
    task = book.task(book.objective(account), title="SSO rollout")
    user = book.user("sso", name="Sven")
    assert search_json(search(book.session, "sso", limit=1)) == {
        "query": "sso",
        "total": 2,
        "results": [
            {
                "record": "user",
                "number": user.username,
                "title": "Sven",
                "account": None,
                "field": "username",
                "snippet": "sso",
            }
        ],
    }
    whole = search_json(search(book.session, "sso", limit=None))["results"]
    assert [(one["number"], one["account"]) for one in whole] == [
        ("sso", None),
        (task.number, account.number),
    ]


def expected(session: Session, text: str) -> set[tuple[str, int]]:
    """What a plain look through everything the person sees finds."""
    wanted = asked(text)
    if not wanted:
        return set()
    *whole, last = wanted
    found = set()
    with session.read() as reader:
        for name in searched_types():
            for record in reader.all(REGISTRY[name], templates=None):
                held = words(" ".join(_texts(record)))
                if set(whole) <= set(held) and any(word.startswith(last) for word in held):
                    found.add((name, record.id))
    return found


def _texts(record: Record) -> list[str]:
    name = record.declaration.name
    values = [record[field] for field in (*naming_fields(name), *telling_fields(name))]
    return [v if isinstance(v, str) else " ".join(v or ()) for v in values if v]


@pytest.mark.parametrize("seed", range(4))
def test_everybody_finds_what_they_see_and_nothing_else(session: Session, seed: int) -> None:
    """Random reporting lines, random words: search equals a look through what the lists show."""
    rng = random.Random(seed)
    with session.workspace.change(lambda _: FOUNDER, now=NOW, title="World") as unit:
        world = make_world(unit, rng)
    with session.workspace.read(None) as house:
        held = sorted(
            {
                word
                for name in searched_types()
                for record in house.all(REGISTRY[name], templates=None)
                for word in words(" ".join(_texts(record)))
            }
        )
    people = [
        row["username"]
        for row in world.rows["user"]
        if row["active"] and not row["deleted"] and row["roles"]
    ]
    for username in rng.sample(people, min(4, len(people))):
        asking = Session(session.workspace, username, Clock(TODAY))
        for _ in range(12):
            text = " ".join(rng.sample(held, rng.choice((1, 1, 2))))
            text = text[: rng.randint(1, len(text))]
            wanted = expected(asking, text)
            found = search(asking, text, limit=None)
            places = [(one.record_type.declaration.name, one.record_id) for one in found.found]
            assert (set(places), len(places), found.total) == (wanted, len(wanted), len(wanted))
            assert search(asking, text, limit=1).total == len(wanted)


def test_search_keeps_up_with_an_office_at_work(book: Book) -> None:
    """Whatever people do at random, and take back, search finds what is stored."""
    office = Office(book, random.Random(5))
    for start in (office.do_account, office.do_account, office.do_objective, office.do_engagement):
        start()
    for step in range(40):
        office.work()
        if step % 7 == 6:
            undoing.undo(book.session)
    for text in ("a", "t", "p1", "task", "objective", "u"):
        found = search(book.session, text, limit=None)
        places = {(one.record_type.declaration.name, one.record_id) for one in found.found}
        assert places == expected(book.session, text), text


def test_notes_of_touchpoints_are_found(book: Book) -> None:
    engagement = book.engagement(book.account(csm=None))
    talk = book.add(
        Touchpoint, engagement=engagement.id, subject="Talk", internal_notes="Budget is frozen"
    )
    (one,) = search(book.session, "frozen budget").found
    assert (one.number, one.field) == (talk.number, "internal_notes")
