"""A book of business to work on, on both engines."""

import pytest

from successtui.services.session import Session
from tests.worlds import Book


@pytest.fixture
def book(session: Session) -> Book:
    """Makes records as the admin `root` on a fresh workspace."""
    return Book(session)
