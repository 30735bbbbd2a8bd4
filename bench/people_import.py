"""How long a list of many people takes: looked at, taken, looked at again, changed, taken back.

    python -m bench.people_import [--people 50000] [--most 60]

Needs nothing: it starts a database of its own and throws it away. The list is an export of
Microsoft Entra ID with 32 columns, of people in 200 departments who are new; the second list moves
a tenth of them. Prints seconds, and fails when looking and taking together take more than `--most`.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import io
import time
from collections.abc import Callable
from typing import TypeVar

from bench.stage import database, server

HEAD = (
    "userPrincipalName,displayName,surname,mail,givenName,objectId,userType,jobTitle,department,"
    "accountEnabled,usageLocation,streetAddress,state,country,physicalDeliveryOfficeName,city,"
    "postalCode,telephoneNumber,mobilePhone,authenticationPhoneNumber,"
    "authenticationAlternativePhoneNumber,authenticationEmail,alternateEmailAddress,ageGroup,"
    "consentProvidedForMinor,legalAgeGroupClassification,companyName,creationType,"
    "directorySynced,invitationState,identityIssuer,createdDateTime"
).split(",")
Done = TypeVar("Done")


def listed(count: int, *, moved: int = 0) -> io.BytesIO:
    """A list of so many people; the first `moved` of them are in another department."""
    held = io.StringIO()
    writer = csv.DictWriter(held, HEAD)
    writer.writeheader()
    for at in range(count):
        address = f"person{at}@crowd.example"
        writer.writerow(
            {
                "userPrincipalName": address,
                "mail": address,
                "displayName": f"Person {at}",
                "givenName": "Person",
                "surname": str(at),
                "jobTitle": f"Job {at % 40}",
                "department": f"Department {(at + (at < moved)) % 200}",
                "accountEnabled": "True",
                "country": "Ireland",
                "city": "Dublin",
                "companyName": "Crowd",
                "userType": "Member",
            }
        )
    return io.BytesIO(held.getvalue().encode())


def main() -> None:
    """Prints a line a step."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--people", type=int, default=50_000)
    options.add_argument("--most", type=float, default=60.0)
    given = options.parse_args()
    with server(), database("bench_people_import"):
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        _measure(given.people, given.most)


def _measure(count: int, most: float) -> None:
    from trimtab.journeys import people_lists
    from trimtab.people import api as people
    from trimtab.people.api import Role

    now = dt.datetime.now(dt.UTC)
    people.create_organisation(
        name="Bench", time_zone="UTC", language="en", simulated=False, now=now
    )
    key = people.add_person(
        email="ada@bench.example", name="Ada", roles=[Role.ADMINISTRATOR], now=now
    )
    ada = people.person(key)

    def chosen(file: io.BytesIO) -> people.ListRow:
        list_id = people_lists.choose(file=file, name="entra.csv", by=ada, now=now)
        return people.people_list(list_id, now=now)

    def look(row: people.ListRow) -> people.ListRow:
        people.say_columns(list_id=row.id, columns=row.columns, by=ada.id, now=now)
        return worked(row)

    def worked(row: people.ListRow) -> people.ListRow:
        with people.told_progress(row.id) as progress:
            return people_lists.work(row.id, now=now, progress=progress)

    def take(row: people.ListRow) -> people.ListRow:
        keys = [danger.key for danger in row.dangers]
        people.agree(list_id=row.id, agreed=keys, by=ada.id, now=now)
        return worked(row)

    def take_back(row: people.ListRow) -> people.ListRow:
        people.ask_back(list_id=row.id, by=ada.id, now=now)
        return worked(row)

    file = listed(count)
    print(f"{count:,} people, {file.getbuffer().nbytes / 1e6:.1f} MB")
    row, reading = _timed("chosen and read", lambda: chosen(file))
    row, looking = _timed("looked at, all new", lambda: look(row))
    row, taking = _timed("taken", lambda: take(row))
    _timed("the same looked at again", lambda: look(chosen(listed(count))))
    moved, _seconds = _timed(
        "a tenth moved, looked at", lambda: look(chosen(listed(count, moved=count // 10)))
    )
    moved, _seconds = _timed("a tenth moved, taken", lambda: take(moved))
    _timed("a tenth taken back", lambda: take_back(moved))
    _timed("all taken back", lambda: take_back(row))
    assert people.count_people() == 1, "everybody who came in is gone again"
    whole = reading + looking + taking
    print(f"read, looked at and taken in {whole:.1f} s; at most {most:g} s")
    if whole > most:
        raise SystemExit(1)


def _timed(words: str, do: Callable[[], Done]) -> tuple[Done, float]:
    """What was done, and in how many seconds; beside them stand those of the processor, which other
    work on the machine does not change much.
    """
    start, spent = time.perf_counter(), time.process_time()
    done = do()
    seconds, own = time.perf_counter() - start, time.process_time() - spent
    print(f"{words:28} {seconds:6.1f} s, of the processor here {own:6.1f} s", flush=True)
    return done, seconds


if __name__ == "__main__":
    main()
