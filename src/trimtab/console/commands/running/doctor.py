"""What is wrong with an installation?"""

from __future__ import annotations

import json
import os
import platform
import shutil
from collections.abc import Callable

import click

from trimtab import clock, errors
from trimtab.config.keeping.programs import binaries
from trimtab.console import environment, folder
from trimtab.console.options import as_json_option
from trimtab.console.postgres import LEAST_FREE_BYTES, Cluster, version
from trimtab.console.problems import ENVIRONMENT, MachineTrouble


@click.command("doctor")
@as_json_option("The findings as JSON.")
def doctor_command(as_json: bool) -> None:
    """Say what is wrong with this installation. Exit code 3 when something is."""
    rows = [_looked(name, look) for name, look in LOOKS.items()]
    if as_json:
        click.echo(
            json.dumps(
                [{"what": name, "well": well, "says": says} for name, well, says in rows],
                ensure_ascii=False,
            )
        )
    else:
        for name, well, says in rows:
            click.echo(f"{'well ' if well else 'WRONG'}  {name:<10} {says}")
    raise SystemExit(0 if all(well for _, well, _ in rows) else ENVIRONMENT)


def _looked(name: str, look: Callable[[], str]) -> tuple[str, bool, str]:
    try:
        return name, True, look()
    except MachineTrouble as trouble:
        return name, False, str(trouble)


def _python() -> str:
    return f"Python {platform.python_version()}"


def _folder() -> str:
    data = environment.data_folder()
    folder.prepare(data)
    free = shutil.disk_usage(data).free
    if free < LEAST_FREE_BYTES:
        raise MachineTrouble(f"There is no space left for {data}.")
    return f"{data}, {free / 2**30:.0f} GB free"


def _errors() -> str:
    data = environment.data_folder()
    count = errors.lately(data, now=clock.now())
    return f"{count or 'none'} in the last day; {data / errors.FILE}"


def _server() -> str:
    if os.environ.get("DATABASE_URL"):
        return "DATABASE_URL is set; the embedded server is not used"
    written = Cluster(environment.data_folder()).folder / "PG_VERSION"
    if written.exists() and int(written.read_text()) != version():
        raise MachineTrouble(
            f"The data were written by PostgreSQL {written.read_text().strip()}, and this is "
            f"{version()}."
        )
    return f"PostgreSQL {version()} in {binaries().parent.name}"


def _tables() -> str:
    with environment.database():
        from django.db import connection

        from trimtab.people import api as people

        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version")
            found = cursor.fetchone()[0]
        if int(found.split(".")[0]) < 15:
            raise MachineTrouble(f"PostgreSQL 15 or newer is needed; this is {found}.")
        organisation = people.organisation()
    return f"PostgreSQL {found}; " + (
        f"organisation {organisation.name}" if organisation else "no organisation yet: trimtab init"
    )


def _writes() -> str:
    with environment.database():
        from trimtab.config import health

        for part, said in (("disk", health.disk()), ("database", health.writing())):
            if said != health.WELL:
                raise MachineTrouble(f"{part}: {said}.")
    return "the disk has room, and the database keeps what is written"


def _jobs() -> str:
    with environment.database():
        from trimtab.config import health

        said = health.overdue()
        if said != health.WELL:
            raise MachineTrouble(f"{said}. See the page Schedule, or `trimtab jobs`.")
        left = health.waiting()
        if left != health.WELL:
            raise MachineTrouble(f"{left}. See the pages Outbox and Sent on.")
        silent = health.worker()
    return "nothing is overdue" + (
        "" if silent == health.WELL else f"; no worker runs just now ({silent})"
    )


def _kept() -> str:
    """What belongs to the database and lies beside it, which a restoration may have left out."""
    with environment.database():
        from trimtab.courses import api as courses
        from trimtab.lrs import api as lrs

        gone, unreadable = courses.without_files(), lrs.unreadable_targets()
    if gone:
        raise MachineTrouble(
            f"The files of {len(gone)} packages are missing ({', '.join(gone[:3])}): put the "
            "folder media back from the backup."
        )
    if unreadable:
        raise MachineTrouble(
            f"The secret is another one than before: secrets of {', '.join(unreadable[:3])} cannot "
            "be read. Put secret-key back from the backup."
        )
    return "the secret fits, and the files of every package are there"


def _backup() -> str:
    with environment.database():
        from trimtab.config import health
        from trimtab.config.keeping import planning
        from trimtab.jobs import api as jobs

        said, last = health.backup(), jobs.last_good_backup()
    if said != health.WELL:
        raise MachineTrouble(f"{said}. See the page Backups, or run `trimtab backup`.")
    if last is None:
        return "the first one comes tonight" if planning.plan().is_nightly else "none is made here"
    return f"the last good one is of {last.made_at:%Y-%m-%d %H:%M} UTC: {last.file}"


def _outgoing() -> str:
    """What the settings say of other systems: networks that were opened, and connections with the
    address of their secret."""
    environment.ready()
    from trimtab.config import env
    from trimtab.gateway import outgoing
    from trimtab.gateway.sources import connections
    from trimtab.kernel.errors import Refusal

    try:
        opened = outgoing.networks(env.OUTGOING_NETWORKS)
        for name in env.CONNECTIONS:
            connections.connection(name, env.CONNECTIONS)
    except Refusal as refusal:
        raise MachineTrouble(refusal.sentence) from refusal
    return f"the open internet and {len(opened)} other networks; {len(env.CONNECTIONS)} connections"


LOOKS: dict[str, Callable[[], str]] = {
    "python": _python,
    "folder": _folder,
    "server": _server,
    "database": _tables,
    "writing": _writes,
    "jobs": _jobs,
    "kept": _kept,
    "backup": _backup,
    "outgoing": _outgoing,
    "errors": _errors,
}
