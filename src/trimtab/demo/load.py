"""Loads Green Basket with sixteen weeks of operation behind it: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from trimtab.demo import founding, steering
from trimtab.demo.calendar import Calendar
from trimtab.demo.operation import DemoOperation
from trimtab.kernel.errors import Refusal
from trimtab.people import api as people

SEED = 20261123
Progress = Callable[[str, int, int], None]


def _silent(step: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


@transaction.atomic
def load(*, now: datetime, seed: int = SEED, progress: Progress = _silent) -> None:
    """Loads the demonstration into an empty installation; one that is loaded already stays as it
    is.

    `now` is when its sixteen weeks end (aware); `seed` makes people, lots and answers.
    `progress(step, done, total)` is called as it goes. It is one transaction: whatever interrupts
    it leaves nothing behind. Raises Refusal where another organisation lives.
    """
    there = people.organisation()
    if there and there.simulated:
        return
    if there:
        raise Refusal(
            "demo.not-empty",
            f"{there.name} lives here already. The demonstration needs an empty data folder.",
        )
    steps = ("people", "sign-ins", "content", "strategy")
    progress(steps[0], 0, len(steps))
    organisation = founding.found(Calendar(now), seed)
    for number, (step, found) in enumerate(
        zip(
            steps[1:],
            (founding.open_accounts, founding.write_content, founding.adopt_first),
            strict=True,
        ),
        1,
    ):
        progress(step, number, len(steps))
        found(organisation)
    DemoOperation(organisation).run(lambda done, total: progress("sixteen weeks", done, total))
    progress("verdicts", 0, 1)
    steering.last_night(organisation, now)
    progress("verdicts", 1, 1)
