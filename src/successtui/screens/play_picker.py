"""Run a SuccessPlay, step one: plays of the library, and making one's own at the bottom."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from successtui.screens.offers import Entry
from successtui.screens.template_picker import TemplatePicker

if TYPE_CHECKING:
    from textual.screen import Screen

    from successtui.records import Play
    from successtui.services.records import Saved
    from successtui.services.session import Session


class PlayPicker(TemplatePicker):
    """Picks a play of the library and runs it; `None` when none was run."""

    VIEW: ClassVar[str] = "play_view"
    EXTRA: ClassVar[str] = "+ Custom SuccessPlay"
    EMPTY: ClassVar[str] = "The library holds no plays yet; make one of your own with enter."

    def __init__(self, account_id: int, objective_id: int | None, objective_name: str) -> None:
        super().__init__()
        self._account_id = account_id
        self._objective_id = objective_id
        self._objective_name = objective_name

    def heading(self) -> str:
        """For which objective."""
        where = f" for {self._objective_name}" if self._objective_name else ""
        return f"Run a SuccessPlay{where}"

    def read_entries(self, session: Session) -> list[Entry]:
        """The library's plays with their tasks; custom plays are never among them (R001-38)."""
        from successtui.services.plays import play_templates
        from successtui.services.review import item_names

        found = play_templates(session)
        with session.read() as reader:
            libraries = reader.labels("library", [p.library for p, _ in found if p.library])
            names = item_names(reader, [item for _, items in found for item in items])
        entries = [
            Entry(
                key=f"play:{play.id}",
                kind="play",
                template=play.id,
                library=libraries.get(play.library or 0, ""),
                title=play.name,
                description=play.description or "",
                items=items,
                days=_days(play),
                names=names,
            )
            for play, items in found
        ]
        return sorted(entries, key=lambda entry: (entry.library, entry.title))

    def next_step(self, entry: Entry | None) -> Screen[Saved | None]:
        """A review of its tasks; or a play of one's own (R001-37)."""
        from successtui.screens.custom_play import CustomPlay
        from successtui.screens.play_order import RunPlay

        if entry is None:
            return CustomPlay(self._account_id, self._objective_id)
        return RunPlay(self._account_id, self._objective_id, self._objective_name, entry.template)


def _days(play: Play) -> int | None:
    if play.start_date is None or play.end_date is None:
        return None
    return (play.end_date - play.start_date).days
