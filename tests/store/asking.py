"""Asking queries in tests, and comparing what they find by caption."""

from __future__ import annotations

from successtui.domain.clock import Clock
from successtui.records import Record
from successtui.services.listing import ListRequest, list_ids
from successtui.services.session import Session
from tests.pg import TODAY


def found(session: Session, cls: type[Record], query: str, *, zone: str = "UTC") -> str:
    """Captions of the records a query finds, in one text."""
    asking = Session(session.workspace, session.username, Clock(TODAY, zone))
    ids = list_ids(asking, ListRequest(cls, query, ("id",)))
    with session.read() as reader:
        return " ".join(record.caption for record in reader.rows(cls, ids).values())


def check(session: Session, cls: type[Record], table: dict[str, str]) -> None:
    """Compares what each query finds."""
    assert {query: found(session, cls, query) for query in table} == table
