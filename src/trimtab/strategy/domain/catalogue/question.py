"""What a question of the catalogue is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from trimtab.kernel.said import Said, as_written
from trimtab.strategy.domain.document import Strategy

NO_UNIT = as_written("")


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
class AnswerOption:
    """An option that explains itself."""

    value: str
    says: Said


@dataclass(frozen=True, slots=True)
class Condition:
    """When a question has a point: `holds` reads the answers to `reads`; `says` tells why it is not
    asked otherwise.
    """

    reads: tuple[str, ...]
    holds: Callable[[Strategy], bool]
    says: Said


@dataclass(frozen=True, slots=True)
class Question:
    """One question: what is asked, why it matters, how it is answered, who knows best, and where it
    comes from.

    `records` names the part of the document that answers it (kind RECORDS), and `field` the field
    of each of its records where the answer stands, such as audiences and device; `also` names
    further fields that belong to it. `unit` belongs to numbers. `only_if` says when it has a point;
    None is always.
    """

    code: str
    area: Area
    asks: Said
    why: Said
    kind: AnswerKind
    asked_of: Said
    source: str
    options: tuple[AnswerOption, ...] = ()
    records: str = ""
    unit: Said = NO_UNIT
    field: str = ""
    only_if: Condition | None = None
    also: tuple[str, ...] = ()


def options(**says: Said) -> tuple[AnswerOption, ...]:
    """Options by value; an underscore in a name is a hyphen in the value."""
    return tuple(
        AnswerOption(value.strip("_").replace("_", "-"), sentence)
        for value, sentence in says.items()
    )
