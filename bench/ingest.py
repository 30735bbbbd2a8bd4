"""How fast statements are taken over HTTP, beside a bare COPY of the same rows into the same
tables, in the same run.

python -m bench.ingest [--statements 20000] [--batch 100] [--clients 8] [--processes 2] [--rounds 3]

DATABASE_URL names a server on which a database of its own may be made, and dropped at the end;
without it an embedded one is started. Every statement sent is new, fully checked, and on disk when
it is acknowledged; a server that does not wait for the disk is refused. Bare COPY writes finished
rows with a COMMIT for each batch: over one connection, and over one for each client. All ways take
turns for some rounds, so that what else runs on the machine meets each of them; the figures are
medians. `--reference` names another store that runs on this machine, to be asked the same.
"""

from __future__ import annotations

import argparse
import http.client
import json
import secrets
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from multiprocessing import get_context
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg

from bench.stage import Processor, database, headers, server, serving
from trimtab.lrs.domain.keys import NUMBER_IN_SQL

NAME = "trimtab_bench_ingest"
COLUMNS = (
    "stored",
    "timestamp",
    "actor_key",
    "verb",
    "object_id",
    "registration",
    "authority",
    "voided",
    "raw",
    "related",
    "voids",
)


def statement(number: int) -> dict[str, object]:
    """One answer to one item, about 680 bytes of JSON; every second one in the context of a lesson
    and a course."""
    context: dict[str, object] = {
        "platform": "trimtab",
        "extensions": {"https://w3id.org/trimtab/profile/extensions/programme": "food"},
    }
    if number % 2:
        context["contextActivities"] = {
            "parent": [
                {"objectType": "Activity", "id": f"https://bench.example/lessons/{number % 250}"}
            ],
            "grouping": [
                {"objectType": "Activity", "id": f"https://bench.example/courses/{number % 50}"}
            ],
        }
    return {
        "id": str(uuid4()),
        "actor": {
            "objectType": "Agent",
            "account": {"homePage": "https://bench.example/people", "name": str(uuid4())},
        },
        "verb": {"id": "http://adlnet.gov/expapi/verbs/answered", "display": {"en": "answered"}},
        "object": {
            "objectType": "Activity",
            "id": f"https://bench.example/items/{number % 500}",
            "definition": {
                "name": {"en": "Which shelf does it stand on?"},
                "type": "http://adlnet.gov/expapi/activities/cmi.interaction",
            },
        },
        "result": {
            "success": number % 3 > 0,
            "score": {"scaled": 0.5},
            "response": "b",
            "duration": "PT12.50S",
        },
        "context": context,
        "timestamp": datetime.now(UTC).isoformat(),
    }


def bodies(statements: int, batch: int) -> list[bytes]:
    """The contents of the requests."""
    return [
        json.dumps([statement(n + i) for i in range(batch)]).encode()
        for n in range(0, statements, batch)
    ]


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows in COPY's own form, for each table that a statement has rows in."""

    ids: bytes
    statements: bytes
    related: bytes

    @classmethod
    def of(cls, lines: list[tuple[bytes, bytes, list[bytes]]]) -> Batch:
        """The rows of statements: a new id, the line without the id, and the numbers of what it is
        related to."""
        return cls(
            b"".join(b"%b\t%b\n" % (key, line.split(b"\t", 1)[0]) for key, line, _numbers in lines),
            b"".join(b"%b\t%b" % (key, line) for key, line, _numbers in lines),
            b"".join(
                b"%b\t%b\t%b\n" % (one, line.split(b"\t", 1)[0], key)
                for key, line, several in lines
                for one in several
            ),
        )


def rows_of(address: str, statements: int, batch: int) -> list[Batch]:
    """Rows as they were stored, under new ids, batch by batch."""
    numbers = f"array_to_string(ARRAY(SELECT {NUMBER_IN_SQL} FROM unnest(related) AS text), ' ')"
    query = f"COPY (SELECT {numbers}, {', '.join(COLUMNS)} FROM lrs_statement LIMIT {statements}) TO STDOUT"
    with psycopg.connect(address) as connection, connection.cursor().copy(query) as copied:
        found = [bytes(line).split(b"\t", 1) for line in copied]
    lines = [(str(uuid4()).encode(), line, several.split()) for several, line in found]
    return [Batch.of(lines[first : first + batch]) for first in range(0, len(lines), batch)]


def copy(address: str, batches: list[Batch]) -> None:
    """Copies rows, with a COMMIT for each batch."""
    with psycopg.connect(address) as connection, connection.cursor() as cursor:
        for batch in batches:
            with cursor.copy("COPY lrs_statementid (id, stored) FROM STDIN") as copied:
                copied.write(batch.ids)
            with cursor.copy(f"COPY lrs_statement (id, {', '.join(COLUMNS)}) FROM STDIN") as copied:
                copied.write(batch.statements)
            if batch.related:
                with cursor.copy("COPY lrs_related (key, stored, id) FROM STDIN") as copied:
                    copied.write(batch.related)
            connection.commit()


def post(
    port: int, key: tuple[str, str], contents: list[bytes], path: str = "/xapi/statements"
) -> list[float]:
    """One client: posts its contents one after the other on one connection; returns the seconds
    that each took."""
    line = http.client.HTTPConnection("127.0.0.1", port)
    took = []
    for content in contents:
        start = time.perf_counter()
        line.request("POST", path, content, headers(key))
        answer = line.getresponse()
        answer.read()
        assert answer.status == 200, answer.status
        took.append(time.perf_counter() - start)
    return took


def at_once(work: Callable[..., Any], arguments: list[tuple[Any, ...]]) -> tuple[float, list[Any]]:
    """The seconds until all are done, each in a process of its own; and what each returned."""
    with get_context("fork").Pool(len(arguments)) as pool:
        pool.map(time.sleep, [0.05] * len(arguments), chunksize=1)
        start = time.perf_counter()
        returned = pool.starmap(work, arguments, chunksize=1)
        return time.perf_counter() - start, returned


def durability(address: str) -> str:
    """What the server promises about COMMIT. Refuses one that does not wait for the disk."""
    with psycopg.connect(address) as connection:
        said = {}
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            row = connection.execute(f"SHOW {name}").fetchone()
            said[name] = row[0] if row else "?"
    assert set(said.values()) == {"on"}, f"this server may lose what it acknowledged: {said}"
    return ", ".join(f"{name} {value}" for name, value in said.items())


def size(address: str) -> float:
    """Bytes a statement takes, with its id and all indexes."""
    with psycopg.connect(address) as connection:
        row = connection.execute(
            "SELECT sum(pg_total_relation_size(relid)) + pg_total_relation_size('lrs_statementid'),"
            " (SELECT count(*) FROM lrs_statement)"
            " FROM (SELECT * FROM pg_partition_tree('lrs_statement') UNION ALL SELECT * FROM "
            "pg_partition_tree('lrs_related'))"
            " WHERE isleaf"
        ).fetchone()
    return float(row[0] / row[1]) if row else 0.0


@dataclass
class Way:
    """One way to store: statements a second, and microseconds of processor time a statement, round
    by round."""

    rates: list[float] = field(default_factory=list)
    works: list[float] = field(default_factory=list)

    def run(
        self,
        statements: int,
        processor: Processor,
        work: Callable[..., Any],
        arguments: list[tuple[Any, ...]],
    ) -> list[Any]:
        before = processor.seconds()
        seconds, returned = at_once(work, arguments)
        time.sleep(0.3)
        self.rates.append(statements / seconds)
        self.works.append((processor.seconds() - before) / statements * 1e6)
        return returned

    def __str__(self) -> str:
        return f"{statistics.median(self.rates):8,.0f} statements a second, {statistics.median(self.works):4.0f} µs of processor each"

    def against(self, other: Way) -> str:
        """How it compares."""
        rate = statistics.median(self.rates) / statistics.median(other.rates)
        return f"ratio {rate:.2f}, by processor time {statistics.median(other.works) / statistics.median(self.works):.2f}"


def rounds(
    address: str, key: tuple[str, str], given: argparse.Namespace
) -> tuple[dict[str, Way], list[float]]:
    """The ways over HTTP, by COPY over one connection and over many; and the seconds that requests
    took."""
    http, one, many, took = Way(), Way(), Way(), []
    with serving(given.processes) as (port, pid):
        processor = Processor(address, pid)
        at_once(
            post, [(port, key, part) for part in _shared(bodies(4_000, given.batch), given.clients)]
        )
        for _ in range(given.rounds):
            contents = _shared(bodies(given.statements, given.batch), given.clients)
            returned = http.run(
                given.statements, processor, post, [(port, key, part) for part in contents]
            )
            took += [seconds for client in returned for seconds in client]
            one.run(
                given.statements,
                processor,
                copy,
                [(address, rows_of(address, given.statements, given.batch))],
            )
            shares = _shared(rows_of(address, given.statements, given.batch), given.clients)
            many.run(given.statements, processor, copy, [(address, part) for part in shares])
    return {"HTTP": http, "one": one, "many": many}, took


def of_reference(given: argparse.Namespace) -> float:
    """Statements a second that another store on this machine takes, asked in the same way with a
    tenth of the statements."""
    where = urlsplit(given.reference)
    key, contents = (
        (where.username or "", where.password or ""),
        bodies(given.statements // 10, given.batch),
    )
    arguments = [(where.port, key, part, where.path) for part in _shared(contents, given.clients)]
    seconds, _ = at_once(post, arguments)
    return float(len(contents) * given.batch / seconds)


def _shared(things: list[Any], among: int) -> list[list[Any]]:
    return [things[number::among] for number in range(among)]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--statements", type=int, default=20_000)
    parser.add_argument("--batch", type=int, default=100)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--processes", type=int, default=2, help="web processes")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--reference",
        help=(
            "address of another store's statements: "
            "http://USER:SECRET@127.0.0.1:PORT/xapi/statements"
        ),
    )
    given = parser.parse_args()
    with server(), database(NAME) as address:
        from trimtab.lrs import api as lrs

        promised = durability(address)
        key = lrs.add_credential(
            name=f"bench {secrets.token_hex(2)}", scopes=[lrs.Scope.ALL], now=datetime.now(UTC)
        )
        ways, took = rounds(address, key, given)
        bytes_each = size(address)
        reference = of_reference(given) if given.reference else 0.0
    took.sort()
    print(
        f"over HTTP           {ways['HTTP']} ({given.clients} clients, {given.batch} a request, "
        f"{given.processes} processes)"
    )
    print(
        f"  one request       {statistics.median(took) * 1e3:8.1f} ms in the middle, "
        f"{took[int(len(took) * 0.95)] * 1e3:.1f} ms at 95 %"
    )
    print(f"COPY, 1 connection  {ways['one']}; {ways['HTTP'].against(ways['one'])}")
    print(f"COPY, {given.clients} connections {ways['many']}; {ways['HTTP'].against(ways['many'])}")
    if reference:
        ratio = statistics.median(ways["HTTP"].rates) / reference
        print(
            f"reference store     {reference:8,.0f} statements a second ({given.clients} clients); "
            f"ratio {ratio:,.0f}"
        )
    print(f"size                {bytes_each:8,.0f} bytes a statement with its indexes")
    print(f"durability          {promised}")


if __name__ == "__main__":
    main()
