"""The demo: a believable book of business of the fictional vendor Fennwick, as bundle rows.

Owns the order in which the parts are made. Every date lies relative to the day it is asked for,
so the demo is as fresh next year as it is now.
"""

from datetime import date

from successtui.starter.demo.activity import add_activity
from successtui.starter.demo.book import add_accounts, add_engagements
from successtui.starter.demo.contracts import add_contracts
from successtui.starter.demo.people import ADMIN, HERO, add_house
from successtui.starter.demo.plans import add_plans
from successtui.starter.demo.world import World
from successtui.starter.library import library_rows
from successtui.starter.rows import Rows

__all__ = ["HERO", "demo_rows"]


def demo_rows(today: date, seed: int = 7) -> Rows:
    """The whole demo workspace, starter library included, laid around `today`.

    The same day and seed give the same rows; another day gives the same rows with every date
    moved by as many days (the library's own template dates stay).
    """
    world = World(today, seed)
    add_house(world)
    books, prospects = add_accounts(world)
    engagements = add_engagements(world, books)
    add_contracts(world, engagements, prospects)
    add_plans(world, engagements)
    add_activity(world, engagements)
    rows = library_rows(ADMIN)
    rows["libraries"][0]["collaborators"] = "greta;ingrid"
    for file, made in world.rows.items():
        rows[file] = rows.get(file, []) + made
    return rows
