"""The coherence check.

Adding a finding: write it in the file of its subject with a code and a source.
"""

from trimtab.strategy.domain.coherence import advice, areas, examples, kernel, references
from trimtab.strategy.domain.coherence.finding import Check, Finding, Severity
from trimtab.strategy.domain.document import Strategy

CHECKS: tuple[Check, ...] = (
    *references.CHECKS,
    *advice.CHECKS,
    *examples.CHECKS,
    *kernel.CHECKS,
    *areas.CHECKS,
)


def check(document: Strategy) -> tuple[Finding, ...]:
    """Everything that does not fit together, errors first; () is a coherent document."""
    found = [
        Finding(one.code, one.severity, it.place, it.says, it.mend, it.patch, it.marks)
        for one in CHECKS
        for it in one.finds(document)
    ]
    order = list(Severity)
    return tuple(sorted(found, key=lambda finding: order.index(finding.severity)))


__all__ = ["CHECKS", "Check", "Finding", "Severity", "check"]
