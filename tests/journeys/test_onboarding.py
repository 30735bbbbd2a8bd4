"""Somebody new is practising what their audience practises; a bad list changes nothing."""

from __future__ import annotations

import pytest

from tests.cast import NOW, Cast
from tests.journeys.test_course_correction import STRATEGY
from trimtab.governance import api as governance
from trimtab.journeys import adoption, organisation
from trimtab.journeys.onboarding import welcome
from trimtab.kernel.errors import Refusal
from trimtab.people import api as people
from trimtab.practice import api as practice
from trimtab.strategy import api as strategy

HEAD = "email,name,unit,roles,attribute:job\n"


@pytest.fixture
def running(cast: Cast) -> Cast:
    draft = strategy.save_draft(
        document=strategy.load_yaml(STRATEGY).document,
        by=cast.strategist.id,
        because="First",
        now=NOW,
    )
    adoption.adopt(number=draft.number, by=None, now=NOW)
    return cast


def enrolled() -> set[object]:
    return {
        person for people_of in practice.arms("practise-labels").values() for person in people_of
    }


def test_a_new_person_of_an_audience_is_enrolled_in_what_runs_for_it(running: Cast) -> None:
    report = welcome(
        csv_text=f"{HEAD}nora@corner.example,Nora,north,learner,hanger\n",
        by=running.administrator,
        now=NOW,
    )
    assert report.created == 1 and not report.problems
    nora = people.person_by_email("nora@corner.example")
    assert nora and nora.id in enrolled()
    assert governance.audit_entries().rows[0].act == "people.imported"


def test_somebody_of_another_trade_is_not(running: Cast) -> None:
    welcome(
        csv_text=f"{HEAD}otto@corner.example,Otto,north,learner,driver\n",
        by=running.administrator,
        now=NOW,
    )
    otto = people.person_by_email("otto@corner.example")
    assert otto and otto.id not in enrolled()


def test_a_list_with_one_bad_row_imports_nobody_and_names_line_and_column(running: Cast) -> None:
    rows = "nora@corner.example,Nora,north,learner,hanger\nno-address,Paul,nowhere,learner,hanger\n"
    report = welcome(csv_text=HEAD + rows, by=running.administrator, now=NOW)
    assert {(one.line, one.column) for one in report.problems} == {(3, "email")}
    assert people.person_by_email("nora@corner.example") is None


def test_the_same_list_twice_changes_nothing(running: Cast) -> None:
    text = f"{HEAD}nora@corner.example,Nora,north,learner,hanger\n"
    welcome(csv_text=text, by=running.administrator, now=NOW)
    before = enrolled()
    again = welcome(csv_text=text, by=running.administrator, now=NOW)
    assert (again.created, again.updated) == (0, 0) and enrolled() == before


def test_an_organisation_that_is_there_is_neither_renamed_nor_joined_by_another_first_administrator(
    cast: Cast,
) -> None:
    with pytest.raises(Refusal, match="'Corner Stores' is here already"):
        organisation.begin(
            name="X",
            time_zone="UTC",
            email="x@x.example",
            password="long-enough-1",
            is_rehearsal=True,
            now=NOW,
        )
    there = people.organisation()
    assert there and (there.name, there.time_zone, there.simulated) == (
        "Corner Stores",
        "Europe/Berlin",
        False,
    )
    assert people.person_by_email("x@x.example") is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"email": "no-address@"}, "email"),
        ({"password": "short"}, "password"),
        ({"time_zone": "Mars"}, "time_zone"),
        ({"name": " "}, "name"),
    ],
)
def test_a_beginning_that_is_refused_leaves_nothing(given: dict[str, str], field: str) -> None:
    asked = {
        "name": "Corner",
        "time_zone": "UTC",
        "email": "ada@corner.example",
        "password": "long-enough-1",
    } | given
    with pytest.raises(Refusal) as refused:
        organisation.begin(**asked, is_rehearsal=False, now=NOW)
    assert refused.value.field == field and people.organisation() is None
