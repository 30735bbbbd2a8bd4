"""How fast filtered GETs are with many statements in the store, through HTTP, filter by filter.

python -m bench.reading [--statements 2000000] [--requests 100] [--limit 100] [--keep] [--again]

Fills a database of its own (DATABASE_URL names the server; without it an embedded one is started),
then asks over one connection. What is asked for is drawn from the statements themselves, so that
what is common is asked for often. Beside the time that a client waits stands the processor time
that server and database spent: on a machine that has nothing else to do the two are nearly the
same. Everything is asked for twice: the first time it may come from the disk, then from memory.
`--keep` leaves the database, `--again` measures one that was kept.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import secrets
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg

from bench.filling import MONTHS, fill
from bench.stage import children, database, headers, postmaster, server, serving

NAME = "trimtab_bench_reading"
PATH = "/xapi/statements"
Row = dict[str, Any]


def account(row: Row) -> str:
    """The actor, as the parameter `agent` has it."""
    return json.dumps(row["raw"]["actor"])


def grouping(row: Row) -> str:
    """A course of the statement, or the first one."""
    related = row["raw"]["context"].get("contextActivities")
    return str(related["grouping"][0]["id"]) if related else "https://bench.example/courses/0"


def coach(row: Row) -> str:
    """The instructor of the statement, or the first one."""
    return json.dumps(
        row["raw"]["context"].get("instructor", {"mbox": "mailto:coach0@bench.example"})
    )


def verb(row: Row) -> str:
    return str(row["raw"]["verb"]["id"])


def item(row: Row) -> str:
    return str(row["raw"]["object"]["id"])


def registration(row: Row) -> str:
    return str(row["raw"]["context"].get("registration", "00000000-0000-4000-8000-000000000000"))


def stamp(row: Row) -> str:
    stored: datetime = row["stored"]
    return stored.isoformat().replace("+00:00", "Z")


FILTERS: dict[str, Callable[[Row], dict[str, str]]] = {
    "nothing": lambda row: {},
    "statementId": lambda row: {
        ("voidedStatementId" if row["voided"] else "statementId"): str(row["id"])
    },
    "agent": lambda row: {"agent": account(row)},
    "verb": lambda row: {"verb": verb(row)},
    "rare verb": lambda row: {"verb": "http://adlnet.gov/expapi/verbs/mastered"},
    "verb never used": lambda row: {"verb": f"https://bench.example/verbs/{row['id']}"},
    "activity": lambda row: {"activity": item(row)},
    "registration": lambda row: {"registration": registration(row)},
    "related_agents": lambda row: {"agent": coach(row), "related_agents": "true"},
    "related_activities": lambda row: {"activity": grouping(row), "related_activities": "true"},
    "since": lambda row: {"since": stamp(row)},
    "since, ascending": lambda row: {"since": stamp(row), "ascending": "true"},
    "until": lambda row: {"until": stamp(row)},
    "since and until": lambda row: {
        "since": stamp(row),
        "until": (row["stored"] + timedelta(days=1)).isoformat(),
    },
    "agent and verb": lambda row: {"agent": account(row), "verb": verb(row)},
    "agent and since": lambda row: {"agent": account(row), "since": stamp(row)},
    "activity and verb": lambda row: {"activity": item(row), "verb": verb(row)},
    "agent and course": lambda row: {
        "agent": account(row),
        "activity": grouping(row),
        "related_activities": "true",
    },
    "page in the middle": lambda row: {"after": f"{stamp(row)}~{row['id']}"},
    "verb, page in the middle": lambda row: {
        "verb": verb(row),
        "after": f"{stamp(row)}~{row['id']}",
    },
}


def sample(address: str, many: int) -> list[Row]:
    """Statements by chance."""
    with psycopg.connect(address) as connection:
        keys = [
            row[0]
            for row in connection.execute(
                "SELECT id FROM lrs_statementid TABLESAMPLE SYSTEM (100 * least(1, %s::float8 / "
                "greatest(1, ("
                "SELECT reltuples FROM pg_class WHERE relname = 'lrs_statementid')))) LIMIT 20000",
                (many * 200,),
            ).fetchall()
        ]
        keys = random.sample(keys, min(many, len(keys)))
        found = connection.execute(
            "SELECT s.id, s.stored, s.raw, s.voided FROM lrs_statementid k JOIN lrs_statement s"
            " ON s.stored = k.stored AND s.id = k.id WHERE k.id = ANY(%s)",
            (keys,),
        ).fetchall()
    return [dict(zip(("id", "stored", "raw", "voided"), row, strict=True)) for row in found]


class Finely:
    """The processor time that server and database spend on one request, which other work on the
    machine does not change much."""

    def __init__(self, address: str, server: int) -> None:
        self._postmaster, self._server = postmaster(address), server
        self._before: dict[int, int] = {}

    def begin(self) -> None:
        self._before = self._spent()

    def milliseconds(self) -> float:
        """Since the beginning; a connection to the database that was renewed meanwhile counts
        whole."""
        return sum(spent - self._before.get(pid, 0) for pid, spent in self._spent().items()) / 1e6

    def _spent(self) -> dict[int, int]:
        ours = [
            pid for pid in children(self._postmaster) if NAME in _read(Path(f"/proc/{pid}/cmdline"))
        ]
        return {pid: _nanoseconds(pid) for pid in [*children(self._server), *ours]}


def _nanoseconds(pid: int) -> int:
    tasks = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int((_read(task) or "0").split()[0]) for task in tasks)


def _read(path: Path) -> str:
    """What a file of a process says; '' when the process has just ended."""
    try:
        return path.read_text()
    except OSError:
        return ""


def measure(
    line: http.client.HTTPConnection,
    processor: Finely,
    key: tuple[str, str],
    rows: list[Row],
    given: argparse.Namespace,
) -> Iterator[str]:
    """A line for each filter: everything is asked for once, and then once more."""
    for name, parameters in FILTERS.items():
        took, worked, statements, asking = [], [], 0, rows[: given.requests]
        for row in [rows[0], *asking, *asking]:
            asked = parameters(row)
            limit = {} if "Id" in " ".join(asked) else {"limit": str(given.limit)}
            processor.begin()
            start = time.perf_counter()
            line.request("GET", f"{PATH}?{urlencode({**asked, **limit})}", headers=headers(key))
            answer = line.getresponse()
            content = answer.read()
            took.append((time.perf_counter() - start) * 1e3)
            worked.append(processor.milliseconds())
            assert answer.status == 200, (answer.status, content[:300])
            statements += len(json.loads(content).get("statements", [1]))
        first, again = slice(1, len(asking) + 1), slice(len(asking) + 1, None)
        columns = (took[first], worked[first], took[again], worked[again])
        times = "".join(
            f"  {middle:7.1f} {high:7.1f}" for middle, high in map(percentiles, columns)
        )
        yield f"{name:<26}{times}  {statements / len(took):6.0f}"


def percentiles(values: list[float]) -> tuple[float, float]:
    """The 50th and the 95th."""
    ordered = sorted(values)
    return ordered[len(ordered) // 2], ordered[min(int(len(ordered) * 0.95), len(ordered) - 1)]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--statements", type=int, default=2_000_000)
    parser.add_argument("--requests", type=int, default=100, help="requests for each filter")
    parser.add_argument("--limit", type=int, default=100, help="statements on a page")
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--again", action="store_true")
    given = parser.parse_args()
    with server(), database(NAME, keep=given.keep, again=given.again) as address:
        from trimtab.lrs import api as lrs

        key = lrs.add_credential(
            name=f"bench {secrets.token_hex(2)}", scopes=[lrs.Scope.ALL], now=datetime.now(UTC)
        )
        if not given.again:
            seconds = fill(address, given.statements, now=datetime.now(UTC), authority=key[0])
            print(
                f"filled with {given.statements:,} statements over {MONTHS} months in "
                f"{seconds:,.0f} s"
            )
        size = lrs.size()
        print(
            f"{size.statements:,} statements, {size.bytes / 2**30:.1f} GiB, {size.bytes_each:,.0f} "
            "bytes each"
        )
        rows, line = sample(address, given.requests), None
        with serving(1) as (port, pid):
            line = http.client.HTTPConnection("127.0.0.1", port)
            list(zip(measure(line, Finely(address, pid), key, rows, given), range(1), strict=False))
            print(f"load of the machine before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
            print(
                f"{'milliseconds':<26}  first time         processor only   once more          "
                "processor only"
            )
            print(f"{'filter':<26}" + "     50 %    95 %" * 4 + "  statements")
            for said in measure(line, Finely(address, pid), key, rows, given):
                print(said, flush=True)


if __name__ == "__main__":
    main()
