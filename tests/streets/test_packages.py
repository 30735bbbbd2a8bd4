"""What a launched unit can reach with its credential, and where packages are served and pages are not."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import reverse
from django.utils import timezone

from tests.cast import Cast, engage
from tests.packages import zipped
from tests.streets.strategy.test_answering import signed_in
from trimtab.config.content import CONTENT_URL, ContentHostMiddleware, content_url
from trimtab.courses import api as courses
from trimtab.courses.api import LaunchMode
from trimtab.gateway.content.serving import byte_range, media_type
from trimtab.lrs import api as lrs
from trimtab.people.api import PersonRow
from trimtab.xapi import profile

pytestmark = pytest.mark.django_db
XAPI = "/cmi5/xapi"


@pytest.fixture
def cast(db: None) -> Cast:
    return engage()


@pytest.fixture(autouse=True)
def _content(tmp_path: Path) -> Iterator[None]:
    before = courses.content_home()
    courses.play_at("http://testserver")
    with override_settings(MEDIA_ROOT=tmp_path):
        yield
    courses.play_at(before)


class Unit:
    """A launched unit, with its credential."""

    def __init__(self, person: PersonRow, package: Any) -> None:
        found = courses.launch(
            person=person,
            package_id=package,
            unit=0,
            mode=LaunchMode.NORMAL,
            return_url="x",
            now=timezone.now(),
        )
        self.given = {name: value[0] for name, value in parse_qs(urlsplit(found.url).query).items()}
        self.session, self.fetch = found.session_id, urlsplit(self.given["fetch"]).path
        token = Client().post(self.fetch).json()["auth-token"]
        self.client = Client(
            headers={"Authorization": f"Basic {token}", "X-Experience-API-Version": "1.0.3"}
        )

    def state(self, **changes: str) -> dict[str, str]:
        return {
            "activityId": self.given["activityId"],
            "agent": self.given["actor"],
            "registration": self.given["registration"],
            "stateId": "LMS.LaunchData",
            **changes,
        }

    def ready(self) -> Unit:
        """Has read the preferences and said initialized."""
        asked = {"agent": self.given["actor"], "profileId": "cmi5LearnerPreferences"}
        assert self.client.get(f"{XAPI}/agents/profile", asked).status_code == 200
        data = self.client.get(f"{XAPI}/activities/state", self.state()).json()
        context = data["contextTemplate"]
        context["registration"] = self.given["registration"]
        context["contextActivities"]["category"] = [
            {"id": "https://w3id.org/xapi/cmi5/context/categories/cmi5"}
        ]
        said = {
            "id": str(uuid4()),
            "timestamp": "2026-11-24T08:00:00Z",
            "actor": json.loads(self.given["actor"]),
            "verb": {"id": "http://adlnet.gov/expapi/verbs/initialized"},
            "object": {"id": self.given["activityId"]},
            "context": context,
        }
        answer = self.client.put(
            f"{XAPI}/statements?statementId={said['id']}", said, "application/json"
        )
        assert answer.status_code == 204, answer.content
        return self


@pytest.fixture
def package(cast: Cast) -> Any:
    return courses.import_package(
        file=zipped("cmi5"), name="x.zip", by=None, now=timezone.now()
    ).package_id


def test_a_unit_reads_and_keeps_its_own_state_and_no_other(cast: Cast, package: Any) -> None:
    unit = Unit(cast.worker, package)
    address = f"{XAPI}/activities/state"
    mine = unit.state(stateId="place")
    query = "&".join(f"{name}={value}" for name, value in mine.items())
    assert unit.client.put(f"{address}?{query}", {"page": 2}, "application/json").status_code == 204
    assert unit.client.get(address, mine).json() == {"page": 2}
    assert unit.client.get(f"{XAPI}//activities/state", mine).status_code == 200, (
        "a second slash changes nothing"
    )
    other = json.dumps(profile.person(lrs.home(), cast.manager.pseudonym))
    for wrong in ({"agent": other}, {"registration": str(unit.session)}):
        assert unit.client.get(address, unit.state(**wrong)).status_code == 403
    launch_data = "&".join(f"{name}={value}" for name, value in unit.state().items())
    assert unit.client.put(f"{address}?{launch_data}", {}, "application/json").status_code == 403
    assert unit.client.delete(f"{address}?{launch_data}").status_code == 403
    without = {name: value for name, value in unit.state().items() if name != "stateId"}
    query = "&".join(f"{name}={value}" for name, value in without.items())
    assert unit.client.delete(f"{address}?{query}").status_code == 403, "nor all states together"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("text", "text/plain"),
        ('{"audioPreference": "on"}', "application/json"),
        ('{"languagePreference": "no list", "audioPreference": "on"}', "application/json"),
        ('{"languagePreference": "", "audioPreference": "on"}', "application/json"),
        ('{"languagePreference": "en", "audioPreference": "loud"}', "application/json"),
        ('["languagePreference", "audioPreference"]', "application/json"),
    ],
)
def test_preferences_are_what_cmi5_says_they_are(
    cast: Cast, package: Any, body: str, kind: str
) -> None:
    unit = Unit(cast.worker, package)
    address = f"{XAPI}/agents/profile?profileId=cmi5LearnerPreferences&agent={unit.given['actor']}"
    assert unit.client.put(address, body, kind).status_code == 403
    good = '{"languagePreference": "de-AT,en", "audioPreference": "off"}'
    answer = unit.client.put(address, good, "application/json", headers={"If-Match": "*"})
    assert answer.status_code == 204
    assert unit.client.get(address).json()["languagePreference"] == "de-AT,en"
    assert unit.client.get(address).headers["Cache-Control"] == "no-store"


def test_a_unit_reads_statements_of_its_registration_alone(cast: Cast, package: Any) -> None:
    others = Unit(cast.manager, package).ready()
    unit = Unit(cast.worker, package).ready()
    found = unit.client.get(f"{XAPI}/statements").json()["statements"]
    assert len(found) == 2 and {one["context"]["registration"] for one in found} == {
        unit.given["registration"]
    }
    foreign = {"registration": others.given["registration"]}
    assert unit.client.get(f"{XAPI}/statements", foreign).status_code == 403
    other = lrs.statements(lrs.Filters(registration=UUID(others.given["registration"])))[0]["id"]
    assert unit.client.get(f"{XAPI}/statements", {"statementId": other}).status_code == 404
    agent = json.dumps(profile.person(lrs.home(), cast.manager.pseudonym))
    assert unit.client.get(f"{XAPI}/agents", {"agent": agent}).status_code == 403
    assert unit.client.get(f"{XAPI}/agents", {"agent": unit.given["actor"]}).status_code == 200
    assert unit.client.get(f"{XAPI}/activities", {"activityId": "urn:x"}).status_code == 403


def test_the_credential_of_a_session_opens_nothing_else_and_ends_with_it(
    cast: Cast, package: Any
) -> None:
    unit = Unit(cast.worker, package)
    assert unit.client.get("/xapi/statements").status_code == 401
    assert Client().post(unit.fetch).json()["error-code"] == "1"
    courses.abandon(session_id=unit.session, now=timezone.now())
    answer = unit.client.get(f"{XAPI}/activities/state", unit.state())
    assert answer.status_code == 403 and "WWW-Authenticate" not in answer.headers


@pytest.mark.parametrize(
    "header", ["", "Bearer x", "Basic %%%", "Basic " + base64.b64encode(b"no:colon:here").decode()]
)
def test_without_a_credential_nothing_is_given(header: str) -> None:
    client = Client(headers={"X-Experience-API-Version": "1.0.3", "Authorization": header})
    assert client.get(f"{XAPI}/statements").status_code == 403


def test_pages_of_other_origins_may_speak_to_the_endpoint_without_cookies(
    cast: Cast, package: Any
) -> None:
    asked = Client().options(f"{XAPI}/statements")
    assert asked.status_code == 204 and asked.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in asked.headers


def test_only_authors_bring_packages_in(cast: Cast) -> None:
    sent = SimpleUploadedFile("x.zip", zipped("cmi5").read())
    client = Client(headers={"Accept": "application/json"})
    client.force_login(_user(cast.worker))
    assert client.post("/packages", {"package": sent}).status_code == 403
    assert not courses.packages()


def test_a_broken_package_is_answered_with_every_fault(cast: Cast) -> None:
    client = Client(headers={"Accept": "application/json"})
    client.force_login(_user(cast.author))
    assert client.post("/packages", {}).status_code == 422
    answer = client.post("/packages", {"package": io.BytesIO(b"not a package")})
    assert answer.status_code == 422 and "neither a zip" in answer.json()["problems"][0]["sentence"]


def test_a_course_that_is_not_offered_is_not_there_for_learners(cast: Cast, package: Any) -> None:
    client = Client()
    client.force_login(_user(cast.worker))
    assert client.get(f"/courses/{package}").status_code == 404
    courses.offer(package_id=package, now=timezone.now())
    assert client.get(f"/courses/{package}").status_code == 200
    assert client.post(f"/courses/{package}/units/9/launch").status_code == 404
    assert client.post(f"/courses/{package}/units/0/launch", {"mode": "Loud"}).status_code == 422


def test_a_session_is_ended_by_its_own_learner_alone(cast: Cast, package: Any) -> None:
    unit = Unit(cast.worker, package)
    client = Client()
    client.force_login(_user(cast.manager))
    assert client.post(f"/courses/sessions/{unit.session}/ending").status_code == 404


def _user(person: PersonRow) -> Any:
    from django.contrib.auth import get_user_model

    return get_user_model().objects.get(pk=person.id)


def test_files_come_with_their_type_in_parts_and_apart_from_everything(
    cast: Cast, package: Any
) -> None:
    unit = Unit(cast.worker, package)
    address = f"/content/{unit.session}/unit.js"
    with override_settings(MIDDLEWARE=[]):
        whole = Client().get(address)
        part = Client().get(address, headers={"Range": "bytes=0-9"})
        worker = Client().get(address, headers={"Service-Worker": "script"})
        missing = Client().get(f"/content/{unit.session}/..%2F..%2Fx")
    body = b"".join(whole)
    assert (
        whole.headers["Content-Type"] == "text/javascript"
        and "frame-ancestors 'self'" in whole.headers["Content-Security-Policy"]
    )
    assert part.status_code == 206 and b"".join(part) == body[:10]
    assert part.headers["Content-Range"] == f"bytes 0-9/{len(body)}"
    assert worker.status_code == missing.status_code == 404


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", None),
        ("bytes=0-", (0, 99)),
        ("bytes=10-19", (10, 19)),
        ("bytes=-10", (90, 99)),
        ("bytes=50-500", (50, 99)),
        ("bytes=100-", (1, 0)),
        ("lines=1-2", None),
        ("bytes=-", None),
        ("bytes=0-1,5-6", None),
        ("bytes=-0", (100, 99)),
    ],
)
def test_parts_of_files_are_counted_as_http_does(
    header: str, expected: tuple[int, int] | None
) -> None:
    assert byte_range(header, 100) == expected


def test_types_do_not_depend_on_the_machine() -> None:
    assert [media_type(name) for name in ("a.JS", "b.css", "c.woff2", "d.unknown")] == [
        "text/javascript",
        "text/css",
        "font/woff2",
        "application/octet-stream",
    ]


def test_the_address_of_packages_is_this_machines_other_name_or_one_that_is_given() -> None:
    assert content_url("http://localhost:8000", "") == "http://127.0.0.1:8000"
    assert content_url("http://127.0.0.1:8000", "") == "http://localhost:8000"
    assert content_url("https://learn.example.org", "") == ""
    assert (
        content_url("https://learn.example.org", "https://content.example.org/")
        == "https://content.example.org"
    )
    for wrong in (
        "https://learn.example.org:8443",
        "content.example.org",
        "ftp://x.example",
        "https://x.example/path",
    ):
        with pytest.raises(ImproperlyConfigured):
            content_url("https://learn.example.org", wrong)


def test_each_address_shows_its_own_things_alone() -> None:
    middleware = ContentHostMiddleware(lambda request: HttpResponse("shown"))
    middleware.base, middleware.host = "http://localhost:8000", "127.0.0.1:8000"
    make = RequestFactory()

    def answer(request: HttpRequest) -> tuple[int, str]:
        try:
            found = middleware(request)
        except Exception as error:
            return 404, type(error).__name__
        return found.status_code, found.headers.get("Location", "")

    there, here = {"Host": "127.0.0.1:8000"}, {"Host": "localhost:8000"}
    assert answer(make.get("/today?a=1", headers=there)) == (302, "http://localhost:8000/today?a=1")
    assert answer(make.post("/sign-in", headers=there)) == (404, "Http404")
    assert answer(make.get("/content/x/index.html", headers=there)) == (200, "")
    assert answer(make.get("/content/x/index.html", headers=here)) == (404, "Http404")
    assert answer(make.get("/today", headers=here)) == (200, "")
    for open_ in ("/cmi5/xapi/about", "/xapi/about", "/healthz"):
        assert (
            answer(make.get(open_, headers=there))
            == answer(make.get(open_, headers=here))
            == (200, "")
        )


def test_the_page_around_a_unit_is_never_framed_and_the_one_back_only_by_it(
    cast: Cast, package: Any
) -> None:
    found = courses.launch(
        person=cast.worker,
        package_id=package,
        unit=0,
        mode=LaunchMode.NORMAL,
        return_url="x",
        now=timezone.now(),
    )
    for name, ancestors in (("frame", "'none'"), ("back", "'self'")):
        browser = Client(headers={"Host": urlsplit(CONTENT_URL).netloc})
        answer = browser.get(f"/content/{name}/{found.session_id}")
        assert f"frame-ancestors {ancestors}" in answer.headers["Content-Security-Policy"]
        assert ("X-Frame-Options" in answer.headers) is (name == "frame")
        assert (
            f"{lrs.home()}/courses/{package}" in answer.content.decode()
            and "Read the display" in answer.content.decode()
        )
        assert browser.get(f"/content/{name}/{uuid4()}").status_code == 404


def test_courses_stand_in_the_navigation_of_whoever_has_one(cast: Cast, package: Any) -> None:
    learner = signed_in(cast.worker)
    link = f'href="{reverse("learner:courses")}"'
    assert link not in learner.get("/me").content.decode()
    courses.offer(package_id=package, now=timezone.now())
    for address in ("/me", "/find", "/inbox", "/places"):
        assert link in learner.get(address).content.decode(), address
