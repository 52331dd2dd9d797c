"""Which currency a new workspace is likely to count in."""

from __future__ import annotations

import locale
import os
import re

FALLBACK = "USD"
_CODE = re.compile(r"[A-Z]{3}", re.ASCII)


def locale_currency() -> str:
    """The currency of the country the environment's locale names, else US dollars."""
    from babel import UnknownLocaleError
    from babel.core import Locale
    from babel.numbers import get_territory_currencies

    named = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MONETARY", "LANG"))), "")
    try:
        territory = Locale.parse(locale.normalize(named).split(".")[0]).territory or ""
        return str(get_territory_currencies(territory, tender=True)[0])
    except (IndexError, TypeError, ValueError, UnknownLocaleError):
        return FALLBACK


def is_currency_code(text: str) -> bool:
    """Whether the text is three capital letters, as currencies are written."""
    return _CODE.fullmatch(text) is not None
