"""The start page: what is still to do before the organisation runs, and what stalls, by role."""

from __future__ import annotations

import datetime as dt
import html
import re
from pathlib import Path

import msgspec
import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from tests.architecture.messages import write_pseudo
from tests.architecture.pseudo import PSEUDO
from tests.cast import NOW, Cast, engage
from tests.pure.strategy_edits import DEMO
from tests.streets.test_pseudo import Readable, plain, written
from trimtab import clock
from trimtab.governance import api as governance
from trimtab.home.starting import remaining, stalling
from trimtab.jobs import api as jobs
from trimtab.journeys import adoption, organisation, reaching
from trimtab.journeys.reaching import Lack
from trimtab.kernel.errors import NotAllowed, Refusal
from trimtab.library import api as library
from trimtab.messaging import api as messaging
from trimtab.people import api as people
from trimtab.people.api import PersonRow, Role
from trimtab.people.models import Organisation
from trimtab.strategy import api as strategy

DAY = dt.timedelta(days=1)


@pytest.fixture
def cast(db: None) -> Cast:
    return engage()


def page(person: PersonRow, **headers: str) -> str:
    client = Client()
    client.force_login(get_user_model().objects.get(id=person.id))
    answer = client.get("/", headers=headers)
    return re.sub(r"\s+", " ", html.unescape(answer.content.decode()))


def left(person: PersonRow) -> list[str]:
    found = remaining.remains(person, now=NOW)
    return [row.title for row in found.rows] if found else []


def titles(person: PersonRow) -> list[str]:
    return [task.title for task in stalling.stalls(person, now=NOW)]


def in_force(cast: Cast) -> strategy.Strategy:
    row = strategy.save_draft(document=DEMO, by=cast.strategist.id, because="First", now=NOW)
    adoption.adopt(number=row.number, by=None, now=NOW)
    return DEMO


def write(tags: set[str]) -> None:
    """A question and an aid for each tag."""
    text = "".join(
        f"- {{key: q-{tag}, kind: single-choice, stem: Q, tags: [{tag}], "
        "options: [{text: a, correct: true, feedback: yes}, {text: b, feedback: no}]}\n"
        for tag in sorted(tags)
    )
    report = library.import_items(text=text, form=library.ItemFormat.YAML, by=None, now=NOW)
    assert not report.problems
    library.import_aids(
        announce=lambda *_names, **_more: None,
        files={f"{tag}.md": f"---\ntags: [{tag}]\n---\n# Aid {tag}\n\nText.\n" for tag in tags},
        pictures={},
        collection="all",
        by=None,
        now=NOW,
    )


def test_an_administrator_sees_what_is_left_and_nobody_else_does(cast: Cast) -> None:
    assert left(cast.administrator) == [
        "Mail",
        "Strategy",
        "Content",
        "Figures",
        "Invitations",
        "Backup",
    ]
    shown = page(cast.administrator)
    assert "Still to do" in shown and "2 of 8 done" in shown
    assert "Put this list away" not in shown
    for person in (cast.strategist, cast.author, cast.steward, cast.manager):
        assert left(person) == [] and "Still to do" not in page(person)


def test_each_thing_goes_by_itself_when_it_is_done(cast: Cast) -> None:
    in_force(cast)
    # The strategy in force lets strategists approve, and there is one.
    assert left(cast.administrator)[1] == "A second person who decides"
    people.add_person(email="v@corner.example", name="Ve", roles=[Role.STRATEGIST], now=NOW)
    assert left(cast.administrator) == ["Mail", "Content", "Figures", "Invitations", "Backup"]
    write({tag for row in reaching.running(today=NOW.date()) for tag in row.tags})
    assert left(cast.administrator) == ["Mail", "Figures", "Invitations", "Backup"]
    messaging.settle_mail(True)
    try:
        assert left(cast.administrator) == ["Figures", "Invitations", "Backup"]
    finally:
        messaging.settle_mail(False)
    everybody = people.ids_to_invite(now=NOW)
    people.make_links(
        person_ids=everybody,
        purpose=people.Purpose.INVITATION,
        way=people.Way.HAND,
        by=cast.administrator.id,
        now=NOW,
    )
    assert left(cast.administrator) == ["Mail", "Figures", "Backup"]
    made = jobs.BackupMade(jobs.BackupKind.NIGHTLY, jobs.BackupState.CHECKED, "a.backup")
    jobs.note_backup(made=made, seconds=1.0, now=NOW)
    assert left(cast.administrator) == ["Mail", "Figures"]


@pytest.mark.django_db
def test_alone_one_needs_people_and_somebody_else_who_decides() -> None:
    token = people.make_set_up_link(now=NOW)
    given = people.Beginning(
        organisation="Larkspur",
        colour="#1b3a5b",
        language="en-gb",
        time_zone="UTC",
        name="Ada",
        email="ada@larkspur.example",
        password="seven-olive-trees-in-pots",
    )
    ada = people.person(organisation.set_up(token=token, given=given, now=NOW))
    assert left(ada)[:3] == ["Mail", "People", "A second person who decides"]
    people.add_person(email="b@larkspur.example", name="Ben", roles=[Role.LEARNER], now=NOW)
    assert left(ada)[:2] == ["Mail", "A second person who decides"]
    people.add_person(email="s@larkspur.example", name="Stef", roles=[Role.STEWARD], now=NOW)
    assert left(ada)[:2] == ["Mail", "Strategy"]


def test_the_list_is_put_away_when_all_is_done_and_not_before(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client()
    client.force_login(get_user_model().objects.get(id=cast.administrator.id))
    assert client.post("/still-to-do").status_code == 422
    assert not Organisation.objects.exclude(tidied_at=None).exists()
    with pytest.raises(NotAllowed):
        organisation.tidy(by=cast.steward, is_done=True, now=NOW)
    with pytest.raises(Refusal):
        organisation.tidy(by=cast.administrator, is_done=False, now=NOW)
    monkeypatch.setattr(remaining, "remains", lambda *_, **__: remaining.Remains((), 7))
    assert "Put this list away" in page(cast.administrator)
    assert client.post("/still-to-do").headers["Location"] == "/"
    monkeypatch.undo()
    assert left(cast.administrator) == [] and "Still to do" not in page(cast.administrator)
    acts = [entry.act for entry in governance.audit_entries().rows]
    assert acts.count("organisation.tidied") == 1


def test_what_has_no_content_is_named_with_its_tag_to_who_writes_and_who_steers(
    cast: Cast,
) -> None:
    in_force(cast)
    running = reaching.running(today=NOW.date())
    assert running and {row.lack for row in running} == {Lack.CONTENT}
    first = running[0]
    for person in (cast.author, cast.strategist):
        shown = page(person)
        assert f"'{first.title}' has no question yet" in shown
        assert f"Write one with the tag {first.tags[0]}" in shown
    assert any("reach nobody yet" in title for title in titles(cast.author))
    write({tag for row in running for tag in row.tags})
    assert not any("no question" in title or "no aid" in title for title in titles(cast.author))


def test_what_has_content_and_nobody_in_its_audience_reaches_nobody(cast: Cast) -> None:
    in_force(cast)
    write({tag for row in reaching.running(today=NOW.date()) for tag in row.tags})
    alone = {row.title for row in reaching.running(today=NOW.date()) if row.lack is Lack.PEOPLE}
    told = {title for title in titles(cast.strategist) if title.endswith("reaches nobody")}
    assert alone and {f"'{title}' reaches nobody" for title in sorted(alone)[:3]} >= told
    assert not any(title.endswith("reaches nobody") for title in titles(cast.author))


def test_a_working_copy_that_was_left_is_named_to_strategists(cast: Cast) -> None:
    in_force(cast)
    assert not any("not sent to review" in title for title in titles(cast.strategist))
    changed = msgspec.structs.replace(DEMO, title="Another")
    strategy.save_draft(
        document=changed, by=cast.strategist.id, because="Again", now=NOW + DAY, base=1
    )
    assert "Revision 2 was begun and not sent to review" in titles(cast.strategist)
    assert not any("not sent to review" in title for title in titles(cast.author))


def test_figures_that_did_not_come_are_named_to_who_sees_to_them(cast: Cast) -> None:
    assert not any("figure" in title for title in titles(cast.administrator))
    in_force(cast)
    for person in (cast.administrator, cast.steward, cast.strategist):
        assert any(title.startswith("No figures have come") for title in titles(person))
    assert not any("figure" in title for title in titles(cast.author))


def test_a_manager_without_a_unit_hears_what_to_do(cast: Cast) -> None:
    assert titles(cast.manager) == []
    key = people.add_person(email="m@corner.example", name="M", roles=[Role.MANAGER], now=NOW)
    assert titles(people.person(key)) == ["You manage no unit yet"]


def test_more_that_stalls_needs_no_more_queries(cast: Cast) -> None:
    def queries(person: PersonRow) -> int:
        with CaptureQueriesContext(connection) as captured:
            list(stalling.stalls(person, now=clock.now()))
            remaining.remains(person, now=clock.now())
        return len(captured)

    everyone = (cast.strategist, cast.author, cast.administrator, cast.steward)
    before = [queries(person) for person in everyone]
    in_force(cast)
    assert [queries(person) for person in everyone] <= [count + 6 for count in before]
    assert max(map(queries, everyone)) <= 25


def test_the_start_page_can_be_translated_as_a_whole(cast: Cast, tmp_path: Path) -> None:
    in_force(cast)
    write_pseudo(tmp_path)
    languages = [*settings.LANGUAGES, (PSEUDO, "Pseudo")]
    with override_settings(LANGUAGES=languages, LOCALE_PATHS=[tmp_path]):
        known = written()
        for person in (cast.administrator, cast.strategist, cast.author):
            reader = Readable()
            reader.feed(page(person, **{"accept-language": PSEUDO}))
            read = ("\n".join(reader.texts), *reader.spoken)
            found = [each for text in read for each in plain(text) if each.lower() not in known]
            assert found == []


def test_that_it_runs_is_said_only_of_what_reaches_somebody(cast: Cast) -> None:
    in_force(cast)
    client = Client()
    client.force_login(get_user_model().objects.get(id=cast.strategist.id))

    def strategy_page() -> str:
        return re.sub(r"\s+", " ", html.unescape(client.get("/strategy").content.decode()))

    before = strategy_page()
    assert "It runs" not in before and "reaches nobody yet: it has no question" in before
    write({tag for row in reaching.running(today=NOW.date()) for tag in row.tags})
    assert "it has no question" not in strategy_page()
