"""Sealing kept secrets anew after the installation's own secret was changed."""

from __future__ import annotations

import sys

import click

from trimtab.console import environment
from trimtab.console.problems import REFUSED


@click.command("reseal")
def reseal_command() -> None:
    """Seal what is kept of others (passwords of mail, of directories, of other record stores) anew
    under TRIMTAB_SECRET_KEY; TRIMTAB_SECRET_KEYS_BEFORE names the secrets before it.

    Afterwards the secrets before it are needed no more.
    """
    with environment.database():
        from trimtab.sealing.renewing import renew_all

        count, unreadable = renew_all()
    click.echo(f"Sealed anew: {count}.")
    for place in unreadable:
        click.echo(f"{place}: none of the secrets opens it. Enter it again.", err=True)
    if unreadable:
        sys.exit(REFUSED)
