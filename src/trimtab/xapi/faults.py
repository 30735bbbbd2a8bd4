"""How a fault in a statement is reported."""

from __future__ import annotations

from trimtab.kernel.errors import Refusal


class InvalidStatement(Refusal):
    """A statement breaks a rule of the specification; `field` is the place, `code` the section."""

    status = 400

    def __init__(self, place: str, sentence: str, section: str) -> None:
        super().__init__(f"xapi.{section}", f"{sentence} (xAPI 1.0.3, {section})", place)
