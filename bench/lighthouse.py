"""Lighthouse over the pages that must be a joy: performance, accessibility, best practices and
search optimisation.

    python -m bench.lighthouse [--address http://localhost:8000] [--least 95]

Needs a running demonstration (`make run`), Node.js with npm, and Chromium. Prints one line a page
and exits with 1 when a score is below the least. Lighthouse itself is installed into a scratch
folder.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

from trimtab.demo.accounts import ACCOUNTS

PAGES = {
    "Today": ("learner", "/today"),
    "Find": ("learner", "/find"),
    "Aid": ("learner", None),
    "Strategy": ("strategist", "/strategy"),
}
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
VERSION = "12.8.2"
_WELL = 0.9


def signed_in(address: str, role: str) -> tuple[OpenerDirector, str]:
    """An opener signed in as the demonstration's account for `role`, and its cookies as a header
    value."""
    account = next(account for account in ACCOUNTS if str(account.role) == role)
    jar = CookieJar()
    opener = build_opener(HTTPCookieProcessor(jar))
    opener.open(f"{address}/sign-in").read()
    token = next(cookie.value for cookie in jar if cookie.name == "csrftoken")
    form = urlencode(
        {"username": account.email, "password": account.password, "csrfmiddlewaretoken": token}
    )
    opener.open(
        Request(f"{address}/sign-in", form.encode(), {"Referer": f"{address}/sign-in"})
    ).read()
    return opener, "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)


def first_aid(opener: OpenerDirector, address: str) -> str:
    """The address of the first job aid that a search finds."""
    found = opener.open(f"{address}/find?{urlencode({'q': 'return without receipt'})}")
    page = str(found.read(), "utf-8")
    start = page.index('href="/find/aids/') + len('href="')
    return page[start : page.index('"', start)].split("#")[0]


def lighthouse_binary() -> Path:
    """Lighthouse, installed once into a scratch folder."""
    folder = Path(tempfile.gettempdir()) / f"trimtab-lighthouse-{VERSION}"
    binary = folder / "node_modules" / ".bin" / "lighthouse"
    if not binary.exists():
        folder.mkdir(exist_ok=True)
        npm = shutil.which("npm") or sys.exit("npm is needed to install Lighthouse.")
        environment = {**os.environ, "PUPPETEER_SKIP_DOWNLOAD": "1"}
        subprocess.run(
            [npm, "install", "--silent", f"lighthouse@{VERSION}"],
            cwd=folder,
            check=True,
            env=environment,
        )
    return binary


def scores(url: str, cookies: str) -> tuple[dict[str, int], list[str]]:
    """Lighthouse's four scores (0 to 100) of one page, as its default slow phone sees it, and the
    audits that cost points."""
    chromium = (
        os.environ.get("CHROME_PATH")
        or shutil.which("chromium")
        or shutil.which("google-chrome")
        or ""
    )
    command = [
        str(lighthouse_binary()),
        url,
        "--quiet",
        "--output=json",
        f"--only-categories={','.join(CATEGORIES)}",
        f"--extra-headers={json.dumps({'Cookie': cookies})}",
        "--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-background-networking",
    ]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "CHROME_PATH": chromium},
    )
    report = json.loads(done.stdout)
    found = {name: round(100 * report["categories"][name]["score"]) for name in CATEGORIES}
    counted = {
        each["id"]
        for name in CATEGORIES
        for each in report["categories"][name]["auditRefs"]
        if each["weight"]
    }
    audits = report["audits"]
    lost = [
        audits[key]["title"]
        for key in sorted(counted)
        if (audits[key]["score"] or 0) < _WELL and audits[key]["score"] is not None
    ]
    return found, lost


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--address", default="http://localhost:8000")
    parser.add_argument("--least", type=int, default=95)
    options = parser.parse_args()
    worst = 100
    for name, (role, path) in PAGES.items():
        opener, cookies = signed_in(options.address, role)
        found, lost = scores(
            options.address + (path or first_aid(opener, options.address)), cookies
        )
        print(
            f"{name:10}",
            "  ".join(f"{category} {score}" for category, score in found.items()),
            flush=True,
        )
        for title in lost:
            print(f"{'':10} loses by: {title}", flush=True)
        worst = min(worst, *found.values())
    return 0 if worst >= options.least else 1


if __name__ == "__main__":
    sys.exit(main())
