"""Save as template: asks for the SuccessBLOC, then has it made."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from successtui.records import Record
from successtui.screens.base import Place, read, write
from successtui.widgets.menu import Menu, MenuItem

if TYPE_CHECKING:
    from successtui.services.records import Saved
    from successtui.services.session import Session

_NONE = "none"


async def save_as_template(place: Place, record: Record) -> None:
    """Asks where the template is to stand, and makes it; escape leaves without."""
    found = await read(place, _libraries)
    if found is None:
        return
    libraries, anywhere = found
    items = [MenuItem(str(key), name) for key, name in libraries]
    if anywhere:
        items.append(MenuItem(_NONE, "In no SuccessBLOC"))
    chosen = await place.app.push_screen_wait(Menu(f"{record.caption}: template in", items))
    if chosen is None:
        return
    library = None if chosen == _NONE else int(chosen)
    title = f"{record.caption} is a template now; roles own it, people do not. u takes it back"
    await write(place, partial(_save, record, library), done=title)


def _libraries(session: Session) -> tuple[list[tuple[int, str]], bool]:
    """Libraries the person may fill, and whether a template may stand in none."""
    from successtui.services.saving_templates import template_libraries

    with session.read() as reader:
        assert reader.actor is not None
        found = [(library.id, library.name) for library in template_libraries(reader)]
        return found, reader.actor.is_admin


def _save(record: Record, library: int | None, session: Session, _confirmed: bool) -> Saved:
    from successtui.services.saving_templates import save_as_template as save

    return save(session, record, library)
