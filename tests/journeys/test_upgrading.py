"""An installation of an earlier version, with data, is brought to this one; and it goes back.

The earlier version is a commit of this repository: that of TRIMTAB_UPGRADE_FROM, else EARLIER.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from tests.product import Product, free_port

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
# What ran before people could be merged and content was drafted in the browser.
EARLIER = "12d57353"
COUNTS = """
import json
from trimtab.console import environment
with environment.database(migrated=False):
    from django.db import connection
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        counts = {}
        for name in names:
            cursor.execute(f'SELECT count(*) FROM "{name}"')
            counts[name] = cursor.fetchone()[0]
    print(json.dumps(counts))
"""
PEOPLE = "email,name,unit,unit_name,roles\n" + "".join(
    f"p{at}@corner.example,Person {at},north,Shop North,learner\n" for at in range(20)
)


@pytest.fixture
def earlier(tmp_path: Path) -> Path:
    """The source of the earlier version."""
    commit = os.environ.get("TRIMTAB_UPGRADE_FROM", EARLIER)
    packed = tmp_path / "earlier.tar"
    with packed.open("wb") as out:
        told = subprocess.run(
            ["git", "archive", commit, "src"],
            cwd=ROOT,
            stdout=out,
            stderr=subprocess.PIPE,
            check=False,
        )
    if told.returncode:
        pytest.skip(f"NOT RUN: this copy of the repository does not hold {commit}")
    with tarfile.open(packed) as archive:
        archive.extractall(tmp_path / "earlier", filter="data")
    return tmp_path / "earlier" / "src"


def of(source: Path, data: Path) -> Product:
    """An installation in a folder, served by a version."""
    return Product(data, free_port(), settings={"PYTHONPATH": str(source)})


def done(product: Product, *arguments: str | Path) -> str:
    told = product.command(*map(str, arguments))
    assert told.returncode == 0, f"trimtab {arguments}: {told.stderr or told.stdout}"
    return told.stdout


def counts(product: Product) -> dict[str, int]:
    """How many rows each table has."""
    told = subprocess.run(
        [sys.executable, "-c", COUNTS],
        cwd="/",
        env=product.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, int] = json.loads(told.stdout)
    return found


def test_data_of_the_version_before_come_along_and_go_back(earlier: Path, tmp_path: Path) -> None:
    before = of(earlier, tmp_path / "data")
    names = ("--name", "Corner", "--email", "ada@corner.example", "--password", "long-enough-1")
    done(before, "init", *names)
    (tmp_path / "people.csv").write_text(PEOPLE)
    done(before, "import", "people", tmp_path / "people.csv")
    done(before, "import", "items", ROOT / "tests" / "living" / "items.yaml")
    was = counts(before)
    assert was["people_person"] == 21 and was["library_item"] > 0

    now = of(ROOT / "src", before.data)
    told = done(now, "upgrade")
    assert "tables compared" in told
    back = re.search(r"trimtab (restore --as-it-was) (\S+)", told)
    assert back, told
    there = counts(now)
    lost = {name: count for name, count in was.items() if there.get(name, 0) < count}
    assert not lost, "rows of the version before are gone"
    assert "already" in done(now, "upgrade")

    again = of(earlier, tmp_path / "back")
    assert "tables are the same as then" in done(again, *back[1].split(), back[2])
    assert counts(again) == was
    assert "already" in done(again, "upgrade")
