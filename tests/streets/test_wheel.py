"""The wheel alone is the product: it installs into an empty environment and loads the demonstration without the source tree."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_pages_styles_tables_and_the_demonstration(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for part in (
        "trimtab/config/templates/shell.html",
        "trimtab/config/static/css/parts.css",
        "trimtab/people/migrations/0001_initial.py",
        "trimtab/demo/content/strategy.yaml",
        "trimtab/papers/paper.typ",
        "trimtab/papers/paper.css",
        "trimtab/papers/fonts/trimtab-sans-regular.ttf",
        "trimtab/strategy/ready/retail.yaml",
        "trimtab/evaluation/sql/people_by_arm.sql",
        "trimtab/py.typed",
    ):
        assert part in names
    assert not [name for name in names if name.startswith(("tests/", "bench/", "docs/"))]


@pytest.mark.slow
def test_the_demonstration_loads_from_the_wheel_in_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "venv", with_pip=False)
    python = tmp_path / "venv" / "bin" / "python"
    site = next((tmp_path / "venv" / "lib").glob("python3*")) / "site-packages"
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(site)
    # The dependencies come from this run's environment; the source tree does not.
    own = [path for path in sys.path if path.endswith("site-packages")]
    clean = tmp_path / "packages"
    clean.mkdir()
    for entry in Path(own[0]).iterdir():
        if "trimtab" not in entry.name and entry.suffix != ".pth":
            (clean / entry.name).symlink_to(entry)
    (site / "dependencies.pth").write_text(str(clean))
    folder = tmp_path / "empty"
    folder.mkdir()
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("DATABASE", "DJANGO", "PYTHON", "TRIMTAB"))
    }
    done = subprocess.run(
        [str(python), "-m", "trimtab", "demo", "--load-only"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    said = subprocess.run(
        [str(python), "-m", "trimtab", "export", "strategy"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Green Basket" in said.stdout
    shutil.rmtree(folder)
