"""Worlds, the picture of what matters, and the command."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest
import scipy  # its parts come when they are first asked
from click.testing import CliRunner

from trimtab.console.commands.strategy.forecasting import forecast_command
from trimtab.forecast.domain.population import PeopleGroup
from trimtab.forecast.domain.worlds import cast, chosen_worlds, crowd, spread_worlds
from trimtab.forecast.values import ASSUMPTIONS, AssumptionKey, Assumptions
from trimtab.pictures import Bar, tornado

DEMO = str(Path(__file__).parents[2] / "src/trimtab/demo/content/strategy.yaml")
GROUPS = (
    PeopleGroup(frozenset({"a"}), 900),
    PeopleGroup(frozenset({"a", "b"}), 100),
    PeopleGroup(frozenset({"b"}), 2),
)


@pytest.mark.parametrize(
    "key", [AssumptionKey.TAKES_PART, AssumptionKey.FORGETTING, AssumptionKey.SECONDS_EACH]
)
def test_worlds_lie_evenly_over_a_triangle(key: AssumptionKey) -> None:
    """Outside truth: SciPy's triangular distribution; evenly is one world in each of its
    hundredths.
    """
    values = spread_worlds(Assumptions(), 10.0, 100, np.random.default_rng(1)).values[key]
    low, usual, high = Assumptions().range(key)
    shares = scipy.stats.triang.cdf(values, (usual - low) / (high - low), low, high - low)
    assert sorted(np.floor(shares * 100 + 1e-9)) == list(range(100))


def test_a_value_that_was_set_is_the_same_in_every_world() -> None:
    known = Assumptions().setting(AssumptionKey.FORGETTING, 1.5)
    assert set(
        spread_worlds(known, 10.0, 20, np.random.default_rng(1)).values[AssumptionKey.FORGETTING]
    ) == {1.5}


def test_the_cast_stands_for_everybody_and_small_groups_are_there_whole() -> None:
    people = cast(GROUPS, lambda one: ["a" in one.audiences, "b" in one.audiences], 20)
    assert people.stands_for.sum() == pytest.approx(1002)
    assert [int((people.group == at).sum()) for at in range(3)] == [18, 3, 2]


def test_the_lot_holds_back_its_share_and_the_same_people_live_alike_in_all_worlds() -> None:
    people = cast(GROUPS, lambda one: ["a" in one.audiences], 40)
    worlds = chosen_worlds(Assumptions(), 10.0, [{}, {"forgetting": 2.0}, {"minutes": 5.0}])
    found = crowd(
        people,
        worlds,
        holdouts=np.array([0.5]),
        turnover=np.zeros(len(people)),
        dice=np.random.default_rng(1),
        alike=True,
    )
    own, other, less = np.split(found.forgetting, 3)
    assert other == pytest.approx(2 * own) and less == pytest.approx(own)
    assert list(np.split(found.limit, 3)[2]) == [5.0] * len(people)
    inside = found.enrolled[: len(people)][people.courses[:, 0]]
    assert inside.mean() == pytest.approx(0.5, abs=0.05)
    assert np.array_equal(
        found.enrolled[: len(people)], found.enrolled[len(people) : 2 * len(people)]
    )


def test_bars_reach_from_the_usual_to_both_ends_and_the_low_end_is_hollow() -> None:
    drawn = tornado(
        title="t",
        description="d",
        bars=[Bar("How often", 60, 90, "1 to 4"), Bar("How fast", 80, 70)],
        usual=75,
    )
    for picture in (drawn.narrow, drawn.wide):
        boxes = re.findall(
            r'class="(pic-bar[^"]*)" x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', picture
        )
        assert [kind for kind, *_ in boxes] == ["pic-bar", "pic-bar pic-bar-low"] * 2
        (high, high_wide), (low, low_wide) = [(float(x), float(wide)) for _, x, wide in boxes[:2]]
        assert high == pytest.approx(low + low_wide, abs=0.2) and high_wide == pytest.approx(
            low_wide, abs=0.2
        )
    with pytest.raises(ValueError, match="at least one bar"):
        tornado(title="t", description="d", bars=[], usual=0)


def said(*arguments: str) -> str:
    done = CliRunner().invoke(forecast_command, [*arguments, "--people", "50"])
    assert done.exit_code == 0, done.output
    return done.output


def test_the_command_answers_first_and_the_same_seed_says_the_same() -> None:
    one = said(DEMO)
    assert (
        one.startswith("It would hold as far as it can be told")
        and "Intervals hold with four chances in five" in one
    )
    assert one == said(DEMO) != said(DEMO, "--seed", "2")


def test_the_command_says_all_of_it_to_programs() -> None:
    data = json.loads(said(DEMO, "--json", "--matters", "--set", "cost_an_hour=30"))
    assert {
        "headline",
        "lines",
        "audiences",
        "effort",
        "cost",
        "seen",
        "questions",
        "notes",
        "matters",
    } <= set(data)
    assert (
        data["cost"]["money"][0] < data["cost"]["money"][1]
        and data["seen"][2]["unknown"]["unknown"]
    )
    assert data["matters"][0]["swings"][0]["says"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--set", "taking_part=1"), "there is no assumption"),
        (("--set", "takes_part=all"), "a number is needed"),
        (("--set", "takes_part=7"), "from 0.2 to 1"),
        (("--zone", "Mars/North"), "there is no time zone"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(arguments: tuple[str, ...], sentence: str) -> None:
    done = CliRunner().invoke(forecast_command, [DEMO, *arguments])
    assert done.exit_code == 2 and sentence in done.output.replace("\n", " ")


def test_the_assumptions_can_be_listed_without_a_file() -> None:
    done = CliRunner().invoke(forecast_command, ["--assumptions"])
    assert done.exit_code == 0 and all(one.key in done.output for one in ASSUMPTIONS)
