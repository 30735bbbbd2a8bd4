"""The `trimtab` command. Each subcommand is a small file of `commands`, in a folder by subject,
loaded when it is called, so that files are checked fast."""

from __future__ import annotations

import sys

import click

import trimtab
from trimtab.console import stepping
from trimtab.console.lazy import LazyGroup
from trimtab.console.problems import ENVIRONMENT, REFUSED, MachineTrouble
from trimtab.kernel.errors import Refusal

COMMANDS = {
    "run": "running.starting",
    "web": "running.starting",
    "worker": "running.starting",
    "migrate": "running.starting",
    "demo": "running.starting",
    "init": "running.starting",
    "doctor": "running.doctor",
    "ready": "strategy.ready",
    "check": "strategy.checking",
    "forecast": "strategy.forecasting",
    "diff": "strategy.documents",
    "plan": "strategy.documents",
    "apply": "strategy.adopting",
    "import": "exchange.importing",
    "export": "exchange.exporting",
    "search": "content.searching",
    "evaluate": "strategy.evaluating",
    "jobs": "running.jobs",
    "clock": "running.clock",
    "backup": "running.keeping",
    "restore": "running.keeping",
    "upgrade": "running.upgrading",
    "reseal": "running.resealing",
    "people": "people.accounts",
    "aids": "content.aids",
    "retention": "people.retention",
    "practice": "people.practice",
    "lrs": "record_store",
}


@click.group(
    cls=LazyGroup,
    package="trimtab.console.commands",
    modules=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"]},
)
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
    except MachineTrouble as trouble:
        click.echo(str(trouble), err=True)
        sys.exit(ENVIRONMENT)


if __name__ == "__main__":
    main()
