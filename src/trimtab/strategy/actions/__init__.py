"""What can be done with the strategy: writing and answering, asking others, reviewing and adopting."""

from trimtab.strategy.actions.drafting import adopt, answer, save_draft

__all__ = ["adopt", "answer", "save_draft"]
