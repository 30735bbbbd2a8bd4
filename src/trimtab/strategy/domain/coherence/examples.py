"""The finding about a draft that began from an example: what is still said of somebody else
(S7).
"""

from __future__ import annotations

from collections.abc import Iterator

from trimtab.kernel.said import say
from trimtab.strategy.domain import examples
from trimtab.strategy.domain.catalogue import BY_CODE
from trimtab.strategy.domain.coherence.finding import Check, FindingAt, Severity
from trimtab.strategy.domain.coherence.references import ANY
from trimtab.strategy.domain.document import Strategy, Sureness
from trimtab.strategy.domain.patch import Op, Operation, Patch
from trimtab.strategy.domain.tracing import said_answer


def _borrowed(document: Strategy) -> Iterator[FindingAt]:
    for place in examples.borrowed(document):
        match place.split("/"):
            case ["answers", code, field] if code in BY_CODE:
                question, said = (
                    BY_CODE[code],
                    said_answer(code, document.answers[code])
                    .removeprefix(examples.MARK)
                    .rstrip("."),
                )
                yield FindingAt(
                    place,
                    say(
                        "Nobody here has answered yet: {asks} The example said: {said}.",
                        asks=question.asks,
                        said=said,
                    ),
                    say(
                        "Ask {asked_of}. Answer it anew, or keep it where it holds.",
                        asked_of=question.asked_of,
                    ),
                    _holds(code) if field == "because" else None,
                )
            case ["audiences", *_]:
                yield FindingAt(
                    place,
                    say("This audience is the example's."),
                    say("Say who they are here, how many, and by which rule they are found."),
                )
            case _:
                yield FindingAt(
                    place,
                    say("This is what the example says of itself."),
                    say("Say what is so here."),
                )


def _holds(code: str) -> Patch:
    """Somebody looked, and the example's choice or number is true here too."""
    at = f"answers/{code}"
    return Patch(
        title=say("It is so here too"),
        operations=(
            Operation(op=Op.SET, place=f"{at}/because", value=""),
            Operation(op=Op.SET, place=f"{at}/sure", value=Sureness.MODERATE.value),
        ),
    )


CHECKS = (
    Check(
        "S7",
        Severity.ERROR,
        say("Still the example's words"),
        "Rumelt 2011: a diagnosis is about this organisation and no other",
        say(
            "An example is there to learn from. Put in force, it would tell your people another "
            "organisation's facts."
        ),
        _borrowed,
        ANY,
    ),
)
