"""The language of pages: the browser's, until somebody chooses another."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from tests.cast import Cast, engage
from trimtab.people import api as people

pytestmark = pytest.mark.django_db
GERMAN = {"accept-language": "de-DE, de;q=0.9"}


@pytest.fixture
def cast() -> Cast:
    return engage()


def test_a_choice_stands_before_the_browsers_language(cast: Cast) -> None:
    client = Client()
    page = client.get("/sign-in", headers=GERMAN).content.decode()
    assert '<html lang="de" dir="ltr"' in page and ">English</button>" in page
    answer = client.post("/language", {"language": "ar", "next": "/sign-in"}, headers=GERMAN)
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in")
    page = client.get("/sign-in", headers=GERMAN).content.decode()
    assert '<html lang="ar" dir="rtl"' in page


def test_who_is_signed_in_is_written_to_in_the_language_that_they_chose(cast: Cast) -> None:
    client = Client()
    client.force_login(get_user_model().objects.get(id=cast.worker.id))
    assert client.post("/language", {"language": "de", "next": "/me"}).status_code == 302
    assert people.person(cast.worker.id).language == "de"
    page = client.get("/me").content.decode()
    assert 'value="de" lang="de" translate="no" aria-pressed="true"' in page


@pytest.mark.parametrize("language", ["", "fi", "xx-yy", "../../etc", "d" * 17])
def test_a_language_that_is_not_offered_changes_nothing(cast: Cast, language: str) -> None:
    client = Client()
    client.force_login(get_user_model().objects.get(id=cast.worker.id))
    answer = client.post("/language", {"language": language, "next": "https://elsewhere.example/"})
    assert answer.status_code in (302, 422)
    assert "language" not in client.cookies
    assert people.person(cast.worker.id).language == cast.worker.language


def test_a_translation_that_nobody_has_checked_says_so(cast: Cast) -> None:
    client = Client()
    arabic = client.get("/sign-in", headers={"accept-language": "ar"}).content.decode()
    german = client.get("/sign-in", headers=GERMAN).content.decode()
    assert "banner" in arabic and "banner" not in german
