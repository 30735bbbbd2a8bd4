"""What the coherence check says of a document, and how many people its audiences have here."""

from __future__ import annotations

from trimtab.governance import api as governance
from trimtab.people import api as people
from trimtab.strategy import api as strategy


def check(document: strategy.Strategy) -> tuple[strategy.Finding, ...]:
    """The findings of the coherence check, and those of the headcounts after the errors; one query.

    Where fewer people than may be told belong to an audience, nothing is said of it but that
    nobody does.
    """
    findings = strategy.check(document)
    counts = people.count_by_rule(strategy.plan(document).audiences)
    least = governance.min_cell()
    told = {key: n if n == 0 or n >= least else None for key, n in counts.items()}
    off = tuple(strategy.headcounts(document, told))
    blocking = [each for each in findings if each.severity is strategy.Severity.ERROR]
    return (*blocking, *off, *findings[len(blocking) :])
