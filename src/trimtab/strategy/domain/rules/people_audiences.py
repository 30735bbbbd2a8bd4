"""From who is served: how they are paid, where they stand, what they know and read, and how long
they stay.
"""

from __future__ import annotations

from collections.abc import Iterator

from trimtab.kernel.said import Between, Said, joined, pattern, say
from trimtab.strategy.domain.circumstances import Expertise, Pay, Reading, WorkSetting
from trimtab.strategy.domain.document import Strategy
from trimtab.strategy.domain.rules.rule import Advised, Rule, Strength, for_audiences, sets_for
from trimtab.strategy.domain.settings import Sets

_WEEKS_A_YEAR = 52
_LEAST_HORIZON = 4

R_P1 = Rule(
    "R-P1",
    Strength.MUST,
    "29 CFR 785.11-13: work suffered or permitted; Troester v. Starbucks (Cal. 2018)",
    for_audiences(
        lambda one: one.pay is Pay.HOURLY,
        ("pay",),
        pattern(
            "{name}: paid by the hour, so practice stays inside paid time, counts as work, and "
            "nothing is sent after hours."
        ),
        Sets("delivery.window", "in the shift"),
        Sets("practice.counts_as_work", True),
    ),
    ("Q-P1", "Q-P3"),
)


def _come_and_go(document: Strategy) -> Iterator[Advised]:
    for one in document.audiences:
        if one.turnover_per_year > 0.5:
            weeks = max(round(_WEEKS_A_YEAR / one.turnover_per_year), _LEAST_HORIZON)
            stays = (
                say("people stay for about {weeks} weeks", weeks=weeks)
                if weeks < _WEEKS_A_YEAR
                else say("more than half leave within a year")
            )
            yield Advised(
                f"audiences/{one.id}",
                say(
                    "{name}: {stays}, so aids and a path for the first weeks come before practice "
                    "over months.",
                    name=one.name,
                    stays=stays,
                ),
                (f"audiences/{one.id}/turnover_per_year",),
                sets_for(
                    one,
                    Sets("practice.first_weeks", True),
                    Sets("practice.horizon_weeks", min(weeks, _WEEKS_A_YEAR)),
                ),
            )


R_P2 = Rule(
    "R-P2",
    Strength.SHOULD,
    "Cepeda et al. 2008: spacing follows the time that it must be remembered",
    _come_and_go,
    ("Q-P1",),
)


def _known_already(document: Strategy) -> Iterator[Advised]:
    sets: tuple[Sets, ...]
    for one in document.audiences:
        match one.expertise:
            case Expertise.NOVICE:
                says = say("newcomers, so an example and its idea come before the first question")
                sets = (Sets("practice.begins_with", "example"),)
            case Expertise.EXPERT:
                says = say(
                    "old hands, so cases and exceptions, and who knows it may show that once and "
                    "skip it"
                )
                sets = (Sets("practice.begins_with", "scenario"), Sets("practice.test_out", True))
            case _:
                continue
        at = f"audiences/{one.id}"
        yield Advised(
            at,
            say("{name}: {says}.", name=one.name, says=says),
            (f"{at}/expertise",),
            sets_for(one, *sets),
        )


R_P3 = Rule(
    "R-P3", Strength.SHOULD, "Kalyuga 2007, expertise reversal", _known_already, ("Q-P1", "Q-P5")
)


def _on_their_feet(document: Strategy) -> Iterator[Advised]:
    for one in document.audiences:
        if one.setting not in {WorkSetting.FRONTLINE, WorkSetting.DRIVING, WorkSetting.CLINICAL}:
            continue
        sets: tuple[Sets, ...] = (
            Sets("practice.session_minutes", 3),
            Sets("practice.one_hand", True),
            Sets("practice.spoken_way", True),
        )
        says = say(
            "on their feet, so at most three minutes at a time, with one hand, or by ear before "
            "the shift"
        )
        if one.setting is WorkSetting.DRIVING:
            sets = (*sets, Sets("practice.never_while_driving", True))
            says = say(
                "at the wheel, so nothing at all while driving; three minutes before, with one "
                "hand or by ear"
            )
        at = f"audiences/{one.id}"
        yield Advised(
            at,
            say("{name}: {says}.", name=one.name, says=says),
            (f"{at}/setting",),
            sets_for(one, *sets),
        )


R_P4 = Rule(
    "R-P4",
    Strength.SHOULD,
    "Strayer & Johnston 2001 on driving and conversing; ISO 10075-2, mental workload",
    _on_their_feet,
    ("Q-P1", "Q-P2"),
)


def _words(document: Strategy) -> Iterator[Advised]:
    for one in document.audiences:
        at = f"audiences/{one.id}"
        sets: tuple[Sets, ...] = ()
        because: tuple[str, ...] = ()
        says: list[Said] = []
        if len(one.languages) > 1:
            sets = (
                Sets("practice.variants_count_as_one", True),
                Sets("delivery.compared_by_language", True),
            )
            because = (f"{at}/languages",)
            says.append(
                say(
                    "several languages, so each question has versions that count as one, and "
                    "versions are compared before people are"
                )
            )
        if one.reading is Reading.PLAIN:
            sets = (
                *sets,
                Sets("practice.variants_count_as_one", True),
                Sets("practice.plain_words", True),
            )
            because = (*because, f"{at}/reading")
            says.append(say("reading is hard for many, so there is a version in plain words"))
        if says:
            yield Advised(
                at,
                say("{name}: {words}.", name=one.name, words=joined(says, Between.SEMICOLON)),
                because,
                sets_for(one, *dict.fromkeys(sets)),
            )


R_P5 = Rule(
    "R-P5",
    Strength.SHOULD,
    "Holland & Wainer 1993, differential item functioning; ISO 24495-1:2023",
    _words,
    ("Q-P1", "Q-P4"),
)


def _few(document: Strategy) -> Iterator[Advised]:
    least = document.policy.limits.min_cell
    for one in document.audiences:
        if one.headcount < least:
            at = f"audiences/{one.id}"
            yield Advised(
                at,
                say(
                    "{name}: {headcount} people are fewer than the {least} that may be shown, so "
                    "they are evaluated by talks, not by figures.",
                    name=one.name,
                    headcount=one.headcount,
                    least=least,
                ),
                (f"{at}/headcount", "policy/limits/min_cell"),
                sets_for(one, Sets("evaluation.by_words", True)),
            )


R_P12 = Rule(
    "R-P12",
    Strength.SHOULD,
    "Brinkerhoff, Success Case Method; statistical disclosure control",
    _few,
    ("Q-P1",),
)

R_P13 = Rule(
    "R-P13",
    Strength.MUST,
    "WCAG 2.2 AA; Directive (EU) 2019/882",
    for_audiences(
        lambda one: bool(one.needs),
        ("needs",),
        pattern(
            "{name}: stated needs, so no time pressure, text beside every picture, and no "
            "release before a test with a screen reader."
        ),
        Sets("delivery.access_gate", True),
    ),
    ("Q-P1", "Q-P4"),
)
