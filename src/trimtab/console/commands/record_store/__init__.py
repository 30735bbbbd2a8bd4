"""`trimtab lrs …`: keys, statements in and out, where they are sent on, size, old months, and
statements for other engines."""

from __future__ import annotations

import click

from trimtab.console.lazy import LazyGroup

SUBCOMMANDS = {
    "credential": "credentials",
    "export": "statements",
    "import": "statements",
    "forwarding": "forwarding",
    "size": "size",
    "retention": "retention",
    "publish": "publish",
}


@click.group("lrs", cls=LazyGroup, package=__name__, modules=SUBCOMMANDS)
def lrs_command() -> None:
    """The record store: credentials, statements in and out, forwarding, size, old months,
    statements for other engines."""
