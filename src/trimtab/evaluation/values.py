"""The pure door of the room evaluation: what can be seen of a comparison, for code that knows no
framework.
"""

from trimtab.evaluation.domain.designs import rules_of
from trimtab.evaluation.domain.designs.design import Prospect, Smallest
from trimtab.evaluation.domain.spread import Spread

__all__ = ["Prospect", "Smallest", "Spread", "rules_of"]
