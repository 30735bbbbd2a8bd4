"""From the diagnosis: which approach, how sure, and how many at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from trimtab.kernel.said import Between, joined, say, say_in, sentences
from trimtab.strategy.domain.document import (
    NOT_LEARNING,
    ActionKind,
    Approach,
    Cause,
    Challenge,
    Measure,
    Strategy,
)
from trimtab.strategy.domain.patch import Op, Operation, Patch
from trimtab.strategy.domain.proposals import for_approach, new_action, patch, work_outside
from trimtab.strategy.domain.rules.diagnosis_load import R_D5, R_D6
from trimtab.strategy.domain.rules.rule import Advised, Rule, Strength, answered
from trimtab.strategy.domain.selector import APPROACHES, advise, is_hypothesis
from trimtab.strategy.domain.settings import Sets

MOST_AT_ONCE = 3
_CERTIFIED_WITHOUT_BASELINE = 5
_CHECK_WITHIN = dt.timedelta(days=30)


_NOT_LEARNT = {
    Cause.DO_NOT_BELIEVE: say_in("a cause", "do not believe"),
    Cause.NO_TOOLS_OR_TIME: say_in("a cause", "no tools or time"),
    Cause.NOT_REWARDED: say_in("a cause", "not rewarded"),
    Cause.PROCESS_WRONG: say_in("a cause", "process wrong"),
}


def _work_first(document: Strategy) -> Iterator[Advised]:
    for one in document.challenges:
        others = [cause for cause in one.causes if cause in NOT_LEARNING]
        if one.causes and 2 * len(others) >= len(one.causes):
            causes = joined(
                (say("'{cause}'", cause=_NOT_LEARNT[cause]) for cause in others), Between.AND
            )
            yield Advised(
                f"challenges/{one.id}",
                say(
                    "'{title}' comes from {causes}, and no learning mends that. Give it an action "
                    "with an owner outside learning.",
                    title=one.title,
                    causes=causes,
                ),
                (f"challenges/{one.id}/causes",),
                (Sets("rollout.learning_only", False),),
                patch(
                    say("An action outside learning for '{title}'", title=one.title),
                    *work_outside(document, one),
                ),
            )


R_D1 = Rule(
    "R-D1",
    Strength.SHOULD,
    "Brinkerhoff, Success Case Method; Thalheimer; Quinn 2023",
    _work_first,
    ("Q-D1", "Q-D2", "Q-D4"),
)


def _approach(document: Strategy) -> Iterator[Advised]:
    for one in document.challenges:
        advice = advise(one, document.audiences)
        says = say(
            "For '{title}': {approach}. {because}",
            title=one.title,
            approach=APPROACHES[advice.approach],
            because=sentences(*advice.because),
        )
        yield Advised(
            f"challenges/{one.id}", says, advice.places, (), for_approach(document, one, advice)
        )


R_D2 = Rule(
    "R-D2",
    Strength.SHOULD,
    "Quinn 2023; Gottfredson & Mosher 2011",
    _approach,
    ("Q-D1", "Q-D2", "Q-D3", "Q-D4", "Q-P1", "Q-P2", "Q-P5", "Q-P6", "Q-T1", "Q-T2"),
)


def _beliefs(document: Strategy) -> Iterator[Advised]:
    for one in document.challenges:
        if Cause.DO_NOT_BELIEVE in one.causes:
            operations = new_action(
                document,
                f"say-why-{one.id}",
                f"Say why it matters: {one.title}",
                ActionKind.MESSAGE,
                challenge=one.id,
                audience=next(iter(one.audiences), ""),
            )
            yield Advised(
                f"challenges/{one.id}",
                say(
                    "'{title}': who does not believe in it needs a reason from somebody they "
                    "trust, not training.",
                    title=one.title,
                ),
                (f"challenges/{one.id}/causes",),
                (Sets("messages.how_waits_for_why", True),),
                patch(say("A message that says why, for '{title}'", title=one.title), *operations),
            )


R_D2B = Rule("R-D2b", Strength.SHOULD, "ADKAR: desire before knowledge", _beliefs, ("Q-D1", "Q-D4"))


def _no_baseline(one: Measure) -> bool:
    return one.baseline is None and one.tier > _CERTIFIED_WITHOUT_BASELINE


def _baseline(document: Strategy) -> Iterator[Advised]:
    high = [one for one in document.measures if one.tier > _CERTIFIED_WITHOUT_BASELINE]
    capped = (
        (Sets("evaluation.highest_tier", _CERTIFIED_WITHOUT_BASELINE),)
        if all(map(_no_baseline, high))
        else ()
    )
    for one in filter(_no_baseline, high):
        challenge = next((each.id for each in document.challenges if each.measure == one.id), "")
        operations = new_action(
            document,
            f"baseline-{one.id}",
            f"Find the first value of '{one.name}' before anything starts",
            ActionKind.MEASURE,
            challenge=challenge,
            owner=one.owner,
        )
        yield Advised(
            f"measures/{one.id}",
            say(
                "Collect a first value of '{name}' before anything starts; without it no "
                "change can be claimed.",
                name=one.name,
            ),
            (f"measures/{one.id}/baseline", f"measures/{one.id}/tier"),
            (Sets("evaluation.no_claim_on", (one.name,)), *capped),
            patch(say("Collect a first value of '{name}'", name=one.name), *operations),
        )


R_D3 = Rule(
    "R-D3",
    Strength.MUST,
    "Shadish, Cook & Campbell 2002; Thalheimer 2018, LTEM",
    _baseline,
    ("Q-D1", "Q-D2"),
)


def _checked_by(one: Challenge) -> str:
    """Thirty days after the last evidence, as the document writes dates; "" when no evidence has a
    date.
    """
    last = max((each.on for each in one.evidence if each.on), default=None)
    return (last + _CHECK_WITHIN).isoformat() if last else ""


def _hypotheses(document: Strategy) -> Iterator[Advised]:
    for one in filter(is_hypothesis, document.challenges):
        operations = new_action(
            document,
            f"check-{one.id}",
            f"Watch the task and ask five people: is it so? {one.title}",
            ActionKind.WORK,
            challenge=one.id,
            due=_checked_by(one),
        )
        yield Advised(
            f"challenges/{one.id}",
            say(
                "'{title}' rests on opinion alone. Call it a guess, and look within 30 days.",
                title=one.title,
            ),
            (f"challenges/{one.id}/evidence",),
            (Sets("rollout.hypotheses", (one.title,)),),
            patch(say("Check within 30 days: {title}", title=one.title), *operations),
        )


R_D4 = Rule(
    "R-D4",
    Strength.SHOULD,
    "Rumelt 2011, Good Strategy/Bad Strategy",
    _hypotheses,
    ("Q-D1", "Q-D5"),
)


def _no_choice(document: Strategy) -> Iterator[Advised]:
    if document.policy.will_not:
        return
    said = answered(document, "Q-D8")
    if isinstance(said, str) and said.strip():
        operation = Operation(op=Op.SET, place="policy/will_not", value=[said])
        says = say(
            "You said what will not be done, and the guiding policy does not say it. Put it "
            "there, where everybody reads it."
        )
        yield Advised(
            "policy/will_not",
            says,
            ("answers/Q-D8", "policy/will_not"),
            (),
            Patch(title=say("Put it into the policy"), operations=(operation,)),
        )
    else:
        find_out = Operation(
            op=Op.SET, place="answers/Q-D8", value={"find_out": {"of": "the sponsor"}}
        )
        says = say(
            "Nothing is excluded, so nothing is chosen. Ask the sponsor what will be left, "
            "before anything is added."
        )
        yield Advised(
            "policy/will_not",
            says,
            ("policy/will_not",),
            (),
            patch(say("Ask the sponsor"), *(() if "Q-D8" in document.answers else (find_out,))),
        )


R_D7 = Rule(
    "R-D7",
    Strength.SHOULD,
    "Rumelt 2011: a strategy without a choice is none",
    _no_choice,
    ("Q-D8",),
)


def _focus(document: Strategy) -> Iterator[Advised]:
    """What learning has no part in is handed over, so it does not count."""
    ours = [
        one
        for one in document.challenges
        if advise(one, document.audiences).approach is not Approach.NEITHER
    ]
    if len(ours) > MOST_AT_ONCE:
        yield Advised(
            "challenges",
            say(
                "{count} challenges at a time are too many. Take on {MOST_AT_ONCE}, and name "
                "what waits: attention is what runs out first.",
                count=len(ours),
                MOST_AT_ONCE=MOST_AT_ONCE,
            ),
            tuple(f"challenges/{one.id}" for one in ours),
            (Sets("rollout.at_once", MOST_AT_ONCE),),
        )


R_D8 = Rule("R-D8", Strength.SHOULD, "Rumelt 2011: focus", _focus, ("Q-D1", "Q-D4"))

RULES = (R_D1, R_D2, R_D2B, R_D3, R_D4, R_D5, R_D6, R_D7, R_D8)
