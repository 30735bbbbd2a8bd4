"""The wheel holds all that the product needs. That it runs without the source tree is seen in journeys/test_running.py."""

from __future__ import annotations

import zipfile
from pathlib import Path

from tests import wheel


def test_the_wheel_holds_pages_styles_tables_and_the_demonstration(tmp_path: Path) -> None:
    names = zipfile.ZipFile(wheel.build(tmp_path)).namelist()
    for part in (
        "trimtab/home/templates/shell.html",
        "trimtab/home/static/css/parts.css",
        "trimtab/people/migrations/0001_initial.py",
        "trimtab/demo/content/strategy.yaml",
        "trimtab/papers/paper.typ",
        "trimtab/papers/paper.css",
        "trimtab/papers/fonts/trimtab-sans-regular.ttf",
        "trimtab/strategy/domain/ready/retail.yaml",
        "trimtab/evaluation/queries/sql/people_by_arm.sql",
        "trimtab/py.typed",
    ):
        assert part in names
    assert not [name for name in names if name.startswith(("tests/", "bench/", "docs/"))]
