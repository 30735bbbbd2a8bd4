"""A worker that has lost something does not hold it for good: neither a job, nor its own life."""

from __future__ import annotations

import subprocess
import sys

from procrastinate.jobs import Job

from trimtab.config.worker import SILENT_SECONDS, Hands

STANDS_STILL = """
import time
from trimtab.config.pulse import Pulse
pulse = Pulse(standstill=0.2, look=0.02)
pulse.start()
for _ in range(8):
    pulse.beat()
    time.sleep(0.05)
print("it lives", flush=True)
time.sleep(20)
"""


def job(number: int, worker: int) -> Job:
    return Job(
        id=number,
        status="doing",
        queue="default",
        priority=0,
        lock=f"job {number}",
        queueing_lock=None,
        task_name="trimtab.run",
        task_kwargs={"name": "deliver-messages"},
        worker_id=worker,
    )


def test_a_job_whose_end_could_not_be_written_down_is_found_after_a_while_and_what_is_at_work_or_anothers_is_not() -> (
    None
):
    hands, mine, lost, anothers = Hands(), job(1, 7), job(2, 7), job(3, 8)
    for given in (mine, lost):
        hands.take(given)
    hands.let_go(lost)
    doing = [mine, lost, anothers]
    assert hands.dropped(doing, 0.0) == []
    assert hands.dropped(doing, SILENT_SECONDS - 1) == []
    assert hands.dropped(doing, SILENT_SECONDS) == [lost]
    assert hands.dropped([mine, anothers], SILENT_SECONDS + 1) == []
    assert hands.dropped(doing, SILENT_SECONDS + 2) == [], "it is counted anew"


def test_a_process_that_stands_still_ends_itself() -> None:
    done = subprocess.run(
        [sys.executable, "-c", STANDS_STILL],
        capture_output=True,
        text=True,
        timeout=15,
        check=False,
    )
    assert (done.returncode, done.stdout) == (70, "it lives\n")
    assert "stood still" in done.stderr
