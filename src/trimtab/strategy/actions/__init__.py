"""What can be done with the strategy: writing and answering, asking others, reviewing and
adopting.
"""

from trimtab.strategy.actions.drafting import (
    carry_over,
    one_at_a_time,
    restore,
    save_draft,
    save_settled,
    write_answer,
)
from trimtab.strategy.actions.reviewing import (
    adopt,
    approve,
    comment,
    request_changes,
    resolve,
    submit,
)

__all__ = [
    "adopt",
    "approve",
    "carry_over",
    "comment",
    "one_at_a_time",
    "request_changes",
    "resolve",
    "restore",
    "save_draft",
    "save_settled",
    "submit",
    "write_answer",
]
