"""From a verdict to the smallest change of the strategy that follows the response agreed beforehand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from trimtab.strategy.api import Action, ActionState, Op, Operation, Patch, Strategy

DAYS_FOR_WORK = 60


def correction(*, key: str, response: str, sentence: str, assumption: str, document: Strategy, today: dt.date) -> Patch:
    """The patch for action `key`. It retires what did not work; what comes instead depends on the agreed response."""
    action = next(one for one in document.actions if one.id == key)
    titles = {
        "retire": f"Stop '{action.title}'",
        "switch-to-support": f"Replace '{action.title}' by help at the moment of need",
        "switch-to-work": f"Stop '{action.title}' and change the work instead",
        "revise-diagnosis": f"Stop '{action.title}' and look again at the causes",
    }
    return Patch(
        title=titles[response],
        operations=tuple(_operations(action, response, sentence, document, today)),
        because=(
            sentence,
            f"It rested on this: {assumption}",
            f"Before the start it was agreed to answer such a result with '{response.replace('-', ' ')}'.",
        ),
    )


def _operations(
    action: Action, response: str, sentence: str, document: Strategy, today: dt.date
) -> Iterator[Operation]:
    at = f"actions/{action.id}"
    if response == "switch-to-support":
        yield Operation(op=Op.SET, place=f"{at}/kind", value="support", because="Help at work instead of practice.")
        yield Operation(op=Op.REMOVE, place=f"{at}/minutes_per_week", because="Help is used, not studied.")
        yield Operation(op=Op.REMOVE, place=f"{at}/expects", because="A new expectation is agreed with the help.")
        return
    yield Operation(op=Op.SET, place=f"{at}/state", value=ActionState.RETIRED.value, because=sentence)
    if response == "switch-to-work":
        yield from _work(action, document, today, f"Find and change what in the work stands behind '{action.title}'")
        if action.choice:
            choice = f"policy/choices/{action.choice}"
            yield Operation(
                op=Op.SET, place=f"{choice}/approach", value="neither", because="Its cause is not mended by learning."
            )
    elif response == "revise-diagnosis":
        yield from _work(action, document, today, f"Look again at the causes behind '{action.title}'")


def _work(action: Action, document: Strategy, today: dt.date, title: str) -> Iterator[Operation]:
    challenge = next((one for one in document.challenges if one.id == action.challenge), None)
    measure = next((one for one in document.measures if challenge and one.id == challenge.measure), None)
    value = {
        "id": f"{action.id}-work"[:64],
        "title": title,
        "kind": "work",
        "challenge": action.challenge,
        "choice": action.choice,
        "owner": (measure.owner if measure else "") or action.owner,
        "starts": today.isoformat(),
        "due": (today + dt.timedelta(days=DAYS_FOR_WORK)).isoformat(),
    }
    yield Operation(
        op=Op.ADD, place="actions", value=value, because="The challenge is still there, and somebody has to own it."
    )
