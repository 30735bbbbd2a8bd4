"""What people look up at work, in their words, and which aid holds the answer ('' where nobody has
written one yet).
"""

from __future__ import annotations

import random
from dataclasses import dataclass

SLIPS = 0.12
SHORTEST_SLIP = 5


@dataclass(frozen=True, slots=True)
class SimulatedNeed:
    """A question that comes up at work: the aid that answers it, the jobs it comes to, how often,
    in which words.
    """

    aid: str
    jobs: tuple[str, ...]
    often: float
    asks: tuple[str, ...]


def draw(
    needs: list[SimulatedNeed], job: str, dice: random.Random
) -> tuple[SimulatedNeed, str] | None:
    """A need of somebody with this job and the words it is put in, some with a slip of the finger;
    None without any.
    """
    fitting = [need for need in needs if job in need.jobs]
    if not fitting:
        return None
    need = dice.choices(fitting, [known.often for known in fitting])[0]
    words = dice.choice(need.asks)
    return need, slip(words, dice) if dice.random() < SLIPS else words


def slip(words: str, dice: random.Random) -> str:
    """`words` with two neighbouring letters inside its longest word exchanged; short words stay as
    they are.
    """
    longest = max(words.split(), key=len)
    if len(longest) < SHORTEST_SLIP:
        return words
    at = dice.randrange(1, len(longest) - 2)
    return words.replace(
        longest, longest[:at] + longest[at + 1] + longest[at] + longest[at + 2 :], 1
    )
