"""How fast memory states are updated, beside the package `fsrs`, on one core.

python -m bench.memory [--states 1000000]
"""

from __future__ import annotations

import argparse
import time
from datetime import UTC, datetime, timedelta

import numpy as np
from fsrs import Card, Rating, Scheduler

from trimtab.science.memory.vectorised import next_states


def vectorised_rate(states: int) -> tuple[float, float]:
    """Seconds for `states` updates at once, and updates a second."""
    dice = np.random.default_rng(1)
    difficulty, stability = dice.uniform(1, 10, states), dice.lognormal(2, 1, states)
    ratings, elapsed = dice.integers(1, 5, states).astype(np.int8), dice.lognormal(2, 1, states)
    start = time.perf_counter()
    next_states(difficulty, stability, ratings, elapsed)
    seconds = time.perf_counter() - start
    return seconds, states / seconds


def package_rate(reviews: int = 20_000) -> float:
    """Reviews a second of the package `fsrs`."""
    scheduler, card, at = Scheduler(enable_fuzzing=False), Card(), datetime(2026, 1, 1, tzinfo=UTC)
    start = time.perf_counter()
    for number in range(reviews):
        card, _ = scheduler.review_card(card, Rating(1 + number % 4), at + timedelta(days=number))
    return reviews / (time.perf_counter() - start)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--states", type=int, default=1_000_000)
    states = parser.parse_args().states
    seconds, rate = vectorised_rate(states)
    peer = package_rate()
    print(
        f"{states:,} states in {seconds:.2f} s: {rate:,.0f} a second; package fsrs: {peer:,.0f} a "
        "second"
    )
    print(f"ratio {rate / peer:.0f}")


if __name__ == "__main__":
    main()
