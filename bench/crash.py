"""Kills the server and the database again and again under load, and then counts.

python -m bench.crash [--times 50] [--clients 4] [--batch 20] [--log FILE]

Starts the product (`trimtab run --no-demo`) in a folder of its own. Clients post batches without
pause. A batch that was not answered, or answered with 503, is sent again under the same ids, or let
go, by chance. At random moments one of these dies by SIGKILL: the web processes, the database (all
its processes), or everything. At the end each statement that was ever acknowledged must be there
exactly once, and each batch whole or not at all. SIGKILL leaves the system's caches alone: what a
power cut does depends on the disk, and is what fsync is for.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from bench.ingest import statement
from bench.stage import answers, children, headers
from trimtab.console.postgres import Cluster

VICTIMS = ("web", "database", "everything")
AGAIN = 0.7


@dataclass
class Tally:
    """What the clients saw. `sent` and `acknowledged` hold batches of ids."""

    sent: list[list[str]] = field(default_factory=list)
    acknowledged: list[list[str]] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)
    sent_again: int = 0


class Product:
    """`trimtab run` in a folder."""

    def __init__(self, data: Path) -> None:
        self.data = data
        with socket.socket() as found:
            found.bind(("127.0.0.1", 0))
            self.port = found.getsockname()[1]
        names = ("DATABASE_URL", "TRIMTAB_SECRET_KEY")
        self.environment = {
            name: value for name, value in os.environ.items() if name not in names
        } | {
            "TRIMTAB_DATA": str(data),
            "TRIMTAB_PORT": str(self.port),
            "TRIMTAB_WEB_PROCESSES": "2",
            "PYTHONWARNINGS": "ignore",
        }
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with (self.data / "said").open("ab") as said:
            command = [sys.executable, "-m", "trimtab", "run", "--no-demo"]
            self.process = subprocess.Popen(
                command, env=self.environment, stdout=said, stderr=said, start_new_session=True
            )
        self.wait()

    def wait(self) -> None:
        """Returns when it answers and its database does."""
        until = time.monotonic() + 120
        while time.monotonic() < until:
            if answers(self.port, "/healthz", timeout=2):
                return
            time.sleep(0.1)
        raise AssertionError(f"it does not come back: {(self.data / 'said').read_text()[-2000:]}")

    def kill(self, victim: str) -> None:
        """SIGKILL, to all processes of the part at once."""
        pids = json.loads((self.data / "processes.json").read_text())
        doomed = [
            pid for name, pid in pids.items() if victim == "everything" or name.startswith(victim)
        ]
        if victim != "web":
            doomed += children(pids["database"])
        if victim == "everything" and self.process:
            doomed.append(self.process.pid)
        for pid in doomed:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        if victim == "everything" and self.process:
            self.process.wait()

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(60)


def client(
    product: Product,
    key: tuple[str, str],
    batch: int,
    tally: Tally,
    stop: threading.Event,
    dice: random.Random,
) -> None:
    """Posts batches until told to stop; what was not acknowledged is sent again under the same ids,
    or let go."""
    waiting: bytes | None = None
    ids: list[str] = []
    while not stop.is_set():
        if waiting is None:
            statements = [statement(number) for number in range(batch)]
            ids, waiting = [str(one["id"]) for one in statements], json.dumps(statements).encode()
            tally.sent.append(ids)
        else:
            tally.sent_again += 1
        status = _post(product.port, key, waiting)
        tally.answers[status] += 1
        if status == "200":
            tally.acknowledged.append(ids)
            waiting = None
        elif dice.random() > AGAIN:
            waiting = None
        if status != "200":
            time.sleep(0.05)


def _post(port: int, key: tuple[str, str], content: bytes) -> str:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        line.request("POST", "/xapi/statements", content, headers(key))
        answer = line.getresponse()
        answer.read()
        return str(answer.status)
    except (OSError, http.client.HTTPException):
        return "no answer"
    finally:
        line.close()


def credential(product: Product) -> tuple[str, str]:
    """A key for everything, given out through the room's door."""
    os.environ |= {
        "DATABASE_URL": Cluster(product.data).url,
        "DJANGO_SETTINGS_MODULE": "trimtab.config.settings",
        "TRIMTAB_DATA": str(product.data),
    }
    import django

    django.setup()
    from trimtab.lrs import api as lrs

    return lrs.add_credential(
        name=f"bench {secrets.token_hex(2)}", scopes=[lrs.Scope.ALL], now=datetime.now(UTC)
    )


def verdict(url: str, tally: Tally) -> dict[str, int]:
    """Holds what is stored against what the clients saw."""
    with psycopg.connect(url) as connection:
        counted = connection.execute("SELECT id::text, count(*) FROM lrs_statement GROUP BY id")
        times: dict[str, int] = dict(counted.fetchall())
        registered = connection.execute("SELECT count(*) FROM lrs_statementid").fetchone()
    acknowledged = [key for ids in tally.acknowledged for key in ids]
    there = [sum(key in times for key in ids) for ids in tally.sent]
    return {
        "acknowledged": len(acknowledged),
        "lost": sum(key not in times for key in acknowledged),
        "stored": len(times),
        "stored twice": sum(many > 1 for many in times.values()),
        "not acknowledged but stored": len(times) - len(acknowledged),
        "batches in part": sum(
            0 < many < len(ids) for many, ids in zip(there, tally.sent, strict=True)
        ),
        "never sent": len(set(times) - {key for ids in tally.sent for key in ids}),
        "without a registered id": len(times) - (registered[0] if registered else 0),
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--batch", type=int, default=20)
    parser.add_argument("--log", type=Path, default=None)
    given = parser.parse_args()
    log = given.log.open("w") if given.log else None

    def say(line: str) -> None:
        print(line, flush=True)
        if log:
            print(line, file=log, flush=True)

    dice, tally, stop = random.Random(secrets.randbits(64)), Tally(), threading.Event()
    with tempfile.TemporaryDirectory(prefix="trimtab-crash-") as folder:
        data = Path(folder) / "data"
        data.mkdir(mode=0o700)
        Path(folder).chmod(0o755)
        product = Product(data)
        try:
            product.start()
            key = credential(product)
            threads = [
                threading.Thread(
                    target=client,
                    args=(product, key, given.batch, tally, stop, random.Random(number)),
                )
                for number in range(given.clients)
            ]
            for thread in threads:
                thread.start()
            for number in range(1, given.times + 1):
                before = len(tally.acknowledged)
                time.sleep(0.3 + dice.random() * 1.5)
                victim = dice.choice(VICTIMS)
                under_load = len(tally.acknowledged) - before
                product.kill(victim)
                died = time.monotonic()
                if victim == "everything":
                    product.start()
                else:
                    product.wait()
                say(
                    f"{number:3} SIGKILL to {victim:<10} after {under_load:4} batches; answers "
                    f"again after {time.monotonic() - died:4.1f} s;"
                    f" {len(tally.acknowledged) * given.batch:8,} statements acknowledged so far"
                )
            time.sleep(1)
            stop.set()
            for thread in threads:
                thread.join(30)
            found = verdict(Cluster(data).url, tally)
        finally:
            stop.set()
            product.stop()
    say(
        "answers: "
        f"{', '.join(f'{what} {many:,}' for what, many in sorted(tally.answers.items()))}; sent "
        f"again {tally.sent_again:,}"
    )
    say("; ".join(f"{name} {many:,}" for name, many in found.items()))
    well = not any(
        found[name]
        for name in (
            "lost",
            "stored twice",
            "batches in part",
            "never sent",
            "without a registered id",
        )
    )
    say(
        f"{given.times} kills: "
        f"{'every acknowledged statement is there exactly once, no batch in part' if well else 'FAILED'}"
    )
    sys.exit(0 if well else 1)


if __name__ == "__main__":
    main()
