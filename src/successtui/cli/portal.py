"""The command `portal`: the customer's place, for an admin who looks in, and in the demo."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from successtui.cli.call import Call, command
from successtui.cli.failures import NoTerminal
from successtui.domain.errors import BadCall
from successtui.terminal.checks import refuse_unusable_terminal

if TYPE_CHECKING:
    from successtui.services.sharing.portal import PortalSession

_WHOSE = "say whose portal: --contact NUMBER (admins only); successtui portal --demo shows one"


@command("portal")
@click.option("--contact", metavar="NUMBER", default="", help="Whose portal (admins, demo).")
@click.option("--demo", is_flag=True, help="The portal of a contact in a throwaway demo.")
def portal_command(call: Call, contact: str, demo: bool) -> int:
    """Open what a customer's contact sees: shared plans, and their own tasks to complete."""
    if demo and call.database is not None:
        raise BadCall("the demo makes its own workspace; leave --db out")
    if not demo and not contact:
        raise BadCall(_WHOSE)
    reason = refuse_unusable_terminal()
    if reason is not None:
        raise NoTerminal(reason)
    with _of_demo(call, contact) if demo else _of_contact(call, contact) as portal:
        from successtui.portal_app import run

        return run(portal)


@contextmanager
def _of_contact(call: Call, number: str) -> Iterator[PortalSession]:
    from successtui.services.sharing.portal import portal_of

    with call.session() as session:
        yield portal_of(session, number)


@contextmanager
def _of_demo(call: Call, number: str) -> Iterator[PortalSession]:
    """In the demo anybody may be anybody; unless asked, the contact with most to see."""
    from successtui.desk import DEMO_USER
    from successtui.services.session import open_session
    from successtui.services.sharing.portal import liveliest_contact, portal_of
    from successtui.store.workspace import Workspace
    from successtui.transfer.demo import discard_demo, open_demo

    place = open_demo(call.clock.today())
    workspace = None
    try:
        workspace = Workspace(place)
        session = open_session(workspace, call.clock, demo_user=DEMO_USER)
        yield portal_of(session, number or liveliest_contact(session), demo=True)
    finally:
        if workspace is not None:
            workspace.close()
        discard_demo(place)
