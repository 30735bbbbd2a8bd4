"""Asking others: links go out, answers come back by link, silence means what was agreed, and a revision cites who said what."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from tests.cast import NOW, Cast, engage
from tests.pure.strategy_edits import DEMO
from trimtab.channels.memory import MemoryChannel
from trimtab.governance import api as governance
from trimtab.journeys import asking as journey
from trimtab.journeys import erasure, portability
from trimtab.kernel.errors import NotFound, Refusal
from trimtab.messaging import api as messaging
from trimtab.people import api as people
from trimtab.strategy import api as strategy
from trimtab.strategy.api import Sureness, asking

CODE = "Q-P9"
DAY = dt.timedelta(days=1)
OPTIONS = [one.value for one in strategy.BY_CODE[CODE].options]
ANA, WANDA = (
    asking.Invitee("Ana Ruiz", "ana@outside.example"),
    asking.Invitee("Wanda", "Wanda@corner.example"),
)


@pytest.fixture
def cast(db: None) -> Cast:
    cast = engage()
    strategy.save_draft(document=DEMO, by=None, because="First", now=NOW)
    return cast


def link(token: str) -> str:
    return f"https://corner.example/asked/{token}"


def send(cast: Cast, now: dt.datetime = NOW, **more: Any) -> asking.EnquiryRow:
    given = {
        "title": "Who coaches?",
        "codes": (CODE, "Q-D6"),
        "closes_on": (now + 10 * DAY).date(),
        "remind_days": (3,),
        "silence": asking.Silence.GO_ON,
        "note": "You run the shops.",
    }
    agreed = asking.Agreed(**{**given, **more})
    return journey.ask(
        agreed=agreed, invitees=[ANA, WANDA], by=cast.strategist, address=link, now=now
    )


def invitation(row: asking.EnquiryRow, name: str) -> asking.InvitationRow:
    return next(one for one in asking.invitations([row.id]) if one.name == name)


def say(
    row: asking.EnquiryRow,
    name: str,
    value: Any,
    at: dt.datetime = NOW,
    code: str = CODE,
    because: str = "",
) -> None:
    asking.reply(
        invitation_id=invitation(row, name).id,
        code=code,
        value=value,
        sure=Sureness.HIGH,
        because=because,
        now=at,
        today=journey.local_day(at),
    )


def letters(at: dt.datetime = NOW) -> list[messaging.Outgoing]:
    channel = MemoryChannel()
    messaging.deliver_letters(
        now=at,
        channel=channel,
        time_zone="Europe/Berlin",
        links=lambda key: journey.link_of_letter(key, address=link),
    )
    return channel.delivered


def test_whoever_has_no_account_gets_a_letter_with_a_link_and_the_other_a_message_in_the_app(
    cast: Cast,
) -> None:
    row = send(cast)
    [letter] = letters()
    assert (letter.address, letter.subject) == (
        "ana@outside.example",
        "Sasha asks you: Who coaches?",
    )
    assert (
        link(asking.token(invitation(row, "Ana Ruiz").id)) in letter.body
        and "17 September 2026" in letter.body
    )
    messaging.deliver_due(now=NOW, channels={})
    [message] = messaging.inbox(cast.worker.id)
    assert "Who coaches?" in message.subject and message.sender == "Sasha"


def test_letters_wait_in_quiet_hours_and_without_a_mail_server_and_go_once(cast: Cast) -> None:
    send(cast)
    night, channel = NOW.replace(hour=22), MemoryChannel()

    def deliver(at: dt.datetime, to: MemoryChannel | None, time_zone: str) -> int:
        return messaging.deliver_letters(
            now=at,
            channel=to,
            time_zone=time_zone,
            links=lambda key: journey.link_of_letter(key, address=link),
        )

    assert deliver(night, channel, "Europe/Berlin") == 0
    assert deliver(NOW, None, "Europe/Berlin") == 0
    assert [deliver(NOW, channel, "UTC") for _ in range(2)] == [1, 0]


def test_a_link_that_was_made_up_or_cut_short_leads_nowhere(cast: Cast) -> None:
    token = asking.token(invitation(send(cast), "Ana Ruiz").id)
    assert asking.link_by_token(token).invitation.name == "Ana Ruiz"
    for broken in (token[:-1], "0" * 32 + token[32:], "nonsense"):
        with pytest.raises(NotFound):
            asking.link_by_token(broken)
        assert Client().get(f"/asked/{broken}").status_code == 404


def test_somebody_answers_by_link_without_an_account_question_after_question(cast: Cast) -> None:
    row = send(cast, timezone.now())
    client, address = Client(), f"/asked/{asking.token(invitation(row, 'Ana Ruiz').id)}"
    page = client.get(address).content.decode()
    assert "Sasha asks what you know" in page and "You run the shops." in page
    found = client.post(
        f"{address}/{CODE}", {"value": OPTIONS[0], "sure": "high", "because": "I see it daily"}
    )
    assert found.headers["Location"] == f"{address}/Q-D6"
    found = client.post(f"{address}/Q-D6", {"unknown": "1", "value": ""})
    assert found.headers["Location"] == address
    assert "Thank you, Ana Ruiz" in client.get(address).content.decode()
    said = {one.code: one for one in asking.voices([row.id])}
    assert (said[CODE].value, said[CODE].because, said["Q-D6"].value) == (
        OPTIONS[0],
        "I see it daily",
        None,
    )


def test_what_answers_nothing_is_refused_and_what_was_written_stays(cast: Cast) -> None:
    row = send(cast, timezone.now())
    address = f"/asked/{asking.token(invitation(row, 'Ana Ruiz').id)}/{CODE}"
    found = Client().post(address, {"value": "no-such", "because": "Kept words"})
    assert (
        found.status_code == 422
        and "Kept words" in found.content.decode()
        and not asking.voices([row.id])
    )
    assert Client().get(address.replace(CODE, "Q-P12")).status_code == 404


def test_the_last_word_counts_until_the_last_day(cast: Cast) -> None:
    row = send(cast)
    say(row, "Ana Ruiz", OPTIONS[0])
    say(row, "Ana Ruiz", OPTIONS[1], NOW + DAY)
    assert [one.value for one in asking.voices([row.id])] == [OPTIONS[1]]
    with pytest.raises(Refusal):
        say(row, "Ana Ruiz", OPTIONS[0], NOW + 11 * DAY)
    over = Client().get(
        f"/asked/{asking.token(invitation(row, 'Ana Ruiz').id)}/{CODE}", follow=True
    )
    assert (
        over.status_code == 410
        and "The last day for this link has passed." in over.content.decode()
    )
    asking.give_more_time(
        enquiry_id=row.id, closes_on=(NOW + 20 * DAY).date(), today=(NOW + 11 * DAY).date()
    )
    say(row, "Ana Ruiz", OPTIONS[0], NOW + 11 * DAY)


def test_a_reply_is_never_changed_by_anybody(cast: Cast) -> None:
    row = send(cast)
    say(row, "Ana Ruiz", OPTIONS[0])
    from trimtab.strategy.models import Reply

    for change in ({"value": OPTIONS[1]}, {"because": "no"}, {"erased": True}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Reply.objects.update(**change)


def test_reminders_go_on_the_day_agreed_to_those_who_have_something_open(cast: Cast) -> None:
    row = send(cast)
    for code, value in ((CODE, OPTIONS[0]), ("Q-D6", "Posters")):
        say(row, "Wanda", value, code=code)
    assert [journey.daily(address=link, now=NOW + n * DAY) for n in (6, 7, 7, 8)] == [0, 1, 0, 0]
    assert "Still open: Who coaches?" in [one.subject for one in letters(NOW + 8 * DAY)]


def test_for_those_who_stay_silent_the_stand_in_is_asked_once_with_a_week_of_their_own(
    cast: Cast,
) -> None:
    row = send(
        cast,
        remind_days=(),
        silence=asking.Silence.STAND_IN,
        stand_in_name="Bo Lind",
        stand_in_email="bo@outside.example",
    )
    say(row, "Wanda", OPTIONS[0])
    assert journey.daily(address=link, now=NOW + 10 * DAY) == 0
    assert journey.daily(address=link, now=NOW + 11 * DAY) == 1
    assert journey.daily(address=link, now=NOW + 12 * DAY) == 0
    bo = invitation(row, "Bo Lind")
    assert (
        bo.expires_on == (NOW + 18 * DAY).date()
        and bo.stands_in_for == invitation(row, "Ana Ruiz").id
    )


def test_a_disagreement_is_settled_with_a_reason_and_the_revision_cites_everybody(
    cast: Cast,
) -> None:
    row = send(cast, silence=asking.Silence.UNKNOWN)
    say(row, "Ana Ruiz", OPTIONS[0], because="I see it daily")
    say(row, "Wanda", OPTIONS[1])
    settle: dict[str, Any] = {
        "enquiry_id": row.id,
        "code": CODE,
        "value": OPTIONS[0],
        "sure": Sureness.MODERATE,
        "by": cast.strategist,
        "now": NOW,
    }
    with pytest.raises(Refusal) as refused:
        journey.settle(because="", **settle)
    assert refused.value.field == "because" and (strategy.latest() or pytest.fail()).number == 1
    revision = strategy.revision(journey.settle(because="Ana runs the shops.", **settle))
    assert "Settled Q-P9, asked of 2 people. Ana runs the shops." in revision.because
    answer = revision.document.answers[CODE]
    assert [(one.by, one.value) for one in answer.heard] == [
        ("Ana Ruiz", OPTIONS[0]),
        ("Wanda", OPTIONS[1]),
    ]
    assert asking.settlements(row.id) == {CODE: revision.number}


def test_silence_that_counts_as_not_known_is_heard_as_such(cast: Cast) -> None:
    row = send(cast, silence=asking.Silence.UNKNOWN)
    say(row, "Wanda", OPTIONS[0])
    later = NOW + 11 * DAY
    number = journey.settle(
        enquiry_id=row.id,
        code=CODE,
        value=OPTIONS[0],
        sure=Sureness.LOW,
        because="Only Wanda knows.",
        by=cast.strategist,
        now=later,
    )
    heard = strategy.revision(number).document.answers[CODE].heard
    assert [(one.by, one.value) for one in heard] == [("Wanda", OPTIONS[0]), ("Ana Ruiz", None)]


def test_nothing_is_settled_before_anybody_has_spoken(cast: Cast) -> None:
    row = send(cast)
    with pytest.raises(Refusal):
        journey.settle(
            enquiry_id=row.id,
            code=CODE,
            value=OPTIONS[0],
            sure=Sureness.LOW,
            because="",
            by=cast.strategist,
            now=NOW,
        )


def test_a_withdrawn_link_works_again_when_it_is_let_and_a_closed_enquiry_when_it_is_opened(
    cast: Cast,
) -> None:
    row = send(cast)
    ana = invitation(row, "Ana Ruiz").id
    asking.withdraw(invitation_id=ana, now=NOW)
    with pytest.raises(Refusal) as refused:
        journey.ask_more(
            enquiry_id=row.id, invitees=[ANA], by=cast.strategist, address=link, now=NOW
        )
    assert "Let their link work again" in refused.value.sentence
    asking.let_work(invitation_id=ana)
    asking.close(enquiry_id=row.id, now=NOW)
    with pytest.raises(Refusal):
        say(row, "Ana Ruiz", OPTIONS[0])
    asking.reopen(enquiry_id=row.id)
    say(row, "Ana Ruiz", OPTIONS[0])


def test_what_nobody_knows_is_settled_as_not_known_yet(cast: Cast) -> None:
    from tests.streets.strategy.test_answering import signed_in

    row = send(cast)
    say(row, "Ana Ruiz", None)
    found = signed_in(cast.strategist).post(
        f"/strategy/asking/{row.id}/{CODE}", {"unknown": "1", "sure": "low"}
    )
    assert found.status_code == 302
    assert CODE in {
        one.code for one in strategy.unknowns((strategy.latest() or pytest.fail()).document)
    }


def test_those_who_were_asked_read_what_was_made_of_it_and_no_name_of_another(cast: Cast) -> None:
    row = send(cast, timezone.now())
    for name, value in (("Ana Ruiz", OPTIONS[0]), ("Wanda", OPTIONS[1])):
        say(row, name, value, timezone.now())
    address = f"/asked/{asking.token(invitation(row, 'Ana Ruiz').id)}"
    assert "What was made of it" not in Client().get(address).content.decode()
    journey.settle(
        enquiry_id=row.id,
        code=CODE,
        value=OPTIONS[1],
        sure=Sureness.LOW,
        because="Two shops were looked at.",
        by=cast.strategist,
        now=timezone.now(),
    )
    page = Client().get(address).content.decode()
    assert (
        "What was made of it" in page
        and "Two shops were looked at." in page
        and "Wanda" not in page
    )
    asking.withdraw(invitation_id=invitation(row, "Ana Ruiz").id, now=timezone.now())
    assert "Two shops were looked at." not in Client().get(address).content.decode()


def test_whoever_has_an_account_finds_what_is_asked_until_it_is_answered(cast: Cast) -> None:
    from tests.streets.strategy.test_answering import signed_in

    hana = asking.Invitee("Hana", cast.stakeholder.email)
    now = timezone.now()
    row = send(cast, now)
    journey.ask_more(enquiry_id=row.id, invitees=[hana], by=cast.strategist, address=link, now=now)
    client, token = signed_in(cast.stakeholder), asking.token(invitation(row, "Hana").id)
    for address in ("/part", "/"):
        assert f"/asked/{token}" in client.get(address).content.decode()
    for code, value in ((CODE, OPTIONS[0]), ("Q-D6", "Posters")):
        say(row, "Hana", value, now, code=code)
    assert not asking.asked_of(cast.stakeholder.id, today=journey.local_day(now))
    assert "Nothing is asked of you now" in client.get("/part").content.decode()


def test_whoever_is_erased_leaves_no_name_and_no_words_in_what_was_asked(cast: Cast) -> None:
    row = send(cast)
    say(row, "Wanda", OPTIONS[0], because="My own words")
    erasure.erase(person_id=cast.worker.id, by=cast.steward, because="asked", now=NOW)
    assert not asking.voices([row.id])
    assert {one.name for one in asking.invitations([row.id])} == {"Ana Ruiz", "Erased"}


def test_somebody_without_an_account_is_erased_from_what_was_asked_and_from_the_letters(
    cast: Cast,
) -> None:
    from tests.streets.strategy.test_answering import signed_in

    row = send(cast)
    say(row, "Ana Ruiz", OPTIONS[0], because="My own words")
    ana, wanda = invitation(row, "Ana Ruiz"), invitation(row, "Wanda")
    client, address = signed_in(cast.strategist), f"/strategy/asking/{row.id}/links"
    assert client.post(f"{address}/{wanda.id}/erasing").status_code == 422
    assert client.post(f"{address}/{ana.id}/erasing").status_code == 302
    page = client.get(f"/strategy/asking/{row.id}").content.decode()
    assert not asking.voices([row.id]) and not letters()
    assert (
        "Ana Ruiz" not in page and "ana@outside.example" not in page and "My own words" not in page
    )
    assert Client().get(f"/asked/{asking.token(ana.id)}").status_code == 410


def test_only_those_who_write_the_strategy_ask_and_settle(cast: Cast) -> None:
    from tests.streets.strategy.test_answering import signed_in

    row = send(cast)
    for who in (cast.worker, cast.stakeholder, cast.author, cast.manager):
        for address in ("/strategy/asking", "/strategy/asking/new", f"/strategy/asking/{row.id}"):
            assert signed_in(who).get(address).status_code == 403
    assert signed_in(cast.strategist).get(f"/strategy/asking/{row.id}/{CODE}").status_code == 200


def test_nobody_but_the_person_asked_sees_a_link_neither_on_a_page_nor_in_the_database(
    cast: Cast,
) -> None:
    from tests.streets.strategy.test_answering import signed_in

    row = send(cast, timezone.now())
    tokens = [asking.token(one.id).partition(":")[2] for one in asking.invitations([row.id])]
    pages = [
        f"/strategy/asking/{row.id}",
        f"/strategy/asking/{row.id}/{CODE}",
        "/strategy/asking",
        "/outbox",
        "/audit",
    ]
    for who in (cast.strategist, cast.steward, cast.administrator):
        for address in pages:
            page = signed_in(who).get(address).content.decode()
            assert not any(token in page for token in tokens)
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM messaging_letter")
        assert not any(token in body for (body,) in cursor.fetchall() for token in tokens)
    assert tokens[0] in " ".join(
        one.body for one in letters((timezone.now() + DAY).replace(hour=10))
    )
    told = str(portability.everything(cast.worker, by=None, now=NOW))
    assert asking.token(invitation(row, "Ana Ruiz").id) not in told


def test_a_link_is_handed_over_on_purpose_and_what_comes_through_it_says_so_wherever_it_is_cited(
    cast: Cast,
) -> None:
    from tests.streets.strategy.test_answering import signed_in

    row = send(cast, timezone.now())
    ana, strategist = invitation(row, "Ana Ruiz"), signed_in(cast.strategist)
    shown = strategist.post(f"/strategy/asking/{row.id}/links/{ana.id}/handing")
    assert shown.status_code == 200 and "no-store" in shown.headers["Cache-Control"]
    [address] = set(re.findall(r"/asked/[0-9a-f]{32}:[\w-]+", shown.content.decode()))
    assert asking.token(ana.id) not in address
    assert "Sasha handed this link over to you" in Client().get(address).content.decode()
    assert (
        Client().post(f"{address}/{CODE}", {"value": OPTIONS[0], "sure": "high"}).status_code == 302
    )
    assert "handed over" in strategist.get(f"/strategy/asking/{row.id}").content.decode()
    number = journey.settle(
        enquiry_id=row.id,
        code=CODE,
        value=OPTIONS[0],
        sure=Sureness.HIGH,
        because="",
        by=cast.strategist,
        now=timezone.now(),
    )
    [heard] = strategy.revision(number).document.answers[CODE].heard
    assert (heard.by, heard.handed_by) == ("Ana Ruiz", "Sasha")
    assert (
        "Given through a link that Sasha handed over"
        in strategist.get(f"/strategy/revisions/{number}").content.decode()
    )
    audit = signed_in(cast.steward).get("/audit").content.decode()
    assert (
        "handed over a link to answer" in audit
        and "Sasha, to Ana Ruiz" in audit
        and "Ana Ruiz, by link" in audit
    )
    assert OPTIONS[0] not in str(
        [one.detail for one in governance.audit_entries(text="answered").rows]
    )
    asking.withdraw(invitation_id=ana.id, now=timezone.now())
    assert Client().get(address).status_code == 410


def test_whoever_has_an_account_answers_signed_in_and_nobody_else_does_it_for_them(
    cast: Cast,
) -> None:
    from tests.streets.strategy.test_answering import signed_in

    row = send(cast, timezone.now())
    wanda = invitation(row, "Wanda")
    address = f"/asked/{asking.token(wanda.id)}"
    said = {"value": OPTIONS[0], "sure": "high"}
    for where in (address, f"{address}/{CODE}"):
        found = Client().get(where)
        assert found.status_code == 302 and found.headers["Location"].startswith(
            "/sign-in?next=/asked/"
        )
    assert Client().post(f"{address}/{CODE}", said).status_code == 302
    assert signed_in(cast.strategist).get(address).status_code == 403
    assert signed_in(cast.strategist).post(f"{address}/{CODE}", said).status_code == 403
    handing = f"/strategy/asking/{row.id}/links/{wanda.id}/handing"
    assert signed_in(cast.strategist).post(handing).status_code == 422
    assert not asking.voices([row.id]) and asking.invitation(wanda.id).opened_at is None
    assert signed_in(cast.worker).post(f"{address}/{CODE}", said).status_code == 302
    assert [one.value for one in asking.voices([row.id])] == [OPTIONS[0]]
    [entry] = governance.audit_entries(text="strategy.answered").rows
    assert (entry.actor_id, entry.detail["way"]) == (cast.worker.id, "account")


def test_nobody_is_asked_under_another_name_than_that_of_their_account(cast: Cast) -> None:
    row = send(cast)
    forged = asking.Invitee("The works council", cast.strategist.email)
    journey.ask_more(
        enquiry_id=row.id, invitees=[forged], by=cast.strategist, address=link, now=NOW
    )
    assert {one.name for one in asking.invitations([row.id])} == {"Ana Ruiz", "Wanda", "Sasha"}


def test_who_gets_an_account_after_being_asked_signs_in_from_then_on(cast: Cast) -> None:
    row = send(cast, timezone.now())
    ana = invitation(row, "Ana Ruiz")
    people.add_person(email=ana.email, name="Ana", roles=(), unit="org", now=NOW)
    assert Client().get(f"/asked/{asking.token(ana.id)}").headers["Location"].startswith("/sign-in")
