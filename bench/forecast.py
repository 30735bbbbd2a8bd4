"""How fast a forecast is: 5,000 people over a year, beside the same rules asked person by person,
and beside this machine's numpy.

Seconds are those of one processor, so that they mean the same on a busy machine.

python -m bench.forecast [--people 5000] [--weeks 52] [--items 60]
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import time
from pathlib import Path
from uuid import UUID

import msgspec
import numpy as np

from bench.plainly import Candidate, budget, choose, rating_of
from trimtab.forecast.domain.telling import SAMPLE
from trimtab.forecast.values import Assumptions, forecast, from_headcounts, matters
from trimtab.practice.domain.simulating import Crowd, SimulatedProgramme, simulate
from trimtab.science.memory import MemoryState, due_after, first_state, next_state, retrievability
from trimtab.science.memory.vectorised import next_states
from trimtab.strategy.domain.codec import load_yaml

DEMO = Path(__file__).parents[1] / "src/trimtab/demo/content/strategy.yaml"
START = dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC)
LIMIT, OPENS, PACE, RETENTION = 10, 0.4, 20.0, 0.9


def together(people: int, weeks: int, items: int) -> tuple[float, float]:
    """Seconds to simulate everybody at once, and how many answers that were."""
    dice = np.random.default_rng(1)
    crowd = Crowd(
        enrolled=np.ones((people, 1), dtype=bool),
        opens=np.full(people, OPENS),
        pace=np.full(people, PACE),
        forgetting=np.ones(people),
        known=np.full(people, 0.5),
        leaves=np.zeros(people),
        limit=np.full(people, float(LIMIT)),
    )
    start = time.process_time()
    run = simulate(
        crowd, [SimulatedProgramme("one", items, LIMIT, RETENTION)], weeks=weeks, dice=dice
    )
    return time.process_time() - start, float(run.minutes.sum()) * 60 / PACE


def one_by_one(people: int, weeks: int, items: int) -> float:
    """Seconds to let some people practise by the rules for one person, `bench.plainly`,
    item by item."""
    dice = random.Random(1)
    start = time.process_time()
    for _ in range(people):
        alone(dice, weeks, items)
    return time.process_time() - start


def alone(dice: random.Random, weeks: int, items: int) -> tuple[float, float]:
    """Lets one person practise; minutes in all, and the mean chance of recall over the items at the
    end."""
    states: dict[int, tuple[MemoryState, dt.datetime, dt.datetime]] = {}
    spent, answers = 0.0, 0
    for day in range(weeks * 7):
        now = START + dt.timedelta(days=day)
        spent = 0.0 if day % 7 == 0 else spent
        if dice.random() >= OPENS:
            continue
        candidates = [_candidate(item, states.get(item)) for item in range(items)]
        left = budget(
            cap_minutes=LIMIT, week_seconds=spent, today_seconds=0.0, pace=PACE, new_today=0
        )
        for one in choose(candidates, left, now):
            spent, answers = spent + PACE, answers + 1
            item = one.item_id.int
            known = states.get(item)
            elapsed = (now - known[1]).days if known else 0
            right = dice.random() < (retrievability(elapsed, known[0].stability) if known else 0.5)
            rating = rating_of(correct=right, seconds=PACE, response=None, self_rated=False)
            state = next_state(known[0], rating, elapsed) if known else first_state(rating)
            states[item] = (state, now, due_after(now, state.stability, RETENTION))
    end = START + dt.timedelta(days=weeks * 7 - 1)
    recalls = [
        retrievability((end - at).days, state.stability) for state, at, _due in states.values()
    ]
    return answers * PACE / 60, (sum(recalls) + 0.5 * (items - len(recalls))) / items


def _candidate(item: int, known: tuple[MemoryState, dt.datetime, dt.datetime] | None) -> Candidate:
    key = UUID(int=item)
    return Candidate(
        key, key, "one", str(item % 5), *((known[0].stability, known[1], known[2]) if known else ())
    )


def updates_a_second(states: int = 200_000) -> float:
    """Memory states that numpy updates a second on this machine: the floor below which no
    simulation of answers can go."""
    dice = np.random.default_rng(1)
    given = dice.uniform(1, 10, states), dice.lognormal(2, 1, states)
    ratings, elapsed = dice.integers(1, 5, states).astype(np.int8), 1 + dice.lognormal(2, 1, states)
    start = time.process_time()
    for _ in range(5):
        next_states(*given, ratings, elapsed)
    return 5 * states / (time.process_time() - start)


def whole(people: int, weeks: int) -> tuple[float, float, float]:
    """Seconds for the whole forecast of the demonstration's strategy: everybody, a page's sample,
    and what matters most."""
    document = msgspec.structs.replace(load_yaml(DEMO.read_text()).document, horizon_weeks=weeks)
    population = from_headcounts(document, people=people)
    forecast(document, population, Assumptions(), np.random.default_rng(1), people=50)
    seconds = []
    for count in (people, SAMPLE):
        start = time.process_time()
        forecast(document, population, Assumptions(), np.random.default_rng(1), people=count)
        seconds.append(time.process_time() - start)
    start = time.process_time()
    matters(document, population, Assumptions(), np.random.default_rng(1))
    return seconds[0], seconds[1], time.process_time() - start


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--people", type=int, default=5000)
    parser.add_argument("--weeks", type=int, default=52)
    parser.add_argument("--items", type=int, default=60)
    parser.add_argument("--alone", type=int, default=10, help="people who are simulated one by one")
    given = parser.parse_args()
    seconds, answers = together(given.people, given.weeks, given.items)
    singly = one_by_one(given.alone, given.weeks, given.items) / given.alone * given.people
    floor = answers / updates_a_second()
    print(
        f"{given.people:,} people, {given.weeks} weeks, {given.items} questions, {answers:,.0f} "
        f"answers: {seconds:.2f} s "
        "of one processor (promised: 10 s on two)"
    )
    print(
        f"ratio to one by one {singly / seconds:.0f} ({singly:,.0f} s), to the memory updates "
        f"alone in numpy {seconds / floor:.1f}"
    )
    everybody, sample, mattering = whole(given.people, given.weeks)
    print(
        f"the whole forecast: {everybody:.2f} s; a page's sample: {sample:.2f} s, ratio "
        f"{everybody / sample:.0f}; what matters: {mattering:.2f} s"
    )


if __name__ == "__main__":
    main()
