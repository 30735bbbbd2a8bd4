"""Who belongs to an audience is chosen from what is there, and counted while one chooses."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from tests.cast import NOW, Cast, engage
from tests.pure.strategy_edits import DEMO
from tests.streets.strategy.test_answering import newest, signed_in
from trimtab.strategy import api as strategy
from trimtab.strategy.api import parts

KEY = DEMO.audiences[0].id
PAGE = f"/strategy/audiences/{KEY}"


@pytest.fixture
def cast(db: None) -> Cast:
    cast = engage()
    strategy.save_draft(document=DEMO, by=None, because="First", now=NOW)
    return cast


def send(cast: Cast, **values: Any) -> Any:
    posted = {"base": newest().number, **values}
    return signed_in(cast.strategist).post(PAGE, posted)


def rule() -> parts.AudienceRule:
    return next(audience for audience in newest().document.audiences if audience.id == KEY).rule


def test_units_roles_attributes_and_people_make_a_rule_and_the_rest_stays(cast: Cast) -> None:
    before = newest().document
    found = send(
        cast,
        units=["north"],
        roles=["learner"],
        **{"attribute-job": ["cashier"], "others-job": "stock\n\ncashier"},
        named=[str(cast.steward.id)],
    )
    assert found.status_code == 302
    assert rule() == parts.AudienceRule(
        units=("north",),
        roles=("learner",),
        attributes={"job": ("cashier", "stock")},
        people=(str(cast.steward.id),),
    )
    after = newest().document
    emptied = [msgspec.structs.replace(each, rule=parts.AudienceRule()) for each in after.audiences]
    assert emptied == [
        msgspec.structs.replace(each, rule=parts.AudienceRule()) for each in before.audiences
    ]


def test_the_page_offers_what_is_there_and_shows_what_was_chosen(cast: Cast) -> None:
    send(cast, units=["north"], named=[str(cast.steward.id)])
    page = signed_in(cast.strategist).get(PAGE).content.decode()
    assert "Shop North" in page and 'value="cashier"' in page and "Stef" in page
    assert "3 people belong" in page


def test_while_one_chooses_it_is_counted_and_nothing_is_kept(cast: Cast) -> None:
    number = newest().number
    counted = send(cast, check="1", units=["north"]).content.decode()
    assert "2 people belong" in counted and "Wanda" in counted
    assert "far from what the strategy says" in counted
    assert newest().number == number


def test_people_are_looked_for_by_name_without_losing_what_was_chosen(cast: Cast) -> None:
    page = send(cast, look="1", q="stef", units=["south"]).content.decode()
    assert f'name="named" value="{cast.steward.id}"' in page
    assert 'value="south" checked' in page


def test_the_form_of_an_audience_leaves_its_rule_alone(cast: Cast) -> None:
    send(cast, units=["north"])
    form = {"name": "Tills", "headcount": "2", "setting": "frontline", "pay": "hourly"}
    form |= {"device": "shared", "connectivity": "always", "expertise": "mixed"}
    form |= {"turnover_per_year": "0", "reading": "usual", "at_hand": "both", "languages": "en"}
    client = signed_in(cast.strategist)
    client.post(f"/strategy/parts/audiences/{KEY}", {"base": newest().number, **form})
    assert rule() == parts.AudienceRule(units=("north",))
    assert "who belongs" in client.get(f"/strategy/parts/audiences/{KEY}").content.decode()


def test_a_number_that_is_far_off_stands_among_the_findings(cast: Cast) -> None:
    client = signed_in(cast.strategist)
    assert "the strategy counts on" in client.get("/strategy/draft").content.decode()


@pytest.mark.parametrize(
    "values",
    [
        {"named": ["x' OR 1=1"]},
        {"people": ["../../etc/passwd"]},
        {"named": ["00000000-0000-0000-0000-00000000000g"]},
    ],
)
def test_a_person_that_is_none_is_refused(cast: Cast, values: dict[str, Any]) -> None:
    number = newest().number
    assert send(cast, **values).status_code == 422
    assert newest().number == number


def test_an_audience_that_is_gone_is_not_found_and_readers_may_not(cast: Cast) -> None:
    assert signed_in(cast.strategist).get("/strategy/audiences/none").status_code == 404
    for person in (cast.author, cast.stakeholder, cast.worker, cast.administrator):
        assert signed_in(person).get(PAGE).status_code == 403
