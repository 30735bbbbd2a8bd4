"""Numbers and badges in lists of people: added, kept, named when somebody else has them, taken back."""

from __future__ import annotations

from tests.cast import Cast
from tests.rooms.test_people_import import bring
from tests.rooms.test_people_lists import agreed_and_taken, back, looked, taken
from trimtab.people import api as people
from trimtab.people.api import Danger, ListStage, Provider, RowFate, Trait
from trimtab.people.models import Identity

HEAD = "email,name,number,badge\n"


def known(provider: Provider) -> dict[str, str]:
    rows = Identity.objects.filter(provider=provider).values_list("subject", "person__name")
    return dict(rows)


def test_a_list_brings_numbers_and_badges_and_again_changes_nothing(cast: Cast) -> None:
    text = f"{HEAD}wanda@corner.example,Wanda,47 11,04A1F2C3\nnew@corner.example,New,4712,\n"
    row = looked(cast, text)
    assert row.counts == {RowFate.NEW: 1, RowFate.CHANGED: 1}
    [changed] = people.list_entries(row.id, fate=RowFate.CHANGED).rows
    assert [change.trait for change in changed.differences] == [Trait.NAMES]
    done = agreed_and_taken(cast, row)
    assert done.stage is ListStage.TAKEN and not done.problem
    assert known(Provider.NUMBER) == {"4711": "Wanda", "4712": "New"}
    assert known(Provider.BADGE) == {"04a1f2c3": "Wanda"}
    assert looked(cast, text).counts == {RowFate.UNCHANGED: 2}
    # An empty cell says nothing, and another number is one more.
    taken(cast, f"{HEAD}wanda@corner.example,Wanda,,\nnew@corner.example,New,4799,\n")
    assert known(Provider.NUMBER) == {"4711": "Wanda", "4712": "New", "4799": "New"}


def test_it_is_taken_back_with_the_rest(cast: Cast) -> None:
    people.add_identity(person_id=cast.worker.id, provider=Provider.NUMBER, typed="1")
    done = taken(cast, f"{HEAD}wanda@corner.example,Wanda,2,\nnew@corner.example,New,3,\n")
    assert known(Provider.NUMBER) == {"1": "Wanda", "2": "Wanda", "3": "New"}
    assert back(cast, done).stage is ListStage.RETURNED
    assert known(Provider.NUMBER) == {"1": "Wanda"}


def test_a_row_with_somebody_elses_number_is_left_out_and_says_whose_it_is(cast: Cast) -> None:
    people.add_identity(person_id=cast.manager.id, provider=Provider.NUMBER, typed="4711")
    text = f"{HEAD}wanda@corner.example,Wanda,4711,\nada@corner.example,Ada,4712,\n"
    row = looked(cast, text)
    assert {danger.danger for danger in row.dangers} == {Danger.BAD_ROWS}
    [left] = people.list_entries(row.id, fate=RowFate.LEFT_OUT).rows
    assert "Mika" in str(left.why)
    agreed_and_taken(cast, row)
    assert known(Provider.NUMBER) == {"4711": "Mika", "4712": "Ada"}
    # A badge that reads like a number is as good as one.
    assert bring(f"{HEAD}wanda@corner.example,Wanda,,4711\n").is_refused


def test_the_same_number_twice_in_a_list_and_one_that_is_none_are_left_out(cast: Cast) -> None:
    text = (
        f"{HEAD}wanda@corner.example,Wanda,4711,\nada@corner.example,Ada,,4711\n"
        "mika@corner.example,Mika,a@b,\nauri@corner.example,Auri,,xy\n"
    )
    row = looked(cast, text)
    assert row.counts == {RowFate.CHANGED: 1, RowFate.LEFT_OUT: 3}


def test_the_export_brings_them_in_again_without_a_change(cast: Cast) -> None:
    bring(f"{HEAD}wanda@corner.example,Wanda,4711,04A1F2C3\n")
    report = bring("".join(people.everybody_as_csv()))
    assert (report.created, report.updated) == (0, 0) and not report.is_refused
    assert "4711,04a1f2c3" in "".join(people.everybody_as_csv())
