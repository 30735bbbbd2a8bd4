"""Statements lie in months: made on demand, searched one after the other, let go
whole; an id is one over all of them."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import replace
from functools import partial
from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from tests.cast import NOW
from tests.rooms.test_lrs_statements import CLIENT, found, said, voiding
from trimtab.journeys import keeping
from trimtab.kernel.errors import Refusal
from trimtab.lrs import api as lrs
from trimtab.lrs.actions.statements.storing import StatementConflict
from trimtab.lrs.api import Filters, Month
from trimtab.lrs.domain.keys import agent_key
from trimtab.lrs.models import Attachment, AttachmentUse, Reference, Statement
from trimtab.lrs.queries.installation import home
from trimtab.xapi import profile
from trimtab.xapi.files import AttachmentFile

pytestmark = pytest.mark.django_db
ANA, BO = {"mbox": "mailto:ana@corner.example"}, {"mbox": "mailto:bo@corner.example"}


def ago(months: int, minutes: int = 0) -> dt.datetime:
    return Month.of(NOW).later(-months).starts + dt.timedelta(days=2, minutes=minutes)


def stored(months: int, minutes: int = 0, **changes: Any) -> str:
    [key] = lrs.store([said(**changes)], by=CLIENT, now=ago(months, minutes))
    return str(key)


def answered(months: int, score: float, actor: dict[str, Any], **result: Any) -> str:
    context = {"extensions": {profile.PROGRAMME: "food", profile.ARM: "treatment"}}
    moment = ago(months).isoformat()
    given = {"score": {"scaled": score}, **result}
    return stored(months, actor=actor, result=given, context=context, timestamp=moment)


def test_months_are_made_ahead_once_and_on_demand_for_any_time() -> None:
    made = lrs.open_months(now=dt.datetime(2031, 11, 30, tzinfo=dt.UTC))
    assert list(map(str, made)) == ["2031-11", "2031-12", "2032-01"]
    assert lrs.open_months(now=dt.datetime(2031, 12, 1, tzinfo=dt.UTC), ahead=1) == []
    lrs.store(
        [said()], by=CLIENT, now=dt.datetime(1999, 12, 31, 23, 59, 59, 999_999, tzinfo=dt.UTC)
    )
    assert next(held for held in lrs.size(exact=True).months if held.statements).month == Month(
        1999, 12
    )


def test_an_id_is_one_over_all_months() -> None:
    statement = said()
    lrs.store([statement], by=CLIENT, now=ago(5))
    lrs.store([statement], by=CLIENT, now=ago(0))
    with pytest.raises(StatementConflict):
        lrs.store([{**statement, "actor": BO}], by=CLIENT, now=ago(1))
    assert lrs.size(exact=True).statements == 1
    kept = lrs.statement(UUID(statement["id"]))
    assert kept and kept["stored"].startswith(str(Month.of(ago(5))))


def test_a_statement_is_voided_in_whatever_month_it_lies_and_whichever_comes_first() -> None:
    target, coming = stored(7), str(uuid4())
    lrs.store([voiding(target), voiding(coming)], by=CLIENT, now=ago(3))
    lrs.store([said(id=coming)], by=CLIENT, now=ago(0))
    for key in (target, coming):
        assert lrs.statement(UUID(key)) is None and lrs.statement(UUID(key), voided=True)


@pytest.mark.parametrize("ascending", [False, True])
def test_pages_run_through_all_months_in_order_and_show_each_statement_once(
    ascending: bool,
) -> None:
    kept = [
        stored(months, minutes) for months in (26, 25, 14, 9, 3, 2, 1, 0) for minutes in (0, 1, 2)
    ]
    seen, after = [], None
    while True:
        page = lrs.page(Filters(limit=5, ascending=ascending, after=after))
        seen += [text.split('"id": "')[1][:36] for text in page.texts if text]
        after = page.next
        if after is None:
            break
    assert len(seen) == len(kept)
    assert found(ascending=ascending, limit=100) == (kept if ascending else kept[::-1])


NEAR = (
    Filters(agent=agent_key(ANA, home())),
    Filters(activity=said()["object"]["id"]),
    Filters(agent=agent_key(ANA, home()), verb=said()["verb"]["id"]),
    Filters(activity=said()["object"]["id"], since=ago(9), until=ago(1, 1)),
)


@pytest.mark.parametrize("ascending", [False, True])
@pytest.mark.parametrize("asked", NEAR)
def test_pages_of_one_agent_or_activity_pass_over_the_voided_and_share_moments_out(
    asked: Filters, ascending: bool
) -> None:
    """Statements of one moment lie on both sides of a page's end, and some
    of those within its reach are voided."""
    random, keys = Random(7), []
    for months in (26, 14, 9, 3, 2, 1, 0):
        for minute in (0, 1):
            actors = random.choices((ANA, BO), weights=(3, 1), k=random.randrange(1, 9))
            several = [said(actor=actor) for actor in actors]
            keys += [
                (ago(months, minute), key)
                for key in lrs.store(several, by=CLIENT, now=ago(months, minute))
            ]
    Statement.objects.filter(id__in=[key for _at, key in random.sample(keys, 9)]).update(
        voided=True
    )
    fitting = [
        (statement.stored, statement.id)
        for statement in Statement.objects.filter(voided=False)
        if (not asked.agent or statement.actor_key == asked.agent)
        and (not asked.since or statement.stored > asked.since)
        and (not asked.until or statement.stored <= asked.until)
    ]
    for limit in (1, 4, 7, 100):
        seen: list[str] = []
        page = lrs.page(replace(asked, ascending=ascending, limit=limit))
        seen += page.texts
        while page.next:
            page = lrs.page(replace(asked, ascending=ascending, limit=limit, after=page.next))
            seen += page.texts
        assert [UUID(json.loads(text)["id"]) for text in seen] == [
            key for _at, key in sorted(fitting, reverse=not ascending)
        ]


def test_reading_ahead_leaves_the_connection_as_it_was() -> None:
    stored(0, actor=ANA)
    with connection.cursor() as cursor:
        lrs.page(Filters(activity=said()["object"]["id"]))
        cursor.execute("SHOW enable_indexscan")
        assert cursor.fetchone() == ("on",)


def test_since_and_until_choose_within_and_between_months() -> None:
    first, second, third, fourth = stored(9), stored(4), stored(4, 1), stored(0)
    assert found(since=ago(9)) == [fourth, third, second]
    assert found(until=ago(4)) == [second, first]
    assert found(since=ago(4), until=ago(4, 1)) == [third]
    assert found(since=ago(0), until=ago(9)) == []


def test_who_stands_in_several_places_of_a_statement_is_found_once() -> None:
    twice = stored(1, object={"objectType": "Agent", **ANA})
    once, other = (
        stored(2),
        stored(2, 1, actor=BO, object={"objectType": "Group", "member": [ANA, BO]}),
    )
    stored(3, actor=BO)
    agent = lrs.agent_key(ANA, lrs.home())
    assert found(agent=agent) == [twice, other, once]
    assert found(agent=agent, limit=2) == [twice, other]


def test_the_registry_of_ids_is_neither_changed_nor_thinned_out() -> None:
    stored(0)
    for table in ("lrs_statementid", "lrs_voiding"):
        lrs.store([voiding(str(uuid4()))], by=CLIENT, now=ago(0))
        for sql in (f"UPDATE {table} SET stored = now()", f"DELETE FROM {table}"):
            with (
                pytest.raises(DatabaseError, match="is kept"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(sql)


def test_a_dry_run_counts_what_retention_would_drop_and_changes_nothing() -> None:
    for months in (5, 5, 4, 2, 0):
        stored(months)
    old = keeping.old_months(keep=3, now=NOW)
    assert [(held.month, held.statements) for held in old if held.statements] == [
        (Month.of(ago(5)), 2),
        (Month.of(ago(4)), 1),
    ]
    assert lrs.size(exact=True).statements == 5
    with pytest.raises(Refusal):
        keeping.old_months(keep=0, now=NOW)


def test_old_months_are_summed_up_and_dropped_and_the_rest_stays() -> None:
    scores = [(0.2, ANA), (0.4, ANA), (0.9, BO)]
    dropped = [
        answered(6, score, actor, success=score > 0.3, duration="PT1M30.5S")
        for score, actor in scores
    ]
    odd = stored(6, 5, result={"duration": "P1Y"})
    lrs.store([voiding(odd)], by=CLIENT, now=ago(6, 6))
    stays = answered(3, 1.0, ANA)
    gone = keeping.let_go(keep=3, now=NOW)
    assert [one.month.statements for one in gone if one.month.statements] == [5]
    assert found() == [stays] and all(lrs.statement(UUID(key)) is None for key in dropped)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT statements, actors, judged, succeeded, scored, score_mean, score_m2, timed, "
            "seconds_mean, seconds_m2"
            " FROM lrs_summary WHERE programme = 'food'"
        )
        [row] = cursor.fetchall()
    assert row == (
        3,
        2,
        3,
        2,
        3,
        pytest.approx(0.5),
        pytest.approx(0.26),
        3,
        pytest.approx(90.5),
        pytest.approx(0.0),
    )


def test_with_a_month_goes_what_was_known_beside_its_statements() -> None:
    sha2 = hashlib.sha256(b"data").hexdigest()
    header = {
        "usageType": "urn:x",
        "display": {"en": "x"},
        "contentType": "text/plain",
        "length": 4,
        "sha2": sha2,
    }
    for months in (6, 0):
        reference = {"objectType": "StatementRef", "id": str(uuid4())}
        prepared = lrs.prepare(
            [said(attachments=[header], object=reference)],
            by=CLIENT,
            now=ago(months),
            files={sha2: AttachmentFile.of(b"data")},
        )
        assert lrs.store_together([prepared], clock=partial(ago, months)) == [None]
    keeping.let_go(keep=3, now=NOW)
    assert (
        Reference.objects.count(),
        AttachmentUse.objects.count(),
        Attachment.objects.count(),
    ) == (1, 1, 1)
    keeping.let_go(keep=1, now=NOW + dt.timedelta(days=100))
    assert (
        Reference.objects.count(),
        AttachmentUse.objects.count(),
        Attachment.objects.count(),
    ) == (0, 0, 0)


def test_a_month_that_was_dropped_and_filled_again_keeps_both_summaries() -> None:
    for _ in range(2):
        answered(6, 0.5, ANA)
        keeping.let_go(keep=3, now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(statements), sum(scored) FROM lrs_summary")
        assert cursor.fetchone() == (2, 2)


def test_what_was_dropped_may_come_again_as_new() -> None:
    key = stored(6)
    keeping.let_go(keep=3, now=NOW)
    lrs.store([said(id=key, actor=BO)], by=CLIENT, now=NOW)
    assert found() == [key]


def test_statements_of_before_the_months_move_into_them() -> None:
    """The migration, on a schema of its own, with statements as they were stored before."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA before; SET LOCAL search_path TO before")
        call_command("migrate", "lrs", "0004", verbosity=0)
        columns = "id, stored, timestamp, actor_key, verb, object_id, authority, voided, raw, voids"
        target = uuid4()
        for months, voids in ((9, None), (9, target), (0, None)):
            cursor.execute(
                (
                    f"INSERT INTO lrs_statement ({columns}) VALUES (gen_random_uuid(), %s, %s, "
                    f"'a', 'v', 'o', 'x', false, '{{}}', %s)"
                ),
                [ago(months), ago(months), voids],
            )
        call_command("migrate", "lrs", verbosity=0)
        cursor.execute(
            "SELECT tableoid::regclass::text, count(*) FROM lrs_statement GROUP BY 1 ORDER BY 1"
        )
        assert cursor.fetchall() == [(Month.of(ago(9)).table, 2), (Month.of(ago(0)).table, 1)]
        cursor.execute("SELECT count(*) FROM lrs_statementid JOIN lrs_statement USING (id, stored)")
        assert cursor.fetchone() == (3,)
        cursor.execute("SELECT target FROM lrs_voiding")
        assert cursor.fetchall() == [(target,)]
        with pytest.raises(DatabaseError, match="only voided"), transaction.atomic():
            cursor.execute("UPDATE lrs_statement SET verb = 'w'")
        cursor.execute(
            "SELECT indexname FROM pg_indexes WHERE schemaname = 'before' AND tablename = "
            "'lrs_statement'"
        )
        assert {"statement_verb", "statement_actor", "statement_object"} <= {
            name for [name] in cursor.fetchall()
        }
