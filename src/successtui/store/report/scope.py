"""Which engagements a report is about, as conditions on their rows (indicators.md, B0).

Statements are built once for each `Shape` and kept; who looks, at which day and through which
filters, comes in as parameters.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, Text, and_, bindparam, or_, select
from sqlalchemy.types import TypeEngine

from successtui.store.report.lists import among
from successtui.store.tables import TABLES
from successtui.store.types import Day, Moment, Scaled

Condition = ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class Days:
    """The days, moments and thresholds of one report.

    Moments are the UTC beginnings of days in the viewer's zone. All days are inclusive.
    """

    today: date
    today_starts: datetime
    tomorrow_starts: datetime
    year_start: date
    year_starts: datetime
    renewal_until: date
    touch_until: date
    touch_ends: datetime
    go_live_until: date
    red_below: Decimal
    low_below: Decimal
    percent: int


DAYS_TYPES: dict[str, type[TypeEngine[Any]]] = {
    "today": Day,
    "today_starts": Moment,
    "tomorrow_starts": Moment,
    "year_start": Day,
    "year_starts": Moment,
    "renewal_until": Day,
    "touch_until": Day,
    "touch_ends": Moment,
    "go_live_until": Day,
}


@dataclass(frozen=True, slots=True)
class Shape:
    """All that changes the text of a statement; everything else is a parameter.

    Attributes:
        everyone: rows of every CSM, and of none, are in scope.
        unowned: engagements without a CSM are, where the account's CSM is one of the people.
        industries, no_industry: these filters are set: some names, and accounts without one.
        chosen: the engagements were worked out before and are given by their ids.
        wide: the scope is a good part of all rows, so reading every row beats following indexes.
    """

    sqlite: bool
    everyone: bool = False
    unowned: bool = False
    industries: bool = False
    no_industry: bool = False
    chosen: bool = False
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Scope:
    """The engagements of one report, and the parameters that its statements take."""

    shape: Shape
    params: Mapping[str, Any]


def day(name: str) -> BindParameter[Any]:
    """The parameter for a day or moment of `Days`."""
    return bindparam(name, type_=DAYS_TYPES[name]())


def threshold(name: str, scale: int) -> BindParameter[Any]:
    """The parameter for a threshold of `Days` that is compared with a decimal column."""
    return bindparam(name, type_=Scaled(scale))


def unindexed(column: ColumnElement[Any], shape: Shape) -> ColumnElement[Any]:
    """The column, hidden from the indexes where reading every row is quicker."""
    return column + 0 if shape.wide else column


def engagements(shape: Shape) -> Condition:
    """The condition that a row of the engagement table is in scope."""
    engagement, account = TABLES["engagement"], TABLES["account"]
    living = engagement.c.deleted_at.is_(None)
    if shape.chosen:
        ids = unindexed(engagement.c.id, shape)
        return and_(living, among(ids, "chosen", sqlite=shape.sqlite))
    conditions: list[Condition] = [living]
    if not shape.everyone:
        csm = unindexed(engagement.c.csm, shape)
        own = among(csm, "people", sqlite=shape.sqlite)
        theirs = select(account.c.id).where(
            account.c.deleted_at.is_(None), among(account.c.csm, "people", sqlite=shape.sqlite)
        )
        of_theirs = engagement.c.account.in_(theirs.correlate(None))
        unowned = and_(engagement.c.csm.is_(None), of_theirs)
        conditions.append(or_(own, unowned) if shape.unowned else own)
    if shape.industries or shape.no_industry:
        named = among(account.c.industry, "industries", sqlite=shape.sqlite, item=Text)
        of_kind = or_(named, account.c.industry.is_(None)) if shape.no_industry else named
        accounts = select(account.c.id).where(of_kind)
        conditions.append(engagement.c.account.in_(accounts.correlate(None)))
    return and_(*conditions)


def engagement_ids(shape: Shape, *conditions: Condition) -> Select[Any]:
    """Ids of the engagements in scope that meet further conditions, as a subquery."""
    engagement = TABLES["engagement"]
    return select(engagement.c.id).where(engagements(shape), *conditions).correlate(None)


def engagement_accounts(shape: Shape) -> Select[Any]:
    """Accounts of the engagements in scope, as a subquery."""
    engagement = TABLES["engagement"]
    return select(engagement.c.account).where(engagements(shape)).correlate(None)


def of_engagements(column: ColumnElement[Any], shape: Shape, *conditions: Condition) -> Condition:
    """The condition that a column names an engagement in scope."""
    return unindexed(column, shape).in_(engagement_ids(shape, *conditions))
