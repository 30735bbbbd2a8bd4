"""Something about a person in every room, so that tests can look for what is left of it; and a look through the whole database."""

from __future__ import annotations

import datetime as dt
from uuid import UUID, uuid4

from django.contrib.auth import get_user_model
from django.db import connection

from tests.packages import zipped
from tests.rooms.test_lrs_statements import CLIENT, said
from trimtab.channels.memory import MemoryChannel
from trimtab.courses import api as courses
from trimtab.courses.models import UnitStanding
from trimtab.evaluation import api as evaluation
from trimtab.evaluation.models import Measure
from trimtab.governance import api as governance
from trimtab.kernel.said import as_written
from trimtab.library import api as library
from trimtab.lrs import api as lrs
from trimtab.lrs.api import DocumentContent, DocumentKind, DocumentPlace, Precondition
from trimtab.messaging import api as messaging
from trimtab.people.api import PersonRow
from trimtab.practice.actions import reviewing
from trimtab.strategy.api import asking
from trimtab.support import api as support

ITEM = """
- key: fridge
  kind: short-answer
  stem: How warm may the fridge be?
  answers: ["5"]
  explanation: Five degrees at most.
  tags: [fridge]
"""


def prepare(now: dt.datetime) -> UUID:
    """A question, a measure and a course; returns the course."""
    assert not library.import_items(
        text=ITEM, form=library.ItemFormat.YAML, by=None, now=now
    ).problems
    Measure.objects.create(
        key="errors", name="Errors", unit="errors", scale="mean", grain="person", direction="lower"
    )
    package = courses.import_package(
        file=zipped("scorm12"), name="scorm12.zip", by=None, now=now
    ).package_id
    courses.offer(package_id=package, now=now)
    return package


def hold(person: PersonRow, asker: PersonRow, package: UUID, now: dt.datetime) -> None:
    """Leaves something in every room about this person, at this time: answers, searches, messages, letters, documents, statements."""
    words = f"{person.name.lower()}s very own words"
    governance.note_looks(
        reader_id=asker.id, about=[person.id], what=governance.What.HELD, today=now.date()
    )
    [item] = library.items_by_tags(["fridge"])
    reviewing.review(
        person_id=person.id,
        version_id=item.version_id,
        response=words,
        seconds=9.0,
        now=now,
        review_id=uuid4(),
    )
    support.look_up(person_id=person.id, query=words, limit=5, now=now)
    messaging.queue(
        person_ids=[person.id],
        key=f"test/{now}",
        subject=as_written(f"{person.name}, come"),
        body=as_written(f"Dear {person.name}"),
        why=as_written(words),
        now=now,
        urgent=True,
    )
    messaging.write_letters(
        [
            messaging.NewLetter(
                f"letter/{person.id}/{now}",
                person.email,
                person.name,
                as_written(words),
                as_written(words),
                as_written(words),
            )
        ],
        now=now,
    )
    messaging.deliver_due(now=now, channels={})
    messaging.deliver_letters(now=now, channel=MemoryChannel(), time_zone="Europe/Berlin")
    _in_the_store(person, words, now)
    _in_a_course(person, package, words, now)
    csv = f"measure,subject,when,value\nerrors,{person.email},{now.date()},3\n"
    assert not evaluation.import_measures(csv_text=csv, now=now).problems
    agreed = asking.Agreed(
        "What do you know?", ("Q-P9",), now.date() + dt.timedelta(days=9), (), asking.Silence.GO_ON
    )
    asking.ask(
        agreed=agreed, invitees=[asking.Invitee(person.name, person.email)], by=asker.id, now=now
    )
    get_user_model().objects.filter(id=person.id).update(last_login=now)


def _in_the_store(person: PersonRow, words: str, now: dt.datetime) -> None:
    agent = {"mbox": f"mailto:{person.email}"}
    ours = {"account": {"homePage": f"{lrs.home()}/people", "name": str(person.pseudonym)}}
    for one in (agent, ours):
        place = DocumentPlace(
            DocumentKind.STATE, activity="urn:course", agent=lrs.agent_key(one, lrs.home())
        )
        content = DocumentContent(words.encode(), "text/plain")
        lrs.put_document(
            place=place,
            name=f"n{now}",
            about="urn:course",
            content=content,
            condition=Precondition(),
            now=now,
        )
        lrs.store(
            [said(actor={**one, "name": person.name}, result={"response": words})],
            by=CLIENT,
            now=now,
        )


def _in_a_course(person: PersonRow, package: UUID, words: str, now: dt.datetime) -> None:
    courses.launch(
        person=person,
        package_id=package,
        unit=0,
        return_url="https://x/back",
        now=now,
        mode=courses.LaunchMode.NORMAL,
    )
    UnitStanding.objects.filter(registration__person=person.id).update(
        runtime={"cmi.suspend_data": words}
    )


def traces(needle: str) -> dict[str, int]:
    """In how many rows of which tables a word stands, in any case, as text or as bytes; tables without it are left out."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname"
        )
        tables = [name for [name] in cursor.fetchall()]
        found = {}
        for table in tables:
            cursor.execute(
                f'SELECT count(*) FROM "{table}" AS one WHERE one::text ILIKE %s OR one::text ILIKE %s',
                [f"%{needle}%", f"%{needle.encode().hex()}%"],
            )
            found[table] = cursor.fetchone()[0]
    return {table: count for table, count in found.items() if count}
