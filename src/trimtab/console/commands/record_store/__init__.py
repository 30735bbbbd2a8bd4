"""`trimtab lrs …`: the record store's keys, statements in and out, and where they are sent on."""

from __future__ import annotations

import importlib

import click

SUBCOMMANDS = {"credential": "credentials", "export": "statements", "import": "statements", "forwarding": "forwarding"}


class _Subcommands(click.Group):
    """Finds subcommands by name without importing the others."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(SUBCOMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in SUBCOMMANDS:
            return None
        module = importlib.import_module(f"{__name__}.{SUBCOMMANDS[cmd_name]}")
        command: click.Command = getattr(module, f"{cmd_name}_command")
        return command


@click.group("lrs", cls=_Subcommands)
def lrs_command() -> None:
    """The record store: credentials, statements in and out, forwarding."""
