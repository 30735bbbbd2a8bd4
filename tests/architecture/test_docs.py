"""Settings, commands, rules and findings are documented, or this is red."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.architecture.written import WRITTEN
from trimtab.console.main import COMMANDS

ROOT = Path(__file__).parents[2]


def test_every_setting_is_documented() -> None:
    source = (ROOT / "src/trimtab/config/env.py").read_text()
    names = set(re.findall(r'env\.\w+\("([A-Z_]+)"', source))
    said = (ROOT / "docs/operate/settings.md").read_text()
    assert names and not [name for name in names if f"`{name}`" not in said]


def test_every_command_is_documented() -> None:
    said = (ROOT / "docs/operate/commands.md").read_text()
    assert not [name for name in COMMANDS if f"trimtab {name}" not in said]


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_pages_that_the_product_writes_are_current(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == WRITTEN[path](), "run `make docs`"
