"""From law, relations and decisions."""

from __future__ import annotations

from collections.abc import Iterator

from trimtab.strategy.domain.document import Strategy
from trimtab.strategy.domain.rules.rule import Advised, Rule, Strength, simply


def _purpose(document: Strategy) -> Iterator[Advised]:
    asked = {one.id for one in document.questions}
    for one in document.grants:
        if one.question not in asked:
            at = f"grants/{one.id}"
            yield Advised(at, "No question needs these data: do not collect them.", (f"{at}/question",))


RULES = (
    simply("Q-G5", "consent", rule="R-G1", strength=Strength.MUST, source="WP29 Opinion 2/2017; EDPB Guidelines 05/2020",
           says="At work consent is rarely free: take a legal duty, an assessed interest or a collective agreement as basis."),
    simply("Q-G4", "present", rule="R-G2", strength=Strength.MUST, source="BetrVG § 87(1) no. 6",
           says="A works council without an agreement: nothing about persons is stored until there is one."),
    simply("Q-G6", "never", rule="R-G3", source="Purpose limitation",
           says="Never for appraisal: no view of persons for managers, and everybody sees who looked."),
    simply("Q-G6", "regulated", rule="R-G4", source="Data separation",
           says="Only pass or fail leaves practice, in a record of its own."),
    Rule("R-G6", Strength.MUST, "Regulation (EU) 2016/679, article 5(1)(b)", _purpose),
    simply("Q-G10", "never", rule="R-G13", source="Course correction",
           says="Plan the reviews: faults weekly, ideas monthly, the diagnosis quarterly."),
)  # fmt: skip
