"""How long pages take with many people: the demonstration, with as many more people in its shops as
are asked for.

    python -m bench.pages [--people 100000] [--times 15]

Needs nothing: it starts a database of its own and throws it away. Prints, for each page, the median
and the slowest in milliseconds, the queries it takes, and how many times the sign-in page (which
asks the database for almost nothing) that is. The times are those of the application, without the
network.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import shutil
import statistics
import tempfile
import time
from pathlib import Path

PAGES = (
    ("learner", "/today"),
    ("learner", "/find?q=return+without+receipt"),
    ("learner", "/inbox"),
    ("learner", "/me"),
    ("manager", "/team"),
    ("stakeholder", "/part"),
    ("strategist", "/"),
    ("strategist", "/strategy"),
    ("strategist", "/strategy/answers"),
    ("strategist", "/strategy/draft"),
    ("strategist", "/strategy/audiences/fresh-food"),
    ("strategist", "/strategy/revisions/2"),
    ("strategist", "/corrections"),
    ("strategist", "/results"),
    ("author", "/gaps"),
    ("author", "/content"),
    ("administrator", "/people"),
    ("administrator", "/people?q=person+99"),
    ("administrator", "/outbox"),
    ("administrator", "/audit"),
)
JOBS = ("cashier", "stock", "fresh", "service")


def crowd(count: int, now: dt.datetime) -> None:
    """Adds `count` people to the shops, in portions, and enrols them."""
    from trimtab.people import api as people
    from trimtab.practice import api as practice

    shops = [unit.code for unit in people.units() if unit.kind == "shop"]
    for start in range(0, count, 10_000):
        specs = [
            people.PersonSpec(
                email=f"person{at}@crowd.example",
                name=f"Person {at}",
                unit=shops[at % len(shops)],
                attributes={"job": JOBS[at % len(JOBS)]},
                time_zone="Europe/Dublin",
            )
            for at in range(start, min(start + 10_000, count))
        ]
        people.match_people(specs, now=now)
    practice.refresh_enrolments(now=now)


def timed(role: str, path: str, times: int) -> tuple[float, float, int]:
    """Median and slowest milliseconds of a page for the demonstration's account of a role, and its
    queries."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from trimtab.demo.accounts import ACCOUNTS
    from trimtab.people.models import Person

    client = Client()
    if role:
        email = next(account.email for account in ACCOUNTS if str(account.role) == role)
        client.force_login(Person.objects.get(email=email))
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(path)
    queries = len(asked)
    assert answer.status_code == 200, f"{path}: {answer.status_code}"
    took = []
    for _ in range(times):
        start = time.perf_counter()
        client.get(path)
        took.append((time.perf_counter() - start) * 1000)
    return statistics.median(took), max(took), queries


def main() -> None:
    """Fills the database and prints a line a page."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--people", type=int, default=100_000)
    options.add_argument("--times", type=int, default=15)
    given = options.parse_args()
    from trimtab.console.postgres import Cluster, stop

    folder = Path(tempfile.mkdtemp(prefix="trimtab-bench-"))
    cluster = Cluster(folder)
    process = cluster.start()
    os.environ |= {"DATABASE_URL": cluster.url, "DJANGO_SETTINGS_MODULE": "trimtab.config.settings"}
    try:
        _measure(given.people, given.times)
    finally:
        stop(process.pid)
        shutil.rmtree(cluster.socket, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)


def _measure(people: int, times: int) -> None:
    import django
    from django.core.management import call_command
    from django.db import connection

    django.setup()
    from django.conf import settings

    from trimtab.demo.load import load

    settings.ALLOWED_HOSTS = ["*"]
    call_command("migrate", verbosity=0)
    now = dt.datetime.now(dt.UTC)
    load(now=now)
    start = time.perf_counter()
    crowd(people, now)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"{people:,} people more in {time.perf_counter() - start:.0f} s")
    base, _slowest, _queries = timed("", "/sign-in", times)
    print(f"{'page':44} {'median ms':>9} {'slowest':>8} {'queries':>8} {'x sign-in':>9}")
    print(f"{'/sign-in':44} {base:9.1f}")
    for role, path in PAGES:
        median, slowest, queries = timed(role, path, times)
        print(
            f"{role + ' ' + path:44} {median:9.1f} {slowest:8.1f} {queries:8d} {median / base:9.1f}"
        )


if __name__ == "__main__":
    main()
