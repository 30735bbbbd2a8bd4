"""What statements are related to is found in the order of storing, whatever the
month, and goes when the statements go."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any
from uuid import UUID, uuid4

import pytest
from bench import filling
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import Q

from tests.cast import NOW
from tests.rooms.test_lrs_months import ago
from tests.rooms.test_lrs_statements import CLIENT, found, said, voiding
from trimtab.journeys import keeping
from trimtab.lrs import api as lrs
from trimtab.lrs.api import Filters, Month
from trimtab.lrs.domain.keys import (
    NUMBER_IN_SQL,
    agent_key,
    numbers_of,
    related_keys,
    related_number,
    within,
)
from trimtab.lrs.models import Related, Statement
from trimtab.lrs.queries.statements import places

pytestmark = pytest.mark.django_db
COURSE, COACH = "https://corner.example/course", {"mbox": "mailto:coach@corner.example"}
IN_COURSE = {"contextActivities": {"grouping": [{"id": COURSE}]}, "instructor": COACH}
BROADLY: list[dict[str, Any]] = [
    {"activity": COURSE, "related_activities": True},
    {"agent": "mbox mailto:coach@corner.example", "related_agents": True},
]


def stored(months: int, minutes: int = 0, **changes: Any) -> str:
    [key] = lrs.store(
        [said(**{"context": IN_COURSE, **changes})], by=CLIENT, now=ago(months, minutes)
    )
    return str(key)


@pytest.mark.parametrize(
    "text",
    ["o https://corner.example/course", "a mbox mailto:zoë@corner.example", "m ", "o 日本\\n"],
)
def test_python_and_the_database_tell_the_same_number_of_a_text(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {NUMBER_IN_SQL} FROM (VALUES (%s)) AS given(text)", [text])
        assert cursor.fetchone() == (related_number(text),)


@pytest.mark.parametrize("ascending", [False, True])
@pytest.mark.parametrize("asked", BROADLY)
def test_pages_of_what_is_related_run_through_the_months_in_order(
    asked: dict[str, Any], ascending: bool
) -> None:
    kept = [stored(months, minutes) for months in (9, 1, 0) for minutes in range(3)]
    with_equal_times = lrs.store(
        [said(context=IN_COURSE) for _ in range(4)], by=CLIENT, now=ago(0, 9)
    )
    kept += map(str, sorted(with_equal_times))
    (
        stored(1, context={}),
        stored(0, 5, context={"contextActivities": {"grouping": [{"id": COURSE + "/2"}]}}),
    )
    seen: list[str] = []
    after = None
    while True:
        page = lrs.page(Filters(limit=2, ascending=ascending, after=after, **asked))
        seen += [json.loads(text)["id"] for text in page.texts]
        after = page.next
        if after is None:
            break
    assert seen == (kept if ascending else kept[::-1])
    assert found(since=ago(9, 1), until=ago(1), ascending=True, **asked) == kept[2:4]


def test_what_is_related_is_narrowed_by_everything_else() -> None:
    registration, verb = str(uuid4()), {"id": "http://adlnet.gov/expapi/verbs/passed"}
    ana, bo = {"mbox": "mailto:ana@corner.example"}, {"mbox": "mailto:bo@corner.example"}
    passed, registered = (
        stored(1, 1, verb=verb),
        stored(1, context={**IN_COURSE, "registration": registration}),
    )
    of_bo, thing = stored(2, actor=bo), stored(3, object={"id": COURSE}, context={})
    member = stored(4, actor={"objectType": "Group", "member": [ana, bo]})
    broadly = {"activity": COURSE, "related_activities": True}
    assert found(**broadly) == [passed, registered, of_bo, thing, member]
    assert found(**broadly, verb=verb["id"]) == [passed]
    assert found(**broadly, registration=UUID(registration)) == [registered]
    assert found(**broadly, agent=agent_key(ana, lrs.home())) == [passed, registered, thing, member]
    assert found(**broadly, agent=agent_key(COACH, lrs.home()), related_agents=True, limit=3) == [
        passed,
        registered,
        of_bo,
    ]
    assert found(**broadly, authority="other") == []


@pytest.mark.parametrize("asked", BROADLY)
def test_a_voided_statement_is_not_found_by_what_it_is_related_to(asked: dict[str, Any]) -> None:
    gone, stays = stored(1), stored(2)
    about_it = voiding(gone)
    lrs.store([about_it], by=CLIENT, now=NOW)
    assert found(**asked) == [about_it["id"], stays]


@pytest.mark.parametrize("asked", BROADLY)
def test_a_statement_with_the_same_number_of_another_text_is_not_found(
    asked: dict[str, Any],
) -> None:
    other = stored(
        1, 1, context={"contextActivities": {"grouping": [{"id": "https://corner.example/other"}]}}
    )
    right, row = stored(1), Statement.objects.get(id=other)
    for text in (f"o {COURSE}", "a mbox mailto:coach@corner.example"):
        Related.objects.create(key=related_number(text), stored=row.stored, id=row.id)
    assert found(**asked) == [right]
    assert found(**asked, limit=1) == [right]


def test_each_related_text_has_one_row_and_other_statements_have_none() -> None:
    key = stored(0)
    stored(0, context={})
    row = Statement.objects.get(id=key)
    assert set(Related.objects.values_list("key", "stored", "id")) == {
        (number, row.stored, row.id) for number in numbers_of(row.actor_key, row.related)
    }
    assert Related.objects.count() == 3, "the coach, the course, and the actor within the course"


def test_an_agent_within_a_course_is_found_by_a_number_of_its_own() -> None:
    """None of the agent's other statements is read: what the plan
    touches are the pair's own rows."""
    ana = {"mbox": "mailto:ana@corner.example"}
    keys = [stored(month, actor=ana) for month in (1, 5)]
    for month in range(6):
        stored(month, actor=ana, object={"id": f"urn:x:{month}"}, context={})
    about = stored(2, actor=ana, object={"id": COURSE}, context={})
    agent = agent_key(ana, lrs.home())
    assert found(agent=agent, activity=COURSE, related_activities=True) == [keys[0], about, keys[1]]
    assert found(agent=agent, activity=COURSE) == [about]
    acted, pair, *_others = places.places(
        lrs.Filters(agent=agent, activity=COURSE, related_activities=True)
    )
    assert pair.number is not None
    assert Related.objects.filter(key=pair.number).count() == 2 and acted.number is None
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        text, values = acted.first(Statement.objects.all(), Q(), ascending=False, limit=100)
        cursor.execute(f"EXPLAIN {text}", values)
        plan = " ".join(line for [line] in cursor.fetchall())
    assert "object_id" in plan.split("Index Cond", 1)[1]


def test_what_is_related_is_neither_changed_nor_thinned_out() -> None:
    stored(0)
    for sql in ("UPDATE lrs_related SET key = 1", "DELETE FROM lrs_related"):
        with (
            pytest.raises(DatabaseError, match="is kept"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)


def test_with_a_month_goes_what_its_statements_were_related_to() -> None:
    old = Month.of(ago(6))
    stored(6), stored(0)
    keeping.let_go(keep=3, now=NOW)
    assert (
        Related.objects.count() == 3
        and not Related.objects.filter(stored__lt=old.later(1).starts).exists()
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s), to_regclass(%s)", [old.table, old.related])
        assert cursor.fetchone() == (None, None)
    again = stored(6)
    assert found(activity=COURSE, related_activities=True)[-1] == again


def test_what_a_month_takes_counts_what_its_statements_are_related_to() -> None:
    def of_its_own() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_total_relation_size(%s)", [Month.of(ago(5)).related])
            return int(cursor.fetchone()[0])

    lrs.store([said(context=IN_COURSE) for _ in range(300)], by=CLIENT, now=ago(5))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_total_relation_size(%s)", [Month.of(ago(5)).table])
        [alone] = cursor.fetchone()
    [month] = [held for held in lrs.size().months if held.month == Month.of(ago(5))]
    assert of_its_own() > 30_000 and month.bytes == alone + of_its_own()


def test_who_is_erased_is_not_found_by_what_statements_were_related_to() -> None:
    pseudonym, other = uuid4(), uuid4()
    key = stored(1)
    lrs.redact_person(pseudonym=pseudonym, emails=["coach@corner.example"], mint=lambda: other)
    assert found(agent="mbox mailto:coach@corner.example", related_agents=True) == []
    assert found(agent=f"person {other}", related_agents=True) == [key]
    assert found(activity=COURSE, related_activities=True) == [key]
    row = Statement.objects.get(id=key)
    assert set(Related.objects.values_list("key", flat=True)) == numbers_of(
        row.actor_key, row.related
    )


def test_the_migration_carries_over_what_statements_are_related_to() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA before; SET LOCAL search_path TO before")
        call_command("migrate", "lrs", "0016", verbosity=0)
        this, old = Month.of(dt.datetime.now(dt.UTC)), Month.of(ago(9))
        cursor.execute(
            f"CREATE TABLE {old.table} PARTITION OF lrs_statement FOR VALUES FROM ('{old.first}') "
            f"TO ('{old.end}')"
        )
        ids = [uuid4(), uuid4(), uuid4()]
        columns = (
            "id, stored, timestamp, actor_key, verb, object_id, authority, voided, raw, related"
        )
        texts = ["{o one,a two}", "{o one}", None]
        for key, moment, related in zip(
            ids, (old.starts, this.starts, this.starts), texts, strict=True
        ):
            cursor.execute(
                (
                    f"INSERT INTO lrs_statement ({columns}) VALUES (%s, %s, %s, 'a', 'v', 'o', "
                    f"'x', false, '{{}}', %s)"
                ),
                [key, moment, moment, related],
            )
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        call_command("migrate", "lrs", verbosity=0)
        cursor.execute("SELECT tableoid::regclass::text, key, id FROM lrs_related")
        assert set(cursor.fetchall()) == {
            (old.related, related_number("o one"), ids[0]),
            (old.related, related_number("a two"), ids[0]),
            (this.related, related_number("o one"), ids[1]),
            (old.related, related_number(within("a", "one")), ids[0]),
            (this.related, related_number(within("a", "one")), ids[1]),
        }
        cursor.execute(
            (
                "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'before' AND "
                "tablename = %s"
            ),
            [old.table],
        )
        made = " ".join(f"{definition}" for _name, definition in cursor.fetchall())
        assert (
            "(actor_key, stored, verb, voided, object_id)" in made
            and "(object_id, stored, verb, voided)" in made
            and "gin" not in made
        )
        with pytest.raises(DatabaseError, match="is kept"), transaction.atomic():
            cursor.execute(f"DELETE FROM {old.related}")


def test_statements_of_the_benchmark_have_the_keys_that_the_store_would_give_them() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE filled (LIKE lrs_statement); CREATE TEMP TABLE filled_related "
            "(LIKE lrs_related)"
        )
        rows = filling._ROWS.format(table="filled", together=10, count=200, people=20)
        given: dict[str, Any] = {"authority": "bench", "first": NOW}
        given["step"] = dt.timedelta(seconds=1)
        cursor.execute(rows, given)
        cursor.execute(filling._RELATED.format(part="filled_related", statements="filled"))
        cursor.execute("SELECT id, raw::text, actor_key, object_id, related FROM filled")
        filled = cursor.fetchall()
        cursor.execute("SELECT key, id FROM filled_related")
        numbers = cursor.fetchall()
    for _id, raw, actor, object_id, related in filled:
        statement = json.loads(raw)
        assert (agent_key(statement["actor"], "x"), statement["object"]["id"]) == (actor, object_id)
        own = related_keys(statement, actor=actor, object_id=object_id, home="x")
        assert (own and set(own)) == (related and set(related))
    assert numbers and sorted(numbers) == sorted(
        (number, key)
        for key, _raw, actor, _object, related in filled
        for number in numbers_of(actor, related)
    )
