"""Starts the throwaway database server before Django reads its settings; named in pyproject.toml
(-p tests.server_plugin)."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest

PURE = ("tests/pure", "tests/architecture")
_ends: list[Callable[[], None]] = []


def _needs_database(arguments: list[str]) -> bool:
    paths = [
        argument
        for argument in arguments
        if not argument.startswith("-") and Path(argument.split("::")[0]).exists()
    ]
    return not paths or any(not path.startswith(PURE) for path in paths)


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config, args: list[str]) -> None:
    """DATABASE_URL where it is set, else an embedded server of this run's own, which the workers of
    xdist use too."""
    if not _needs_database(args):
        return
    # Whatever the hour is: a backup is made where a test asks for one.
    os.environ.setdefault("TRIMTAB_BACKUP_NIGHTLY", "no")
    from tests import databases

    if os.environ.get(databases.TEMPLATE):
        return
    os.environ[databases.TEMPLATE] = f"trimtab_template_{uuid4().hex}"
    if os.environ.get("DATABASE_URL"):
        _ends.append(lambda: databases.drop(os.environ[databases.TEMPLATE]))
        return
    from trimtab.console.postgres import Cluster, stop

    folder = Path(tempfile.mkdtemp(prefix="trimtab-tests-"))
    cluster = Cluster(folder, unsafe_fast=True)
    process = cluster.start()
    os.environ["DATABASE_URL"] = cluster.url

    def end() -> None:
        stop(process.pid)
        shutil.rmtree(cluster.socket, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)

    _ends.append(end)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Throws the server away."""
    while _ends:
        _ends.pop()()
