"""Memory states and their schedule: the Free Spaced Repetition Scheduler, version 6 (FSRS-6).

Source: J. Ye et al., the algorithm's description at open-spaced-repetition, with the 21 default
parameters of FSRS-6. The tests hold every number against the package `fsrs`.
"""

from trimtab.science.memory.schedule import due_after, interval_days
from trimtab.science.memory.state import DEFAULT, MemoryState, Parameters, Rating
from trimtab.science.memory.transitions import first_state, next_state, retrievability

__all__ = [
    "DEFAULT",
    "MemoryState",
    "Parameters",
    "Rating",
    "due_after",
    "first_state",
    "interval_days",
    "next_state",
    "retrievability",
]
