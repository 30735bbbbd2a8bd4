"""Records in the workbench: found, read as sentences, nobody named; keys made and ended."""

from __future__ import annotations

import csv
import datetime as dt
import html
import io
import re
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from tests.cast import NOW, Cast, engage
from tests.rooms.test_lrs_statements import CLIENT, said
from trimtab import clock
from trimtab.governance import api as governance
from trimtab.lrs import api as lrs
from trimtab.lrs.api import Scope
from trimtab.people.api import PersonRow
from trimtab.web.files import cell
from trimtab.xapi.profile import ActivityType, Verb

ANA = {"mbox": "mailto:ana@elsewhere.example", "name": "Ana Ferreira"}


@pytest.fixture
def cast(db: None) -> Cast:
    return engage()


def signed_in(person: PersonRow) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(id=person.id))
    return client


def shown(client: Client, address: str, **given: Any) -> str:
    answer = client.get(address, given)
    assert answer.status_code == 200, answer.content
    return html.unescape(answer.content.decode())


def answered(cast: Cast, title: str = "What is five?", minutes: int = 0) -> None:
    lrs.record(
        actor=cast.worker.pseudonym,
        verb=Verb.ANSWERED,
        object_id="items/five",
        object_name=title,
        object_type=ActivityType.ITEM,
        now=NOW + dt.timedelta(minutes=minutes),
        result={"success": True, "score": {"scaled": 0.8}, "duration": "PT14.00S"},
    )


def test_a_record_is_a_sentence_under_a_pseudonym(cast: Cast) -> None:
    answered(cast)
    page = shown(signed_in(cast.steward), "/records")
    assert (
        f"Person {str(cast.worker.pseudonym)[:8]} answered “What is five?”: right, 80 %, 14 s"
        in page
    )
    assert "Wanda" not in page


def test_people_of_other_programs_stand_under_a_mask_that_is_the_same_each_time(cast: Cast) -> None:
    lrs.store([said(actor=ANA), said(actor=ANA)], by=CLIENT, now=NOW)
    client = signed_in(cast.administrator)
    page = shown(client, "/records")
    assert len(set(re.findall(r"Account ([0-9a-f]{16})", page))) == 1
    [first, *_] = re.findall(r"/records/statements/[0-9a-f-]{36}", page)
    both = page + shown(client, first)
    assert (
        "ana" not in re.sub(r"<[^>]+>", "", both).lower().replace("manage", "")
        and "Ferreira" not in both
    )


def test_all_of_one_person_are_found_without_saying_who_it_is(cast: Cast) -> None:
    lrs.store(
        [said(actor=ANA), said(actor={"mbox": "mailto:ben@elsewhere.example"})], by=CLIENT, now=NOW
    )
    client = signed_in(cast.steward)
    page = shown(
        client, re.findall(r"/records/statements/[0-9a-f-]{36}", shown(client, "/records"))[0]
    )
    [address] = re.findall(r"\?(actor=[^\"]+)\"", page)
    assert "elsewhere" not in address
    assert shown(client, f"/records?{address}").count('class="row"') == 1


def test_a_grant_of_records_by_person_shows_names(cast: Cast) -> None:
    answered(cast)
    lrs.store([said(actor=ANA)], by=CLIENT, now=NOW)
    granted = governance.GrantRow("g", "steward", "records", "person", 30, (), NOW, NOW)
    governance.match_grants([granted], now=clock.now())
    page = shown(signed_in(cast.steward), "/records")
    assert "Wanda answered" in page and "Ana Ferreira" in page
    assert "You see this until" in page
    assert "Wanda" not in shown(signed_in(cast.administrator), "/records")


def test_whoever_was_shown_somebody_by_name_is_shown_to_them(cast: Cast) -> None:
    answered(cast)
    assert "Nobody has looked" in shown(signed_in(cast.worker), "/me/looks")
    shown(signed_in(cast.steward), "/records")
    assert "Nobody has looked" in shown(signed_in(cast.worker), "/me/looks")
    granted = governance.GrantRow("g", "steward", "records", "person", 30, (), NOW, NOW)
    governance.match_grants([granted], now=clock.now())
    for address in ("/records", "/records", "/records/file"):
        signed_in(cast.steward).get(address)
    page = shown(signed_in(cast.worker), "/me/looks")
    assert page.count(cast.steward.name) == 1 and "records of what you did" in page
    assert "Nobody has looked" in shown(signed_in(cast.manager), "/me/looks")
    assert "Nobody has looked" in shown(signed_in(cast.steward), "/me/looks")
    assert "/me/looks" in shown(signed_in(cast.worker), "/me")


def test_on_the_day_after_the_grant_names_are_masked_again_and_the_page_says_why(
    cast: Cast,
) -> None:
    answered(cast)
    granted = governance.GrantRow("g", "steward", "records", "person", 30, (), NOW, NOW)
    governance.match_grants([granted], now=clock.now() - dt.timedelta(days=31))
    page = shown(signed_in(cast.steward), "/records")
    assert "Wanda" not in page and "ended by itself on" in page
    assert "Wanda" not in shown(signed_in(cast.steward), "/records/file")


@pytest.mark.parametrize("who", ["worker", "manager", "strategist", "author", "stakeholder"])
def test_nobody_but_administrators_and_stewards_sees_records(cast: Cast, who: str) -> None:
    client = signed_in(getattr(cast, who))
    for address in (
        "/records",
        "/records/newer",
        "/records/file",
        f"/records/statements/{uuid4()}",
        "/records/credentials",
        "/records/forwarding",
    ):
        assert client.get(address).status_code == 403


def test_filters_are_kept_and_lead_to_what_they_say(cast: Cast) -> None:
    answered(cast)
    lrs.store(
        [said(actor=ANA, verb={"id": "http://adlnet.gov/expapi/verbs/passed"})], by=CLIENT, now=NOW
    )
    client = signed_in(cast.steward)
    for given, count in (
        ({"verb": Verb.ANSWERED.value}, 1),
        ({"actor": str(cast.worker.pseudonym)}, 1),
        ({"credential": "trimtab"}, 1),
        ({"activity": f"{lrs.home()}/items/five"}, 1),
        ({"since": "2026-09-07"}, 2),
        ({"until": "2026-09-06"}, 0),
    ):
        assert shown(client, "/records", **given).count('class="row"') == count, given


def test_a_filter_stands_in_words_and_is_taken_away_alone(cast: Cast) -> None:
    answered(cast)
    client = signed_in(cast.steward)
    page = shown(
        client, "/records", verb=Verb.ANSWERED.value, since="2026-09-08", credential="trimtab"
    )
    assert (
        "from 8 Sep 2026" in page and "sent by Trimtab itself" in page and 'class="row"' not in page
    )
    [without_since] = re.findall(r'href="/records\?([^"]+)"><span class="wrap">from 8 Sep', page)
    page = shown(client, f"/records?{without_since}")
    assert (
        page.count('class="row"') == 1
        and "from 8 Sep" not in page
        and "sent by Trimtab itself" in page
    )


def test_a_record_that_came_in_later_than_it_happened_says_so(cast: Cast) -> None:
    lrs.store([said(actor=ANA, timestamp="2026-01-05T10:00:00Z")], by=CLIENT, now=NOW)
    page = shown(signed_in(cast.steward), "/records")
    assert "5 Jan 2026" in page and "Came in 7 Sep 2026" in page
    answered(cast)
    assert shown(signed_in(cast.steward), "/records").count("Came in 7 Sep") == 1


def test_a_filter_that_cannot_be_read_is_named_and_shows_nothing(cast: Cast) -> None:
    answered(cast)
    page = shown(signed_in(cast.steward), "/records", actor="wanda", since="yesterday")
    assert (
        "A pseudonym is 32 digits" in page
        and "Give a day such as" in page
        and 'class="row"' not in page
    )


def test_pages_follow_one_another_without_losing_or_repeating_a_record(cast: Cast) -> None:
    for minute in range(120):
        answered(cast, f"Question {minute}.", minute % 7)
    client, found, address = signed_in(cast.steward), [], "/records"
    while address:
        page = shown(client, address)
        found += re.findall(r"Question (\d+)\.", page)
        [*more] = re.findall(r'rel="next" href="([^"]+)"', page)
        address = f"/records{more[0]}" if more else ""
    assert sorted(map(int, found)) == list(range(120))


@pytest.mark.parametrize(
    "odd",
    [
        {"timestamp": "2026-03-01T09:30:00"},
        {"timestamp": "2026-03-01t09:30:00z"},
        {"timestamp": "0001-01-01T00:00:00Z"},
        {"timestamp": "9999-12-31T23:59:59Z"},
        {"timestamp": "2026-03-01 09:30+0100"},
        {"timestamp": "20260301T093000Z"},
        {"result": {"duration": f"PT{'9' * 400}S"}},
        {"object": {"objectType": "Group", "member": []}},
    ],
    ids=lambda odd: str(odd)[:40],
)
def test_whatever_the_store_takes_the_pages_show(cast: Cast, odd: dict[str, Any]) -> None:
    statement = said(**odd)
    lrs.store([statement], by=CLIENT, now=NOW)
    client = signed_in(cast.steward)
    for address in ("/records", f"/records/statements/{statement['id']}", "/records/file"):
        assert client.get(address).status_code == 200, address


def test_what_comes_in_is_given_once_and_in_front(cast: Cast) -> None:
    answered(cast, "Before")
    client = signed_in(cast.steward)
    [address] = re.findall(r'data-address="([^"]+)"', shown(client, "/records"))
    assert client.get(address).status_code == 204
    answered(cast, "First new", 1)
    answered(cast, "Second new", 2)
    answer = client.get(address)
    page = answer.content.decode()
    assert page.index("Second new") < page.index("First new") and "Before" not in page
    assert (
        client.get(
            re.sub(r"after=.*", f"after={answer['X-After'].replace('+', '%2B')}", address)
        ).status_code
        == 204
    )


def test_a_voided_record_says_so(cast: Cast) -> None:
    statement = said()
    lrs.store([statement], by=CLIENT, now=NOW)
    lrs.store(
        [
            said(
                verb={"id": "http://adlnet.gov/expapi/verbs/voided"},
                object={"objectType": "StatementRef", "id": statement["id"]},
            )
        ],
        by=CLIENT,
        now=NOW,
    )
    assert "taken back" in shown(signed_in(cast.steward), f"/records/statements/{statement['id']}")


def test_a_key_is_made_renewed_and_ended_on_its_page(cast: Cast) -> None:
    client = signed_in(cast.administrator)
    made = client.post(
        "/records/credentials", {"name": "Tills", "scope": ["all"], "per_second": "20"}
    )
    [user, secret] = re.findall(r'<code class="wrap">([^<]+)</code></dd>', made.content.decode())
    found = lrs.check_credential(user, secret, now=NOW)
    assert found and found.per_second == 20 and found.scopes == {Scope.ALL}
    assert secret not in client.get("/records/credentials").content.decode()
    renewed = client.post(f"/records/credentials/{user}/secret", {"grace": "0"})
    [_user, fresh] = re.findall(r'<code class="wrap">([^<]+)</code></dd>', renewed.content.decode())
    assert lrs.check_credential(user, fresh, now=NOW)
    client.post(f"/records/credentials/{user}/end")
    assert lrs.check_credential(user, fresh, now=NOW) is None


def test_a_key_without_a_name_or_scope_is_not_made_and_the_field_is_named(cast: Cast) -> None:
    client = signed_in(cast.administrator)
    answer = client.post("/records/credentials", {"name": "Tills", "per_second": "20"})
    assert (
        answer.status_code == 422 and "Choose what the program may do." in answer.content.decode()
    )
    assert not lrs.credentials()


def test_a_steward_may_not_make_keys(cast: Cast) -> None:
    assert (
        signed_in(cast.steward)
        .post("/records/credentials", {"name": "x", "scope": "all"})
        .status_code
        == 403
    )


def test_what_fits_comes_as_a_file_with_nobody_named_and_is_written_down(cast: Cast) -> None:
    for minute in range(450):
        answered(cast, f"Question {minute}", minute)
    lrs.store([said(actor=ANA, verb={"id": "urn:did"})], by=CLIENT, now=NOW)
    client = signed_in(cast.steward)
    answer = client.get("/records/file", {"verb": Verb.ANSWERED.value})
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert answer["Content-Disposition"] == 'attachment; filename="records.csv"' and answer[
        "Cache-Control"
    ].endswith("private")
    assert len({row["id"] for row in rows}) == 450 and rows[0]["who"] == str(cast.worker.pseudonym)
    assert rows[0]["score"] == "0.8" and rows[0]["record"].startswith(
        f"Person {rows[0]['who'][:8]} answered"
    )
    everything = client.get("/records/file").content.decode()
    assert everything.count("\n") == 452 and "Ana" not in everything and "Wanda" not in everything
    [last, first] = [
        entry for entry in governance.audit_entries().rows if entry.act == "records.downloaded"
    ]
    assert (first.detail["records"], last.detail["records"], first.detail["verb"]) == (
        450,
        451,
        Verb.ANSWERED.value,
    )


def test_no_cell_of_a_file_is_taken_for_a_formula_and_numbers_stay_numbers() -> None:
    assert cell("=1+1") == "'=1+1" and cell("@x") == "'@x" and cell(-0.5) == "-0.5"


def test_a_filter_that_cannot_be_read_gives_an_empty_file(cast: Cast) -> None:
    answered(cast)
    answer = signed_in(cast.steward).get("/records/file", {"since": "yesterday"})
    assert answer.content.decode().count("\n") == 1
