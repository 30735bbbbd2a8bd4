"""What leaves is written in the language of whoever gets it, as it stands at that moment; what is
read in the app, in that of the page.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from babel.messages.catalog import Catalog
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client, override_settings
from django.utils.translation import override

from tests.architecture.messages import compiled
from tests.cast import NOW, Cast
from trimtab.channels.memory import MemoryChannel
from trimtab.journeys.reminding import write_reminder
from trimtab.kernel.channels import ChannelName
from trimtab.kernel.errors import DeliveryFailed
from trimtab.kernel.said import paragraphs, say
from trimtab.messaging import api as messaging
from trimtab.messaging.models import Message
from trimtab.people import api as people
from trimtab.people.models import Organisation, Person

DAY = dt.timedelta(days=1)
ADDRESS = "https://corner.example/today"
GERMAN = (
    ("Your practice is ready", "Ihre Übung ist bereit"),
    (
        "A few questions are ready for you under Today. They take three minutes at most.",
        "Unter Heute liegen einige Fragen bereit. Sie brauchen höchstens drei Minuten.",
    ),
    ("No time today? Then leave it: nothing piles up.", "Keine Zeit? Es staut sich nichts."),
    ("Please answer by {day}.", "Bitte antworten Sie bis {day}."),
    (("{count} message in one", "{count} messages in one"), ("Eine Nachricht", "{count} in einer")),
    ("Hello {name},", "Guten Tag {name},"),
    ("The mail server went away: {error}", "Der Mailserver ging weg: {error}"),
)


@pytest.fixture(autouse=True)
def german(tmp_path: Path) -> Iterator[None]:
    """German is offered, with a catalogue of a few sentences."""
    catalog = Catalog(locale="de")
    for source, translated in GERMAN:
        catalog.add(source, translated)
    path = tmp_path / "de" / "LC_MESSAGES" / "django.mo"
    path.parent.mkdir(parents=True)
    path.write_bytes(compiled(catalog))
    languages = {**dict(settings.LANGUAGES), "de": "Deutsch"}
    with override_settings(LOCALE_PATHS=[tmp_path], LANGUAGES=list(languages.items())):
        yield


def speaks(language: str, *person_ids: UUID) -> None:
    Person.objects.filter(id__in=person_ids).update(language=language)


def ask(*person_ids: UUID, key: str = "k") -> None:
    messaging.queue(
        person_ids=person_ids,
        key=key,
        subject=say("Your practice is ready"),
        body=paragraphs(say("Please answer by {day}.", day=dt.date(2026, 3, 1)), ADDRESS),
        why=say("You practised this."),
        channel=ChannelName.EMAIL,
        urgent=True,
        now=NOW,
    )


def mails(now: dt.datetime = NOW) -> dict[str, tuple[str, str]]:
    """What leaves now: subject and body by address."""
    channel = MemoryChannel()
    messaging.deliver_due(now=now, channels={"email": channel})
    return {mail.address: (mail.subject, mail.body) for mail in channel.delivered}


def test_one_reminder_goes_to_two_people_in_two_languages(cast: Cast) -> None:
    speaks("de", cast.worker.id)
    speaks("en", cast.manager.id)
    both = [cast.worker.id, cast.manager.id]
    write_reminder(both, ChannelName.EMAIL, NOW.date(), (), ADDRESS, NOW)
    assert mails() == {
        cast.worker.email: (
            "Ihre Übung ist bereit",
            "Unter Heute liegen einige Fragen bereit. Sie brauchen höchstens drei Minuten.\n\n"
            f"{ADDRESS}\n\nKeine Zeit? Es staut sich nichts.",
        ),
        cast.manager.email: (
            "Your practice is ready",
            "A few questions are ready for you under Today. They take three minutes at most.\n\n"
            f"{ADDRESS}\n\nNo time today? Then leave it: nothing piles up.",
        ),
    }
    assert Message.objects.values("subject", "body").distinct().count() == 1


def test_days_are_written_as_the_reader_writes_them(cast: Cast) -> None:
    speaks("de-AT", cast.worker.id)
    ask(cast.worker.id, cast.manager.id)
    written = mails()
    assert written[cast.worker.email][1] == f"Bitte antworten Sie bis 1. März 2026.\n\n{ADDRESS}"
    assert written[cast.manager.email][1] == f"Please answer by 1 March 2026.\n\n{ADDRESS}"


def test_the_language_is_that_of_the_moment_at_which_it_leaves(cast: Cast) -> None:
    ask(cast.worker.id)
    speaks("de", cast.worker.id)
    assert mails()[cast.worker.email][0] == "Ihre Übung ist bereit"


@pytest.mark.parametrize(
    ("own", "house", "subject"),
    [
        ("pt-BR", "de", "Ihre Übung ist bereit"),
        ("pt-BR", "sw", "Your practice is ready"),
        ("en", "de", "Your practice is ready"),
        ("DE", "en", "Ihre Übung ist bereit"),
    ],
)
def test_whoever_speaks_what_is_not_offered_reads_the_organisations_language_or_english(
    cast: Cast, own: str, house: str, subject: str
) -> None:
    Organisation.objects.update(language=house)
    speaks(own, cast.worker.id)
    ask(cast.worker.id)
    with override("ar"):
        assert mails()[cast.worker.email][0] == subject


def test_a_letter_is_in_the_language_of_whom_one_knows_and_of_the_house_for_strangers(
    cast: Cast,
) -> None:
    Organisation.objects.update(language="en")
    speaks("de", cast.worker.id)
    for address in (cast.worker.email, "otto@else.example"):
        letter = messaging.NewLetter(
            f"access/{address}",
            address,
            "Otto",
            say("Your practice is ready"),
            paragraphs(say("Hello {name},", name="Otto"), messaging.LINK),
            say("You practised this."),
            urgent=True,
            sealed=True,
        )
        messaging.write_letters([letter], now=NOW)
    channel = MemoryChannel()
    messaging.deliver_letters(now=NOW, channel=channel, time_zone="UTC", links=lambda key: "LINK")
    assert {mail.address: mail.body for mail in channel.delivered} == {
        cast.worker.email: "Guten Tag Otto,\n\nLINK",
        "otto@else.example": "Hello Otto,\n\nLINK",
    }


def test_the_inbox_and_a_digest_are_read_in_the_language_of_the_page(cast: Cast) -> None:
    messaging.set_limits(messaging.MessageLimits(messages_per_week=1))
    for key in ("one", "two", "three"):
        messaging.queue(
            person_ids=[cast.worker.id],
            key=key,
            subject=say("Your practice is ready"),
            body=say("Please answer by {day}.", day=dt.date(2026, 3, 1)),
            why=say("You practised this."),
            now=NOW,
        )
    messaging.deliver_due(now=NOW, channels={})
    messaging.deliver_due(now=NOW + 7 * DAY, channels={})
    client = Client()
    client.force_login(get_user_model().objects.get(id=cast.worker.id))
    in_english = client.get("/inbox").content.decode()
    in_german = client.get("/inbox", headers={"accept-language": "de"}).content.decode()
    assert "2 messages in one" in in_english and "by 1 March 2026." in in_english
    assert "2 in einer" in in_german and "bis 1. März 2026." in in_german
    assert "Please answer" not in in_german and "ist bereit" in in_german


def test_the_outbox_finds_and_shows_what_was_written_in_its_readers_words(cast: Cast) -> None:
    ask(cast.worker.id)
    client = Client()
    client.force_login(get_user_model().objects.get(id=cast.administrator.id))
    for language, found, other in (("de", "Übung", "practice"), ("en", "practice", "Übung")):
        with override(language):
            assert messaging.outbox(text=found).total == 1
            assert not messaging.outbox(text=other).total
            assert not messaging.outbox(text="message").total
    page = client.get("/outbox", headers={"accept-language": "de"}).content.decode()
    assert "Ihre Übung ist bereit" in page


def test_the_outbox_says_in_its_readers_language_why_something_did_not_go(cast: Cast) -> None:
    ask(cast.worker.id)
    went_away = say("The mail server went away: {error}", error="timed out")
    channel = MemoryChannel(refusal=DeliveryFailed(went_away, permanent=True))
    messaging.deliver_due(now=NOW, channels={"email": channel})
    client = Client()
    client.force_login(get_user_model().objects.get(id=cast.administrator.id))
    page = client.get("/outbox", headers={"accept-language": "de"}).content.decode()
    assert "Der Mailserver ging weg: timed out" in page and "went away" not in page


def test_what_is_held_about_somebody_is_told_in_words(cast: Cast) -> None:
    ask(cast.worker.id)
    with override("de"):
        [held] = messaging.held_about(cast.worker.id, [cast.worker.email])["messages"]
    assert held["subject"] == "Ihre Übung ist bereit" and type(held["body"]) is str


def test_the_organisation_speaks_for_who_is_new(cast: Cast) -> None:
    Organisation.objects.update(language="de")
    people.import_people(csv_text="email,name\nn@corner.example,New\n", by=None, now=NOW)
    [new] = people.ids_by_email(["n@corner.example"]).values()
    ask(new)
    assert mails()["n@corner.example"][0] == "Ihre Übung ist bereit"
