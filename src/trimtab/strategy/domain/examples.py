"""A strategy that begins from an example: what was decided stays as a suggestion, what was found
out is marked as not yours.

People, evidence, first values and dates of the example are no facts of the organisation that begins
from it. Names of people and what they measured are taken out, so that the coherence check asks for
them; what they said carries MARK until somebody says it anew (S7).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from msgspec.structs import replace

from trimtab.strategy.domain.catalogue import BY_CODE, AnswerKind
from trimtab.strategy.domain.document import Action, ActionKind, Answer, Measure, Strategy, Sureness

MARK = "[Example] "
_LAUNCHED = frozenset({ActionKind.PRACTICE, ActionKind.SUPPORT})


def begun(document: Strategy, *, organisation: str, first: dt.date, title: str = "") -> Strategy:
    """A draft for `organisation` that begins from an example; practice and help start in the week
    of `first` or after.

    All dates move by the same whole number of weeks. Nothing in it names a person of the example,
    nothing counts as measured, and no recommendation has been taken. Its summary says what it began
    from.
    """
    by = _weeks_until(document, first)
    return replace(
        document,
        organisation=organisation,
        title=title or _marked(document.title),
        summary=f"Begun from the example of {document.organisation}: {document.title}.",
        answers={code: _suggested(code, one) for code, one in document.answers.items()},
        audiences=tuple(replace(one, name=_marked(one.name)) for one in document.audiences),
        stakeholders=tuple(
            replace(one, needs=_marked(one.needs), owner="") for one in document.stakeholders
        ),
        challenges=tuple(
            replace(
                one, title=_marked(one.title), observed=_marked(one.observed), evidence=(), tried=""
            )
            for one in document.challenges
        ),
        policy=replace(document.policy, statement=_marked(document.policy.statement)),
        actions=tuple(_open(one, by) for one in document.actions),
        measures=tuple(map(_unmeasured, document.measures)),
        questions=tuple(replace(one, by=one.by and one.by + by) for one in document.questions),
        recommendations=(),
    )


def borrowed(document: Strategy) -> Iterator[str]:
    """The places that still say what the example says of itself."""
    for place, text in _said(document):
        if text.startswith(MARK):
            yield place


def _said(document: Strategy) -> Iterator[tuple[str, str]]:
    yield "title", document.title
    for code, answer in document.answers.items():
        yield f"answers/{code}/value", answer.value if isinstance(answer.value, str) else ""
        yield f"answers/{code}/because", answer.because
    yield from ((f"audiences/{each.id}/name", each.name) for each in document.audiences)
    yield from ((f"stakeholders/{each.id}/needs", each.needs) for each in document.stakeholders)
    for one in document.challenges:
        yield from (
            (f"challenges/{one.id}/title", one.title),
            (f"challenges/{one.id}/observed", one.observed),
        )
    yield "policy/statement", document.policy.statement
    yield from ((f"actions/{each.id}/text", each.text) for each in document.actions)
    yield from ((f"measures/{each.id}/source", each.source) for each in document.measures)


def _marked(text: str) -> str:
    return f"{MARK}{text}" if text else ""


def _suggested(code: str, one: Answer) -> Answer:
    """An answer that nobody has given yet: its text or, where it is a choice or a number, its
    reason is marked.
    """
    if code in BY_CODE and BY_CODE[code].kind is AnswerKind.TEXT and isinstance(one.value, str):
        return Answer(value=_marked(one.value), sure=Sureness.LOW)
    return Answer(
        value=one.value, sure=Sureness.LOW, because=_marked(one.because or "Is it so here?")
    )


def _unmeasured(one: Measure) -> Measure:
    return replace(
        one, owner="", source=_marked(one.source), baseline=None, baseline_on=None, target=None
    )


def _open(one: Action, by: dt.timedelta) -> Action:
    """An action whose owner is to be named, with its dates moved."""
    expects = one.expects and replace(one.expects, by=one.expects.by + by)
    starts, due = one.starts and one.starts + by, one.due and one.due + by
    return replace(one, owner="", text=_marked(one.text), starts=starts, due=due, expects=expects)


def _weeks_until(document: Strategy, first: dt.date) -> dt.timedelta:
    launches = [one.starts for one in document.actions if one.kind in _LAUNCHED and one.starts]
    days = (first - min(launches)).days if launches else 0
    return dt.timedelta(weeks=-(-days // 7))
