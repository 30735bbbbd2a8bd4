"""The `trimtab` command. Each subcommand is a small file of `commands`, loaded when it is called, so that files are checked fast."""

from __future__ import annotations

import importlib
import sys

import click

import trimtab
from trimtab.console import stepping
from trimtab.console.problems import REFUSED, Trouble
from trimtab.kernel.errors import Refusal

COMMANDS = {
    "run": "running",
    "web": "running",
    "worker": "running",
    "migrate": "running",
    "demo": "running",
    "init": "running",
    "doctor": "doctor",
    "ready": "ready",
    "check": "checking",
    "forecast": "forecasting",
    "diff": "documents",
    "plan": "documents",
    "apply": "adopting",
    "import": "importing",
    "export": "exporting",
    "search": "searching",
    "evaluate": "evaluating",
    "jobs": "jobs",
    "clock": "clock",
    "backup": "keeping",
    "restore": "keeping",
    "people": "people",
    "aids": "aids",
    "retention": "retention",
    "practice": "practice",
    "lrs": "record_store",
}


class Lazy(click.Group):
    """Finds subcommands by name without importing the others."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"trimtab.console.commands.{COMMANDS[cmd_name]}")
        command: click.Command = getattr(module, f"{cmd_name}_command")
        return command


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(trimtab.__version__, prog_name="trimtab")
def cli() -> None:
    """Microlearning as a platform, run as a strategy, steered by evidence.

    Exit codes: 0 well, 1 refused or findings, 2 wrong use, 3 something about this machine.
    """


def main() -> None:
    """Runs the command; a refusal or a trouble is one sentence and an exit code."""
    try:
        stepping.step_down()
        cli(standalone_mode=True)
    except Refusal as refusal:
        where = f"{refusal.field}: " if refusal.field else ""
        click.echo(f"{where}{refusal.sentence}", err=True)
        sys.exit(REFUSED)
    except Trouble as trouble:
        click.echo(str(trouble), err=True)
        sys.exit(trouble.code)


if __name__ == "__main__":
    main()
