"""What a choice is, which choices a typed text means, and the state of a search for them.

No widget and no waiting in here, so that it can be tested in any number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from successtui.text import cell_text


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that can be chosen."""

    value: str
    """What is stored; never shown."""
    label: str
    hint: str = ""
    """Said beside the label in the list, to tell two of the same name apart."""


def shown(text: str) -> str:
    """The text as a one-line field may hold it: no line breaks, no controls."""
    return cell_text(text).plain


def matching(choices: Sequence[Choice], text: str) -> list[Choice]:
    """The choices whose label holds the text, those beginning with it first, else in order."""
    wanted = _folded(text)
    labelled = [(_folded(choice.label), choice) for choice in choices]
    first = [choice for label, choice in labelled if label.startswith(wanted)]
    later = [choice for label, choice in labelled if wanted in label[1:]]
    return first + [choice for choice in later if choice not in first]


def meant(choices: Sequence[Choice], text: str) -> Choice | None:
    """The one choice the text can mean: the only one of that name, or else the only match."""
    wanted = _folded(text)
    exact = [choice for choice in choices if _folded(choice.label) == wanted]
    candidates = exact or matching(choices, text)
    return candidates[0] if len(candidates) == 1 else None


class Then(Enum):
    """What to do with the answer to a search that is still under way."""

    SHOW = auto()
    TAKE_FIRST = auto()
    LEAVE = auto()


class Search:
    """What is being looked for, among fixed choices or by asking somebody, and what was found."""

    FIXED_SHOWN = 200
    FOUND_SHOWN = 50

    def __init__(self, fixed: Sequence[Choice] | None) -> None:
        self.fixed = None if fixed is None else tuple(fixed)
        self.text = ""
        self.token = 0
        """Number of the question; the answer to an older one counts no more."""
        self.answered = False
        self.found: tuple[Choice, ...] = ()
        self.more = False
        """Whether there are more than the ones in `found`."""

    def begin(self, text: str) -> None:
        """Look for this text; among fixed choices the answer is there at once."""
        self.text = text
        self.token += 1
        self.answered = False
        if self.fixed is not None:
            self._take(matching(self.fixed, text), self.FIXED_SHOWN)

    def answer(self, token: int, choices: Sequence[Choice]) -> bool:
        """Take the answer to the question of this token; False where it is not the last one."""
        if token != self.token or self.answered:
            return False
        self._take(choices, self.FOUND_SHOWN)
        return True

    def covers(self, text: str) -> bool:
        """Whether it is known what this text can mean."""
        return self.fixed is not None or (self.answered and self.text == text)

    def meant(self, text: str) -> Choice | None:
        """The one choice the text can mean."""
        return meant(self.found if self.fixed is None else self.fixed, text)

    def named(self, given: Choice | str) -> Choice:
        """The choice of this value; one that is not offered any more is shown as it is."""
        if isinstance(given, Choice):
            return given
        return next(
            (each for each in self.fixed or () if each.value == given), Choice(given, given)
        )

    def _take(self, choices: Sequence[Choice], limit: int) -> None:
        self.answered = True
        self.found = tuple(choices[:limit])
        self.more = len(choices) > limit


def _folded(text: str) -> str:
    return " ".join(shown(text).casefold().split())
