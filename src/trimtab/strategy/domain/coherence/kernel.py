"""Signs of a bad strategy (L1 to L10), after Rumelt 2011: fluff, no challenge faced, goals for strategy, bad objectives."""

from __future__ import annotations

import re
from collections.abc import Iterator

from trimtab.strategy.domain import ceilings
from trimtab.strategy.domain.coherence.finding import Check, Found, Severity, removing, setting
from trimtab.strategy.domain.document import ActionKind, ActionState, Approach, Strategy

FLUFF = frozenset(
    "synergy synergies leverage leveraging empower empowering empowerment holistic world-class best-in-class cutting-edge "
    "innovative innovation transform transformation transformative excellence seamless seamlessly robust paradigm "
    "disruptive disrupt game-changing next-generation journey journeys ecosystem agile dynamic proactive strategic "
    "impactful learner-centric engagement passionate unlock unleash maximise optimise".split()
)
_WORD = re.compile(r"[A-Za-z][A-Za-z\-]+")
_SHARE, _LEAST_WORDS, _MANY = 0.12, 6, 3
_MOST_TARGETS = 5


def fluff_marks(text: str) -> tuple[tuple[int, int], ...]:
    """Where the words of a text stand that say nothing, as (start, end) in characters."""
    return tuple(found.span() for found in _WORD.finditer(text) if found[0].lower() in FLUFF)


def _fluff(document: Strategy) -> Iterator[Found]:
    texts = [("policy/statement", document.policy.statement), ("summary", document.summary)]
    texts += [(f"challenges/{one.id}/observed", one.observed) for one in document.challenges]
    texts += [(f"policy/choices/{one.id}/says", one.says) for one in document.policy.choices]
    for place, text in texts:
        count, marks = len(text.split()), fluff_marks(text)
        if len(marks) >= _MANY or (count >= _LEAST_WORDS and len(marks) / count > _SHARE):
            said = dict.fromkeys(text[start:end].lower() for start, end in marks)
            yield Found(
                place,
                f"These words say nothing here: {', '.join(said)}.",
                "Say who does what differently, with a number. Would the text be as true of any other organisation?",
                marks=marks,
            )


def _not_faced(document: Strategy) -> Iterator[Found]:
    if not document.challenges:
        yield Found(
            "challenges",
            "There is no diagnosis.",
            "Say what is not as it should be, for whom, and why.",
        )
    for one in document.challenges:
        if not one.causes and not _is_sought(document):
            yield Found(
                f"challenges/{one.id}",
                f"'{one.title}' names no cause.",
                "Ask why, or say that you do not know yet.",
            )
        if not one.evidence:
            yield Found(
                f"challenges/{one.id}",
                f"'{one.title}' has no evidence.",
                "Attach a figure, an observation or an interview.",
            )


def _is_sought(document: Strategy) -> bool:
    """Whether somebody has said that the causes are not known yet, which makes finding them out a task."""
    answer = document.answers.get("Q-D4")
    return answer is not None and answer.value is None


def _goals(document: Strategy) -> Iterator[Found]:
    acted = {one.challenge for one in document.actions if one.state is ActionState.RUNNING}
    for one in document.challenges:
        measured = next((m for m in document.measures if m.id == one.measure), None)
        if measured and measured.target is not None and one.id not in acted:
            yield Found(
                f"measures/{measured.id}/target",
                f"'{measured.name}' has a target, and nothing is done about '{one.title}'.",
                "Add an action, or drop the target: a wish is no strategy.",
                setting("Drop the target", f"measures/{measured.id}/target", None),
            )


def _many_objectives(document: Strategy) -> Iterator[Found]:
    targets = [one for one in document.measures if one.target is not None]
    if len(targets) > _MOST_TARGETS:
        yield Found(
            "measures",
            f"{len(targets)} targets are pursued at once.",
            f"Keep at most {_MOST_TARGETS}, in order.",
        )


def _blue_sky(document: Strategy) -> Iterator[Found]:
    measures = {one.id: one for one in document.measures}
    for action in document.actions:
        measure = measures.get(action.expects.measure) if action.expects else None
        if action.expects is None or measure is None:
            continue
        most = ceilings.most_seen(measure)
        if most and action.expects.at_least > most:
            place = f"actions/{action.id}/expects/at_least"
            yield Found(
                place,
                ceilings.beyond(measure, action.expects.at_least, most),
                "Expect what comparable trials found, or say why this is different.",
                setting("Expect what has been seen", place, most),
            )


def _orphans(document: Strategy) -> Iterator[Found]:
    asked = {one.measure for one in document.questions} | {
        one.expects.measure for one in document.actions if one.expects
    }
    asked |= {one.measure for one in document.challenges}
    for one in document.actions:
        if not one.choice and not one.challenge and one.state is ActionState.RUNNING:
            yield Found(
                f"actions/{one.id}",
                f"'{one.title}' serves no choice and no challenge.",
                "Name its choice and challenge, or drop it.",
                setting(
                    f"Retire '{one.title}'", f"actions/{one.id}/state", ActionState.RETIRED.value
                ),
            )
    for choice in document.policy.choices:
        if not choice.challenge and choice.approach:
            yield Found(
                f"policy/choices/{choice.id}",
                f"'{choice.says}' answers no challenge.",
                "Name the challenge.",
            )
    for measure in document.measures:
        if measure.id not in asked:
            yield Found(
                f"measures/{measure.id}",
                f"'{measure.name}' answers no question.",
                "Ask the question, or do not collect it.",
                removing("Do not collect it", f"measures/{measure.id}"),
            )
    for question in document.questions:
        if not question.measure:
            yield Found(
                f"questions/{question.id}",
                f"'{question.asks}' has no data.",
                "Name the measure that answers it.",
            )


def _no_choice(document: Strategy) -> Iterator[Found]:
    if not document.policy.will_not:
        yield Found(
            "policy", "Nothing is excluded, so nothing is chosen.", "Say what you will not do."
        )


def _no_owner(document: Strategy) -> Iterator[Found]:
    for one in document.actions:
        if one.state is ActionState.RUNNING and (not one.owner or one.due is None):
            missing = "owner" if not one.owner else "date"
            yield Found(
                f"actions/{one.id}", f"'{one.title}' has no {missing}.", f"Name one {missing}."
            )


def _not_falsifiable(document: Strategy) -> Iterator[Found]:
    expected = {one.challenge for one in document.actions if one.expects}
    for one in document.actions:
        if (
            one.kind is ActionKind.PRACTICE
            and one.state is ActionState.RUNNING
            and one.expects is None
            and one.challenge not in expected
        ):
            yield Found(
                f"actions/{one.id}",
                f"Nothing that could be seen would stop '{one.title}'.",
                "Say which figure you expect by when, and what you do when it does not come.",
            )


def _against_causes(document: Strategy) -> Iterator[Found]:
    neither = {one.challenge for one in document.policy.choices if one.approach is Approach.NEITHER}
    for one in document.actions:
        if (
            one.challenge in neither
            and one.kind in {ActionKind.PRACTICE, ActionKind.SUPPORT}
            and one.state is ActionState.RUNNING
        ):
            place = f"actions/{one.id}"
            yield Found(
                place,
                f"'{one.title}' teaches where the policy says that learning is not the answer.",
                "Retire it, or change the choice.",
                setting(f"Retire '{one.title}'", f"{place}/state", ActionState.RETIRED.value),
            )


RUMELT = "Rumelt 2011, Good Strategy/Bad Strategy"
CHECKS = (
    Check(
        "L1",
        Severity.WARNING,
        "Fluff",
        RUMELT,
        "Words that fit any organisation decide nothing in this one.",
        _fluff,
    ),
    Check(
        "L2",
        Severity.ERROR,
        "Failure to face the challenge",
        RUMELT,
        "A strategy answers a problem. Without a problem, causes and evidence it answers nothing.",
        _not_faced,
    ),
    Check(
        "L3",
        Severity.ERROR,
        "Goals mistaken for strategy",
        RUMELT,
        "A target says where to be. A strategy says what is done about what stands in the way.",
        _goals,
    ),
    Check(
        "L4",
        Severity.WARNING,
        "Too many objectives",
        RUMELT,
        "Force comes from focus. A list of everything is the absence of a choice.",
        _many_objectives,
    ),
    Check(
        "L5",
        Severity.WARNING,
        "Blue sky",
        ceilings.SOURCE,
        "Who expects more than the field has ever seen will call a good result a failure.",
        _blue_sky,
    ),
    Check(
        "L6",
        Severity.ERROR,
        "Actions against the policy",
        RUMELT,
        "An action against the policy spends people's time on what was decided against.",
        _against_causes,
    ),
    Check(
        "L7",
        Severity.WARNING,
        "Orphan",
        RUMELT,
        "Each part earns its place by what it serves. What serves nothing costs and is never missed.",
        _orphans,
    ),
    Check(
        "L8",
        Severity.ERROR,
        "No choice",
        RUMELT,
        "Deciding for something means deciding against something else. Where nothing is excluded, nothing was decided.",
        _no_choice,
    ),
    Check(
        "L9",
        Severity.ERROR,
        "No owner or date",
        "One accountable person (DACI)",
        "What belongs to everybody and is due some day is done by nobody.",
        _no_owner,
    ),
    Check(
        "L10",
        Severity.WARNING,
        "Not falsifiable",
        "Popper 1959; Rumelt 2011",
        "An action that no result could stop is a belief. Say beforehand what would make you change course.",
        _not_falsifiable,
    ),
)
