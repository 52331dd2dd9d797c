"""Asks what to send a customer, in which form and where to, and writes it.

What stands in the document is decided by `services/sharing/`; how it looks by
`transfer/customer_pages.py`.
"""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from successtui.domain.errors import Refused, SuccessError
from successtui.records import Account
from successtui.screens.base import host, say
from successtui.screens.list_export import ask_for_file, write_private
from successtui.widgets.menu import Menu, MenuItem

if TYPE_CHECKING:
    from successtui.services.session import Session

_FORMS = (
    MenuItem("html", "HTML, one page that needs nothing else", "h"),
    MenuItem("pdf", "PDF, for print and mail", "p"),
    MenuItem("md", "Markdown, for wikis", "m"),
)
_KINDS = (
    MenuItem("plan", "Success plan: all that is shared", "p"),
    MenuItem("qbr", "Business review (QBR): what changed, what is next", "q"),
)


async def share_document(screen: Screen[Any], account: Account) -> None:
    """Asks, then writes; nothing is written while nothing is shared."""
    kind = await screen.app.push_screen_wait(Menu("Share as document", _KINDS))
    if kind is None:
        return
    form = await screen.app.push_screen_wait(Menu("In which form", _FORMS))
    if form is None:
        return
    asked = await ask_for_file(screen, f"{_file_name(account.name, kind)}.{form}")
    if asked is None:
        return
    path, replaces = asked
    try:
        await host(screen).desk.read(partial(_write, account, kind, form, path, replaces))
    except SuccessError as error:
        say(screen, str(error), wrong=True)
    else:
        say(screen, f"Written to {path}; read it before you send it")


def _file_name(account: str, kind: str) -> str:
    """A name every file system takes."""
    plain = re.sub(r"[^\w-]+", "-", account).strip("-").lower()[:60] or "customer"
    return f"{plain}-{'business-review' if kind == 'qbr' else 'success-plan'}"


def _write(
    account: Account, kind: str, form: str, path: Path, replaces: bool, session: Session
) -> None:
    from successtui.services.sharing.looking import review_pack, shared_view
    from successtui.transfer.customer_pages import render

    if kind == "qbr":
        view, review = review_pack(session, account)
        content = render(view, form, review)
    else:
        content = render(shared_view(session, account), form)
    try:
        write_private(path, content, replaces=replaces)
    except FileExistsError:
        raise Refused(f"{path} was made meanwhile; nothing was written") from None
    except OSError as error:
        raise Refused(f"{path} cannot be written: {error.strerror or error}") from error
