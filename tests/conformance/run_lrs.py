"""Runs the public xAPI conformance suite of ADL against a throwaway server of our own, for both versions.

python -m tests.conformance.run_lrs --suite ADDRESS-OR-FOLDER [--version 1.0.3 --version 2.0.0] [--grep PATTERN]

The suite is fetched at run time and never part of the repository: `--suite`, or LRS_SUITE, is the address of its git
repository (https://github.com/adlnet/lrs-conformance-test-suite.git) or a local copy. Node and npm are needed. Prints the
suite's own closing lines and each requirement that failed; ends with 1 when anything did.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

VERSIONS = ("1.0.3", "2.0.0")
_LOG = re.compile(r"Full run log written to (.+)")


def main() -> int:
    """Returns 0 when everything passed."""
    asked = _arguments()
    with (
        tempfile.TemporaryDirectory(prefix="lrs-conformance-") as scratch,
        served(Path(scratch)) as (endpoint, key),
    ):
        suite = fetch(asked.suite, Path(scratch) / "suite")
        failed = sum(
            run(suite, version, endpoint, key, asked.grep) for version in asked.version or VERSIONS
        )
    return 1 if failed else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--suite",
        default=os.environ.get("LRS_SUITE"),
        help="Git address or local folder of the suite.",
    )
    parser.add_argument("--version", action="append", help="Only this version; may be given twice.")
    parser.add_argument("--grep", help="Only requirements whose name fits this pattern.")
    asked = parser.parse_args()
    if not asked.suite:
        parser.error("say where the suite is: --suite or LRS_SUITE")
    return asked


def fetch(where: str, to: Path) -> Path:
    """The suite, ready to run. A local folder that is installed already is used as it is; anything else is cloned."""
    if (Path(where) / "node_modules").is_dir():
        return Path(where)
    subprocess.run(["git", "clone", "--quiet", "--depth", "1", where, str(to)], check=True)
    subprocess.run(
        ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--silent"],
        cwd=to,
        check=True,
    )
    return to


@contextmanager
def served(scratch: Path) -> Iterator[tuple[str, tuple[str, str]]]:
    """A server over a database of its own, which both end with it; yields its endpoint and a key for everything."""
    from trimtab.console.postgres import Cluster, stop

    (scratch / "data").mkdir()
    cluster = Cluster(scratch / "data", unsafe_fast=True)
    database = cluster.start()
    port = _free_port()
    os.environ |= {
        "DATABASE_URL": cluster.url,
        "DJANGO_SETTINGS_MODULE": "trimtab.config.settings",
        "TRIMTAB_PORT": str(port),
        "TRIMTAB_DATA": str(scratch / "data"),
    }
    try:
        key = _prepared()
        command = [
            sys.executable,
            "-m",
            "uvicorn",
            "trimtab.config.asgi:application",
            "--port",
            str(port),
        ]
        server = subprocess.Popen([*command, "--log-level", "warning", "--no-access-log"])
        try:
            _wait(server, port)
            yield f"http://127.0.0.1:{port}/xapi", key
        finally:
            server.terminate()
            server.wait(20)
    finally:
        stop(database.pid)
        shutil.rmtree(cluster.socket, ignore_errors=True)


def _prepared() -> tuple[str, str]:
    import django
    from django.core.management import call_command
    from django.db import connections
    from django.utils import timezone

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    from trimtab.lrs import api as lrs

    key = lrs.add_credential(name="conformance", scopes=[lrs.Scope.ALL], now=timezone.now())
    connections.close_all()
    return key


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait(server: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and server.poll() is None:
        try:
            urlopen(f"http://127.0.0.1:{port}/xapi/about").close()
            return
        except URLError:
            time.sleep(0.1)
    raise SystemExit("The server does not answer.")


def run(suite: Path, version: str, endpoint: str, key: tuple[str, str], grep: str | None) -> int:
    """Runs one version of the suite, prints its closing lines and what failed, and returns how many tests failed."""
    command = [
        "node",
        "bin/console_runner.js",
        "-e",
        endpoint,
        "-a",
        "-u",
        key[0],
        "-p",
        key[1],
        "-x",
        version,
        "-z",
    ]
    done = subprocess.run(
        [*command, *(["-g", grep] if grep else [])],
        cwd=suite,
        capture_output=True,
        text=True,
        check=False,
    )
    lines = [line for line in done.stdout.splitlines() if line.strip()]
    log = next((Path(found.group(1)) for line in lines if (found := _LOG.match(line))), None)
    print(f"xAPI {version}")
    closing = [line for line in lines if line.startswith(('{"total"', "Tests completed in"))][-2:]
    print(
        "\n".join(f"  {line}" for line in closing)
        or f"  the suite did not end:\n{done.stdout}\n{done.stderr}"
    )
    if log is None:
        return 1
    record = json.loads(log.read_text())
    for path, error in _failures(record.get("log")):
        print(f"  FAILED {' > '.join(path)}\n         {error}")
    log.unlink()
    return int(record["summary"]["failed"])


def _failures(
    log: dict[str, Any] | None, above: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], str]]:
    if not log or log.get("status") != "failed":
        return
    path = (*above, log["title"]) if log.get("title") else above
    if log.get("tests"):
        for one in log["tests"]:
            yield from _failures(one, path)
    else:
        yield path, str(log.get("error", "")).splitlines()[0] if log.get("error") else ""


if __name__ == "__main__":
    raise SystemExit(main())
