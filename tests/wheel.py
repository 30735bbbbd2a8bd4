"""The product as its wheel alone: built, and unpacked into an environment that does not know the
source tree."""

from __future__ import annotations

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[1]


def build(folder: Path) -> Path:
    """Builds the wheel into a folder."""
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return next(folder.glob("*.whl"))


def install(wheel: Path, folder: Path) -> Path:
    """Makes an environment in `folder` with the wheel in it; returns its Python. The dependencies
    come from this run's environment."""
    venv.create(folder / "venv", with_pip=False)
    site = next((folder / "venv" / "lib").glob("python3*")) / "site-packages"
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(site)
    own = next(path for path in sys.path if path.endswith("site-packages"))
    clean = folder / "packages"
    clean.mkdir()
    for entry in Path(own).iterdir():
        if "trimtab" not in entry.name and entry.suffix != ".pth":
            (clean / entry.name).symlink_to(entry)
    (site / "dependencies.pth").write_text(str(clean))
    return folder / "venv" / "bin" / "python"
