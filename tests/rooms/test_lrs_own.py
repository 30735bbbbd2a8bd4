"""Our own evidence is written in the transaction that makes it, in bulk, under a pseudonym."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import transaction

from tests.cast import NOW
from trimtab.lrs import api as lrs
from trimtab.lrs.api import Experience
from trimtab.xapi import profile
from trimtab.xapi.faults import InvalidStatement
from trimtab.xapi.profile import ActivityType, Verb
from trimtab.xapi.statement import check_statement

pytestmark = pytest.mark.django_db


def test_our_own_evidence_is_a_valid_statement_under_a_pseudonym() -> None:
    pseudonym = uuid4()
    key = lrs.record(
        actor=pseudonym,
        verb=Verb.ANSWERED,
        object_id="items/what is ä",
        object_name="What?",
        object_type=ActivityType.ITEM,
        result={"success": True},
        context={profile.PROGRAMME: "food"},
        now=NOW,
        platform="learner",
    )
    stored = lrs.statement(key)
    assert stored is not None
    check_statement(stored)
    assert stored["actor"]["account"] == {
        "homePage": f"{lrs.home()}/people",
        "name": str(pseudonym),
    }
    assert stored["object"]["id"] == f"{lrs.home()}/items/what%20is%20%C3%A4"
    assert stored["context"] == {"platform": "learner", "extensions": {profile.PROGRAMME: "food"}}
    assert lrs.held_about(pseudonym, ())["statements"] == [stored]


def test_evidence_goes_with_the_transaction_that_makes_it() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        lrs.record(
            actor=uuid4(),
            verb=Verb.ADOPTED,
            object_id="strategy/revisions/1",
            object_name="First",
            object_type=ActivityType.REVISION,
            now=NOW,
        )
        raise RuntimeError
    assert lrs.size(exact=True).statements == 0


def test_a_result_that_breaks_a_rule_is_our_bug_and_is_not_stored() -> None:
    evidence = [
        Experience(
            uuid4(),
            Verb.ANSWERED,
            "items/1",
            "Shelf",
            ActivityType.ITEM,
            NOW,
            result={"score": {"scaled": scaled}},
        )
        for scaled in (0.5, 2)
    ]
    with pytest.raises(InvalidStatement, match="scaled"):
        lrs.record_many(evidence, now=NOW)
    assert lrs.size(exact=True).statements == 0


def test_much_evidence_is_written_at_once_in_order() -> None:
    people = [uuid4() for _ in range(12_000)]
    ids = lrs.record_many(
        (
            Experience(person, Verb.ANSWERED, "items/1", "Shelf", ActivityType.ITEM, NOW)
            for person in people
        ),
        now=NOW,
    )
    assert lrs.size(exact=True).statements == len(set(ids)) == 12_000
    last = lrs.statement(ids[-1])
    assert last and last["actor"]["account"]["name"] == str(people[-1])
