"""How a fault in a statement is reported."""

from __future__ import annotations

from trimtab.kernel.errors import Refusal

MOST_SHOWN = 60


class InvalidStatement(Refusal):
    """A statement breaks a rule: `field` is the place ('[3].actor.mbox'),
    `sentence` what to do, `section` the rule's.

    A section is one of 1.0.3 ('2.4.2.1'); the rules that only 2.0 has say so
    ('2.0/4.2.2.5', of IEEE 9274.1.1). Rules raise it without a place; each object and list
    on the way up puts its own step in front.
    """

    status = 400

    def __init__(self, sentence: str, section: str, place: str = "") -> None:
        standard, _, number = section.rpartition("/")
        super().__init__(
            f"xapi.{section}", f"{sentence} (xAPI {standard or '1.0.3'}, {number})", place
        )
        self.section = section

    def __str__(self) -> str:
        return f"{self.field}: {self.sentence}" if self.field else self.sentence

    def below(self, step: str | int) -> None:
        """Says that the fault was found below `step`: a property's name or a position in a list."""
        name = f"[{step}]" if isinstance(step, int) else shown(step)
        self.field = (
            name + ("." if self.field and not self.field.startswith("[") else "") + self.field
        )


def shown(value: object) -> str:
    """`value` as it stands in a sentence: cut, so that a hostile value stays short."""
    text = str(value)
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"
