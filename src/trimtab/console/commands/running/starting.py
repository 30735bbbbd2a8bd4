"""Starting Trimtab, empty or with the demonstration."""

from __future__ import annotations

import os
import sys

import click

from trimtab.console import environment, folder, whose
from trimtab.console.postgres import Cluster
from trimtab.console.problems import MachineTrouble
from trimtab.console.progress import steps
from trimtab.console.supervisor import (
    Supervisor,
    add_web,
    check_port,
    clear_leftovers,
    listening,
    start_child,
)

HOST = "127.0.0.1"


def _port() -> int:
    return int(os.environ.get("TRIMTAB_PORT", "8000"))


def _web_processes() -> int:
    from trimtab.config import env

    return env.WEB_PROCESSES


@click.command("run")
@click.option(
    "--demo/--no-demo", default=True, help="Load the demonstration organisation on the first start."
)
@click.option("--host", default=HOST, show_default=True, help="The address to listen on.")
def run_command(demo: bool, host: str) -> None:
    """Start everything: database, pages, worker. Ctrl-C stops it and keeps the data."""
    start(demo=demo, host=host)


@click.command("demo")
@click.option("--load-only", is_flag=True, help="Load the demonstration and end.")
@click.option("--host", default=HOST, show_default=True, help="The address to listen on.")
def demo_command(load_only: bool, host: str) -> None:
    """Start with the demonstration organisation: a grocery chain, simulated."""
    if load_only:
        with environment.database():
            load_demo()
    else:
        start(demo=True, host=host)


@click.command("init")
@click.option("--name", help="The organisation's name.")
@click.option("--email", help="The first administrator signs in with this.")
@click.option("--password", help="At least ten characters.")
@click.option("--time-zone", default="UTC", show_default=True, help="For example Europe/Berlin.")
@click.option(
    "--rehearsal", is_flag=True, help="Its people are invented, and its clock may be set ahead."
)
@click.option(
    "--link", is_flag=True, help="Print a link to the set-up page instead; it works once."
)
def init_command(
    name: str | None,
    email: str | None,
    password: str | None,
    time_zone: str,
    rehearsal: bool,
    link: bool,
) -> None:
    """Create an empty organisation with its first administrator. One that is there stays as it
    is. In the browser the same is done with the link that `trimtab run --no-demo` prints."""
    with environment.database():
        if link:
            click.echo(_set_up_address())
            return
        named = name or click.prompt("Name of the organisation")
        _begin(
            named,
            email or click.prompt("E-mail of the first administrator"),
            password or click.prompt("Password", hide_input=True, confirmation_prompt=True),
            time_zone=time_zone,
            rehearsal=rehearsal,
        )
        click.echo(f"{named} is ready. Start it with: trimtab run --no-demo")


def _begin(name: str, email: str, password: str, *, time_zone: str, rehearsal: bool) -> None:
    from trimtab import clock
    from trimtab.journeys import organisation

    organisation.begin(
        name=name,
        time_zone=time_zone,
        email=email,
        password=password,
        is_rehearsal=rehearsal,
        now=clock.now(),
    )


def _set_up_address() -> str:
    """A new link to the set-up page; an earlier one works no more. Raises Refusal where an
    organisation is there."""
    from django.urls import reverse

    from trimtab import clock
    from trimtab.config import env
    from trimtab.people import api as people

    path = reverse("set-up-link", args=[people.make_set_up_link(now=clock.now())])
    return f"{env.BASE_URL}{path}"


@click.command("web")
@click.option("--host", default="0.0.0.0", show_default=True)  # noqa: S104  for containers, behind a proxy
def web_command(host: str) -> None:
    """Serve the pages alone (DATABASE_URL must be set); for containers."""
    supervisor = Supervisor()
    add_web(supervisor, listening(host, _port()), _web_processes())
    supervisor.run()


@click.command("worker")
def worker_command() -> None:
    """Run jobs and the schedule alone (DATABASE_URL must be set); for containers."""
    from trimtab.console import serve

    serve.worker()


@click.command("migrate")
def migrate_command() -> None:
    """Bring the tables of the database up to date."""
    with environment.database():
        click.echo("The tables are up to date.")


def start(*, demo: bool, host: str) -> None:
    """Starts everything and watches it until a signal comes."""
    data, port = environment.data_folder(), _port()
    folder.prepare(data)
    environment.secret()
    with folder.locked(data):
        if not whose.children(data):
            check_port(host, port)
        # Only what was left of a killed start on this very folder is ended; it may hold the port.
        clear_leftovers(data)
        check_port(host, port)
        supervisor = Supervisor(data)
        try:
            _start_database(supervisor)
            environment.ready()
            click.echo("Bringing the tables up to date …", err=True)
            environment.migrate()
            _check_clock()
            if demo:
                load_demo()
            from django.db import connections

            connections.close_all()
            add_web(supervisor, listening(host, port), _web_processes())
            supervisor.add("worker", lambda: start_child("worker"))
            _announce(port)
            supervisor.run()
        finally:
            supervisor.end()


def _check_clock() -> None:
    """Raises Trouble where a rehearsal is started as if it were none, and Refusal for the
    opposite."""
    from trimtab.config import env
    from trimtab.journeys import rehearsal

    rehearsal.check()
    if not env.REHEARSAL and (env.DATA / "clock").exists():
        raise MachineTrouble(
            f"{env.DATA} is a rehearsal, and its clock is ahead. Start it with "
            "TRIMTAB_REHEARSAL=yes, or choose another TRIMTAB_DATA."
        )


def _start_database(supervisor: Supervisor) -> None:
    if os.environ.get("DATABASE_URL"):
        return
    cluster = Cluster(environment.data_folder())
    click.echo("Starting the database …", err=True)
    process = cluster.start()
    os.environ["DATABASE_URL"] = cluster.url
    supervisor.add("database", cluster.start, process)
    supervisor.note()


def load_demo() -> None:
    """Loads the demonstration unless an organisation is there; a half-loaded one is rolled back by
    the database."""
    from trimtab import clock
    from trimtab.demo import load
    from trimtab.people import api as people

    if people.organisation() is None:
        with steps() as step:
            load.load(now=clock.now(), progress=step)


def _announce(port: int) -> None:
    from trimtab.demo import present
    from trimtab.people import api as people

    organisation = people.organisation()
    click.echo(f"\ntrimtab is at http://localhost:{port}\n")
    if organisation and (known := present.accounts()):
        click.echo(f"{organisation.name} is simulated. Sign in as:")
        for account in known:
            click.echo(f"  {account.role:<14} {account.email:<36} {account.password}")
    elif organisation is None:
        click.echo(f"Set it up here; the link works once, for a day: {_set_up_address()}")
    if os.geteuid() == 0:
        click.echo(
            "\nIt runs as root. Better give its data folder to a user of its own; "
            "docs/operate/install.md says how."
        )
    click.echo("\nCtrl-C stops it; the data stay.")
    sys.stdout.flush()
