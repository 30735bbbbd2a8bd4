"""From stakeholders, managers, colleagues, fears and duties."""

from __future__ import annotations

from collections.abc import Iterator

from trimtab.kernel.said import Said, say
from trimtab.strategy.domain.document import ActionKind, Stakeholder, Stance, Strategy
from trimtab.strategy.domain.patch import Op, Operation
from trimtab.strategy.domain.proposals import new_action, patch
from trimtab.strategy.domain.rules.people_audiences import (
    R_P1,
    R_P2,
    R_P3,
    R_P4,
    R_P5,
    R_P12,
    R_P13,
)
from trimtab.strategy.domain.rules.rule import (
    Advised,
    Rule,
    Strength,
    answered,
    number,
    simply,
    when,
)
from trimtab.strategy.domain.settings import Sets

_HIGH = 4
_TRANSFER = 7
_LEAST_GROUP = 8
MENDELOW = "Mendelow 1991, the power-interest grid"
TRANSFER = "Hughes et al. 2020: peers, supervisors and organisation explain 32 % of transfer"


def _speakers(document: Strategy) -> str:
    """Who speaks for the learners, where that is known."""
    answer = answered(document, "Q-P12")
    return answer.rstrip(".") if isinstance(answer, str) and answer.strip() else ""


def _seat(one: Stakeholder, document: Strategy) -> tuple[Said, str, tuple[str, ...]] | None:
    """How a stakeholder is engaged, the setting that says so, and what else it rests on; None is
    'watch, no more'.
    """
    match one.power >= _HIGH, one.interest >= _HIGH:
        case True, True:
            return (
                say("a seat where decisions are taken, and a brief every two weeks"),
                "decisions.seats",
                (),
            )
        case True, False:
            return (
                say("one page when something is out of line, and nothing else"),
                "decisions.told_exceptions",
                (),
            )
        case False, True:
            speakers = _speakers(document)
            if not speakers:
                return say("heard in a panel, and answered"), "decisions.heard", ()
            heard = say(
                "heard in a panel, through those who speak for them ({speakers}), and answered",
                speakers=speakers,
            )
            return heard, "decisions.heard", ("answers/Q-P12",)
        case _:
            return None


def _engagement(document: Strategy) -> Iterator[Advised]:
    for one in document.stakeholders:
        seat = _seat(one, document)
        if seat:
            at, (how, key, more) = f"stakeholders/{one.id}", seat
            written = Operation(
                op=Op.SET, place=f"{at}/engagement", value=f"{how[0].upper()}{how[1:]}."
            )
            yield Advised(
                at,
                say("{name}: {how}.", name=one.name, how=how),
                (f"{at}/power", f"{at}/interest", *more),
                (Sets(key, (one.name,)),),
                patch(
                    say("Say how {name} is engaged", name=one.name),
                    *(() if one.engagement else (written,)),
                ),
            )


R_P6 = Rule("R-P6", Strength.SHOULD, MENDELOW, _engagement, ("Q-P8", "Q-P12"))


def _blockers(document: Strategy) -> Iterator[Advised]:
    for one in document.stakeholders:
        if one.can_block and one.stance is Stance.AGAINST:
            at = f"stakeholders/{one.id}"
            title = f"Hear what {one.name} needs, and agree on terms before anything starts"
            yield Advised(
                at,
                say(
                    "{name} can block it and is against it: talks with an owner come before any "
                    "start.",
                    name=one.name,
                ),
                (f"{at}/can_block", f"{at}/stance"),
                (Sets("rollout.waits_for", (one.name,)),),
                patch(
                    say("Talks with {name}", name=one.name),
                    *new_action(
                        document, f"talk-with-{one.id}", title, ActionKind.WORK, owner=one.owner
                    ),
                ),
            )


R_P7 = Rule("R-P7", Strength.MUST, MENDELOW, _blockers, ("Q-P8",))


def _managers(document: Strategy) -> Iterator[Advised]:
    wanted = number(document, "Q-E2") or 0
    places = [f"measures/{one.id}/tier" for one in document.measures if one.tier >= _TRANSFER]
    places += ["answers/Q-E2"] if wanted >= _TRANSFER else []
    if when("Q-P9", "none")(document) and places:
        card = new_action(
            document,
            "managers-card",
            "A card of two minutes a week for managers",
            ActionKind.MESSAGE,
        )
        yield Advised(
            "answers/Q-P9",
            say(
                "Use at work is expected, and managers do nothing for it. Give them a card of "
                "two minutes a week, or expect less."
            ),
            ("answers/Q-P9", *places),
            (Sets("messages.managers_card", True),),
            patch(say("A card for managers"), *card),
        )


R_P8 = Rule("R-P8", Strength.SHOULD, TRANSFER, _managers, ("Q-P9", "Q-D2", "Q-E2"))

R_P9 = simply(
    "Q-P10",
    "buddies",
    "teams",
    "communities",
    "experts",
    rule="R-P9",
    source=TRANSFER,
    says=say(
        "Colleagues help each other already. Build on that first: it does more than any tool."
    ),
    sets=(Sets("messages.peers_first", True),),
)

R_P10 = simply(
    "Q-P7",
    "surveillance",
    "exam",
    rule="R-P10",
    strength=Strength.MUST,
    source="Kluger & DeNisi 1996",
    says=say(
        "People fear to be watched or examined: answers stay private, managers see groups only, "
        "and what is never collected is published."
    ),
    sets=(
        Sets("practice.alone_view", True),
        Sets("data.manager_view", "groups"),
        Sets("data.min_cell", _LEAST_GROUP),
        Sets("data.never_collected_said", True),
    ),
)


def _duty(document: Strategy) -> Iterator[Advised]:
    at = "answers/Q-P11"
    if when("Q-P11", "voluntary")(document):
        says = say(
            "It is voluntary, so anybody may leave without a reason, and taking part is a "
            "signal, never a target."
        )
        yield Advised(
            at,
            says,
            (at,),
            (Sets("practice.may_leave", True), Sets("evaluation.taking_part_is_no_target", True)),
        )
    if when("Q-P11", "mandatory", "regulated")(document):
        says = say(
            "What is mandatory is recorded apart: pass and date, never the practice. No message "
            "calls it voluntary."
        )
        yield Advised(
            at,
            says,
            (at,),
            (Sets("data.separate_record", True), Sets("messages.claims_free_choice", False)),
        )


R_P11 = Rule(
    "R-P11",
    Strength.SHOULD,
    "Deci & Ryan 2000; Regulation (EU) 2016/679, article 5(1)(b)",
    _duty,
    ("Q-P11",),
)

RULES = (R_P1, R_P2, R_P3, R_P4, R_P5, R_P6, R_P7, R_P8, R_P9, R_P10, R_P11, R_P12, R_P13)
