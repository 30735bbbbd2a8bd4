"""Killed under load, with mail on its way: nothing acknowledged is lost, no mail arrives twice. `python -m bench.kills` is the long form."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from bench import kills

pytestmark = pytest.mark.slow


def test_after_kills_under_load_all_acknowledged_is_there_once_and_no_mail_arrived_twice(
    tmp_path: Path,
) -> None:
    dice, tally, said = random.Random(7), kills.Tally(), list[str]()
    with kills.played(
        tmp_path, learners=1, readers=8, campaigns=2, slow=lambda: 0.1, web_processes=1
    ) as stage:
        crowd = kills.Crowd(stage, tally, pause=0.1)
        crowd.begin()
        kills.kill_again_and_again(
            stage,
            crowd,
            times=2,
            dice=dice,
            victims=("worker", "database"),
            say=said.append,
            pause=1.5,
            waits_for_job=False,
        )
        crowd.end()
        kills.settle(stage)
        bad, there = kills.verdict(stage, tally)
    assert not any(bad.values()), (bad, there, said)
    assert (
        there["mails sent"] and there["statements"] and there["answers"] and there["enquiries"]
    ), there
