"""From the decisions to be taken and the comparison that is possible."""

from __future__ import annotations

from collections.abc import Iterator

from trimtab.kernel.said import figure, listed, say
from trimtab.science.stats.power import detectable_d
from trimtab.strategy.domain import ceilings
from trimtab.strategy.domain.document import ActionKind, Design, Measure, Strategy
from trimtab.strategy.domain.patch import Op, Operation, Patch
from trimtab.strategy.domain.rules.communication import running
from trimtab.strategy.domain.rules.rule import Advised, Rule, Strength, number, several, simply
from trimtab.strategy.domain.settings import Sets
from trimtab.strategy.domain.settings.values import value_words

LTEM = "Thalheimer 2018, LTEM"
_SMALL_ARM = 50
_REMEMBERED, _USED = 4, 7
_DELAY_DAYS = 7
_OPINIONS = (
    "survey",
    "self-report",
    "self-assess",
    "self assess",
    "questionnaire",
    "opinion",
    "say they",
    "feedback form",
)
_HARMS = {
    "time": "time that goes elsewhere",
    "overtime": "overtime",
    "errors": "errors in other work",
    "stress": "stress",
    "fairness": "differences between groups",
}


def _decisions(document: Strategy) -> Iterator[Advised]:
    for one in document.questions:
        if not one.decision.strip():
            at = f"questions/{one.id}"
            drop = Patch(
                title=say("Drop the question"), operations=(Operation(op=Op.REMOVE, place=at),)
            )
            yield Advised(
                at,
                say("No decision depends on '{asks}': drop it.", asks=one.asks),
                (f"{at}/decision",),
                (Sets("evaluation.decisions_only", True),),
                drop,
            )


def _claims(document: Strategy) -> Iterator[Advised]:
    for one in document.actions:
        if one.expects and one.expects.design is Design.BEFORE_AFTER:
            at = f"actions/{one.id}/expects/design"
            yield Advised(
                at,
                say(
                    "'{title}' is compared before and after: say 'changed', never 'caused'.",
                    title=one.title,
                ),
                (at,),
                (Sets("evaluation.says_changed_only", (one.title,)),),
            )


def _delay(document: Strategy) -> Iterator[Advised]:
    tier, days = number(document, "Q-E2"), number(document, "Q-E8")
    if tier is not None and tier >= _REMEMBERED:
        delay = int(days) if days is not None and days > 0 else _DELAY_DAYS
        places = ("answers/Q-E2", *(("answers/Q-E8",) if days is not None else ()))
        yield Advised(
            "answers/Q-E8",
            say(
                "Measure after {delay} days or more: right after practice everybody looks good.",
                delay=delay,
            ),
            places,
            (Sets("evaluation.delay_days", delay),),
        )


def _fitting(document: Strategy) -> Iterator[Advised]:
    aids = tuple(f"actions/{one.id}/kind" for one in running(document, ActionKind.SUPPORT))
    practised = tuple(f"actions/{one.id}/kind" for one in running(document, ActionKind.PRACTICE))
    if aids:
        yield Advised(
            "actions",
            say(
                "Help is judged by tasks done right, time to the answer, errors and open "
                "questions; never by a quiz."
            ),
            aids,
            (Sets("support.success", True),),
        )
    if practised:
        yield Advised(
            "actions",
            say(
                "Practice is judged by questions that were never practised, asked later, in "
                "other words."
            ),
            practised,
            (Sets("evaluation.held_out", True),),
        )


def _power(document: Strategy) -> Iterator[Advised]:
    sizes = {one.id: one.headcount for one in document.audiences}
    for one in document.actions:
        expects = one.expects
        if expects is None or expects.design is not Design.RANDOMISED or one.audience not in sizes:
            continue
        smaller = int(sizes[one.audience] * min(expects.holdout, 1 - expects.holdout))
        if smaller < _SMALL_ARM:
            seen = (
                say(
                    "only effects above d = {detectable_d}",
                    detectable_d=figure(detectable_d(smaller), ".2f"),
                )
                if smaller > 1
                else say("nothing")
            )
            at = f"actions/{one.id}/expects"
            yield Advised(
                at,
                say(
                    "The smaller arm of '{title}' has {smaller} people and can show {seen}. Widen "
                    "it, wait longer, or ask people.",
                    title=one.title,
                    smaller=smaller,
                    seen=seen,
                ),
                (f"{at}/holdout", f"audiences/{one.audience}/headcount"),
                (Sets("evaluation.by_words", True, one.audience),),
            )


def _peeking(document: Strategy) -> Iterator[Advised]:
    drawn = [
        one for one in document.actions if one.expects and one.expects.design is Design.RANDOMISED
    ]
    if drawn and several(document, "Q-G10") & {"weekly", "monthly"}:
        yield Advised(
            "answers/Q-G10",
            say(
                "Results are looked at before the end: name the rule for stopping now, and check "
                "that the lot fell evenly."
            ),
            ("answers/Q-G10", *(f"actions/{one.id}/expects/design" for one in drawn)),
            (Sets("evaluation.stop_rule_ahead", True),),
        )


def _opinions(document: Strategy) -> Iterator[Advised]:
    for one in document.measures:
        if one.tier > 3 and any(word in f"{one.name} {one.source}".lower() for word in _OPINIONS):
            at = f"measures/{one.id}"
            cap = Patch(
                title=say("Count it as an opinion"),
                operations=(Operation(op=Op.SET, place=f"{at}/tier", value=3),),
            )
            yield Advised(
                at,
                say(
                    "'{name}' is what people say of themselves: it counts as an opinion (tier 3), "
                    "even when they say they use it.",
                    name=one.name,
                ),
                (f"{at}/source", f"{at}/tier"),
                (Sets("evaluation.opinions_only", (one.name,)),),
                cap,
            )


def _harms(document: Strategy) -> Iterator[Advised]:
    watched = tuple(sorted(_HARMS[one] for one in several(document, "Q-E9") if one in _HARMS))
    if watched:
        sets = [Sets("evaluation.guardrails", watched)]
        if _HARMS["fairness"] in watched:
            sets.append(Sets("data.min_cell", document.policy.limits.min_cell))
        yield Advised(
            "answers/Q-E9",
            say(
                "Watch what may get worse: {names}. Groups that are too small are not shown, "
                "and fairness is looked at where groups are large enough.",
                names=listed(map(value_words, watched)),
            ),
            ("answers/Q-E9",),
            tuple(sets),
        )


def _null(document: Strategy) -> Iterator[Advised]:
    places = tuple(
        f"actions/{one.id}/expects" for one in running(document, *ActionKind) if one.expects
    )
    if places:
        yield Advised(
            "actions",
            say(
                "No effect where one could have been seen is a finding, and corrects the course. "
                "Where none could be seen, "
                "say that you do not know."
            ),
            places,
            (Sets("evaluation.null_corrects", True),),
        )


def _surroundings(document: Strategy) -> Iterator[Advised]:
    tier = number(document, "Q-E2")
    if tier is not None and tier >= _USED:
        yield Advised(
            "answers/Q-E2",
            say(
                "When people remember and the work stays the same, look at managers, colleagues "
                "and tools before content."
            ),
            ("answers/Q-E2",),
            (Sets("evaluation.look_at_surroundings", True),),
        )


def _cases(document: Strategy) -> Iterator[Advised]:
    places = tuple(
        f"actions/{one.id}" for one in running(document, ActionKind.PRACTICE, ActionKind.SUPPORT)
    )
    if places:
        yield Advised(
            "actions",
            say(
                "Each quarter, hear the five for whom it went best and the five for whom it went "
                "worst. It is cheap, and tells why."
            ),
            places,
            (Sets("evaluation.success_cases", True),),
        )


def _ceiling(document: Strategy) -> Iterator[Advised]:
    measures: dict[str, Measure] = {one.id: one for one in document.measures}
    for one in document.actions:
        measure = measures.get(one.expects.measure) if one.expects else None
        most = ceilings.most_seen(measure) if measure else None
        if one.expects and measure and most and one.expects.at_least > most:
            at = f"actions/{one.id}/expects/at_least"
            lower = Patch(
                title=say("Expect what has been seen"),
                operations=(Operation(op=Op.SET, place=at, value=most),),
            )
            yield Advised(
                at,
                say(
                    "{title}: {beyond}",
                    title=one.title,
                    beyond=ceilings.beyond(measure, one.expects.at_least, most),
                ),
                (at, f"measures/{measure.id}/baseline"),
                (),
                lower,
            )


RULES = (
    Rule(
        "R-E1", Strength.MUST, "Patton 2008, Utilization-Focused Evaluation", _decisions, ("Q-E1",)
    ),
    Rule("R-E2", Strength.MUST, "Shadish, Cook & Campbell 2002", _claims, ()),
    Rule("R-E3", Strength.MUST, LTEM, _delay, ("Q-E2", "Q-E8")),
    Rule("R-E4", Strength.SHOULD, f"Quinn 2023; {LTEM}", _fitting, ()),
    Rule("R-E5", Strength.SHOULD, "Cohen 1988; Gelman & Carlin 2014", _power, ("Q-P1",)),
    simply(
        "Q-E5",
        "clusters",
        rule="R-E6",
        source="Hayes & Moulton 2017, Cluster Randomised Trials",
        sets=(Sets("evaluation.unit_of_chance", "teams"),),
        says=say(
            "People of one site learn from each other: let the lot fall on sites, count the "
            "design effect, and say low certainty below "
            "ten sites an arm."
        ),
    ),
    Rule(
        "R-E7",
        Strength.SHOULD,
        "Jennison & Turnbull 2000, group sequential methods",
        _peeking,
        ("Q-G10",),
    ),
    Rule(
        "R-E8",
        Strength.SHOULD,
        "Blume et al. 2010: same-source measures inflate",
        _opinions,
        ("Q-D2", "Q-E3"),
    ),
    Rule("R-E9", Strength.SHOULD, "Merton 1936, unanticipated consequences", _harms, ("Q-E9",)),
    simply(
        "Q-E12",
        "yes-nobody",
        "yes-finance",
        rule="R-E10",
        source="Phillips 1997, isolation of effects",
        sets=(Sets("evaluation.value_as_range", True),),
        says=say(
            "Money is asked for: finance or operations value it, as a range, with learners' "
            "minutes as a cost, and the comparison named."
        ),
    ),
    Rule("R-E11", Strength.SHOULD, "Gelman & Carlin 2014", _null, ()),
    Rule(
        "R-E12",
        Strength.SHOULD,
        "Hughes et al. 2020: support explains 32 % of transfer",
        _surroundings,
        ("Q-E2",),
    ),
    Rule("R-E13", Strength.SHOULD, "Brinkerhoff, Success Case Method", _cases, ()),
    Rule("R-E14", Strength.SHOULD, ceilings.SOURCE, _ceiling, ("Q-D2",)),
)
