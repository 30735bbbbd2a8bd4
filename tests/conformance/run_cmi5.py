"""Runs the LMS test suite of ADL's project CATAPULT (cmi5) against a throwaway server of our own.

python -m tests.conformance.run_cmi5 --suite ADDRESS-OR-FOLDER [--only PATTERN]

The suite is fetched at run time and never part of the repository: `--suite`, or CATAPULT, is the address of its git repository
(https://github.com/adlnet/CATAPULT.git) or a local copy. Node, npm and Chromium are needed. Our side of it is
cmi5/lms.trimtab.js. Prints the suite's own lines; ends with 1 when anything failed.
"""

from __future__ import annotations

import argparse
import os
import secrets
import shutil
import subprocess
import tempfile
from pathlib import Path

from tests.conformance.run_lrs import served

ADAPTER = Path(__file__).parent / "cmi5"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
EMAIL = "conformance@example.org"


def main() -> int:
    """Returns 0 when everything passed."""
    asked = _arguments()
    chromium = os.environ.get("TRIMTAB_CHROMIUM") or next(
        filter(None, map(shutil.which, CHROMIUM)), ""
    )
    os.environ |= {"PUPPETEER_SKIP_DOWNLOAD": "1", "PUPPETEER_EXECUTABLE_PATH": chromium}
    with tempfile.TemporaryDirectory(prefix="cmi5-conformance-") as scratch:
        suite = fetch(asked.suite, Path(scratch) / "suite")
        with served(Path(scratch)) as (endpoint, key):
            os.environ |= {
                "CATAPULT_LMS": str(ADAPTER / "lms.trimtab.js"),
                "JEST_PUPPETEER_CONFIG": str(ADAPTER / "jest-puppeteer.config.js"),
                "LTS_FOLDER": str(suite),
                "TRIMTAB_URL": f"http://localhost:{os.environ['TRIMTAB_PORT']}",
                "TRIMTAB_EMAIL": EMAIL,
                "TRIMTAB_PASSWORD": _person(),
                "LRS_ENDPOINT": endpoint,
                "LRS_KEY": key[0],
                "LRS_SECRET": key[1],
            }
            only = ["-t", asked.only] if asked.only else []
            return subprocess.run(
                ["npx", "jest", "--runInBand", "--testTimeout", "60000", *only],
                cwd=suite,
                check=False,
            ).returncode


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--suite",
        default=os.environ.get("CATAPULT"),
        help="Git address or local folder of CATAPULT.",
    )
    parser.add_argument("--only", help="Only tests whose name fits this pattern.")
    asked = parser.parse_args()
    if not asked.suite:
        parser.error("say where the suite is: --suite or CATAPULT")
    return asked


def fetch(where: str, to: Path) -> Path:
    """The folder `lts` of the suite, installed and with its packages built. A copy that is ready is used as it is."""
    if (Path(where) / "lts" / "pkg" / "dist").is_dir():
        return Path(where).resolve() / "lts"
    if (Path(where) / "lts").is_dir():
        shutil.copytree(where, to, ignore=shutil.ignore_patterns(".git", "node_modules"))
    else:
        subprocess.run(["git", "clone", "--quiet", "--depth", "1", where, str(to)], check=True)
    lts = to / "lts"
    subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--silent"], cwd=lts, check=True)
    # The suite's webpack hashes with an algorithm that newer versions of OpenSSL keep for such cases.
    environment = {**os.environ, "NODE_OPTIONS": "--openssl-legacy-provider"}
    subprocess.run(
        ["npx", "webpack", "--stats", "errors-only"], cwd=lts / "pkg", env=environment, check=True
    )
    return lts


def _person() -> str:
    """Somebody who brings packages in and takes them; returns the password."""
    from django.db import connections
    from django.utils import timezone

    from trimtab.people import api as people

    password, now = secrets.token_urlsafe(16), timezone.now()
    people.create_organisation(
        name="Conformance", time_zone="UTC", language="en", simulated=False, now=now
    )
    roles = (people.Role.AUTHOR, people.Role.LEARNER)
    people.add_person(email=EMAIL, name="Conformance", roles=roles, now=now, password=password)
    connections.close_all()
    return password


if __name__ == "__main__":
    raise SystemExit(main())
