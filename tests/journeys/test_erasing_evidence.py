"""Erasing a person leaves every aggregate as it was, and what they wrote nowhere, in the evidence too."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import random
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.db.models import Count
from django.db.utils import DatabaseError
from django.test import Client

from tests.cast import NOW, Cast
from tests.rooms.test_lrs_statements import CLIENT, said
from trimtab.evaluation import api as evaluation
from trimtab.evaluation.models import Measure
from trimtab.governance import api as governance
from trimtab.journeys import erasure, portability
from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import as_written
from trimtab.library import api as library
from trimtab.lrs import api as lrs
from trimtab.lrs.models import Statement
from trimtab.messaging import api as messaging
from trimtab.practice import api as practice
from trimtab.practice.actions import reviewing
from trimtab.support import api as support

ITEM = """
- key: fridge
  kind: short-answer
  stem: How warm may the fridge be?
  answers: ["5"]
  explanation: Five degrees at most.
  tags: [fridge]
"""
WORDS = "wandas very own words"


@pytest.fixture
def worked(cast: Cast) -> Cast:
    """Wanda practised, searched, got a message and figures; other programs know her by her pseudonym and by her address."""
    assert not library.import_items(
        text=ITEM, form=library.ItemFormat.YAML, by=None, now=NOW
    ).problems
    [item] = library.items_by_tags(["fridge"])
    for person in (cast.worker, cast.manager, cast.stranger):
        reviewing.review(
            person_id=person.id,
            version_id=item.version_id,
            response=f"{person.name} {WORDS}",
            seconds=9.0,
            now=NOW,
            review_id=uuid4(),
        )
        support.look_up(person_id=person.id, query=f"{WORDS} {person.name}", limit=5, now=NOW)
    messaging.queue(
        person_ids=[cast.worker.id],
        key="test/hello",
        subject=as_written("Wanda, come"),
        body=as_written("Dear Wanda"),
        why=as_written("You."),
        now=NOW,
        urgent=True,
    )
    messaging.deliver_due(now=NOW, channels={})
    Measure.objects.create(
        key="errors", name="Errors", unit="errors", scale="mean", grain="person", direction="lower"
    )
    rows = "".join(
        f"errors,{one.email},2026-09-0{n},{n}\n"
        for one in (cast.worker, cast.manager)
        for n in (1, 2, 3)
    )
    assert not evaluation.import_measures(
        csv_text=f"measure,subject,when,value\n{rows}", now=NOW
    ).problems
    _from_outside(cast)
    return cast


def _from_outside(cast: Cast) -> None:
    dice = random.Random(3)
    ours = {
        "account": {"homePage": f"{lrs.home()}/people", "name": str(cast.worker.pseudonym)},
        "name": "Wanda W.",
    }
    known: list[dict[str, Any]] = [
        ours,
        {"mbox": "mailto:wanda@corner.example", "name": "Wanda"},
        {"mbox": "mailto:ben@corner.example"},
        {"mbox_sha1sum": hashlib.sha1(b"mailto:wanda@corner.example").hexdigest()},
    ]
    batch = [
        said(
            actor=dice.choice(known),
            object={
                "id": f"urn:q{n % 3}",
                "definition": {"interactionType": dice.choice(["choice", "fill-in"])},
            },
            result={
                "response": f"{WORDS} {n}",
                "score": {"scaled": round(dice.random(), 2)},
                "success": dice.random() < 0.5,
            },
        )
        for n in range(60)
    ]
    batch.append(
        said(actor={"mbox": "mailto:ben@corner.example"}, context={"instructor": known[1]})
    )
    batch.append(
        said(
            actor={"mbox": "mailto:ben@corner.example"},
            object={"objectType": "Agent", **known[1]},
        )
    )
    lrs.store(batch, by=CLIENT, now=NOW)


def aggregates() -> dict[str, Any]:
    """What is counted about everybody, in every room."""
    found = Statement.objects.all()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT verb, count(*), count(DISTINCT actor_key), avg((raw #>> '{result,score,scaled}')::numeric), "
            "count(*) FILTER (WHERE (raw #>> '{result,success}')::bool) FROM lrs_statement GROUP BY verb ORDER BY verb"
        )
        by_verb = cursor.fetchall()
    actors = sorted(found.values("actor_key").annotate(n=Count("id")).values_list("n", flat=True))
    return {
        "verbs": by_verb,
        "statements by actor": actors,
        "objects": sorted(
            found.filter(object_id__startswith="urn:q")
            .values_list("object_id")
            .annotate(Count("id"))
        ),
        "days": list(
            found.values("timestamp__date").annotate(n=Count("id")).order_by("timestamp__date")
        ),
        "items": practice.item_statistics(),
        "gaps": sorted(one.count for one in support.gaps()),
        "series": evaluation.series("errors", min_cell=1),
        "measures": evaluation.measures(),
    }


def test_every_aggregate_is_as_it_was(worked: Cast) -> None:
    before = aggregates()
    erasure.erase(
        person_id=worked.worker.id,
        by=worked.steward,
        because="Asked for it",
        now=NOW + dt.timedelta(hours=1),
    )
    assert aggregates() == before


def test_who_it_was_and_what_she_wrote_is_in_no_statement(worked: Cast) -> None:
    mine = lrs.held_about(worked.worker.pseudonym, [worked.worker.email])["statements"]
    assert len(mine) > 40 and "Wanda" in json.dumps(mine)
    erasure.erase(person_id=worked.worker.id, by=worked.steward, because="Asked for it", now=NOW)
    held = json.dumps(
        list(Statement.objects.values_list("raw", "actor_key", "object_id", "related")), default=str
    )
    digest = hashlib.sha1(b"mailto:wanda@corner.example").hexdigest()
    choices = [
        one for one in Statement.objects.values_list("raw", flat=True) if WORDS in json.dumps(one)
    ]
    assert "wanda@" not in held.lower() and digest not in held and "Wanda W." not in held
    ben = "mailto:ben@corner.example"
    assert all(
        "choice" in json.dumps(one["object"]) or one["actor"].get("mbox") == ben for one in choices
    )
    assert not lrs.held_about(worked.worker.pseudonym, [worked.worker.email])["statements"][0][
        "actor"
    ].get("name")


def test_statements_of_others_are_not_touched(worked: Cast) -> None:
    def of_ben() -> list[Any]:
        found = Statement.objects.filter(actor_key="mbox mailto:ben@corner.example", related=None)
        return list(
            found.exclude(object_id__startswith="mbox").order_by("id").values_list("raw", flat=True)
        )

    before = [one for one in of_ben() if "wanda@" not in json.dumps(one)]
    erasure.erase(person_id=worked.worker.id, by=worked.steward, because="Asked for it", now=NOW)
    assert before and all(one in of_ben() for one in before)


def test_erasing_twice_changes_nothing_more(worked: Cast) -> None:
    erasure.erase(person_id=worked.worker.id, by=worked.steward, because="Asked for it", now=NOW)
    held = list(Statement.objects.order_by("id").values_list("raw", "actor_key", "related"))
    with pytest.raises(Refusal, match="erased already"):
        erasure.erase(
            person_id=worked.worker.id, by=worked.steward, because="Asked for it", now=NOW
        )
    assert list(Statement.objects.order_by("id").values_list("raw", "actor_key", "related")) == held


@pytest.mark.parametrize(
    "change",
    ["raw = '{}'", "verb = 'urn:x'", "stored = now()", "actor_key = 'mbox mailto:x@y.example'"],
)
def test_the_database_lets_nobody_change_a_statement_outside_an_erasure(
    worked: Cast, change: str
) -> None:
    with (
        pytest.raises(DatabaseError, match="never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE lrs_statement SET {change}")


@pytest.mark.parametrize(
    "change", ["verb = 'urn:x'", "stored = now()", "id = gen_random_uuid()", "authority = 'x'"]
)
def test_not_even_an_erasure_changes_what_happened_when(worked: Cast, change: str) -> None:
    with (
        pytest.raises(DatabaseError, match="never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SET LOCAL trimtab.erasing = 'on'")
        cursor.execute(f"UPDATE lrs_statement SET {change}")


def test_an_erasure_leaves_the_door_closed_behind_it(worked: Cast) -> None:
    erasure.erase(person_id=worked.worker.id, by=worked.steward, because="Asked for it", now=NOW)
    with (
        pytest.raises(DatabaseError, match="never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE lrs_statement SET raw = '{}'")


def test_all_that_is_held_about_somebody_can_be_taken_along(worked: Cast) -> None:
    client = Client()
    client.force_login(get_user_model().objects.get(id=worked.worker.id))
    taken = client.get("/me/data.json").json()
    assert taken["person"]["pseudonym"] == str(worked.worker.pseudonym)
    assert [one["response"] for one in taken["answers"]] == [f"Wanda {WORDS}"]
    assert [one["query"] for one in taken["lookups"]] == [f"{WORDS} Wanda"]
    assert [one["subject"] for one in taken["messages"]] == ["Wanda, come"]
    assert [one["value"] for one in taken["figures"]] == [1.0, 2.0, 3.0]
    assert len(taken["statements"]) == len(
        lrs.held_about(worked.worker.pseudonym, [worked.worker.email])["statements"]
    )
    assert {
        "programmes",
        "memory",
        "letters",
        "replies",
        "comments",
        "acts",
        "decisions",
    } <= taken.keys()
    assert "Mika" not in json.dumps(taken)


def test_after_an_erasure_nothing_of_it_is_left_to_take_along(worked: Cast) -> None:
    erasure.erase(person_id=worked.worker.id, by=worked.steward, because="Asked for it", now=NOW)
    from trimtab.people import api as people

    held = json.dumps(
        portability.everything(people.person(worked.worker.id), by=None, now=NOW), default=str
    )
    assert "wanda" not in held.lower() and governance.audit_entries().rows[0].act == "person.erased"
