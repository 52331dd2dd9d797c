"""Commands that move records through their lifecycles: `act` on one, `nightly` on what is due."""

from __future__ import annotations

import click

from successtui.cli import library_acting, templating
from successtui.cli.call import Call, command
from successtui.cli.changing import key_of, tell_saved, with_consent
from successtui.cli.naming import split_assignments
from successtui.cli.output import Answer, emit, say
from successtui.domain.errors import BadCall, Refused
from successtui.records import Record
from successtui.services import acting, nightly, offering, records
from successtui.services.reading import read_values
from successtui.services.session import Session


@command("act")
@click.argument("number")
@click.argument("action", metavar="[ACTION]", required=False)
@click.argument("assignments", nargs=-1, metavar="[FIELD=VALUE]...")
@click.option("--yes", is_flag=True, help="Do it although it takes other records along.")
@click.option("--dry-run", is_flag=True, help="Say what would happen, and store nothing.")
@click.option(
    "--children",
    type=click.Choice(tuple(acting.CHILDREN)),
    default=None,
    help="What to do with open work below a record that is closed.",
)
def act_command(
    call: Call,
    number: str,
    action: str | None,
    assignments: tuple[str, ...],
    yes: bool,
    dry_run: bool,
    children: str | None,
) -> None:
    """Carry out an action on the record NUMBER; without ACTION, list its actions.

    Closing takes closure_code=… and close_notes=…; submit-renewal takes renewal_start=… and
    renewal_end=…; adjust takes end_date=… or value=…. On an objective, SuccessPlay or success plan
    save-as-template takes library=…; on an account plan-from-template takes plan=NUMBER and
    start_date=…. On an objective or account run-play takes play=NUMBER, on an account or plan
    add-from-library takes objective=NUMBER, both with start_date=… and owner=….
    """
    form = call.format
    texts, note = split_assignments(assignments)
    with call.session() as session:
        record = records.find(session, number)
        if action is None:
            _tell_actions(session, record, form)
            return
        if action in (*templating.ACTIONS, *library_acting.ACTIONS):
            if dry_run or children or note:
                raise BadCall(f"{action} takes neither --dry-run, --children nor work_notes")
            module = templating if action in templating.ACTIONS else library_acting
            saved = module.carry_out(session, record, action, texts)
            tell_saved(saved, key_of(session, saved.record), "created", form)
            return
        key = key_of(session, record)
        with session.read() as reader:
            values = read_values(reader, type(record), texts, session.clock.today())
        acted = with_consent(
            yes,
            lambda consent: acting.act(
                session,
                record,
                action,
                values,
                note=note,
                children=children or "",
                confirmed=consent,
                dry_run=dry_run,
            ),
        )
        for effect in acted.effects:
            say(effect if dry_run else effect.replace(" will be ", " is now "))
        if acted.next is not None:
            number = acted.next.number
            say(f"that was its last open task; to close the play: successtui act {number} close")
        extra = {"dry_run": dry_run, "effects": list(acted.effects)}
        tell_saved(acted.saved, key, "would change" if dry_run else "saved", form, extra)


@command("nightly")
@click.option("--dry-run", is_flag=True, help="Say what is due, and store nothing.")
def nightly_command(call: Call, dry_run: bool) -> None:
    """Carry out what the date brings: contracts that start, renew or expire.

    With a pinned date (--today) only --dry-run is possible.
    """
    form = call.format
    if call.today is not None and not dry_run:
        message = f"the date is pinned to {call.today}, so nothing is carried out"
        raise Refused(f"{message}; add --dry-run to see what would be")
    with call.session() as session:
        done = nightly.run_nightly(session, dry_run=dry_run)
    batch = None if done.batch is None else str(done.batch)
    data = {"dry_run": dry_run, "batch": batch, "changes": list(done.lines)}
    count = f"{len(done.lines)} contract{'' if len(done.lines) == 1 else 's'}"
    what = "would change" if dry_run else "changed"
    ending = f"{count} {what}" + (f" (batch {batch})" if batch else "")
    emit(Answer(("change",), [(line,) for line in done.lines], data,
                text="\n".join((*done.lines, ending))), form)  # fmt: skip


def _tell_actions(session: Session, record: Record, form: str) -> None:
    offers = [
        offer
        for offer in (
            *offering.actions_of(session, record),
            *library_acting.offers(session, record),
        )
        if offer.name not in (offering.EDIT, offering.DELETE)
    ]
    rows = [
        (offer.name, offer.title, "yes" if offer.allowed else "no", offer.reason)
        for offer in offers
    ]
    data = [
        {"action": o.name, "title": o.title, "possible": o.allowed, "reason": o.reason or None}
        for o in offers
    ]
    emit(Answer(("action", "title", "possible", "reason"), rows, data), form)
