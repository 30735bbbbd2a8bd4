"""How long the directory waits for a list of users, for one user, and for a change.

    python -m bench.directory [--people 100000] [--most 50]

Needs nothing: it starts a database of its own and throws it away. Half of the people are kept by
the directory. Each question is asked through the whole of Django, in this process, twenty times;
printed are the middle and the slowest, in milliseconds. Fails when the middle of a look-up by
userName, externalId, id or e-mail address is more than `--most`.
"""

from __future__ import annotations

import argparse
import datetime as dt
import statistics
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from bench.stage import database, server

TIMES = 20
_KEEP = """
INSERT INTO people_keptperson (person_id, said, addresses, created_at, changed_at)
SELECT id, jsonb_build_object('userName', email, 'displayName', name, 'externalId', 'x-' || email,
    'active', true, 'emails', jsonb_build_array(jsonb_build_object('value', email, 'type', 'work',
    'primary', true))), ARRAY[email], created_at, created_at
FROM people_person WHERE email LIKE '%%0@%%' OR email LIKE '%%2@%%' OR email LIKE '%%4@%%'
    OR email LIKE '%%6@%%' OR email LIKE '%%8@%%'
"""
_NAME = """
INSERT INTO people_identity (person_id, provider, subject)
SELECT person_id, 'scim:user-name', said ->> 'userName' FROM people_keptperson
UNION ALL SELECT person_id, 'scim:external-id', said ->> 'externalId' FROM people_keptperson
"""


def main() -> None:
    """Prints a line a question."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--people", type=int, default=100_000)
    options.add_argument("--most", type=float, default=50.0)
    given = options.parse_args()
    with server(), database("bench_directory"):
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        secret = _people(given.people)
        slow = _measure(secret, given.people, given.most)
    if slow:
        raise SystemExit(f"slower than {given.most:g} ms: {', '.join(slow)}")


def _people(count: int) -> str:
    """So many people, half of them kept by the directory; the key of the directory."""
    from django.db import connection

    from trimtab.people import api as people
    from trimtab.people.api import PersonSpec, Role

    now = dt.datetime.now(dt.UTC)
    people.create_organisation(
        name="Bench", time_zone="UTC", language="en", simulated=False, now=now
    )
    specs = [PersonSpec(f"p{at}@bench.example", f"Person {at}") for at in range(count)]
    people.match_people(specs, now=now)
    ada = people.add_person(
        email="ada@bench.example", name="Ada", roles=[Role.ADMINISTRATOR], now=now
    )
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, [])
        cursor.execute(_NAME, [])
        cursor.execute("ANALYZE")
    _id, secret = people.make_directory_token(name="Bench", days=1, by=ada, now=now)
    return secret


def _questions(count: int) -> Iterator[tuple[str, str, bool]]:
    """What is asked: words, the query, and whether it is a look-up that must be fast."""
    middle = count // 2 * 2 // 2
    for number in (middle, middle + 1):
        address = f"p{number}@bench.example"
        yield f"userName eq, {number}", f'userName eq "{address.upper()}"', True
        yield f"e-mail eq, {number}", f'emails[type eq "work"].value eq "{address}"', True
    even = middle - middle % 2
    yield "externalId eq", f'externalId eq "x-p{even}@bench.example"', True
    yield "nobody", 'userName eq "nobody"', True
    yield "displayName co", 'displayName co "999"', False
    yield "userName sw and active", 'userName sw "p9" and active eq true', False


def _measure(secret: str, count: int, most: float) -> list[str]:
    from django.test import Client

    client = Client(headers={"Authorization": f"Bearer {secret}"})
    slow = []
    for words, text, must in _questions(count):
        query = urlencode({"filter": text, "count": 100})
        middle = _timed(words, client, f"/scim/v2/Users?{query}")
        if must and middle > most:
            slow.append(words)
    _timed("100 users", client, "/scim/v2/Users?count=100")
    _timed("the last 100 users", client, f"/scim/v2/Users?count=100&startIndex={count - 100}")
    user = client.get("/scim/v2/Users?count=1").json()["Resources"][0]["id"]
    if _timed("one user", client, f"/scim/v2/Users/{user}") > most:
        slow.append("one user")
    return slow


def _timed(words: str, client: Any, address: str) -> float:
    """The middle of the milliseconds that a question takes; it is printed."""
    taken = []
    for _time in range(TIMES):
        start = time.perf_counter()
        answer = client.get(address)
        taken.append((time.perf_counter() - start) * 1000)
        assert answer.status_code == 200, answer.content
    middle = statistics.median(taken)
    found = answer.json().get("totalResults", 1)
    print(
        f"{words:28} {found:7,} found  {middle:7.1f} ms, slowest {max(taken):7.1f} ms", flush=True
    )
    return middle


if __name__ == "__main__":
    main()
