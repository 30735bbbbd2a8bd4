"""What a question of the catalogue is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Area(StrEnum):
    """The five areas, on top of the diagnosis."""

    DIAGNOSIS = "diagnosis"
    PEOPLE = "people"
    TECHNOLOGY = "technology"
    COMMUNICATION = "communication"
    GOVERNANCE = "governance"
    EVALUATION = "evaluation"


class AnswerKind(StrEnum):
    """How a question is answered; records are parts of the document such as audiences."""

    CHOICE = "choice"
    SEVERAL = "several"
    NUMBER = "number"
    TEXT = "text"
    RECORDS = "records"


@dataclass(frozen=True, slots=True)
class Option:
    """An option that explains itself."""

    value: str
    says: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question: what is asked, why it matters, how it is answered, who knows best, and where it comes from.

    `records` names the part of the document that answers it (kind RECORDS); `unit` belongs to numbers.
    """

    code: str
    area: Area
    asks: str
    why: str
    kind: AnswerKind
    asked_of: str
    source: str
    options: tuple[Option, ...] = ()
    records: str = ""
    unit: str = ""


def options(**says: str) -> tuple[Option, ...]:
    """Options by value; an underscore in a name is a hyphen in the value."""
    return tuple(Option(value.strip("_").replace("_", "-"), sentence) for value, sentence in says.items())
