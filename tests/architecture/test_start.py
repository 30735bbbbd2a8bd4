"""What every start pays for: heavy libraries are imported by the commands that need them, not by all."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

HEAVY = {"scipy.stats", "scipy.optimize", "pandas", "pyarrow", "ibis", "duckdb"}
STARTS = {
    "command": "from trimtab.console.main import cli; cli(['--help'], standalone_mode=False)",
    "web": "import django; django.setup(); import trimtab.config.urls",
}


@pytest.mark.parametrize("start", STARTS.values(), ids=STARTS.keys())
def test_starting_imports_nothing_heavy(start: str) -> None:
    told = f"import sys; {start}; print(*sys.modules, sep='\\n')"
    known = {**os.environ, "DJANGO_SETTINGS_MODULE": "trimtab.config.settings"}
    found = subprocess.run(
        [sys.executable, "-c", told], capture_output=True, text=True, check=True, env=known
    )
    modules = set(found.stdout.splitlines())
    assert "trimtab.strategy.domain.rules" in modules
    assert not modules & HEAVY
