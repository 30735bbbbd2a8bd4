"""How long an answer takes whoever knows it, or does not. What they answer is said by the item itself."""

from __future__ import annotations

import random

from trimtab.library.values import ItemBody


def seconds(body: ItemBody, right: bool, dice: random.Random) -> int:
    """How long the answer took: longer when it had to be searched for."""
    longer = 1 if right else 1.3
    return max(2, round(body.usual_seconds * dice.lognormvariate(0, 0.35) * longer))
