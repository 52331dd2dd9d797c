"""Commands about where one stands: who one is and may do what, and what the program stands on."""

from __future__ import annotations

from pathlib import Path

from successtui.cli import surroundings
from successtui.cli.call import Call, command
from successtui.cli.output import Answer, emit, fields_text
from successtui.domain.errors import SuccessError
from successtui.domain.permissions import Action, Actor, Subject, decide
from successtui.records import REGISTRY
from successtui.services.session import Session
from successtui.store import facts
from successtui.store.engine import file_of, integrity, journal_mode, parse_address
from successtui.store.people import usernames

_LOCAL = (
    "on a local file roles are a convenience, not a security boundary: "
    "who can read the file can read everything in it"
)
_SERVER = "your login role of the database server says who you are"
_SPECIAL = (Action.USE_TEMPLATES, Action.REPORT, Action.APPROVE, Action.IMPORT, Action.ADMINISTER)
_ON_RECORDS = (Action.VIEW, Action.CREATE, Action.EDIT, Action.DELETE)


@command("whoami")
def whoami_command(call: Call) -> None:
    """Who the program takes you for and why, and what you may do."""
    form = call.format
    with call.session() as session:
        with session.read() as reader:
            actor = reader.actor
            assert actor is not None
            everyone = len(usernames(reader.connection))
        emit(_identity(session, actor, everyone), form)


@command("doctor")
def doctor_command(call: Call) -> None:
    """Versions, engine, file system, journal mode and terminal, and what to mend."""
    form = call.format
    address = call.address
    found = surroundings.versions()
    mend: list[str] = []
    trouble: SuccessError | None = None
    path = file_of(parse_address(address))
    if path is not None:
        _look_at_file(path, found, mend)
    if path is None or path.exists():
        try:
            _look_inside(call, found, mend)
        except SuccessError as error:
            trouble = error
            mend.append(str(error))
    found.update(surroundings.terminal())
    data = {"facts": found, "mend": mend}
    rows = [*found.items(), *(("to mend", line) for line in mend or ["nothing"])]
    emit(Answer(("fact", "value"), rows, data, text=fields_text(rows)), form)
    if trouble is not None:
        raise trouble


def allowed(actor: Actor) -> dict[str, list[str]]:
    """What the person may do, by family of records; deleting is of their own where so limited."""
    families = dict.fromkeys(cls.declaration.family for cls in REGISTRY.values())
    found: dict[str, list[str]] = {}
    for family in (*families, "template"):
        subject = Subject(family, template=family == "template")
        own = Subject(family, own=True, template=family == "template")
        actions = []
        for action in _ON_RECORDS:
            if decide(actor, action, subject).allowed:
                actions.append(action.value)
            elif decide(actor, action, own).allowed:
                actions.append(f"{action.value} own")
        found[family] = actions
    return found


def _identity(session: Session, actor: Actor, everyone: int) -> Answer:
    local = session.workspace.file is not None
    if actor.acting_for:
        why = f"{actor.acting_for}, an admin, acts as {actor.username} (--as)"
    elif local:
        why = "the operating system's user"
    else:
        why = "the login role of the database server"
    people = everyone if actor.people is None else len(actor.people)
    may = allowed(actor)
    also = [action.value for action in _SPECIAL if decide(actor, action, Subject("")).allowed]
    roles = sorted(role.value for role in actor.roles)
    data = {
        "username": actor.username,
        "name": actor.name,
        "why": why,
        "acting_for": actor.acting_for or None,
        "roles": roles,
        "people_in_scope": people,
        "may": may,
        "also": also,
        "security_boundary": not local,
    }
    rows = [
        ("you are", f"{actor.username} ({actor.name})"),
        ("because", why),
        ("roles", ", ".join(roles) or "none"),
        ("in scope", f"{people} {'person' if people == 1 else 'people'}"),
        *((f"may on {family}", ", ".join(actions) or "nothing") for family, actions in may.items()),
        ("may also", ", ".join(also) or "nothing"),
        ("note", _LOCAL if local else _SERVER),
    ]
    return Answer(("fact", "value"), rows, data, text=fields_text(rows))


def _look_at_file(path: Path, found: dict[str, str], mend: list[str]) -> None:
    mode, why = journal_mode()
    found["workspace"] = str(path)
    if path.is_symlink():
        found["workspace"] += f" (a link to {path.resolve()})"
    kind = surroundings.file_system(path if path.exists() else path.parent)
    found["file system"] = kind
    found["journal mode wanted"] = f"{mode}: {why}"
    if surroundings.is_network(kind):
        mend.append(
            f"the workspace is on a network file system ({kind}), where locks are not reliable: "
            "move it to a local disk or use PostgreSQL"
        )
    if path.exists():
        mend.extend(surroundings.file_troubles(path))
    else:
        mend.append("there is no workspace yet: successtui init")


def _look_inside(call: Call, found: dict[str, str], mend: list[str]) -> None:
    with call.session() as session, session.read() as reader:
        found["engine"] = facts.engine_name(reader.connection)
        if journal := facts.journal_in_use(reader.connection):
            found["journal mode in use"] = journal
        found["you are"] = session.username
        broken = integrity(reader.connection)
    found["integrity"] = "sound" if not broken else f"{len(broken)} problems"
    mend.extend(f"damaged: {line} (see: successtui check)" for line in broken)
