"""How fast statements are taken over HTTP, beside a bare COPY of the same rows into the same tables, in the same run.

python -m bench.ingest [--statements 20000] [--batch 100] [--clients 8]

DATABASE_URL names a server on which a database of its own may be made; it is dropped at the end. Every statement sent is new,
fully checked, and on disk when it is acknowledged (as far as the server's fsync and synchronous_commit say so).
"""

from __future__ import annotations

import argparse
import base64
import http.client
import json
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from multiprocessing import get_context
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg

NAME = "trimtab_bench_ingest"


def statement(number: int) -> dict[str, object]:
    """One answer to one item, about 680 bytes of JSON."""
    return {
        "id": str(uuid4()),
        "actor": {"objectType": "Agent", "account": {"homePage": "https://bench.example/people", "name": str(uuid4())}},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/answered", "display": {"en": "answered"}},
        "object": {
            "objectType": "Activity",
            "id": f"https://bench.example/items/{number % 500}",
            "definition": {
                "name": {"en": "Which shelf does it stand on?"},
                "type": "http://adlnet.gov/expapi/activities/cmi.interaction",
            },
        },
        "result": {"success": number % 3 > 0, "score": {"scaled": 0.5}, "response": "b", "duration": "PT12.50S"},
        "context": {
            "platform": "trimtab",
            "extensions": {"https://w3id.org/trimtab/profile/extensions/programme": "food"},
        },
        "timestamp": datetime.now(UTC).isoformat(),
    }


def bodies(statements: int, batch: int) -> list[bytes]:
    """The contents of the requests."""
    return [json.dumps([statement(n + i) for i in range(batch)]).encode() for n in range(0, statements, batch)]


@contextmanager
def database() -> Iterator[str]:
    """A database of our own with the tables; yields its address."""
    server = urlsplit(os.environ["DATABASE_URL"])
    with psycopg.connect(urlunsplit(server), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {NAME}")
        try:
            address = urlunsplit(server._replace(path=f"/{NAME}"))
            os.environ |= {"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "trimtab.config.settings"}
            import django
            from django.core.management import call_command

            django.setup()
            call_command("migrate", "lrs", verbosity=0)
            yield address
        finally:
            connection.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")


def bare_copy(address: str, statements: int, batch: int) -> float:
    """Statements a second by COPY of finished rows, one transaction for each batch, one connection."""
    with psycopg.connect(address) as connection, connection.cursor() as cursor:
        rows = cursor.execute(
            "SELECT stored, timestamp, actor_key, verb, object_id, registration, authority, voided, raw::text, related, voids"
            " FROM lrs_statement LIMIT %s",
            (statements,),
        ).fetchall()
        start = time.perf_counter()
        for first in range(0, len(rows), batch):
            with cursor.copy(
                "COPY lrs_statement (id, stored, timestamp, actor_key, verb, object_id, registration, authority, voided,"
                " raw, related, voids) FROM STDIN"
            ) as copy:
                for row in rows[first : first + batch]:
                    copy.write_row((uuid4(), *row))
            connection.commit()
        return len(rows) / (time.perf_counter() - start)


def post(port: int, key: tuple[str, str], contents: list[bytes]) -> list[float]:
    """One client: posts its contents one after the other on one connection; returns the seconds that each took."""
    authorization = "Basic " + base64.b64encode(":".join(key).encode()).decode()
    headers = {"Content-Type": "application/json", "X-Experience-API-Version": "1.0.3", "Authorization": authorization}
    line = http.client.HTTPConnection("127.0.0.1", port)
    took = []
    for content in contents:
        start = time.perf_counter()
        line.request("POST", "/xapi/statements", content, headers)
        answer = line.getresponse()
        answer.read()
        assert answer.status == 200, answer.status
        took.append(time.perf_counter() - start)
    return took


def _answers(port: int) -> bool:
    try:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        line.request("GET", "/xapi/about")
        line.getresponse().read()
    except OSError:
        return False
    return True


@contextmanager
def serving(processes: int) -> Iterator[int]:
    """The real server; yields its port."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    environment = {**os.environ, "TRIMTAB_PORT": str(port), "TRIMTAB_WEB_PROCESSES": str(processes)}
    process = subprocess.Popen([sys.executable, "-m", "trimtab", "web", "--host", "127.0.0.1"], env=environment)
    try:
        until = time.monotonic() + 60
        while not _answers(port):
            assert process.poll() is None and time.monotonic() < until, "the server does not answer"
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def over_http(port: int, key: tuple[str, str], contents: list[bytes], clients: int) -> tuple[float, list[float]]:
    """Seconds for everything, and for each request, with `clients` processes at once."""
    with get_context("fork").Pool(clients) as pool:
        start = time.perf_counter()
        took = pool.starmap(post, [(port, key, contents[number::clients]) for number in range(clients)])
        return time.perf_counter() - start, sorted(seconds for one in took for seconds in one)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--statements", type=int, default=20_000)
    parser.add_argument("--batch", type=int, default=100)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--processes", type=int, default=2, help="web processes")
    given = parser.parse_args()
    with database() as address:
        from trimtab.lrs import api as lrs

        key = lrs.add_credential(name=f"bench {secrets.token_hex(2)}", scopes=[lrs.Scope.ALL], now=datetime.now(UTC))
        with serving(given.processes) as port:
            over_http(port, key, bodies(2_000, given.batch), given.clients)
            contents = bodies(given.statements, given.batch)
            seconds, took = over_http(port, key, contents, given.clients)
        rate, bare = len(contents) * given.batch / seconds, bare_copy(address, given.statements, given.batch)
        count = lrs.count_statements()
        with psycopg.connect(address) as connection:
            size = connection.execute("SELECT pg_total_relation_size('lrs_statement')").fetchone()
            durable = [connection.execute(f"SHOW {name}").fetchone() for name in ("fsync", "synchronous_commit")]
    print(f"over HTTP    {rate:10,.0f} statements a second ({given.clients} clients, {given.batch} a request)")
    print(
        f"one request  {took[len(took) // 2] * 1e3:10.1f} ms in the middle, {took[int(len(took) * 0.95)] * 1e3:.1f} ms at 95 %"
    )
    print(f"bare COPY    {bare:10,.0f} statements a second")
    print(f"ratio        {rate / bare:10.2f}")
    print(f"size         {size[0] / count if size else 0:10,.0f} bytes a statement with its indexes")
    print(
        f"durability   fsync {durable[0][0] if durable[0] else '?'}, synchronous_commit {durable[1][0] if durable[1] else '?'}"
    )


if __name__ == "__main__":
    main()
