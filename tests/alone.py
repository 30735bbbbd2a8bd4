"""Runs each test file by itself, each with a database of its own: python -m tests.alone [FOLDER or
FILE …]

Without arguments: rooms, streets and journeys. It says which files fail alone, and ends with 1 when
one does.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent


def files(given: list[str]) -> list[Path]:
    """The test files meant."""
    places = [Path(one) for one in given] or [
        HERE / name for name in ("rooms", "streets", "journeys")
    ]
    return sorted(
        path
        for place in places
        for path in ([place] if place.is_file() else place.rglob("test_*.py"))
    )


def passes(path: Path) -> bool:
    """Whether a file passes by itself; says so, with what pytest says of one that does not. A file
    whose tests are all left out (pytest's 5) passes."""
    began = time.monotonic()
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    is_well = done.returncode in (0, 5)
    took = time.monotonic() - began
    outcome = "passes" if is_well else "FAILS"
    line = f"{path.resolve().relative_to(ROOT)} {outcome} ({took:.0f} s)\n"
    sys.stdout.write(line if is_well else f"{line}{done.stdout[-4000:]}{done.stderr[-2000:]}")
    sys.stdout.flush()
    return is_well


def main() -> None:
    failed = [path for path in files(sys.argv[1:]) if not passes(path)]
    if failed:
        sys.exit(f"{len(failed)} fail alone: {', '.join(path.name for path in failed)}")


if __name__ == "__main__":
    main()
