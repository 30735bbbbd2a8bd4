"""`trimtab lrs …`: keys, statements in and out, where they are sent on, size, old months, and
statements for other engines."""

from __future__ import annotations

import importlib

import click

SUBCOMMANDS = {
    "credential": "credentials",
    "export": "statements",
    "import": "statements",
    "forwarding": "forwarding",
    "size": "size",
    "retention": "retention",
    "publish": "publish",
}


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
    """The record store: credentials, statements in and out, forwarding, size, old months,
    statements for other engines."""
