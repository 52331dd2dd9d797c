"""Documents for customers: nothing internal in any form, nothing people wrote is markup."""

from __future__ import annotations

import io
import re
from decimal import Decimal
from pathlib import Path

import pytest
from pypdf import PdfReader

from successtui.cli.main import main
from successtui.domain.clock import Clock
from successtui.domain.errors import Refused
from successtui.records import Account, InternalPlay, Objective, Outcome, Plan
from successtui.records.picklists import Progress
from successtui.services import records
from successtui.services.sharing.looking import preview, review_pack, shared_view
from successtui.services.sharing.review import business_review
from successtui.services.workspaces import create_workspace
from successtui.transfer.customer_pages import FORMATS, render
from tests.pg import TODAY
from tests.worlds import Book, move_state

_VALUES = {"base_value": 0, "current_value": 25, "target_value": 100}
SECRET = "Zephyrine"
HOSTILE = "<script>alert(1)</script> {{7*7}} #emph[x] *[b]* | `c` \x1b[31m \u202e $x$ @y \\ end"


def _text(content: bytes, form: str) -> str:
    """What a person, or a search, finds in the file."""
    if form != "pdf":
        return content.decode()
    pages = PdfReader(io.BytesIO(content)).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


@pytest.fixture
def shared(book: Book) -> tuple[Account, Plan, Objective]:
    """A shared plan in which every internal field holds the secret."""
    return _share(book)


def _share(book: Book) -> tuple[Account, Plan, Objective]:
    account = book.account(name="Acme", notes=SECRET)
    plan = book.plan(account, name="Acme plan", shared_with_customer=True, summary=SECRET)
    goal = book.objective(account, plan=plan.id, name="Go live in spring")
    play = book.play(goal, name="Roll-out", shared=True)
    book.play(goal, name=SECRET, description=SECRET)
    jane = book.contact(account, first_name="Jane", last_name="Doe", email=f"{SECRET}@x.org")
    book.task(play, title="Send the list", owner_kind="contact", owner=jane.id)
    book.task(play, title=SECRET)
    book.task(goal, title="Name a sponsor", owner_kind="contact", owner=jane.id)
    values = {n: Decimal(v) for n, v in _VALUES.items()}
    book.outcome(goal, title="Seats in use", unit="Quantity", **values)
    engagement = book.engagement(account, title=SECRET, description=SECRET)
    described = {"short_description": SECRET, "description": SECRET}
    internal = book.add(InternalPlay, engagement=engagement.id, **described)
    book.task(internal, title=SECRET, owner_kind="contact", owner=jane.id)
    records.update(book.session, book.again(goal), {}, note=SECRET)
    closed = book.task(play, title="Book the room", visible_to_customer=True)
    move_state(book.session, book.again(closed), "Closed", notes=SECRET)
    other = book.account(name=SECRET)
    book.task(other, title=SECRET, owner_kind="contact", owner=book.contact(other).id)
    return account, plan, goal


@pytest.mark.parametrize("form", FORMATS)
def test_what_is_shared_stands_in_it_and_nothing_else(
    book: Book, shared: tuple[Account, Plan, Objective], form: str
) -> None:
    """R001-02, R001-03, R001-07, R001-42, R000-20: shared parts only, in every form."""
    account, _, _ = shared
    view, review = review_pack(book.session, account, TODAY)
    for told in (None, review):
        text = _text(render(view, form, told), form)
        assert SECRET not in text
        for shown in ("Acme plan", "Go live in spring", "Roll-out", "Seats in use", "Jane Doe"):
            assert shown in text, shown
        assert "Send the list" in text
        assert "Book the room" in text
        assert "Name a sponsor" in text
        assert "25 of 100" in text
    assert SECRET.encode() not in render(view, form, review)


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_people_wrote_is_markup(
    book: Book, shared: tuple[Account, Plan, Objective], form: str
) -> None:
    """Scripts, template marks, escape codes and direction marks come out as text or not at all."""
    account, plan, goal = shared
    book.change(goal, name=HOSTILE, description=HOSTILE)
    book.change(plan, name=HOSTILE)
    content = render(shared_view(book.session, account), form)
    text = _text(content, form)
    assert "49" not in text
    assert "\x1b" not in text
    assert "\u202e" not in text
    if form != "pdf":
        assert re.search(r"(?<!\\)<script", text) is None
    if form == "html":
        assert "&lt;script&gt;alert(1)&lt;/script&gt; {{7*7}}" in text
        assert "http" not in text
    if form == "pdf":
        assert "#emph[x]" in text


def test_a_plan_that_is_not_shared_makes_no_document(book: Book) -> None:
    """R001-02: the refusal says which switches to set."""
    account = book.account(name="Acme")
    book.play(book.objective(account, plan=book.plan(account).id), shared=True)
    with pytest.raises(Refused, match="shared_with_customer on the plan"):
        shared_view(book.session, account)
    assert preview(book.session, account).is_empty


def test_the_review_tells_what_changed_since(
    book: Book, shared: tuple[Account, Plan, Objective]
) -> None:
    """The pack counts changes from the view of then: progress, values, what is done and new."""
    account, plan, goal = shared
    start = shared_view(book.session, account)
    records.update(book.session, book.again(goal), {"progress": Progress.AT_RISK})
    with book.session.read() as reader:
        (outcome,) = reader.all(Outcome, {"objective": goal.id})
    book.change(outcome, current_value=Decimal(40))
    fresh = book.objective(account, plan=plan.id, name="Grow abroad")
    book.play(fresh, shared=True)
    changes = business_review(start, shared_view(book.session, account), TODAY).changes
    assert changes == (
        "Go live in spring: Not Started → At Risk",
        "Seats in use: 25 → 40 (40 % of the way)",
        "New objective: Grow abroad",
    )


def test_share_writes_a_file_and_never_over_one(tmp_path: Path) -> None:
    """`share`: the form follows the name, an existing file stays, a wrong name is a wrong call."""
    path = tmp_path / "own.db"
    book = Book(create_workspace(path, Clock(TODAY), currency="EUR", admin=""))
    account, _, _ = _share(book)
    asked = ("share", account.number, "--db", str(path))
    place = tmp_path / "acme.html"
    assert main((*asked, "--output", str(place))) == 0
    assert "Go live in spring" in place.read_text()
    assert main((*asked, "--output", str(place))) == 73
    assert main((*asked, "--qbr", "--output", str(place), "--overwrite")) == 0
    assert "Business review" in place.read_text()
    assert main((*asked, "--output", str(tmp_path / "acme.txt"))) == 2
