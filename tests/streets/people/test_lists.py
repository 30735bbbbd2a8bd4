"""Lists of people in the browser: chosen, their columns said, looked at, taken, taken back."""

from __future__ import annotations

import html
import re
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from tests.cast import Cast, engage
from tests.lists.reading import workbook
from tests.streets.people.test_people import acts, client, said
from trimtab import clock
from trimtab.config.schedule import SCHEDULE
from trimtab.jobs import api as jobs
from trimtab.jobs.api import JobName
from trimtab.people import api as people
from trimtab.people.api import ListStage, Role
from trimtab.people.models import ListProgress

HEAD = "Work Email,First Name,Last Name,Department,Status\n"


@pytest.fixture
def cast(db: None) -> Cast:
    return engage(clock.now())


def choose(browser: Any, content: str | bytes, name: str = "people.csv") -> HttpResponse:
    data = content.encode() if isinstance(content, str) else content
    return browser.post("/people/import", {"file": SimpleUploadedFile(name, data)})  # type: ignore[no-any-return]  # a test client's answer


def boxes(page: str) -> list[str]:
    return [html.unescape(key) for key in re.findall(r'name="agreed" value="([^"]+)"', page)]


def test_a_list_is_looked_at_agreed_to_taken_once_and_taken_back(cast: Cast) -> None:
    admin = client(cast.administrator)
    text = "email,name,unit,roles\nsasha@corner.example,Sasha,org,learner\neva@corner.example,Eva,east,learner\n"
    where = choose(admin, text)["Location"]
    page = said(admin.get(where))
    assert "One role would be taken away" in page and "Sasha: strategist" in page
    assert "learner, strategist" in page and "east" in page
    assert people.person_by_email("eva@corner.example") is None
    assert client(cast.strategist).get(where).status_code == 403
    keys = boxes(page)
    refused = admin.post(where, {"agreed": keys[:1]})
    assert refused.status_code == 422 and "tick what you mean" in said(refused)
    assert set(re.findall(r'value="([^"]+)" checked', said(refused))) == set(keys[:1])
    assert admin.post(where, {"agreed": [f"{key}x" for key in keys]}).status_code == 422
    assert people.person_by_email("eva@corner.example") is None
    assert admin.post(where, {"agreed": keys}).status_code == 302
    assert people.person(cast.strategist.id).roles == {Role.LEARNER}
    assert admin.post(where, {"agreed": keys}).status_code == 422
    assert acts().count("people.imported") == 1
    assert "Take the list back" in said(admin.get(where))
    assert admin.post(f"{where}/taking-back").status_code == 302
    assert "removed again" in said(admin.get(where))
    assert people.person_by_email("eva@corner.example") is None
    assert people.person(cast.strategist.id).roles == cast.strategist.roles
    assert "people.taken-back" in acts()
    assert admin.post(f"{where}/taking-back").status_code == 422


def test_columns_that_nobody_knows_are_said_once_and_remembered(cast: Cast) -> None:
    admin = client(cast.administrator)
    text = "Who,Where to write,Shop\nNew One,new@corner.example,south\n"
    where = choose(admin, text)["Location"]
    assert where.endswith("/columns")
    page = said(admin.get(where))
    assert "new@corner.example" in page and "Attribute: shop" in page
    wrong = admin.post(where, {"column-0": "name", "column-1": "nothing", "column-2": "unit"})
    assert wrong.status_code == 422 and "e-mail address" in said(wrong)
    assert admin.get(where.removesuffix("/columns"))["Location"] == where
    form = {"column-0": "name", "column-1": "email", "column-2": "attribute:shop"}
    looked = admin.post(where, form)["Location"]
    assert "New One" in said(admin.get(looked)) and "Say it otherwise" in said(admin.get(looked))
    again = choose(admin, text)["Location"]
    assert not again.endswith("/columns")
    assert "Attribute: shop" in said(admin.get(again))
    assert "not taken yet" in said(admin.get("/people/import"))


def test_rows_are_filtered_and_paged_and_a_workbook_is_read(cast: Cast) -> None:
    admin = client(cast.administrator)
    rows = "".join(f"p{n}@corner.example,P,{n},org,Active\n" for n in range(120))
    where = choose(admin, f"{HEAD}{rows}bad,B,B,org,Active\n")["Location"]
    page = said(admin.get(where))
    assert "Page 1 of 3" in page and "One row has a fault" in page
    left = said(admin.get(f"{where}?fate=left-out"))
    assert "is not an e-mail address" in left and "p1@corner" not in left
    assert "p77@corner" in said(admin.get(f"{where}?q=p77"))
    book = choose(admin, workbook("bamboohr"), "People.xlsx")["Location"]
    assert "Ana Muster" in said(admin.get(book)) and "BambooHR" in said(admin.get(book))


@pytest.mark.parametrize("content", [b"\xff\xfe", b"", b"\x00", b"PK\x03\x04", b"\x81\x81"])
def test_what_is_no_list_is_refused_on_the_page(cast: Cast, content: bytes) -> None:
    admin = client(cast.administrator)
    answer = choose(admin, content)
    assert answer.status_code == 422 and "f-file-error" in said(answer)
    assert admin.post("/people/import").status_code == 422


def test_a_long_list_waits_for_the_worker_and_shows_how_far_it_is(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("trimtab.people.api.AT_ONCE", 2)
    jobs.schedule(zone=ZoneInfo("UTC"), now=clock.now())
    admin = client(cast.administrator)
    rows = "".join(f"p{n}@corner.example,P,{n},org,Active\n" for n in range(3))
    where = choose(admin, HEAD + rows)["Location"]
    waiting = admin.get(where)
    assert waiting["Refresh"] and "<progress" in said(waiting)
    [job] = [row for row in jobs.jobs() if row.name is JobName.LISTS]
    assert job.due_at <= clock.now()
    assert SCHEDULE[JobName.LISTS]() == {"lists-worked-on": 1}
    looked = admin.get(where)
    assert "Refresh" not in looked and "P 2" in said(looked)
    admin.post(where, {"agreed": boxes(said(looked))})
    assert people.person_by_email("p1@corner.example") is None
    SCHEDULE[JobName.LISTS]()
    assert people.person_by_email("p1@corner.example") is not None
    admin.post(f"{where}/taking-back")
    SCHEDULE[JobName.LISTS]()
    assert people.person_by_email("p1@corner.example") is None
    assert not ListProgress.objects.exists()


def test_work_that_breaks_off_leaves_everything_as_it_was(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("trimtab.people.api.AT_ONCE", 0)
    admin = client(cast.administrator)
    where = choose(admin, f"{HEAD}p1@corner.example,P,1,org,Active\n")["Location"]
    SCHEDULE[JobName.LISTS]()
    admin.post(where, {"agreed": boxes(said(admin.get(where)))})

    def broken(**_given: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("trimtab.journeys.people_lists.practice.refresh_enrolments", broken)
    SCHEDULE[JobName.LISTS]()
    [row] = people.people_lists(now=clock.now())
    assert row.stage is ListStage.LOOKED
    assert people.person_by_email("p1@corner.example") is None
    assert "Something broke on our side" in said(admin.get(where))
