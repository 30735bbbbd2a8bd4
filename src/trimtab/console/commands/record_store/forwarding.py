"""Records leave for other systems."""

from __future__ import annotations

import datetime as dt
import json
import os

import click

from trimtab.console import environment
from trimtab.console.options import as_json_option

FROM_ENVIRONMENT = "LRS_FORWARD_SECRET"
Verbs = click.option(
    "--verb",
    "verbs",
    multiple=True,
    help="Only statements with this verb (an IRI); several are possible.",
)
Activities = click.option(
    "--activity", "activities", multiple=True, help="Only statements about this activity (an IRI)."
)
FromStart = click.option(
    "--from-start",
    is_flag=True,
    help="Also what is stored already; nothing is stored while it is queued.",
)


@click.group("forwarding")
def forwarding_command() -> None:
    """Other systems that get our statements: add, webhook, list, dead, replay, pause, resume, end,
    now."""


@forwarding_command.command("add")
@click.argument("name")
@click.argument("address")
@click.option("--user", required=True, help="The user that the other record store has given you.")
@Verbs
@Activities
@FromStart
def add(
    name: str,
    address: str,
    user: str,
    verbs: tuple[str, ...],
    activities: tuple[str, ...],
    from_start: bool,
) -> None:
    """Send statements on to the record store at ADDRESS (its xAPI endpoint), under NAME.

    Its secret is read from the environment variable LRS_FORWARD_SECRET, or asked for.
    """
    secret = os.environ.get(FROM_ENVIRONMENT) or click.prompt("Secret", hide_input=True, err=True)
    _add(
        "lrs",
        name,
        address,
        user=user,
        secret=secret,
        verbs=verbs,
        activities=activities,
        from_start=from_start,
    )
    click.echo(f"Statements go to {name} from now on.")


@forwarding_command.command("webhook")
@click.argument("name")
@click.argument("address")
@Verbs
@Activities
@FromStart
def webhook(
    name: str, address: str, verbs: tuple[str, ...], activities: tuple[str, ...], from_start: bool
) -> None:
    """Send statements to the webhook at ADDRESS, signed; prints the secret that its owner checks
    the signature with."""
    secret = _add(
        "webhook", name, address, verbs=verbs, activities=activities, from_start=from_start
    )
    click.echo(f"secret  {secret}\n\nKeep it now: it is not shown again.")


def _add(
    kind: str, name: str, address: str, *, user: str = "", secret: str = "", **filters: object
) -> str:
    with environment.database():
        from trimtab import clock
        from trimtab.journeys import forwarding
        from trimtab.lrs.api import TargetKind

        given = forwarding.NewTarget(TargetKind(kind), name, address, user, secret, **filters)  # type: ignore[arg-type]
        return forwarding.add(given, by=None, now=clock.now())[1]


@forwarding_command.command("list")
@as_json_option("As JSON.")
def listing(as_json: bool) -> None:
    """Where statements go, what waits, and what was refused."""
    with environment.database():
        from trimtab.lrs import api as lrs

        found = lrs.targets()
    if as_json:
        rows = [
            {
                "name": target.name,
                "kind": target.kind,
                "address": target.address,
                "waiting": target.waiting,
                "dead": target.dead,
                "delivered": target.forwarded,
                "paused": target.paused_at is not None,
                "problem": target.problem,
            }
            for target in found
        ]
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for target in found:
        state = "paused" if target.paused_at else target.problem or "well"
        click.echo(
            f"{target.name}  {target.kind}  {target.address}\n    {target.forwarded:,} delivered, "
            f"{target.waiting:,} waiting, "
            f"{target.dead:,} dead letters; {state}"
        )
    if not found:
        click.echo("Statements go nowhere else.", err=True)


@forwarding_command.command("dead")
@click.argument("name")
def dead(name: str) -> None:
    """The statements that NAME would not take, and why."""
    with environment.database():
        from trimtab.lrs import api as lrs

        for letter in lrs.dead_letters(lrs.target_named(name).id):
            click.echo(f"{letter.id}  {letter.statement}  {letter.problem}")


@forwarding_command.command("replay")
@click.argument("name")
@click.argument("letters", nargs=-1, type=int)
def replay(name: str, letters: tuple[int, ...]) -> None:
    """Send dead letters to NAME again: all of them, or those with these numbers."""
    with environment.database():
        from trimtab import clock
        from trimtab.journeys import forwarding
        from trimtab.lrs import api as lrs

        _target, count = forwarding.replay(
            target_id=lrs.target_named(name).id, letters=letters or None, by=None, now=clock.now()
        )
    click.echo(f"{count:,} dead letters wait again.")


def _pause(name: str, *, paused: bool) -> None:
    with environment.database():
        from trimtab import clock
        from trimtab.journeys import forwarding
        from trimtab.lrs import api as lrs

        forwarding.pause(
            target_id=lrs.target_named(name).id, paused=paused, by=None, now=clock.now()
        )


@forwarding_command.command("pause")
@click.argument("name")
def pause(name: str) -> None:
    """Send nothing to NAME for now; what comes meanwhile waits in order."""
    _pause(name, paused=True)
    click.echo(f"{name} is paused.")


@forwarding_command.command("resume")
@click.argument("name")
def resume(name: str) -> None:
    """Go on sending to NAME, at once."""
    _pause(name, paused=False)
    click.echo(f"{name} goes on.")


@forwarding_command.command("end")
@click.argument("name")
def end(name: str) -> None:
    """Send nothing to NAME any more; what waits for it is dropped."""
    with environment.database():
        from trimtab import clock
        from trimtab.journeys import forwarding
        from trimtab.lrs import api as lrs

        ended = forwarding.end(target_id=lrs.target_named(name).id, by=None, now=clock.now())
    click.echo(
        f"{name} has ended; {ended.waiting:,} statements that waited were dropped from its queue."
    )


@forwarding_command.command("now")
def now_command() -> None:
    """Send what waits now, without waiting for the worker's next minute."""
    with environment.database():
        from trimtab import clock
        from trimtab.config.wiring import forwarder
        from trimtab.journeys import forwarding

        done = forwarding.forward(
            forwarder=forwarder(), clock=clock.now, budget=dt.timedelta(hours=1)
        )
    click.echo(f"{done.forwarded:,} delivered, {done.dead:,} dead letters.")
