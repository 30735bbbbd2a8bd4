"""A list of people makes the units that it names, changes what it speaks of, and takes nothing away unasked."""

from __future__ import annotations

import pytest

from tests.cast import NOW, Cast
from trimtab.people import api as people
from trimtab.people.actions.persons import set_roles
from trimtab.people.api import Role, RoleTaken
from trimtab.people.domain.import_report import Fate


def bring(text: str, **how: object) -> people.ImportReport:
    return people.import_people(csv_text=text, by=None, now=NOW, **how)  # type: ignore[arg-type]


def test_a_column_that_is_not_there_empties_nothing(cast: Cast) -> None:
    report = bring("email,name\nada@corner.example,Ada Lovelace\nmika@corner.example,Mika\n")
    assert (report.created, report.updated, report.unchanged) == (0, 1, 1)
    ada, mika = people.person(cast.administrator.id), people.person(cast.manager.id)
    assert (ada.name, set(ada.roles), ada.unit_code) == (
        "Ada Lovelace",
        {Role.ADMINISTRATOR},
        "org",
    )
    assert mika == cast.manager


def test_only_the_attributes_that_are_named_change(cast: Cast) -> None:
    bring("email,name,attribute:floor\nwanda@corner.example,Wanda,2\n")
    assert people.person(cast.worker.id).attributes == {"job": "cashier", "floor": "2"}
    bring("email,name,attribute:floor\nwanda@corner.example,Wanda,\n")
    assert people.person(cast.worker.id).attributes == {"job": "cashier"}


def test_taking_roles_away_is_refused_with_the_list_until_it_is_agreed_to(cast: Cast) -> None:
    text = "email,name,roles\nsasha@corner.example,Sasha,learner\nnew@corner.example,New,\n"
    taken = (RoleTaken("sasha@corner.example", "Sasha", Role.STRATEGIST),)
    refused = bring(text)
    assert refused.is_refused and refused.taken == refused.unagreed == taken
    assert (
        people.person(cast.strategist.id) == cast.strategist
        and people.person_by_email("new@corner.example") is None
    )
    done = bring(text, agreed=taken)
    assert not done.is_refused and done.taken == taken and done.created == 1
    assert people.person(cast.strategist.id).roles == {Role.LEARNER}


def test_agreeing_to_one_list_is_not_agreeing_to_another(cast: Cast) -> None:
    text = (
        "email,name,roles\nsasha@corner.example,Sasha,learner\nauri@corner.example,Auri,learner\n"
    )
    report = bring(text, agreed=[RoleTaken("auri@corner.example", "Auri", Role.AUTHOR)])
    assert [one.role for one in report.unagreed] == [Role.STRATEGIST]
    assert people.person(cast.author.id).roles == {Role.AUTHOR}


def test_the_last_administrator_stays_whatever_is_agreed_to(cast: Cast) -> None:
    report = bring("email,name,roles\nada@corner.example,Ada,learner\n", agreed=None)
    assert report.is_refused and "administers" in report.problems[0].sentence
    assert people.person(cast.administrator.id).roles == {Role.ADMINISTRATOR}


def test_units_that_are_named_are_made_below_the_top(cast: Cast) -> None:
    text = "email,name,unit,unit_name,unit_above\neva@corner.example,Eva,deli,Deli counter,east\nole@corner.example,Ole,east,,\n"
    preview = bring(text, dry_run=True)
    assert preview.units == ("deli", "east") and preview.created == 2
    assert (
        "east" not in {unit.code for unit in people.units()}
        and people.person_by_email("eva@corner.example") is None
    )
    assert bring(text).units == ("deli", "east")
    paths = {unit.code: unit.path for unit in people.units()}
    assert paths["deli"] == ("org", "east", "deli") and paths["east"] == ("org", "east")
    assert bring(text).units == ()


def test_units_that_stand_below_each_other_are_refused(cast: Cast) -> None:
    report = bring("email,name,unit,unit_above\na@corner.example,A,x,y\nb@corner.example,B,y,x\n")
    assert report.problems[0].column == "unit_above"


def test_a_preview_says_who_is_new_and_what_changes(cast: Cast) -> None:
    report = bring(
        "email,name,unit\nwanda@corner.example,Wanda,south\nnew@corner.example,New,south\n",
        dry_run=True,
    )
    assert [(one.email, one.fate, one.what) for one in report.changes] == [
        ("wanda@corner.example", Fate.CHANGED, ("unit",)),
        ("new@corner.example", Fate.CREATED, ()),
    ]
    assert people.person(cast.worker.id).unit_code == "north"


@pytest.mark.parametrize("managed", [(), ("north", "south")])
def test_who_manages_what_is_not_the_lists_business(cast: Cast, managed: tuple[str, ...]) -> None:
    set_roles(person_id=cast.manager.id, roles=(Role.MANAGER, Role.LEARNER), manages=managed)
    bring("email,name,unit,roles\nmika@corner.example,Mika,south,learner manager\n")
    # A manager of their own unit alone goes with it.
    assert people.person(cast.manager.id).managed_units == (managed or ("south",))


def test_people_without_mail_come_in_by_name(cast: Cast) -> None:
    assert bring("sign_in,name,unit\n1042,Carla,north\n").created == 1
    assert bring("sign_in,name,unit\n1042,Carla,north\n").unchanged == 1
    carla = people.person_by_email("1042")
    assert (
        carla
        and carla.sign_in_name == "1042"
        and not carla.has_mail
        and carla.roles == {Role.LEARNER}
    )
    assert (carla.email, carla.sign_in, carla.address) == ("", "1042", "1042@no-mail.invalid")


def test_what_is_exported_brings_everything_back_and_changes_nothing(cast: Cast) -> None:
    set_roles(person_id=cast.stranger.id, roles=[Role.LEARNER])
    people.add_person(
        email="1042",
        name='=Nadia, "Nan"',
        roles=[Role.LEARNER, Role.MANAGER],
        unit="south",
        now=NOW,
        language="de",
        time_zone="Asia/Tokyo",
        attributes={"floor": "-2", "job": "baker"},
    )
    text = "".join(people.everybody_as_csv())
    again = bring(text)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 9) and not again.problems
    assert "'=Nadia" in text and "cashier" in text and ",1042," in text
    nadia = people.person_by_email("1042@no-mail.invalid")
    assert nadia
    people.change_person(
        person_id=nadia.id, email="1042", name="N", unit="", roles=nadia.roles, manages=(), now=NOW
    )
    back = bring(text)
    assert (back.updated, back.unchanged) == (1, 8)
    assert (
        people.person(nadia.id).name == '=Nadia, "Nan"'
        and people.person(nadia.id).unit_code == "south"
    )


@pytest.mark.parametrize(
    "text",
    [
        'email,name\na1@x.example,"Ana\na2@x.example,Bo\na3@x.example,Cy" \na4@x.example,Di\n',
        'name,email\n"Ana,a1@x.example\nCy",a3@x.example\n',
        'name,unit,email\n"Ana,north,a1@x.example\nBo,north,a2@x.example\nCy",north,a3@x.example\n',
    ],
)
def test_a_quotation_mark_that_is_not_closed_swallows_nobody(cast: Cast, text: str) -> None:
    [problem] = bring(text, dry_run=True).problems
    assert problem.column == "name" and "other rows are lost in it" in problem.sentence


def test_a_name_may_have_lines_and_quotes(cast: Cast) -> None:
    text = 'email,name\nnew@x.example,"Ana ""Nan""\nMuster, the second"\n,\n'
    assert bring(text).created == 1
    found = people.person_by_email("new@x.example")
    assert found and found.name == 'Ana "Nan"\nMuster, the second'
