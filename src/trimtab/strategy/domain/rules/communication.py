"""From whom people believe, and what they remember."""

from __future__ import annotations

from collections.abc import Iterator

from trimtab.kernel.said import figure, say
from trimtab.strategy.domain.document import Action, ActionKind, ActionState, Strategy
from trimtab.strategy.domain.patch import Op, Operation, Patch
from trimtab.strategy.domain.rules.rule import Advised, Rule, Strength, answered, number, simply
from trimtab.strategy.domain.settings import Sets
from trimtab.strategy.domain.settings.values import value_words

_MOST_MESSAGES = 5
_NUDGE = 0.014
_SENDERS = {
    "executive": "a member of the board",
    "business_head": "the head of the business",
    "business-head": "the head of the business",
    "manager": "the direct manager",
    "hr": "human resources",
    "learning": "learning and development",
    "peer": "colleagues",
}


def running(document: Strategy, *kinds: ActionKind) -> list[Action]:
    """The actions of some kinds that run."""
    return [
        one for one in document.actions if one.kind in kinds and one.state is ActionState.RUNNING
    ]


def _sender(document: Strategy) -> Iterator[Advised]:
    believed = _SENDERS.get(str(answered(document, "Q-C4")))
    if believed:
        yield Advised(
            "answers/Q-C4",
            say(
                "People believe {believed} when they ask why, so the reason comes from there. "
                "The direct manager says what changes for the person; who teaches it says how.",
                believed=value_words(believed),
            ),
            ("answers/Q-C4",),
            (
                Sets("messages.sender_of_why", believed),
                Sets("messages.sender_of_change", "the direct manager"),
                Sets(
                    "messages.sender_of_how",
                    "colleagues" if believed == "colleagues" else "learning and development",
                ),
            ),
        )


def _load(document: Strategy) -> Iterator[Advised]:
    other = number(document, "Q-C10")
    allowed = document.policy.limits.messages_per_week
    if other is not None and other + allowed > _MOST_MESSAGES:
        left = max(int(_MOST_MESSAGES - other), 1)
        yield Advised(
            "policy/limits/messages_per_week",
            say(
                "Others already send {other} messages a week: ours are at most {left}, merged "
                "into one digest.",
                other=figure(other, "g"),
                left=left,
            ),
            ("answers/Q-C10", "policy/limits/messages_per_week"),
            (Sets("messages.per_week", left),),
        )


def _nudges(document: Strategy) -> Iterator[Advised]:
    for one in running(document, ActionKind.MESSAGE):
        if one.expects and one.expects.at_least > _NUDGE:
            at = f"actions/{one.id}/expects/at_least"
            yield Advised(
                at,
                say(
                    "'{title}' is to change what people do by itself. Reminders moved 1.4 points "
                    "in a hundred in 126 trials: plan another cause of success.",
                    title=one.title,
                ),
                (at,),
            )


def _help(document: Strategy) -> Iterator[Advised]:
    served = running(document, ActionKind.PRACTICE, ActionKind.SUPPORT)
    if served and not str(answered(document, "Q-C7") or "").strip():
        at = f"actions/{served[0].id}"
        yield Advised(
            "answers",
            say(
                "Nobody is named who helps in person. Name somebody, with a time in which they "
                "answer, before the start."
            ),
            (at,),
            (Sets("support.named_help", True),),
        )


def _correction(document: Strategy) -> Iterator[Advised]:
    checked = [one for one in document.actions if one.expects and one.state is ActionState.RUNNING]
    if checked:
        places = tuple(f"actions/{one.id}/expects" for one in checked)
        yield Advised(
            "actions",
            say(
                "When course is changed, the same senders say so within ten working days: what "
                "we saw, what we change, thanks."
            ),
            places,
            (Sets("messages.correction_days", 10),),
        )


def _heard(document: Strategy) -> Iterator[Advised]:
    if str(answered(document, "Q-P12") or "").strip():
        patch = None
        if not any("you said" in one.title.lower() for one in document.actions):
            value = {
                "id": "you-said-we-did",
                "title": "You said, we did",
                "kind": "message",
                "channel": "in-app",
            }
            patch = Patch(
                title=say("You said, we did"),
                operations=(Operation(op=Op.ADD, place="actions", value=value),),
            )
        yield Advised(
            "answers/Q-P12",
            say(
                "Somebody speaks for the learners: tell everybody what was said and what came of "
                "it."
            ),
            ("answers/Q-P12",),
            (Sets("messages.you_said_we_did", True),),
            patch,
        )


PROSCI = "Prosci, Best Practices in Change Management"
RULES = (
    simply(
        "Q-C3",
        "none",
        "promised",
        rule="R-C1",
        source=PROSCI,
        sets=(Sets("rollout.reach", "a pilot"),),
        says=say("No sponsor shows it yet: stay a pilot, and win one first."),
    ),
    Rule("R-C2", Strength.SHOULD, f"{PROSCI}: preferred senders", _sender, ("Q-C4",)),
    simply(
        "Q-C2",
        "burned",
        rule="R-C3",
        source="Bernerth, Walker & Harris 2011, Change fatigue",
        sets=(Sets("support.first", True), Sets("rollout.first_fix_weeks", 2)),
        says=say(
            "People were burned: begin with help that is useful at once, promise little, show a "
            "first repair within two weeks."
        ),
    ),
    simply(
        "Q-C1",
        "expectation",
        "all",
        rule="R-C4",
        source="Hiatt 2006, ADKAR",
        sets=(Sets("messages.how_waits_for_why", True),),
        says=say(
            "More is asked of people: do not tell them how before they know why. Where they do "
            "not want it, managers and colleagues "
            "help, not more training."
        ),
    ),
    Rule(
        "R-C5",
        Strength.SHOULD,
        "Mark, Gudith & Klocke 2008: attention is one budget",
        _load,
        ("Q-C10",),
    ),
    Rule(
        "R-C6",
        Strength.SHOULD,
        "DellaVigna & Linos 2022: 126 trials of nudges, 23 million people",
        _nudges,
        ("Q-C6",),
    ),
    simply(
        "Q-C9",
        "public",
        "prizes",
        rule="R-C7",
        source="Kluger & DeNisi 1996; Landers, Bauer & Callan 2017",
        sets=(Sets("messages.public_ranking", False), Sets("messages.team_goals", True)),
        says=say(
            "Public ranks make some rush and others stop: goals of the team or private progress "
            "instead, and nothing of it in appraisal."
        ),
    ),
    Rule(
        "R-C8",
        Strength.MUST,
        "Hughes et al. 2020, support and transfer of training",
        _help,
        ("Q-C6", "Q-C7"),
    ),
    simply(
        "Q-C8",
        "waves",
        "pilot",
        rule="R-C9",
        source="Brinkerhoff, Success Case Method",
        sets=(Sets("messages.success_each_wave", True),),
        says=say(
            "Each wave brings cases that went well: tell one, with consent, before the next begins."
        ),
    ),
    simply(
        "Q-C8",
        "waves",
        rule="R-C10",
        source="Hemming et al. 2015, stepped wedge trials",
        sets=(Sets("rollout.random_order", True), Sets("evaluation.unit_of_chance", "waves")),
        says=say("Draw the order of the waves by lot: the roll-out then is the comparison."),
    ),
    simply(
        "Q-G4",
        "present",
        "agreed",
        rule="R-C11",
        source="BetrVG § 87(1) no. 6",
        sets=(Sets("messages.joint_announcement", True),),
        says=say(
            "There is staff representation: announce it together, after the agreement, never "
            "before."
        ),
    ),
    Rule("R-C12", Strength.SHOULD, "Edmondson 1999, psychological safety", _correction, ("Q-C6",)),
    Rule(
        "R-C13",
        Strength.SHOULD,
        "Detert & Burris 2007, voice and openness",
        _heard,
        ("Q-P12", "Q-C6"),
    ),
)
