"""Keys of programs to the record store."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

import click

from trimtab.console import environment
from trimtab.console.options import as_json_option
from trimtab.lrs.values import PER_SECOND, Scope

if TYPE_CHECKING:
    from trimtab.journeys.credentials import Key

Env = click.option(
    "--env",
    "as_env",
    is_flag=True,
    help="Print LRS_USER=… and LRS_PASS=… alone, for a file or `export`.",
)


@click.group("credential")
def credential_command() -> None:
    """Keys of programs: add, list, rotate, revoke. A secret is shown once; only its hash is
    kept."""


@credential_command.command("add")
@click.argument("name")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    required=True,
    type=click.Choice([option.value for option in Scope]),
    help="What it may do; may be given several times.",
)
@click.option(
    "--per-second", default=PER_SECOND, show_default=True, help="At most so many requests a second."
)
@click.option(
    "--lenient",
    is_flag=True,
    help=(
        "Mend known slips of its statements, mark them, and leave out single ones, not whole "
        "requests."
    ),
)
@Env
def add(name: str, scopes: tuple[str, ...], per_second: int, lenient: bool, as_env: bool) -> None:
    """Make a key for the program NAME."""
    with environment.database():
        from trimtab import clock
        from trimtab.journeys import credentials

        wanted = [Scope(scope) for scope in scopes]
        made = credentials.add(
            name=name,
            scopes=wanted,
            per_second=per_second,
            by=None,
            now=clock.now(),
            lenient=lenient,
        )
    _show(made, as_env)


@credential_command.command("rotate")
@click.argument("name")
@click.option(
    "--grace", default=24.0, show_default=True, help="Hours for which the old secret stays good."
)
@Env
def rotate(name: str, grace: float, as_env: bool) -> None:
    """Give the key NAME (its name or its user) a new secret."""
    with environment.database():
        from trimtab import clock
        from trimtab.journeys import credentials

        given = dt.timedelta(hours=max(grace, 0.0))
        made = credentials.rotate(named=name, grace=given, by=None, now=clock.now())
    _show(made, as_env)


@credential_command.command("lenient")
@click.argument("name")
@click.option("--off", is_flag=True, help="Be strict again.")
def change_leniency(name: str, off: bool) -> None:
    """Mend known slips of what the key NAME sends (its name or its user), and leave out single
    statements, not whole requests."""
    with environment.database():
        from trimtab import clock
        from trimtab.journeys import credentials

        found = credentials.make_lenient(named=name, lenient=not off, by=None, now=clock.now())
    click.echo(f"{found.name} ({found.user}) is {'strict' if off else 'lenient'} now.")


@credential_command.command("revoke")
@click.argument("name")
def revoke(name: str) -> None:
    """End the key NAME (its name or its user); programs that use it are refused within seconds."""
    with environment.database():
        from trimtab import clock
        from trimtab.journeys import credentials

        ended = credentials.revoke(named=name, by=None, now=clock.now())
    click.echo(f"{ended.name} ({ended.user}) has ended.")


@credential_command.command("list")
@as_json_option("As JSON.")
def listing(as_json: bool) -> None:
    """Every key there is, without secrets."""
    with environment.database():
        from trimtab.lrs import api as lrs

        found = lrs.credentials()
    if as_json:
        rows = [
            {
                "user": credential.user,
                "name": credential.name,
                "scopes": list(credential.scopes),
                "per_second": credential.per_second,
                "created": credential.created_at.isoformat(),
                "in_force": credential.revoked_at is None,
                "lenient": credential.lenient,
            }
            for credential in found
        ]
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for credential in found:
        state = "ended" if credential.revoked_at else f"{credential.per_second:,}/s"
        lenient = ", lenient" if credential.lenient else ""
        click.echo(
            f"{credential.user}  {state:>9}  {credential.name}  "
            f"({', '.join(credential.scopes)}{lenient})"
        )
    if not found:
        click.echo(
            "There are no credentials yet. Add one: trimtab lrs credential add NAME --scope all",
            err=True,
        )


def _show(made: Key, as_env: bool) -> None:
    if as_env:
        click.echo(f"LRS_USER={made.user}\nLRS_PASS={made.secret}")
        return
    click.echo(
        f"user    {made.user}\nsecret  {made.secret}\n\nKeep the secret now: it is not shown again."
    )
