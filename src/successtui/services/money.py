"""Amounts in one currency: the base currency's rates as of a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from successtui.records import ExchangeRate
from successtui.services.house import base_currency
from successtui.store.reader import Reader


@dataclass(frozen=True, slots=True)
class Rates:
    """What one unit of each currency is worth in the base currency."""

    base: str
    worth: Mapping[str, Decimal]

    def convert(self, value: Decimal, currency: str) -> Decimal | None:
        """The value in the base currency; `None` when there is no rate."""
        if currency == self.base:
            return value
        rate = self.worth.get(currency)
        return None if rate is None else value * rate


def rates(reader: Reader, today: date) -> Rates:
    """The newest rate of each currency that was known on that day."""
    known = reader.all(ExchangeRate, order=("as_of",))
    return Rates(base_currency(reader), {r.currency: r.rate for r in known if r.as_of <= today})
