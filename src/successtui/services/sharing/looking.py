"""What colleagues may take of a customer's view: the preview, the document, the review pack."""

from __future__ import annotations

from datetime import date, timedelta

from successtui.domain.as_of import PointInTime
from successtui.domain.errors import Refused
from successtui.records import Account, Contact, Plan, Touchpoint
from successtui.records.picklists import MeetingType
from successtui.services.as_of import look_back
from successtui.services.session import Session
from successtui.services.sharing.customer_view import customer_view
from successtui.services.sharing.review import BusinessReview, business_review
from successtui.services.sharing.shown import CustomerView
from successtui.store import journal
from successtui.store.reader import Reader

_USUAL_DAYS = 90
"""A business review looks back a quarter where no earlier one is known."""


def preview(session: Session, account: Account, contact: Contact | None = None) -> CustomerView:
    """What the customer sees, for a colleague who sees the account.

    Raises:
        NotFound: the account, or the contact, is missing or hidden.
    """
    with session.read() as reader:
        seen = reader.require(Account, account.id)
        who = None if contact is None else reader.require(Contact, contact.id)
        return customer_view(Reader(reader.connection, None), seen, session.clock.today(), who)


def shared_view(session: Session, account: Account, contact: Contact | None = None) -> CustomerView:
    """As `preview`, for a document that leaves the house: for all contacts, or for one.

    Raises:
        Refused: nothing is shared with the customer, or with that contact.
    """
    view = preview(session, account, contact)
    if view.is_empty:
        whom = "the customer" if contact is None else contact.caption
        raise Refused(
            f"no plan of {account.name} is shared with {whom}; "
            "set shared_with_customer on the plan, and shared on its plays"
        )
    return view


def review_pack(
    session: Session,
    account: Account,
    since: date | None = None,
    contact: Contact | None = None,
) -> tuple[CustomerView, BusinessReview]:
    """The shared view and what to talk about in a business review.

    Args:
        since: counts changes from the end of that day; the last business review held if not given.
    """
    now = shared_view(session, account, contact)
    start = since or last_review(session, account)
    past = look_back(session, PointInTime(day=start))
    try:
        with past.read() as reader:
            then = customer_view(Reader(reader.connection, None), account, start, contact)
    finally:
        past.close()
    return now, business_review(then, now, start)


def last_review(session: Session, account: Account) -> date:
    """The day of the account's last business review; without one a quarter ago.

    Never before the history begins: what happened earlier cannot be told from what was there.
    """
    today = session.clock.today()
    with session.read() as reader:
        held = [
            session.clock.local(meeting.meeting_at).date()
            for meeting in reader.all(
                Touchpoint, {"account": account.id, "meeting_type": MeetingType.QBR}
            )
            if meeting.meeting_at is not None and meeting.state != "Canceled"
        ]
        planned = [plan.business_review_date for plan in reader.all(Plan, {"account": account.id})]
        began = journal.began(reader.connection)
    past = [day for day in (*held, *planned) if day is not None and day < today]
    start = max(past, default=today - timedelta(days=_USUAL_DAYS))
    return start if began is None else max(start, session.clock.local(began).date())
