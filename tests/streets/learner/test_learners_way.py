"""The learner's way in the pages: land where the warning is seen, keep one's own words.

And lose nothing by the way.
"""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from tests.cast import Cast, engage
from tests.rooms.test_practice import EVERYBODY, programme
from tests.rooms.test_support import CHILLER, PROBE, RETURNS
from trimtab import clock
from trimtab.library import api as library
from trimtab.people import api as people
from trimtab.practice import api as practice
from trimtab.practice.models import Review
from trimtab.search import api as search
from trimtab.support.models import Gap, Lookup

ITEMS = """
- {key: a, kind: short-answer, stem: How many minutes?, answers: ["30"], tags: [food], aid: chiller}
- key: b
  kind: multiple-choice
  stem: Which?
  tags: [food]
  options: [{text: x, correct: true, feedback: Right you are}, {text: y}]
"""


@pytest.fixture
def cast(db: None) -> Cast:
    now = clock.now()
    cast = engage(now)
    files = {
        "Returns.md": RETURNS,
        "Chiller.md": CHILLER,
        "Probe.md": PROBE,
        "Can.md": "# Return with a receipt\n\nScan it.\n",
    }
    assert not library.import_aids(announce=search.publish, files=files, by=None, now=now).problems
    assert not library.import_items(
        text=ITEMS, form=library.ItemFormat.YAML, by=None, now=now
    ).problems
    people.match_audiences([EVERYBODY], now=now)
    practice.match_programmes([programme()], minutes_per_week=6, now=now)
    return cast


@pytest.fixture
def wanda(cast: Cast) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(id=cast.worker.id))
    return client


def page(client: Client, address: str, **form: Any) -> str:
    answer = client.post(address, form, follow=True) if form else client.get(address, follow=True)
    return html.unescape(answer.content.decode())


def fields(text: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)"', text))


def hits(text: str) -> list[str]:
    return re.findall(r'class="hit" href="([^"]*)"', text)


def test_a_result_leads_to_the_title_or_to_its_section_and_shows_the_warning_itself(
    wanda: Client,
) -> None:
    library.flag_aid(key="returns")
    found = page(wanda, "/find?q=return+without+receipt")
    assert "reported wrong: ask first" in found and "#" not in hits(found)[0]
    deeper = hits(page(wanda, "/find?q=voucher"))[0]
    assert deeper.endswith("#when-nothing-is-found")
    text = page(wanda, deeper.partition("#")[0])
    here = text[text.index('id="when-nothing-is-found"') :]
    assert (
        here.index("From “Return without a receipt”")
        < here.index("ask before you rely on it")
        < here.index("</h2>")
    )
    assert (
        "section=when-nothing-is-found"
        in wanda.get("/palette?q=voucher").json()["rows"][0]["address"]
    )


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("no receipt", "returns"),
        ("customer hasn't got a receipt", "returns"),
        ("return with receipt", "can"),
        ("chil", "chiller"),
    ],
)
def test_with_and_without_count_and_half_a_word_finds_it(
    wanda: Client, words: str, first: str
) -> None:
    assert hits(page(wanda, f"/find?q={words}"))[0].startswith(f"/find/aids/{first}?")


def test_no_word_is_taken_for_another_unasked(wanda: Client) -> None:
    slip = page(wanda, "/find?q=chilller too warm")
    assert (
        "Searched for “chiller too warm”" in slip
        and "Search for exactly “chilller too warm”" in slip
    )
    assert "Searched for" not in page(wanda, "/find?q=chilller+warm&exact=yes")
    book = page(wanda, "/find?q=how do I book a holiday")
    assert (
        not hits(book)
        and "Searched for" not in book
        and Gap.objects.get().wording == "how do I book a holiday"
    )
    known = page(wanda, "/find?q=clean the fridge")
    assert hits(known)[0].startswith("/find/aids/probe") and "No aid has “fridge”" in known


@pytest.mark.parametrize("words", ["???", "a", "what do i do"])
def test_what_says_nothing_is_put_on_no_list(wanda: Client, words: str) -> None:
    assert "Write what it is about" in page(wanda, f"/find?q={words}") and not Gap.objects.exists()


def test_going_back_from_an_aid_keeps_the_words_and_searches_once(wanda: Client) -> None:
    text = page(wanda, hits(page(wanda, "/find?q=voucher"))[0])
    back = re.search(r'href="(/find\?q=voucher[^"]*)"', text)
    assert (
        back and hits(page(wanda, back[1])) and Lookup.objects.filter(query="voucher").count() == 1
    )
    told = page(
        wanda,
        "/find/tell-us",
        lookup=str(Lookup.objects.get(query="voucher").id),
        words="How much is it?",
    )
    assert "The authors see what you looked for." in told and hits(told)
    assert Lookup.objects.get(query="voucher").words == "How much is it?"


def test_it_is_wrong_takes_words_counts_once_and_can_be_taken_back(
    wanda: Client, cast: Cast
) -> None:
    aid = "/find/aids/probe"
    for _ in range(2):
        said = page(wanda, f"{aid}/solved", solved="wrong", words="It needs ice")
    assert library.aid("probe").flagged == 1 and "You reported that this is wrong." in said
    author = Client()
    author.force_login(get_user_model().objects.get(id=cast.author.id))
    assert "It needs ice" in page(author, "/content")
    answer = wanda.post(f"{aid}/solved", {"solved": "yes", "lookup": fields(said)["lookup"]})
    assert answer.headers["Location"].endswith("#solved")


def answer_wrongly(client: Client) -> tuple[str, dict[str, str]]:
    """Answers the next question wrongly; returns the page and what was sent."""
    sent = fields(page(client, "/today/answer"))
    is_short = library.item_body(sent["version_id"]).kind() == "short-answer"  # type: ignore[arg-type]
    sent |= {"text": "7"} if is_short else {"choice": "1"}
    return page(client, "/today/answer", **sent), sent


def test_a_sitting_ends_with_what_was_missed_and_the_aid_behind_it(wanda: Client) -> None:
    assert "2 questions are ready" in page(wanda, "/today")
    nothing = fields(page(wanda, "/today/answer"))
    assert (
        "Choose or write an answer first." in page(wanda, "/today/answer", **nothing)
        and not Review.objects.exists()
    )
    text, sent = answer_wrongly(wanda)
    assert (
        "Right you are" not in text
        and "That is not it" in text
        and "It comes once more at the end" in text
    )
    assert "1 question is left of today's 2, and what you missed comes once more." in page(
        wanda, "/today"
    )
    again = page(
        wanda, "/today/answer", **(sent | {"review_id": "00000000-0000-4000-8000-000000000001"})
    )
    assert "You had answered this already" in again and Review.objects.count() == 1
    assert "That is not it" in page(wanda, "/today/answer?at=1")
    assert "Once more what you missed" in answer_wrongly(wanda)[0]
    assert "Once more: you missed this one." in page(wanda, "/today/answer")
    answer_wrongly(wanda)
    assert "Finish" in answer_wrongly(wanda)[0]
    done = page(wanda, "/today")
    assert "0 of 2 were right. The next question comes" in done and "What you missed" in done
    assert 'Look it up: <a href="/find/aids/chiller">' in done and "in a month" not in done


def test_my_answer_was_right_reaches_the_author_without_a_name(wanda: Client, cast: Cast) -> None:
    _text, _sent = answer_wrongly(wanda)
    review = Review.objects.get()
    sent = page(wanda, "/today/objection", review_id=str(review.id), at="1", words="It says so")
    assert "not your name" in sent and "The authors have your answer to look at." in sent
    author = Client()
    author.force_login(get_user_model().objects.get(id=cast.author.id))
    seen = page(author, "/content")
    assert "“My answer was right”" in seen and "It says so" in seen and cast.worker.name not in seen
    page(author, f"/objections/{practice.objections()[0].id}/settling", agreed="yes")
    assert not practice.objections()


@pytest.mark.parametrize(("asked", "lang"), [("de-AT, en;q=0.5", "de"), ("fi", "en-gb")])
def test_a_browser_in_another_language_gets_one_language_and_long_words_are_bounded(
    wanda: Client, asked: str, lang: str
) -> None:
    answer = wanda.get("/find/aids/chiller", headers={"accept-language": asked})
    assert f'<html lang="{lang}"' in answer.content.decode()
    assert (
        'maxlength="300"' in page(wanda, "/find") and "data-print hidden" in answer.content.decode()
    )


def test_whoever_is_signed_out_while_answering_is_told(cast: Cast) -> None:
    text = page(Client(), "/today/answer", version_id="x")
    assert "You are signed out. Sign in to go on where you were." in text
