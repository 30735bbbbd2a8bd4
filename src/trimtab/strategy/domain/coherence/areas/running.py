"""What the checks between areas look at."""

from __future__ import annotations

from trimtab.strategy.domain.document import (
    Action,
    ActionKind,
    ActionState,
    Audience,
    Strategy,
)


def running(document: Strategy, *kinds: ActionKind) -> list[Action]:
    """The actions of some kinds that run."""
    return [
        one for one in document.actions if one.kind in kinds and one.state is ActionState.RUNNING
    ]


def audiences(document: Strategy) -> dict[str, Audience]:
    """The audiences by their ids."""
    return {one.id: one for one in document.audiences}
