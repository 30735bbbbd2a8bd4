"""People come in whole or not at all; audiences are rules; roles decide."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import NOW, Cast
from trimtab.kernel.errors import NotAllowed, Refusal
from trimtab.people import api as people
from trimtab.people.api import Role, UnitSpec

CSV = (
    "email,name,unit,roles,attribute:job\n"
    "ana@corner.example,Ana,north,learner,cashier\nbo@corner.example,Bo,south,learner manager,baker\n"
)


@dataclass(frozen=True)
class Rule:
    units: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    attributes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    people: tuple[str, ...] = ()


@dataclass(frozen=True)
class Audience:
    key: str
    name: str
    rule: Rule
    because: tuple[str, ...] = ()


def test_an_import_creates_people_and_a_second_one_changes_nothing(cast: Cast) -> None:
    first = people.import_people(csv_text=CSV, by=None, now=NOW)
    assert (first.created, first.updated, first.unchanged, first.problems) == (2, 0, 0, ())
    second = people.import_people(csv_text=CSV, by=None, now=NOW)
    assert (second.created, second.updated, second.unchanged) == (0, 0, 2)
    bo = people.person_by_email("BO@corner.example")
    assert bo is not None and bo.managed_units == ("south",) and bo.attributes == {"job": "baker"}
    assert bo.time_zone == "Europe/Berlin"


def test_bad_rows_are_named_by_line_and_column_and_nothing_is_half_imported(cast: Cast) -> None:
    before = people.count_people()
    report = people.import_people(
        csv_text="\ufeffemail;name;unit;roles\nok@corner.example;Ok;north;learner\nbad;Bad;moon;king\n;;south;\n",
        by=None,
        now=NOW,
    )
    assert {(problem.line, problem.column) for problem in report.problems} >= {
        (3, "email"),
        (3, "roles"),
        (4, "email"),
        (4, "name"),
    }
    assert people.count_people() == before


@pytest.mark.parametrize(
    "text",
    [
        "",
        "email,name\n",
        "name\nAna\n",
        "email,name,colour\na@b.cc,A,red\n",
        "email,name\na@b.cc,A,extra\n",
    ],
)
def test_a_file_of_the_wrong_form_is_refused_with_a_sentence(cast: Cast, text: str) -> None:
    assert people.import_people(csv_text=text, by=None, now=NOW).problems


def test_an_import_of_many_takes_a_fixed_number_of_queries_for_each_two_thousand(
    cast: Cast,
) -> None:
    rows = "".join(f"p{n}@corner.example,P {n},north\n" for n in range(1500))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert (
            people.import_people(csv_text="email,name,unit\n" + rows, by=None, now=NOW).created
            == 1500
        )
    assert len(queries) < 20


def test_an_audience_is_everybody_whom_its_rule_names(cast: Cast) -> None:
    people.match_audiences(
        [Audience("cashiers", "Cashiers", Rule(units=("org",), attributes={"job": ("cashier",)}))],
        now=NOW,
    )
    assert people.members_by_audience(["cashiers"])["cashiers"] == [cast.worker.id]
    assert [row.key for row in people.audiences_of(cast.worker.id)] == ["cashiers"]
    everybody = Audience("all", "Everybody in the north", Rule(units=("north",)))
    matched = people.match_audiences([everybody], now=NOW)
    assert (matched.created, matched.retired) == (("all",), ("cashiers",))
    assert set(people.members_by_audience(["all"])["all"]) == {cast.worker.id, cast.manager.id}
    assert not people.match_audiences([everybody], now=NOW)
    assert people.match_audiences([], now=NOW).retired == ("all",)
    assert people.members_by_audience(["all"])["all"] == []


def test_units_form_a_tree_without_circles(cast: Cast) -> None:
    with pytest.raises(Refusal, match="below itself"):
        people.match_units([UnitSpec("a", "A", "", "b"), UnitSpec("b", "B", "", "a")], now=NOW)
    assert [unit.path for unit in people.units()][-1] == ("org", "south")


def test_who_lacks_the_role_is_refused(cast: Cast) -> None:
    people.require(cast.strategist, Role.STRATEGIST)
    for person in (cast.worker, cast.stranger, None):
        with pytest.raises(NotAllowed):
            people.require(person, Role.STRATEGIST)


def test_a_weak_password_or_a_taken_address_is_refused_by_field(cast: Cast) -> None:
    with pytest.raises(Refusal) as weak:
        people.add_person(email="x@corner.example", name="X", roles=[], now=NOW, password="short")
    assert weak.value.field == "password"
    with pytest.raises(Refusal) as taken:
        people.add_person(email="WANDA@corner.example", name="X", roles=[], now=NOW)
    assert taken.value.field == "email"


def test_erasing_a_person_removes_name_address_roles_and_the_link_to_the_evidence(
    cast: Cast,
) -> None:
    people.erase_person(person_id=cast.worker.id)
    row = people.person(cast.worker.id)
    assert (row.name, row.roles, row.is_active) == ("", frozenset(), False)
    assert "wanda" not in row.email and row.pseudonym != cast.worker.pseudonym


def test_people_are_found_by_name_unit_and_role(cast: Cast) -> None:
    assert [row.name for row in people.find_people(query="wan").rows] == ["Wanda"]
    assert {row.name for row in people.find_people(unit="south").rows} == {"Nobody"}
    assert {row.name for row in people.find_people(role="manager").rows} == {"Mika"}
