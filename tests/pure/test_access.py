"""Who may see what about whom: about oneself, by office, by a grant while it runs, or at the console."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trimtab.governance.domain import access as rules
from trimtab.governance.domain.access import (
    EVERYBODY,
    OPEN,
    About,
    Access,
    Grain,
    Ground,
    InUnit,
    OnePerson,
    What,
    offices,
)
from trimtab.governance.domain.rows import GrantRow
from trimtab.people.values import PersonRow, Role

NOW = dt.datetime(2026, 9, 7, 10, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
SELF, OTHER = UUID(int=1), UUID(int=2)


def reader(*roles: Role, manages: tuple[str, ...] = (), is_active: bool = True) -> PersonRow:
    return PersonRow(
        id=SELF,
        name="Rea",
        email="rea@corner.example",
        unit_code="north",
        unit_name="North",
        unit_path=("org", "north"),
        attributes={},
        language="en",
        time_zone="UTC",
        pseudonym=UUID(int=3),
        roles=frozenset(roles),
        is_active=is_active,
        managed_units=manages,
    )


def grant(
    role: Role, what: What, grain: str = "unit", begins: int = -10, ends: int = 10
) -> GrantRow:
    """A grant from and until so many days from NOW."""
    return GrantRow(
        key=f"{role}-{what}-{ends}",
        role=role,
        data=what,
        grain=grain,
        days=ends - begins,
        because=("questions/q",),
        begins_at=NOW + begins * DAY,
        ends_at=NOW + ends * DAY,
    )


def asked(
    person: PersonRow | None, what: What, about: About = EVERYBODY, *grants: GrantRow
) -> Access:
    return rules.access(person, what, about, grants, least=8, now=NOW)


@pytest.mark.parametrize("what", What)
def test_everybody_sees_all_about_themselves_and_by_name(what: What) -> None:
    access = asked(reader(), what, OnePerson(SELF))
    assert access.is_named and access.ground is Ground.OWN


@pytest.mark.parametrize("what", What)
def test_nobody_sees_anything_of_others_without_an_office_or_a_grant(what: What) -> None:
    learner = reader(Role.LEARNER)
    for about in (EVERYBODY, InUnit("north"), OnePerson(OTHER)):
        assert asked(learner, what, about).ground is Ground.NOT_GRANTED


@pytest.mark.parametrize("what", What)
def test_an_office_ends_with_the_account(what: What) -> None:
    for role in offices(what):
        assert asked(reader(role), what).is_open
        assert not asked(reader(role, is_active=False), what).is_open


@pytest.mark.parametrize(
    ("what", "grain"),
    [
        (What.RECORDS, Grain.PSEUDONYMOUS),
        (What.AUDIT, Grain.NAMED),
        (What.PEOPLE, Grain.NAMED),
        (What.RESULTS, Grain.GROUPS),
    ],
)
def test_an_office_comes_as_close_as_its_work_needs(what: What, grain: Grain) -> None:
    assert asked(reader(offices(what)[0]), what).grain is grain


def test_strategists_see_results_of_all_and_of_no_unit_by_itself() -> None:
    strategist = reader(Role.STRATEGIST)
    assert asked(strategist, What.RESULTS).ground is Ground.OFFICE
    assert not asked(strategist, What.MEASURES, InUnit("north")).is_open


def test_records_are_named_for_whom_a_grant_names_persons_and_only_while_it_runs() -> None:
    steward = reader(Role.STEWARD)
    by_unit = grant(Role.STEWARD, What.RECORDS)
    by_person = grant(Role.STEWARD, What.RECORDS, "person")
    over = grant(Role.STEWARD, What.RECORDS, "person", ends=-1)
    assert not asked(steward, What.RECORDS, EVERYBODY, by_unit).is_named
    assert asked(steward, What.RECORDS, EVERYBODY, by_unit, by_person).is_named
    masked = asked(steward, What.RECORDS, EVERYBODY, over)
    assert (masked.ground, masked.grain) == (Ground.OFFICE, Grain.PSEUDONYMOUS)
    assert masked.ended_at == over.ends_at and masked.ends_at is None


def test_a_manager_sees_their_units_and_no_person_of_the_whole_organisation() -> None:
    manager = reader(Role.MANAGER, manages=("north",))
    named = grant(Role.MANAGER, What.PRACTICE, "person")
    assert asked(manager, What.PRACTICE, InUnit("north"), named).is_named
    assert asked(manager, What.PRACTICE, InUnit("south"), named).ground is Ground.ELSEWHERE
    assert asked(manager, What.PRACTICE, EVERYBODY, named).grain is Grain.GROUPS
    assert not asked(manager, What.PRACTICE, OnePerson(OTHER), named).is_open


def test_the_console_sees_all_and_whoever_opens_it_is_known_to_nobody_here() -> None:
    access = asked(None, What.HELD, OnePerson(OTHER))
    assert access.is_named and access.ground is Ground.CONSOLE


@pytest.mark.parametrize(
    ("begins", "ends", "ground"),
    [
        (0, 1, Ground.GRANT),
        (1, 2, Ground.NOT_YET),
        (-2, 0, Ground.ENDED),
        (-2, -1, Ground.ENDED),
    ],
)
def test_a_grant_holds_from_its_beginning_to_before_its_end(
    begins: int, ends: int, ground: Ground
) -> None:
    given_ = grant(Role.STAKEHOLDER, What.RESULTS, begins=begins, ends=ends)
    assert asked(reader(Role.STAKEHOLDER), What.RESULTS, EVERYBODY, given_).ground is ground


def test_of_several_answers_the_open_one_that_lasts_longest_counts() -> None:
    stakeholder = reader(Role.STAKEHOLDER)
    short, long = (grant(Role.STAKEHOLDER, What.RESULTS, ends=days) for days in (5, 50))
    over = asked(
        stakeholder, What.RESULTS, EVERYBODY, grant(Role.STAKEHOLDER, What.RESULTS, ends=-1)
    )
    never = asked(stakeholder, What.MEASURES)
    answers = [asked(stakeholder, What.RESULTS, EVERYBODY, one) for one in (short, long)]
    assert rules.best([never, over, *answers]).ends_at == long.ends_at
    assert rules.best([never, over]) == over and rules.best([never]) == never


@given(
    roles=st.frozensets(st.sampled_from(Role)),
    what=st.sampled_from(What),
    about=st.sampled_from([EVERYBODY, InUnit("north"), InUnit("south"), OnePerson(OTHER)]),
    granted=st.lists(
        st.builds(
            grant,
            st.sampled_from(Role),
            st.sampled_from(What),
            st.sampled_from(["unit", "person", "organisation"]),
            st.integers(-9, -1),
            st.integers(0, 9),
        )
    ),
)
def test_taking_grants_away_never_opens_anything_and_none_is_needed_but_those_named(
    roles: frozenset[Role], what: What, about: About, granted: list[GrantRow]
) -> None:
    person = reader(*roles, manages=("north",))
    with_all, without = asked(person, what, about, *granted), asked(person, what, about)
    assert with_all.is_open or not without.is_open
    assert with_all.is_named or not without.is_named
    assert asked(person, what, about, *with_all.grants).ground in OPEN or not with_all.is_open
    assert with_all.least == 8
