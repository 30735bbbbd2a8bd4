"""From whom people believe, and what they remember."""

from __future__ import annotations

from collections.abc import Iterator

from trimtab.strategy.domain.catalogue import BY_CODE
from trimtab.strategy.domain.document import Strategy
from trimtab.strategy.domain.rules.rule import Advised, Rule, Strength, answered, simply

_FULL = 3


def _sender(document: Strategy) -> Iterator[Advised]:
    believed = answered(document, "Q-C4")
    said = {option.value: option.says for option in BY_CODE["Q-C4"].options}
    if isinstance(believed, str) and believed in said:
        yield Advised("answers/Q-C4", f"{said[believed]} says why, because people believe them; the direct manager says what changes "
                      "for the person.", ("answers/Q-C4",))  # fmt: skip


def _load(document: Strategy) -> Iterator[Advised]:
    other = answered(document, "Q-C10")
    if isinstance(other, int | float) and other + document.policy.limits.messages_per_week > _FULL + 2:
        yield Advised("policy/limits/messages_per_week", f"With {other:g} messages of others a week, ours must be fewer, and merged "
                      "into one digest.", ("answers/Q-C10", "policy/limits/messages_per_week"))  # fmt: skip


RULES = (
    simply("Q-C3", "none", "promised", rule="R-C1", source="Prosci, Best Practices in Change Management",
           says="No visible sponsor yet: stay a pilot, and win one first."),
    Rule("R-C2", Strength.SHOULD, "Prosci: preferred senders", _sender),
    simply("Q-C2", "burned", rule="R-C3", source="Change fatigue",
           says="People were burned: begin with help that is useful at once, promise little, show a first repair within two weeks."),
    Rule("R-C5", Strength.SHOULD, "Attention budget", _load),
    simply("Q-C9", "public", rule="R-C7", strength=Strength.MUST, source="Kluger & DeNisi 1996",
           says="Public ranks of persons stay off; goals of the team or private progress instead."),
    simply("Q-C8", "waves", rule="R-C10", source="Hemming et al. 2015, stepped wedge",
           says="Draw the order of the waves by lot: the roll-out then is the comparison."),
)  # fmt: skip
