"""Settings, commands, rules and findings are documented, or this is red."""

from __future__ import annotations

import re
from pathlib import Path

from trimtab.console.main import COMMANDS
from trimtab.strategy.domain.coherence import CHECKS
from trimtab.strategy.domain.rules import RULES

ROOT = Path(__file__).parents[2]


def test_every_setting_is_documented() -> None:
    source = (ROOT / "src/trimtab/config/env.py").read_text()
    names = set(re.findall(r'env\.\w+\("([A-Z_]+)"', source))
    said = (ROOT / "docs/operate/settings.md").read_text()
    assert names and not [name for name in names if f"`{name}`" not in said]


def test_every_command_is_documented() -> None:
    said = (ROOT / "docs/operate/commands.md").read_text()
    assert not [name for name in COMMANDS if f"trimtab {name}" not in said]


def test_every_rule_and_finding_is_documented() -> None:
    said = (ROOT / "docs/science/strategy-rules.md").read_text()
    assert not [one.code for one in (*CHECKS, *RULES) if f"| {one.code} |" not in said]
