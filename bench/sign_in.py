"""How long it takes until many people who sign in at once are in, by their passwords, as browsers
do it: the sign-in page, the form, and the page that follows. All come from one place, as those of a shift behind one router.

    python -m bench.sign_in [--people 500] [--together 25] [--processes 2] [--most 600]

Needs nothing: it starts a database and the real server of its own and throws them away. Prints how long all took, how long one waits, and what of the
processors one sign-in takes; hashing a password is most of it. Fails when somebody does not get in,
or all together take more than `--most` seconds.
"""

from __future__ import annotations

import argparse
import datetime as dt
import re
import statistics
import time
from concurrent.futures import ThreadPoolExecutor

import httpx

from bench.stage import Processor, database, server, serving

PASSWORD = "four words in a row"


def main() -> None:
    """Prints what the sign-ins took."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--people", type=int, default=500)
    options.add_argument("--together", type=int, default=25)
    options.add_argument("--processes", type=int, default=2)
    options.add_argument("--most", type=float, default=600.0)
    asked = options.parse_args()
    with server(), database("bench_sign_in") as address:
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        _people(asked.people)
        with serving(asked.processes) as (port, pid):
            _measure(port, Processor(address, pid), asked.people, asked.together, asked.most)


def _people(count: int) -> None:
    """So many people who have the same password; it is hashed once."""
    from django.contrib.auth.hashers import make_password

    from trimtab.people import api as people
    from trimtab.people.models import Person

    now = dt.datetime.now(dt.UTC)
    people.create_organisation(
        name="Bench", time_zone="UTC", language="en", simulated=False, now=now
    )
    specs = [people.PersonSpec(f"p{at}@bench.example", f"Person {at}") for at in range(count)]
    people.match_people(specs, now=now)
    Person.objects.update(password=make_password(PASSWORD))


def _measure(port: int, processor: Processor, count: int, together: int, most: float) -> None:
    def signed_in(number: int) -> float:
        return _sign_in(f"http://127.0.0.1:{port}", number)

    signed_in(0)
    spent, start = processor.seconds(), time.perf_counter()
    with ThreadPoolExecutor(together) as pool:
        waits = sorted(pool.map(signed_in, range(count)))
    took = time.perf_counter() - start
    each = (processor.seconds() - spent) * 1000 / count
    slow = waits[int(len(waits) * 0.95)]
    print(f"{count} people, {together} at once: all are in after {took:.1f} s")
    print(f"one waits {statistics.median(waits):.2f} s, one in twenty more than {slow:.2f} s")
    print(f"a sign-in takes {each:.0f} ms of the processors")
    if took > most:
        raise SystemExit(f"more than {most:g} s")


def _sign_in(site: str, number: int) -> float:
    """One person gets in; seconds from the sign-in page to the page that follows."""
    start = time.perf_counter()
    with httpx.Client(base_url=site, timeout=120) as client:
        page = client.get("/sign-in")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
        assert token, f"{page.status_code} {page.headers} {page.text[:400]}"
        form = {
            "csrfmiddlewaretoken": token[1],
            "username": f"p{number}@bench.example",
            "password": PASSWORD,
        }
        answer = client.post("/sign-in", data=form, headers={"Referer": f"{site}/sign-in"})
        assert answer.status_code == 302, f"{number}: {answer.status_code} {answer.text[:600]}"
        assert client.get("/today").status_code == 200
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
