"""How long the pages about people take when there are many: found by a part of name, address or
number, filtered, sorted, chosen; the tree of units; the list to be taken out.

    python -m bench.people_pages [--people 100000] [--units 2000] [--times 15] [--most 100]

Needs nothing: it starts a database of its own and throws it away. Prints, for each page, the median
and the slowest in milliseconds and the queries it takes, and fails when the median of a page that
somebody waits for while typing is over `--most`. The times are those of the application, without
the network.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import statistics
import time
from pathlib import Path

from bench.stage import database, server

PAGES = (
    "/people",
    "/people?q=person+99",
    "/people?q=person",
    "/people?q=ma",
    "/people?q=P012345",
    "/people?q=nobody+is+called+that",
    "/people?unit=u-7",
    "/people?unit=u-7&role=learner&standing=never-invited",
    "/people?audience=cashiers",
    "/people?standing=invited",
    "/people?sort=unit",
    "/people?sort=newest&page=900",
    "/people/units",
    "/people/units?q=shop+1",
    "/people/attributes",
)
JOBS = ("cashier", "stock", "fresh", "service")
NAMES = ("Maria", "Jonas", "Aisha", "Omar", "Lena", "Mateo", "Person", "Nora")


def crowd(count: int, units: int, now: dt.datetime) -> None:
    """An organisation of so many people in so many units, four levels deep, with audiences."""
    from trimtab.people import api as people
    from trimtab.people.models import Audience

    specs = [people.UnitSpec("org", "Bench", "organisation")]
    specs += [
        people.UnitSpec(f"u-{at}", f"Shop {at}", "shop", f"u-{at // 12}" if at >= 12 else "org")
        for at in range(units - 1)
    ]
    people.match_units(specs, now=now)
    for start in range(0, count, 10_000):
        people.match_people(
            [
                people.PersonSpec(
                    email=f"person{at}@crowd.example",
                    name=f"{NAMES[at % len(NAMES)]} {at}",
                    unit=f"u-{at % (units - 1)}",
                    attributes={"job": JOBS[at % len(JOBS)], "employee-number": f"P{at:06}"},
                )
                for at in range(start, min(start + 10_000, count))
            ],
            now=now,
        )
    rules = [("everybody", {}), *((f"{job}s", {"attributes": {"job": [job]}}) for job in JOBS)]
    Audience.objects.bulk_create(
        Audience(key=key, name=key.title(), rule=rule) for key, rule in rules
    )


def main() -> None:
    """Fills the database and prints a line a page."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--people", type=int, default=100_000)
    options.add_argument("--units", type=int, default=2_000)
    options.add_argument("--times", type=int, default=15)
    options.add_argument("--most", type=float, default=100.0)
    options.add_argument("--keep", action="store_true")
    options.add_argument("--again", action="store_true")
    given = options.parse_args()
    with server(), database("bench_people_pages", keep=given.keep, again=given.again):
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        if not given.again:
            _fill(given.people, given.units)
        slow = _measure(given.times, given.most)
    if slow:
        raise SystemExit(1)


def _fill(count: int, units: int) -> None:
    from django.db import connection

    from trimtab.people import api as people
    from trimtab.people.api import Role

    now = dt.datetime.now(dt.UTC)
    people.create_organisation(
        name="Bench", time_zone="UTC", language="en", simulated=False, now=now
    )
    roles = [Role.ADMINISTRATOR]
    people.add_person(email="ada@bench.example", name="Ada", roles=roles, now=now)
    start = time.perf_counter()
    crowd(count, units, now)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"{count:,} people in {units:,} units in {time.perf_counter() - start:.0f} s", flush=True)


def _measure(times: int, most: float) -> bool:
    from django.conf import settings
    from django.test import Client

    from trimtab.people.models import Person

    settings.ALLOWED_HOSTS = ["*"]
    client = Client()
    client.force_login(Person.objects.get(email="ada@bench.example"))
    client.get("/people")
    print(
        f"{'page':54} {'median ms':>9} {'slowest':>8} {'cpu here':>8} {'cpu db':>8} {'queries':>7}"
        f" {'kB':>4}"
    )
    return any([_timed(client, path, times) > most for path in PAGES])


def _backend() -> float:
    """The processor time of the database's process that serves us, in seconds."""
    from django.db import connection

    connection.ensure_connection()
    pid = connection.connection.info.backend_pid
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")


def _timed(client: object, path: str, times: int) -> float:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    assert isinstance(client, Client)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(path)
    queries = len(asked)
    assert answer.status_code == 200, f"{path}: {answer.status_code}"
    took = []
    spent, own = _backend(), time.process_time()
    for _ in range(times):
        start = time.perf_counter()
        client.get(path)
        took.append((time.perf_counter() - start) * 1000)
    here = (time.process_time() - own) * 1000 / times
    there = (_backend() - spent) * 1000 / times
    median = statistics.median(took)
    size = len(answer.content) / 1024
    print(
        f"{path:54} {median:9.1f} {max(took):8.1f} {here:8.1f} {there:8.1f} {queries:7d} {size:4.0f}",
        flush=True,
    )
    return median


if __name__ == "__main__":
    main()
