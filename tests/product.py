"""The product as its users start it: `trimtab run` in a folder of its own, and a person who answers
over HTTP."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import httpx

START_SECONDS = 240
# Where the tests of one run share a backup of the loaded demonstration (.ci/test): loading it takes
# most of a minute, and giving it back some seconds. Without a place, each loads its own.
SHARED = "TRIMTAB_TEST_DEMONSTRATION"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Product:
    """A data folder, the port it is served on, and the Python that has the product."""

    data: Path
    port: int
    python: Path = Path(sys.executable)
    process: subprocess.Popen[str] | None = None
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        names = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "TRIMTAB_SECRET_KEY", "PYTHONPATH")
        inherited = {name: value for name, value in os.environ.items() if name not in names}
        return {
            **inherited,
            "TRIMTAB_DATA": str(self.data),
            "TRIMTAB_PORT": str(self.port),
            "TRIMTAB_WEB_PROCESSES": "2",
            **self.settings,
        }

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Runs the command on this folder to its end."""
        return subprocess.run(
            [self.python, "-m", "trimtab", *arguments],
            cwd="/",
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def begin(
        self, *arguments: str, out: IO[str] | int = subprocess.DEVNULL
    ) -> subprocess.Popen[str]:
        """Starts a command on this folder and does not wait for it; what it says goes to `out`."""
        return subprocess.Popen(
            [self.python, "-m", "trimtab", *arguments],
            cwd="/",
            env=self.environment,
            text=True,
            start_new_session=True,
            stdout=out,
            stderr=out,
        )

    def start(self, *arguments: str) -> None:
        """Starts everything and waits until it is well."""
        self.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (self.data / "said").open("w") as said:
            self.process = self.begin("run", *arguments, out=said)
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            assert self.process.poll() is None, (
                f"trimtab run ended: {(self.data / 'said').read_text()}"
            )
            if self.is_well():
                return
            time.sleep(0.2)
        raise AssertionError("trimtab run did not become well")

    def is_well(self) -> bool:
        try:
            return httpx.get(f"{self.address}/healthz", timeout=2).status_code == 200
        except httpx.HTTPError:
            return False

    def stop(self) -> None:
        """Ctrl-C."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(30)

    def pids(self) -> dict[str, int]:
        """Process numbers by name: supervisor, database, web, worker."""
        import json

        found: dict[str, int] = json.loads((self.data / "processes.json").read_text())
        assert self.process
        database = int((self.data / "postgres" / "postmaster.pid").read_text().splitlines()[0])
        return {**found, "database": database, "supervisor": self.process.pid}


def share_demonstration(product: Product) -> None:
    """Lets tests that come later have what this product has loaded, if their run has a place."""
    file = os.environ.get(SHARED)
    if file and not Path(file).exists():
        half = f"{file}.{os.getpid()}"
        told = product.command("backup", half)
        assert told.returncode == 0, told.stderr
        Path(half).replace(file)


def take_demonstration(product: Product) -> None:
    """Puts the shared demonstration into the empty folder of a product that has not begun, if there
    is one; else the product loads it as it starts."""
    file = os.environ.get(SHARED)
    if file and Path(file).exists():
        told = product.command("restore", file)
        assert told.returncode == 0, told.stderr


def signed_in(product: Product, role: str) -> httpx.Client:
    """A client signed in as the demonstration's account for a role."""
    from trimtab.demo.accounts import ACCOUNTS

    account = next(account for account in ACCOUNTS if str(account.role) == role)
    client = httpx.Client(base_url=product.address, follow_redirects=True, timeout=20)
    client.get("/sign-in")
    form = {
        "username": account.email,
        "password": account.password,
        "csrfmiddlewaretoken": client.cookies["csrftoken"],
    }
    assert (
        client.post("/sign-in", data=form, headers={"Referer": product.address}).status_code == 200
    )
    return client


def answer_one(client: httpx.Client) -> str | None:
    """Answers the next question, whatever its kind; returns the review's id once it is
    acknowledged, None when nothing is due but what was missed and comes once more."""
    page = client.get("/today/answer")
    if not str(page.url).split("?")[0].endswith("/answer"):
        return None
    pairs = re.findall(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)"', page.text)
    form: dict[str, list[str]] = {}
    for name, value in pairs:
        form.setdefault(name, []).append(value)
    for name, value in (("choice", "0"), ("text", "x"), ("rating", "good")):
        form[name] = [value]
    if form.get("again", [""]) != [""]:
        return None
    form["gap"] = ["x"] * page.text.count('name="gap"')
    form["csrfmiddlewaretoken"] = [client.cookies["csrftoken"]]
    done = client.post("/today/answer", data=form, headers={"Referer": str(client.base_url)})
    assert done.status_code == 200 and 'id="result"' in done.text, done.text[:500]
    return form["review_id"][0]
