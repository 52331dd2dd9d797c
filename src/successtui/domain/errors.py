"""Every error a person can meet: one clear line, and the exit status it ends a command with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


class SuccessError(Exception):
    """Base of the errors that are meant for people; `str()` is one line they can act on."""

    exit_code: ClassVar[int] = 1


class Refused(SuccessError):
    """A rule or guard stands in the way; `obstacles` lists what does, one line each."""

    def __init__(self, message: str, obstacles: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.obstacles = obstacles


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field: its name, its label, and what to do about it."""

    field: str
    label: str
    message: str

    def __str__(self) -> str:
        return f"{self.label}: {self.message}" if self.label else self.message


class Invalid(Refused):
    """One or more fields hold something that cannot be saved."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(str(problem) for problem in problems))
        self.problems = problems


class Conflict(Refused):
    """Somebody else changed the record meanwhile.

    `theirs` maps the fields both sides changed to the value that is stored now.
    """

    def __init__(self, message: str, theirs: dict[str, object], version: int) -> None:
        super().__init__(message)
        self.theirs = theirs
        self.version = version


class NeedsConfirmation(Refused):
    """The change takes more with it than was asked for; `effects` says what, one line each."""

    def __init__(self, message: str, effects: tuple[str, ...]) -> None:
        super().__init__(message, effects)
        self.effects = effects


class BadCall(SuccessError):
    """The command or request itself is wrong."""

    exit_code = 2


class BadInput(SuccessError):
    """A file cannot be read as what it claims to be."""

    exit_code = 65


class NotFound(SuccessError):
    """There is no such record, or it is hidden from this person: both read the same."""

    exit_code = 66


class Unreachable(SuccessError):
    """The database cannot be reached."""

    exit_code = 69


class CannotCreate(SuccessError):
    """Something already stands where a new thing should be made."""

    exit_code = 73


class IoTrouble(SuccessError):
    """Reading or writing failed, or what is stored is damaged."""

    exit_code = 74


class Busy(SuccessError):
    """Another program holds the database; trying again helps."""

    exit_code = 75


class NewerSchema(SuccessError):
    """The database was made by a newer version of this program."""

    exit_code = 76


class Forbidden(SuccessError):
    """The person may not do this; the message names the missing role."""

    exit_code = 77
