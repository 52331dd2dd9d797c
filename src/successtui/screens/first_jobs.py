"""What the first start has done off the screen's thread, and what is wrong with an answer.

Imports the database layer inside the jobs, so that the question is there before it is loaded.
"""

from __future__ import annotations

import atexit
from pathlib import Path
from typing import TYPE_CHECKING

from successtui import paths
from successtui.domain.clock import Clock

if TYPE_CHECKING:
    from successtui.transfer.importer import Progress
    from successtui.transfer.report import ImportReport


def make_demo(clock: Clock) -> str:
    """A throwaway demo; its address. It is gone when the program ends."""
    from successtui.transfer.demo import discard_demo, open_demo

    place = open_demo(clock.today())
    atexit.register(discard_demo, place)
    return str(place)


def make_empty_workspace(clock: Clock, currency: str, library: bool) -> str:
    """A workspace at the default place; its address."""
    from successtui.transfer.starting import make_empty

    place = paths.default_database()
    make_empty(place, clock, currency=currency, library=library)
    return str(place)


def import_folder(
    clock: Clock, folder: Path, mapping: str, currency: str, keep_going: bool, progress: Progress
) -> ImportReport:
    """A workspace at the default place, made of what a folder holds."""
    from successtui.transfer.starting import make_by_import, read_source

    source = read_source(folder, mapping)
    place = paths.default_database()
    return make_by_import(
        place, clock, source, currency=currency, keep_going=keep_going, progress=progress
    )


def check_address(address: str, clock: Clock, as_user: str) -> bool:
    """Whether the person can open that workspace; raises what stands in the way."""
    from successtui.transfer.starting import check_openable

    check_openable(address, clock, as_user)
    return True


def likely_currency() -> str:
    """The currency to offer."""
    from successtui.services.currencies import locale_currency

    return locale_currency()


def something_missing(text: str) -> str | None:
    """Nothing was answered."""
    return None if text.strip() else "name one, or press esc"


def folder_problem(text: str) -> str | None:
    """There is no such folder."""
    if not text.strip():
        return "name a folder, or press esc"
    return None if Path(text).expanduser().is_dir() else f"there is no folder {text}"


def currency_problem(text: str) -> str | None:
    """No currency is written like that."""
    from successtui.services.currencies import is_currency_code

    fits = is_currency_code(text.strip().upper())
    return None if fits else "a currency is written with three letters, such as EUR"
