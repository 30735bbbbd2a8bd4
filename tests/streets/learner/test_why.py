"""'Why did I get this?' leads the person to what the organisation decided, in plain words.

And to nobody else's names or words.
"""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest
from django.utils import timezone

from tests.cast import Cast, engage
from tests.pure.strategy_edits import DEMO
from tests.streets.strategy.test_answering import signed_in
from trimtab.journeys import adoption
from trimtab.kernel.said import as_written
from trimtab.messaging import api as messaging
from trimtab.messaging.domain.rows import MessageRow
from trimtab.strategy import api as strategy
from trimtab.strategy.api import parts

NOON = timezone.now().replace(hour=10, minute=0)
MESSAGE = "say-why"
ANSWERS = {
    "Q-P9": parts.Answer(
        value="coaches",
        by="secret.person@corner.example",
        because="Secret reason",
        heard=(parts.Heard(by="Ana Secret", value="none", because="Secret words"),),
    ),
    "Q-P12": parts.Answer(value="Secret Name of the works council", by="x@corner.example"),
}


@pytest.fixture
def cast(db: None) -> Cast:
    cast = engage(NOON - dt.timedelta(days=9))
    adopted(cast, document(), NOON - dt.timedelta(days=8))
    messaging.deliver_due(now=NOON - dt.timedelta(days=7), channels={})
    return cast


def document(**choice: object) -> strategy.Strategy:
    """The demonstration's strategy, with a message to everybody that rests on what was answered."""
    replace = msgspec.structs.replace
    audience = replace(
        DEMO.audiences[0], rule=parts.AudienceRule(roles=("learner",)), name="Everybody who learns"
    )
    actions = tuple(
        replace(action, audience=audience.id, starts=dt.date(2020, 1, 1))
        if action.id == MESSAGE
        else action
        for action in DEMO.actions
        if action.kind is not parts.ActionKind.MESSAGE or action.id == MESSAGE
    )
    choices = tuple(
        replace(policy_choice, because=("answers/Q-P9", "answers/Q-P12"), **choice)
        if policy_choice.id == "practise-fresh"
        else policy_choice
        for policy_choice in DEMO.policy.choices
    )
    return replace(
        DEMO,
        audiences=(audience, *DEMO.audiences[1:]),
        actions=actions,
        policy=replace(DEMO.policy, choices=choices),
        answers={**DEMO.answers, **ANSWERS},
    )


def adopted(cast: Cast, changed: strategy.Strategy, at: dt.datetime) -> None:
    row = strategy.save_draft(document=changed, by=cast.strategist.id, because="Said so", now=at)
    adoption.adopt(number=row.number, by=None, now=at)


def message(cast: Cast) -> MessageRow:
    return next(
        message
        for message in messaging.inbox(cast.worker.id)
        if message.key == f"campaign/{MESSAGE}"
    )


def why(cast: Cast) -> str:
    return signed_in(cast.worker).get(f"/inbox/{message(cast).id}/why").content.decode()


def test_the_inbox_leads_to_what_was_decided_and_why_in_plain_words(cast: Cast) -> None:
    address = f"/inbox/{message(cast).id}/why"
    for page in ("/inbox", "/me"):
        assert address in signed_in(cast.worker).get(page).content.decode()
    page = why(cast)
    for words in (
        "Why we practise three minutes at a time",
        "Chillers are checked late, in the wrong place, or not at all",
        "What do managers do for it? They coach, with figures of their team",
        "Spaced practice of limits and steps in paid time",
        "Everybody who learns",
        "This was decided on",
    ):
        assert words in page, words


def test_no_code_no_name_and_no_words_of_those_who_answered_are_told(cast: Cast) -> None:
    page = why(cast)
    for hidden in ("Q-P9", "Q-P12", "R-D2", "ecret", "challenges/", "@corner.example"):
        assert hidden not in page.split("<main")[1], hidden


def test_a_message_says_what_held_when_it_was_written_and_that_it_has_changed_since(
    cast: Cast,
) -> None:
    adopted(cast, document(says="Nobody practises any more."), NOON - dt.timedelta(days=1))
    page = why(cast)
    assert "Spaced practice of limits" in page and "Nobody practises any more." not in page
    assert "The strategy has changed since." in page


def test_nobody_reads_why_somebody_else_got_a_message(cast: Cast) -> None:
    address = f"/inbox/{message(cast).id}/why"
    for other in (cast.stranger, cast.strategist, cast.administrator):
        if other != cast.worker:
            assert signed_in(other).get(address).status_code == 404


def test_a_message_that_no_strategy_asks_for_says_so(cast: Cast) -> None:
    messaging.queue(
        person_ids=[cast.worker.id],
        key="hand",
        subject=as_written("By hand"),
        body=as_written("Words"),
        why=as_written("Somebody wrote to you."),
        now=NOON - dt.timedelta(days=6),
        urgent=True,
    )
    messaging.deliver_due(now=NOON - dt.timedelta(days=6), channels={})
    row = next(message for message in messaging.inbox(cast.worker.id) if message.key == "hand")
    page = signed_in(cast.worker).get(f"/inbox/{row.id}/why").content.decode()
    assert "Somebody wrote to you." in page and "No part of the strategy asks for it." in page


def test_strategists_walk_from_a_message_a_figure_and_a_grant_to_the_diagnosis(cast: Cast) -> None:
    client = signed_in(cast.strategist)
    assert f"/strategy/runs/campaign/{MESSAGE}" in client.get("/outbox").content.decode()
    assert (
        f"/strategy/runs/campaign/{MESSAGE}"
        not in signed_in(cast.administrator).get("/outbox").content.decode()
    )
    assert "/strategy/runs/measure/chiller-check" in client.get("/results").content.decode()
    for thing in (
        f"campaign/{MESSAGE}",
        "measure/chiller-check",
        "grant/strategist-results",
        "limits/limits",
    ):
        for person in (cast.strategist, cast.stakeholder):
            page = signed_in(person).get(f"/strategy/runs/{thing}").content.decode()
            if thing != "limits/limits":
                assert "Chillers are checked late" in page, thing
            assert "Why this runs" in page


def test_what_is_not_practised_has_no_reasons_to_show(cast: Cast) -> None:
    assert signed_in(cast.stranger).get("/today/why/practise-food-safety").status_code == 404
