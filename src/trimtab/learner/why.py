"""Why something is asked of a person: the strategy's own chain of reasons, in words.

From the ground to the thing itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from trimtab.kernel.said import sentences
from trimtab.practice import api as practice
from trimtab.strategy import api as strategy

KINDS = {
    "challenges": _l("What is not as it should be"),
    "policy": _l("What was decided"),
    "audiences": _l("For whom"),
}


GROUNDS = {
    strategy.Ground.PROBLEM: _l("What is not as it should be"),
    strategy.Ground.KNOWN: _l("What is known here"),
    strategy.Ground.DECIDED: _l("What was decided"),
    strategy.Ground.DOES: _l("What is done about it"),
    strategy.Ground.FOR_WHOM: _l("For whom"),
}


@dataclass(frozen=True, slots=True)
class WhyStep:
    """One step, as the part 'why' shows it; learners get no links into the strategy."""

    kind: str
    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Why:
    """A question and the steps that answer it; `key` is the programme's."""

    key: str
    summary: str
    steps: tuple[WhyStep, ...]


def plain_reasons(reasons: Iterable[strategy.Reason]) -> list[WhyStep]:
    """Reasons as the steps of a path."""
    return [
        WhyStep(
            str(GROUNDS[reason.ground]),
            sentences(reason.asks, reason.says) if reason.asks else reason.says,
        )
        for reason in reasons
    ]


def whys(programmes: Sequence[practice.ProgrammeRow]) -> list[Why]:
    """Why each programme asks its questions; empty while no strategy is in force."""
    revision = strategy.current() if programmes else None
    if revision is None:
        return []
    return [_why(programme, revision.document) for programme in programmes]


def _why(programme: practice.ProgrammeRow, document: strategy.Strategy) -> Why:
    told = [step for step in strategy.walk(document, programme.because) if step.kind in KINDS]
    order = list(KINDS)
    grounds = sorted(told, key=lambda step: order.index(step.kind))
    steps = [WhyStep(str(KINDS[step.kind]), step.says) for step in grounds]
    return Why(
        key=programme.key,
        summary=_("Why “%(programme)s”?") % {"programme": programme.title},
        steps=(*steps, WhyStep(_("So you practise"), programme.title)),
    )
