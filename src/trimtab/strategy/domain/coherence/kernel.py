"""Signs of a bad strategy (L1 to L10), after Rumelt 2011: fluff, no challenge faced, goals for
strategy, bad objectives.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from trimtab.kernel.said import listed, say, say_n
from trimtab.strategy.domain import ceilings
from trimtab.strategy.domain.coherence.finding import Check, FindingAt, Severity, removing, setting
from trimtab.strategy.domain.document import ActionKind, ActionState, Approach, Strategy

FLUFF = frozenset(
    "synergy synergies leverage leveraging empower empowering empowerment holistic world-class "
    "best-in-class cutting-edge "
    "innovative innovation transform transformation transformative excellence seamless "
    "seamlessly robust paradigm "
    "disruptive disrupt game-changing next-generation journey journeys ecosystem agile dynamic "
    "proactive strategic "
    "impactful learner-centric engagement passionate unlock unleash maximise optimise".split()
)
_WORD = re.compile(r"[A-Za-z][A-Za-z\-]+")
_SHARE, _LEAST_WORDS, _MANY = 0.12, 6, 3
_MOST_TARGETS = 5


def fluff_marks(text: str) -> tuple[tuple[int, int], ...]:
    """Where the words of a text stand that say nothing, as (start, end) in characters."""
    return tuple(found.span() for found in _WORD.finditer(text) if found[0].lower() in FLUFF)


def _fluff(document: Strategy) -> Iterator[FindingAt]:
    texts = [("policy/statement", document.policy.statement), ("summary", document.summary)]
    texts += [(f"challenges/{one.id}/observed", one.observed) for one in document.challenges]
    texts += [(f"policy/choices/{one.id}/says", one.says) for one in document.policy.choices]
    for place, text in texts:
        count, marks = len(text.split()), fluff_marks(text)
        if len(marks) >= _MANY or (count >= _LEAST_WORDS and len(marks) / count > _SHARE):
            said = dict.fromkeys(text[start:end].lower() for start, end in marks)
            yield FindingAt(
                place,
                say("These words say nothing here: {names}.", names=listed(said)),
                say(
                    "Say who does what differently, with a number. Would the text be as true of "
                    "any other organisation?"
                ),
                marks=marks,
            )


def _not_faced(document: Strategy) -> Iterator[FindingAt]:
    if not document.challenges:
        yield FindingAt(
            "challenges",
            say("There is no diagnosis."),
            say("Say what is not as it should be, for whom, and why."),
        )
    for one in document.challenges:
        if not one.causes and not _is_sought(document):
            yield FindingAt(
                f"challenges/{one.id}",
                say("'{title}' names no cause.", title=one.title),
                say("Ask why, or say that you do not know yet."),
            )
        if not one.evidence:
            yield FindingAt(
                f"challenges/{one.id}",
                say("'{title}' has no evidence.", title=one.title),
                say("Attach a figure, an observation or an interview."),
            )


def _is_sought(document: Strategy) -> bool:
    """Whether somebody has said that the causes are not known yet, which makes finding them out a
    task.
    """
    answer = document.answers.get("Q-D4")
    return answer is not None and answer.value is None


def _goals(document: Strategy) -> Iterator[FindingAt]:
    acted = {one.challenge for one in document.actions if one.state is ActionState.RUNNING}
    for one in document.challenges:
        measured = next((m for m in document.measures if m.id == one.measure), None)
        if measured and measured.target is not None and one.id not in acted:
            yield FindingAt(
                f"measures/{measured.id}/target",
                say(
                    "'{name}' has a target, and nothing is done about '{title}'.",
                    name=measured.name,
                    title=one.title,
                ),
                say("Add an action, or drop the target: a wish is no strategy."),
                setting(say("Drop the target"), f"measures/{measured.id}/target", None),
            )


def _many_objectives(document: Strategy) -> Iterator[FindingAt]:
    targets = [one for one in document.measures if one.target is not None]
    if len(targets) > _MOST_TARGETS:
        yield FindingAt(
            "measures",
            say_n(
                "{count} target is pursued at once.",
                "{count} targets are pursued at once.",
                len(targets),
            ),
            say("Keep at most {_MOST_TARGETS}, in order.", _MOST_TARGETS=_MOST_TARGETS),
        )


def _blue_sky(document: Strategy) -> Iterator[FindingAt]:
    measures = {one.id: one for one in document.measures}
    for action in document.actions:
        measure = measures.get(action.expects.measure) if action.expects else None
        if action.expects is None or measure is None:
            continue
        most = ceilings.most_seen(measure)
        if most and action.expects.at_least > most:
            place = f"actions/{action.id}/expects/at_least"
            yield FindingAt(
                place,
                ceilings.beyond(measure, action.expects.at_least, most),
                say("Expect what comparable trials found, or say why this is different."),
                setting(say("Expect what has been seen"), place, most),
            )


def _orphans(document: Strategy) -> Iterator[FindingAt]:
    asked = {one.measure for one in document.questions} | {
        one.expects.measure for one in document.actions if one.expects
    }
    asked |= {one.measure for one in document.challenges}
    for one in document.actions:
        if not one.choice and not one.challenge and one.state is ActionState.RUNNING:
            yield FindingAt(
                f"actions/{one.id}",
                say("'{title}' serves no choice and no challenge.", title=one.title),
                say("Name its choice and challenge, or drop it."),
                setting(
                    say("Retire '{title}'", title=one.title),
                    f"actions/{one.id}/state",
                    ActionState.RETIRED.value,
                ),
            )
    for choice in document.policy.choices:
        if not choice.challenge and choice.approach:
            yield FindingAt(
                f"policy/choices/{choice.id}",
                say("'{says}' answers no challenge.", says=choice.says),
                say("Name the challenge."),
            )
    for measure in document.measures:
        if measure.id not in asked:
            yield FindingAt(
                f"measures/{measure.id}",
                say("'{name}' answers no question.", name=measure.name),
                say("Ask the question, or do not collect it."),
                removing(say("Do not collect it"), f"measures/{measure.id}"),
            )
    for question in document.questions:
        if not question.measure:
            yield FindingAt(
                f"questions/{question.id}",
                say("'{asks}' has no data.", asks=question.asks),
                say("Name the measure that answers it."),
            )


def _no_choice(document: Strategy) -> Iterator[FindingAt]:
    if not document.policy.will_not:
        yield FindingAt(
            "policy",
            say("Nothing is excluded, so nothing is chosen."),
            say("Say what you will not do."),
        )


def _no_owner(document: Strategy) -> Iterator[FindingAt]:
    for one in document.actions:
        if one.state is ActionState.RUNNING and (not one.owner or one.due is None):
            yield FindingAt(
                f"actions/{one.id}",
                say("'{title}' has no date.", title=one.title)
                if one.owner
                else say("'{title}' has no owner.", title=one.title),
                say("Name one date.") if one.owner else say("Name one owner."),
            )


def _not_falsifiable(document: Strategy) -> Iterator[FindingAt]:
    expected = {one.challenge for one in document.actions if one.expects}
    for one in document.actions:
        if (
            one.kind is ActionKind.PRACTICE
            and one.state is ActionState.RUNNING
            and one.expects is None
            and one.challenge not in expected
        ):
            yield FindingAt(
                f"actions/{one.id}",
                say("Nothing that could be seen would stop '{title}'.", title=one.title),
                say("Say which figure you expect by when, and what you do when it does not come."),
            )


def _against_causes(document: Strategy) -> Iterator[FindingAt]:
    neither = {one.challenge for one in document.policy.choices if one.approach is Approach.NEITHER}
    for one in document.actions:
        if (
            one.challenge in neither
            and one.kind in {ActionKind.PRACTICE, ActionKind.SUPPORT}
            and one.state is ActionState.RUNNING
        ):
            place = f"actions/{one.id}"
            yield FindingAt(
                place,
                say(
                    "'{title}' teaches where the policy says that learning is not the answer.",
                    title=one.title,
                ),
                say("Retire it, or change the choice."),
                setting(
                    say("Retire '{title}'", title=one.title),
                    f"{place}/state",
                    ActionState.RETIRED.value,
                ),
            )


RUMELT = "Rumelt 2011, Good Strategy/Bad Strategy"
CHECKS = (
    Check(
        "L1",
        Severity.WARNING,
        say("Fluff"),
        RUMELT,
        say("Words that fit any organisation decide nothing in this one."),
        _fluff,
    ),
    Check(
        "L2",
        Severity.ERROR,
        say("Failure to face the challenge"),
        RUMELT,
        say(
            "A strategy answers a problem. Without a problem, causes and evidence it answers "
            "nothing."
        ),
        _not_faced,
    ),
    Check(
        "L3",
        Severity.ERROR,
        say("Goals mistaken for strategy"),
        RUMELT,
        say(
            "A target says where to be. A strategy says what is done about what stands in the way."
        ),
        _goals,
    ),
    Check(
        "L4",
        Severity.WARNING,
        say("Too many objectives"),
        RUMELT,
        say("Force comes from focus. A list of everything is the absence of a choice."),
        _many_objectives,
    ),
    Check(
        "L5",
        Severity.WARNING,
        say("Blue sky"),
        ceilings.SOURCE,
        say("Who expects more than the field has ever seen will call a good result a failure."),
        _blue_sky,
    ),
    Check(
        "L6",
        Severity.ERROR,
        say("Actions against the policy"),
        RUMELT,
        say("An action against the policy spends people's time on what was decided against."),
        _against_causes,
    ),
    Check(
        "L7",
        Severity.WARNING,
        say("Orphan"),
        RUMELT,
        say(
            "Each part earns its place by what it serves. What serves nothing costs and is never "
            "missed."
        ),
        _orphans,
    ),
    Check(
        "L8",
        Severity.ERROR,
        say("No choice"),
        RUMELT,
        say(
            "Deciding for something means deciding against something else. Where nothing is "
            "excluded, nothing was decided."
        ),
        _no_choice,
    ),
    Check(
        "L9",
        Severity.ERROR,
        say("No owner or date"),
        "One accountable person (DACI)",
        say("What belongs to everybody and is due some day is done by nobody."),
        _no_owner,
    ),
    Check(
        "L10",
        Severity.WARNING,
        say("Not falsifiable"),
        "Popper 1959; Rumelt 2011",
        say(
            "An action that no result could stop is a belief. Say beforehand what would make you "
            "change course."
        ),
        _not_falsifiable,
    ),
)
