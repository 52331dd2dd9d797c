"""The command palette: every action, place, list and theme, found by name.

Owns what is offered and the reason why something cannot be done at the moment; the actions
themselves stand on the screens. None of Textual's own commands is in here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

from textual.binding import Binding
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.screen import Screen

from successtui.actions import ACTIONS, ActionSpec, Scope, key_name
from successtui.domain.permissions import Action
from successtui.records import REGISTRY
from successtui.screens.base import Host, Place, say
from successtui.screens.rights import place_refusal, refusal
from successtui.text import ui_text
from successtui.themes import CHOICES

WITHOUT_WORKSPACE = ("app.quit", "app.theme", "app.repaint", "app.help")
"""Actions that need no workspace."""
_NOT_NOW = {
    Scope.PLAN: "only while the Plan tab is shown; 2 shows it",
    Scope.LIST: "only where there is a list",
}
_BESIDE = 0.5
"""Share of its score that a command keeps while it cannot be carried out."""
_BY_HELP = 0.1


@dataclass(frozen=True, slots=True)
class Command:
    """One thing to do; `reason` says why it cannot be done now, empty when it can."""

    title: str
    help: str
    run: Callable[[], Any]
    key: str = ""
    reason: str = ""


class SuccessCommands(Provider):
    """Offers the actions of the screen in front and of the app, places, lists and themes."""

    async def discover(self) -> Hits:
        """What can be done here, then the places, before anything is typed."""
        for command in (*self._actions(), *self._places(), *self._themes()):
            if not command.reason:
                prompt = _prompt(command, ui_text(command.title))
                yield DiscoveryHit(cast(str, prompt), command.run, command.title, _help(command))

    async def search(self, query: str) -> Hits:
        """Everything whose name or help fits; what cannot be done says why."""
        matcher = self.matcher(query)
        for command in self._everything():
            # Never `matcher.highlight`: it would read the title as markup.
            score, offsets = matcher.fuzzy_search.match(query, command.title)
            if not score and query.lower() in command.help.lower():
                score = _BY_HELP
            if not score:
                continue
            title = ui_text(command.title)
            for offset in offsets:
                title = title.stylize(matcher.match_style, offset, offset + 1)
            if command.reason:
                score *= _BESIDE
            yield Hit(score, _prompt(command, title), command.run, command.title, _help(command))

    def _everything(self) -> Iterator[Command]:
        yield from self._actions()
        yield from self._places()
        yield from self._lists()
        yield from self._themes()

    def _actions(self) -> Iterator[Command]:
        """Those of the screen first, then those of the app."""
        wanted = [spec for spec in ACTIONS if spec.id != "app.command_palette"]
        for spec in sorted(wanted, key=lambda spec: spec.scope is Scope.APP):
            yield self._action(spec)

    def _action(self, spec: ActionSpec) -> Command:
        reason = self._why_not(spec)
        run: Callable[[], Any]
        if reason:
            run = self._refusal(spec.title, reason)
        else:
            node = self.app if spec.id.startswith("app.") else self.screen
            run = partial(self.app.run_action, spec.method, node)
        return Command(spec.title, spec.help, run, key_name(spec.keys), reason)

    def _why_not(self, spec: ActionSpec) -> str:
        """Why an action cannot be carried out now; empty when it can."""
        of_app = spec.id.startswith("app.")
        if not of_app and spec.id not in bound_ids(type(self.screen)):
            return f"only {spec.scope.value[:1].lower()}{spec.scope.value[1:]}"
        if spec.id not in WITHOUT_WORKSPACE and not self._is_open:
            return "no workspace is open yet"
        node = self.app if of_app else self.screen
        if not node.check_action(spec.method, ()):
            told = node.why_not(spec.method) if isinstance(node, Place) else ""
            return told or _NOT_NOW.get(spec.scope, "not possible here")
        return ""

    def _places(self) -> Iterator[Command]:
        from successtui.screens.going import go_to
        from successtui.screens.places import DESTINATIONS

        for place in DESTINATIONS:
            run = partial(go_to, self.app, place.letter)
            title = f"Go to {place.title}"
            command = Command(title, place.help, run, f"g {place.letter}")
            yield self._if_possible(command, place_refusal(self.app, place.letter))

    def _lists(self) -> Iterator[Command]:
        from successtui.screens.going import open_choice
        from successtui.screens.places import list_entries

        for entry in list_entries():
            told = f"List: {entry.hint}" if entry.hint else "List"
            run = partial(open_choice, self.app, entry.choice)
            unseen = refusal(self.app, Action.VIEW, REGISTRY[entry.choice.record_type])
            yield self._if_possible(Command(entry.title, told, run), unseen)

    def _themes(self) -> Iterator[Command]:
        for name, title in CHOICES:
            yield Command(f"Theme: {title}", "Change the looks", partial(self._wear, name))

    def _wear(self, name: str) -> None:
        self.app.theme = name

    def _if_possible(self, command: Command, refused: str) -> Command:
        """The command, or one that says why not: no workspace, or a missing role."""
        reason = refused if self._is_open else "no workspace is open yet"
        if not reason:
            return command
        saying = self._refusal(command.title, reason)
        return Command(command.title, command.help, saying, command.key, reason)

    @property
    def _is_open(self) -> bool:
        return cast(Host, self.app).desk.session is not None

    def _refusal(self, title: str, reason: str) -> Callable[[], None]:
        return partial(say, self.app, f"{title}: {reason}", wrong=True)


def bound_ids(screen_type: type[Screen[Any]]) -> frozenset[str]:
    """Ids of the actions such a screen binds, whether or not it allows them at the moment."""
    return frozenset(
        binding.id
        for cls in screen_type.__mro__
        for binding in vars(cls).get("BINDINGS", ())
        if isinstance(binding, Binding) and binding.id
    )


def _prompt(command: Command, title: Content) -> Content:
    if command.reason:
        return title.stylize("dim") + ui_text(f"  – {command.reason}", "dim italic")
    return title + ui_text(f"  {command.key}", "bold") if command.key else title


def _help(command: Command) -> str:
    # The palette reads a help that is plain text as markup; Content passes through as it is.
    return cast(str, ui_text(command.help))
