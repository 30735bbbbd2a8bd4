"""What was said at set-up is changed in the browser: logo, language and time zone as well."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import Cast, engage
from tests.logos import png
from tests.streets.strategy.test_answering import signed_in
from trimtab.people import api as people

GIVEN = {"name": "Corner Stores", "colour": "#1b3a5b"}


@pytest.fixture
def cast(db: None) -> Cast:
    return engage()


def send(cast: Cast, **values: Any) -> Any:
    return signed_in(cast.administrator).post("/organisation", {**GIVEN, **values})


def now_is() -> people.OrganisationRow:
    row = people.organisation()
    assert row is not None
    return row


def test_language_time_zone_and_logo_are_changed_and_the_logo_goes_again(cast: Cast) -> None:
    logo = SimpleUploadedFile("logo.png", png(300, 100))
    assert send(cast, language="de", time_zone="Asia/Tokyo", logo=logo).status_code == 302
    row = now_is()
    assert (row.language, row.time_zone) == ("de", "Asia/Tokyo") and row.logo and people.logo()
    assert row.logo in signed_in(cast.administrator).get("/organisation").content.decode()
    assert send(cast).status_code == 302
    assert now_is().logo == row.logo and now_is().language == "de", "what was not sent stays"
    send(cast, no_logo="on")
    assert not now_is().logo and not people.logo()


@pytest.mark.parametrize(
    "values",
    [
        {"language": "tlh"},
        {"time_zone": "Middle/Earth"},
        {"logo": SimpleUploadedFile("logo.png", b"<svg onload=alert(1)>")},
    ],
)
def test_what_there_is_not_is_refused_at_its_field_and_nothing_is_changed(
    cast: Cast, values: dict[str, Any]
) -> None:
    before = now_is()
    found = send(cast, **values, name="Other")
    assert found.status_code == 422 and 'aria-invalid="true"' in found.content.decode()
    assert now_is() == before
