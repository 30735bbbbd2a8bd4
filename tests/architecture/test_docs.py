"""Settings, commands, rules and findings are documented, or this is red."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.architecture.written import SQL, WRITTEN
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
def test_what_the_product_writes_is_current(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == WRITTEN[path](), "run `make docs`"


def test_no_sql_of_the_evaluation_is_written_by_hand() -> None:
    assert {path for path in SQL.iterdir() if path.suffix == ".sql"} == {
        path for path in WRITTEN if path.parent == SQL
    }


PAGES = [
    ROOT / "docs/tour.md",
    ROOT / "docs/design.md",
    ROOT / "STYLE.md",
    ROOT / "CONTRIBUTING.md",
]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_about_the_source_points_to_is_there(page: Path) -> None:
    """A path in backticks is of the repository or of the package; `<name>` stands for any."""
    paths = re.findall(r"`([\w<>.-]+/[\w<>./-]+)`", page.read_text())
    bases = (ROOT, ROOT / "src" / "trimtab", ROOT / "src" / "trimtab" / "home")
    missing = [
        path
        for path in paths
        if not any(any(base.glob(re.sub(r"<\w+>", "*", path))) for base in bases)
    ]
    assert missing == []
